from readiness_lint.knowledge.schema import (
    Answers,
    EntryOptions,
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
    each,
)
from readiness_lint.terms import EntryKind, Type

FRAMEWORK = "fastapi"
APP, ROUTER = "fastapi.FastAPI", "fastapi.APIRouter"
BOTH = f"{APP} {ROUTER}"
HOOKS = f"{APP}.webhooks"
METHODS, ENDPOINT = Param("methods"), Param("endpoint", 1)
ANSWER = Param("response_model")
GET = ("GET",)
GUARDS = ("dependencies",)
LIFE = (
    ("lifespan", EntryKind.STARTUP),
    ("on_startup", EntryKind.STARTUP),
    ("on_shutdown", EntryKind.SHUTDOWN),
)

FASTAPI = Knowledge(
    "fastapi",
    "0.99-0.165",
    "https://fastapi.tiangolo.com",
    (
        (APP, Inherits(("starlette.applications.Starlette",))),
        *each(FRAMEWORK, "", Is("empty-success"), Is("plain-parameters")),
        ("fastapi.Query", Is("query-parameter")),
        (ROUTER, Inherits(("starlette.routing.Router",))),
        (ROUTER, Is("router")),
        (APP, Is("serves-routes")),
        *each(BOTH, "get", Route(FRAMEWORK, GET, answer=ANSWER)),
        *each(BOTH, "post", Route(FRAMEWORK, ("POST",), answer=ANSWER)),
        *each(BOTH, "put", Route(FRAMEWORK, ("PUT",), answer=ANSWER)),
        *each(BOTH, "patch", Route(FRAMEWORK, ("PATCH",), answer=ANSWER)),
        *each(BOTH, "delete", Route(FRAMEWORK, ("DELETE",), answer=ANSWER)),
        *each(BOTH, "head", Route(FRAMEWORK, ("HEAD",), answer=ANSWER)),
        *each(BOTH, "options", Route(FRAMEWORK, ("OPTIONS",), answer=ANSWER)),
        *each(BOTH, "trace", Route(FRAMEWORK, ("TRACE",), answer=ANSWER)),
        *each(
            BOTH,
            "api_route",
            Route(FRAMEWORK, methods_param=METHODS, default_methods=GET, answer=ANSWER),
        ),
        (APP, Routes(FRAMEWORK, root=True, guards=GUARDS)),
        (ROUTER, Routes(FRAMEWORK, guards=GUARDS, opaque=("route_class",))),
        *each(
            BOTH,
            "add_api_route",
            Route(FRAMEWORK, methods_param=METHODS, default_methods=GET, handler=ENDPOINT),
        ),
        *each(
            BOTH,
            "include_router",
            Mounts(Param("router", 0), Param("prefix"), by_name=True, guards=GUARDS),
        ),
        *each(BOTH, "websocket", Route(FRAMEWORK, kind=EntryKind.WEBSOCKET)),
        (f"{APP}.websocket_route", Route(FRAMEWORK, kind=EntryKind.WEBSOCKET)),
        *each(
            BOTH,
            "add_api_websocket_route",
            Route(FRAMEWORK, handler=ENDPOINT, kind=EntryKind.WEBSOCKET),
        ),
        (
            "fastapi.routing.APIRoute",
            Route(FRAMEWORK, methods_param=METHODS, default_methods=GET, handler=ENDPOINT),
        ),
        (
            "fastapi.routing.APIWebSocketRoute",
            Route(FRAMEWORK, handler=ENDPOINT, kind=EntryKind.WEBSOCKET),
        ),
        (HOOKS, Returns(Type(HOOKS))),
        (HOOKS, Is("class")),
        *each(HOOKS, "get", Route(FRAMEWORK, GET, schema_only=True)),
        *each(HOOKS, "post", Route(FRAMEWORK, ("POST",), schema_only=True)),
        *each(HOOKS, "put", Route(FRAMEWORK, ("PUT",), schema_only=True)),
        *each(HOOKS, "patch", Route(FRAMEWORK, ("PATCH",), schema_only=True)),
        *each(HOOKS, "delete", Route(FRAMEWORK, ("DELETE",), schema_only=True)),
        *each(HOOKS, "head", Route(FRAMEWORK, ("HEAD",), schema_only=True)),
        *each(HOOKS, "options", Route(FRAMEWORK, ("OPTIONS",), schema_only=True)),
        *each(
            HOOKS,
            "api_route",
            Route(FRAMEWORK, methods_param=METHODS, default_methods=GET, schema_only=True),
        ),
        (f"{APP}.router", Returns(Type(ROUTER))),
        ("fastapi.BackgroundTasks", Inherits(("starlette.background.BackgroundTasks",))),
        ("fastapi.background.BackgroundTasks", Names("fastapi.BackgroundTasks")),
        *each(
            "fastapi fastapi.params",
            "Depends Security",
            EntryTrait(EntryKind.DEPENDENCY, FRAMEWORK, function=Param("dependency", 0)),
        ),
        *each("fastapi fastapi.params", "Security", Guard(FRAMEWORK, "dependency")),
        *each(
            "fastapi.security",
            "OpenIdConnect HTTPBearer HTTPBasic HTTPDigest APIKeyHeader APIKeyQuery APIKeyCookie",
            Guard(FRAMEWORK, "dependency", optional=Param("auto_error"), opens=False),
        ),
        (
            "fastapi.security.OAuth2PasswordBearer",
            Guard(FRAMEWORK, "dependency", optional=Param("auto_error", 4), opens=False),
        ),
        (
            "fastapi.security.OAuth2AuthorizationCodeBearer",
            Guard(FRAMEWORK, "dependency", optional=Param("auto_error", 6), opens=False),
        ),
        (FRAMEWORK, Is("passes-on-unhandled")),
        (APP, EntryOptions((*LIFE, ("exception_handlers", EntryKind.ERROR_HANDLER)), FRAMEWORK)),
        (ROUTER, EntryOptions(LIFE, FRAMEWORK)),
        # ``on_event("shutdown")`` too: the subject says which.
        *each(
            BOTH,
            "on_event",
            EntryTrait(EntryKind.STARTUP, FRAMEWORK, subject=Param("event_type", 0)),
        ),
        (
            f"{APP}.exception_handler",
            EntryTrait(
                EntryKind.ERROR_HANDLER, FRAMEWORK, subject=Param("exc_class_or_status_code", 0)
            ),
        ),
        (f"{APP}.middleware", EntryTrait(EntryKind.MIDDLEWARE, FRAMEWORK)),
        ("fastapi.HTTPException", Inherits(("starlette.exceptions.HTTPException",))),
        (
            "fastapi.HTTPException",
            Answers(
                FRAMEWORK,
                Param("status_code", 0),
                Param("detail", 1),
                None,
                raised=True,
                headers=Param("headers", 2),
            ),
        ),
        *each(
            "fastapi.responses",
            "ORJSONResponse UJSONResponse",
            Inherits(("starlette.responses.JSONResponse",)),
            Answers(FRAMEWORK, Param("status_code", 1), Param("content", 0)),
        ),
        # It answers what it is given, and logs nothing.
        *each(
            "fastapi.exception_handlers",
            "http_exception_handler request_validation_exception_handler",
            Answers(FRAMEWORK, default=None),
        ),
        ("fastapi.applications.FastAPI", Names(APP)),
        ("fastapi.routing.APIRouter", Names(ROUTER)),
        ("fastapi.exceptions.HTTPException", Names("fastapi.HTTPException")),
        ("fastapi.param_functions.Depends", Names("fastapi.Depends")),
        ("fastapi.param_functions.Security", Names("fastapi.Security")),
        ("fastapi.staticfiles.StaticFiles", Names("starlette.staticfiles.StaticFiles")),
        ("fastapi.Request", Names("starlette.requests.Request")),
        ("fastapi.requests", Names("starlette.requests")),
        ("fastapi.Response", Names("starlette.responses.Response")),
        ("fastapi.WebSocket", Names("starlette.websockets.WebSocket")),
        ("fastapi.websockets", Names("starlette.websockets")),
        ("fastapi.responses.Response", Names("starlette.responses.Response")),
        ("fastapi.responses.JSONResponse", Names("starlette.responses.JSONResponse")),
        ("fastapi.responses.PlainTextResponse", Names("starlette.responses.PlainTextResponse")),
        ("fastapi.responses.HTMLResponse", Names("starlette.responses.HTMLResponse")),
        ("fastapi.responses.StreamingResponse", Names("starlette.responses.StreamingResponse")),
        ("fastapi.responses.FileResponse", Names("starlette.responses.FileResponse")),
        ("fastapi.responses.RedirectResponse", Names("starlette.responses.RedirectResponse")),
        ("fastapi.templating", Names("starlette.templating")),
        ("fastapi.middleware", Names("starlette.middleware")),
    ),
)
