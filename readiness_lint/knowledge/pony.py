from readiness_lint.knowledge.schema import (
    ColumnTrait,
    ErrorFamily,
    Is,
    Knowledge,
    Leases,
    ModelBase,
    Outbound,
    Reads,
    Writes,
    each,
)
from readiness_lint.terms import LeaseKind, Service

NAME = "pony"
ENTITY = "pony.orm.Database.Entity"
SQL = Outbound(Service.SQL)

PONY = Knowledge(
    "pony",
    "0.7.20-0.7.20",
    "https://docs.ponyorm.org",
    (
        (ENTITY, ModelBase(NAME)),
        *each("pony.orm", "Required Optional PrimaryKey", ColumnTrait(NAME, copies=True)),
        *each(ENTITY, "get", Reads(NAME, "get"), SQL),
        *each(ENTITY, "exists", Reads(NAME, "exists"), SQL),
        *each(ENTITY, "get_for_update", Reads(NAME, "get"), SQL, Is("row-lock")),
        *each(ENTITY, "select", Reads(NAME, "build", many=True, runs=False)),
        *each(ENTITY, "flush", Writes(NAME, "flush"), SQL),
        *each(ENTITY, "delete", Writes(NAME, "delete")),
        *each("pony.orm", "commit", Writes(NAME, "commit"), SQL),
        *each("pony.orm", "flush", Writes(NAME, "flush"), SQL),
        *each("pony.orm", "rollback", Is("cleanup")),
        *each("pony.orm", "db_session", Leases(LeaseKind.SESSION, NAME, lazy=True)),
        *each(
            "pony.orm",
            "DBException DatabaseError InterfaceError DataError IntegrityError InternalError "
            "NotSupportedError OperationalError ProgrammingError",
            ErrorFamily("database"),
        ),
    ),
)
