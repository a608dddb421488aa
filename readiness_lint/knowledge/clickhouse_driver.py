from readiness_lint.knowledge.schema import (
    ClientTrait,
    Knowledge,
    Limit,
    Names,
    Outbound,
    Param,
    Returns,
    each,
)
from readiness_lint.terms import Service, Type

CLIENT = "clickhouse_driver.Client"
QUERY = Outbound(Service.SQL)
MADE = ClientTrait(Service.SQL, Limit(Param("send_receive_timeout"), 300.0))

CLICKHOUSE_DRIVER = Knowledge(
    "clickhouse-driver",
    "0.2",
    "https://clickhouse-driver.readthedocs.io",
    (
        *each(CLIENT, "", MADE),
        *each(CLIENT, "from_url", ClientTrait(Service.SQL), Returns(Type(CLIENT))),
        *each(
            CLIENT,
            "execute execute_iter execute_with_progress insert_dataframe query_dataframe",
            QUERY,
        ),
        *each(
            "clickhouse_driver",
            "connect",
            QUERY,
            ClientTrait(Service.SQL),
            Returns(Type("clickhouse_driver.dbapi.connection.Connection")),
        ),
        *each(
            "clickhouse_driver.dbapi.connection.Connection",
            "cursor",
            Returns(Type("clickhouse_driver.dbapi.cursor.Cursor")),
        ),
        *each("clickhouse_driver.dbapi.cursor.Cursor", "execute executemany fetchall", QUERY),
        ("clickhouse_driver.client.Client", Names(CLIENT)),
        ("clickhouse_driver.dbapi.connect", Names("clickhouse_driver.connect")),
    ),
)
