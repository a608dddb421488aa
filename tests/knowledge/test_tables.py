"""The tables: well-formed, without contradictions, and true of the libraries that are installed.

A library that is not installed is skipped; an environment with many libraries sees all rows.
"""

from __future__ import annotations

import dataclasses
import importlib
import importlib.util
import inspect
import os
import pkgutil
import re
import sys
import warnings
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Any

import pytest

import readiness_lint.knowledge
from readiness_lint.facts.pythons import version
from readiness_lint.knowledge.schema import (
    Blocks,
    Inherits,
    Is,
    Knowledge,
    Limit,
    Mounts,
    Names,
    Outbound,
    Param,
    Returns,
    Routes,
    Since,
    SinkTrait,
    Tables,
    Trait,
    collect,
)

NAME = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*(\.\*)?")
VERSIONS = re.compile(r"\d+(\.\d+)*(-\d+(\.\d+)*)?")
POSITIONAL_ONLY = inspect.Parameter.POSITIONAL_ONLY
NAMESPACES = ("azure", "google", "google.cloud", "opentelemetry")

MADE_AT_RUN_TIME = (
    # Gone from newer versions.
    "flask.Markup",
    "flask.escape",
    "jinja2.Markup",
    "jinja2.escape",
    # Of another operating system.
    "os.startfile",
    # Attributes of instances, and what a class makes of any name.
    "os._wrap_close.*",
    "aio_pika.abc.AbstractChannel.default_exchange",
    "aio_pika.abc.AbstractIncomingMessage.body",
    "boto3.resources.base.ServiceResource.*",
    "celery.Celery.conf.*",
    "celery.Celery.on_*.connect",
    "botocore.client.BaseClient.*",
    "aiobotocore.client.AioBaseClient.*",
    "aioboto3.resources.base.AIOBoto3ServiceResource.*",
    "aiohttp.web.Application.*",
    "asyncio.Condition.acquire",
    "channels.consumer.AsyncConsumer.channel_layer",
    "consul.Consul.*",
    "django.conf.settings.*",
    "flask.Flask.config.*",
    "django.core.cache.backends.base.BaseCache.lock",
    "django.contrib.auth.models.AbstractUser.objects",
    "rest_framework.authtoken.models.Token.objects*",
    "django.db.backends.utils.CursorWrapper.fetch*",
    "django.db.models.Model.*",
    "django.forms.BaseForm.cleaned_data",
    "django.forms.BaseForm.data",
    "django.http.HttpRequest.*",
    "django.views.View.request",
    "coredis.Redis.connection_pool",
    "coredis.RedisCluster.connection_pool",
    "docker.DockerClient.api",
    "dynaconf.Dynaconf.*",
    "sqlalchemy.orm.*.type_annotation_map",
    "sqlalchemy.orm.DeclarativeBase.*",
    "flask.Flask.config",
    "flask.Request.headers",
    "flask.Request.query_string",
    "rest_framework.serializers.BaseSerializer.initial_data",
    "rest_framework.views.APIView.request",
    "fastapi.security.HTTP*Credentials.*",
    "fastapi.security.OAuth2PasswordRequestForm.*",
    "starlette.datastructures.UploadFile.file*",
    "werkzeug.datastructures.Authorization.*",
    "os.environ.*",
    "quart.Quart.config",
    "requests.Session.verify",
    "elasticsearch.Elasticsearch.*",
    "elasticsearch.AsyncElasticsearch.*",
    "fastapi.FastAPI.dependency_overrides",
    "fastapi.FastAPI.router",
    "fastapi.FastAPI.webhooks*",
    "flask.Blueprint.cli",
    "flask.Flask.cli",
    "flask_sqlalchemy.SQLAlchemy.*",
    "git.Git.*",
    "hvac.Client.*",
    "kubernetes.client.Api.api_client",
    "kubernetes*.client.Configuration.verify_ssl",
    "ldap3.Connection.open",
    "loguru.Logger*",
    "mongoengine.Document.*",
    "niquests.Session.verify",
    "opensearchpy.AsyncOpenSearch.transport",
    "opensearchpy.OpenSearch.*",
    "quart.Blueprint.cli",
    "quart.Quart.cli",
    "redis.Redis.connection_pool",
    "redis.asyncio.Redis.connection_pool",
    "razorpay.Client.*",
    "rq.decorators.job.delay",
    "sendgrid.SendGridAPIClient.client",
    "slack_sdk.WebClient.*",
    "slack_sdk.web.async_client.AsyncWebClient.*",
    "sqlalchemy.ext.asyncio.AsyncSession.sync_session",
    "starlette.applications.Starlette.router",
    "valkey.Valkey.connection_pool",
    "valkey.asyncio.Valkey.connection_pool",
    "zeep.AsyncClient.service",
    # One class that stands for all resources, managers, services or stubs of a library.
    "anthropic._resource.*",
    "consul.base.Consul.*",
    "elasticsearch.AsyncNamespace",
    "gitlab.base.*",
    "grpc.Stub",
    "hvac.api.VaultApiBase.*",
    "kubernetes.client.Api",
    "kubernetes_asyncio.client.Api.api_client",
    "mistralai.client.basesdk.BaseSDK.*",
    "openai._resource.*",
    "pony.orm.Database.Entity*",
    "python_http_client.Client.*",
    "Adyen.services.base.AdyenServiceBase.*",
    "razorpay.resources.base.Resource.*",
    "stripe.APIResource.*",
    "stripe.StripeService.*",
    "twilio.base.list_resource.ListResource.*",
    "weaviate.*Collection*",
    "weaviate.Resource.*",
    "weaviate.WeaviateClient.collections",
    # Of releases before or after the one that is installed.
    "MySQLdb.*",
    "openai.ChatCompletion*",
    "openai.Completion*",
    "openai.Edit*",
    "openai.Embedding*",
    "openai.Image*",
    "openai.Moderation*",
    "mistralai.Mistral",
    "celery.Task.*_on_commit",
    "ddtrace.Span",
    "ddtrace.Tracer",
    "django.conf.urls.*",
    "django.tasks.*",
    "flask.Blueprint.before_app_first_request",
    "flask.Flask.before_first_request",
    "flask_jwt_extended.*",
    "mongoengine.fields.BaseField",
    "newrelic.agent.record_exception",
    "pydantic.BaseSettings",
    "pydantic.env_settings.BaseSettings",
    "pysnmp.hlapi.CommunityData",
    "pysnmp.hlapi.UsmUserData",
    "qdrant_client.*QdrantClient.recommend",
    "qdrant_client.*QdrantClient.search",
    "sentry_sdk.metrics.*",
    "sqlalchemy.future.Select",
    "stripe.SubscriptionItem.create_usage_record*",
    "starlette.applications.Starlette.*",
    "starlette.routing.Router.*",
    "mcp.server.fastmcp.*",
    "mcp.server.mcpserver.*",
    "uuid.uuid6",
    "uuid.uuid7",
)
WITHOUT_SIGNATURE = (
    # Written in C.
    "confluent_kafka.*",
    "psycopg2.extensions.cursor.execute",
    "sqlite3.Connection.execute",
    "duckdb.connect",
    "sqlite3.connect",
    "socket.socket.connect*",
    # The text of its signature cannot be parsed.
    "os.posix_spawn",
    "os.posix_spawnp",
    # Python 3.13.0 alone: nor can this one.
    "os.chmod",
    # No call: the parameter is what stands beside the attribute.
    "openai.api_key",
)
IN_KEYWORDS = (
    # The parameter travels in `**kwargs`.
    "asyncssh.SSHClientConnection.*",
    "boto3.*",
    "fabric.Connection.local",
    "flask_cors.*",
    "kafka.KafkaConsumer",
    "kafka.KafkaProducer",
    "subprocess.*",
    "gevent.subprocess.*",
    "aiohttp.ClientSession.*",
    "razorpay.resources.*",
    "sqlmodel.ext.asyncio.session.AsyncSession",
    "aiohttp.request",
    "aiohttp.web.HTTPRequestEntityTooLarge",
    "aiomysql.create_pool",
    "asyncio.open_connection",
    "authlib.integrations.*",
    "celery.Celery.task",
    "celery.shared_task",
    "azure.storage.blob.*",
    "celery.Celery.signature",
    "celery.signals.*.connect",
    "clickhouse_connect.*",
    "clickhouse_driver.Client",
    "confluent_kafka.admin.AdminClient.list_topics",
    "coredis.*.from_url",
    "curl_cffi.requests.*",
    "decouple.*",
    "motor.motor_asyncio.AsyncIOMotorCollection.find",
    "pymongo.*.find",
    "sqlalchemy.Table",
    "sqlalchemy.create_engine",
    "sqlalchemy.ext.asyncio.AsyncSession",
    "sqlalchemy.dialects.mssql.*",
    "sqlalchemy.*.__call__",
    "django.db.models.Func",
    "django.db.models.OneToOneField",
    "django.http.*Response*",
    "django_celery_beat.models.PeriodicTask*",
    "django_q.models.Schedule.*",
    "django_q.tasks.schedule",
    "docker.*",
    "fastapi.responses.*",
    "flask.*.add_url_rule",
    "flask.*.register_blueprint",
    "graphene.List",
    "graphene_django.DjangoListField",
    "flask.*.route",
    "flask.abort",
    "flask_classful.route",
    "flask_restful.abort",
    "motor.motor_asyncio.AsyncIOMotorClient",
    "influxdb.DataFrameClient",
    "mysql.connector.*connect",
    "netmiko.ConnectHandler",
    "nats.connect",
    "ninja.responses.Response",
    "niquests.*",
    "opensearchpy.*",
    "psycopg.*connect",
    "psycopg2.connect",
    "pymongo.*MongoClient",
    "pyramid.*",
    "quart.*",
    "redis.*",
    "requests.*",
    "requests_futures.*",
    "requests_oauthlib.OAuth1Session.*",
    "subprocess.check_call",
    "tornado.httpclient.*",
    "treq.client.HTTPClient.*",
    "urllib3.*",
    "valkey.*",
    "websocket.WebSocket.connect",
    "websockets.*connect",
    "werkzeug.exceptions.*",
    "sqlalchemy.ext.asyncio.create_async_engine",
)
POSITION_NOT_SAID = (
    # By position in one version, by name only in another.
    "ftplib.FTP_TLS",
    "http.client.HTTPSConnection",
    "imaplib.IMAP4_SSL",
    "poplib.POP3_SSL",
    "smtplib.SMTP.starttls",
    "smtplib.SMTP_SSL",
    "ssl.get_server_certificate",
    # Far behind, elsewhere in each method, and finite without it.
    "google.cloud.storage.*",
)
FIRST_OF_THE_REST = (
    # Without the name, the first of all that is given by position.
    "litestar.exceptions.*",
)
OTHER_OBJECT = (
    # Another object than the canonical one, which behaves alike.
    "playwright.async_api.*",
    "sqlalchemy.dialects.postgresql.array",
    "sqlalchemy.dialects.postgresql.hstore",
    "sqlmodel.sql.expression.Select*",
)


