from dataclasses import replace

from readiness_lint.knowledge.schema import (
    ClientTrait,
    ColumnTrait,
    ColumnType,
    Constrains,
    ErrorFamily,
    Expires,
    Indexes,
    Inherits,
    Is,
    Knowledge,
    Leases,
    Loads,
    ModelBase,
    Names,
    Outbound,
    Param,
    Reads,
    Refers,
    RelationTrait,
    Returns,
    Shows,
    Writes,
    each,
    spelled,
)
from readiness_lint.terms import LeaseKind, Service, Type

NAME = "sqlalchemy"
SA, ORM, AIO = "sqlalchemy", "sqlalchemy.orm", "sqlalchemy.ext.asyncio"
SESSION, ASESSION = f"{ORM}.Session", f"{AIO}.AsyncSession"
MAKER, AMAKER = f"{ORM}.sessionmaker", f"{AIO}.async_sessionmaker"
SCOPED, ASCOPED = f"{ORM}.scoped_session", f"{AIO}.async_scoped_session"
ENGINE, AENGINE = f"{SA}.engine.Engine", f"{AIO}.AsyncEngine"
CONNECTION, ACONNECTION = f"{SA}.engine.Connection", f"{AIO}.AsyncConnection"
TRANSACTION, ATRANSACTION = f"{SA}.engine.Transaction", f"{AIO}.AsyncTransaction"
SELECT, QUERY, TABLE = f"{SA}.Select", f"{ORM}.Query", f"{SA}.Table"
COMPOUND, INSERT, UPDATE, DELETE = (
    f"{SA}.CompoundSelect",
    f"{SA}.Insert",
    f"{SA}.Update",
    f"{SA}.Delete",
)
RESULT, SCALARS, MAPPINGS = f"{SA}.Result", f"{SA}.ScalarResult", f"{SA}.MappingResult"
CURSOR = f"{SA}.CursorResult"
ARESULT, ASCALARS = f"{AIO}.AsyncResult", f"{AIO}.AsyncScalarResult"
AMAPPINGS = f"{AIO}.AsyncMappingResult"
BASE = Returns(Type(f"{ORM}.DeclarativeBase", of_class=True))
SESSIONS, BOTH = f"{SESSION} {ASESSION}", f"{CONNECTION} {ACONNECTION}"
SQL, ASQL = Outbound(Service.SQL), Outbound(Service.SQL, blocking=False)
AWAITED = Is("coroutine")
ROW_LOCK = Is("row-lock")
BUILD = Reads(NAME, "build", runs=False)
# A `Query` is sent each time that somebody goes through it, and is true whatever it selects.
QUERIED = replace(BUILD, many=True, tested=False)
FOLDED = Reads(NAME, "build", runs=False, folds=True)
STATEMENT, ENTITY = Param("statement", 0), Param("entity", 0)
SENT = Reads(NAME, "run", statement=STATEMENT)
MANY = Reads(NAME, "run", many=True, statement=STATEMENT)
HANDED_ON = Reads(NAME, "rows", many=True, runs=False)
FLOAT = ColumnType("float", decimal=Param("asdecimal", 1))
MYSQL_FLOAT = ColumnType("float", decimal=Param("asdecimal", 2))
MSSQL_FLOAT = ColumnType("float", decimal=Param("asdecimal"))
KEYED = Reads(NAME, "get", model=ENTITY, keyed=True)
BOUND = Reads(NAME, "build", runs=False, limits=True)
LEASE = Leases(LeaseKind.TRANSACTION, NAME)
SAVEPOINT = Leases(LeaseKind.TRANSACTION, NAME, savepoint=True)
# A session asks for a connection with its first statement.
BEGUN = Leases(LeaseKind.TRANSACTION, NAME, lazy=True)
KEPT = Leases(LeaseKind.SESSION, NAME, commits=False, on=Param("bind", 0), lazy=True)
MADE = Leases(LeaseKind.SESSION, NAME, commits=False, on=Param("bind"), lazy=True)
OF_THREAD = Leases(LeaseKind.SESSION, NAME, commits=False, on=Param("bind"), lazy=True, shared=True)
SINCE_2 = Shows(NAME, 2)

