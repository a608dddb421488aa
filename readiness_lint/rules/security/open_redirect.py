"""Client's text as the place that a redirect leads to.

A link to this site that sends its reader to another one is what a forged mail needs: the address
looks right, the page behind it asks for the password again.  In a login the other site may be given
a code or a token on top.

A path has to be looked at as well: browsers take `//evil.example` for a host, and a backslash
for a slash.  A header `Location` beside a status that redirects, a header `HX-Redirect`, which htmx
follows whatever the status, and what `get_redirect_url` of Django's `RedirectView` returns lead away
as `redirect` does.

## Bad

```python
from flask import Flask, redirect, request

app = Flask(__name__)


@app.get("/welcome")
def welcome():
    return redirect(request.args.get("next", "/"))
```

## Good

Let the framework compare the host, or redirect to names of your own.

```python
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme


def welcome(request: HttpRequest) -> HttpResponse:
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=True):
        target = "/"
    return redirect(target)
```

## Not reported

A client's text behind a fixed host or path, or behind a part that is not known: `reverse("home") +
"?tab=" + tab`.  A target that a test, a list or a validator has accepted on the way, in whichever
function; one that is replaced unless a flag says that its host was found to be ours.  Headers,
such as the page that the client comes from, and the path of the request itself.
A header `Location` of an answer whose status does not redirect, or is not known.
The body of a form that Django guards against forgery, which no link fills; where somebody signs in
the page with the form may have taken it from its own address.

## See also

CWE-601.
"""

from readiness_lint.facts.entries import entry_of
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.tainted import TaintedRedirect
from readiness_lint.facts.words import SIGNS_IN
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY254",
    "{origin} {chooses} the redirect target of `{sink}`: a link to this site can send the user anywhere",
    severity=Severity.MEDIUM,
    status=Status.MISSING,
    source="S2 9, S2 7.2",
    since="0.1.0",
)
def open_redirect(call: TaintedRedirect, file: File) -> Problems:
    """Report each text of a function once."""
    entry = entry_of(call.node, file)
    names = (entry.path, entry.name) if isinstance(entry, Handler) else ()
    signs_in = any(file.words(SIGNS_IN).match(name) for name in names)
    around = file.label(call.node).split(".")
    if call.sent and not signs_in and not any(map(file.words(SIGNS_IN).match, around)):
        return
    yield Problem(
        call.node,
        severity=Severity.HIGH if signs_in else None,
        group=f"{file.label(call.node)} {call.texts}",
        via=call.path,
        origin=call.texts,
        chooses="choose" if call.several else "chooses",
        sink=call.sink,
    )
