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

SESSION, ASYNC = "niquests.Session", "niquests.AsyncSession"
VERBS = "get options head post put patch delete"
TIMEOUT = Limit(Param("timeout"), 30.0)
OF_SESSION = Limit(Param("timeout"), 30.0, at=("client", "adapter"), never=())
OF_REQUEST = Limit(Param("timeout", 8), 30.0, at=("client", "adapter"), never=())
RESPONSE = Returns(Type("niquests.Response"))

NIQUESTS = Knowledge(
    "niquests",
    "3.21",
    "https://niquests.readthedocs.io",
    (
        *each("niquests", f"{VERBS} request", Outbound(Service.HTTP, TIMEOUT), RESPONSE),
        *each(
            "niquests",
            "aget aoptions ahead apost aput apatch adelete arequest",
            Outbound(Service.HTTP, TIMEOUT, blocking=False),
            Is("coroutine"),
            RESPONSE,
        ),
        *each(
            "niquests",
            "Session AsyncSession",
            ClientTrait(Service.HTTP, Limit(Param("timeout"), 30.0, never=())),
        ),
        *each(SESSION, f"{VERBS} send", Outbound(Service.HTTP, OF_SESSION), RESPONSE),
        *each(SESSION, "request", Outbound(Service.HTTP, OF_REQUEST), RESPONSE),
        *each(
            ASYNC,
            f"{VERBS} send",
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
        ("niquests.api", Names("niquests")),
        ("niquests.sessions.Session", Names(SESSION)),
        ("niquests.async_session.AsyncSession", Names(ASYNC)),
    ),
)