SPELLINGS = (
    *each(SA, "types schema", Names(SA)),
    *spelled(
        f"{SA}.sql",
        SA,
        "select insert update delete text func and_ or_ not_ exists union union_all intersect "
        "intersect_all except_ except_all join outerjoin literal literal_column column table case "
        "cast bindparam asc desc distinct extract false true null Select Insert Update Delete "
        "CompoundSelect",
    ),
    *spelled(f"{SA}.future", SA, "select create_engine Select"),
    *each(f"{SA}.sql", "expression selectable dml sqltypes schema elements", Names(SA)),
    *each(f"{SA}.engine", "base cursor", Names(f"{SA}.engine")),
    *each(f"{SA}.future", "engine", Names(f"{SA}.engine")),
    (f"{SA}.future.Engine", Names(ENGINE)),
    (f"{SA}.future.Connection", Names(CONNECTION)),
    (f"{SA}.Engine", Names(ENGINE)),
    (f"{SA}.Connection", Names(CONNECTION)),
    (f"{SA}.Transaction", Names(TRANSACTION)),
    (f"{SA}.engine.create_engine", Names(f"{SA}.create_engine")),
    (f"{SA}.engine.engine_from_config", Names(f"{SA}.engine_from_config")),
    *each(f"{SA}.engine", "result", Names(SA)),
    (f"{SA}.engine.Result", Names(RESULT)),
    (f"{SA}.engine.ScalarResult", Names(SCALARS)),
    (f"{SA}.engine.MappingResult", Names(MAPPINGS)),
    (f"{SA}.engine.CursorResult", Names(CURSOR)),
    *each(ORM, "session query scoping decl_api decl_base", Names(ORM)),
    *each(f"{SA}.ext", "declarative", Names(ORM)),
    *each(AIO, "session engine result scoping", Names(AIO)),
    (f"{ORM}.exc.NoResultFound", Names(f"{SA}.exc.NoResultFound")),
    (f"{ORM}.exc.MultipleResultsFound", Names(f"{SA}.exc.MultipleResultsFound")),
    *each(
        f"{SA}.dialects.postgresql",
        "base types array json hstore named_types dml",
        Names(f"{SA}.dialects.postgresql"),
    ),
    *each(f"{SA}.dialects.mysql", "base types json dml", Names(f"{SA}.dialects.mysql")),
    *each(f"{SA}.dialects.sqlite", "base json dml", Names(f"{SA}.dialects.sqlite")),
)

TABLES = (
    *each(
        ORM,
        "DeclarativeBase DeclarativeBaseNoMeta",
        ModelBase(NAME, history="versions"),
        Is("class"),
    ),
    *each(ORM, "MappedAsDataclass", Is("class")),
    *each(ORM, "Mapped", Is("annotation"), Is("column")),
    *each(ORM, "deferred column_property", Is("wraps-column")),
    *each(TABLE, "", Is("table")),
    *each(
        SA,
        "ForeignKey Sequence Identity Computed CheckConstraint FetchedValue DefaultClause",
        Is("constraint"),
    ),
    *each(SA, "ForeignKey", Refers(Param("column", 0), "ondelete")),
    *each(SA, "Index", Indexes(1)),
    *each(SA, "UniqueConstraint PrimaryKeyConstraint", Constrains("unique", position=0)),
    (f"{SA}.Index", Constrains("unique", position=1, when="unique")),
    (f"{SA}.CheckConstraint", Constrains("check")),
    (f"{SA}.dialects.postgresql.ExcludeConstraint", Constrains("exclusion")),
    *each(SA, "UniqueConstraint PrimaryKeyConstraint", Indexes(0)),
    *each("sqlalchemy.dialects.postgresql", "ExcludeConstraint", Indexes(0)),
    *each(f"{ORM}.DeclarativeBase {ORM}.registry", "type_annotation_map", Is("type-map")),
    *each(f"{SA}.TypeDecorator", "with_variant", Is("same-type")),
    *each(f"{SA}.ext.mutable.Mutable", "associate_with", Is("tracks-type")),
    *each(SA, "text DDL", Is("sql-text")),
    *each(f"{INSERT} {UPDATE} {DELETE}", "", Is("statement")),
    *each(AIO, "AsyncAttrs", Is("class")),
    *each(ORM, "declarative_base", BASE),
    *each(f"{ORM}.registry", "generate_base", BASE),
    *each(f"{SA}.ext.automap", "automap_base", BASE),
    *each(ORM, "registry", Is("class")),
    *each(TABLE, "select", BUILD, Returns(Type(SELECT))),
    *each(TABLE, "insert", Writes(NAME, "create", runs=False), Returns(Type(INSERT))),
    *each(TABLE, "update", Writes(NAME, "update", runs=False), Returns(Type(UPDATE))),
    *each(TABLE, "delete", Writes(NAME, "delete", runs=False), Returns(Type(DELETE))),
    *each(TABLE, "create drop", SQL),
    *each(f"{SA}.MetaData", "create_all drop_all reflect", SQL),
    (f"{SA}.MetaData.create_all", Is("creates-tables")),
    (f"{ORM}.DeclarativeBase.metadata", Returns(Type(f"{SA}.MetaData"))),
)

