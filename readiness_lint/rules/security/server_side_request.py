"""Client's text as the host of a request that the server sends.

The server stands inside the network.  A client who may choose where it sends a request reaches what
no client should: metadata services with credentials, databases without a password, administration
pages that trust their neighbours.

That a text is a URL says nothing of where it leads, and where redirects are followed, neither does
the URL.  Where the body of the response goes back to the client the finding is critical.  It does
not matter how many functions stand between the request and the call; the message names them.

## Bad

```python
import httpx
from fastapi import FastAPI
from pydantic import HttpUrl

app = FastAPI()


def fetch(url: str) -> str:
    return httpx.get(url, timeout=5).text


@app.post("/import")
def import_feed(url: HttpUrl):
    return fetch(str(url))
```

## Good

Compare the host with a list, and do not follow redirects.

```python
import httpx
from fastapi import FastAPI, HTTPException
from pydantic import HttpUrl

app = FastAPI()
FEEDS = {"feeds.example", "news.example"}


def fetch(url: str) -> str:
    return httpx.get(url, timeout=5, follow_redirects=False).text


@app.post("/import")
def import_feed(url: HttpUrl):
    if url.host not in FEEDS:
        raise HTTPException(422)
    return fetch(str(url))
```

## Not reported

A client's text behind a fixed host, or behind a part that is not known:
`f"{settings.API}/users/{name}"`. A host that a test, a list or a validator has accepted on the way,
or that was pinned to its addresses, in whichever function.  Handlers for administrators by their
guards, and calls under a flag that allows local addresses: who runs the server says what it talks
to.  Text that nobody proves to be a client's.
"""

from readiness_lint.facts.entries import entry_of
from readiness_lint.facts.guards import is_for_admins
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.tainted import TaintedUrl
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY253",
    "{origin} {chooses} the host of `{sink}`{redirects}: internal addresses become reachable",
    severity=Severity.HIGH,
    status=Status.MISSING,
    source="S2 9",
    since="0.1.0",
)
def server_side_request(call: TaintedUrl, file: File) -> Problems:
    """Report each text of a function once; administrators say which servers there are."""
    entry = entry_of(call.node, file)
    if isinstance(entry, Handler) and is_for_admins(entry, file):
        return
    yield Problem(
        call.node,
        severity=Severity.CRITICAL if call.returned else None,
        about=call.node,
        group=f"{file.label(call.node)} {call.texts}",
        via=call.path,
        origin=call.texts,
        chooses="choose" if call.several else "chooses",
        sink=call.sink,
        redirects=", redirects included" if call.redirected else "",
    )
