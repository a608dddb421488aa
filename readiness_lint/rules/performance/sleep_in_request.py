"""Pause while a client waits.

A handler that sleeps does nothing, and holds a worker while it does: with eight workers and a pause
of two seconds, four clients per second are all that the service can bear, whatever the machine.

Mostly it waits for something that another process is about to finish, and it hopes that the time
will do.  Now and then it will not.

## Bad

```python
import time

from fastapi import APIRouter

from shop.exports import start_export

router = APIRouter()


@router.post("/exports")
def export(user: int) -> dict[str, str]:
    job = start_export(user)
    time.sleep(3)
    return {"url": job.url}
```

## Good

Answer at once, and let the client ask whether it is done.

```python
from fastapi import APIRouter

from shop.exports import start_export

router = APIRouter()


@router.post("/exports", status_code=202)
def export(user: int) -> dict[str, str]:
    job = start_export(user)
    return {"status": f"/exports/{job.id}"}
```

## Not reported

Pauses between two attempts, in a loop or where an exception is handled, and between two readings of
the same thing that are compared.  Less than a tenth of a
second; in a coroutine that awaits its pause, less than a second.  Streams, web sockets, and
handlers whose name or path says that they wait: `poll`, `wait`, `watch`, `events`.  A pause with a
comment that says what it is for.  Serializers, tasks and commands.  `time.sleep` in a coroutine, which is
another rule's.

## See also

RDY301 for what holds an event loop.
"""

from readiness_lint.facts.pauses import PauseInRequest
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Activation, Severity, Status


@rule(
    "RDY307",
    "`{call}` keeps every client of `{function}` waiting for nothing",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S1 layer 3",
    since="0.1.0",
    activation=Activation.PREVIEW,
)
def sleep_in_request(pause: PauseInRequest, _file: File) -> Problems:
    """Report each handler once, at its first pause."""
    yield Problem(
        pause.node,
        severity=Severity.MEDIUM if pause.reached.bounded else None,
        via=pause.reached.path,
        call=pause.reached.origin.what,
        function=pause.function.name,
    )
