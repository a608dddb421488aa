"""What opens a database, and by which address it is a file or memory of the process itself."""

from readiness_lint.knowledge.schema import Is, Knowledge, Opens, Param, each

ORMS = ("sqlalchemy", "sqlmodel")
BY_URL = Opens(ORMS, Param("url", 0), r"(?:sqlite|duckdb)(?:\+\w+)?:")
BY_SETTINGS = Opens(ORMS)
BY_ITSELF = Is("opens-databases")
"""Packages that open databases by settings of their own."""

SQLALCHEMY = Knowledge(
    "SQLAlchemy",
    "1.4-2.1",
    "https://docs.sqlalchemy.org/en/20/core/engines.html",
    (
        *each("sqlalchemy", "create_engine", BY_URL),
        *each("sqlalchemy.ext.asyncio", "create_async_engine", BY_URL),
        *each("sqlalchemy", "engine_from_config", BY_SETTINGS),
        *each("sqlalchemy.ext.asyncio", "async_engine_from_config", BY_SETTINGS),
    ),
)

FLASK_SQLALCHEMY = Knowledge(
    "Flask-SQLAlchemy",
    "3.1-3.1",
    "https://flask-sqlalchemy.readthedocs.io/en/stable/config/",
    (("flask_sqlalchemy", BY_ITSELF),),
)

OSLO_DB = Knowledge(
    "oslo.db",
    "17.0-18.0",
    "https://docs.openstack.org/oslo.db/latest/user/usage.html",
    (("oslo_db", BY_ITSELF),),
)
