"""Lazy load in an asynchronous session.

An object of an `AsyncSession` cannot load anything by itself: reading an attribute that is not
there would have to wait for the database, and nothing at that place can.  SQLAlchemy raises
`MissingGreenlet`, and the request ends in a server error.

It happens with relations that the statement did not load, with deferred columns, and with every
column after a rollback, which makes the session forget what it has loaded.  So does a commit,
unless the session was made with `expire_on_commit=False`.  The read may stand in a helper or a
method of the object, or be that of a response model that is made of it; the statement may be that
of a repository or of a dependency in another module.

## Bad

```python
from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Line(Base):
    __tablename__ = "lines"
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))


class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    lines: Mapped[list[Line]] = relationship()


async def sizes(session: AsyncSession) -> dict[int, int]:
    orders = await session.scalars(select(Order))
    return {order.id: len(order.lines) for order in orders}
```

## Good

Say in the statement what will be read, or `await session.refresh(order, ["lines"])`.  Make sessions
with `expire_on_commit=False`.

```python
from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, selectinload


class Base(DeclarativeBase):
    pass


class Line(Base):
    __tablename__ = "lines"
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))


class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    lines: Mapped[list[Line]] = relationship()


async def sizes(session: AsyncSession) -> dict[int, int]:
    orders = await session.scalars(select(Order).options(selectinload(Order.lines)))
    return {order.id: len(order.lines) for order in orders}
```

## Not reported

What an option of any statement of the function names, what `refresh` names, `awaitable_attrs`, what
runs in `run_sync`.  Relations with another `lazy` than the default.  Rows of a class that the
function has loaded, or was given: they are at hand.  Objects that were handed to something that is
awaited.  Objects whose query is not in sight, as those that a function is called with by somebody
unknown, and sessions whose type is not known.  Response models with a validator that sees the whole
object.

Reads after a commit, as long as some session of the program may be made with
`expire_on_commit=False`, and reads after the session was asked for rows again.
"""

from readiness_lint.facts.entries import entry_of
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.late_loads import LateLoad
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status

UNLOADED = "is lazy loaded outside a greenlet"


@rule(
    "RDY303",
    "`{row}.{name}` {what}: `AsyncSession` raises `MissingGreenlet`",
    severity=Severity.HIGH,
    status=Status.MISSING,
    source="S1 layer 3, S2 11.2",
    since="0.1.0",
    instead_of=("RDY312",),
)
def lazy_load_in_async_session(load: LateLoad, file: File) -> Problems:
    """Report one read for each function, class and attribute."""
    serving = isinstance(entry_of(load.node, file), Handler)
    yield Problem(
        load.node,
        severity=Severity.CRITICAL if serving else None,
        via=load.via,
        row=load.row,
        name=load.name,
        what=f"is loaded again after `{load.expired}`" if load.expired else UNLOADED,
    )
