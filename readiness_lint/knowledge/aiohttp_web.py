from readiness_lint.knowledge.schema import (
    Answers,
    EntryOptions,
    EntryTrait,
    Inherits,
    Is,
    Knowledge,
    Mounts,
    Names,
    Param,
    Returns,
    Route,
    ViewBase,
    each,
)
from readiness_lint.terms import EntryKind, Type

FRAMEWORK, WEB = "aiohttp", "aiohttp.web"
TABLE, DISPATCHER, APP = f"{WEB}.RouteTableDef", f"{WEB}.UrlDispatcher", f"{WEB}.Application"
HANDLER = Param("handler", 1)
METHOD_FIRST = Route(
    FRAMEWORK, path=Param("path", 1), methods_param=Param("method", 0), handler=Param("handler", 2)
)
VERBS = (
    ("get", "GET"),
    ("post", "POST"),
    ("put", "PUT"),
    ("patch", "PATCH"),
    ("delete", "DELETE"),
    ("head", "HEAD"),
    ("options", "OPTIONS"),
)
STATUS, TEXT = Param("status"), Param("text")
ADDED = Param("item", 0)

AIOHTTP_WEB = Knowledge(
    "aiohttp",
    "3.8-3.14",
    "https://docs.aiohttp.org",
    (
        (TABLE, Is("router")),
        (APP, Is("serves-routes")),
        *each(TABLE, "get", Route(FRAMEWORK, ("GET",))),
        *each(TABLE, "post", Route(FRAMEWORK, ("POST",))),
        *each(TABLE, "put", Route(FRAMEWORK, ("PUT",))),
        *each(TABLE, "patch", Route(FRAMEWORK, ("PATCH",))),
        *each(TABLE, "delete", Route(FRAMEWORK, ("DELETE",))),
        *each(TABLE, "head", Route(FRAMEWORK, ("HEAD",))),
        *each(TABLE, "options", Route(FRAMEWORK, ("OPTIONS",))),
        *each(TABLE, "view", Route(FRAMEWORK)),
        *each(
            TABLE,
            "route",
            Route(FRAMEWORK, path=Param("path", 1), methods_param=Param("method", 0)),
        ),
        *each(DISPATCHER, "add_get", Route(FRAMEWORK, ("GET",), handler=HANDLER)),
        *each(DISPATCHER, "add_post", Route(FRAMEWORK, ("POST",), handler=HANDLER)),
        *each(DISPATCHER, "add_put", Route(FRAMEWORK, ("PUT",), handler=HANDLER)),
        *each(DISPATCHER, "add_patch", Route(FRAMEWORK, ("PATCH",), handler=HANDLER)),
        *each(DISPATCHER, "add_delete", Route(FRAMEWORK, ("DELETE",), handler=HANDLER)),
        *each(DISPATCHER, "add_head", Route(FRAMEWORK, ("HEAD",), handler=HANDLER)),
        *each(DISPATCHER, "add_options", Route(FRAMEWORK, ("OPTIONS",), handler=HANDLER)),
        *each(DISPATCHER, "add_view", Route(FRAMEWORK, handler=HANDLER)),
        *each(DISPATCHER, "add_route", METHOD_FIRST),
        *each(WEB, "get", Route(FRAMEWORK, ("GET",), handler=HANDLER)),
        *each(WEB, "post", Route(FRAMEWORK, ("POST",), handler=HANDLER)),
        *each(WEB, "put", Route(FRAMEWORK, ("PUT",), handler=HANDLER)),
        *each(WEB, "patch", Route(FRAMEWORK, ("PATCH",), handler=HANDLER)),
        *each(WEB, "delete", Route(FRAMEWORK, ("DELETE",), handler=HANDLER)),
        *each(WEB, "head", Route(FRAMEWORK, ("HEAD",), handler=HANDLER)),
        *each(WEB, "options", Route(FRAMEWORK, ("OPTIONS",), handler=HANDLER)),
        *each(WEB, "view", Route(FRAMEWORK, handler=HANDLER)),
        *each(WEB, "route", METHOD_FIRST),
        (f"{WEB}.View", ViewBase(FRAMEWORK, VERBS)),
        (f"{APP}.router", Returns(Type(DISPATCHER))),
        (APP, EntryOptions((("middlewares", EntryKind.MIDDLEWARE),), FRAMEWORK)),
        *each(f"{APP} {DISPATCHER}", "add_routes", Mounts(Param("routes", 0), by_name=True)),
        (f"{APP}.add_subapp", Mounts(Param("subapp", 1), Param("prefix", 0), by_name=True)),
        (f"{WEB}.middleware", EntryTrait(EntryKind.MIDDLEWARE, FRAMEWORK)),
        # The signals of an application are lists.
        *each(
            APP,
            "on_startup.append cleanup_ctx.append",
            EntryTrait(EntryKind.STARTUP, FRAMEWORK, function=ADDED),
        ),
        *each(
            APP,
            "on_shutdown.append on_cleanup.append",
            EntryTrait(EntryKind.SHUTDOWN, FRAMEWORK, function=ADDED),
        ),
        *each(
            APP,
            "middlewares.append on_response_prepare.append",
            EntryTrait(EntryKind.MIDDLEWARE, FRAMEWORK, function=ADDED),
        ),
        (f"{APP}.logger", Returns(Type("logging.Logger"))),
        *each(
            "aiohttp.log", "web_logger server_logger access_logger", Returns(Type("logging.Logger"))
        ),
        (f"{WEB}.json_response", Answers(FRAMEWORK, STATUS, Param("data", 0))),
        (f"{WEB}.Response", Answers(FRAMEWORK, STATUS, TEXT)),
        (f"{WEB}.StreamResponse", Answers(FRAMEWORK, STATUS)),
        (f"{WEB}.FileResponse", Answers(FRAMEWORK, Param("status", 2))),
        (f"{WEB}.Response", Inherits((f"{WEB}.StreamResponse",))),
        (f"{WEB}.HTTPBadRequest", Answers(FRAMEWORK, None, TEXT, 400, raised=True)),
        (f"{WEB}.HTTPUnauthorized", Answers(FRAMEWORK, None, TEXT, 401, raised=True)),
        (f"{WEB}.HTTPPaymentRequired", Answers(FRAMEWORK, None, TEXT, 402, raised=True)),
        (f"{WEB}.HTTPForbidden", Answers(FRAMEWORK, None, TEXT, 403, raised=True)),
        (f"{WEB}.HTTPNotFound", Answers(FRAMEWORK, None, TEXT, 404, raised=True)),
        (f"{WEB}.HTTPMethodNotAllowed", Answers(FRAMEWORK, None, TEXT, 405, raised=True)),
        (f"{WEB}.HTTPNotAcceptable", Answers(FRAMEWORK, None, TEXT, 406, raised=True)),
        (f"{WEB}.HTTPRequestTimeout", Answers(FRAMEWORK, None, TEXT, 408, raised=True)),
        (f"{WEB}.HTTPConflict", Answers(FRAMEWORK, None, TEXT, 409, raised=True)),
        (f"{WEB}.HTTPGone", Answers(FRAMEWORK, None, TEXT, 410, raised=True)),
        (f"{WEB}.HTTPPreconditionFailed", Answers(FRAMEWORK, None, TEXT, 412, raised=True)),
        (f"{WEB}.HTTPRequestEntityTooLarge", Answers(FRAMEWORK, None, TEXT, 413, raised=True)),
        (f"{WEB}.HTTPUnsupportedMediaType", Answers(FRAMEWORK, None, TEXT, 415, raised=True)),
        (f"{WEB}.HTTPUnprocessableEntity", Answers(FRAMEWORK, None, TEXT, 422, raised=True)),
        (f"{WEB}.HTTPTooManyRequests", Answers(FRAMEWORK, None, TEXT, 429, raised=True)),
        (f"{WEB}.HTTPInternalServerError", Answers(FRAMEWORK, None, TEXT, 500, raised=True)),
        (f"{WEB}.HTTPNotImplemented", Answers(FRAMEWORK, None, TEXT, 501, raised=True)),
        (f"{WEB}.HTTPBadGateway", Answers(FRAMEWORK, None, TEXT, 502, raised=True)),
        (f"{WEB}.HTTPServiceUnavailable", Answers(FRAMEWORK, None, TEXT, 503, raised=True)),
        (f"{WEB}.HTTPGatewayTimeout", Answers(FRAMEWORK, None, TEXT, 504, raised=True)),
        *each(
            WEB,
            "HTTPBadRequest HTTPUnauthorized HTTPPaymentRequired HTTPForbidden HTTPNotFound "
            "HTTPMethodNotAllowed HTTPNotAcceptable HTTPRequestTimeout HTTPConflict HTTPGone "
            "HTTPPreconditionFailed HTTPRequestEntityTooLarge HTTPUnsupportedMediaType "
            "HTTPUnprocessableEntity HTTPTooManyRequests",
            Inherits((f"{WEB}.HTTPClientError",)),
        ),
        *each(
            WEB,
            "HTTPInternalServerError HTTPNotImplemented HTTPBadGateway HTTPServiceUnavailable "
            "HTTPGatewayTimeout",
            Inherits((f"{WEB}.HTTPServerError",)),
        ),
        *each(WEB, "HTTPClientError HTTPServerError", Inherits((f"{WEB}.HTTPError",))),
        (f"{WEB}.HTTPError", Inherits((f"{WEB}.HTTPException",))),
        (f"{WEB}.HTTPException", Is("class")),
        (f"{WEB}.HTTPException", Is("crosses-middleware")),
        ("aiohttp.web_app.Application", Names(APP)),
        ("aiohttp.web_urldispatcher.UrlDispatcher", Names(DISPATCHER)),
        ("aiohttp.web_routedef", Names(WEB)),
        ("aiohttp.web_response", Names(WEB)),
        ("aiohttp.web_exceptions", Names(WEB)),
        ("aiohttp.web_middlewares.middleware", Names(f"{WEB}.middleware")),
    ),
)
