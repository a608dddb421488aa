"""Secret in the source.

Whoever has the repository, its history, an image or a package has the secret as well: every former
colleague, and everybody once it leaks.  With a key that signs sessions or tokens one logs in as
anyone; and to change it means to deploy, so it is not changed.

Known shapes alone are reported, of which each is certain.  A scanner that looks at the history too
finds what this rule does not.

## Bad

```python
from flask import Flask

app = Flask(__name__)
app.config["SECRET_KEY"] = "supersecret"
```

```python
import jwt


def token_of(user: str) -> str:
    return jwt.encode({"sub": user}, "s3cr3t-of-the-shop")
```

```python
import stripe

stripe.api_key = "payments-of-the-shop"
```

## Good

```python
import os

from flask import Flask

app = Flask(__name__)
app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]
```

## Not reported

Placeholders and documented examples, for what the program shows to others; an empty value.  A key
whose constant says that it is one of tests; the letter that fills the place of a password where the
user's name is the key.  The
name of a variable.  A key with which the program refuses to start; where it only warns, the
severity is medium.  A key of a class in whose place a method of the class puts another.  Passwords
in URLs of this machine or of a service beside it.  Settings modules, classes and branches for
development, tests, builds and examples.  Settings of a library that its tests and developers alone
go on from, of an application that is published for the projects of others (`django-` and its name,
or a list of packages that leaves the settings out), of a demonstration (`shop_demo`),
and of a framework that writes projects with settings of their own.  The first line of a private key
alone.  A constant with which `hmac` makes a digest that signs nothing: a fingerprint, or a key that is
derived from another secret.  Names: `PASSWORD = "password"` is a key of a mapping as a rule.

A default for a variable of the environment, or for a field of settings that one fills,
is `secret-with-default`.

## See also

CWE-798: use of hard-coded credentials.
"""

import ast

from readiness_lint.facts.hardcoded import Hardcoded
from readiness_lint.facts.settings import is_for_development
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Activation, Because, Severity, Status


@rule(
    "RDY213",
    "{what} is written in the source; anyone with the repository or the package has it",
    severity=Severity.HIGH,
    status=Status.MISSING,
    source="S2 9, S1 layer 2",
    since="0.1.0",
    activation=Activation.PREVIEW,
    instead_of=("RDY118", "RDY115"),
    parked=True,
)
def hardcoded_secret(secret: Hardcoded, file: File) -> Problems:
    """Report what production would use."""
    development = file.under(secret.node, Because.DEV) or is_for_development(secret.node, file)
    if development or (secret.inspection and secret.inspection.refused):
        return
    warned = secret.inspection is not None and secret.inspection.compared
    severity = Severity.CRITICAL if secret.signs else Severity.HIGH
    yield Problem(
        secret.node,
        severity=Severity.MEDIUM if warned else severity,
        about=secret.node,
        # One secret is one finding, however often a file uses it.
        group=ast.unparse(secret.node),
        what=secret.what,
    )
