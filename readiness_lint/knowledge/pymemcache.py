from readiness_lint.knowledge.schema import ClientTrait, Inherits, Knowledge, Limit, Names, Outbound, Param, each
from readiness_lint.terms import Service

CLIENT = "pymemcache.Client"
ASKS = Outbound(Service.CACHE)
VERBS = (
    "add append cas decr delete delete_many flush_all get get_many gets gets_many incr prepend"
    " replace set set_many stats touch"
)

PYMEMCACHE = Knowledge(
    "pymemcache",
    "VERSION",
    "https://pymemcache.readthedocs.io",
    (
        *each(
            "pymemcache",
            "Client PooledClient",
            ClientTrait(Service.CACHE, Limit(Param("timeout", 4))),
        ),
        *each(
            "pymemcache",
            "HashClient",
            ClientTrait(Service.CACHE, Limit(Param("timeout", 5))),
        ),
        *each("pymemcache", "RetryingClient", ClientTrait(Service.CACHE)),
        *each(CLIENT, f"{VERBS} version quit", ASKS),
        *each("pymemcache", "PooledClient HashClient RetryingClient", Inherits((CLIENT,))),
        ("pymemcache.client.Client", Names(CLIENT)),
        ("pymemcache.client.base.Client", Names(CLIENT)),
        ("pymemcache.client.PooledClient", Names("pymemcache.PooledClient")),
        ("pymemcache.client.base.PooledClient", Names("pymemcache.PooledClient")),
        ("pymemcache.client.hash.HashClient", Names("pymemcache.HashClient")),
        ("pymemcache.client.retrying.RetryingClient", Names("pymemcache.RetryingClient")),
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
    ),
)

MEMCACHE = Knowledge(
    "python-memcached",
    "VERSION",
    "https://github.com/linsomniac/python-memcached",
    (
        *each(
            "memcache", "Client", ClientTrait(Service.CACHE, Limit(Param("socket_timeout", 11), 3.0))
        ),
        *each(
            "memcache.Client",
            "add append cas decr delete delete_multi flush_all get get_multi gets get_stats incr"
            " prepend replace set set_multi touch",
            ASKS,
        ),
    ),
)
