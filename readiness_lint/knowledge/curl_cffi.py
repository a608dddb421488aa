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

SESSION, ASYNC = "curl_cffi.requests.Session", "curl_cffi.requests.AsyncSession"
VERBS = "get options head post put patch delete"
TIMEOUT = Limit(Param("timeout"), 30.0)
OF_SESSION = Limit(Param("timeout"), 30.0, at=("client",))
OF_REQUEST = Limit(Param("timeout", 10), 30.0, at=("client",))
RESPONSE = Returns(Type("curl_cffi.requests.Response"))

CURL_CFFI = Knowledge(
    "curl_cffi",
    "0.16",
    "https://curl-cffi.readthedocs.io",
    (
        *each("curl_cffi.requests", f"{VERBS} request", Outbound(Service.HTTP, TIMEOUT), RESPONSE),
        *each("curl_cffi.requests", "Session AsyncSession", ClientTrait(Service.HTTP, TIMEOUT)),
        *each(SESSION, VERBS, Outbound(Service.HTTP, OF_SESSION), RESPONSE),
        *each(SESSION, "request", Outbound(Service.HTTP, OF_REQUEST), RESPONSE),
        *each(
            ASYNC,
            VERBS,
            Outbound(Service.HTTP, OF_SESSION, blocking=False),
            Is("coroutine"),
            RESPONSE,
        ),
        *each(
            ASYNC,
            "request",
            Outbound(Service.HTTP, OF_REQUEST, blocking=False),
            Is("coroutine"),
            RESPONSE,
        ),
        # The limit is an option of the handle, set by a call of its own.
        *each("curl_cffi.Curl", "perform", Outbound(Service.HTTP)),
        ("curl_cffi.requests.session.Session", Names(SESSION)),
        ("curl_cffi.requests.session.AsyncSession", Names(ASYNC)),
        *each("curl_cffi", "Session", Names(SESSION)),
        *each("curl_cffi", "AsyncSession", Names(ASYNC)),
        ("curl_cffi.curl.Curl", Names("curl_cffi.Curl")),
    ),
)
