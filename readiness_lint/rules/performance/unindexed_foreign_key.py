"""Unindexed foreign key.

PostgreSQL, SQLite and Oracle index the column that a foreign key refers to, and not the column that
refers.  A lookup by it reads the whole table, and so does the database itself for each row of the
parent that is deleted: it has to find the rows that go, or that must not be there.  It costs
nothing while the table is small and takes locks for seconds once it is not.

## Bad

```python
from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Session(Base):
    __tablename__ = "sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))


def sessions_of(user_id: int) -> Select[tuple[Session]]:
    return select(Session).where(Session.user_id == user_id).limit(20)
```

## Good

Index it, here and in a migration.

```python
from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Session(Base):
    __tablename__ = "sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)


def sessions_of(user_id: int) -> Select[tuple[Session]]:
    return select(Session).where(Session.user_id == user_id).limit(20)
```

## Not reported

Columns that a unique constraint, a primary key, an index of several columns that begins with them,
or a migration indexes, and those of classes whose table arguments stand elsewhere.  Keys that
nothing looks rows up by: no filter, no relation of the parent that some code reads, no ``ondelete``
of a table that grows and whose parents are deleted somewhere, or go with others that are.  Of keys
that say who did something, as ``granted_by``, only a filter and a relation count.  A filter counts
unless its function also asks for the first column of an index that has both, or for another foreign
key of the class that is indexed.  Classes without a table of their own, and a `Table` that
no name of a module stands for.  Programs, or modules of
tables, that know no database but MySQL or MariaDB, which index foreign keys by themselves; so do
Django, Tortoise and Peewee.  Programs whose only engine is for SQLite, in a file of its machine.
"""

from readiness_lint.facts.foreign_keys import UnindexedKey
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Because, Severity, Status


@rule(
    "RDY331",
    "`{model}.{column}` references `{target}` and has no index: {use} reads all of `{table}`",
    severity=Severity.MEDIUM,
    status=Status.MISSING,
    source="S1 layer 3, S2 11.2",
    since="0.1.0",
    reach="project",
)
def unindexed_foreign_key(found: UnindexedKey, file: File) -> Problems:
    """Report the column."""
    if not file.under(found.node, Because.TYPE_CHECKING):
        yield Problem(
            found.node,
            model=found.model,
            column=found.column,
            target=found.target,
            use=found.use,
            table=found.table,
        )
