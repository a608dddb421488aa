from readiness_lint.knowledge.schema import (
    ClientTrait,
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

VERBS = "get options head post put patch delete request"
TIMEOUT = Limit(Param("timeout"), 5.0)
OF_CLIENT = Limit(Param("timeout"), 5.0, at=("client",))
PARTS = Limit(Param("timeout", 0), 5.0, also=("connect", "read", "write", "pool"))
SENDS = Limit(None, 5.0, at=("client",))
# A stream may be meant to stay open: without a limit it waits for whatever comes next.
STREAM = Limit(Param("timeout"), 5.0, never=())
OF_STREAM = Limit(Param("timeout"), 5.0, at=("client",), never=())
BASE = Param("base_url")
CLIENTS = "Client AsyncClient"

HTTPX = Knowledge(
    "httpx",
    "0.28",
    "https://www.python-httpx.org",
    (
        *each("httpx", VERBS, Outbound(Service.HTTP, TIMEOUT), Returns(Type("httpx.Response"))),
        *each(
            "httpx",
            "stream",
            Outbound(Service.HTTP, STREAM, streamed=()),
            Returns(Type("httpx.Response")),
        ),
        *each("httpx", CLIENTS, ClientTrait(Service.HTTP, TIMEOUT, peer=BASE)),
        *each("httpx", "Timeout", ClientTrait(Service.HTTP, PARTS)),
        *each(
            "httpx.Client",
            VERBS,
            Outbound(Service.HTTP, OF_CLIENT),
            Returns(Type("httpx.Response")),
        ),
        *each(
            "httpx.Client",
            "send",
            Outbound(Service.HTTP, SENDS, streamed=("stream",)),
            Returns(Type("httpx.Response")),
        ),
        *each(
            "httpx.Client",
            "stream",
            Outbound(Service.HTTP, OF_STREAM, streamed=()),
            Returns(Type("httpx.Response")),
        ),
        *each(
            "httpx.AsyncClient",
            VERBS,
            Outbound(Service.HTTP, OF_CLIENT, blocking=False),
            Is("coroutine"),
            Returns(Type("httpx.Response")),
        ),
        *each(
            "httpx.AsyncClient",
            "send",
            Outbound(Service.HTTP, SENDS, blocking=False, streamed=("stream",)),
            Is("coroutine"),
            Returns(Type("httpx.Response")),
        ),
        *each(
            "httpx.AsyncClient",
            "stream",
            Outbound(Service.HTTP, OF_STREAM, blocking=False, streamed=()),
            Returns(Type("httpx.Response")),
        ),
        *each("httpx.AsyncClient", "aclose", Is("coroutine")),
        *each("httpx.Response", "aread aclose", Is("coroutine")),
        *each("httpx.Client httpx.AsyncClient", "build_request", Is("pure")),
        ("httpx._api", Names("httpx")),
        ("httpx._client", Names("httpx")),
        ("httpx._models.Response", Names("httpx.Response")),
    ),
)

HTTPX2 = Knowledge(
    "httpx2",
    "2.16",
    "https://httpx2.pydantic.dev",
    (
        *each(
            "httpx2",
            f"{VERBS} query",
            Outbound(Service.HTTP, TIMEOUT),
            Returns(Type("httpx2.Response")),
        ),
        *each(
            "httpx2",
            "stream",
            Outbound(Service.HTTP, STREAM, streamed=()),
            Returns(Type("httpx2.Response")),
        ),
        *each("httpx2", CLIENTS, ClientTrait(Service.HTTP, TIMEOUT, peer=BASE)),
        *each("httpx2", "Timeout", ClientTrait(Service.HTTP, PARTS)),
        *each(
            "httpx2.Client",
            f"{VERBS} query",
            Outbound(Service.HTTP, OF_CLIENT),
            Returns(Type("httpx2.Response")),
        ),
        *each(
            "httpx2.Client",
            "send",
            Outbound(Service.HTTP, SENDS, streamed=("stream",)),
            Returns(Type("httpx2.Response")),
        ),
        *each(
            "httpx2.Client",
            "stream",
            Outbound(Service.HTTP, OF_STREAM, streamed=()),
            Returns(Type("httpx2.Response")),
        ),
        *each(
            "httpx2.AsyncClient",
            f"{VERBS} query",
            Outbound(Service.HTTP, OF_CLIENT, blocking=False),
            Is("coroutine"),
            Returns(Type("httpx2.Response")),
        ),
        *each(
            "httpx2.AsyncClient",
            "send",
            Outbound(Service.HTTP, SENDS, blocking=False, streamed=("stream",)),
            Is("coroutine"),
            Returns(Type("httpx2.Response")),
        ),
        *each(
            "httpx2.AsyncClient",
            "stream",
            Outbound(Service.HTTP, OF_STREAM, blocking=False, streamed=()),
            Returns(Type("httpx2.Response")),
        ),
        *each("httpx2.AsyncClient", "aclose", Is("coroutine")),
        *each("httpx2.Client httpx2.AsyncClient", "build_request", Is("pure")),
        ("httpx2._api", Names("httpx2")),
        ("httpx2._client", Names("httpx2")),
    ),
)

HTTPX_SSE = Knowledge(
    "httpx-sse",
    "0.4",
    "https://github.com/florimondmanca/httpx-sse",
    (*each("httpx_sse", "connect_sse aconnect_sse", Is("streams-with")),),
)
