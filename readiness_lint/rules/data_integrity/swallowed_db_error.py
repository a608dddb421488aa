"""Database error that is caught inside its transaction.

A statement that fails breaks the transaction around it.  When the error is caught inside, the code
goes on, and so does the block: the next query fails with another error, far from the cause, or the
block ends without one and everything that it wrote is rolled back in silence.

A session of SQLAlchemy whose `flush` or `commit` failed refuses all work until it is rolled back.

## Bad

```python
from django.db import IntegrityError, models, transaction


class Row(models.Model):
    number = models.IntegerField(unique=True)


def load(rows: list[Row]) -> list[Row]:
    skipped = []
    with transaction.atomic():
        for row in rows:
            try:
                row.save()
            except IntegrityError:
                skipped.append(row)
    return skipped
```

## Good

Give what may fail a savepoint: a second `atomic`, or `session.begin_nested()`.  Or roll back.

```python
from django.db import IntegrityError, models, transaction


class Row(models.Model):
    number = models.IntegerField(unique=True)


def load(rows: list[Row]) -> list[Row]:
    skipped = []
    with transaction.atomic():
        for row in rows:
            try:
                with transaction.atomic():
                    row.save()
            except IntegrityError:
                skipped.append(row)
    return skipped
```

## Not reported

`get_or_create` and `update_or_create`, which have a savepoint of their own.  Handlers that raise,
on some path, and those that roll back or close the session.  A session or a transaction that is
opened inside the `try`.  A block, or a session, that is not used any more and had written nothing
before.

Handlers of every exception: with the switch `broad` they are reported as well.
"""

from readiness_lint.facts.swallowed_writes import SwallowedWrite
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status

BROAD = "broad"


@rule(
    "RDY618",
    "{caught} is caught inside an open transaction without {remedy}: {harm}",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S2 10.2, S2 8.1",
    since="0.1.0",
    instead_of=("RDY421", "RDY422", "RDY517"),
    switches={BROAD: "handlers of every exception"},
)
def swallowed_db_error(swallowed: SwallowedWrite, _file: File) -> Problems:
    """Report handlers after which a broken transaction goes on."""
    later = swallowed.later
    yield Problem(
        swallowed.node,
        switch=BROAD if swallowed.broad else None,
        related=[(later, "runs in the same transaction")] if later is not None else [],
        caught=f"`{swallowed.caught}`" if swallowed.caught else "every error",
        remedy="`rollback()`" if swallowed.session else "a savepoint",
        harm="the next query fails" if later else "what was written before it is rolled back",
    )
