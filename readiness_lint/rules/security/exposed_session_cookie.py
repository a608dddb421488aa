"""Cookie of a session that others can read.

Who has the cookie is the user.  Without `httponly` any script on the page reads it, one that
somebody slipped into a comment among them; without `secure` the browser sends it over plain HTTP as
soon as a link says so, and the network reads it.

## Bad

```python
import jwt
from fastapi import FastAPI, Response

app = FastAPI()


@app.post("/login")
def login(response: Response, key: str, user: str) -> None:
    response.set_cookie("session", jwt.encode({"sub": user}, key))
```

## Good

```python
import jwt
from fastapi import FastAPI, Response

app = FastAPI()


@app.post("/login")
def login(response: Response, key: str, user: str) -> None:
    token = jwt.encode({"sub": user}, key)
    response.set_cookie("session", token, httponly=True, secure=True, samesite="lax")
```

## Not reported

Cookies of other kinds: themes, languages, progress.  Those against forged requests, which a script
must read.  Flags that are no constants, or may stand in `**options`.  Cookies that end at once or
hold a constant.  A missing `samesite` alone: browsers take `Lax`.

## See also

CWE-1004 and CWE-614: sensitive cookie without `HttpOnly`, without `Secure`.
"""

from readiness_lint.facts.cookies import Cookie
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Because, Severity, Status

CONSEQUENCES = {
    ("httponly",): "any script on the page can read it",
    ("secure",): "a request over plain HTTP shows it to the network",
    ("httponly", "secure"): "scripts and the network can read it",
}


@rule(
    "RDY218",
    "cookie `{name}` carries {what} without {missing}: {consequence}",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S2 9, S1 layer 2",
    since="0.1.0",
)
def exposed_session_cookie(cookie: Cookie, file: File) -> Problems:
    """Report credentials that lack a flag for certain."""
    if cookie.credential and cookie.missing and not file.under(cookie.node, Because.DEV):
        yield Problem(
            cookie.node,
            name=cookie.name,
            what=cookie.credential,
            missing=" and ".join(f"`{flag}`" for flag in cookie.missing),
            consequence=CONSEQUENCES[cookie.missing],
        )
