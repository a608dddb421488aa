"""Credentials for the pages of every site.

A browser lets the script of one site read the answers of another only where that one allows it.
With credentials and any origin, each site that a user visits asks the API in the name of that user,
and reads what comes back.

That browsers refuse `*` together with credentials does not help: Starlette and Flask-Cors do not
send `*` then, they send back the origin that asks.

## Bad

```python
from fastapi import FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)


@app.get("/orders")
def list_orders(request: Request):
    return orders_of(request.cookies["session"])
```

## Good

```python
from fastapi import FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(
    CORSMiddleware, allow_origins=["https://shop.example"], allow_credentials=True
)


@app.get("/orders")
def list_orders(request: Request):
    return orders_of(request.cookies["session"])
```

## Not reported

Any origin without credentials, which is a decision.  Origins that the environment must name.  A
list without `*`.  Patterns that hold the whole host.  Headers that are written by hand after the
origin was looked up.  Branches and settings for development.  What stands under an option whose
name says what it does: `permissive_cors`, `allow_any_origin`.

What a browser adds by itself are cookies, the password of HTTP Basic and certificates; a token that
a page writes into a header, another site does not have.  So a program that is not seen to use
cookies, HTTP Basic or the headers of a proxy that knows the browser, and one whose cookies are all
`SameSite` `Lax` or `Strict`, as those of Starlette, Litestar and the sessions of Django are unless
told, and those of Flask where its configuration says so.  With the switch `unseen`, as in the
profile `strict`, these too: what nobody needs should not be allowed.

A setting counts for what it is when nothing is set.

## See also

CWE-942: permissive cross-domain policy.
"""

from readiness_lint.facts.browser_credentials import knows_browsers
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
    switches={"unseen": "where nothing is seen that a browser shows by itself"},
)
def credentialed_open_cors(opened: OpenOrigins, file: File) -> Problems:
    """Report what is open in production."""
    if not (file.under(opened.node, Because.DEV) or is_for_development(opened.node, file)):
        switch = None if knows_browsers(file) else "unseen"
        yield Problem(opened.node, switch=switch, how=opened.how)
