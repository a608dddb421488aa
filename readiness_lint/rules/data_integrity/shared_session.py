"""Database session that several use at a time.

A session is one conversation with the database: one transaction, one set of objects.  Where two
requests or two tasks hold it, one commits the half-done work of the other, a failure of one rolls
back both, and an asynchronous session raises as soon as the second statement is sent.

## Bad

```python
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

session = Session(create_engine("postgresql://database/shop"))


def count() -> int:
    return session.scalar(text("SELECT count(*) FROM orders"))
```

## Good

Make the factory once, and a session for each request, task or thread.

```python
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session, sessionmaker

make_session = sessionmaker(create_engine("postgresql://database/shop"))


def count() -> int:
    with make_session() as session:
        return session.scalar(text("SELECT count(*) FROM orders"))
```

## Not reported

`scoped_session` and `async_scoped_session`, the `db.session` of Flask-SQLAlchemy, engines and
pools.  What is cast to a session.  A session of a module or a class that no function reads and no
module imports, and one in whose place an object may have another.  Calls that are awaited one after
the other, and awaitables with a session each.  Methods of one object that speak of a lock.  Scripts.
A session that a request hands to a thread, a task or a queue is another rule's:
`request-scope-escapes`.
"""

from readiness_lint.facts.shared_sessions import SharedSession
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY621",
    "Database session `{name}` is shared {how}: transactions interleave",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S2 10.4, S2 15",
    since="0.1.0",
)
def shared_session(shared: SharedSession, _file: File) -> Problems:
    """Report sessions of modules and classes, and those of several awaitables."""
    everywhere = shared.how == "across requests"
    yield Problem(
        shared.node,
        severity=Severity.CRITICAL if everywhere else None,
        name=shared.name,
        how=shared.how,
    )
