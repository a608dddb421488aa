from readiness_lint.knowledge.schema import (
    Inherits,
    Is,
    Knowledge,
    LoggerTrait,
    Returns,
    each,
)
from readiness_lint.terms import Type

LEVELS = (
    ("debug", "debug"),
    ("info", "info"),
    ("warning", "warning"),
    ("warn", "warning"),
    ("error", "error"),
    ("exception", "error"),
    ("critical", "critical"),
    ("log", ""),
)
ALL = (*LEVELS, ("fatal", "critical"))
LOGGER = Type("logging.Logger")
LIBRARY, DEPRECATED = "logging", ("warn",)
KEYWORDS = ("exc_info", "extra", "stack_info", "stacklevel", "msg", "level", "args")
RESERVED = (
    ("name", ""),
    ("msg", ""),
    ("args", ""),
    ("levelname", ""),
    ("levelno", ""),
    ("pathname", ""),
    ("filename", ""),
    ("module", ""),
    ("exc_info", ""),
    ("exc_text", ""),
    ("stack_info", ""),
    ("lineno", ""),
    ("funcName", ""),
    ("created", ""),
    ("msecs", ""),
    ("relativeCreated", ""),
    ("thread", ""),
    ("threadName", ""),
    ("processName", ""),
    ("process", ""),
    ("message", ""),
    ("asctime", ""),
    ("taskName", "3.12"),
)

LOGGING = Knowledge(
    "",
    "3.11-3.13",
    "https://docs.python.org/3/library/logging.html",
    (
        (
            "logging",
            LoggerTrait(
                "root",
                ALL,
                LIBRARY,
                keywords=KEYWORDS,
                reserved=RESERVED,
                deprecated=DEPRECATED,
            ),
        ),
        (
            "logging.Logger",
            LoggerTrait(
                "std",
                ALL,
                LIBRARY,
                keywords=KEYWORDS,
                reserved=RESERVED,
                deprecated=DEPRECATED,
            ),
        ),
        # An adapter puts its own ``extra`` in the place of the one that it is given.
        (
            "logging.LoggerAdapter",
            LoggerTrait("adapter", LEVELS, LIBRARY, keywords=KEYWORDS, deprecated=DEPRECATED),
        ),
        ("logging.RootLogger", Inherits(("logging.Logger",))),
        ("logging.getLogger", Returns(LOGGER)),
        ("logging.getLogger", Is("logger-by-name")),
        ("logging.Logger.getChild", Returns(LOGGER)),
        ("logging.getLoggerClass", Returns(Type("logging.Logger", of_class=True))),
        ("logging.root", Returns(LOGGER)),
        ("logging.root", Is("root-logger")),
        ("logging.Logger.root", Returns(LOGGER)),
        *each("logging", "Handler Filter Formatter", Is("log-part")),
        *each("multiprocessing", "get_logger log_to_stderr", Returns(LOGGER)),
        ("asyncio.log.logger", Returns(LOGGER)),
    ),
)

SETS_UP, ADDS = Is("configures-logs"), Is("adds-log-handler")

SET_UP = Knowledge(
    "",
    "3.11-3.13",
    "https://docs.python.org/3/library/logging.config.html",
    (
        ("logging.basicConfig", SETS_UP),
        ("logging.basicConfig", Is("configures-root")),
        *each("logging", "setLoggerClass disable", SETS_UP),
        ("logging.setLoggerClass", Is("sets-logger-class")),
        ("logging.getLoggerClass", Is("gives-logger-class")),
        *each("logging.config", "dictConfig fileConfig", SETS_UP),
        ("logging.disable", Is("disables-logs")),
        ("logging.config.dictConfig", Is("takes-log-configuration")),
        *each("logging.Logger", "addHandler", ADDS),
        *each("logging.Logger", "setLevel", Is("sets-log-level")),
    ),
)
COLOREDLOGS = Knowledge(
    "coloredlogs",
    "15.0",
    "https://coloredlogs.readthedocs.io",
    (("coloredlogs.install", SETS_UP),),
)
