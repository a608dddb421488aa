from readiness_lint.knowledge.schema import (
    ClientTrait,
    Inherits,
    Knowledge,
    Limit,
    Names,
    Outbound,
    Param,
    Returns,
    each,
)
from readiness_lint.terms import Service, Type

CONNECTION = "mysql.connector.abstracts.MySQLConnectionAbstract"
CURSOR = "mysql.connector.abstracts.MySQLCursorAbstract"
QUERY = Outbound(Service.SQL)
CONNECT = Limit(Param("connection_timeout"), 10.0, also=("connect_timeout",))

MYSQL_CONNECTOR = Knowledge(
    "mysql-connector-python",
    "26.10",
    "https://dev.mysql.com/doc/connector-python/en/",
    (
        *each(
            "mysql.connector",
            "connect",
            Outbound(Service.SQL, CONNECT),
            ClientTrait(Service.SQL, CONNECT),
            Returns(Type(CONNECTION)),
        ),
        *each("mysql.connector", "MySQLConnection", Inherits((CONNECTION,))),
        *each("mysql.connector.connection", "MySQLConnection", Inherits((CONNECTION,))),
        *each("mysql.connector.pooling", "PooledMySQLConnection", Inherits((CONNECTION,))),
        *each(
            "mysql.connector.pooling.MySQLConnectionPool",
            "get_connection",
            QUERY,
            Returns(Type(CONNECTION)),
        ),
        *each(
            CONNECTION,
            "commit connect ping reconnect reset_session rollback start_transaction",
            QUERY,
        ),
        *each(CONNECTION, "cursor", Returns(Type(CURSOR))),
        *each(CURSOR, "callproc execute executemany fetchall fetchmany fetchone nextset", QUERY),
        *each("mysql.connector.cursor", "MySQLCursor MySQLCursorDict", Inherits((CURSOR,))),
        *each("mysql.connector", "Connect", Names("mysql.connector.connect")),
    ),
)
