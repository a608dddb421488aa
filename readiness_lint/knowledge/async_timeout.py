from readiness_lint.knowledge.schema import Is, Knowledge, Limit, Param, SetsLimit, each

ASYNC_TIMEOUT = Knowledge(
    "async-timeout",
    "4.0",
    "https://github.com/aio-libs/async-timeout",
    (
        *each("async_timeout", "timeout timeout_at Timeout", Is("bounds")),
        ("async_timeout.timeout", SetsLimit(Limit(Param("delay", 0)))),
        ("async_timeout.timeout_at", SetsLimit(Limit(Param("deadline", 0)))),
    ),
)