# A mutable default is one object for all rows, unless the type is wrapped by `as_mutable`.
COLUMNS = (
    *each(SA, "Column", ColumnTrait(NAME, default=("default", "onupdate"), types=("type_",))),
    (f"{SA}.Column", Is("assigned-only")),
    (f"{ORM}.mapped_column", Is("assigned-only")),
    (f"{ORM}.attributes.flag_modified", Is("marks-changed")),
    *each(
        ORM,
        "mapped_column",
        ColumnTrait(
            NAME,
            default=("default", "insert_default", "onupdate"),
            types=("type_",),
            late=Param("deferred"),
        ),
    ),
)

LOAD = f"{ORM}.Load"
OPTION = Returns(Type(LOAD))
KEYS = Loads("load", Param("keys", 0), separator=".", everything="*")
KEY = replace(KEYS, names=Param("attr", 0))
KEEPS = Expires(Param("expire_on_commit"))
TO_OTHERS = RelationTrait(
    NAME,
    target=Param("argument", 0),
    one=Param("uselist"),
    joint=Param("secondary", 1),
    back=Param("backref"),
    lazy=Param("lazy"),
    late=(None, True, "select"),
    joins="joinedload",
    joins_many="selectinload",
)

RELATIONS = (
    *each(ORM, "relationship RelationshipProperty Relationship", TO_OTHERS),
    *each(ORM, "dynamic_loader", RelationTrait(NAME, Param("argument", 0), late=("select",))),
    *each(ORM, "deferred", Is("late-column")),
)

# `noload` and `raiseload` load nothing either: the attribute is empty, or raises its own error.
LOADED = (
    *each(
        ORM,
        "selectinload joinedload subqueryload immediateload contains_eager raiseload noload",
        KEYS,
    ),
    *each(
        LOAD,
        "selectinload joinedload subqueryload immediateload contains_eager raiseload noload",
        KEY,
    ),
    *each(ORM, "defaultload", replace(KEYS, role="through")),
    *each(LOAD, "defaultload", replace(KEY, role="through")),
    *each(ORM, "lazyload", replace(KEYS, role="late")),
    *each(LOAD, "lazyload", replace(KEY, role="late")),
    *each(
        f"{ORM} {LOAD}",
        "load_only",
        replace(KEYS, role="only", names=Param("attrs", 0)),
    ),
    *each(f"{ORM} {LOAD}", "defer", replace(KEYS, role="defer", names=Param("key", 0))),
    *each(
        f"{ORM} {LOAD}",
        "with_expression selectin_polymorphic",
        Loads("neutral"),
    ),
    *each(f"{ORM} {LOAD}", "undefer undefer_group", Loads("columns")),
    *each(
        f"{ORM} {LOAD}",
        "selectinload joinedload subqueryload immediateload contains_eager raiseload noload "
        "defaultload lazyload load_only defer undefer undefer_group with_expression "
        "selectin_polymorphic",
        OPTION,
    ),
    *each(ORM, "with_loader_criteria", Loads("neutral")),
    *each(LOAD, "", Loads("through"), OPTION),
    *each(LOAD, "options", Loads("options", Param("opts", 0)), OPTION),
    *each(SELECT, "options", Loads("options", Param("options", 0))),
    *each(QUERY, "options", Loads("options", Param("args", 0))),
    *each(SESSIONS, "get get_one", Loads("options", Param("options"))),
    *each(
        SESSIONS, "refresh", Loads("load", Param("attribute_names", 1), rows=Param("instance", 0))
    ),
    *each(f"{SESSIONS} {BOTH}", "execute", Is("tuples")),
    *each(ASESSION, "stream", Is("tuples")),
    *each(
        f"{RESULT} {ARESULT}",
        "scalars scalar scalar_one scalar_one_or_none",
        Is("first-column"),
    ),
    *each(f"{RESULT} {ARESULT}", "mappings columns tuples", Is("plain-rows")),
    *each(SELECT, "with_only_columns add_columns", Is("plain-rows")),
    *each(
        QUERY,
        "with_entities add_columns add_entity value values scalar",
        Is("plain-rows"),
    ),
    *each(ASESSION, "", Is("eager-session"), KEEPS),
    *each(ORM, "sessionmaker", KEEPS),
    *each(AIO, "async_sessionmaker", KEEPS),
    # Whatever the session is told of commits, a rollback makes it forget what it has loaded.
    *each(SESSIONS, "rollback expire_all", Is("expires")),
)

