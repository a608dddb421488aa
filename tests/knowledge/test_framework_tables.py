from __future__ import annotations

import pytest
from programs import kind, name

from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import (
    Answers,
    Dispatches,
    EntryOptions,
    EntryTrait,
    EnvironmentTrait,
    Guard,
    LoggerTrait,
    Marker,
    Param,
    Route,
    SettingsBase,
    TaskTrait,
    ViewBase,
)
from readiness_lint.terms import EntryKind

VERBS = ("get", "post", "put", "patch", "delete")


@pytest.mark.parametrize(
    "owner",
    [
        "fastapi.FastAPI",
        "fastapi.APIRouter",
        "flask.Flask",
        "flask.Blueprint",
        "quart.Quart",
        "quart.Blueprint",
        "sanic.Sanic",
        "sanic.Blueprint",
        "ninja.NinjaAPI",
        "ninja.Router",
        "aiohttp.web.RouteTableDef",
        "bottle",
        "bottle.Bottle",
    ],
)
@pytest.mark.parametrize("verb", VERBS)
def test_a_route_decorator_registers_the_function_below_it(owner: str, verb: str) -> None:
    row = tables().table(Route)[f"{owner}.{verb}"]

    assert ((verb.upper(),), False, None) == (row.methods, row.wraps, row.handler)


@pytest.mark.parametrize("verb", VERBS)
def test_decorators_above_a_litestar_handler_get_the_handler(verb: str) -> None:
    assert tables().table(Route)[f"litestar.{verb}"].wraps


@pytest.mark.parametrize(
    ("function", "path", "handler"),
    [
        ("fastapi.FastAPI.add_api_route", Param("path", 0), Param("endpoint", 1)),
        ("starlette.routing.Route", Param("path", 0), Param("endpoint", 1)),
        ("django.urls.path", Param("route", 0), Param("view", 1)),
        ("django.urls.re_path", Param("route", 0), Param("view", 1)),
        ("flask.Flask.add_url_rule", Param("rule", 0), Param("view_func", 2)),
        ("flask_restful.Api.add_resource", Param("urls", 1), Param("resource", 0)),
        ("aiohttp.web.get", Param("path", 0), Param("handler", 1)),
        ("aiohttp.web.route", Param("path", 1), Param("handler", 2)),
        ("sanic.Sanic.add_route", Param("uri", 1), Param("handler", 0)),
        ("falcon.App.add_route", Param("uri_template", 0), Param("resource", 1)),
    ],
)
def test_a_registering_call_names_its_path_and_its_handler(
    function: str, path: Param, handler: Param
) -> None:
    row = tables().table(Route)[function]

    assert (path, handler) == (row.path, row.handler)


@pytest.mark.parametrize(
    "decorator",
    [
        "fastapi.FastAPI.websocket",
        "starlette.routing.WebSocketRoute",
        "quart.Quart.websocket",
        "sanic.Sanic.websocket",
        "litestar.websocket",
    ],
)
def test_a_websocket_route_is_no_request_handler(decorator: str) -> None:
    assert EntryKind.WEBSOCKET == tables().table(Route)[decorator].kind


def test_a_route_below_webhooks_is_for_the_document_only() -> None:
    source = (
        "from fastapi import FastAPI\napp = FastAPI()\n@app.webhooks.post('paid')\ndef paid(): ..."
    )
    row = tables().table(Route)[name(source, "app.webhooks.post") or ""]

    assert row.schema_only


@pytest.mark.parametrize(
    ("decorator", "methods"),
    [
        ("django.views.decorators.http.require_GET", ("GET",)),
        ("django.views.decorators.http.require_POST", ("POST",)),
        ("django.views.decorators.http.require_safe", ("GET", "HEAD")),
        ("django.views.decorators.http.require_http_methods", None),
        ("rest_framework.decorators.api_view", ("GET",)),
        ("rest_framework.decorators.action", ("GET",)),
    ],
)
def test_a_marker_says_the_methods_without_its_argument(
    decorator: str, methods: tuple[str, ...] | None
) -> None:
    assert methods == tables().table(Marker)[decorator].methods


