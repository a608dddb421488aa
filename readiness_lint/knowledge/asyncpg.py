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

CONNECTION, POOL = "asyncpg.Connection", "asyncpg.Pool"
AWAITED = Outbound(Service.SQL, blocking=False)

# Queries are bounded by `command_timeout` of the connection or `timeout` of the call only.
ASYNCPG = Knowledge(
    "asyncpg",
    "0.32",
    "https://magicstack.github.io/asyncpg/",
    (
        *each(
            "asyncpg",
            "connect",
            Outbound(Service.SQL, Limit(Param("timeout"), 60.0), blocking=False),
            ClientTrait(Service.SQL),
            Is("coroutine"),
            Returns(Type(CONNECTION)),
        ),
        *each(
            "asyncpg",
            "create_pool",
            ClientTrait(Service.SQL),
            Is("coroutine"),
            Returns(Type(POOL)),
        ),
        *each(
            CONNECTION,
            "execute executemany fetch fetchmany fetchrow fetchval copy_from_query copy_from_table"
            " copy_records_to_table copy_to_table prepare",
            AWAITED,
            Is("coroutine"),
        ),
        *each(CONNECTION, "", Is("one-at-a-time")),
        *each(CONNECTION, "add_listener remove_listener close reset", Is("coroutine")),
        *each(
            POOL,
            "execute executemany fetch fetchmany fetchrow fetchval copy_records_to_table",
            AWAITED,
            Is("coroutine"),
        ),
        *each(POOL, "acquire", AWAITED, Is("coroutine"), Returns(Type(CONNECTION))),
        *each(POOL, "close release", Is("coroutine")),
        ("asyncpg.connection", Names("asyncpg")),
        ("asyncpg.pool", Names("asyncpg")),
    ),
)
