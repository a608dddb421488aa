"""Secret that is compared with an operator.

`==` stops at the first character that differs, so a wrong guess that begins well takes longer to be
refused than one that does not.  Who sends many guesses and measures finds a signature, a key or a
token one character after the other, without ever having seen it (CWE-208).

## Bad

```python
import hashlib
import hmac
import os

from flask import Flask, abort, request

app = Flask(__name__)
API_KEY = os.environ["API_KEY"]


@app.post("/orders")
def receive_order():
    if request.headers.get("X-Api-Key") != API_KEY:
        abort(401)
    return {"accepted": True}


def verify_signature(body: bytes, signature: str, key: bytes) -> bool:
    return hmac.new(key, body, hashlib.sha256).hexdigest() == signature
```

## Good

`hmac.compare_digest` always looks at the whole text.  It takes bytes, or text in ASCII: encode
what a client sends.

```python
import hashlib
import hmac
import os

from flask import Flask, abort, request

app = Flask(__name__)
API_KEY = os.environ["API_KEY"]


@app.post("/orders")
def receive_order():
    shown = request.headers.get("X-Api-Key", "")
    if not hmac.compare_digest(shown.encode(), API_KEY.encode()):
        abort(401)
    return {"accepted": True}


def verify_signature(body: bytes, signature: str, key: bytes) -> bool:
    return hmac.compare_digest(hmac.new(key, body, hashlib.sha256).hexdigest(), signature)
```

## Not reported

Columns, which the database compares.  Two fields of a form, an old value and a new one, two
settings.  Constants that stand for a default or a mask.  Digests of files and answers (ETag),
tokens against CSRF, which the client knows, and those of a parser or of a page.  A code that is
keyed with a salt, which a caller never sees.  Hashes of tokens, which are drawn, and of a secret
alone: how one begins does not help to guess the token.  A code that is compared with what an object
keeps in a private attribute, or with what was kept in a row.  What a log alone is told.  Branches
for development.  A class whose docstring says that it is for tests only.
"""

from readiness_lint.facts.timing import TimedComparison
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Because, Severity, Status


@rule(
    "RDY212",
    "`{comparison}` leaks the {kind} through timing; compare with `{fix}`",
    severity=Severity.MEDIUM,
    status=Status.PARTIAL,
    source="S2 9",
    since="0.1.0",
)
def variable_time_comparison(comparison: TimedComparison, file: File) -> Problems:
    """Report comparisons of what the program keeps secret with what a caller shows in production."""
    if file.under(comparison.node, Because.DEV):
        return
    yield Problem(
        comparison.node,
        severity=Severity.HIGH if comparison.mac else None,
        comparison=comparison.text,
        kind=comparison.kind,
        fix=comparison.fix,
    )
