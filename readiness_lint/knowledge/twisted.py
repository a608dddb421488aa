from readiness_lint.knowledge.schema import Knowledge, LoggerTrait

LEVELS = (
    ("debug", "debug"),
    ("info", "info"),
    ("warn", "warning"),
    ("error", "error"),
    ("critical", "critical"),
    ("failure", "critical"),
    ("emit", ""),
)

TWISTED = Knowledge(
    "Twisted",
    "22.4-26.10",
    "https://docs.twisted.org/en/stable/core/howto/logging.html",
    (
        (
            "twisted.python.log",
            LoggerTrait(
                "twisted",
                (("msg", "info"), ("err", "error")),
                message="",
                fills="",
                tracebacks=(),
                failures=("err",),
                options=("failure",),
            ),
        ),
        (
            "twisted.logger.Logger",
            LoggerTrait(
                "twisted",
                LEVELS,
                message="format",
                fills="",
                tracebacks=("failure",),
                options=("log_failure",),
            ),
        ),
    ),
)
