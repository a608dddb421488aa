"""Client per call.

A client of HTTP, a database or a cloud keeps its connections, so that the next call need not wait
for DNS, TCP and TLS again.  One that is made for each request never gets to use them: every call
pays for the set-up, certificates and credentials are loaded anew, and under load the ports of the
machine run out.  An engine or a pool is worse: each has connections or threads of its own, which
the server at the other end keeps open until the garbage collector comes by.

## Bad

```python
import httpx
from fastapi import FastAPI

app = FastAPI()


async def latest() -> dict[str, float]:
    async with httpx.AsyncClient(timeout=5) as client:
        return (await client.get("https://rates.example/latest")).json()


@app.get("/rates")
async def rates() -> dict[str, float]:
    return await latest()
```

## Good

Make it once, where the application starts, and hand it to the handlers.

```python
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI, Request


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with httpx.AsyncClient(timeout=5) as client:
        app.state.client = client
        yield


app = FastAPI(lifespan=lifespan)


@app.get("/rates")
async def rates(request: Request) -> dict[str, float]:
    client: httpx.AsyncClient = request.app.state.client
    return (await client.get("https://rates.example/latest")).json()
```

The same holds for functions that connect for one call, as `requests.get`, in a loop that grows and asks
the same host in each round.

With the switch `executors`, pools of threads and processes count as well.

## Not reported

Clients made with what the caller, the tenant or the row brings: credentials, an address, headers;
also where it is set afterwards, as `session.verify`, or where the class that keeps the client is
given the password of an account, and where a server of LDAP or a client of SSH is then connected with
what differs.  A handler's client for an address that its request brings,
sessions with an adapter of the program's own, and clients that a loop uses again, as for the pages
of a list.  Functions that keep their answer in a cache, or that are called by one which does; that
ask this machine, or one of a private network by its number without TLS; or that take a client from
those who have one.  Clients that take over the connections of another one (`connection_pool=`,
`transport=`, `poolclass=NullPool`).  What is made at import or at the start, once behind
`functools.cache` or `if client is None`, or put by for the next call.  Sessions and connections
taken from an engine or a pool.  Health checks, the steps of a setup, callbacks of OAuth, tasks that
run by a schedule or that only such tasks send, commands and scripts.  An asynchronous client that a
synchronous function needs for an event loop of its own.
"""

from readiness_lint.facts.lasting import ClientPerCall
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Activation, Because, Severity, Status

WORKERS = "executors"


@rule(
    "RDY334",
    "`{client}` is made for every {every}: no connection is used again, each one is set up anew",
    severity=Severity.MEDIUM,
    status=Status.PARTIAL,
    source="S2 11.2",
    since="0.1.0",
    activation=Activation.PREVIEW,
    switches={WORKERS: "pools of threads and processes"},
)
def client_per_call(found: ClientPerCall, file: File) -> Problems:
    """Report the constructor, with the nearest handler or task that comes to it."""
    if file.under(found.node, Because.DEV):
        return
    yield Problem(
        found.node,
        severity=Severity.HIGH if found.leaks else None,
        via=found.path,
        switch=WORKERS if found.workers else None,
        related=[(place, "this comes to it as well") for place in found.others],
        client=found.what,
        every=found.every,
    )
