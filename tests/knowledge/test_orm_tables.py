from collections import defaultdict

import pytest

from readiness_lint.knowledge.databases import DATABASES
from readiness_lint.knowledge.django_db import DJANGO_DB
from readiness_lint.knowledge.flask_sqlalchemy import FLASK_SQLALCHEMY
from readiness_lint.knowledge.schema import (
    ColumnTrait,
    ColumnType,
    ErrorFamily,
    Is,
    Knowledge,
    Leases,
    ModelBase,
    Names,
    Outbound,
    Param,
    Reads,
    Returns,
    Tables,
    Writes,
    collect,
)
from readiness_lint.knowledge.sqlalchemy import SQLALCHEMY
from readiness_lint.knowledge.tortoise import TORTOISE
from readiness_lint.terms import LeaseKind, Service

ALL = collect("readiness_lint.knowledge")
READ = {"run", "get", "reload", "all", "first", "count", "exists", "build", "rows"}
WRITTEN = {"create", "update", "delete", "save", "bulk", "flush", "commit"}
WORDS = {
    *("float", "decimal", "integer", "text", "boolean", "datetime", "date", "time", "interval"),
    *("binary", "file", "uuid", "json", "array", "pickle", "enum", "range", "reference"),
}


def ends(start: str, *attributes: str) -> str:
    """The name of the last attribute of a chain of calls."""
    name = ALL.canonical(start)
    for attribute in attributes:
        kind = ALL.returns(name)
        name = ALL.member(kind.name if kind else name, attribute)
    return name


@pytest.mark.parametrize(
    ("chain", "expected"),
    [
        ("django.db.models.base.Model objects", "django.db.models.Model.objects"),
        ("django.db.models.Model objects filter", "django.db.models.Manager.filter"),
        ("django.db.models.Model objects filter exclude", "django.db.models.QuerySet.exclude"),
        ("django.contrib.auth.get_user_model objects get", "django.db.models.Manager.get"),
        ("model_utils.models.TimeStampedModel save", "django.db.models.Model.save"),
        ("django.db.connection cursor execute", "django.db.backends.utils.CursorWrapper.execute"),
        ("sqlalchemy.future.select where limit", "sqlalchemy.Select.limit"),
        ("sqlalchemy.sql.expression.select union limit", "sqlalchemy.CompoundSelect.limit"),
        ("sqlmodel.select where order_by", "sqlalchemy.Select.order_by"),
        ("sqlalchemy.orm.session.Session query", "sqlalchemy.orm.Session.query"),
        ("sqlalchemy.orm.sessionmaker execute scalars", "sqlalchemy.Result.scalars"),
        ("sqlalchemy.orm.Session scalars unique all", "sqlalchemy.ScalarResult.all"),
        ("sqlalchemy.orm.scoped_session query filter first", "sqlalchemy.orm.Query.first"),
        ("sqlalchemy.create_engine begin execute", "sqlalchemy.engine.Connection.execute"),
        (
            "sqlalchemy.ext.asyncio.create_async_engine connect commit",
            "sqlalchemy.ext.asyncio.AsyncConnection.commit",
        ),
        (
            "sqlalchemy.ext.asyncio.async_sessionmaker begin flush",
            "sqlalchemy.ext.asyncio.AsyncSession.flush",
        ),
        (
            "sqlalchemy.dialects.postgresql.insert values on_conflict_do_update returning",
            "sqlalchemy.dialects.postgresql.Insert.returning",
        ),
        ("flask_sqlalchemy.SQLAlchemy session commit", "sqlalchemy.orm.Session.commit"),
        ("flask_sqlalchemy.SQLAlchemy Column", "sqlalchemy.Column"),
        ("flask_sqlalchemy.SQLAlchemy select where", "sqlalchemy.Select.where"),
        (
            "flask_sqlalchemy.SQLAlchemy.Model query filter first_or_404",
            "flask_sqlalchemy.query.Query.first_or_404",
        ),
        ("sqlmodel.Session exec all", "sqlalchemy.ScalarResult.all"),
        ("sqlmodel.Session commit", "sqlalchemy.orm.Session.commit"),
        ("tortoise.Model filter order_by limit", "tortoise.queryset.QuerySet.limit"),
        ("peewee.Model select where get", "peewee.ModelSelect.get"),
        ("peewee.Model insert execute", "peewee.ModelInsert.execute"),
        ("mongoengine.Document objects filter first", "mongoengine.queryset.QuerySet.first"),
        ("beanie.Document find limit to_list", "beanie.odm.queries.find.FindMany.to_list"),
        ("databases.Database connection fetch_all", "databases.core.Connection.fetch_all"),
    ],
)
def test_a_chain_of_calls_keeps_its_types(chain: str, expected: str) -> None:
    assert expected == ends(*chain.split())
    assert ALL.knows(expected)


