from readiness_lint.knowledge.schema import Knowledge, Names, Returns
from readiness_lint.terms import Type

ROOT = "asgi_correlation_id"

ASGI_CORRELATION_ID = Knowledge(
    "asgi-correlation-id",
    "4.0-5.0",
    "https://github.com/snok/asgi-correlation-id",
    (
        (f"{ROOT}.correlation_id", Returns(Type("contextvars.ContextVar"))),
        (f"{ROOT}.context.correlation_id", Names(f"{ROOT}.correlation_id")),
    ),
)
