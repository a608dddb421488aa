from readiness_lint.knowledge.schema import (
    ClientTrait,
    Is,
    Knowledge,
    Limit,
    Names,
    Outbound,
    Param,
    Returns,
    each,
)
from readiness_lint.terms import Service, Type

CLIENTS = "coredis.Redis coredis.RedisCluster"
AWAITED = Outbound(Service.CACHE, blocking=False)
MADE = ClientTrait(Service.CACHE, Limit(Param("stream_timeout")))

COREDIS = Knowledge(
    "coredis",
    "6.9",
    "https://coredis.readthedocs.io",
    (
        *each(CLIENTS, "", MADE),
        *each(CLIENTS, "from_url", MADE),
        *each("coredis.Redis", "from_url", Returns(Type("coredis.Redis"))),
        *each("coredis.RedisCluster", "from_url", Returns(Type("coredis.RedisCluster"))),
        *each(CLIENTS, "*", AWAITED, Is("coroutine")),
        *each(CLIENTS, "scan_iter hscan_iter sscan_iter zscan_iter", AWAITED),
        *each(CLIENTS, "pipeline pubsub lock connection_pool decoding noreply", Is("pure")),
        ("coredis.client.Redis", Names("coredis.Redis")),
        ("coredis.client.RedisCluster", Names("coredis.RedisCluster")),
    ),
)