@pytest.mark.parametrize(
    ("chain", "verb", "many", "runs", "limits"),
    [
        ("django.db.models.Model objects filter", "build", True, False, False),
        ("django.db.models.Model objects none", "build", False, False, True),
        ("django.db.models.Model objects first", "first", False, True, True),
        ("django.db.models.Model objects aget", "get", False, True, False),
        ("django.shortcuts.get_list_or_404", "all", True, True, False),
        ("sqlalchemy.select where", "build", False, False, False),
        ("sqlalchemy.select limit", "build", False, False, True),
        ("sqlalchemy.orm.Session execute", "run", True, True, False),
        ("sqlalchemy.orm.Session scalars all", "all", True, False, False),
        ("sqlalchemy.orm.Session query all", "all", True, True, False),
        ("tortoise.models.Model filter", "build", True, False, False),
        ("peewee.Model select paginate", "build", False, False, True),
        ("databases.Database fetch_all", "all", True, True, False),
    ],
)
def test_a_read_says_what_it_sends(
    chain: str, verb: str, *, many: bool, runs: bool, limits: bool
) -> None:
    row = ALL.table(Reads)[ends(*chain.split())]

    assert (verb, many, runs, limits) == (row.verb, row.many, row.runs, row.limits)


@pytest.mark.parametrize(
    ("name", "kind", "commits"),
    [
        ("django.db.transaction.atomic", LeaseKind.TRANSACTION, True),
        ("sqlalchemy.engine.Engine.begin", LeaseKind.TRANSACTION, True),
        ("sqlalchemy.engine.Engine.connect", LeaseKind.CONNECTION, False),
        ("sqlalchemy.orm.Session", LeaseKind.SESSION, False),
        ("sqlalchemy.orm.Session.begin", LeaseKind.TRANSACTION, True),
        ("sqlalchemy.orm.sessionmaker.begin", LeaseKind.TRANSACTION, True),
        ("sqlalchemy.ext.asyncio.AsyncSession", LeaseKind.SESSION, False),
        ("sqlalchemy.ext.asyncio.AsyncEngine.begin", LeaseKind.TRANSACTION, True),
        ("tortoise.transactions.in_transaction", LeaseKind.TRANSACTION, True),
        ("peewee.Database.atomic", LeaseKind.TRANSACTION, True),
        ("asyncpg.Pool.acquire", LeaseKind.CONNECTION, True),
        ("pymysql.connect", LeaseKind.CONNECTION, False),
    ],
)
def test_a_lease_says_whether_leaving_commits(name: str, kind: LeaseKind, *, commits: bool) -> None:
    row = ALL.table(Leases)[name]

    assert (kind, commits) == (row.kind, row.commits)


def test_atomic_takes_its_alias_first() -> None:
    assert Param("using", 0) == ALL.table(Leases)["django.db.transaction.atomic"].alias


def test_a_table_model_of_sqlmodel_is_marked_by_a_keyword() -> None:
    assert "table" == ALL.table(ModelBase)["sqlmodel.SQLModel"].keyword


