"""Pools of connections."""

from readiness_lint.knowledge.schema import Is, Knowledge, Param, Pools, each

BETWEEN = (Param("minsize"), Param("maxsize"))
BOTH = (Param("minconn", 0), Param("maxconn", 1))
# An engine has a pool by itself: what somebody chose is its size.
SIZED = Pools(
    (
        Param("pool_size"),
        Param("max_overflow"),
        Param("pool_timeout"),
        Param("pool_recycle"),
        Param("pool_pre_ping"),
    ),
    always=False,
    replaced=Param("poolclass"),
)

SQLALCHEMY_POOLS = Knowledge(
    "SQLAlchemy",
    "1.4-2.1",
    "https://docs.sqlalchemy.org",
    (
        *each("sqlalchemy", "create_engine", SIZED),
        *each("sqlalchemy.ext.asyncio", "create_async_engine", SIZED),
        *each("sqlalchemy.pool", "NullPool StaticPool", Is("no-pool")),
    ),
)

ASYNCPG_POOLS = Knowledge(
    "asyncpg",
    "0.32-0.32",
    "https://magicstack.github.io/asyncpg",
    each(
        "asyncpg",
        "create_pool",
        Pools((Param("min_size"), Param("max_size"), Param("max_inactive_connection_lifetime"))),
    ),
)

AIOMYSQL_POOLS = Knowledge(
    "aiomysql",
    "0.3-0.3",
    "https://aiomysql.readthedocs.io",
    each("aiomysql", "create_pool", Pools((*BETWEEN, Param("pool_recycle")))),
)

AIOPG_POOLS = Knowledge(
    "aiopg",
    "1.4-1.4",
    "https://aiopg.readthedocs.io",
    each("aiopg", "create_pool", Pools((*BETWEEN, Param("pool_recycle")))),
)

PSYCOPG_POOLS = Knowledge(
    "psycopg-pool",
    "3.3-3.3",
    "https://www.psycopg.org/psycopg3/docs",
    each(
        "psycopg_pool",
        "ConnectionPool AsyncConnectionPool",
        Pools((Param("min_size"), Param("max_size"), Param("max_lifetime"), Param("timeout"))),
    ),
)

PSYCOPG2_POOLS = Knowledge(
    "psycopg2",
    "2.9-2.9",
    "https://www.psycopg.org/docs",
    each("psycopg2.pool", "ThreadedConnectionPool SimpleConnectionPool", Pools(BOTH)),
)

MYSQL_POOLS = Knowledge(
    "mysql-connector-python",
    "26.10-26.10",
    "https://dev.mysql.com/doc/connector-python/en",
    each("mysql.connector.pooling", "MySQLConnectionPool", Pools((Param("pool_size", 0),))),
)

ORACLEDB_POOLS = Knowledge(
    "oracledb",
    "26.1-26.1",
    "https://python-oracledb.readthedocs.io",
    each("oracledb", "create_pool create_pool_async", Pools((Param("min"), Param("max")))),
)

PEEWEE_POOLS = Knowledge(
    "peewee",
    "4.5-4.5",
    "https://docs.peewee-orm.com",
    each(
        "playhouse.pool",
        "PooledPostgresqlDatabase PooledMySQLDatabase",
        Pools((Param("max_connections"), Param("stale_timeout"), Param("timeout"))),
    ),
)

REDIS_POOLS = Knowledge(
    "redis",
    "8.1-8.1",
    "https://redis.readthedocs.io",
    (
        *each(
            "redis redis.asyncio",
            "ConnectionPool BlockingConnectionPool",
            Pools((Param("max_connections"),)),
        ),
        *each(
            "redis.ConnectionPool redis.asyncio.ConnectionPool",
            "from_url",
            Pools((Param("max_connections"),)),
        ),
    ),
)
