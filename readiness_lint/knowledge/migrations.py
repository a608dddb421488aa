from readiness_lint.knowledge.schema import (
    AddsColumn,
    AltersTable,
    AppTrait,
    Creates,
    DropsByName,
    Is,
    Knowledge,
    Names,
    Param,
    Returns,
    each,
)
from readiness_lint.terms import Type

OPERATIONS = "alembic.operations.Operations"
BATCH = "alembic.operations.BatchOperations"
TABLE = Param("table_name", 0)

DJANGO_MIGRATIONS = Knowledge(
    "Django",
    "3.2-5.2",
    "https://docs.djangoproject.com/en/stable/ref/migration-operations/",
    (
        (
            "django.apps.AppConfig",
            AppTrait("INSTALLED_APPS", "MIGRATION_MODULES", "migrations", "apps"),
        ),
        ("django.db.migrations.CreateModel", Creates("apps", Param("name", 0))),
        ("django.db.migrations.RenameModel", Creates("apps", Param("new_name", 1))),
        (
            "django.db.migrations.AddField",
            AddsColumn(Param("field", 2), Param("model_name", 0)),
        ),
        *each(
            "django.db.migrations",
            "DeleteModel AlterModelTable AlterModelTableComment AlterModelOptions "
            "AlterModelManagers AlterOrderWithRespectTo AlterUniqueTogether AlterIndexTogether "
            "RemoveField AlterField RenameField AddIndex RemoveIndex RenameIndex "
            "AddConstraint RemoveConstraint AlterConstraint RunPython RunSQL "
            "SeparateDatabaseAndState Migration",
            Is("class"),
        ),
        *each(
            "django.db.migrations.operations django.db.migrations.operations.models "
            "django.db.migrations.operations.fields django.db.migrations.operations.special "
            "django.db.migrations.migration",
            "",
            Names("django.db.migrations"),
        ),
    ),
)

ALEMBIC = Knowledge(
    "alembic",
    "1.4-1.20",
    "https://alembic.sqlalchemy.org",
    (
        ("alembic.op", Returns(Type(OPERATIONS))),
        (f"{OPERATIONS}.create_table", Creates("versions", TABLE)),
        (f"{OPERATIONS}.rename_table", Creates("versions", Param("new_table_name", 1))),
        (f"{OPERATIONS}.add_column", AddsColumn(Param("column", 1), TABLE)),
        (f"{BATCH}.add_column", AddsColumn(Param("column", 0))),
        (
            f"{OPERATIONS}.drop_constraint",
            DropsByName(Param("constraint_name", 0), Param("table_name", 1)),
        ),
        (
            f"{OPERATIONS}.drop_index",
            DropsByName(Param("index_name", 0), Param("table_name", 1)),
        ),
        (f"{BATCH}.drop_constraint", DropsByName(Param("constraint_name", 0))),
        (f"{BATCH}.drop_index", DropsByName(Param("index_name", 0))),
        *each(
            OPERATIONS,
            "batch_alter_table",
            Returns(Type(BATCH)),
            AltersTable(TABLE, Param("naming_convention")),
        ),
        # A table that a migration declares is created there, too.
        ("sqlalchemy.Table", Creates("versions", Param("args", 0))),
    ),
)