@pytest.mark.parametrize(
    "name",
    [
        "django.db.models.Model",
        "sqlalchemy.orm.DeclarativeBase",
        "flask_sqlalchemy.SQLAlchemy.Model",
        "sqlmodel.SQLModel",
        "tortoise.models.Model",
        "peewee.Model",
        "mongoengine.Document",
        "beanie.Document",
        "odmantic.Model",
        "pony.orm.Database.Entity",
    ],
)
def test_every_orm_has_a_base(name: str) -> None:
    assert name in ALL.table(ModelBase)
    assert ALL.is_class(name)


@pytest.mark.parametrize(
    "maker", ["sqlalchemy.orm.declarative_base", "sqlalchemy.orm.registry.generate_base"]
)
def test_a_made_base_is_a_class(maker: str) -> None:
    kind = ALL.returns(maker)

    assert kind is not None
    assert kind.of_class
    assert kind.name in ALL.table(ModelBase)


def test_the_session_maker_gives_the_class_that_it_is_told() -> None:
    assert Param("class_") == ALL.table(Returns)["sqlalchemy.orm.sessionmaker"].given


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("django.db.models.fields.FloatField", "float"),
        ("django.contrib.postgres.fields.JSONField", "json"),
        ("tortoise.fields.data.DecimalField", "decimal"),
        ("peewee.DoubleField", "float"),
        ("mongoengine.fields.FloatField", "float"),
        ("sqlalchemy.Column", ""),
    ],
)
def test_a_column_says_its_type(name: str, expected: str) -> None:
    assert expected == ALL.table(ColumnTrait)[ALL.canonical(name)].type


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sqlalchemy.types.Float", ("float", False)),
        ("sqlmodel.JSON", ("json", False)),
        ("sqlalchemy.dialects.postgresql.json.JSONB", ("json", False)),
        ("sqlalchemy.Numeric", ("decimal", False)),
        ("sqlalchemy.ext.mutable.MutableList.as_mutable", ("json", True)),
    ],
)
def test_a_type_says_what_it_stores(name: str, expected: tuple[str, bool]) -> None:
    row = ALL.table(ColumnType)[ALL.canonical(name)]

    assert expected == (row.type, row.tracked)


@pytest.mark.parametrize(
    ("name", "copies"),
    [
        ("django.db.models.JSONField", False),
        ("sqlalchemy.orm.mapped_column", False),
        ("peewee.TextField", False),
        ("mongoengine.DynamicField", False),
        ("mongoengine.ListField", True),
        ("tortoise.fields.JSONField", True),
        ("sqlmodel.Field", True),
        ("pydantic.Field", True),
    ],
)
def test_who_copies_a_mutable_default(name: str, *, copies: bool) -> None:
    assert copies is ALL.table(ColumnTrait)[name].copies


def test_an_update_default_is_computed_at_import_too() -> None:
    assert "onupdate" in ALL.table(ColumnTrait)["sqlalchemy.Column"].default


@pytest.mark.parametrize("name", ["pydantic.Field", "sqlmodel.Field", "odmantic.Field"])
def test_a_field_takes_its_default_first(name: str) -> None:
    assert 0 == ALL.table(ColumnTrait)[name].position


@pytest.mark.parametrize(
    "name",
    [
        "datetime.datetime.now",
        "datetime.datetime.utcnow",
        "datetime.date.today",
        "time.time",
        "uuid.uuid1",
        "uuid.uuid4",
        "uuid.uuid7",
        "secrets.token_hex",
        "random.random",
        "random.Random.choice",
        "os.urandom",
        "django.utils.timezone.now",
        "django.utils.timezone.localdate",
        "django.utils.crypto.get_random_string",
        "ulid.new",
        "nanoid.generate",
        "shortuuid.uuid",
    ],
)
def test_another_value_each_time(name: str) -> None:
    assert name in ALL.word("random")


def test_nothing_of_djangos_orm_holds_the_loop() -> None:
    assert not Tables([DJANGO_DB]).table(Outbound)


@pytest.mark.parametrize(
    "name",
    [
        "execute",
        "scalar",
        "scalars",
        "get",
        "get_one",
        "commit",
        "flush",
        "refresh",
        "merge",
        "rollback",
        "bulk_save_objects",
        "bulk_insert_mappings",
    ],
)
def test_a_session_holds_its_thread(name: str) -> None:
    assert Outbound(Service.SQL) == ALL.table(Outbound)[f"sqlalchemy.orm.Session.{name}"]


