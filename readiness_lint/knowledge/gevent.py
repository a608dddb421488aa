from readiness_lint.knowledge.schema import Is, Knowledge, Names, each

GEVENT = Knowledge(
    "gevent",
    "26.9",
    "https://www.gevent.org",
    (
        *each("gevent", "Timeout with_timeout", Is("bounds")),
        *each("gevent.threadpool.ThreadPool", "apply apply_async map spawn", Is("offload")),
        ("gevent.timeout", Names("gevent")),
    ),
)