TYPES = (
    *each(SA, "Float FLOAT REAL DOUBLE DOUBLE_PRECISION Double", FLOAT),
    *each(f"{SA}.dialects.postgresql", "FLOAT REAL DOUBLE_PRECISION", FLOAT),
    *each(f"{SA}.dialects.mysql", "FLOAT REAL DOUBLE", MYSQL_FLOAT),
    *each(f"{SA}.dialects.sqlite", "FLOAT REAL", FLOAT),
    *each(
        f"{SA}.dialects.oracle",
        "FLOAT REAL DOUBLE_PRECISION BINARY_FLOAT BINARY_DOUBLE",
        FLOAT,
    ),
    *each(f"{SA}.dialects.mssql", "FLOAT", FLOAT),
    *each(f"{SA}.dialects.mssql", "REAL DOUBLE_PRECISION", MSSQL_FLOAT),
    *each(SA, "Numeric NUMERIC DECIMAL", ColumnType("decimal")),
    *each(f"{SA}.dialects.postgresql", "NUMERIC MONEY", ColumnType("decimal")),
    *each(f"{SA}.dialects.mysql", "NUMERIC DECIMAL", ColumnType("decimal")),
    *each(SA, "Integer BigInteger SmallInteger INT INTEGER BIGINT SMALLINT", ColumnType("integer")),
    *each(f"{SA}.dialects.postgresql", "INTEGER BIGINT SMALLINT", ColumnType("integer")),
    *each(
        f"{SA}.dialects.mysql",
        "INTEGER BIGINT SMALLINT MEDIUMINT TINYINT",
        ColumnType("integer"),
    ),
    *each(
        SA,
        "String Text Unicode UnicodeText CHAR CLOB NCHAR NVARCHAR TEXT VARCHAR",
        ColumnType("text"),
    ),
    *each(f"{SA}.dialects.postgresql", "CHAR CITEXT INET TEXT VARCHAR", ColumnType("text")),
    *each(
        f"{SA}.dialects.mysql",
        "CHAR LONGTEXT MEDIUMTEXT NCHAR NVARCHAR TEXT TINYTEXT VARCHAR",
        ColumnType("text"),
    ),
    *each(f"{SA} {SA}.dialects.postgresql", "BOOLEAN", ColumnType("boolean")),
    *each(SA, "Boolean", ColumnType("boolean")),
    *each(SA, "DateTime DATETIME TIMESTAMP", ColumnType("datetime")),
    *each(f"{SA}.dialects.postgresql", "TIMESTAMP", ColumnType("datetime")),
    *each(f"{SA}.dialects.mysql", "DATETIME TIMESTAMP", ColumnType("datetime")),
    *each(SA, "Date DATE", ColumnType("date")),
    *each(SA, "Time TIME", ColumnType("time")),
    *each(SA, "Interval", ColumnType("interval")),
    *each(f"{SA}.dialects.postgresql", "INTERVAL", ColumnType("interval")),
    *each(SA, "LargeBinary BLOB BINARY VARBINARY", ColumnType("binary")),
    *each(f"{SA}.dialects.postgresql", "BYTEA", ColumnType("binary")),
    *each(SA, "Uuid UUID", ColumnType("uuid")),
    *each(f"{SA}.dialects.postgresql", "UUID", ColumnType("uuid")),
    *each(SA, "Enum", ColumnType("enum")),
    *each(f"{SA}.dialects.postgresql {SA}.dialects.mysql", "ENUM", ColumnType("enum")),
    *each(SA, "JSON", ColumnType("json")),
    *each(f"{SA}.dialects.postgresql", "JSON JSONB HSTORE", ColumnType("json")),
    *each(f"{SA}.dialects.mysql {SA}.dialects.sqlite", "JSON", ColumnType("json")),
    *each(f"{SA} {SA}.dialects.postgresql", "ARRAY", ColumnType("array")),
    *each(SA, "PickleType", ColumnType("pickle")),
    *each(
        f"{SA}.ext.mutable",
        "Mutable.as_mutable MutableDict.as_mutable MutableList.as_mutable MutableSet.as_mutable",
        ColumnType("json", tracked=True),
    ),
    *each(
        f"{SA}.ext.mutable",
        "MutableDict MutableList MutableSet",
        Inherits((f"{SA}.ext.mutable.Mutable",)),
    ),
)