@pytest.mark.parametrize("name", ["add", "add_all", "delete", "query", "begin"])
def test_a_session_collects_without_sending(name: str) -> None:
    assert f"sqlalchemy.orm.Session.{name}" not in ALL.table(Outbound)


@pytest.mark.parametrize(
    "name",
    [
        "execute",
        "scalar",
        "scalars",
        "get",
        "commit",
        "flush",
        "refresh",
        "merge",
        "rollback",
        "delete",
    ],
)
def test_an_async_session_is_awaited(name: str) -> None:
    qualified = f"sqlalchemy.ext.asyncio.AsyncSession.{name}"

    assert qualified in ALL.word("coroutine")
    assert not ALL.table(Outbound)[qualified].blocking


def test_the_twins_of_django_are_awaited() -> None:
    tables = Tables([DJANGO_DB])
    queries = {*tables.table(Reads), *tables.table(Writes)}
    twins = {
        name
        for name in queries
        if name.rpartition(".")[2].startswith("a")
        and f"{name.rpartition('.')[0]}.{name.rpartition('.')[2][1:]}" in queries
    }

    assert {name for name in twins if not name.endswith(".aiterator")} == set(
        tables.word("coroutine")
    )


@pytest.mark.parametrize("knowledge", [TORTOISE, DATABASES], ids=lambda item: item.distribution)
def test_what_waits_on_the_loop_does_not_hold_it(knowledge: Knowledge) -> None:
    assert all(not row.blocking for row in Tables([knowledge]).table(Outbound).values())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("django.db.utils.IntegrityError", "database"),
        ("sqlalchemy.exc.OperationalError", "database"),
        ("sqlalchemy.orm.exc.MultipleResultsFound", "database"),
        ("psycopg2.errors.UniqueViolation", "driver"),
        ("asyncpg.exceptions.PostgresError", "driver"),
        ("pymysql.err.OperationalError", "driver"),
        ("pymongo.errors.DuplicateKeyError", "driver"),
        ("redis.ConnectionError", "driver"),
        ("botocore.exceptions.ClientError", "driver"),
        ("requests.RequestException", "http-client"),
        ("httpx.ReadTimeout", "http-client"),
        ("aiohttp.client_exceptions.ClientError", "http-client"),
        ("builtins.FileNotFoundError", "os"),
        ("socket.timeout", "os"),
    ],
)
def test_an_exception_says_what_failed(name: str, expected: str) -> None:
    assert expected == ALL.table(ErrorFamily)[ALL.canonical(name)].family


def test_a_missing_row_is_no_failure_of_the_database() -> None:
    name = ALL.canonical("sqlalchemy.orm.exc.NoResultFound")

    assert name not in ALL.table(ErrorFamily)
    assert "sqlalchemy.exc.SQLAlchemyError" in ALL.bases(name)


def test_rows_use_the_words_of_the_schema() -> None:
    assert READ >= {row.verb for row in ALL.table(Reads).values()}
    assert WRITTEN >= {row.verb for row in ALL.table(Writes).values()}
    assert WORDS | {""} >= {row.type for row in ALL.table(ColumnTrait).values()}
    assert WORDS >= {row.type for row in ALL.table(ColumnType).values()}


def test_another_spelling_leads_to_the_last_one() -> None:
    spellings = ALL.table(Names)

    assert all(ALL.canonical(name) not in spellings for name in spellings)


@pytest.mark.parametrize(
    "knowledge",
    [DJANGO_DB, SQLALCHEMY, FLASK_SQLALCHEMY, TORTOISE],
    ids=lambda item: item.distribution,
)
def test_a_name_has_one_row_of_a_trait(knowledge: Knowledge) -> None:
    rows = defaultdict(list)
    for name, item in knowledge.traits:
        rows[name, item.word if isinstance(item, Is) else type(item).__name__].append(item)

    assert [] == [key for key, items in rows.items() if len(items) > 1]
