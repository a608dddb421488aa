from readiness_lint.knowledge.schema import (
    ClientTrait,
    Inherits,
    Is,
    Knowledge,
    Limit,
    Names,
    Outbound,
    Param,
    Returns,
    each,
)
from readiness_lint.terms import Service, Type

CONNECTION, CURSOR = "pymysql.connections.Connection", "pymysql.cursors.Cursor"
QUERY = Outbound(Service.SQL)
CONNECT = Limit(Param("connect_timeout"), 10.0)

# Reads are bounded by `read_timeout` only.
PYMYSQL = Knowledge(
    "PyMySQL",
    "1.2",
    "https://pymysql.readthedocs.io",
    (
        *each(
            "pymysql",
            "connect",
            Outbound(Service.SQL, CONNECT),
            ClientTrait(Service.SQL),
            Returns(Type(CONNECTION)),
        ),
        *each(CONNECTION, "", Outbound(Service.SQL, CONNECT), ClientTrait(Service.SQL)),
        *each(CONNECTION, "begin commit connect kill ping query rollback select_db", QUERY),
        *each(CONNECTION, "cursor", Returns(Type(CURSOR))),
        *each(CURSOR, "callproc execute executemany", QUERY),
        # Buffered by then, but for a cursor of the server's side.
        *each(CURSOR, "fetchall fetchmany fetchone mogrify", Is("pure")),
        *each("pymysql.cursors", "DictCursor SSCursor", Inherits((CURSOR,))),
        *each("pymysql.cursors", "SSDictCursor", Inherits(("pymysql.cursors.SSCursor",))),
        *each("pymysql.cursors.SSCursor", "fetchall fetchmany fetchone", QUERY),
        *each("pymysql", "Connect", Names("pymysql.connect")),
        *each("pymysql", "Connection", Names(CONNECTION)),
    ),
)
