"""Nullable column with an annotation that says otherwise.

`nullable=` wins over the annotation, and nothing says so.  The database stores NULL, the type
checker reads `str`, and everybody who trusts it calls a method of `None`: in the one report, export
or nightly job that comes across such a row first.  A default does not help, since NULL can still be
written.

## Bad

```python
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Report(Base):
    __tablename__ = "reports"

    id: Mapped[int] = mapped_column(primary_key=True)
    message: Mapped[str] = mapped_column(String, nullable=True)
```

## Good

Let the annotation alone decide, so that there is nothing to contradict.

```python
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Report(Base):
    __tablename__ = "reports"

    id: Mapped[int] = mapped_column(primary_key=True)
    message: Mapped[str | None] = mapped_column(String)
```

## Not reported

Types that are not known: aliases of libraries, `Any`, type variables.  Primary keys.  Columns of a
class that shares the table of its base, which are NULL in the rows of the other classes.  Columns
that are deferred, those that the database computes, and those of which a comment says why they may
be NULL, also above a run of them.  Classes of which nothing in the program speaks, where it uses
others of the same base.

An annotation with `None` on a column that is `NOT NULL`: it fits objects that are not stored yet.
The switch `pending` reports it, with severity low.
"""

from readiness_lint.facts.nullability import MistypedColumn
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status

PENDING = "pending"


@rule(
    "RDY608",
    "`{column}` is annotated `{annotation}`, but the column is {kind}",
    severity=Severity.MEDIUM,
    status=Status.PARTIAL,
    source="S2 7.3, S2 6.1",
    since="0.1.0",
    switches={PENDING: "annotations with `None` on columns that are NOT NULL"},
)
def nullability_mismatch(column: MistypedColumn, _file: File) -> Problems:
    """Report columns whose annotation and `nullable=` contradict each other."""
    yield Problem(
        column.node,
        severity=None if column.nullable else Severity.LOW,
        switch=None if column.nullable else PENDING,
        column=column.name,
        annotation=column.annotation,
        kind="nullable" if column.nullable else "NOT NULL",
    )
