from readiness_lint.knowledge.schema import (
    ClientTrait,
    Inherits,
    Is,
    Knowledge,
    Leases,
    Limit,
    Names,
    Outbound,
    Param,
    Posts,
    Returns,
    SharedLock,
    each,
)
from readiness_lint.terms import LeaseKind, Service, Type

CLIENT, CLUSTER, PIPELINE = "valkey.Valkey", "valkey.ValkeyCluster", "valkey.client.Pipeline"
LOOP, LOOP_CLUSTER = "valkey.asyncio.Valkey", "valkey.asyncio.ValkeyCluster"
LOOP_PIPELINE = "valkey.asyncio.client.Pipeline"
# Bounded, or not, where the client is made.
ASKS, AWAITED = Outbound(Service.CACHE), Outbound(Service.CACHE, blocking=False)
TOLD = (Param("url", 0), Param("connection_pool"))
BY_HOST = (Param("connection_pool"),)
MADE = ClientTrait(Service.CACHE, Limit(Param("socket_timeout")), told=TOLD)
MADE_SYNC = ClientTrait(Service.CACHE, Limit(Param("socket_timeout", 4)), told=BY_HOST)
WAITS = ClientTrait(Service.CACHE, Limit(Param("timeout", 1), 20.0))
LOCK = Leases(LeaseKind.LOCK, "valkey")
# Read in the source: no time limit unless it is given.
SHARED = SharedLock(expiry=(Param("timeout", 1),))
SHARED_OBJECT = SharedLock(Param("name", 1), (Param("timeout", 2),))
CLAIM = SharedLock(
    expiry=(Param("ex", 2), Param("px", 3), Param("exat"), Param("pxat")), only="nx", named=True
)
CLAIM_PLAIN = SharedLock(named=True)
BUILDS = (
    "bf cf cms ft json tdigest topk ts get_connection_kwargs get_encoder get_retry"
    " load_external_module set_response_callback"
)
POSTED, ADDED = Posts(Param("message", 1)), Posts(Param("fields", 1))
PUSHED = Posts(Param("values", 1), rest=True)
# They wait for what may not come for hours, which a limit of the client would break off.
CONSUMES = "blpop brpop brpoplpush blmove blmpop bzpopmin bzpopmax bzmpop xread xreadgroup pubsub"

VALKEY = Knowledge(
    "valkey",
    "6.2",
    "https://valkey-py.readthedocs.io",
    (
        *each("valkey", "Valkey", MADE_SYNC),
        *each("valkey", "ValkeyCluster Sentinel ConnectionPool from_url", MADE),
        *each("valkey.asyncio", "Valkey Sentinel ConnectionPool from_url", MADE),
        *each(LOOP_CLUSTER, "", ClientTrait(Service.CACHE, Limit(Param("socket_timeout", 25)))),
        *each("valkey valkey.asyncio", "BlockingConnectionPool", WAITS),
        *each(f"{CLIENT} {CLUSTER} {LOOP} {LOOP_CLUSTER}", "from_url", MADE),
        *each("valkey", "from_url", Returns(Type(CLIENT))),
        *each("valkey.asyncio", "from_url", Returns(Type(LOOP))),
        *each(CLIENT, "from_url from_pool", Returns(Type(CLIENT))),
        *each(LOOP, "from_url from_pool", Returns(Type(LOOP))),
        *each(CLUSTER, "from_url", Returns(Type(CLUSTER))),
        *each(LOOP_CLUSTER, "from_url", Returns(Type(LOOP_CLUSTER))),
        *each(CLIENT, "*", ASKS),
        *each(CLIENT, f"{BUILDS} close connection_pool register_script", Is("pure")),
        *each(f"{CLIENT} {LOOP}", CONSUMES, Is("waits-for-messages")),
        *each(CLIENT, "pipeline", Is("pure"), Returns(Type(PIPELINE))),
        *each(CLIENT, "pubsub", Is("pure"), Returns(Type("valkey.client.PubSub"))),
        *each(CLIENT, "lock", Is("pure"), LOCK, Returns(Type("valkey.lock.Lock"))),
        *each(f"{CLIENT} {LOOP}", "lock", SHARED),
        *each("valkey.lock valkey.asyncio.lock", "Lock", SHARED_OBJECT),
        *each(CLIENT, "set", ASKS, CLAIM),
        *each(CLIENT, "setnx", ASKS, CLAIM_PLAIN),
        *each(LOOP, "set", AWAITED, Is("coroutine"), CLAIM),
        *each(LOOP, "setnx", AWAITED, Is("coroutine"), CLAIM_PLAIN),
        *each(CLUSTER, "", Inherits((CLIENT,))),
        *each(LOOP, "*", AWAITED, Is("coroutine")),
        *each(LOOP, f"{BUILDS} connection_pool register_script", Is("pure")),
        *each(LOOP, "aclose close", Is("coroutine")),
        *each(LOOP, "scan_iter hscan_iter sscan_iter zscan_iter", AWAITED),
        *each(LOOP, "pipeline", Is("pure"), Returns(Type(LOOP_PIPELINE))),
        *each(LOOP, "pubsub", Is("pure"), Returns(Type("valkey.asyncio.client.PubSub"))),
        *each(LOOP, "lock", Is("pure"), LOCK, Returns(Type("valkey.asyncio.lock.Lock"))),
        *each(LOOP_CLUSTER, "", Inherits((LOOP,))),
        *each(f"{CLIENT} {LOOP} {PIPELINE} {LOOP_PIPELINE}", "publish", POSTED),
        *each(f"{CLIENT} {LOOP} {PIPELINE} {LOOP_PIPELINE}", "lpush rpush", PUSHED),
        *each(f"{CLIENT} {LOOP} {PIPELINE} {LOOP_PIPELINE}", "xadd", ADDED),
        *each(PIPELINE, "*", Is("pure"), Returns(Type(PIPELINE))),
        *each(PIPELINE, "execute watch", ASKS),
        *each(LOOP_PIPELINE, "*", Is("pure"), Returns(Type(LOOP_PIPELINE))),
        *each(LOOP_PIPELINE, "execute watch", AWAITED, Is("coroutine")),
        *each(
            "valkey.client.PubSub",
            "listen get_message subscribe psubscribe unsubscribe punsubscribe ping",
            ASKS,
        ),
        *each("valkey.asyncio.client.PubSub", "listen", AWAITED),
        *each(
            "valkey.asyncio.client.PubSub",
            "get_message subscribe psubscribe unsubscribe punsubscribe ping",
            AWAITED,
            Is("coroutine"),
        ),
        *each("valkey.lock.Lock", "acquire release extend reacquire owned locked", ASKS),
        *each(
            "valkey.asyncio.lock.Lock",
            "acquire release extend reacquire owned locked",
            AWAITED,
            Is("coroutine"),
        ),
        ("valkey.StrictValkey", Names(CLIENT)),
        ("valkey.Redis", Names(CLIENT)),
        ("valkey.StrictRedis", Names(CLIENT)),
        ("valkey.client.Valkey", Names(CLIENT)),
        ("valkey.asyncio.client.Valkey", Names(LOOP)),
        ("valkey.cluster.ValkeyCluster", Names(CLUSTER)),
        ("valkey.asyncio.cluster.ValkeyCluster", Names(LOOP_CLUSTER)),
        ("valkey.sentinel.Sentinel", Names("valkey.Sentinel")),
        ("valkey.connection.ConnectionPool", Names("valkey.ConnectionPool")),
    ),
)
