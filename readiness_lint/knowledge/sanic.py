from readiness_lint.knowledge.schema import (
    Answers,
    EntryTrait,
    Guard,
    Inherits,
    Is,
    Knowledge,
    Mounts,
    Names,
    Param,
    Returns,
    Route,
    Routes,
    ViewBase,
    each,
)
from readiness_lint.terms import EntryKind, Type

FRAMEWORK = "sanic"
APP, BLUEPRINT, ERRORS = "sanic.Sanic", "sanic.Blueprint", "sanic.exceptions"
BOTH = f"{APP} {BLUEPRINT}"
URI, GET = Param("uri", 0), ("GET",)
VERBS = (
    ("get", "GET"),
    ("post", "POST"),
    ("put", "PUT"),
    ("patch", "PATCH"),
    ("delete", "DELETE"),
    ("head", "HEAD"),
    ("options", "OPTIONS"),
)
STATUS, BODY, MESSAGE = Param("status", 1), Param("body", 0), Param("message", 0)

SANIC_JWT = Knowledge(
    "sanic-jwt",
    "1.8",
    "https://sanic-jwt.readthedocs.io",
    (
        *each("sanic_jwt", "protected scoped", Guard(FRAMEWORK, "decorator")),
        ("sanic_jwt.decorators", Names("sanic_jwt")),
    ),
)

