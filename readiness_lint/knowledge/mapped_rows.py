"""What mappers call their own: attributes of their classes, what makes rows, and what reads them."""

from readiness_lint.knowledge.schema import Is, Knowledge, each

MAKES, SETS = Is("creates-row"), Is("sets-columns")
SEVERAL, ASIDE = Is("several-rows"), Is("no-columns")
TAKES, ONE = Is("takes-class"), Is("one-row")
ROW = Is("changes-its-row")

DJANGO_ROWS = Knowledge(
    "Django",
    "5.2",
    "https://docs.djangoproject.com/en/stable/ref/models/querysets/",
    (
        *each("django.db.models.Manager django.db.models.QuerySet", "create acreate", MAKES),
        *each(
            "django.db.models.Manager django.db.models.QuerySet",
            "create update get_or_create update_or_create",
            SETS,
        ),
        ("django.core.exceptions.MultipleObjectsReturned", SEVERAL),
        *each("django.db.models.Model", "_meta DoesNotExist", ASIDE),
        *each("django.db.models.Model", "save asave delete adelete", ROW),
    ),
)
SQLALCHEMY_ROWS = Knowledge(
    "SQLAlchemy",
    "2.0",
    "https://docs.sqlalchemy.org/en/20/orm/queryguide/index.html",
    (
        ("sqlalchemy.exc.MultipleResultsFound", SEVERAL),
        *each("sqlalchemy.orm.DeclarativeBase", "metadata __tablename__", ASIDE),
        *each("sqlalchemy", "select insert update delete exists", TAKES),
        *each("sqlalchemy.orm", "aliased", TAKES),
        *each("sqlalchemy.orm.Session", "query get", TAKES),
        *each("sqlalchemy.orm.Query", "first one one_or_none scalar", ONE),
        *each("sqlalchemy.Result", "scalar_one scalar_one_or_none", ONE),
    ),
)
PEEWEE_ROWS = Knowledge(
    "peewee",
    "3.18",
    "https://docs.peewee-orm.com/en/latest/peewee/api.html#Model",
    (("peewee.Model.create", MAKES),),
)
TORTOISE_ROWS = Knowledge(
    "tortoise-orm",
    "0.25",
    "https://tortoise.github.io/models.html",
    (
        ("tortoise.models.Model.create", MAKES),
        ("tortoise.exceptions.MultipleObjectsReturned", SEVERAL),
    ),
)
MONGOENGINE_ROWS = Knowledge(
    "mongoengine",
    "0.29",
    "https://docs.mongoengine.org/apireference.html",
    (
        ("mongoengine.queryset.QuerySet.create", MAKES),
        ("mongoengine.MultipleObjectsReturned", SEVERAL),
    ),
)
