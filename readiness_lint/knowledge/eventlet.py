from readiness_lint.knowledge.schema import Is, Knowledge, Names, each

EVENTLET = Knowledge(
    "eventlet",
    "0.41",
    "https://eventlet.readthedocs.io",
    (
        *each("eventlet", "Timeout with_timeout", Is("bounds")),
        *each("eventlet", "monkey_patch", Is("patches")),
        *each("eventlet.tpool", "execute", Is("offload")),
        ("eventlet.timeout", Names("eventlet")),
    ),
)