def tables() -> Iterator[tuple[str, Knowledge]]:
    for module in pkgutil.iter_modules(readiness_lint.knowledge.__path__):
        loaded = importlib.import_module(f"{readiness_lint.knowledge.__name__}.{module.name}")
        for value in vars(loaded).values():
            if isinstance(value, Knowledge):
                yield module.name, value


TABLES = tuple(tables())
PAIRS = tuple(pair for _, knowledge in TABLES for pair in knowledge.traits)
JOINED = collect(readiness_lint.knowledge.__name__)


def kind(item: Trait) -> object:
    if isinstance(item, SinkTrait):
        return item.kind
    return item.word if isinstance(item, Is) else type(item)


def among(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def params(item: object) -> Iterator[Param]:
    """Every parameter that a trait names, at any depth."""
    if isinstance(item, Param):
        yield item
    elif isinstance(item, Limit):
        if item.param:
            yield item.param
    elif dataclasses.is_dataclass(item):
        for field in dataclasses.fields(item):
            # What turns repeating off is given where the client is made.
            if not (isinstance(item, Outbound) and field.name == "repeats"):
                yield from params(getattr(item, field.name))
    if isinstance(item, Routes | Mounts):
        yield from map(Param, (*item.guards, *item.asks))
    if isinstance(item, Routes):
        yield from map(Param, item.opaque)


def test_no_name_has_two_answers() -> None:
    seen: dict[tuple[str, object], Trait] = {}
    twice = [
        (name, seen[name, kind(item)], item)
        for name, item in PAIRS
        if seen.setdefault((name, kind(item)), item) != item
    ]

    assert [] == twice


def test_names_are_well_formed() -> None:
    mentioned = [
        *(name for name, _ in PAIRS),
        *(item.canonical for _, item in PAIRS if isinstance(item, Names)),
        *(item.type.name for _, item in PAIRS if isinstance(item, Returns)),
        *(base for _, item in PAIRS if isinstance(item, Inherits) for base in item.bases),
    ]

    assert [] == [name for name in mentioned if not NAME.fullmatch(name)]


def test_parameters_are_well_formed() -> None:
    bad = [
        (name, param)
        for name, item in PAIRS
        for param in params(item)
        if not param.name.isidentifier() or (param.position or 0) < 0
    ]

    assert [] == bad


@pytest.mark.parametrize(
    "knowledge",
    [item for _, item in TABLES],
    ids=[f"{name}-{k.distribution}" for name, k in TABLES],
)
def test_a_library_says_what_was_read(knowledge: Knowledge) -> None:
    assert VERSIONS.fullmatch(knowledge.versions)
    assert knowledge.documentation.startswith(("https://", "http://"))
    assert knowledge.traits


def test_spellings_come_to_an_end() -> None:
    spellings = {name: item.canonical for name, item in PAIRS if isinstance(item, Names)}
    endless = []
    for name, canonical in spellings.items():
        passed, at = {name}, canonical
        while at in spellings and at not in passed:
            passed.add(at)
            at = spellings[at]
        if at in passed:
            endless.append(name)

    assert [] == endless


def test_rows_stand_under_the_canonical_name() -> None:
    mentioned = [
        *(name for name, item in PAIRS if not isinstance(item, Names)),
        *(item.type.name for _, item in PAIRS if isinstance(item, Returns)),
        *(base for _, item in PAIRS if isinstance(item, Inherits) for base in item.bases),
    ]

    assert [] == sorted({name for name in mentioned if JOINED.canonical(name) != name})


def test_no_class_inherits_from_itself() -> None:
    parents = {name: item.bases for name, item in PAIRS if isinstance(item, Inherits)}

    def above(name: str, passed: tuple[str, ...]) -> bool:
        return name in passed or any(above(base, (*passed, name)) for base in parents.get(name, ()))

    assert [] == [name for name in parents if above(name, ())]


def root(name: str) -> str:
    """What must be installed for a name: its top package, or the one below a namespace."""
    parts = name.split(".")
    depth = 1
    while ".".join(parts[:depth]) in NAMESPACES and depth < len(parts):
        depth += 1
    return ".".join(parts[:depth])


def roots(knowledge: Knowledge) -> list[str]:
    return sorted({root(name) for name, _ in knowledge.traits})


def installed(package: str) -> bool:
    try:
        return importlib.util.find_spec(package) is not None
    except (ImportError, ValueError):
        return False


@pytest.fixture(scope="module")
def surroundings() -> None:
    """What libraries must find when they are imported: settings of Django, a switch of eventlet."""
    # Else eventlet imports a second, half-made copy of dnspython that others then find.
    os.environ.setdefault("EVENTLET_NO_GREENDNS", "yes")
    if installed("django"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            settings = importlib.import_module("django.conf").settings
            if not settings.configured:
                settings.configure(
                    SECRET_KEY="tables",  # noqa: S106
                    USE_TZ=True,
                    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth"],
                    DATABASES={
                        "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
                    },
                )
                importlib.import_module("django").setup()


def walked(name: str, start: int) -> tuple[Any, Any] | None:
    """The object of a name and its owner, from the module of its first ``start`` parts."""
    parts = name.split(".")
    try:
        at: Any = importlib.import_module(".".join(parts[:start]))
        owner = None
        for end in range(start, len(parts)):
            owner = at
            if not hasattr(at, parts[end]) and inspect.ismodule(at):
                importlib.import_module(".".join(parts[: end + 1]))
            at = getattr(at, parts[end])
    except Exception:  # noqa: BLE001 (a module may fail in any way, so may a property)
        return None
    return at, owner


def found(name: str) -> tuple[Any, Any] | None:
    """The object of a name and its owner; ``None``: there is no such name."""
    for start in (1, *range(name.count("."), 1, -1)):
        at = walked(name, start)
        if at is not None:
            return at
    return None


def needs_another_library(name: str) -> bool:
    """Whether a name stands in a module that only imports beside a library that is not here."""
    parts = name.split(".")
    for end in range(2, len(parts)):
        try:
            importlib.import_module(".".join(parts[:end]))
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] != parts[0]:
                return True
        except Exception:  # noqa: BLE001 (Django's adapters say it in their own words)
            return True
    return False


def signature(item: Any, owner: Any, last: str) -> inspect.Signature | None:
    """The parameters as a caller sees them: without ``self``."""
    try:
        seen = inspect.signature(item)
    except (TypeError, ValueError):
        return None
    order = list(seen.parameters.values())
    plain = inspect.isclass(owner) and not inspect.isclass(item) and not inspect.ismethod(item)
    unbound = plain and not isinstance(
        inspect.getattr_static(owner, last), staticmethod | classmethod
    )
    # What wraps a bound method shows the `self` of the method.
    if unbound or (order and order[0].name == "self"):
        return seen.replace(parameters=order[1:])
    return seen


def doubt(name: str, param: Param, item: Any, seen: inspect.Signature | None) -> str | None:
    """What is wrong with a parameter of a row."""
    if seen is None:
        # An exception takes any arguments, by position.
        plain = inspect.isclass(item) and issubclass(item, BaseException)
        return None if plain or among(name, WITHOUT_SIGNATURE) else f"{name}: no signature"
    order = list(seen.parameters.values())
    at = next((index for index, item in enumerate(order) if item.name == param.name), None)
    if at is None and param.position is not None and param.position < len(order):
        # What has no name to give it by may be called anything.
        at = param.position if order[param.position].kind is POSITIONAL_ONLY else None
    if at is None:
        kinds = {item.kind for item in order}
        by_position = inspect.Parameter.VAR_POSITIONAL in kinds
        hidden = (
            inspect.Parameter.VAR_KEYWORD in kinds
            and (param.position is None or by_position)
            and among(name, IN_KEYWORDS)
        )
        return None if hidden else f"{name}: no parameter {param.name} in {seen}"[:300]
    if order[at].kind is inspect.Parameter.VAR_POSITIONAL:
        return None
    by_name = order[at].kind is inspect.Parameter.KEYWORD_ONLY
    right = None if by_name else at
    if param.position == right or (param.position is None and among(name, POSITION_NOT_SAID)):
        return None
    if right is None and param.position == 0 and among(name, FIRST_OF_THE_REST):
        return None
    return f"{name}: {param.name} stands at {right}, not at {param.position}"


def coroutine_doubt(name: str, item: Any) -> str | None:
    """What is wrong with what a row says of waiting."""
    row = JOINED.table(Outbound).get(name)
    asynchronous = inspect.iscoroutinefunction(item)
    if asynchronous and (name in JOINED.table(Blocks) or (row and row.blocking)):
        return f"{name}: a coroutine function that blocks"
    if asynchronous and row and name not in JOINED.word("coroutine"):
        return f"{name}: a coroutine function without the word"
    return None


def is_newer(name: str) -> bool:
    """Whether the running Python does not have the name yet."""
    row = JOINED.table(Since).get(name)
    return row is not None and version(row.python) > sys.version_info[:2]


def doubts(knowledge: Knowledge, package: str) -> Iterator[str]:
    for name, item in knowledge.traits:
        if root(name) != package or name.endswith("*") or among(name, MADE_AT_RUN_TIME):
            continue
        here = found(name)
        if here is None and is_newer(name):
            continue
        if here is None:
            if not needs_another_library(name):
                yield f"{name}: no such name"
            continue
        last = name.rpartition(".")[2]
        if isinstance(item, Names):
            yield from alias_doubts(name, item, here[0])
        elif isinstance(item, Outbound):
            yield from filter(None, [coroutine_doubt(name, here[0])])
        for param in params(item):
            problem = doubt(name, param, here[0], signature(*here, last))
            if problem:
                yield problem


def alias_doubts(name: str, item: Names, here: Any) -> Iterator[str]:
    if among(item.canonical, MADE_AT_RUN_TIME):
        return
    there = found(JOINED.canonical(item.canonical))
    if there is None:
        yield f"{name}: leads to {item.canonical}, which is no name"
    elif not inspect.ismodule(here) and here is not there[0] and not among(name, OTHER_OBJECT):
        yield f"{name}: is not {item.canonical}"


@pytest.mark.usefixtures("surroundings")
@pytest.mark.parametrize(
    ("knowledge", "package"),
    [
        pytest.param(knowledge, package, id=f"{module}-{package}")
        for module, knowledge in TABLES
        for package in roots(knowledge)
    ],
)
def test_rows_are_true_of_the_installed_library(knowledge: Knowledge, package: str) -> None:
    if not installed(package):
        pytest.skip(f"{package} ({knowledge.distribution or 'standard library'}) is not installed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            importlib.import_module(package)
        except Exception as error:  # noqa: BLE001 (a library may fail in any way)
            pytest.skip(f"{package} does not import here: {error}")

        assert [] == sorted(set(doubts(knowledge, package)))


def test_joined_tables_know_every_row() -> None:
    assert [] == [name for name, _ in PAIRS if not JOINED.knows(name)]
    assert isinstance(JOINED, Tables)


@pytest.mark.parametrize("word", ["gives-object", "sends-mail", "sends-message"])
def test_what_is_said_of_a_call_takes_nothing_from_the_row_of_its_class(word: str) -> None:
    known = JOINED
    outbound = known.table(Outbound)
    of_classes = [name for name in known.word(word) if name.rpartition(".")[0] in outbound.starred]

    assert of_classes
    assert [] == [name for name in of_classes if name not in outbound]
