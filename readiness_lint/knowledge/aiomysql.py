from readiness_lint.knowledge.schema import (
    ClientTrait,
    Inherits,
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

CONNECTION, CURSOR, POOL = "aiomysql.Connection", "aiomysql.Cursor", "aiomysql.Pool"
AWAITED = Outbound(Service.SQL, blocking=False)
# Connecting alone: the system gives up by itself.
CONNECT = 130.0

AIOMYSQL = Knowledge(
    "aiomysql",
    "0.3",
    "https://aiomysql.readthedocs.io",
    (
        *each(
            "aiomysql",
            "connect",
            AWAITED,
            ClientTrait(Service.SQL, Limit(Param("connect_timeout", 14), CONNECT, never=())),
            Is("coroutine"),
            Returns(Type(CONNECTION)),
        ),
        *each(
            "aiomysql",
            "create_pool",
            ClientTrait(Service.SQL, Limit(Param("connect_timeout"), CONNECT, never=())),
            Is("coroutine"),
            Returns(Type(POOL)),
        ),
        *each(POOL, "acquire", AWAITED, Is("coroutine"), Returns(Type(CONNECTION))),
        *each(POOL, "clear wait_closed", Is("coroutine")),
        *each(CONNECTION, "begin commit ping rollback select_db", AWAITED, Is("coroutine")),
        *each(CONNECTION, "ensure_closed", Is("coroutine")),
        *each(CONNECTION, "cursor", Returns(Type(CURSOR))),
        *each(CURSOR, "callproc execute executemany nextset", AWAITED, Is("coroutine")),
        # A finished future, so that it can be awaited.
        *each(CURSOR, "fetchall fetchmany fetchone close", Is("coroutine")),
        *each("aiomysql", "DictCursor SSCursor SSDictCursor", Inherits((CURSOR,))),
        ("aiomysql.connection", Names("aiomysql")),
        ("aiomysql.cursors", Names("aiomysql")),
        ("aiomysql.pool", Names("aiomysql")),
    ),
)
