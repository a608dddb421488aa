from readiness_lint.knowledge.schema import (
    Answers,
    EntryTrait,
    Is,
    Knowledge,
    Param,
    Route,
    each,
)
from readiness_lint.terms import EntryKind

FRAMEWORK = "bottle"
BOTH = "bottle bottle.Bottle"

BOTTLE = Knowledge(
    "bottle",
    "0.13-0.13",
    "https://bottlepy.org",
    (
        *each(
            BOTH,
            "route",
            Route(
                FRAMEWORK,
                methods_param=Param("method", 1),
                default_methods=("GET",),
            ),
        ),
        *each(BOTH, "get", Route(FRAMEWORK, ("GET",))),
        *each(BOTH, "post", Route(FRAMEWORK, ("POST",))),
        *each(BOTH, "put", Route(FRAMEWORK, ("PUT",))),
        *each(BOTH, "patch", Route(FRAMEWORK, ("PATCH",))),
        *each(BOTH, "delete", Route(FRAMEWORK, ("DELETE",))),
        *each(
            BOTH,
            "error",
            EntryTrait(
                EntryKind.ERROR_HANDLER,
                FRAMEWORK,
                function=Param("callback", 1),
                subject=Param("code", 0),
            ),
        ),
        *each(BOTH, "hook", EntryTrait(EntryKind.MIDDLEWARE, FRAMEWORK, subject=Param("name", 0))),
        ("bottle", Is("tuple-answers")),
        ("bottle", Is("pages-of-text")),
        ("bottle", Is("empty-success")),
        ("bottle.abort", Is("never-returns")),
        (
            "bottle.abort",
            Answers(
                FRAMEWORK,
                Param("code", 0),
                Param("text", 1),
                500,
                raised=True,
                exception="bottle.HTTPError",
            ),
        ),
        ("bottle.HTTPResponse", Answers(FRAMEWORK, Param("status", 1), Param("body", 0))),
        (
            "bottle.HTTPError",
            Answers(FRAMEWORK, Param("status", 0), Param("body", 1), 500, raised=True),
        ),
    ),
)