ENGINES = (
    *each(
        SA,
        "create_engine engine_from_config",
        ClientTrait(Service.SQL),
        Returns(Type(ENGINE)),
    ),
    *each(
        AIO,
        "create_async_engine async_engine_from_config",
        ClientTrait(Service.SQL),
        Returns(Type(AENGINE)),
    ),
    # Before, a connection kept what a statement changed, unless the engine was told otherwise.
    *each(
        ENGINE,
        "connect",
        SQL,
        Leases(LeaseKind.CONNECTION, NAME, commits=False, since=2),
        Returns(Type(CONNECTION)),
    ),
    *each(ORM, "DeclarativeBase DeclarativeBaseNoMeta MappedAsDataclass mapped_column", SINCE_2),
    *each(f"{SA}.future {CONNECTION}.commit", "", SINCE_2),
    *each(SA, "create_engine", Shows(NAME, 2, Param("future"))),
    *each(ENGINE, "begin", SQL, LEASE, Returns(Type(CONNECTION))),
    *each(ENGINE, "raw_connection", SQL),
    *each(
        AENGINE,
        "connect",
        ASQL,
        Leases(LeaseKind.CONNECTION, NAME, commits=False),
        Returns(Type(ACONNECTION)),
    ),
    *each(AENGINE, "begin", ASQL, LEASE, Returns(Type(ACONNECTION))),
    *each(AENGINE, "raw_connection", ASQL, AWAITED),
    *each(AENGINE, "dispose", AWAITED, Is("cleanup")),
    *each(ENGINE, "dispose", Is("cleanup")),
    *each(AENGINE, "sync_engine", Returns(Type(ENGINE))),
    *each(f"{ENGINE} {AENGINE}", "execution_options", Is("pure")),
    *each(ENGINE, "execution_options", Returns(Type(ENGINE))),
    *each(AENGINE, "execution_options", Returns(Type(AENGINE))),
)

CONNECTIONS = (
    *each(BOTH, "execute exec_driver_sql", MANY, Returns(Type(CURSOR))),
    *each(BOTH, "scalar", SENT),
    *each(BOTH, "scalars", MANY, Returns(Type(SCALARS))),
    *each(CONNECTION, "execute exec_driver_sql scalar scalars", SQL),
    *each(ACONNECTION, "execute exec_driver_sql scalar scalars", ASQL, AWAITED),
    *each(ACONNECTION, "stream", MANY, ASQL, Returns(Type(ARESULT))),
    *each(ACONNECTION, "stream_scalars", MANY, ASQL, Returns(Type(ASCALARS))),
    *each(BOTH, "commit", Writes(NAME, "commit")),
    *each(CONNECTION, "commit rollback", SQL),
    *each(ACONNECTION, "commit rollback", ASQL, AWAITED),
    *each(BOTH, "rollback close", Is("cleanup")),
    *each(ACONNECTION, "close", AWAITED),
    *each(BOTH, "begin", LEASE),
    *each(BOTH, "begin_nested", SAVEPOINT),
    *each(CONNECTION, "begin begin_nested", Returns(Type(TRANSACTION))),
    *each(ACONNECTION, "begin begin_nested", Returns(Type(ATRANSACTION))),
    *each(f"{TRANSACTION} {ATRANSACTION}", "commit", Writes(NAME, "commit")),
    *each(f"{TRANSACTION} {ATRANSACTION}", "rollback", Is("cleanup")),
    *each(TRANSACTION, "commit rollback", SQL),
    *each(ATRANSACTION, "commit rollback", ASQL, AWAITED),
    *each(CONNECTION, "execution_options", Returns(Type(CONNECTION))),
    *each(ACONNECTION, "execution_options", Returns(Type(ACONNECTION)), AWAITED),
    *each(f"{ACONNECTION} {ASESSION}", "run_sync", AWAITED, Is("offload")),
    ("sqlalchemy.util.greenlet_spawn", Is("offload")),
    ("sqlalchemy.util.concurrency.greenlet_spawn", Names("sqlalchemy.util.greenlet_spawn")),
    *each(ACONNECTION, "sync_connection", Returns(Type(CONNECTION))),
)

# A session maker gives a class of its own; its `begin` binds a session, and what `begin` of a
# session binds has the same `commit` and `rollback`.
SESSION_MAKERS = (
    *each(SESSIONS, "", KEPT),
    *each(f"{SESSIONS} {BOTH}", "", Is("of-request")),
    *each(f"{SESSIONS} {ACONNECTION}", "", Is("one-at-a-time")),
    *each("sqlalchemy.event", "listens_for", Is("listens")),
    *each(ORM, "sessionmaker", Is("class"), Returns(Type(SESSION, of_class=True), Param("class_"))),
    *each(
        AIO,
        "async_sessionmaker",
        Is("class"),
        Returns(Type(ASESSION, of_class=True), Param("class_")),
    ),
    *each(MAKER, "__call__", MADE, Returns(Type(SESSION))),
    *each(AMAKER, "__call__", MADE, Returns(Type(ASESSION))),
    *each(SESSIONS, "begin", BEGUN),
    *each(SESSIONS, "begin_nested", SAVEPOINT),
    *each(
        SESSIONS,
        "expire expire_all expunge expunge_all is_modified no_autoflush",
        Is("leaves-open"),
    ),
    *each(f"{MAKER} {AMAKER}", "begin", BEGUN),
    *each(SESSION, "begin begin_nested", Returns(Type(SESSION))),
    *each(ASESSION, "begin begin_nested", Returns(Type(ASESSION))),
    *each(MAKER, "begin", Returns(Type(SESSION))),
    *each(AMAKER, "begin", Returns(Type(ASESSION))),
    *each(SCOPED, "", Is("class"), Inherits((SESSION,)), Returns(Type(SCOPED))),
    *each(ASCOPED, "", Is("class"), Inherits((ASESSION,)), Returns(Type(ASCOPED))),
    *each(SCOPED, "__call__", OF_THREAD, Returns(Type(SESSION))),
    *each(ASCOPED, "__call__", OF_THREAD, Returns(Type(ASESSION))),
    *each(f"{SCOPED} {ASCOPED}", "remove", Is("cleanup")),
    *each(ASCOPED, "remove", AWAITED),
    *each(SCOPED, "query_property", Returns(Type(QUERY))),
    *each(ASESSION, "sync_session", Returns(Type(SESSION))),
)

