from readiness_lint.knowledge.schema import (
    Attempts,
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

CLIENT, CLUSTER, PIPELINE = "redis.Redis", "redis.RedisCluster", "redis.client.Pipeline"
LOOP, LOOP_CLUSTER = "redis.asyncio.Redis", "redis.asyncio.RedisCluster"
LOOP_PIPELINE = "redis.asyncio.client.Pipeline"
# Bounded, or not, where the client is made.
ASKS, AWAITED = Outbound(Service.CACHE), Outbound(Service.CACHE, blocking=False)
TOLD = (Param("url", 0), Param("connection_pool"))
BY_HOST = (Param("connection_pool"),)
REPEATS = Attempts((Param("retries", 1),), never=(-1,), first=1)
# By the source: `None` in 5.3.1 and 7.1.0, `DEFAULT_SOCKET_TIMEOUT` in 8.0.0.
SINCE = (("8.0", 5.0),)
MADE = ClientTrait(
    Service.CACHE, Limit(Param("socket_timeout"), since=SINCE, of="redis"), told=TOLD
)
MADE_SYNC = ClientTrait(
    Service.CACHE, Limit(Param("socket_timeout", 4), since=SINCE, of="redis"), told=BY_HOST
)
WAITS = ClientTrait(Service.CACHE, Limit(Param("timeout", 1), 20.0))
LOCK = Leases(LeaseKind.LOCK, "redis")
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
SCANS = "scan_iter hscan_iter sscan_iter zscan_iter"

REDIS = Knowledge(
    "redis",
    "5.3-8.1",
    "https://redis.readthedocs.io",
    (
        *each("redis", "Redis", MADE_SYNC),
        *each("redis", "RedisCluster Sentinel ConnectionPool from_url", MADE),
        *each("redis.asyncio", "Redis Sentinel ConnectionPool from_url", MADE),
        *each(
            LOOP_CLUSTER,
            "",
            ClientTrait(Service.CACHE, Limit(Param("socket_timeout", 25), since=SINCE, of="redis")),
        ),
        *each("redis redis.asyncio", "BlockingConnectionPool", WAITS),
        *each(f"{CLIENT} {CLUSTER} {LOOP} {LOOP_CLUSTER}", "from_url", MADE),
        *each("redis.ConnectionPool redis.asyncio.ConnectionPool", "from_url", MADE),
        *each("redis", "from_url", Returns(Type(CLIENT))),
        *each("redis.asyncio", "from_url", Returns(Type(LOOP))),
        *each(CLIENT, "from_url from_pool", Returns(Type(CLIENT))),
        *each(LOOP, "from_url from_pool", Returns(Type(LOOP))),
        *each(CLUSTER, "from_url", Returns(Type(CLUSTER))),
        *each(LOOP_CLUSTER, "from_url", Returns(Type(LOOP_CLUSTER))),
        *each("redis.ConnectionPool", "from_url", Returns(Type("redis.ConnectionPool"))),
        *each(
            "redis.asyncio.ConnectionPool",
            "from_url",
            Returns(Type("redis.asyncio.ConnectionPool")),
        ),
        # Commands are too many to be named; what is left is named.
        *each(CLIENT, "*", ASKS),
        *each(CLIENT, f"{BUILDS} close connection_pool", Is("pure")),
        *each(f"{CLIENT} {LOOP}", CONSUMES, Is("waits-for-messages")),
        *each(CLIENT, "pipeline", Is("pure"), Returns(Type(PIPELINE))),
        *each(CLIENT, "pubsub", Is("pure"), Returns(Type("redis.client.PubSub"))),
        *each(CLIENT, "lock", Is("pure"), LOCK, Returns(Type("redis.lock.Lock"))),
        *each(CLIENT, "register_script", Is("pure"), Returns(Type("redis.commands.core.Script"))),
        *each(f"{CLIENT} {LOOP}", "lock", SHARED),
        *each("redis.lock redis.asyncio.lock", "Lock", SHARED_OBJECT),
        *each(CLIENT, "set", ASKS, CLAIM),
        *each(CLIENT, "setnx", ASKS, CLAIM_PLAIN),
        *each(LOOP, "set", AWAITED, Is("coroutine"), CLAIM),
        *each(LOOP, "setnx", AWAITED, Is("coroutine"), CLAIM_PLAIN),
        *each(CLUSTER, "", Inherits((CLIENT,))),
        *each(
            CLUSTER,
            "get_node get_nodes get_primaries get_replicas get_random_node keyslot",
            Is("pure"),
        ),
        *each(LOOP, "*", AWAITED, Is("coroutine")),
        *each(LOOP, f"{BUILDS} connection_pool", Is("pure")),
        *each(LOOP, "aclose close", Is("coroutine")),
        *each(LOOP, SCANS, AWAITED),
        *each(LOOP, "pipeline", Is("pure"), Returns(Type(LOOP_PIPELINE))),
        *each(LOOP, "pubsub", Is("pure"), Returns(Type("redis.asyncio.client.PubSub"))),
        *each(LOOP, "lock", Is("pure"), LOCK, Returns(Type("redis.asyncio.lock.Lock"))),
        *each(
            LOOP,
            "register_script",
            Is("pure"),
            Returns(Type("redis.commands.core.AsyncScript")),
        ),
        *each(LOOP_CLUSTER, "", Inherits((LOOP,))),
        *each(
            LOOP_CLUSTER,
            "get_node get_nodes get_primaries get_replicas get_random_node keyslot",
            Is("pure"),
        ),
        *each(f"{CLIENT} {LOOP} {PIPELINE} {LOOP_PIPELINE}", "publish", POSTED),
        *each(f"{CLIENT} {LOOP} {PIPELINE} {LOOP_PIPELINE}", "lpush rpush", PUSHED),
        *each(f"{CLIENT} {LOOP} {PIPELINE} {LOOP_PIPELINE}", "xadd", ADDED),
        # A command on a pipeline is kept until `execute`.
        *each(PIPELINE, "*", Is("pure"), Returns(Type(PIPELINE))),
        *each(PIPELINE, "execute watch", ASKS),
        *each(LOOP_PIPELINE, "*", Is("pure"), Returns(Type(LOOP_PIPELINE))),
        *each(LOOP_PIPELINE, "execute watch", AWAITED, Is("coroutine")),
        *each(
            "redis.client.PubSub",
            "listen get_message subscribe psubscribe unsubscribe punsubscribe ping",
            ASKS,
        ),
        *each("redis.asyncio.client.PubSub", "listen", AWAITED),
        *each(
            "redis.asyncio.client.PubSub",
            "get_message subscribe psubscribe unsubscribe punsubscribe ping",
            AWAITED,
            Is("coroutine"),
        ),
        *each("redis.asyncio.client.PubSub", "aclose close", Is("coroutine")),
        *each("redis.lock.Lock", "acquire release extend reacquire owned locked", ASKS),
        *each("redis.lock.Lock", "__enter__", ASKS),
        *each(
            "redis.asyncio.lock.Lock",
            "acquire release extend reacquire owned locked",
            AWAITED,
            Is("coroutine"),
        ),
        *each("redis.commands.core.Script", "__call__", ASKS),
        *each("redis.commands.core.AsyncScript", "__call__", AWAITED, Is("coroutine")),
        *each("redis.Sentinel", "master_for slave_for", Is("pure"), Returns(Type(CLIENT))),
        *each("redis.asyncio.Sentinel", "master_for slave_for", Is("pure"), Returns(Type(LOOP))),
        *each("redis.Sentinel", "discover_master discover_slaves", ASKS),
        *each(
            "redis.asyncio.Sentinel", "discover_master discover_slaves", AWAITED, Is("coroutine")
        ),
        *each("redis.retry redis.asyncio.retry", "Retry", REPEATS),
        ("redis.StrictRedis", Names(CLIENT)),
        ("redis.asyncio.StrictRedis", Names(LOOP)),
        ("redis.client.Redis", Names(CLIENT)),
        ("redis.client.StrictRedis", Names(CLIENT)),
        ("redis.asyncio.client.Redis", Names(LOOP)),
        ("redis.asyncio.client.StrictRedis", Names(LOOP)),
        ("redis.cluster.RedisCluster", Names(CLUSTER)),
        ("redis.asyncio.cluster.RedisCluster", Names(LOOP_CLUSTER)),
        ("redis.sentinel.Sentinel", Names("redis.Sentinel")),
        ("redis.asyncio.sentinel.Sentinel", Names("redis.asyncio.Sentinel")),
        ("redis.connection.ConnectionPool", Names("redis.ConnectionPool")),
        ("redis.connection.BlockingConnectionPool", Names("redis.BlockingConnectionPool")),
        ("redis.asyncio.connection.ConnectionPool", Names("redis.asyncio.ConnectionPool")),
        ("redis.utils.from_url", Names("redis.from_url")),
    ),
)

DJANGO_REDIS = Knowledge(
    "django-redis",
    "5.4-7.0",
    "https://github.com/jazzband/django-redis",
    (("django_redis.get_redis_connection", Returns(Type(CLIENT))),),
)

# Without `expire` it does not end, unless it renews itself.
REDIS_LOCK = Knowledge(
    "python-redis-lock",
    "4.0",
    "https://python-redis-lock.readthedocs.io",
    each("redis_lock", "Lock", SharedLock(Param("name", 1), (Param("expire", 2),))),
)
