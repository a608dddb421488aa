"""Write that is never committed.

A session and a connection open a transaction with their first statement.  When they are closed
without a commit, the database undoes the statement: the handler answers "saved", and the row is
gone.  The same holds for a coroutine that nobody awaits: the statement is not even sent.

Tests rarely see it, because they read back through the session that still holds the row.

## Bad

```python
from sqlalchemy import create_engine, insert
from sqlalchemy.orm import Session

from shop.tables import Order, audit

engine = create_engine("postgresql://db/shop")


def place(order: Order) -> None:
    with Session(engine) as session:
        session.add(order)
        session.execute(insert(audit).values(event="placed"))
```

## Good

```python
from sqlalchemy import create_engine, insert
from sqlalchemy.orm import Session

from shop.tables import Order, audit

engine = create_engine("postgresql://db/shop")


def place(order: Order) -> None:
    with Session(engine) as session, session.begin():
        session.add(order)
        session.execute(insert(audit).values(event="placed"))
```

`engine.begin()` does the same for a connection.  The `db.session` of Flask-SQLAlchemy is made for a
request and closed as it ends: a handler that adds to it commits it.  So does a command of the
application, and a block of `app.app_context()`.

## Not reported

A session that is returned, yielded, or passed on to what is not known: who gets it may commit.
Functions that it is passed on to are read, objects that are made with it, and what they call.  The
session of a request where something commits as requests end, or may.  Blocks that roll back on
purpose, and savepoints.  Files that speak of autocommit or of an isolation level, and what is made
with one in another file.  Temporary tables, and definitions of tables where the database may commit
them by itself.  A coroutine that becomes a task, is gathered, returned or kept.

A connection of `engine.connect()` in a program that does not show that it runs on SQLAlchemy 2, by
what only that has or by `future=True`: before, a connection kept what a statement changed.  `with`
blocks of psycopg and sqlite3, which commit.
"""

from readiness_lint.facts.leases import Lease
from readiness_lint.facts.lost_writes import LostWrite
from readiness_lint.facts.writes import UnawaitedStatement, Write
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Activation, LeaseKind, Place, Severity, Status


@rule(
    "RDY107",
    "`{write}()` is never {done}: {effect}",
    severity=Severity.CRITICAL,
    status=Status.MISSING,
    source="S1 layer 1, S2 10.2",
    since="0.1.0",
    activation=Activation.PREVIEW,
    instead_of=("RDY438",),
)
def write_never_committed(subject: Lease | LostWrite | UnawaitedStatement, file: File) -> Problems:
    """Report statements that nobody awaits, and the first write of a block that keeps none."""
    if isinstance(subject, UnawaitedStatement):
        effect = "it never runs"
        yield Problem(subject.node, write=subject.spelling, done="awaited", effect=effect)
    elif isinstance(subject, LostWrite):
        write = (subject.at, f"`{subject.what}()` is the write")
        yield _rolled_back(subject, subject.variable, write)
    elif subject.kind is not LeaseKind.TRANSACTION and subject.keeps is False:
        first = subject.writes(file)[:1]
        if first and subject.committed(file) is False:
            yield _rolled_back(first[0], subject.variable)


def _rolled_back(
    found: Write | LostWrite, session: str | None, *related: tuple[Place, str]
) -> Problem:
    return Problem(
        found.node,
        related=list(related),
        write=found.spelling,
        done="committed",
        effect=f"the write is rolled back when `{session}` closes",
    )
