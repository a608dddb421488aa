from readiness_lint.knowledge.schema import Is, Knowledge, Names, each

CIRCUITBREAKER = Knowledge(
    "circuitbreaker",
    "2.1-2.1",
    "https://github.com/fabfuel/circuitbreaker",
    (
        *each("circuitbreaker", "circuit CircuitBreaker", Is("breaker")),
        ("circuitbreaker.CircuitBreaker", Is("class")),
        *each(
            "circuitbreaker.CircuitBreaker",
            "call call_async call_generator call_async_generator decorate",
            Is("breaker-call"),
        ),
    ),
)

PYBREAKER = Knowledge(
    "pybreaker",
    "1.4-1.4",
    "https://github.com/danielfm/pybreaker",
    (
        *each("pybreaker", "CircuitBreaker", Is("breaker"), Is("class")),
        *each("pybreaker.CircuitBreaker", "call call_async calling", Is("breaker-call")),
    ),
)

AIOBREAKER = Knowledge(
    "aiobreaker",
    "1.2-1.2",
    "https://aiobreaker.netlify.app",
    (
        *each("aiobreaker", "CircuitBreaker", Is("breaker"), Is("class")),
        *each("aiobreaker.CircuitBreaker", "call call_async", Is("breaker-call")),
        ("aiobreaker.circuitbreaker.CircuitBreaker", Names("aiobreaker.CircuitBreaker")),
    ),
)
