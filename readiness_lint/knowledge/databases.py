from readiness_lint.knowledge.schema import (
    Is,
    Knowledge,
    Leases,
    Names,
    Outbound,
    Param,
    Reads,
    Returns,
    Writes,
    each,
)
from readiness_lint.terms import LeaseKind, Service, Type

NAME = "databases"
DATABASE, CONNECTION = "databases.Database", "databases.core.Connection"
TRANSACTION = "databases.core.Transaction"
BOTH = f"{DATABASE} {CONNECTION}"
QUERY = Param("query", 0)
SENT = (Outbound(Service.SQL, blocking=False), Is("coroutine"))

DATABASES = Knowledge(
    "databases",
    "0.9-0.9",
    "https://www.encode.io/databases",
    (
        *each("databases.core", "Database", Names(DATABASE)),
        *each(BOTH, "fetch_one", Reads(NAME, "get", statement=QUERY), *SENT),
        *each(BOTH, "fetch_val", Reads(NAME, "get", statement=QUERY), *SENT),
        *each(BOTH, "fetch_all", Reads(NAME, "all", many=True, statement=QUERY), *SENT),
        *each(BOTH, "iterate", Reads(NAME, "all", many=True, statement=QUERY)),
        *each(BOTH, "iterate", Outbound(Service.SQL, blocking=False)),
        *each(BOTH, "execute", Reads(NAME, "run", statement=QUERY), *SENT),
        *each(BOTH, "execute_many", Writes(NAME, "bulk"), *SENT),
        *each(BOTH, "transaction", Leases(LeaseKind.TRANSACTION, NAME)),
        *each(BOTH, "transaction", Returns(Type(TRANSACTION))),
        *each(TRANSACTION, "start", Is("coroutine")),
        *each(TRANSACTION, "commit", Writes(NAME, "commit"), *SENT),
        *each(TRANSACTION, "rollback", Is("cleanup"), *SENT),
        *each(DATABASE, "connection", Leases(LeaseKind.CONNECTION, NAME)),
        *each(DATABASE, "connection", Returns(Type(CONNECTION))),
        *each(DATABASE, "connect", *SENT),
        *each(DATABASE, "disconnect", Is("coroutine"), Is("cleanup")),
    ),
)
