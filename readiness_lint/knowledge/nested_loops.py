"""What is known of loops that are started inside others."""

from readiness_lint.knowledge.schema import Is, Knowledge, each

ASGIREF_RUNNERS = Knowledge(
    "asgiref",
    "3.13",
    "https://asgi.readthedocs.io",
    # Calling what they make raises "You cannot use AsyncToSync in the same thread ...".
    (*each("asgiref.sync", "async_to_sync AsyncToSync", Is("makes-runner")),),
)

ASYNCER_RUNNERS = Knowledge(
    "asyncer",
    "0.0",
    "https://asyncer.tiangolo.com",
    (*each("asyncer", "syncify runnify", Is("makes-runner")),),
)

UVLOOP = Knowledge(
    "uvloop",
    "0.23",
    "https://uvloop.readthedocs.io",
    (("uvloop.run", Is("own-loop")),),
)

NEST_ASYNCIO = Knowledge(
    "nest-asyncio",
    "1.6",
    "https://github.com/erdewit/nest_asyncio",
    (("nest_asyncio", Is("nests-loops")),),
)
