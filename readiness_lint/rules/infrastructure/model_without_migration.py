"""Model whose table no migration creates.

The class is mapped to a table, and no migration of the project makes that table.  Tests pass, since
they create the tables from the models.  In production the migrations do it: the first query fails
with `relation does not exist`, in the middle of whatever asked.

## Bad

```python
# file: shop/settings.py
INSTALLED_APPS = ["shop"]
# file: shop/migrations/0001_initial.py
from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel("Order", [("id", models.BigAutoField(primary_key=True))]),
    ]
# file: shop/models.py
from django.db import models


class Order(models.Model):
    number = models.CharField(max_length=20)


class Coupon(models.Model):
    code = models.CharField(max_length=20, unique=True)
```

## Good

```python
# file: shop/settings.py
INSTALLED_APPS = ["shop"]
# file: shop/migrations/0001_initial.py
from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel("Order", [("id", models.BigAutoField(primary_key=True))]),
    ]
# file: shop/migrations/0002_coupon.py
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [
        migrations.CreateModel("Coupon", [("id", models.BigAutoField(primary_key=True))]),
    ]
# file: shop/models.py
from django.db import models


class Order(models.Model):
    number = models.CharField(max_length=20)


class Coupon(models.Model):
    code = models.CharField(max_length=20, unique=True)
```

## Not reported

Models of a module that nothing imports.  Models that are abstract, a proxy, swappable or not managed, and those of a package that the
settings do not install, or that has models in an application that does not import them.  Those that a metaclass of the project makes: it may give them to another
application.  Migrations that are switched off, that stand where the settings compute,
or that build their operations by calls.

With SQLAlchemy: classes without a literal `__tablename__` or without a primary key, and those of a
base class whose tables are older than the migrations: more than a fifth of them stands in none, or
a migration changes one that none creates.  A version file that runs `create_all` or a file of SQL
may create any table.
"""

from readiness_lint.facts.mapped_classes import MappedClass
from readiness_lint.facts.migrations import missing_from
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY110",
    "`{model}` ({table}) is mapped, and no migration in {directory} creates its table",
    severity=Severity.CRITICAL,
    status=Status.MISSING,
    source="S1 layer 1",
    since="0.1.0",
    reach="project",
)
def model_without_migration(mapped: MappedClass, file: File) -> Problems:
    """Report classes whose table is certainly in none of the migrations that it belongs to."""
    history = missing_from(file, mapped)
    if history is not None:
        yield Problem(
            mapped.node,
            model=mapped.name,
            table=f"table `{mapped.table}`" if mapped.table else f"application `{history.label}`",
            directory=f"`{history.directory}`",
        )