@pytest.mark.parametrize(
    ("view", "lists"),
    [
        ("django.views.generic.ListView", True),
        ("django.views.generic.DetailView", False),
        ("rest_framework.generics.ListAPIView", True),
        ("rest_framework.generics.ListCreateAPIView", True),
        ("rest_framework.generics.RetrieveAPIView", False),
        ("rest_framework.viewsets.ModelViewSet", True),
        ("rest_framework.viewsets.ReadOnlyModelViewSet", True),
        ("rest_framework.viewsets.GenericViewSet", False),
        ("flask.views.MethodView", False),
    ],
)
def test_a_view_class_says_whether_it_lists(view: str, lists: bool) -> None:  # noqa: FBT001
    rows = tables().table(ViewBase)

    assert lists == any(rows[base].lists for base in tables().bases(view) if base in rows)


@pytest.mark.parametrize(
    ("view", "method", "verb"),
    [
        ("rest_framework.viewsets.ModelViewSet", "destroy", "DELETE"),
        ("rest_framework.mixins.CreateModelMixin", "create", "POST"),
        ("rest_framework.generics.UpdateAPIView", "patch", "PATCH"),
        ("rest_framework.generics.UpdateAPIView", "partial_update", "PATCH"),
        ("django.contrib.auth.views.LoginView", "post", "POST"),
        ("flask_restful.Resource", "put", "PUT"),
        ("aiohttp.web.View", "delete", "DELETE"),
        ("tornado.web.RequestHandler", "post", "POST"),
        ("tornado.websocket.WebSocketHandler", "get", "GET"),
        ("starlette.endpoints.HTTPEndpoint", "get", "GET"),
    ],
)
def test_a_view_class_answers_with_the_methods_of_its_bases(
    view: str, method: str, verb: str
) -> None:
    rows = tables().table(ViewBase)
    methods = dict(
        pair for base in tables().bases(view) if base in rows for pair in rows[base].methods
    )

    assert verb == methods[method]


@pytest.mark.parametrize(
    ("source", "canonical"),
    [
        ("from django.views.generic import View\nView", "django.views.View"),
        ("from django.views.generic.base import View\nView", "django.views.View"),
        (
            "from django.views.generic.list import ListView as View\nView",
            "django.views.generic.ListView",
        ),
        ("from rest_framework.generics import mixins as View\nView", "rest_framework.mixins"),
    ],
)
def test_a_view_is_known_by_the_name_of_every_module_that_has_it(
    source: str, canonical: str
) -> None:
    assert canonical == name(source, "View")


@pytest.mark.parametrize(
    ("guard", "form"),
    [
        ("django.contrib.auth.decorators.login_required", "decorator"),
        ("django.contrib.admin.views.decorators.staff_member_required", "decorator"),
        ("django.views.decorators.csrf.csrf_protect", "decorator"),
        ("flask_login.login_required", "decorator"),
        ("flask_jwt_extended.jwt_required", "decorator"),
        ("django.contrib.auth.mixins.LoginRequiredMixin", "mixin"),
        ("guardian.mixins.PermissionRequiredMixin", "mixin"),
        ("rules.contrib.views.PermissionRequiredMixin", "mixin"),
        ("rest_framework.decorators.permission_classes", "policy"),
        ("rest_framework.decorators.throttle_classes", "policy"),
        ("fastapi.Security", "dependency"),
    ],
)
def test_a_guard_says_how_it_is_applied(guard: str, form: str) -> None:
    assert form == tables().table(Guard)[guard].form


@pytest.mark.parametrize(
    "marker",
    [
        "django.views.decorators.csrf.csrf_exempt",
        "django.contrib.auth.decorators.login_not_required",
        "rest_framework.decorators.action",
        "flask_jwt_extended.jwt_optional",
    ],
)
def test_a_decorator_that_rejects_nobody_is_no_guard(marker: str) -> None:
    assert marker not in tables().table(Guard)


