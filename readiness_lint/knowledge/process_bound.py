"""What lives and dies with its process, so that to keep it there is right."""

from readiness_lint.knowledge.schema import Is, Knowledge, each

BOUND = Is("process-bound")

STDLIB = Knowledge(
    "",
    "3.11-3.11",
    "https://docs.python.org/3/library/",
    (
        *each(
            "asyncio threading multiprocessing concurrent.futures subprocess socket queue weakref "
            "contextvars collections.abc.Callable typing.Callable",
            "",
            BOUND,
        ),
    ),
)

LIBRARIES = Knowledge(
    "anyio",
    "4.16-4.16",
    "https://anyio.readthedocs.io",
    (*each("anyio websockets starlette.websockets cachetools", "", BOUND),),
)

# What somebody at the other end holds on to: no other process can take it over.
CHANNELS = Knowledge(
    "",
    "3.11-3.11",
    "https://docs.python.org/3/library/",
    (*each("socket subprocess asyncio.subprocess asyncio.StreamWriter", "", Is("live-channel")),),
)

LIVE = Knowledge(
    "aiortc",
    "1.0-1.14",
    "https://aiortc.readthedocs.io",
    (
        *each("aiortc", "", BOUND, Is("live-channel")),
        *each("websockets starlette.websockets", "", Is("live-channel")),
    ),
)
