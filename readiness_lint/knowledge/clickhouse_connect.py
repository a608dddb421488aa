from readiness_lint.knowledge.schema import (
    ClientTrait,
    Is,
    Knowledge,
    Limit,
    Outbound,
    Param,
    Returns,
    each,
)
from readiness_lint.terms import Service, Type

CLIENT = "clickhouse_connect.driver.client.Client"
LOOP = "clickhouse_connect.driver.asyncclient.AsyncClient"
QUERY, AWAITED = Outbound(Service.SQL), Outbound(Service.SQL, blocking=False)
MADE = ClientTrait(Service.SQL, Limit(Param("send_receive_timeout"), 300.0))
VERBS = (
    "command insert insert_arrow insert_df ping query query_arrow query_df query_np raw_insert"
    " raw_query"
)

CLICKHOUSE_CONNECT = Knowledge(
    "clickhouse-connect",
    "1.12",
    "https://clickhouse.com/docs/integrations/python",
    (
        *each("clickhouse_connect", "get_client create_client", QUERY, MADE, Returns(Type(CLIENT))),
        *each(
            "clickhouse_connect",
            "get_async_client create_async_client",
            AWAITED,
            MADE,
            Is("coroutine"),
            Returns(Type(LOOP)),
        ),
        *each(CLIENT, VERBS, QUERY),
        *each(LOOP, VERBS, AWAITED, Is("coroutine")),
    ),
)
