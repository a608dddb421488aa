from readiness_lint.knowledge.schema import Is, Knowledge, LoggerTrait, Names, Returns, each
from readiness_lint.terms import Type

# The library's own levels stand for the nearest of the standard library.
LEVELS = (
    ("trace", "debug"),
    ("debug", "debug"),
    ("info", "info"),
    ("success", "info"),
    ("warning", "warning"),
    ("error", "error"),
    ("exception", "error"),
    ("critical", "critical"),
    ("log", ""),
)
# The class is named so by its stub file; at run time it is private.
LOGGER = "loguru.Logger"

LOGURU = Knowledge(
    "loguru",
    "0.7-0.7",
    "https://loguru.readthedocs.io",
    (
        *each(
            f"loguru.logger {LOGGER}",
            "",
            LoggerTrait(
                "loguru",
                LEVELS,
                message="",
                fills="{}",
                misfit="the value is never written",
                misplaced=(
                    ("exc_info", "no traceback is written"),
                    ("extra", "its values become one field named `extra`"),
                ),
                tracebacks=("exception",),
                options=(),
                chained=(("opt", "exception"),),
            ),
        ),
        ("loguru.logger", Returns(Type(LOGGER))),
        *each(LOGGER, "bind opt patch", Returns(Type(LOGGER))),
        ("loguru._logger.Logger", Names(LOGGER)),
        *each(f"loguru.logger {LOGGER}", "add remove configure", Is("configures-logs")),
        *each(f"loguru.logger {LOGGER}", "add", Is("adds-log-handler")),
    ),
)
