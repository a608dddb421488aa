from readiness_lint.knowledge.schema import (
    Answers,
    EntryTrait,
    Is,
    Knowledge,
    Mounts,
    Names,
    Param,
    Route,
    Routes,
    each,
)
from readiness_lint.terms import EntryKind

FRAMEWORK = "ninja"
API, ROUTER = "ninja.NinjaAPI", "ninja.Router"
BOTH = f"{API} {ROUTER}"

NINJA = Knowledge(
    "django-ninja",
    "1.7-1.7",
    "https://django-ninja.dev",
    (
        # A query set that a handler gives is evaluated by the declared response.
        *each(FRAMEWORK, "", Is("empty-success"), Is("reads-by-type")),
        (FRAMEWORK, Is("within-django")),
        *each(
            BOTH,
            "add_router",
            Mounts(Param("router", 1), Param("prefix", 0), by_name=True, asks=("auth",)),
        ),
        (API, Routes(FRAMEWORK, root=True, asks=("auth",))),
        (ROUTER, Routes(FRAMEWORK, asks=("auth",))),
        *each(BOTH, "get", Route(FRAMEWORK, ("GET",))),
        *each(BOTH, "post", Route(FRAMEWORK, ("POST",))),
        *each(BOTH, "put", Route(FRAMEWORK, ("PUT",))),
        *each(BOTH, "patch", Route(FRAMEWORK, ("PATCH",))),
        *each(BOTH, "delete", Route(FRAMEWORK, ("DELETE",))),
        *each(
            BOTH,
            "api_operation",
            Route(FRAMEWORK, path=Param("path", 1), methods_param=Param("methods", 0)),
        ),
        (
            f"{ROUTER}.add_api_operation",
            Route(FRAMEWORK, methods_param=Param("methods", 1), handler=Param("view_func", 2)),
        ),
        (
            f"{API}.exception_handler",
            EntryTrait(EntryKind.ERROR_HANDLER, FRAMEWORK, subject=Param("exc_class", 0)),
        ),
        (
            f"{API}.add_exception_handler",
            EntryTrait(
                EntryKind.ERROR_HANDLER,
                FRAMEWORK,
                function=Param("handler", 1),
                subject=Param("exc_class", 0),
            ),
        ),
        (ROUTER, Is("router")),
        (API, Is("serves-routes")),
        (f"{API}.create_response", Answers(FRAMEWORK, Param("status"), Param("data", 1))),
        ("ninja.responses.Response", Answers(FRAMEWORK, Param("status"), Param("data", 0))),
        ("ninja", Is("logs-failures")),
        ("ninja.errors.HttpError", Is("answered-first")),
        (
            "ninja.errors.HttpError",
            Answers(FRAMEWORK, Param("status_code", 0), Param("message", 1), None, raised=True),
        ),
        (
            "ninja.errors.ValidationError",
            Answers(FRAMEWORK, None, Param("errors", 0), 422, raised=True),
        ),
        ("ninja.errors.AuthenticationError", Answers(FRAMEWORK, None, None, 401, raised=True)),
        ("ninja.errors.AuthorizationError", Answers(FRAMEWORK, None, None, 403, raised=True)),
        ("ninja.main.NinjaAPI", Names(API)),
        ("ninja.router.Router", Names(ROUTER)),
    ),
)
