"""Required column added without a value for the rows that are there.

The database is asked for a column that may not be null, and is not told what stands in it where
rows exist already.  On an empty table of a test it works; in production the migration fails with
`contains null values`, half-way through a release.

## Bad

```python
import sqlalchemy as sa
from alembic import op

revision = "b2"
down_revision = "a1"


def upgrade():
    op.add_column("favorites", sa.Column("org_id", sa.Integer(), nullable=False))
```

## Good

Give it a `server_default`; or add it nullable, fill it, and then require it.

```python
import sqlalchemy as sa
from alembic import op

revision = "b2"
down_revision = "a1"


def upgrade():
    op.add_column("favorites", sa.Column("org_id", sa.Integer(), nullable=True))
    op.execute("UPDATE favorites SET org_id = 1")
    op.alter_column("favorites", "org_id", nullable=False)
```

## Not reported

Tables that the same migration has created, or emptied, before.  Downgrades, and what stands in a
`try` or is meant for one kind of database.  Computed columns and identities.  Columns with a
`default` in `batch_alter_table`, which gives it to the rows that it copies.  Programs that know no
database but MySQL or MariaDB, which take a default by themselves.  With Django: fields with a
`default` or `db_default`, a `NullBooleanField`, texts that may be blank, dates that are set by
themselves, and what stands after `RunPython` or `RunSQL`, which may empty the table, as may those
of a migration that it depends on and that names the model and deletes something.
"""

from readiness_lint.facts.schema_changes import RequiredColumn, may_add_required
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Role, Severity, Status


@rule(
    "RDY625",
    "`{table}.{column}` is added NOT NULL without `{missing}`: fails on any table that has rows",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S2 14.3",
    since="0.1.0",
    roles=frozenset({Role.MIGRATION}),
    sieve=may_add_required,
)
def not_null_without_default(found: RequiredColumn, file: File) -> Problems:
    """Report the operation, or the statement."""
    del file
    yield Problem(found.node, table=found.table, column=found.column, missing=found.missing)
