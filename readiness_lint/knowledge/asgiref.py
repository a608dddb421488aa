from readiness_lint.knowledge.schema import Is, Knowledge, each

ASGIREF = Knowledge(
    "asgiref",
    "3.13",
    "https://asgi.readthedocs.io",
    (
        *each("asgiref.sync", "sync_to_async SyncToAsync", Is("offload")),
        *each("asgiref.sync", "async_to_sync AsyncToSync", Is("own-loop")),
    ),
)
