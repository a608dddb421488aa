"""Handler of a write that answers with what it made up.

The client is told that its order is confirmed and gets a number for it.  Nothing was stored, nobody
was told, and the number leads nowhere.  A stub that fails is found on the first day; this one is
found when somebody asks for the order.

A function that waits for a while and then returns a fixed value is the same thing one level down:
the pause makes it look like work.

## Bad

```python
from uuid import uuid4

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class OrderIn(BaseModel):
    item: str


@app.post("/orders")
async def create_order(order: OrderIn):
    return {"id": str(uuid4()), "item": order.item, "status": "confirmed"}
```

## Good

```python
from fastapi import FastAPI
from pydantic import BaseModel

from shop import orders
from shop.database import SessionDep

app = FastAPI()


class OrderIn(BaseModel):
    item: str


class OrderOut(BaseModel):
    id: int
    status: str


@app.post("/orders")
async def create_order(order: OrderIn, session: SessionDep) -> OrderOut:
    return await orders.place(session, order)
```

## Not reported

Handlers with a test, a loop, a computation or a call that is not known to do nothing, unless only a
log is worded with it; a log that is written where a log was asked for is the work.  Answers that
give back what was sent, or what a dependency gave; that are the answer of the `GET` of their path;
that say no, redirect, or name an error.  Routes with `dependencies=` or decorators that may do the
work.  Handlers whose name says that they need do nothing: logout, health, echo, ping, preview,
validation, and what is asked for by `POST`, as in `/Driver.GetCapabilities`.

Functions that wait and return nothing, that wait in a loop, or whose name, module or comment says
that they stand in for something.
"""

from readiness_lint.facts.canned import CannedAnswer
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY102",
    "`{subject}) returns a fixed answer and performs no work: {outcome}",
    severity=Severity.CRITICAL,
    status=Status.STUBBED,
    source="S1 layer 1",
    since="0.1.0",
    instead_of=("RDY103", "RDY605", "RDY307"),
)
def canned_write_response(found: CannedAnswer, _file: File) -> Problems:
    """Report each handler of a write, and each function whose only work is a pause."""
    yield Problem(
        found.node,
        severity=None if found.writes else Severity.HIGH,
        subject=found.subject,
        outcome=found.outcome,
    )
