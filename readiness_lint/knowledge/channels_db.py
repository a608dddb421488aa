from readiness_lint.knowledge.schema import Is, Knowledge, each

CHANNELS_DB = Knowledge(
    "channels",
    "4.3",
    "https://channels.readthedocs.io/en/stable/topics/databases.html",
    (
        *each("channels.db", "database_sync_to_async DatabaseSyncToAsync", Is("offload")),
        *each("channels.db", "aclose_old_connections", Is("coroutine")),
    ),
)
