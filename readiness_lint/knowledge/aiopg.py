from readiness_lint.knowledge.schema import (
    ClientTrait,
    Is,
    Knowledge,
    Limit,
    Outbound,
    Param,
    Returns,
    each,
)
from readiness_lint.terms import Service, Type

CONNECTION, CURSOR, POOL = "aiopg.Connection", "aiopg.Cursor", "aiopg.Pool"
AWAITED = Outbound(Service.SQL, blocking=False)
MINUTE = Limit(Param("timeout"), 60.0)

AIOPG = Knowledge(
    "aiopg",
    "1.4",
    "https://aiopg.readthedocs.io",
    (
        *each(
            "aiopg",
            "connect",
            Outbound(Service.SQL, MINUTE, blocking=False),
            ClientTrait(Service.SQL, MINUTE),
            Is("coroutine"),
            Returns(Type(CONNECTION)),
        ),
        *each(
            "aiopg",
            "create_pool",
            ClientTrait(Service.SQL, MINUTE),
            Is("coroutine"),
            Returns(Type(POOL)),
        ),
        *each(POOL, "acquire", AWAITED, Is("coroutine"), Returns(Type(CONNECTION))),
        *each(CONNECTION, "cursor", Returns(Type(CURSOR))),
        *each(
            CURSOR,
            "callproc execute fetchall fetchmany fetchone",
            AWAITED,
            Is("coroutine"),
        ),
    ),
)
