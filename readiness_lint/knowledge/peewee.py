from readiness_lint.knowledge.schema import (
    ColumnTrait,
    ErrorFamily,
    GetsOrMakes,
    Inherits,
    Is,
    Knowledge,
    Leases,
    ModelBase,
    Outbound,
    Param,
    Reads,
    Returns,
    Writes,
    each,
)
from readiness_lint.terms import LeaseKind, Service, Type

NAME = "peewee"
MODEL, SELECT, DATABASE = "peewee.Model", "peewee.ModelSelect", "peewee.Database"
INSERT, UPDATE, DELETE = "peewee.ModelInsert", "peewee.ModelUpdate", "peewee.ModelDelete"
RAW = "peewee.ModelRaw"
SQL = Outbound(Service.SQL)
# A select runs when it is iterated.
ROWS = Reads(NAME, "build", many=True, runs=False)
FOLDED = Reads(NAME, "build", many=True, runs=False, folds=True)

TABLES = (
    (MODEL, ModelBase(NAME)),
    *each(
        "peewee",
        "SqliteDatabase PostgresqlDatabase MySQLDatabase DatabaseProxy",
        Is("class"),
        Inherits((DATABASE,)),
    ),
    *each(
        "playhouse.pool",
        "PooledPostgresqlDatabase PooledMySQLDatabase PooledSqliteDatabase",
        Is("class"),
        Inherits((DATABASE,)),
    ),
    ("playhouse.postgres_ext.PostgresqlExtDatabase", Is("class")),
    ("playhouse.postgres_ext.PostgresqlExtDatabase", Inherits((DATABASE,))),
    *each("playhouse.db_url", "connect", Returns(Type(DATABASE))),
)

# A mutable default is one object for all rows.
COLUMNS = (
    *each("peewee", "FloatField DoubleField", ColumnTrait(NAME, "float")),
    *each("peewee", "DecimalField", ColumnTrait(NAME, "decimal")),
    *each(
        "peewee",
        "IntegerField BigIntegerField SmallIntegerField AutoField BigAutoField IdentityField "
        "BitField TimestampField",
        ColumnTrait(NAME, "integer"),
    ),
    *each("peewee", "CharField FixedCharField TextField IPField", ColumnTrait(NAME, "text")),
    *each("peewee", "BooleanField", ColumnTrait(NAME, "boolean")),
    *each("peewee", "DateTimeField", ColumnTrait(NAME, "datetime")),
    *each("playhouse.postgres_ext", "DateTimeTZField", ColumnTrait(NAME, "datetime")),
    *each("peewee", "DateField", ColumnTrait(NAME, "date")),
    *each("peewee", "TimeField", ColumnTrait(NAME, "time")),
    *each("peewee", "BlobField BigBitField", ColumnTrait(NAME, "binary")),
    *each("peewee", "UUIDField BinaryUUIDField", ColumnTrait(NAME, "uuid")),
    *each("peewee", "ForeignKeyField", ColumnTrait(NAME, "reference")),
    *each("peewee", "BareField", ColumnTrait(NAME)),
    *each(
        "playhouse.postgres_ext",
        "JSONField BinaryJSONField HStoreField",
        ColumnTrait(NAME, "json"),
    ),
    *each("playhouse.sqlite_ext playhouse.mysql_ext", "JSONField", ColumnTrait(NAME, "json")),
    *each("playhouse.postgres_ext", "ArrayField", ColumnTrait(NAME, "array")),
)

