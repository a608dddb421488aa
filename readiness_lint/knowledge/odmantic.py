from readiness_lint.knowledge.schema import (
    ColumnTrait,
    Is,
    Knowledge,
    Leases,
    ModelBase,
    Outbound,
    Reads,
    Returns,
    Writes,
    each,
)
from readiness_lint.terms import LeaseKind, Service, Type

NAME = "odmantic"
SYNC = "odmantic.SyncEngine odmantic.session.SyncSession odmantic.session.SyncTransaction"
ASYNC = "odmantic.AIOEngine odmantic.session.AIOSession odmantic.session.AIOTransaction"
BOTH = f"{SYNC} {ASYNC}"
SQL = Outbound(Service.SQL)
SENT = (Outbound(Service.SQL, blocking=False), Is("coroutine"))

ODMANTIC = Knowledge(
    "odmantic",
    "1.1-1.1",
    "https://art049.github.io/odmantic",
    (
        *each("odmantic", "Model", ModelBase(NAME), Is("class")),
        ("odmantic.Field", ColumnTrait(NAME, position=0, copies=True)),
        *each(BOTH, "find", Reads(NAME, "all", many=True)),
        *each(ASYNC, "find", Outbound(Service.SQL, blocking=False)),
        *each(SYNC, "find", SQL),
        *each(BOTH, "find_one", Reads(NAME, "get")),
        *each(BOTH, "count", Reads(NAME, "count")),
        *each(BOTH, "save", Writes(NAME, "save")),
        *each(BOTH, "save_all", Writes(NAME, "bulk")),
        *each(BOTH, "delete remove", Writes(NAME, "delete")),
        *each(ASYNC, "find_one count save save_all delete remove", *SENT),
        *each(SYNC, "find_one count save save_all delete remove", SQL),
        *each(
            "odmantic.AIOEngine odmantic.SyncEngine",
            "session",
            Leases(LeaseKind.SESSION, NAME, lazy=True),
        ),
        *each(
            "odmantic.AIOEngine odmantic.SyncEngine odmantic.session.AIOSession "
            "odmantic.session.SyncSession",
            "transaction",
            Leases(LeaseKind.TRANSACTION, NAME),
        ),
        ("odmantic.AIOEngine.session", Returns(Type("odmantic.session.AIOSession"))),
        ("odmantic.SyncEngine.session", Returns(Type("odmantic.session.SyncSession"))),
        *each(
            "odmantic.AIOEngine odmantic.session.AIOSession",
            "transaction",
            Returns(Type("odmantic.session.AIOTransaction")),
        ),
        *each(
            "odmantic.SyncEngine odmantic.session.SyncSession",
            "transaction",
            Returns(Type("odmantic.session.SyncTransaction")),
        ),
    ),
)
