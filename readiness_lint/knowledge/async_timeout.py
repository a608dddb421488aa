from readiness_lint.knowledge.schema import Is, Knowledge, each

ASYNC_TIMEOUT = Knowledge(
    "async-timeout",
    "4.0",
    "https://github.com/aio-libs/async-timeout",
    (*each("async_timeout", "timeout timeout_at Timeout", Is("bounds")),),
)
