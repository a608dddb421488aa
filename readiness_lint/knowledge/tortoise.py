from readiness_lint.knowledge.schema import (
    ColumnTrait,
    ErrorFamily,
    GetsOrMakes,
    Inherits,
    Is,
    Knowledge,
    Leases,
    ModelBase,
    Names,
    Outbound,
    Param,
    Reads,
    Returns,
    Writes,
    each,
)
from readiness_lint.terms import LeaseKind, Service, Type

NAME = "tortoise"
MODEL, QUERYSET = "tortoise.models.Model", "tortoise.queryset.QuerySet"
BOTH = f"{MODEL} {QUERYSET}"
FIELDS, POSTGRES = "tortoise.fields", "tortoise.contrib.postgres.fields"
# A query is sent when its value is awaited.
SENT = (Outbound(Service.SQL, blocking=False), Is("coroutine"))
ROWS = Reads(NAME, "build", many=True, runs=False)
FOLDED = Reads(NAME, "build", many=True, runs=False, folds=True)
TRANSACTION = Leases(LeaseKind.TRANSACTION, NAME, alias=Param("connection_name", 0))

TABLES = (
    *each("tortoise", "Model", Names(MODEL)),
    *each(FIELDS, "base data relational", Names(FIELDS)),
    (MODEL, ModelBase(NAME)),
)

# `Model.__init__` copies a mutable default.
COLUMNS = (
    *each(FIELDS, "FloatField", ColumnTrait(NAME, "float", copies=True)),
    *each(FIELDS, "DecimalField", ColumnTrait(NAME, "decimal", copies=True)),
    *each(
        FIELDS,
        "IntField BigIntField SmallIntField IntEnumField",
        ColumnTrait(NAME, "integer", copies=True),
    ),
    *each(FIELDS, "CharField TextField CharEnumField", ColumnTrait(NAME, "text", copies=True)),
    *each(FIELDS, "BooleanField", ColumnTrait(NAME, "boolean", copies=True)),
    *each(FIELDS, "DatetimeField", ColumnTrait(NAME, "datetime", copies=True)),
    *each(FIELDS, "DateField", ColumnTrait(NAME, "date", copies=True)),
    *each(FIELDS, "TimeField", ColumnTrait(NAME, "time", copies=True)),
    *each(FIELDS, "TimeDeltaField", ColumnTrait(NAME, "interval", copies=True)),
    *each(FIELDS, "BinaryField", ColumnTrait(NAME, "binary", copies=True)),
    *each(FIELDS, "UUIDField", ColumnTrait(NAME, "uuid", copies=True)),
    *each(FIELDS, "JSONField", ColumnTrait(NAME, "json", copies=True)),
    *each(FIELDS, "ForeignKeyField OneToOneField", ColumnTrait(NAME, "reference", copies=True)),
    *each(POSTGRES, "ArrayField", ColumnTrait(NAME, "array", copies=True)),
)

READ = (
    *each(BOTH, "all filter exclude annotate", ROWS, Returns(Type(QUERYSET))),
    *each(
        QUERYSET,
        "only order_by prefetch_related select_related using_db use_index force_index",
        ROWS,
        Returns(Type(QUERYSET)),
    ),
    *each(QUERYSET, "offset", ROWS, Returns(Type(QUERYSET))),
    *each(QUERYSET, "distinct group_by", FOLDED, Returns(Type(QUERYSET))),
    *each(
        QUERYSET,
        "limit",
        Reads(NAME, "build", runs=False, limits=True),
        Returns(Type(QUERYSET)),
    ),
    *each(BOTH, "select_for_update", ROWS, Returns(Type(QUERYSET)), Is("row-lock")),
    *each(QUERYSET, "values values_list", Reads(NAME, "all", many=True), *SENT),
    *each(BOTH, "get get_or_none", Reads(NAME, "get"), *SENT),
    *each(BOTH, "first last earliest latest", Reads(NAME, "first", limits=True), *SENT),
    *each(BOTH, "exists", Reads(NAME, "exists"), *SENT),
    *each(QUERYSET, "contains", Reads(NAME, "exists"), *SENT),
    *each(QUERYSET, "count", Reads(NAME, "count"), *SENT),
    *each(BOTH, "in_bulk", Reads(NAME, "all"), *SENT),
    *each(QUERYSET, "explain", Reads(NAME, "run"), *SENT),
    *each(BOTH, "raw", Reads(NAME, "all", many=True), *SENT),
    *each(MODEL, "refresh_from_db", Reads(NAME, "reload"), *SENT),
    *each(MODEL, "fetch_related fetch_for_list", Reads(NAME, "reload"), *SENT),
)

WRITE = (
    *each(MODEL, "create get_or_create", Writes(NAME, "create"), *SENT),
    *each(MODEL, "update_or_create", Writes(NAME, "update"), *SENT),
    *each(MODEL, "get_or_create update_or_create", GetsOrMakes(("defaults", "using_db"))),
    *each(MODEL, "save", Writes(NAME, "save"), *SENT),
    *each(MODEL, "delete", Writes(NAME, "delete"), *SENT),
    *each(BOTH, "bulk_create bulk_update", Writes(NAME, "bulk"), *SENT),
    *each(QUERYSET, "update", Writes(NAME, "update"), *SENT),
    *each(QUERYSET, "delete", Writes(NAME, "delete"), *SENT),
    *each(MODEL, "update_from_dict", Returns(Type(MODEL))),
    *each("tortoise.transactions", "in_transaction atomic", TRANSACTION),
)

ERRORS = (
    *each(
        "tortoise.exceptions",
        "OperationalError IntegrityError DBConnectionError TransactionManagementError",
        ErrorFamily("database"),
    ),
    *each(
        "tortoise.exceptions",
        "IntegrityError",
        Inherits(("tortoise.exceptions.OperationalError",)),
    ),
)

TORTOISE = Knowledge(
    "tortoise-orm",
    "1.1-1.1",
    "https://tortoise.github.io",
    (*TABLES, *COLUMNS, *READ, *WRITE, *ERRORS),
)