@pytest.mark.parametrize(
    ("entry", "entered"),
    [
        ("django.dispatch.receiver", EntryKind.RECEIVER),
        ("django.dispatch.Signal.connect", EntryKind.RECEIVER),
        ("django.apps.AppConfig", EntryKind.STARTUP),
        ("fastapi.Depends", EntryKind.DEPENDENCY),
        ("fastapi.FastAPI.on_event", EntryKind.STARTUP),
        ("fastapi.FastAPI.exception_handler", EntryKind.ERROR_HANDLER),
        ("flask.Flask.errorhandler", EntryKind.ERROR_HANDLER),
        ("flask.Flask.before_request", EntryKind.MIDDLEWARE),
        ("celery.signals.worker_process_init.connect", EntryKind.STARTUP),
        ("celery.signals.worker_shutdown.connect", EntryKind.SHUTDOWN),
        ("celery.signals.task_failure.connect", EntryKind.RECEIVER),
        ("channels.generic.websocket.AsyncWebsocketConsumer", EntryKind.WEBSOCKET),
        ("aiohttp.web.Application.on_startup.append", EntryKind.STARTUP),
    ],
)
def test_an_entry_says_how_a_function_is_reached(entry: str, entered: EntryKind) -> None:
    assert entered == tables().table(EntryTrait)[entry].kind


def test_an_application_takes_functions_by_option() -> None:
    kinds = dict(tables().table(EntryOptions)["litestar.Litestar"].kinds)

    assert (EntryKind.SHUTDOWN, EntryKind.ERROR_HANDLER) == (
        kinds["on_shutdown"],
        kinds["exception_handlers"],
    )


TASKS = """
    from celery import Celery, shared_task
    import dramatiq, huey, rq.decorators, taskiq, procrastinate
    app, broker, queue = Celery(), taskiq.InMemoryBroker(), procrastinate.App()
    redis = huey.RedisHuey()
    @shared_task
    def shared(): ...
    @app.task(bind=True)
    def bound(self): ...
    @dramatiq.actor
    def actor(): ...
    @redis.task()
    def light(): ...
    @broker.task
    async def quick(): ...
"""


@pytest.mark.parametrize(
    ("decorator", "made", "method"),
    [
        ("celery.shared_task", "celery.Task", "delay"),
        ("celery.Celery.task", "celery.Task", "apply_async"),
        ("dramatiq.actor", "dramatiq.Actor", "send"),
        ("rq.decorators.job", "rq.decorators.job", "delay"),
        ("django_rq.job", "rq.decorators.job", "delay"),
        ("huey.Huey.task", "huey.api.TaskWrapper", "__call__"),
        ("taskiq.AsyncBroker.task", "taskiq.AsyncTaskiqDecoratedTask", "kiq"),
        ("procrastinate.App.task", "procrastinate.tasks.Task", "defer"),
        ("django.tasks.task", "django.tasks.Task", "enqueue"),
    ],
)
def test_a_task_decorator_makes_an_object_that_dispatches(
    decorator: str, made: str, method: str
) -> None:
    returned = tables().returns(decorator)

    assert decorator in tables().table(TaskTrait)
    assert returned is not None
    assert made == returned.name
    assert f"{made}.{method}" in tables().table(Dispatches)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("app.task", "celery.Celery.task"),
        ("redis.task", "huey.Huey.task"),
        ("broker.task", "taskiq.AsyncBroker.task"),
        ("dramatiq.actor", "dramatiq.actor"),
    ],
)
def test_a_task_decorator_is_found_on_the_object_that_has_it(text: str, expected: str) -> None:
    assert expected == name(TASKS, text)


@pytest.mark.parametrize(
    ("call", "after_commit", "later", "same_database"),
    [
        ("celery.Task.delay", False, False, False),
        ("celery.Task.delay_on_commit", True, False, False),
        ("rq.Queue.enqueue", False, False, False),
        ("rq.Queue.enqueue_in", False, True, False),
        ("procrastinate.tasks.Task.defer", False, False, True),
        ("django_tasks.base.Task.enqueue", False, False, None),
        ("channels.layers.BaseChannelLayer.group_send", False, False, False),
        ("arq.ArqRedis.enqueue_job", False, False, False),
        ("django_q.tasks.async_task", False, False, False),
    ],
)
def test_a_dispatch_says_when_it_takes_effect(
    call: str,
    after_commit: bool,  # noqa: FBT001
    later: bool,  # noqa: FBT001
    same_database: bool | None,  # noqa: FBT001
) -> None:
    row = tables().table(Dispatches)[call]

    assert (after_commit, later, same_database) == (row.after_commit, row.later, row.same_database)


