from readiness_lint.knowledge.schema import Blocks, Is, Knowledge, Names, each
from readiness_lint.terms import Held

GEVENT = Knowledge(
    "gevent",
    "26.9",
    "https://www.gevent.org",
    (
        *each("gevent", "Timeout with_timeout", Is("bounds")),
        *each("gevent.monkey", "patch_all patch_socket patch_thread patch_time", Is("patches")),
        *each("gevent.threadpool.ThreadPool", "apply apply_async map spawn", Is("offload")),
        ("gevent.timeout", Names("gevent")),
        # Other greenlets go on, but the one that answers does not, and an event loop stands still.
        ("gevent.sleep", Blocks(Held.SLEEP)),
        ("gevent.hub.sleep", Names("gevent.sleep")),
    ),
)
