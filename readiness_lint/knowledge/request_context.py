"""What ties the records of one request together."""

from readiness_lint.knowledge.schema import Is, Knowledge, Names, each

STRUCTLOG_CONTEXT = Knowledge(
    "structlog",
    "21.5-26.1",
    "https://www.structlog.org",
    each("structlog.contextvars", "bind_contextvars bound_contextvars", Is("binds-context")),
)

ASGI_CORRELATION_ID = Knowledge(
    "asgi-correlation-id",
    "5.0-5.0",
    "https://github.com/snok/asgi-correlation-id",
    (
        ("asgi_correlation_id.CorrelationIdMiddleware", Is("correlates")),
        ("asgi_correlation_id.CorrelationIdMiddleware", Is("class")),
        (
            "asgi_correlation_id.middleware.CorrelationIdMiddleware",
            Names("asgi_correlation_id.CorrelationIdMiddleware"),
        ),
    ),
)
