from readiness_lint.knowledge.schema import (
    Answers,
    EntryOptions,
    EntryTrait,
    EnvironmentTrait,
    Guard,
    Inherits,
    Installs,
    Is,
    Knowledge,
    Mounts,
    Param,
    Returns,
    Route,
    Routes,
    ViewBase,
    each,
)
from readiness_lint.terms import EntryKind, Type

FRAMEWORK = "starlette"
APP, ROUTER = "starlette.applications.Starlette", "starlette.routing.Router"
BOTH = f"{APP} {ROUTER}"
METHODS, ENDPOINT = Param("methods"), Param("endpoint", 1)
GET = ("GET",)
VERBS = (
    ("get", "GET"),
    ("post", "POST"),
    ("put", "PUT"),
    ("patch", "PATCH"),
    ("delete", "DELETE"),
    ("head", "HEAD"),
    ("options", "OPTIONS"),
)
STATUS = Param("status_code", 1)

STARLETTE = Knowledge(
    "starlette",
    "0.27-1.10",
    "https://www.starlette.io",
    (
        (
            "starlette.routing.Route",
            Route(FRAMEWORK, None, methods_param=METHODS, default_methods=GET, handler=ENDPOINT),
        ),
        ("starlette.routing.Mount", Mounts(Param("app", 1), Param("path", 0), apart=True)),
        # They run when the answer is sent.
        *each("starlette.background.BackgroundTasks", "add_task", Is("after-answer")),
        *each("starlette.background", "BackgroundTask", Is("after-answer")),
        *each(BOTH, "mount", Mounts(Param("app", 1), Param("path", 0), apart=True)),
        (APP, Routes(FRAMEWORK, root=True)),
        (
            "starlette.routing.WebSocketRoute",
            Route(FRAMEWORK, handler=ENDPOINT, kind=EntryKind.WEBSOCKET),
        ),
        # Decorators and some calls of the application were taken away with 1.0.
        *each(
            BOTH, "route", Route(FRAMEWORK, methods_param=Param("methods", 1), default_methods=GET)
        ),
        *each(BOTH, "websocket_route", Route(FRAMEWORK, kind=EntryKind.WEBSOCKET)),
        (
            f"{APP}.add_route",
            Route(
                FRAMEWORK,
                methods_param=Param("methods", 2),
                default_methods=GET,
                handler=Param("route", 1),
            ),
        ),
        (
            f"{ROUTER}.add_route",
            Route(
                FRAMEWORK, methods_param=Param("methods", 2), default_methods=GET, handler=ENDPOINT
            ),
        ),
        (
            f"{APP}.add_websocket_route",
            Route(FRAMEWORK, handler=Param("route", 1), kind=EntryKind.WEBSOCKET),
        ),
        (
            f"{ROUTER}.add_websocket_route",
            Route(FRAMEWORK, handler=ENDPOINT, kind=EntryKind.WEBSOCKET),
        ),
        ("starlette.endpoints.HTTPEndpoint", ViewBase(FRAMEWORK, VERBS)),
        (
            "starlette.endpoints.WebSocketEndpoint",
            EntryTrait(
                EntryKind.WEBSOCKET,
                FRAMEWORK,
                methods=("on_connect", "on_receive", "on_disconnect"),
            ),
        ),
        ("starlette.authentication.requires", Guard(FRAMEWORK, "decorator")),
        *each(
            "starlette.applications.Starlette",
            "",
            EntryOptions(
                (
                    ("lifespan", EntryKind.STARTUP),
                    ("on_startup", EntryKind.STARTUP),
                    ("on_shutdown", EntryKind.SHUTDOWN),
                    ("exception_handlers", EntryKind.ERROR_HANDLER),
                ),
                FRAMEWORK,
            ),
        ),
        (
            ROUTER,
            EntryOptions(
                (
                    ("lifespan", EntryKind.STARTUP),
                    ("on_startup", EntryKind.STARTUP),
                    ("on_shutdown", EntryKind.SHUTDOWN),
                ),
                FRAMEWORK,
            ),
        ),
        # ``on_event("shutdown")`` too: the subject says which.
        *each(
            BOTH,
            "on_event",
            EntryTrait(EntryKind.STARTUP, FRAMEWORK, subject=Param("event_type", 0)),
        ),
        *each(
            BOTH,
            "add_event_handler",
            EntryTrait(
                EntryKind.STARTUP,
                FRAMEWORK,
                function=Param("func", 1),
                subject=Param("event_type", 0),
            ),
        ),
        (
            f"{APP}.exception_handler",
            EntryTrait(
                EntryKind.ERROR_HANDLER, FRAMEWORK, subject=Param("exc_class_or_status_code", 0)
            ),
        ),
        (
            f"{APP}.add_exception_handler",
            EntryTrait(
                EntryKind.ERROR_HANDLER,
                FRAMEWORK,
                function=Param("handler", 1),
                subject=Param("exc_class_or_status_code", 0),
            ),
        ),
        (FRAMEWORK, Is("passes-on-unhandled")),
        (f"{APP}.middleware", EntryTrait(EntryKind.MIDDLEWARE, FRAMEWORK)),
        (f"{APP}.add_middleware", Installs(Param("middleware_class", 0))),
        ("starlette.middleware.Middleware", Installs(Param("cls", 0))),
        (
            "starlette.middleware.base.BaseHTTPMiddleware",
            EntryTrait(EntryKind.MIDDLEWARE, FRAMEWORK, methods=("dispatch",)),
        ),
        (f"{APP}.router", Returns(Type(ROUTER))),
        *each(
            "starlette.responses",
            "Response JSONResponse PlainTextResponse HTMLResponse StreamingResponse",
            Answers(FRAMEWORK, STATUS, Param("content", 0), headers=Param("headers", 2)),
        ),
        ("starlette.responses.FileResponse", Answers(FRAMEWORK, STATUS)),
        *each("starlette.responses", "StreamingResponse FileResponse", Is("streams")),
        (f"{APP}.state", Is("app-state")),
        *each(
            "starlette.responses",
            "JSONResponse PlainTextResponse HTMLResponse StreamingResponse FileResponse RedirectResponse",
            Inherits(("starlette.responses.Response",)),
        ),
        ("starlette.exceptions.HTTPException", Is("answered-first")),
        (
            "starlette.exceptions.HTTPException",
            Answers(FRAMEWORK, Param("status_code", 0), Param("detail", 1), None, raised=True),
        ),
        (
            "starlette.templating.Jinja2Templates.TemplateResponse",
            Answers(FRAMEWORK, Param("status_code", 3), Param("context", 2)),
        ),
        *each(
            "starlette.config.Config",
            "__call__ get",
            EnvironmentTrait("starlette", default=Param("default", 2), cast=Param("cast", 1)),
        ),
        ("starlette.config.environ", Is("environment")),
        ("starlette.config.environ.get", EnvironmentTrait("starlette")),
    ),
)
