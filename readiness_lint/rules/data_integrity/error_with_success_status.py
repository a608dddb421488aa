"""Error reported with a success status.

The body says `error`, the status line says 200.  Client libraries raise on the status, so the
caller goes on as if its order had been placed; caches keep the answer, retries do not happen, and
the dashboards that count 4xx and 5xx stay green during the outage.

## Bad

```python
from fastapi import APIRouter

router = APIRouter()


@router.post("/bookings")
def book(room: int, night: str):
    if rooms.is_taken(room, night):
        return {"error": "the room is taken"}
    return {"booking": rooms.book(room, night)}
```

## Good

```python
from fastapi import APIRouter, HTTPException

router = APIRouter()


@router.post("/bookings")
def book(room: int, night: str):
    if rooms.is_taken(room, night):
        raise HTTPException(status_code=409, detail="the room is taken")
    return {"booking": rooms.book(room, night)}
```

## Not reported

An answer with a status of its own, also one that is set on the response or is not known.  An answer
that holds a result beside the errors, or a list of them, as that of a batch.  The only answer of a
handler.  Health checks, and `success: False` as the answer to a question, by the name of the
handler.  Pages that show a form again.  The answer for nobody, where the function that looked for
somebody has raised already, or says who asks and is not in sight.  What is answered without a
package or program that is not installed.  Lists of what was found wrong, which may be empty.
Reading routes that detect something, by the name of the handler, that are asked how something is
and answer with its `status`, and those whose docstring calls them legacy.  Protocols that ask for
200 whatever happens: GraphQL, JSON-RPC, LNURL, MCP, SCIM, chat bots and batches, by their keys, the
route or the module.

What a webhook answers has severity low: its sender would only send it again.  Once it has checked a
signature it is not reported.
"""

from readiness_lint.facts.masked_errors import MaskedError
from readiness_lint.facts.words import ACKNOWLEDGED
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY605",
    "`{handler}` reports an error in the body but answers {code}: clients and monitors see success",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S2 6.3, S2 6.1",
    since="0.1.0",
    instead_of=("RDY518",),
)
def error_with_success_status(error: MaskedError, file: File) -> Problems:
    """Report returns that say one thing to the reader and another to the library."""
    handler = error.handler
    names = (handler.name, handler.path or "", file.module)
    acknowledged = any(file.words(ACKNOWLEDGED).match(name) for name in names)
    yield Problem(
        error.node,
        severity=Severity.LOW if acknowledged else None,
        handler=handler.name,
        code=str(error.status),
    )
