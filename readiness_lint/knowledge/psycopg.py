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

CONNECTION, CURSOR = "psycopg.Connection", "psycopg.Cursor"
LOOP, LOOP_CURSOR = "psycopg.AsyncConnection", "psycopg.AsyncCursor"
POOL, LOOP_POOL = "psycopg_pool.ConnectionPool", "psycopg_pool.AsyncConnectionPool"
QUERY, AWAITED = Outbound(Service.SQL), Outbound(Service.SQL, blocking=False)
# The driver gives up after what the kernel would have waited.
CONNECT = Limit(Param("connect_timeout"), 130.0, never=())
CHECKOUT = Limit(Param("timeout", 0), 30.0, at=("client",), never=())

PSYCOPG = Knowledge(
    "psycopg",
    "3.3",
    "https://www.psycopg.org/psycopg3/docs/",
    (
        *each(
            "psycopg",
            "connect",
            Outbound(Service.SQL, CONNECT),
            ClientTrait(Service.SQL, CONNECT),
            Returns(Type(CONNECTION)),
        ),
        *each(
            CONNECTION,
            "connect",
            Outbound(Service.SQL, CONNECT),
            ClientTrait(Service.SQL, CONNECT),
            Returns(Type(CONNECTION)),
        ),
        *each(
            LOOP,
            "connect",
            Outbound(Service.SQL, CONNECT, blocking=False),
            ClientTrait(Service.SQL, CONNECT),
            Is("coroutine"),
            Returns(Type(LOOP)),
        ),
        *each(CONNECTION, "execute", QUERY, Returns(Type(CURSOR))),
        *each(CONNECTION, "commit rollback notifies", QUERY),
        *each(CONNECTION, "cursor", Returns(Type(CURSOR))),
        *each(CURSOR, "execute", QUERY, Returns(Type(CURSOR))),
        *each(CURSOR, "executemany fetchall fetchmany fetchone stream", QUERY),
        *each(LOOP, "execute", AWAITED, Is("coroutine"), Returns(Type(LOOP_CURSOR))),
        *each(LOOP, "commit rollback", AWAITED, Is("coroutine")),
        *each(
            LOOP,
            "close set_autocommit set_isolation_level set_read_only set_deferrable",
            Is("coroutine"),
        ),
        *each(LOOP, "cursor", Returns(Type(LOOP_CURSOR))),
        *each(LOOP_CURSOR, "execute", AWAITED, Is("coroutine"), Returns(Type(LOOP_CURSOR))),
        *each(
            LOOP_CURSOR,
            "executemany fetchall fetchmany fetchone",
            AWAITED,
            Is("coroutine"),
        ),
        *each(LOOP_CURSOR, "close", Is("coroutine")),
        *each(
            "psycopg_pool",
            "ConnectionPool AsyncConnectionPool",
            ClientTrait(Service.SQL, Limit(Param("timeout"), 30.0)),
        ),
        *each(
            POOL, "connection getconn", Outbound(Service.SQL, CHECKOUT), Returns(Type(CONNECTION))
        ),
        *each(POOL, "wait", QUERY),
        *each(
            LOOP_POOL,
            "connection",
            Outbound(Service.SQL, CHECKOUT, blocking=False),
            Returns(Type(LOOP)),
        ),
        *each(
            LOOP_POOL,
            "getconn",
            Outbound(Service.SQL, CHECKOUT, blocking=False),
            Is("coroutine"),
            Returns(Type(LOOP)),
        ),
        *each(LOOP_POOL, "open close wait putconn check", Is("coroutine")),
        ("psycopg_pool.pool.ConnectionPool", Names(POOL)),
        ("psycopg_pool.pool_async.AsyncConnectionPool", Names(LOOP_POOL)),
    ),
)
