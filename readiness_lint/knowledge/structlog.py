from readiness_lint.knowledge.schema import (
    Inherits,
    Is,
    Knowledge,
    LoggerTrait,
    Names,
    Returns,
    each,
)
from readiness_lint.terms import Type

LEVELS = (
    ("debug", "debug"),
    ("info", "info"),
    ("msg", "info"),
    ("warning", "warning"),
    ("warn", "warning"),
    ("error", "error"),
    ("err", "error"),
    ("exception", "error"),
    ("critical", "critical"),
    ("fatal", "critical"),
    ("log", ""),
    ("adebug", "debug"),
    ("ainfo", "info"),
    ("awarning", "warning"),
    ("awarn", "warning"),
    ("aerror", "error"),
    ("aexception", "error"),
    ("acritical", "critical"),
    ("afatal", "critical"),
    ("alog", ""),
)
NATIVE, STD = "structlog.typing.FilteringBoundLogger", "structlog.stdlib.BoundLogger"
ASYNC, BASE = "structlog.stdlib.AsyncBoundLogger", "structlog.BoundLoggerBase"
ANY = "structlog.typing.BindableLogger"
# Which class a logger has is configured elsewhere: all names count for every class.
EVENTS = LoggerTrait(
    "structlog", LEVELS, message="event", misfit="it raises TypeError in the caller"
)
GIVING = "bind unbind try_unbind new"

STRUCTLOG = Knowledge(
    "structlog",
    "21.5-26.1",
    "https://www.structlog.org",
    (
        *each(f"{NATIVE} {BASE} {ANY} structlog.BoundLogger", "", EVENTS),
        # A processor may fill them in, or write them beside the message.
        *each(f"{STD} {ASYNC}", "", LoggerTrait("structlog", LEVELS, message="event", fills="")),
        *each("structlog", "get_logger getLogger wrap_logger", Returns(Type(NATIVE))),
        ("structlog.stdlib.get_logger", Returns(Type(STD))),
        *each(NATIVE, GIVING, Returns(Type(NATIVE))),
        *each(STD, GIVING, Returns(Type(STD))),
        *each(ASYNC, GIVING, Returns(Type(ASYNC))),
        *each(BASE, GIVING, Returns(Type(BASE))),
        *each(ANY, GIVING, Returns(Type(ANY))),
        (STD, Inherits((BASE,))),
        ("structlog.BoundLogger", Inherits((BASE,))),
        *each("structlog", "configure configure_once", Is("configures-logs")),
        ("structlog.types", Names("structlog.typing")),
        *each(
            "structlog.contextvars", "get_contextvars get_merged_contextvars", Is("reads-context")
        ),
        *each("structlog.contextvars", "bind_contextvars bound_contextvars", Is("sets-context")),
    ),
)