READ = (
    *each(SESSIONS, "execute", MANY, Returns(Type(RESULT))),
    *each(SESSIONS, "scalar", SENT),
    *each(SESSIONS, "scalars", MANY, Returns(Type(SCALARS))),
    *each(SESSIONS, "get get_one", KEYED),
    *each(SESSIONS, "refresh", Reads(NAME, "reload")),
    *each(SESSION, "execute scalar scalars get get_one refresh", SQL),
    *each(ASESSION, "execute scalar scalars get get_one refresh", ASQL, AWAITED),
    *each(ASESSION, "stream", MANY, ASQL, AWAITED, Returns(Type(ARESULT))),
    *each(ASESSION, "stream_scalars", MANY, ASQL, AWAITED, Returns(Type(ASCALARS))),
    *each(
        SESSION,
        "query",
        replace(QUERIED, model=Param("entities", 0)),
        Returns(Type(QUERY)),
    ),
    *each(SESSION, "connection", Returns(Type(CONNECTION))),
    *each(ASESSION, "connection", AWAITED, Returns(Type(ACONNECTION))),
)

WRITE = (
    *each(SESSIONS, "add add_all", Writes(NAME, "save")),
    *each(SESSIONS, "merge", Writes(NAME, "save")),
    *each(SESSIONS, "delete", Writes(NAME, "delete")),
    *each(SESSIONS, "flush", Writes(NAME, "flush")),
    *each(SESSIONS, "commit", Writes(NAME, "commit")),
    *each(
        SESSION,
        "bulk_save_objects bulk_insert_mappings bulk_update_mappings",
        Writes(NAME, "bulk"),
        SQL,
    ),
    *each(SESSIONS, "rollback close", Is("cleanup")),
    *each(SESSION, "merge flush commit rollback", SQL),
    *each(ASESSION, "merge delete flush commit rollback", ASQL),
    *each(ASESSION, "merge delete flush commit rollback close aclose invalidate reset", AWAITED),
    *each(ASESSION, "aclose", Is("cleanup")),
)

# The rows of a result have been asked for by `execute`; a result that streams waits for them.
RESULTS = (
    *each(f"{CURSOR}", "", Inherits((RESULT,))),
    *each(
        f"{RESULT} {ARESULT}",
        "scalar scalar_one scalar_one_or_none",
        Reads(NAME, "get", runs=False),
    ),
    *each(
        f"{RESULT} {SCALARS} {MAPPINGS} {ARESULT} {ASCALARS} {AMAPPINGS}",
        "one one_or_none",
        Reads(NAME, "get", runs=False),
    ),
    *each(
        f"{RESULT} {SCALARS} {MAPPINGS} {ARESULT} {ASCALARS} {AMAPPINGS}",
        "first",
        Reads(NAME, "first", runs=False, limits=True),
    ),
    *each(
        f"{RESULT} {MAPPINGS} {ARESULT} {AMAPPINGS}",
        "fetchone",
        Reads(NAME, "first", runs=False, limits=True),
    ),
    *each(
        f"{RESULT} {SCALARS} {MAPPINGS} {ARESULT} {ASCALARS} {AMAPPINGS}",
        "all fetchall",
        Reads(NAME, "all", many=True, runs=False),
    ),
    *each(
        f"{RESULT} {SCALARS} {MAPPINGS} {ARESULT} {ASCALARS} {AMAPPINGS}",
        "fetchmany",
        Reads(NAME, "all", runs=False, limits=True),
    ),
    *each(ARESULT, "scalar scalar_one scalar_one_or_none", AWAITED, ASQL),
    *each(f"{ARESULT} {AMAPPINGS}", "fetchone", AWAITED, ASQL),
    *each(
        f"{ARESULT} {ASCALARS} {AMAPPINGS}",
        "one one_or_none first all fetchall fetchmany",
        AWAITED,
        ASQL,
    ),
    *each(RESULT, "scalars", HANDED_ON, Returns(Type(SCALARS))),
    *each(RESULT, "mappings", HANDED_ON, Returns(Type(MAPPINGS))),
    *each(RESULT, "unique columns yield_per tuples", HANDED_ON, Returns(Type(RESULT))),
    *each(SCALARS, "unique yield_per", HANDED_ON, Returns(Type(SCALARS))),
    *each(MAPPINGS, "unique columns yield_per", HANDED_ON, Returns(Type(MAPPINGS))),
    *each(ARESULT, "scalars", HANDED_ON, Returns(Type(ASCALARS))),
    *each(ARESULT, "mappings", HANDED_ON, Returns(Type(AMAPPINGS))),
    *each(ARESULT, "unique columns yield_per tuples", HANDED_ON, Returns(Type(ARESULT))),
    *each(ASCALARS, "unique yield_per", HANDED_ON, Returns(Type(ASCALARS))),
    *each(AMAPPINGS, "unique columns yield_per", HANDED_ON, Returns(Type(AMAPPINGS))),
)

