from readiness_lint.knowledge.schema import (
    ClientTrait,
    Inherits,
    Knowledge,
    Limit,
    Names,
    Outbound,
    Param,
    SharedLock,
    each,
)
from readiness_lint.terms import Service

CLIENT, RETRYING = "pymemcache.Client", "pymemcache.client.retrying.RetryingClient"
ASKS = Outbound(Service.CACHE)
VERBS = (
    "add append cas decr delete delete_many flush_all get get_many gets gets_many incr prepend"
    " replace set set_many stats touch"
)
# Read in the source: zero, which is the default, keeps an entry until its place is needed.
CLAIM = SharedLock(Param("key", 0), (Param("expire", 2),), never=0, named=True)
CLAIM_IN_TIME = SharedLock(Param("key", 0), (Param("time", 2),), never=0, named=True)

PYMEMCACHE = Knowledge(
    "pymemcache",
    "4.0",
    "https://pymemcache.readthedocs.io",
    (
        *each(
            "pymemcache",
            "Client PooledClient",
            ClientTrait(Service.CACHE, Limit(Param("timeout", 5))),
        ),
        *each(
            "pymemcache",
            "HashClient",
            ClientTrait(Service.CACHE, Limit(Param("timeout", 6))),
        ),
        *each(RETRYING, "", Inherits((CLIENT,)), ClientTrait(Service.CACHE)),
        *each(CLIENT, f"{VERBS} version quit", ASKS),
        *each(CLIENT, "add", CLAIM),
        *each("pymemcache", "PooledClient HashClient", Inherits((CLIENT,))),
        ("pymemcache.client.Client", Names(CLIENT)),
        ("pymemcache.client.base.Client", Names(CLIENT)),
        ("pymemcache.client.PooledClient", Names("pymemcache.PooledClient")),
        ("pymemcache.client.base.PooledClient", Names("pymemcache.PooledClient")),
        ("pymemcache.client.hash.HashClient", Names("pymemcache.HashClient")),
        ("pymemcache.client.RetryingClient", Names(RETRYING)),
    ),
)

LIBMEMCACHED = Knowledge(
    "pylibmc",
    "1.6",
    "https://sendapatch.se/projects/pylibmc/",
    (
        *each("pylibmc", "Client", ClientTrait(Service.CACHE)),
        *each(
            "pylibmc.Client",
            "add append cas decr delete delete_multi flush_all get get_multi gets incr prepend"
            " replace set set_multi touch",
            ASKS,
        ),
        *each("pylibmc.Client", "add", CLAIM_IN_TIME),
    ),
)

MEMCACHE = Knowledge(
    "python-memcached",
    "1.62",
    "https://github.com/linsomniac/python-memcached",
    (
        *each(
            "memcache",
            "Client",
            ClientTrait(Service.CACHE, Limit(Param("socket_timeout", 12), 3.0)),
        ),
        *each(
            "memcache.Client",
            "add append cas decr delete delete_multi flush_all get get_multi gets get_stats incr"
            " prepend replace set set_multi touch",
            ASKS,
        ),
        *each("memcache.Client", "add", CLAIM_IN_TIME),
    ),
)
