"""Session in the query of an address.

What stands in an address stays: in the log of every server on the way, in the history of the
browser, and in the `Referer` that the next page sends to whomever it loads a picture from.  Who
reads one of them is logged in.

A cookie, or a code that is exchanged for the token once, shows nothing.

## Bad

```python
from fastapi import APIRouter
from fastapi.responses import RedirectResponse

from shop.tokens import create_access_token

router = APIRouter()


@router.get("/callback")
def callback(user: str) -> RedirectResponse:
    return RedirectResponse(f"https://shop.example/?token={create_access_token(user)}")
```

## Good

```python
from fastapi import APIRouter
from fastapi.responses import RedirectResponse

from shop.tokens import create_access_token

router = APIRouter()


@router.get("/callback")
def callback(user: str) -> RedirectResponse:
    answer = RedirectResponse("https://shop.example/")
    answer.set_cookie("session", create_access_token(user), httponly=True, secure=True)
    return answer
```

## Not reported

Links that are used once, to reset a password, to confirm an address or to download a file.  What
stands behind `#`, which a browser keeps.  `code` and `state` of OAuth.  A value of which nobody
knows that it is a session of the program's own.

## See also

CWE-598: use of GET request method with sensitive query strings.
"""

from readiness_lint.facts.url_credentials import UrlCredential
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Because, Severity, Status


@rule(
    "RDY232",
    "`{credential}` is put in `{parameter}` of a URL: "
    "it ends in access logs, history and Referer headers",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S2 9",
    since="0.1.0",
)
def credential_in_url(url: UrlCredential, file: File) -> Problems:
    """Report redirects of production."""
    if not file.under(url.node, Because.DEV):
        yield Problem(url.node, credential=url.credential, parameter=url.parameter)
