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

PACKAGE = "tornado.httpclient"
TIMEOUT = Limit(Param("request_timeout"), 20.0, at=("client",), never=())
RESPONSE = Returns(Type(f"{PACKAGE}.HTTPResponse"))

TORNADO_HTTPCLIENT = Knowledge(
    "tornado",
    "6.6",
    "https://www.tornadoweb.org/en/stable/httpclient.html",
    (
        *each(f"{PACKAGE}.HTTPClient", "fetch", Outbound(Service.HTTP, TIMEOUT), RESPONSE),
        *each(
            f"{PACKAGE}.AsyncHTTPClient",
            "fetch",
            Outbound(Service.HTTP, TIMEOUT, blocking=False),
            Is("coroutine"),
            RESPONSE,
        ),
        *each(
            PACKAGE,
            "HTTPClient AsyncHTTPClient",
            ClientTrait(Service.HTTP, Limit(Param("defaults"), 20.0, never=())),
        ),
        *each("tornado.ioloop.IOLoop", "run_in_executor", Is("offload")),
        *each("tornado.ioloop.IOLoop", "run_sync", Is("own-loop")),
        *each("tornado.ioloop.IOLoop", "current instance", Returns(Type("tornado.ioloop.IOLoop"))),
        *each("tornado.gen", "with_timeout", Is("bounds"), Is("coroutine")),
        *each("tornado.gen", "sleep", Is("coroutine")),
    ),
)
