from readiness_lint.knowledge.schema import Is, Knowledge, Names, each

GEVENT = Knowledge(
    "gevent",
    "26.9",
    "https://www.gevent.org",
    (
        *each("gevent", "Timeout with_timeout", Is("bounds")),
        *each("gevent.monkey", "patch_all patch_socket patch_thread patch_time", Is("patches")),
        *each("gevent.threadpool.ThreadPool", "apply apply_async map spawn", Is("offload")),
        ("gevent.timeout", Names("gevent")),
    ),
)
