from readiness_lint.knowledge.schema import (
    Answers,
    EntryTrait,
    Inherits,
    Is,
    Knowledge,
    Names,
    Param,
    Route,
    each,
)
from readiness_lint.terms import EntryKind

FRAMEWORK = "falcon"
APP, ASGI = "falcon.App", "falcon.asgi.App"
TEXT = Param("description")

# A resource is a plain class: only the call that adds it tells.
FALCON = Knowledge(
    "falcon",
    "3.0-4.4",
    "https://falcon.readthedocs.io",
    (
        *each(
            f"{APP} {ASGI}",
            "add_route",
            Route(FRAMEWORK, path=Param("uri_template", 0), handler=Param("resource", 1)),
        ),
        *each(
            f"{APP} {ASGI}",
            "add_error_handler",
            EntryTrait(
                EntryKind.ERROR_HANDLER,
                FRAMEWORK,
                function=Param("handler", 1),
                subject=Param("exception", 0),
            ),
        ),
        *each(
            "falcon",
            "before after",
            EntryTrait(EntryKind.MIDDLEWARE, FRAMEWORK, function=Param("action", 0)),
        ),
        ("falcon.HTTPError", Is("answered-first")),
        (
            "falcon.HTTPError",
            Answers(FRAMEWORK, Param("status", 0), TEXT, None, raised=True),
        ),
        ("falcon.HTTPBadRequest", Answers(FRAMEWORK, None, TEXT, 400, raised=True)),
        ("falcon.HTTPUnauthorized", Answers(FRAMEWORK, None, TEXT, 401, raised=True)),
        ("falcon.HTTPForbidden", Answers(FRAMEWORK, None, TEXT, 403, raised=True)),
        ("falcon.HTTPNotFound", Answers(FRAMEWORK, None, TEXT, 404, raised=True)),
        ("falcon.HTTPMethodNotAllowed", Answers(FRAMEWORK, None, TEXT, 405, raised=True)),
        ("falcon.HTTPConflict", Answers(FRAMEWORK, None, TEXT, 409, raised=True)),
        ("falcon.HTTPGone", Answers(FRAMEWORK, None, TEXT, 410, raised=True)),
        ("falcon.HTTPUnsupportedMediaType", Answers(FRAMEWORK, None, TEXT, 415, raised=True)),
        ("falcon.HTTPUnprocessableEntity", Answers(FRAMEWORK, None, TEXT, 422, raised=True)),
        ("falcon.HTTPTooManyRequests", Answers(FRAMEWORK, None, TEXT, 429, raised=True)),
        ("falcon.HTTPInternalServerError", Answers(FRAMEWORK, None, TEXT, 500, raised=True)),
        ("falcon.HTTPNotImplemented", Answers(FRAMEWORK, None, TEXT, 501, raised=True)),
        ("falcon.HTTPBadGateway", Answers(FRAMEWORK, None, TEXT, 502, raised=True)),
        ("falcon.HTTPServiceUnavailable", Answers(FRAMEWORK, None, TEXT, 503, raised=True)),
        ("falcon.HTTPGatewayTimeout", Answers(FRAMEWORK, None, TEXT, 504, raised=True)),
        *each(
            "falcon",
            "HTTPBadRequest HTTPUnauthorized HTTPForbidden HTTPNotFound HTTPMethodNotAllowed "
            "HTTPConflict HTTPGone HTTPUnsupportedMediaType HTTPUnprocessableEntity "
            "HTTPTooManyRequests HTTPInternalServerError HTTPNotImplemented HTTPBadGateway "
            "HTTPServiceUnavailable HTTPGatewayTimeout",
            Inherits(("falcon.HTTPError",)),
        ),
        # The name before 3.0.
        ("falcon.API", Inherits((APP,))),
        ("falcon.app.App", Names(APP)),
        ("falcon.asgi.app.App", Names(ASGI)),
        ("falcon.errors", Names("falcon")),
    ),
)
