"""Constraint dropped without its name.

Autogeneration writes `drop_constraint(None, ...)` wherever it wrote a constraint without a name.
The statement cannot be compiled, and with a naming convention it asks for a name that nothing has:
the migration cannot be taken back, which is found out during the incident that made it necessary.

## Bad

```python
from alembic import op

revision = "b2"
down_revision = "a1"


def upgrade():
    op.create_foreign_key(None, "category", "images", ["image_id"], ["id"])


def downgrade():
    op.drop_constraint(None, "category", type_="foreignkey")
```

## Good

```python
from alembic import op

revision = "b2"
down_revision = "a1"


def upgrade():
    op.create_foreign_key("category_image_id_fkey", "category", "images", ["image_id"], ["id"])


def downgrade():
    op.drop_constraint("category_image_id_fkey", "category", type_="foreignkey")
```

## Not reported

Further ones of a function that fails at the first: they are named with it.  Blocks of
`batch_alter_table` with a `naming_convention` of their own.  Drops in a `try`.  Names that are
computed.
"""

from readiness_lint.facts.schema_changes import NamelessDrop, may_drop_nameless
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Role, Severity, Status


@rule(
    "RDY628",
    "`{operation}(None{table})` cannot be executed: the {way} will fail",
    severity=Severity.MEDIUM,
    status=Status.PARTIAL,
    source="S2 14.3",
    since="0.1.0",
    roles=frozenset({Role.MIGRATION}),
    sieve=may_drop_nameless,
)
def unnamed_constraint_drop(found: NamelessDrop, file: File) -> Problems:
    """Report the first one of a function; it is worse where the migration itself fails."""
    del file
    yield Problem(
        found.node,
        severity=None if found.backwards else Severity.HIGH,
        related=[(call, "this one has no name, either") for call in found.more],
        operation=found.operation,
        table=f', "{found.table}"' if found.table else "",
        way="downgrade" if found.backwards else "upgrade",
    )
