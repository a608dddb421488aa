"""Model whose table no migration creates, or column that none adds.

The class is mapped to a table, and no migration of the project makes that table, or the column.
Tests pass, since they create the tables from the models.  In production the migrations do it: the
first query fails with `relation does not exist`, in the middle of whatever asked.

## Bad

```python
# file: shop/settings.py
INSTALLED_APPS = ["shop"]
# file: shop/migrations/0001_initial.py
from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel("Order", [("number", models.CharField(max_length=20))]),
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
        migrations.CreateModel("Order", [("number", models.CharField(max_length=20))]),
    ]
# file: shop/migrations/0002_coupon.py
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [
        migrations.CreateModel("Coupon", [("code", models.CharField(max_length=20))]),
    ]
# file: shop/models.py
from django.db import models


class Order(models.Model):
    number = models.CharField(max_length=20)


class Coupon(models.Model):
    code = models.CharField(max_length=20, unique=True)
```

## Not reported

Models of a module that nothing imports.  Models that are abstract, a proxy, swappable or not
managed, and those of a package that the settings do not install, or that has models in an
application that does not import them.  Those that a metaclass of the project makes: it may give
them to another application.  Migrations that are switched off, that stand where the settings
compute, or that build their operations by calls.

With SQLAlchemy: classes without a literal `__tablename__` or without a primary key, and those of a
base class whose tables are older than the migrations: more than a fifth of them stands in none, or
a migration changes one that none creates.  A version file that runs `create_all` or a file of SQL
may create any table.

A column whose name is a word anywhere in the migrations of its application, or in the versions, is
taken for migrated.  Columns that a base class brings, and those of a table whose migrations run
operations of the project, put names of tables together, or may be about another schema.
"""

import ast

from readiness_lint.facts.mapped_classes import MappedClass
from readiness_lint.facts.migrations import History, missing_from
from readiness_lint.facts.unmigrated_columns import UnmigratedColumn
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY110",
    "`{model}` ({table}) is mapped, and no migration in {directory} {made}",
    severity=Severity.CRITICAL,
    status=Status.MISSING,
    source="S1 layer 1",
    since="0.1.0",
    reach="project",
)
def model_without_migration(subject: MappedClass | UnmigratedColumn, file: File) -> Problems:
    """Report classes whose table, and columns, are certainly in none of their migrations."""
    if isinstance(subject, UnmigratedColumn):
        name = f"{subject.mapped.name}.{subject.name}"
        yield _missing(subject.node, name, subject.mapped, subject.history, "adds its column")
    elif history := missing_from(file, subject):
        yield _missing(subject.node, subject.name, subject, history, "creates its table")


def _missing(node: ast.AST, name: str, mapped: MappedClass, history: History, made: str) -> Problem:
    table = f"table `{mapped.table}`" if mapped.table else f"application `{history.label}`"
    return Problem(node, model=name, table=table, directory=f"`{history.directory}`", made=made)
