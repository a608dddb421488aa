from readiness_lint.knowledge.schema import (
    Answers,
    EntryTrait,
    Inherits,
    Knowledge,
    Names,
    Param,
    Route,
    each,
)
from readiness_lint.terms import EntryKind

FRAMEWORK, ERRORS = "pyramid", "pyramid.httpexceptions"
CONFIGURATOR = "pyramid.config.Configurator"
DETAIL = Param("detail", 0)

# `view_config` marks the function, and a scan takes marked ones only: under another decorator
# the view is not served at all.
PYRAMID = Knowledge(
    "pyramid",
    "2.1-2.1",
    "https://docs.pylonsproject.org/projects/pyramid",
    (
        (
            "pyramid.view.view_config",
            Route(FRAMEWORK, path=None, methods_param=Param("request_method"), wraps=True),
        ),
        (
            f"{CONFIGURATOR}.add_view",
            Route(
                FRAMEWORK,
                path=None,
                methods_param=Param("request_method", 6),
                handler=Param("view", 0),
            ),
        ),
        *each(
            "pyramid.view",
            "exception_view_config",
            EntryTrait(EntryKind.ERROR_HANDLER, FRAMEWORK, subject=Param("context", 0)),
        ),
        *each(
            "pyramid.view",
            "notfound_view_config forbidden_view_config",
            EntryTrait(EntryKind.ERROR_HANDLER, FRAMEWORK),
        ),
        (
            f"{CONFIGURATOR}.add_exception_view",
            EntryTrait(
                EntryKind.ERROR_HANDLER,
                FRAMEWORK,
                function=Param("view", 0),
                subject=Param("context", 1),
            ),
        ),
        (
            "pyramid.events.subscriber",
            EntryTrait(EntryKind.RECEIVER, FRAMEWORK, subject=Param("ifaces", 0)),
        ),
        (
            f"{CONFIGURATOR}.add_subscriber",
            EntryTrait(
                EntryKind.RECEIVER,
                FRAMEWORK,
                function=Param("subscriber", 0),
                subject=Param("iface", 1),
            ),
        ),
        (
            "pyramid.response.Response",
            Answers(FRAMEWORK, Param("status", 1), Param("body", 0)),
        ),
        (
            f"{ERRORS}.exception_response",
            Answers(FRAMEWORK, Param("status_code", 0), Param("detail"), None),
        ),
        (f"{ERRORS}.HTTPBadRequest", Answers(FRAMEWORK, None, DETAIL, 400, raised=True)),
        (f"{ERRORS}.HTTPUnauthorized", Answers(FRAMEWORK, None, DETAIL, 401, raised=True)),
        (f"{ERRORS}.HTTPForbidden", Answers(FRAMEWORK, None, DETAIL, 403, raised=True)),
        (f"{ERRORS}.HTTPNotFound", Answers(FRAMEWORK, None, DETAIL, 404, raised=True)),
        (f"{ERRORS}.HTTPMethodNotAllowed", Answers(FRAMEWORK, None, DETAIL, 405, raised=True)),
        (f"{ERRORS}.HTTPNotAcceptable", Answers(FRAMEWORK, None, DETAIL, 406, raised=True)),
        (f"{ERRORS}.HTTPConflict", Answers(FRAMEWORK, None, DETAIL, 409, raised=True)),
        (f"{ERRORS}.HTTPGone", Answers(FRAMEWORK, None, DETAIL, 410, raised=True)),
        (f"{ERRORS}.HTTPPreconditionFailed", Answers(FRAMEWORK, None, DETAIL, 412, raised=True)),
        (f"{ERRORS}.HTTPUnprocessableEntity", Answers(FRAMEWORK, None, DETAIL, 422, raised=True)),
        (f"{ERRORS}.HTTPTooManyRequests", Answers(FRAMEWORK, None, DETAIL, 429, raised=True)),
        (f"{ERRORS}.HTTPInternalServerError", Answers(FRAMEWORK, None, DETAIL, 500, raised=True)),
        (f"{ERRORS}.HTTPNotImplemented", Answers(FRAMEWORK, None, DETAIL, 501, raised=True)),
        (f"{ERRORS}.HTTPBadGateway", Answers(FRAMEWORK, None, DETAIL, 502, raised=True)),
        (f"{ERRORS}.HTTPServiceUnavailable", Answers(FRAMEWORK, None, DETAIL, 503, raised=True)),
        (f"{ERRORS}.HTTPGatewayTimeout", Answers(FRAMEWORK, None, DETAIL, 504, raised=True)),
        *each(
            ERRORS,
            "HTTPBadRequest HTTPUnauthorized HTTPForbidden HTTPNotFound HTTPMethodNotAllowed "
            "HTTPNotAcceptable HTTPConflict HTTPGone HTTPPreconditionFailed "
            "HTTPUnprocessableEntity HTTPTooManyRequests",
            Inherits((f"{ERRORS}.HTTPClientError",)),
        ),
        *each(
            ERRORS,
            "HTTPInternalServerError HTTPNotImplemented HTTPBadGateway HTTPServiceUnavailable "
            "HTTPGatewayTimeout",
            Inherits((f"{ERRORS}.HTTPServerError",)),
        ),
        *each(ERRORS, "HTTPClientError HTTPServerError", Inherits((f"{ERRORS}.HTTPError",))),
        (f"{ERRORS}.HTTPError", Inherits((f"{ERRORS}.HTTPException",))),
        ("pyramid.exceptions.HTTPNotFound", Names(f"{ERRORS}.HTTPNotFound")),
        ("pyramid.exceptions.HTTPForbidden", Names(f"{ERRORS}.HTTPForbidden")),
    ),
)
