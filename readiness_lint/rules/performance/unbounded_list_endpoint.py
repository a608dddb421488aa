"""List endpoint without a bound.

With the twenty rows of the first week such a route answers at once.  Each row that is added makes
the query, the objects in memory and the response longer, for every caller, until the request runs
into a time limit or the worker out of memory; by then clients rely on getting everything.

## Bad

```python
from fastapi import APIRouter
from sqlalchemy import select

from shop.database import SessionDep
from shop.models import Order
from shop.schemas import OrderOut

router = APIRouter()


@router.get("/orders")
def orders(session: SessionDep) -> list[OrderOut]:
    return [OrderOut.model_validate(order) for order in Order.query.all()]
```

## Good

Give a page at a time, and cap what a caller may ask for.

```python
from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy import select

from shop.database import SessionDep
from shop.models import Order
from shop.schemas import OrderOut

router = APIRouter()
Limit = Annotated[int, Query(le=200)]


@router.get("/orders")
def orders(session: SessionDep, after: int = 0, limit: Limit = 50) -> list[OrderOut]:
    rows = session.scalars(select(Order).where(Order.id > after).order_by(Order.id).limit(limit))
    return [OrderOut.model_validate(order) for order in rows]
```

## Not reported

A query with a limit, a slice, a page or a first row.  Routes with a parameter such as `limit`,
`page` or `cursor`.  Queries that a function of a library builds: it may limit them.  Functions that
give all rows for some of their arguments only, and methods that a subclass replaces.  Tables that
stay small by their name, such as roles, countries and API keys, and those that only administrators
and commands fill, on the site that Django has for it.  Groups and distinct values, columns of a
subquery, `raw()`.  Rows of one kind, as `filter(kind=Kind.PLATFORM)` or `is_superuser=True`.
Exports, downloads, feeds and choices, and what is written piece by piece.  The rows of one parent,
as `filter(order_id=order_id)`, of who asks, as `filter_by(user=g.user)`, and those that a filter of
the program leaves to a user: with the switch `per-parent` they are reported as medium.  Routes and
routers for the operators of a service, by their name, and those behind a check for administrators,
as a guard or in the handler: the switch `internal` reports them.

A Django REST framework view that sets no `pagination_class`, unless the `REST_FRAMEWORK` of the
settings is written out and gives no pages either.
Lists of GraphQL that come as connections, with a pagination or with an extension of their field.
"""

from readiness_lint.facts.listings import Listing, UncappedPage
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status

PER_PARENT, INSIDE = "per-parent", "internal"


@rule(
    "RDY321",
    "{listing}: response, memory and query grow with {measure}",
    severity=Severity.HIGH,
    status=Status.MISSING,
    source="S1 layer 3, S2 11.2",
    since="0.1.0",
    switches={
        PER_PARENT: "all rows of one parent, as `filter(order_id=order_id)`",
        INSIDE: "routes that only the operators of the service reach",
    },
)
def unbounded_list_endpoint(found: Listing | UncappedPage, _file: File) -> Problems:
    """Report routes that answer with a whole table, and page sizes without a cap."""
    if isinstance(found, UncappedPage):
        severity, measure = Severity.MEDIUM, "what the caller asks for"
        listing = f"`{found.name}` of `{found.owner}` has no {found.cap}"
        switch = INSIDE if found.internal else None
    else:
        severity, switch, measure = None, None, "the table"
        listing = f"`{found.name}` returns every `{found.model}` row"
        if found.of_parent:
            severity, switch = Severity.MEDIUM, PER_PARENT
            listing = f"`{found.name}` returns every `{found.model}` of its parent"
        if found.paging:
            listing = f"`{found.name}` lists `{found.model}` without pagination"
        switch = INSIDE if found.internal else switch
    yield Problem(found.node, severity=severity, switch=switch, listing=listing, measure=measure)
