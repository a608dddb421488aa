from readiness_lint.knowledge.schema import (
    Answers,
    EntryTrait,
    Guard,
    Inherits,
    Is,
    Knowledge,
    Param,
    Returns,
    ViewBase,
    ViewHooks,
    each,
)
from readiness_lint.terms import EntryKind, Type

FRAMEWORK = "tornado"
HANDLER = "tornado.web.RequestHandler"
VERBS = (
    ("get", "GET"),
    ("post", "POST"),
    ("put", "PUT"),
    ("patch", "PATCH"),
    ("delete", "DELETE"),
    ("head", "HEAD"),
    ("options", "OPTIONS"),
)

TORNADO_WEB = Knowledge(
    "tornado",
    "6.1-6.6",
    "https://www.tornadoweb.org",
    (
        (FRAMEWORK, Is("empty-success")),
        (HANDLER, ViewBase(FRAMEWORK, VERBS, hooks=(("prepare", ""),))),
        (HANDLER, ViewHooks(always=("prepare",))),
        (f"{HANDLER}.send_error", Answers(FRAMEWORK, Param("status_code", 0), None, 500)),
        (
            "tornado.web.HTTPError",
            Answers(FRAMEWORK, Param("status_code", 0), Param("log_message", 1), 500, raised=True),
        ),
        (
            "tornado.websocket.WebSocketHandler",
            EntryTrait(
                EntryKind.WEBSOCKET,
                FRAMEWORK,
                methods=("open", "on_message", "on_close", "on_ping"),
            ),
        ),
        ("tornado.websocket.WebSocketHandler", Inherits((HANDLER,))),
        ("tornado.web.authenticated", Guard(FRAMEWORK, "decorator")),
        *each("tornado.log", "app_log gen_log access_log", Returns(Type("logging.Logger"))),
    ),
)
