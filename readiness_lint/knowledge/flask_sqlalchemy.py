from readiness_lint.knowledge.schema import (
    Inherits,
    Is,
    Knowledge,
    Loads,
    Manager,
    ModelBase,
    Names,
    Outbound,
    Param,
    Reads,
    Returns,
    each,
)
from readiness_lint.terms import Service, Type

NAME = "flask_sqlalchemy"
DB = "flask_sqlalchemy.SQLAlchemy"
MODEL = f"{DB}.Model"
QUERY = "flask_sqlalchemy.query.Query"
SQL = Outbound(Service.SQL)
BUILD = Reads(NAME, "build", runs=False)
FOLDED = Reads(NAME, "build", runs=False, folds=True)
BOUND = Reads(NAME, "build", runs=False, limits=True)

FLASK_SQLALCHEMY = Knowledge(
    "Flask-SQLAlchemy",
    "3.0-3.1",
    "https://flask-sqlalchemy.readthedocs.io",
    (
        *each("flask_sqlalchemy.extension", "", Names("flask_sqlalchemy")),
        # `db.Column`, `db.select` and the rest are those of SQLAlchemy.
        (DB, Inherits(("sqlalchemy", "sqlalchemy.orm"))),
        (MODEL, ModelBase(NAME, history="versions", named="snake")),
        ("flask_sqlalchemy.model.Model", Names(MODEL)),
        (f"{MODEL}.query", Returns(Type(QUERY))),
        (f"{MODEL}.query", Manager(QUERY, ("flask", NAME, "sqlalchemy"))),
        (QUERY, Inherits(("sqlalchemy.orm.Query",))),
        (f"{DB}.Query", Names(QUERY)),
        (f"{DB}.session", Returns(Type("sqlalchemy.orm.scoped_session"))),
        (f"{DB}.session", Is("request-session")),
        (f"{DB}.engine", Returns(Type("sqlalchemy.engine.Engine"))),
        (f"{DB}.metadata", Returns(Type("sqlalchemy.MetaData"))),
        *each(DB, "create_all drop_all reflect", SQL),
        (f"{DB}.create_all", Is("creates-tables")),
        *each(DB, "get_or_404 one_or_404", Reads(NAME, "get"), SQL),
        *each(DB, "first_or_404", Reads(NAME, "first", limits=True), SQL),
        *each(DB, "paginate", Reads(NAME, "all", limits=True), SQL),
        *each(
            QUERY,
            "filter filter_by where join outerjoin order_by having offset options execution_options select_from with_entities add_columns add_entity union "
            "union_all intersect except_ enable_eagerloads populate_existing yield_per params "
            "prefix_with reset_joinpoint correlate autoflush from_statement with_for_update",
            BUILD,
            Returns(Type(QUERY)),
        ),
        # The rows of a table are of one class; what that inherits has to be said again.
        *each(QUERY, "options", Loads("options", Param("args", 0))),
        *each(QUERY, "with_entities add_columns add_entity", Is("plain-rows")),
        *each(QUERY, "with_for_update", Is("row-lock")),
        *each(QUERY, "group_by distinct", FOLDED, Returns(Type(QUERY))),
        *each(QUERY, "limit slice", BOUND, Returns(Type(QUERY))),
        *each(QUERY, "get_or_404 one_or_404", Reads(NAME, "get"), SQL),
        *each(QUERY, "first_or_404", Reads(NAME, "first", limits=True), SQL),
        *each(QUERY, "paginate", Reads(NAME, "all", limits=True), SQL),
    ),
)
