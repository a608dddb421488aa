"""Secret that can be worked out.

The ordinary generator repeats itself: from six hundred numbers that it gave, or from the time at
which it was started, all others follow.  Whoever asks for a few tokens of his own works out those
of everybody else, and resets their passwords.  The same goes for the generators of NumPy, and the
time, or a hash of it, is told from the minute in which a token was asked for.

`secrets` draws from the operating system, and costs nothing that would count.

## Bad

```python
import random
import string


def reset_token() -> str:
    return "".join(random.choices(string.ascii_letters, k=32))
```

```python
import random


def enroll(user) -> None:
    user.otp = random.randint(100000, 999999)
```

## Good

```python
import secrets


def reset_token() -> str:
    return secrets.token_urlsafe(32)


def enroll(user) -> None:
    user.otp = 100000 + secrets.randbelow(900000)
```

## Not reported

`random.SystemRandom`.  What is drawn for anything else: delays, samples, colours, the salt of a
hash, a piece of a list that tells other things as well, and the order of what was drawn before.
Accounts that nobody has, `dummy_password`.  Names that say little, `code`, `key`, `id`, `salt`, and
numbers that need only differ, `nonce`, outside functions that authenticate or encrypt; `state`, but
where another service signs people in (OAuth, OpenID Connect).  The numbers
of sessions that are no visitor's.  Tokens that are words of a language model, and modules that
import such a model or make up data.  Tests and scripts.

## See also

CWE-330: use of insufficiently random values.
"""

from readiness_lint.facts.predictable import Drawn
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Because, Severity, Status


@rule(
    "RDY264",
    "`{secret}` comes from `{name}`, whose output can be predicted; use `{better}`",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S2 9",
    since="0.1.0",
)
def predictable_secret(drawn: Drawn, file: File) -> Problems:
    """Report each secret of a function once."""
    if not file.under(drawn.node, Because.DEV):
        yield Problem(
            drawn.node,
            severity=Severity.MEDIUM if drawn.told_by_clock else Severity.HIGH,
            group=f"{file.label(drawn.node)} {drawn.secret}",
            secret=drawn.secret,
            name=drawn.name,
            better=drawn.better,
        )