STATEMENTS = (
    *each(
        SA,
        "select",
        Reads(NAME, "build", runs=False, model=Param("entities", 0)),
        Returns(Type(SELECT)),
    ),
    *each(SELECT, "group_by distinct", FOLDED, Returns(Type(SELECT))),
    *each(
        SELECT,
        "where filter filter_by join join_from outerjoin outerjoin_from order_by having offset options execution_options select_from with_only_columns add_columns "
        "add_cte correlate correlate_except params prefix_with suffix_with with_hint "
        "with_statement_hint reduce_columns set_label_style",
        BUILD,
        Returns(Type(SELECT)),
    ),
    *each(SELECT, "limit fetch slice", BOUND, Returns(Type(SELECT))),
    *each(SELECT, "with_for_update", BUILD, Returns(Type(SELECT)), ROW_LOCK),
    *each(
        SELECT,
        "union union_all intersect intersect_all except_ except_all",
        BUILD,
        Returns(Type(COMPOUND)),
    ),
    *each(
        SA,
        "union union_all intersect intersect_all except_ except_all",
        BUILD,
        Returns(Type(COMPOUND)),
    ),
    *each(
        COMPOUND,
        "order_by offset options execution_options params add_cte set_label_style",
        BUILD,
        Returns(Type(COMPOUND)),
    ),
    *each(COMPOUND, "group_by", FOLDED, Returns(Type(COMPOUND))),
    *each(COMPOUND, "limit fetch slice", BOUND, Returns(Type(COMPOUND))),
    *each(COMPOUND, "with_for_update", BUILD, Returns(Type(COMPOUND)), ROW_LOCK),
    *each(SA, "insert", Writes(NAME, "create", runs=False), Returns(Type(INSERT))),
    *each(SA, "update", Writes(NAME, "update", runs=False), Returns(Type(UPDATE))),
    *each(SA, "delete", Writes(NAME, "delete", runs=False), Returns(Type(DELETE))),
    *each(
        INSERT,
        "values returning from_select inline execution_options options params prefix_with "
        "return_defaults add_cte",
        Writes(NAME, "create", runs=False),
        Returns(Type(INSERT)),
    ),
    *each(
        UPDATE,
        "values where filter_by returning ordered_values inline execution_options options params "
        "prefix_with return_defaults add_cte",
        Writes(NAME, "update", runs=False),
        Returns(Type(UPDATE)),
    ),
    *each(
        DELETE,
        "where filter_by returning execution_options options params prefix_with add_cte",
        Writes(NAME, "delete", runs=False),
        Returns(Type(DELETE)),
    ),
)

DIALECT_INSERTS = (
    *each(
        f"{SA}.dialects.postgresql",
        "insert",
        Writes(NAME, "create", runs=False),
        Returns(Type(f"{SA}.dialects.postgresql.Insert")),
    ),
    *each(
        f"{SA}.dialects.sqlite",
        "insert",
        Writes(NAME, "create", runs=False),
        Returns(Type(f"{SA}.dialects.sqlite.Insert")),
    ),
    *each(
        f"{SA}.dialects.mysql",
        "insert",
        Writes(NAME, "create", runs=False),
        Returns(Type(f"{SA}.dialects.mysql.Insert")),
    ),
    *each(
        f"{SA}.dialects.postgresql {SA}.dialects.sqlite {SA}.dialects.mysql",
        "Insert",
        Inherits((INSERT,)),
    ),
    *each(
        f"{SA}.dialects.postgresql.Insert",
        "values returning on_conflict_do_update on_conflict_do_nothing from_select inline "
        "execution_options",
        Writes(NAME, "create", runs=False),
        Returns(Type(f"{SA}.dialects.postgresql.Insert")),
    ),
    *each(
        f"{SA}.dialects.sqlite.Insert",
        "values returning on_conflict_do_update on_conflict_do_nothing from_select inline "
        "execution_options",
        Writes(NAME, "create", runs=False),
        Returns(Type(f"{SA}.dialects.sqlite.Insert")),
    ),
    *each(
        f"{SA}.dialects.mysql.Insert",
        "values on_duplicate_key_update from_select inline execution_options prefix_with",
        Writes(NAME, "create", runs=False),
        Returns(Type(f"{SA}.dialects.mysql.Insert")),
    ),
)

