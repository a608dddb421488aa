"""Migration that depends on what is not frozen in it.

A migration is run on databases for years.  If it uses a class of the application, it sees the class
as it is then, with columns that its table does not have yet; if it reads the environment or a
service, two databases that were migrated alike differ.

## Bad

```python
# file: shop/models.py
from django.db import models


class Order(models.Model):
    state = models.CharField(max_length=20)
# file: shop/migrations/0002_states.py
from django.db import migrations

from shop.models import Order


def forwards(apps, schema_editor):
    Order.objects.update(state="new")


class Migration(migrations.Migration):
    operations = [migrations.RunPython(forwards)]
```

## Good

Ask for the class as it was (`apps.get_model`); with Alembic declare the table in the migration.

```python
# file: shop/models.py
from django.db import models


class Order(models.Model):
    state = models.CharField(max_length=20)
# file: shop/migrations/0002_states.py
from django.db import migrations


def forwards(apps, schema_editor):
    apps.get_model("shop", "Order").objects.update(state="new")


class Migration(migrations.Migration):
    operations = [migrations.RunPython(forwards)]
```

## Not reported

Classes of fields, validators, functions and constants that are imported for the arguments of
fields; `settings.AUTH_USER_MODEL` and its like; classes of which only the name, or the metadata, is
read; classes that the migration itself, or a module beside it, declares.  Variables that are only
tested, or that say how fast it goes.  Files in the folder of the migrations, and paths that are not
written out.  What a comment or a
docstring names that says that it is read knowingly, once or on purpose.
"""

from readiness_lint.facts.live_reads import LiveRead, may_read_live
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Role, Severity, Status


@rule(
    "RDY626",
    "migration depends on {kind}: {names}; it changes meaning over time",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S1 layer 6",
    since="0.1.0",
    roles=frozenset({Role.MIGRATION}),
    sieve=may_read_live,
)
def migration_not_reproducible(found: LiveRead, file: File) -> Problems:
    """Report the first use of each, and of classes the first of all."""
    del file
    yield Problem(found.node, kind=found.kind, names=found.spelled)
