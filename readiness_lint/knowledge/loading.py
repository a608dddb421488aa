"""Choices of relations that load none of them."""

from readiness_lint.knowledge.schema import Is, Knowledge, each

SQLALCHEMY_LOADING = Knowledge(
    "SQLAlchemy",
    "1.4-2.1",
    "https://docs.sqlalchemy.org",
    each("sqlalchemy.orm sqlalchemy.orm.Load", "noload raiseload", Is("loads-nothing")),
)
