"""Migrations that their framework cannot put in order.

Two branches that each added a migration were merged, a file was deleted that others follow, an
identifier was copied: `migrate` and `upgrade head` stop, and so does the release.  Other breaks are
silent: without an `__init__.py` Django takes the application for one without migrations, and its
tables are not created.

## Bad

```python
# file: shop/migrations/__init__.py
# Migrations of the shop.
# file: shop/migrations/0001_initial.py
from django.db import migrations


class Migration(migrations.Migration):
    operations = [migrations.CreateModel("Order", [])]
# file: shop/migrations/0002_coupon.py
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [migrations.CreateModel("Coupon", [])]
# file: shop/migrations/0002_refund.py
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [migrations.CreateModel("Refund", [])]
```

## Good

Let one follow the other, or merge them (`makemigrations --merge`, `alembic merge`).

```python
# file: shop/migrations/__init__.py
# Migrations of the shop.
# file: shop/migrations/0001_initial.py
from django.db import migrations


class Migration(migrations.Migration):
    operations = [migrations.CreateModel("Order", [])]
# file: shop/migrations/0002_coupon.py
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [migrations.CreateModel("Coupon", [])]
# file: shop/migrations/0003_refund.py
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0002_coupon")]
    operations = [migrations.CreateModel("Refund", [])]
```

## Not reported

Merges, migrations that another one replaces, histories in folders of their own, `depends_on`, and
heads of histories that name their branches or that the program runs with `heads`.  Leaves that a
migration may follow that computes what it follows; what it takes from another module belongs to
other applications, if that module names none of its own.  Applications whose label is not known.
Migrations of libraries.
"""

from readiness_lint.facts.revisions import BrokenMigration, is_broken
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Role, Severity, Status


@rule(
    "RDY624",
    "{problem}: {detail}",
    severity=Severity.CRITICAL,
    status=Status.MISSING,
    source="S1 layer 6",
    since="0.1.0",
    roles=frozenset({Role.MIGRATION}),
    reach="project",
    sieve=is_broken,
)
def broken_migration_graph(found: BrokenMigration, file: File) -> Problems:
    """Report the migration that comes last by name, of those that cannot stand together."""
    del file
    yield Problem(found.node, problem=found.problem, detail=found.detail)