READ = (
    *each(MODEL, "select filter", ROWS, Returns(Type(SELECT))),
    *each(
        SELECT,
        "where orwhere filter join join_from left_outer_join switch from_ select_from select "
        "select_extend columns having order_by order_by_extend offset with_cte union union_all intersect except_ dicts tuples namedtuples objects "
        "window lateral",
        ROWS,
        Returns(Type(SELECT)),
    ),
    *each(SELECT, "group_by group_by_extend distinct", FOLDED, Returns(Type(SELECT))),
    *each(
        SELECT,
        "limit paginate",
        Reads(NAME, "build", runs=False, limits=True),
        Returns(Type(SELECT)),
    ),
    *each(SELECT, "for_update", ROWS, Returns(Type(SELECT)), Is("row-lock")),
    *each(f"{MODEL} {SELECT}", "get get_or_none", Reads(NAME, "get"), SQL),
    *each(MODEL, "get_by_id", Reads(NAME, "get"), SQL),
    *each(SELECT, "first peek", Reads(NAME, "first", limits=True), SQL),
    *each(SELECT, "count", Reads(NAME, "count"), SQL),
    *each(SELECT, "exists", Reads(NAME, "exists"), SQL),
    *each(SELECT, "scalar", Reads(NAME, "run"), SQL),
    *each(SELECT, "scalars iterator execute prefetch", Reads(NAME, "all", many=True), SQL),
    *each("peewee", "prefetch", Reads(NAME, "all", many=True), SQL),
    *each(MODEL, "raw", ROWS, Returns(Type(RAW))),
    *each(RAW, "execute", Reads(NAME, "run"), SQL),
)

WRITE = (
    *each(MODEL, "create get_or_create", Writes(NAME, "create"), SQL),
    *each(MODEL, "get_or_create", GetsOrMakes(("defaults",))),
    *each(MODEL, "save", Writes(NAME, "save"), SQL),
    *each(MODEL, "delete_instance delete_by_id", Writes(NAME, "delete"), SQL),
    *each(MODEL, "set_by_id", Writes(NAME, "update"), SQL),
    *each(MODEL, "bulk_create bulk_update", Writes(NAME, "bulk"), SQL),
    *each(
        MODEL,
        "insert insert_many replace replace_many",
        Writes(NAME, "create", runs=False),
        Returns(Type(INSERT)),
    ),
    *each(MODEL, "update", Writes(NAME, "update", runs=False), Returns(Type(UPDATE))),
    *each(MODEL, "delete", Writes(NAME, "delete", runs=False), Returns(Type(DELETE))),
    *each(
        INSERT,
        "on_conflict on_conflict_ignore on_conflict_replace returning as_rowcount",
        Writes(NAME, "create", runs=False),
        Returns(Type(INSERT)),
    ),
    *each(
        UPDATE,
        "where orwhere from_ returning order_by limit",
        Writes(NAME, "update", runs=False),
        Returns(Type(UPDATE)),
    ),
    *each(
        DELETE,
        "where orwhere returning order_by limit",
        Writes(NAME, "delete", runs=False),
        Returns(Type(DELETE)),
    ),
    *each(INSERT, "execute", Writes(NAME, "create"), SQL),
    *each(UPDATE, "execute", Writes(NAME, "update"), SQL),
    *each(DELETE, "execute", Writes(NAME, "delete"), SQL),
    *each(MODEL, "create_table drop_table table_exists truncate_table", SQL),
)

DATABASES = (
    *each(DATABASE, "execute_sql", Reads(NAME, "run", statement=Param("sql", 0)), SQL),
    *each(DATABASE, "execute", Reads(NAME, "run", statement=Param("query", 0)), SQL),
    *each(DATABASE, "connect create_tables drop_tables", SQL),
    *each(DATABASE, "commit", Writes(NAME, "commit"), SQL),
    *each(DATABASE, "rollback", SQL, Is("cleanup")),
    *each(DATABASE, "close", Is("cleanup")),
    *each(DATABASE, "atomic transaction savepoint", Leases(LeaseKind.TRANSACTION, NAME)),
    *each(DATABASE, "connection_context", Leases(LeaseKind.CONNECTION, NAME)),
)

ERRORS = (
    *each(
        "peewee",
        "PeeweeException DatabaseError InterfaceError DataError IntegrityError InternalError "
        "NotSupportedError OperationalError ProgrammingError",
        ErrorFamily("database"),
    ),
    *each("peewee", "DatabaseError InterfaceError", Inherits(("peewee.PeeweeException",))),
    *each(
        "peewee",
        "DataError IntegrityError InternalError NotSupportedError OperationalError "
        "ProgrammingError",
        Inherits(("peewee.DatabaseError",)),
    ),
)

PEEWEE = Knowledge(
    "peewee",
    "3.17-4.5",
    "https://docs.peewee-orm.com",
    (*TABLES, *COLUMNS, *READ, *WRITE, *DATABASES, *ERRORS),
)
