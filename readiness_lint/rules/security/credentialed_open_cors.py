"""Credentials for the pages of every site.

A browser lets the script of one site read the answers of another only where that one allows it.
With credentials and any origin, each site that a user visits asks the API in the name of that user,
and reads what comes back.

That browsers refuse `*` together with credentials does not help: Starlette and Flask-Cors do not
send `*` then, they send back the origin that asks.

## Bad

```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)
```

## Good

```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(
    CORSMiddleware, allow_origins=["https://shop.example"], allow_credentials=True
)
```

## Not reported

Any origin without credentials, which is a decision.  Origins that the environment must name.  A list
without `*`.  Patterns that hold the whole host.  Headers that are written by hand after the origin was
looked up.  Branches and settings for development.  What stands under an option whose name says what it
does: `permissive_cors`, `allow_any_origin`.

A setting counts for what it is when nothing is set.

## See also

CWE-942: permissive cross-domain policy.
"""

from readiness_lint.facts.origins import OpenOrigins
from readiness_lint.facts.settings import is_for_development
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Because, Severity, Status


@rule(
    "RDY222",
    "CORS answers any origin ({how}) and allows credentials: "
    "every site a user visits can call the API as that user",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S2 9",
    since="0.1.0",
)
def credentialed_open_cors(opened: OpenOrigins, file: File) -> Problems:
    """Report what is open in production."""
    if not (file.under(opened.node, Because.DEV) or is_for_development(opened.node, file)):
        yield Problem(opened.node, how=opened.how)
