from readiness_lint.knowledge.schema import Knowledge, Limit, Outbound, Param, Returns, each
from readiness_lint.terms import FOREVER, Service, Type

SOCKET, APP = "websocket.WebSocket", "websocket.WebSocketApp"

WEBSOCKET_CLIENT = Knowledge(
    "websocket-client",
    "1.9",
    "https://websocket-client.readthedocs.io",
    (
        *each(
            "websocket",
            "create_connection",
            Outbound(Service.SOCKET, Limit(Param("timeout", 1))),
            Returns(Type(SOCKET)),
        ),
        *each(
            SOCKET,
            "connect",
            Outbound(Service.SOCKET, Limit(Param("timeout"), FOREVER, at=("settimeout",))),
        ),
        *each(
            SOCKET,
            "ping pong recv recv_data recv_frame send send_binary send_bytes send_frame send_text",
            Outbound(Service.SOCKET),
        ),
        *each(APP, "run_forever send", Outbound(Service.SOCKET)),
    ),
)
