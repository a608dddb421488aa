# ruff: noqa: N999 (named as it is imported)
from readiness_lint.knowledge.schema import (
    ClientTrait,
    Inherits,
    Knowledge,
    Names,
    Outbound,
    Returns,
    each,
)
from readiness_lint.terms import Service, Type

CONNECTION, CURSOR = "MySQLdb.connections.Connection", "MySQLdb.cursors.Cursor"
QUERY = Outbound(Service.SQL)

MYSQLCLIENT = Knowledge(
    "mysqlclient",
    "2.2",
    "https://mysqlclient.readthedocs.io",
    (
        *each("MySQLdb", "connect", QUERY, ClientTrait(Service.SQL), Returns(Type(CONNECTION))),
        *each(CONNECTION, "commit ping query rollback select_db", QUERY),
        *each(CONNECTION, "cursor", Returns(Type(CURSOR))),
        *each(CURSOR, "callproc execute executemany", QUERY),
        *each("MySQLdb.cursors", "DictCursor", Inherits((CURSOR,))),
        *each("MySQLdb", "Connect Connection", Names("MySQLdb.connect")),
    ),
)
