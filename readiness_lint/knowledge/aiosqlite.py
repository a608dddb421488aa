from readiness_lint.knowledge.schema import (
    ClientTrait,
    Is,
    Knowledge,
    Names,
    Outbound,
    Returns,
    each,
)
from readiness_lint.terms import Service, Type

CONNECTION, CURSOR = "aiosqlite.Connection", "aiosqlite.Cursor"
AWAITED = Outbound(Service.SQL, blocking=False)

AIOSQLITE = Knowledge(
    "aiosqlite",
    "0.22",
    "https://aiosqlite.omnilib.dev",
    (
        *each(
            "aiosqlite",
            "connect",
            ClientTrait(Service.SQL),
            Is("coroutine"),
            Returns(Type(CONNECTION)),
        ),
        *each(
            CONNECTION,
            "cursor execute executemany executescript",
            AWAITED,
            Is("coroutine"),
            Returns(Type(CURSOR)),
        ),
        *each(
            CONNECTION,
            "commit execute_fetchall execute_insert rollback",
            AWAITED,
            Is("coroutine"),
        ),
        *each(CONNECTION, "close", Is("coroutine")),
        *each(
            CURSOR,
            "execute executemany executescript fetchall fetchmany fetchone",
            AWAITED,
            Is("coroutine"),
        ),
        ("aiosqlite.core", Names("aiosqlite")),
        ("aiosqlite.cursor", Names("aiosqlite")),
    ),
)
