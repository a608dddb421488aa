from readiness_lint.knowledge.schema import (
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

CONNECTION = "websockets.sync.client.ClientConnection"
LOOP = "websockets.asyncio.client.ClientConnection"
OPENS = Limit(Param("open_timeout"), 10.0)
WAITS = Outbound(Service.SOCKET)

# A dead peer is noticed by the pings that are sent by default.
WEBSOCKETS = Knowledge(
    "websockets",
    "17.4",
    "https://websockets.readthedocs.io",
    (
        *each(
            "websockets.sync.client",
            "connect",
            Outbound(Service.SOCKET, OPENS),
            Returns(Type(CONNECTION)),
        ),
        *each(
            "websockets",
            "connect",
            Outbound(Service.SOCKET, OPENS, blocking=False),
            Is("coroutine"),
            Returns(Type(LOOP)),
        ),
        *each(CONNECTION, "close ping pong recv recv_streaming send", WAITS),
        *each(
            LOOP,
            "close ping pong recv send wait_closed",
            Outbound(Service.SOCKET, blocking=False),
            Is("coroutine"),
        ),
        ("websockets.asyncio.client.connect", Names("websockets.connect")),
    ),
)
