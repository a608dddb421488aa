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
    Route,
    ViewBase,
    each,
)
from readiness_lint.terms import EntryKind

FRAMEWORK, ERRORS, DETAIL = "litestar", "litestar.exceptions", Param("detail", 0)
STATUS, EXTRA = Param("status_code"), ("extra",)
LAYER = (
    ("before_request", EntryKind.MIDDLEWARE),
    ("after_request", EntryKind.MIDDLEWARE),
    ("after_response", EntryKind.MIDDLEWARE),
    ("middleware", EntryKind.MIDDLEWARE),
    ("guards", EntryKind.MIDDLEWARE),
    ("exception_handlers", EntryKind.ERROR_HANDLER),
)

# A decorated function becomes a handler object: what is decorated once more is that object.
LITESTAR = Knowledge(
    "litestar",
    "2.1-2.25",
    "https://docs.litestar.dev",
    (
        (FRAMEWORK, Is("empty-success")),
        *each("litestar", "get", Route(FRAMEWORK, ("GET",), wraps=True)),
        *each("litestar", "post", Route(FRAMEWORK, ("POST",), wraps=True)),
        *each("litestar", "put", Route(FRAMEWORK, ("PUT",), wraps=True)),
        *each("litestar", "patch", Route(FRAMEWORK, ("PATCH",), wraps=True)),
        *each("litestar", "delete", Route(FRAMEWORK, ("DELETE",), wraps=True)),
        *each("litestar", "head", Route(FRAMEWORK, ("HEAD",), wraps=True)),
        *each(
            "litestar", "route", Route(FRAMEWORK, methods_param=Param("http_method"), wraps=True)
        ),
        ("litestar.asgi", Route(FRAMEWORK, wraps=True)),
        *each(
            "litestar",
            "websocket websocket_listener websocket_stream",
            Route(FRAMEWORK, kind=EntryKind.WEBSOCKET, wraps=True),
        ),
        # Its methods answer requests by their own decorators only.
        ("litestar.Controller", ViewBase(FRAMEWORK, ())),
        (
            "litestar.handlers.WebsocketListener",
            EntryTrait(
                EntryKind.WEBSOCKET, FRAMEWORK, methods=("on_accept", "on_receive", "on_disconnect")
            ),
        ),
        (
            "litestar.Litestar",
            EntryOptions(
                (
                    *LAYER,
                    ("lifespan", EntryKind.STARTUP),
                    ("on_startup", EntryKind.STARTUP),
                    ("on_shutdown", EntryKind.SHUTDOWN),
                    ("after_exception", EntryKind.ERROR_HANDLER),
                    ("before_send", EntryKind.MIDDLEWARE),
                    ("dependencies", EntryKind.DEPENDENCY),
                ),
                FRAMEWORK,
            ),
        ),
        (
            "litestar.Router",
            EntryOptions((*LAYER, ("dependencies", EntryKind.DEPENDENCY)), FRAMEWORK),
        ),
        (
            "litestar.di.Provide",
            EntryTrait(EntryKind.DEPENDENCY, FRAMEWORK, function=Param("dependency", 0)),
        ),
        (
            "litestar.events.listener",
            EntryTrait(EntryKind.RECEIVER, FRAMEWORK, subject=Param("event_ids", 0)),
        ),
        ("litestar.Response", Answers(FRAMEWORK, STATUS, Param("content", 0), None)),
        (
            f"{ERRORS}.HTTPException",
            Answers(FRAMEWORK, STATUS, DETAIL, 500, raised=True, also=EXTRA),
        ),
        *each(
            ERRORS,
            "InternalServerException ImproperlyConfiguredException",
            Answers(FRAMEWORK, STATUS, DETAIL, 500, raised=True, also=EXTRA),
        ),
        *each(
            ERRORS,
            "ClientException ValidationException",
            Answers(FRAMEWORK, STATUS, DETAIL, 400, raised=True, also=EXTRA),
        ),
        *each(
            ERRORS,
            "NotAuthorizedException",
            Answers(FRAMEWORK, STATUS, DETAIL, 401, raised=True, also=EXTRA),
        ),
        *each(
            ERRORS,
            "PermissionDeniedException",
            Answers(FRAMEWORK, STATUS, DETAIL, 403, raised=True, also=EXTRA),
        ),
        *each(
            ERRORS,
            "NotFoundException",
            Answers(FRAMEWORK, STATUS, DETAIL, 404, raised=True, also=EXTRA),
        ),
        *each(
            ERRORS,
            "MethodNotAllowedException",
            Answers(FRAMEWORK, STATUS, DETAIL, 405, raised=True, also=EXTRA),
        ),
        *each(
            ERRORS,
            "TooManyRequestsException",
            Answers(FRAMEWORK, STATUS, DETAIL, 429, raised=True, also=EXTRA),
        ),
        *each(
            ERRORS,
            "ServiceUnavailableException",
            Answers(FRAMEWORK, STATUS, DETAIL, 503, raised=True, also=EXTRA),
        ),
        *each(
            ERRORS,
            "InternalServerException ImproperlyConfiguredException ClientException",
            Inherits((f"{ERRORS}.HTTPException",)),
        ),
        *each(
            ERRORS,
            "ValidationException NotAuthorizedException PermissionDeniedException "
            "NotFoundException MethodNotAllowedException TooManyRequestsException",
            Inherits((f"{ERRORS}.ClientException",)),
        ),
        (
            f"{ERRORS}.ServiceUnavailableException",
            Inherits((f"{ERRORS}.InternalServerException",)),
        ),
        ("litestar.app.Litestar", Names("litestar.Litestar")),
        ("litestar.controller.Controller", Names("litestar.Controller")),
        (
            "litestar.Router",
            Mounts(Param("route_handlers"), Param("path", 0)),
        ),
        ("litestar.Litestar", Mounts(Param("route_handlers", 0))),
        *each("litestar.Litestar litestar.Router", "register", Mounts(Param("value", 0))),
        ("litestar.Router", Is("router")),
        ("litestar.Litestar", Is("serves-routes")),
        ("litestar.router.Router", Names("litestar.Router")),
        ("litestar.response.Response", Names("litestar.Response")),
        ("litestar.handlers.get", Names("litestar.get")),
        ("litestar.handlers.post", Names("litestar.post")),
        ("litestar.handlers.put", Names("litestar.put")),
        ("litestar.handlers.patch", Names("litestar.patch")),
        ("litestar.handlers.delete", Names("litestar.delete")),
        ("litestar.handlers.head", Names("litestar.head")),
        ("litestar.handlers.route", Names("litestar.route")),
        ("litestar.handlers.websocket", Names("litestar.websocket")),
        ("litestar.handlers.websocket_listener", Names("litestar.websocket_listener")),
    ),
)
