"""Access check that fails open.

A check that could not be made has to refuse.  One that answers "allowed" when the database is away,
when a token is malformed in a way that nobody thought of, or when a variable was forgotten in
production lets everybody in, and no test, log or user complains (CWE-636).

## Bad

```python
import hmac
import os


def verify_signature(body: bytes, signature: str) -> bool:
    secret = os.environ.get("WEBHOOK_SECRET")
    if not secret:
        return True
    expected = hmac.new(secret.encode(), body, "sha256").hexdigest()
    return hmac.compare_digest(expected, signature)
```

```python
def has_permission(user, document) -> bool:
    try:
        return document.policy.allows(user)
    except AttributeError:
        return True
```

```python
import os
import secrets

from fastapi import Header, HTTPException

API_KEY = os.getenv("API_KEY")


def verify_api_key(x_api_key: str = Header()) -> None:
    if API_KEY and not secrets.compare_digest(x_api_key, API_KEY):
        raise HTTPException(401)
```

## Good

Refuse, and let the program stop at its start where a secret is missing.

```python
import hmac
import os

WEBHOOK_SECRET = os.environ["WEBHOOK_SECRET"]


def verify_signature(body: bytes, signature: str) -> bool:
    expected = hmac.new(WEBHOOK_SECRET.encode(), body, "sha256").hexdigest()
    return hmac.compare_digest(expected, signature)
```

```python
def has_permission(user, document) -> bool:
    try:
        return document.policy.allows(user)
    except AttributeError:
        return False
```

## Not reported

Limiters, circuit breakers and feature flags, which are meant to let pass.  A list of who is
blocked, in which a caller is not found; a row that would have restricted him, and is asked where
there is one.  An import that fails.  A clause that raises.  A comment that says why an error lets
callers in; the same words above a missing secret change nothing.  Branches for development,
questions whether a check is on, and a function in which something else refuses as well.

With the switch `always`, as in the profile `strict`: a permission class, or a test of a view, that
says yes to everybody, unless other classes of the program inherit from it.
"""

from readiness_lint.facts.open_checks import OpenCheck
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY205",
    "`{function}` {when}: {why}",
    severity=Severity.CRITICAL,
    status=Status.STUBBED,
    source="S2 9, S2 8.1",
    since="0.1.0",
    instead_of=("RDY421", "RDY422", "RDY228"),
    switches={"always": "a permission that is granted to everybody"},
)
def fail_open_check(check: OpenCheck, _file: File) -> Problems:
    """Report answers that let a caller in although nothing was checked."""
    yield Problem(
        check.node,
        severity=Severity.MEDIUM if check.always else None,
        switch="always" if check.always else None,
        function=check.function,
        when=check.when,
        why=check.why,
    )
