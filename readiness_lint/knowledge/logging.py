from readiness_lint.knowledge.schema import (
    Inherits,
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

LOGGING = Knowledge(
    "",
    "3.11-3.13",
    "https://docs.python.org/3/library/logging.html",
    (
        ("logging", LoggerTrait("root", ALL)),
        ("logging.Logger", LoggerTrait("std", ALL)),
        ("logging.LoggerAdapter", LoggerTrait("adapter", LEVELS)),
        ("logging.RootLogger", Inherits(("logging.Logger",))),
        ("logging.getLogger", Returns(LOGGER)),
        ("logging.Logger.getChild", Returns(LOGGER)),
        ("logging.getLoggerClass", Returns(Type("logging.Logger", of_class=True))),
        ("logging.root", Returns(LOGGER)),
        ("logging.Logger.root", Returns(LOGGER)),
        *each("multiprocessing", "get_logger log_to_stderr", Returns(LOGGER)),
        ("asyncio.log.logger", Returns(LOGGER)),
    ),
)