@pytest.mark.parametrize(
    "signal",
    [
        "celery.Task.retry",
        "celery.exceptions.Retry",
        "celery.exceptions.Ignore",
        "celery.exceptions.Reject",
        "dramatiq.errors.Retry",
        "arq.Retry",
        "arq.worker.RetryJob",
        "huey.exceptions.RetryTask",
        "huey.exceptions.CancelExecution",
    ],
)
def test_a_queue_is_asked_for_another_try(signal: str) -> None:
    assert signal in tables().word("retry-signal")


@pytest.mark.parametrize(
    "call",
    [
        "sys.exit",
        "os._exit",
        "builtins.exit",
        "builtins.quit",
        "flask.abort",
        "werkzeug.exceptions.abort",
        "flask_restful.abort",
        "quart.abort",
        "bottle.abort",
        "celery.Task.retry",
        "pytest.fail",
        "pytest.skip",
        "unittest.TestCase.fail",
        "unittest.TestCase.skipTest",
    ],
)
def test_nothing_follows_a_call_that_never_returns(call: str) -> None:
    assert tables().has("never-returns", call)


@pytest.mark.parametrize(
    ("answer", "status", "content", "default", "raised"),
    [
        ("fastapi.HTTPException", Param("status_code", 0), Param("detail", 1), None, True),
        (
            "starlette.responses.JSONResponse",
            Param("status_code", 1),
            Param("content", 0),
            200,
            False,
        ),
        (
            "fastapi.responses.ORJSONResponse",
            Param("status_code", 1),
            Param("content", 0),
            200,
            False,
        ),
        ("django.http.JsonResponse", Param("status"), Param("data", 0), 200, False),
        ("django.http.HttpResponseServerError", None, Param("content", 0), 500, False),
        ("rest_framework.response.Response", Param("status", 1), Param("data", 0), 200, False),
        ("rest_framework.exceptions.APIException", None, Param("detail", 0), 500, True),
        ("rest_framework.exceptions.Throttled", None, Param("detail", 1), 429, True),
        ("ninja.errors.HttpError", Param("status_code", 0), Param("message", 1), None, True),
        ("flask.abort", Param("code", 0), Param("description", 1), None, True),
        ("werkzeug.exceptions.BadGateway", None, Param("description", 0), 502, True),
        ("litestar.exceptions.HTTPException", Param("status_code"), Param("detail", 0), 500, True),
        ("aiohttp.web.HTTPInternalServerError", None, Param("text"), 500, True),
        ("aiohttp.web.json_response", Param("status"), Param("data", 0), 200, False),
        ("sanic.response.empty", Param("status", 0), None, 204, False),
    ],
)
def test_an_answer_says_where_status_and_content_stand(
    answer: str,
    status: Param | None,
    content: Param | None,
    default: int | None,
    raised: bool,  # noqa: FBT001
) -> None:
    row = tables().table(Answers)[answer]

    assert (status, content, default, raised) == (
        row.status,
        row.content,
        row.default,
        row.raised,
    )


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("import logging\nlog = logging.getLogger()\nlog", "log", "std"),
        ("import logging\nlog = logging.LoggerAdapter(x, {})\nlog", "log", "adapter"),
        (
            "from celery.utils.log import get_task_logger\nlog = get_task_logger('x')\nlog",
            "log",
            "std",
        ),
        ("import flask\napp = flask.Flask('x')\napp.logger", "app.logger", "std"),
        ("from flask import current_app\ncurrent_app.logger", "current_app.logger", "std"),
        (
            "from oslo_log import log as logging\nlog = logging.getLogger('x')\nlog",
            "log",
            "oslo",
        ),
        ("import structlog\nlog = structlog.get_logger()\nlog", "log", "structlog"),
        (
            "import structlog\nlog = structlog.stdlib.get_logger().bind(a=1)\nlog",
            "log",
            "structlog",
        ),
        ("from loguru import logger\nlogger", "logger", "loguru"),
        ("from loguru import logger\nlog = logger.opt(depth=1).bind(a=1)\nlog", "log", "loguru"),
    ],
)
def test_a_logger_is_known_by_what_makes_it(source: str, text: str, expected: str) -> None:
    rows = tables().table(LoggerTrait)
    found = kind(source, text) or ""
    kinds = [rows[base].kind for base in tables().bases(found) if base in rows]

    assert [expected] == kinds[:1]


