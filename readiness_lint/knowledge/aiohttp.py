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

SESSION = "aiohttp.ClientSession"
VERBS = "get options head post put patch delete request"
OF_SESSION = Limit(Param("timeout"), 300.0, at=("client",), also=("read_timeout",))
PARTS = Limit(Param("total", 0), also=("connect", "sock_read", "sock_connect"))
RESPONSE = Returns(Type("aiohttp.ClientResponse"))
SOCKET = "aiohttp.ClientWebSocketResponse"

AIOHTTP = Knowledge(
    "aiohttp",
    "3.14",
    "https://docs.aiohttp.org",
    (
        # `None` is the default where the session is made, and no limit in a call.
        *each(
            "aiohttp",
            "ClientSession",
            ClientTrait(
                Service.HTTP, Limit(Param("timeout"), 300.0, never=()), peer=Param("base_url", 0)
            ),
        ),
        *each("aiohttp", "ClientTimeout", ClientTrait(Service.HTTP, PARTS)),
        *each(
            SESSION,
            VERBS,
            Outbound(Service.HTTP, OF_SESSION, blocking=False, flow="content"),
            Is("coroutine"),
            RESPONSE,
        ),
        # A dead peer is noticed with `heartbeat` only; connecting is bounded.
        *each(
            SESSION,
            "ws_connect",
            Outbound(Service.HTTP, blocking=False),
            Is("coroutine"),
            Returns(Type(SOCKET)),
        ),
        *each(
            "aiohttp",
            "request",
            Outbound(Service.HTTP, Limit(Param("timeout"), 300.0), blocking=False),
            Is("coroutine"),
            RESPONSE,
        ),
        *each(SESSION, "close", Is("coroutine")),
        *each("aiohttp.ClientResponse", "read text json", Is("coroutine")),
        *each(
            SOCKET,
            "receive receive_str receive_bytes receive_json",
            Outbound(Service.HTTP, blocking=False),
            Is("coroutine"),
        ),
        *each(
            SOCKET,
            "send_str send_bytes send_json ping pong close",
            Outbound(Service.HTTP, blocking=False),
            Is("coroutine"),
        ),
        *each("aiohttp.ClientTimeout", "", Is("class")),
        ("aiohttp.client", Names("aiohttp")),
        ("aiohttp.client_reqrep.ClientResponse", Names("aiohttp.ClientResponse")),
        ("aiohttp.client_ws.ClientWebSocketResponse", Names(SOCKET)),
    ),
)

AIOHTTP_RETRY = Knowledge(
    "aiohttp-retry",
    "2.9",
    "https://github.com/inyutin/aiohttp_retry",
    (*each("aiohttp_retry", "RetryClient", Inherits((SESSION,)), ClientTrait(Service.HTTP)),),
)
