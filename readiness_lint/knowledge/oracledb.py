from readiness_lint.knowledge.schema import ClientTrait, Is, Knowledge, Outbound, Returns, each
from readiness_lint.terms import Service, Type

CONNECTION, CURSOR, POOL = "oracledb.Connection", "oracledb.Cursor", "oracledb.ConnectionPool"
LOOP, LOOP_CURSOR = "oracledb.AsyncConnection", "oracledb.AsyncCursor"
LOOP_POOL = "oracledb.AsyncConnectionPool"
QUERY, AWAITED = Outbound(Service.SQL), Outbound(Service.SQL, blocking=False)

ORACLEDB = Knowledge(
    "oracledb",
    "26.1",
    "https://python-oracledb.readthedocs.io",
    (
        *each("oracledb", "connect", QUERY, ClientTrait(Service.SQL), Returns(Type(CONNECTION))),
        *each(
            "oracledb",
            "connect_async",
            AWAITED,
            ClientTrait(Service.SQL),
            Is("coroutine"),
            Returns(Type(LOOP)),
        ),
        *each("oracledb", "create_pool", QUERY, ClientTrait(Service.SQL), Returns(Type(POOL))),
        *each("oracledb", "create_pool_async", ClientTrait(Service.SQL), Returns(Type(LOOP_POOL))),
        *each(POOL, "acquire", QUERY, Returns(Type(CONNECTION))),
        *each(LOOP_POOL, "acquire", AWAITED, Is("coroutine"), Returns(Type(LOOP))),
        *each(CONNECTION, "begin commit ping rollback", QUERY),
        *each(CONNECTION, "cursor", Returns(Type(CURSOR))),
        *each(
            CURSOR, "callfunc callproc execute executemany fetchall fetchmany fetchone parse", QUERY
        ),
        *each(
            LOOP,
            "callfunc callproc commit execute executemany fetchall fetchmany fetchone ping rollback",
            AWAITED,
            Is("coroutine"),
        ),
        *each(LOOP, "close", Is("coroutine")),
        *each(LOOP, "cursor", Returns(Type(LOOP_CURSOR))),
        *each(
            LOOP_CURSOR,
            "callfunc callproc execute executemany fetchall fetchmany fetchone parse",
            AWAITED,
            Is("coroutine"),
        ),
    ),
)