SANIC = Knowledge(
    "sanic",
    "25.12-25.12",
    "https://sanic.dev",
    (
        *each(
            BOTH,
            "route",
            Route(FRAMEWORK, path=URI, methods_param=Param("methods", 1), default_methods=GET),
        ),
        (APP, Routes(FRAMEWORK, root=True)),
        (BLUEPRINT, Routes(FRAMEWORK)),
        *each(BOTH, "get", Route(FRAMEWORK, GET, URI)),
        *each(BOTH, "post", Route(FRAMEWORK, ("POST",), URI)),
        *each(BOTH, "put", Route(FRAMEWORK, ("PUT",), URI)),
        *each(BOTH, "patch", Route(FRAMEWORK, ("PATCH",), URI)),
        *each(BOTH, "delete", Route(FRAMEWORK, ("DELETE",), URI)),
        *each(BOTH, "head", Route(FRAMEWORK, ("HEAD",), URI)),
        *each(BOTH, "options", Route(FRAMEWORK, ("OPTIONS",), URI)),
        *each(BOTH, "websocket", Route(FRAMEWORK, path=URI, kind=EntryKind.WEBSOCKET)),
        *each(
            BOTH,
            "add_route",
            Route(
                FRAMEWORK,
                path=Param("uri", 1),
                methods_param=Param("methods", 2),
                default_methods=GET,
                handler=Param("handler", 0),
            ),
        ),
        *each(
            BOTH,
            "add_websocket_route",
            Route(
                FRAMEWORK,
                path=Param("uri", 1),
                handler=Param("handler", 0),
                kind=EntryKind.WEBSOCKET,
            ),
        ),
        ("sanic.views.HTTPMethodView", ViewBase(FRAMEWORK, VERBS)),
        *each(
            BOTH,
            "before_server_start after_server_start main_process_start main_process_ready "
            "reload_process_start",
            EntryTrait(EntryKind.STARTUP, FRAMEWORK, function=Param("listener", 0)),
        ),
        *each(
            BOTH,
            "before_server_stop after_server_stop main_process_stop reload_process_stop",
            EntryTrait(EntryKind.SHUTDOWN, FRAMEWORK, function=Param("listener", 0)),
        ),
        # The stopping events too: the subject says which.
        *each(
            BOTH,
            "listener",
            EntryTrait(EntryKind.STARTUP, FRAMEWORK, subject=Param("listener_or_event", 0)),
        ),
        (
            f"{APP}.register_listener",
            EntryTrait(
                EntryKind.STARTUP,
                FRAMEWORK,
                function=Param("listener", 0),
                subject=Param("event", 1),
            ),
        ),
        *each(
            BOTH,
            "middleware",
            EntryTrait(EntryKind.MIDDLEWARE, FRAMEWORK, function=Param("middleware_or_request", 0)),
        ),
        *each(
            BOTH,
            "on_request on_response",
            EntryTrait(EntryKind.MIDDLEWARE, FRAMEWORK, function=Param("middleware", 0)),
        ),
        (
            f"{APP}.register_middleware",
            EntryTrait(EntryKind.MIDDLEWARE, FRAMEWORK, function=Param("middleware", 0)),
        ),
        *each(
            BOTH,
            "exception",
            EntryTrait(EntryKind.ERROR_HANDLER, FRAMEWORK, subject=Param("exceptions", 0)),
        ),
        (f"{APP}.error_handler", Returns(Type("sanic.handlers.ErrorHandler"))),
        (
            "sanic.handlers.ErrorHandler.add",
            EntryTrait(
                EntryKind.ERROR_HANDLER,
                FRAMEWORK,
                function=Param("handler", 1),
                subject=Param("exception", 0),
            ),
        ),
        *each(
            BOTH,
            "signal",
            EntryTrait(EntryKind.RECEIVER, FRAMEWORK, subject=Param("event", 0)),
        ),
        ("sanic.log.logger", Returns(Type("logging.Logger"))),
        ("sanic.log.error_logger", Returns(Type("logging.Logger"))),
        *each("sanic.response", "json text html raw", Answers(FRAMEWORK, STATUS, BODY)),
        ("sanic.response.HTTPResponse", Answers(FRAMEWORK, STATUS, BODY)),
        ("sanic.response.empty", Answers(FRAMEWORK, Param("status", 0), None, 204)),
        ("sanic.response.file", Answers(FRAMEWORK, STATUS)),
        (
            f"{ERRORS}.SanicException",
            Answers(FRAMEWORK, Param("status_code", 1), MESSAGE, 500, raised=True),
        ),
        *each(
            ERRORS,
            "BadRequest InvalidUsage InvalidHeader",
            Answers(FRAMEWORK, None, MESSAGE, 400, raised=True),
        ),
        *each(ERRORS, "Unauthorized", Answers(FRAMEWORK, None, MESSAGE, 401, raised=True)),
        *each(ERRORS, "Forbidden", Answers(FRAMEWORK, None, MESSAGE, 403, raised=True)),
        *each(ERRORS, "NotFound FileNotFound", Answers(FRAMEWORK, None, MESSAGE, 404, raised=True)),
        *each(ERRORS, "MethodNotAllowed", Answers(FRAMEWORK, None, MESSAGE, 405, raised=True)),
        *each(ERRORS, "RequestTimeout", Answers(FRAMEWORK, None, MESSAGE, 408, raised=True)),
        *each(ERRORS, "PayloadTooLarge", Answers(FRAMEWORK, None, MESSAGE, 413, raised=True)),
        *each(
            ERRORS,
            "ServerError InternalServerError",
            Answers(FRAMEWORK, None, MESSAGE, 500, raised=True),
        ),
        *each(ERRORS, "ServiceUnavailable", Answers(FRAMEWORK, None, MESSAGE, 503, raised=True)),
        *each(
            ERRORS,
            "BadRequest InvalidUsage InvalidHeader Unauthorized Forbidden NotFound FileNotFound "
            "MethodNotAllowed RequestTimeout PayloadTooLarge ServerError InternalServerError "
            "ServiceUnavailable",
            Inherits((f"{ERRORS}.SanicException",)),
        ),
        ("sanic.app.Sanic", Names(APP)),
        (BLUEPRINT, Is("router")),
        (APP, Is("serves-routes")),
        (
            f"{APP}.blueprint",
            Mounts(Param("blueprint", 0), Param("url_prefix"), by_name=True),
        ),
        (f"{BLUEPRINT}.group", Mounts(Param("blueprints", 0), Param("url_prefix"))),
        (f"{BLUEPRINT}.register", Mounts(None, onto=Param("app", 0))),
        ("sanic.blueprints.Blueprint", Names(BLUEPRINT)),
        ("sanic.json", Names("sanic.response.json")),
        ("sanic.text", Names("sanic.response.text")),
        ("sanic.html", Names("sanic.response.html")),
        ("sanic.raw", Names("sanic.response.raw")),
        ("sanic.empty", Names("sanic.response.empty")),
        ("sanic.file", Names("sanic.response.file")),
        ("sanic.HTTPResponse", Names("sanic.response.HTTPResponse")),
        ("sanic.SanicException", Names(f"{ERRORS}.SanicException")),
    ),
)
