from readiness_lint.knowledge.schema import (
    ColumnTrait,
    ColumnType,
    Expires,
    Inherits,
    Is,
    Knowledge,
    Leases,
    ModelBase,
    Names,
    Outbound,
    Param,
    Reads,
    Refers,
    RelationTrait,
    Returns,
    Shows,
    each,
    spelled,
)
from readiness_lint.terms import LeaseKind, Service, Type

NAME = "sqlmodel"
SESSION = "sqlmodel.Session"
ASESSION = "sqlmodel.ext.asyncio.session.AsyncSession"
BOTH = f"{SESSION} {ASESSION}"
MANY = Reads(NAME, "run", many=True, statement=Param("statement", 0))

SQLMODEL = Knowledge(
    "sqlmodel",
    "0.0.29-0.0.50",
    "https://sqlmodel.tiangolo.com",
    (
        *each("sqlmodel.main sqlmodel.orm.session", "", Names("sqlmodel")),
        *each("sqlmodel.sql.expression sqlmodel.sql.sqltypes", "", Names("sqlmodel")),
        *spelled(
            "sqlmodel",
            "sqlalchemy",
            "ARRAY BIGINT BINARY BLOB BOOLEAN BigInteger Boolean CHAR CLOB CheckConstraint Column "
            "DATE DATETIME DDL DECIMAL DOUBLE DOUBLE_PRECISION Date DateTime Double Enum FLOAT "
            "Float ForeignKey ForeignKeyConstraint INT INTEGER Identity Index Integer Interval "
            "JSON LargeBinary MetaData NCHAR NUMERIC NVARCHAR Numeric PickleType "
            "PrimaryKeyConstraint QueuePool REAL SMALLINT Sequence SmallInteger StaticPool String "
            "TEXT TIME TIMESTAMP Table Text Time TypeDecorator UUID Unicode UnicodeText "
            "UniqueConstraint Uuid VARBINARY VARCHAR alias bindparam column create_engine "
            "create_mock_engine delete engine_from_config except_ except_all exists func insert "
            "inspect intersect intersect_all join lambda_stmt lateral literal literal_column "
            "outerjoin table text union union_all update values",
        ),
        (
            "sqlmodel.SQLModel",
            ModelBase(NAME, keyword="table", annotated=True, history="versions", named="lower"),
        ),
        *each("sqlmodel.SQLModel", "model_validate from_orm", Is("reads-attributes")),
        *each(f"{SESSION} {ASESSION}", "", Is("one-at-a-time")),
        ("sqlmodel.SQLModel.metadata", Returns(Type("sqlalchemy.MetaData"))),
        (
            "sqlmodel.Field",
            ColumnTrait(NAME, position=0, copies=True, types=("sa_type",), column="sa_column"),
        ),
        ("sqlmodel.Field", Is("assigned-only")),
        ("sqlmodel.Field", Refers(Param("foreign_key"), "ondelete")),
        (
            "sqlmodel.Relationship",
            RelationTrait(
                NAME,
                lazy_in=(Param("sa_relationship_kwargs"), "lazy"),
                inner=Param("sa_relationship"),
                late=(None, True, "select"),
                joins="joinedload",
                joins_many="selectinload",
            ),
        ),
        ("sqlmodel.AutoString", ColumnType("text")),
        ("sqlmodel.UTCDateTime", ColumnType("datetime")),
        (
            "sqlmodel.select",
            Reads(NAME, "build", runs=False, model=Param("entities", 0)),
        ),
        ("sqlmodel.select", Returns(Type("sqlalchemy.Select"))),
        *each("sqlmodel.sql.expression", "Select SelectOfScalar", Names("sqlalchemy.Select")),
        (SESSION, Inherits(("sqlalchemy.orm.Session",))),
        (ASESSION, Inherits(("sqlalchemy.ext.asyncio.AsyncSession",))),
        *each(
            BOTH,
            "",
            Leases(LeaseKind.SESSION, NAME, commits=False, on=Param("bind", 0), lazy=True),
        ),
        (ASESSION, Expires(Param("expire_on_commit"))),
        ("sqlmodel", Shows("sqlalchemy", 2)),
        *each(BOTH, "exec", MANY, Returns(Type("sqlalchemy.ScalarResult"))),
        *each(SESSION, "exec", Outbound(Service.SQL)),
        *each(ASESSION, "exec", Outbound(Service.SQL, blocking=False), Is("coroutine")),
    ),
)