QUERIES = (
    *each(
        QUERY,
        "filter filter_by where join outerjoin order_by having offset options execution_options "
        "select_from with_entities add_columns add_entity union union_all intersect except_ "
        "enable_eagerloads populate_existing yield_per params prefix_with reset_joinpoint correlate "
        "autoflush from_statement with_hint",
        QUERIED,
        Returns(Type(QUERY)),
    ),
    *each(QUERY, "group_by distinct", replace(QUERIED, folds=True), Returns(Type(QUERY))),
    *each(QUERY, "limit slice", replace(QUERIED, limits=True), Returns(Type(QUERY))),
    *each(QUERY, "with_for_update", QUERIED, Returns(Type(QUERY)), ROW_LOCK),
    *each(QUERY, "__iter__", SQL),
    *each(QUERY, "all", Reads(NAME, "all", many=True), SQL),
    *each(QUERY, "first", Reads(NAME, "first", limits=True), SQL),
    *each(QUERY, "one one_or_none scalar", Reads(NAME, "get"), SQL),
    *each(QUERY, "get", Reads(NAME, "get", keyed=True), SQL),
    *each(QUERY, "count", Reads(NAME, "count"), SQL),
    *each(QUERY, "update", Writes(NAME, "update"), SQL),
    *each(QUERY, "delete", Writes(NAME, "delete"), SQL),
)

EXC = f"{SA}.exc"
ERRORS = (
    *each(
        EXC,
        "SQLAlchemyError StatementError DBAPIError InterfaceError DatabaseError DataError "
        "IntegrityError InternalError NotSupportedError OperationalError ProgrammingError "
        "InvalidRequestError MultipleResultsFound PendingRollbackError ResourceClosedError "
        "TimeoutError ArgumentError CompileError DisconnectionError InvalidatePoolError "
        "NoSuchTableError NoSuchColumnError ObjectNotExecutableError UnboundExecutionError "
        "MissingGreenlet",
        ErrorFamily("database"),
    ),
    *each(EXC, "NoResultFound MultipleResultsFound", Is("no-row")),
    (f"{EXC}.NoResultFound", Is("misses-row")),
    *each(
        EXC,
        "StatementError InvalidRequestError TimeoutError ArgumentError CompileError "
        "DisconnectionError UnboundExecutionError",
        Inherits((f"{EXC}.SQLAlchemyError",)),
    ),
    *each(EXC, "DBAPIError", Inherits((f"{EXC}.StatementError",))),
    *each(EXC, "InterfaceError DatabaseError", Inherits((f"{EXC}.DBAPIError",))),
    *each(
        EXC,
        "DataError IntegrityError InternalError NotSupportedError OperationalError "
        "ProgrammingError",
        Inherits((f"{EXC}.DatabaseError",)),
    ),
    *each(
        EXC,
        "NoResultFound MultipleResultsFound PendingRollbackError ResourceClosedError "
        "NoSuchTableError NoSuchColumnError MissingGreenlet",
        Inherits((f"{EXC}.InvalidRequestError",)),
    ),
    *each(
        f"{ORM}.exc",
        "StaleDataError ConcurrentModificationError FlushError DetachedInstanceError "
        "ObjectDeletedError UnmappedError",
        ErrorFamily("database"),
    ),
    *each(
        f"{ORM}.exc",
        "StaleDataError FlushError DetachedInstanceError",
        Inherits((f"{EXC}.SQLAlchemyError",)),
    ),
)

SQLALCHEMY = Knowledge(
    "SQLAlchemy",
    "1.4-2.1",
    "https://docs.sqlalchemy.org",
    (
        *SPELLINGS,
        *TABLES,
        *COLUMNS,
        *RELATIONS,
        *LOADED,
        *TYPES,
        *ENGINES,
        *CONNECTIONS,
        *SESSION_MAKERS,
        *READ,
        *WRITE,
        *RESULTS,
        *STATEMENTS,
        *DIALECT_INSERTS,
        *QUERIES,
        *ERRORS,
    ),
)
