'''Handler without an implementation.

The route answers, the task is accepted, the signal arrives, and nothing happens.  A client that
posts a refund is told that it succeeded, or gets a 500 for a request that was right.  Since the
endpoint is there, in the API document too, nobody sees that the work behind it was never written.

## Bad

```python
from fastapi import APIRouter
from pydantic import BaseModel

router = APIRouter()


class RefundIn(BaseModel):
    order: int


@router.post("/refunds")
async def create_refund(body: RefundIn):
    """Give the customer the money back."""
```

## Good

Write it, or take the route out until it is written.

```python
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from shop.refunds import RefundService

router = APIRouter()


class RefundIn(BaseModel):
    order: int


class RefundOut(BaseModel):
    reference: str


@router.post("/refunds", status_code=201)
async def create_refund(
    body: RefundIn, refunds: Annotated[RefundService, Depends()]
) -> RefundOut:
    return await refunds.create(body.order)
```

## Not reported

Bodies with any other statement.  Methods that a subclass completes: of abstract classes and
protocols, of classes named `Base...` or `...Mixin`, and methods of a view class that raise
`NotImplementedError`.  Health routes, `OPTIONS` and `HEAD`, functions named `noop` and the like,
and bodies beside which the docstring or a comment says why they are empty.

Routes whose `dependencies=` do the work, and those that declare `status_code=204` together with a
dependency or a response class.  Routes that stand in the API document only.  A function with a
`request` in a views module, unless a URLconf of the project names it.  What stands in one branch
where another branch has a function of the same name.

A function of a module whose whole body is `raise NotImplementedError` is reported as well, since no
subclass can complete it; not where it is decorated, bound a second time or handed on as a value,
nor where modules beside it, or of its name, have the same function: one of them is chosen by name.
One that does nothing may be a hook: with the switch `callees` it is reported where it is called.
'''

from readiness_lint.facts.stubs import Stub
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status

CALLEES = "callees"


@rule(
    "RDY101",
    "`{name}` ({subject}) is a stub, its body is only `{body}`: {outcome}",
    severity=Severity.HIGH,
    status=Status.STUBBED,
    source="S1 layer 1, S2 14.1",
    since="0.1.0",
    instead_of=("RDY103", "RDY605"),
    switches={CALLEES: "functions of a module that do nothing, and are called"},
)
def stub_handler(stub: Stub, _file: File) -> Problems:
    """Report what the outside reaches and nobody implemented."""
    yield Problem(
        stub.node,
        severity=Severity.CRITICAL if stub.writes else None,
        switch=CALLEES if stub.suspected else None,
        name=stub.name,
        subject=stub.subject,
        body=stub.body,
        outcome=stub.outcome,
    )