@pytest.mark.parametrize(
    ("logger", "method", "level"),
    [
        ("logging", "warn", "warning"),
        ("logging.Logger", "exception", "error"),
        ("logging.Logger", "log", ""),
        ("structlog.stdlib.BoundLogger", "aexception", "error"),
        ("loguru.Logger", "success", "info"),
    ],
)
def test_a_method_of_a_logger_has_a_level(logger: str, method: str, level: str) -> None:
    assert level == dict(tables().table(LoggerTrait)[logger].levels)[method]


@pytest.mark.parametrize(
    "reporter",
    [
        "sentry_sdk.capture_exception",
        "rollbar.report_exc_info",
        "bugsnag.notify",
        "newrelic.agent.notice_error",
        "ddtrace.trace.Span.set_exc_info",
        "opentelemetry.trace.Span.record_exception",
    ],
)
def test_an_error_tracker_is_told(reporter: str) -> None:
    assert reporter in tables().word("reporter")


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        (
            "from prometheus_client import Counter\nc = Counter('a', 'b')\nc.labels('x').inc",
            "c.labels('x').inc",
            "prometheus_client.Counter.inc",
        ),
        (
            "from opentelemetry import metrics\nc = metrics.get_meter('a').create_counter('b')\nc.add",
            "c.add",
            "opentelemetry.metrics.Counter.add",
        ),
        (
            "import statsd\nc = statsd.StatsClient()\nc.pipeline().incr",
            "c.pipeline().incr",
            "statsd.StatsClient.incr",
        ),
    ],
)
def test_a_metric_is_counted(source: str, text: str, expected: str) -> None:
    found = name(source, text)

    assert expected == found
    assert found in tables().word("metric")


@pytest.mark.parametrize(
    ("source", "text", "default"),
    [
        ("import os\nos.environ.get", "os.environ.get", Param("default", 1)),
        ("from os import getenv\ngetenv", "getenv", Param("default", 1)),
        ("from decouple import config\nconfig", "config", Param("default", 1)),
        ("import environ\nenv = environ.Env()\nenv.str", "env.str", Param("default", 1)),
        ("from environs import Env\nenv = Env()\nenv.int", "env.int", Param("default", 1)),
        ("from dynaconf import Dynaconf\ns = Dynaconf()\ns.get", "s.get", Param("default", 1)),
    ],
)
def test_configuration_is_read_with_a_default(source: str, text: str, default: Param) -> None:
    assert default == tables().table(EnvironmentTrait)[name(source, text) or ""].default


@pytest.mark.parametrize(
    ("reader", "default"),
    [
        ("environ.Env.__call__", Param("default", 2)),
        ("environs.Env.__call__", Param("default", 1)),
        ("starlette.config.Config.__call__", Param("default", 2)),
        ("decouple.Config.__call__", Param("default", 1)),
        ("os.environ.__getitem__", None),
    ],
)
def test_an_object_that_reads_configuration_is_called_or_subscripted(
    reader: str, default: Param | None
) -> None:
    assert default == tables().table(EnvironmentTrait)[reader].default


@pytest.mark.parametrize(
    "settings",
    ["pydantic_settings.BaseSettings", "pydantic.BaseSettings", "pydantic.v1.BaseSettings"],
)
def test_fields_of_a_settings_class_are_read_from_the_environment(settings: str) -> None:
    assert settings in tables().table(SettingsBase)
