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
from readiness_lint.terms import FOREVER, Service, Type

MANAGER, POOL = "urllib3.PoolManager", "urllib3.HTTPConnectionPool"
TIMEOUT = Limit(Param("timeout"), FOREVER, at=("client", "socket"))
RESPONSE = Returns(Type("urllib3.BaseHTTPResponse"))

URLLIB3 = Knowledge(
    "urllib3",
    "2.8",
    "https://urllib3.readthedocs.io",
    (
        *each("urllib3", "request", Outbound(Service.HTTP, Limit(Param("timeout"), 3.0)), RESPONSE),
        *each(
            f"{MANAGER} {POOL}",
            "request request_encode_body request_encode_url",
            Outbound(Service.HTTP, TIMEOUT),
            RESPONSE,
        ),
        *each(MANAGER, "urlopen", Outbound(Service.HTTP, TIMEOUT), RESPONSE),
        *each(
            POOL,
            "urlopen",
            Outbound(Service.HTTP, Limit(Param("timeout", 7), FOREVER, at=("client", "socket"))),
            RESPONSE,
        ),
        *each(
            "urllib3",
            "PoolManager ProxyManager proxy_from_url connection_from_url",
            ClientTrait(Service.HTTP, Limit(Param("timeout"), FOREVER, at=("socket",))),
        ),
        *each(
            "urllib3",
            "HTTPConnectionPool HTTPSConnectionPool",
            ClientTrait(Service.HTTP, Limit(Param("timeout", 2), FOREVER, at=("socket",))),
        ),
        *each("urllib3", "ProxyManager", Inherits((MANAGER,))),
        *each("urllib3", "HTTPSConnectionPool", Inherits((POOL,))),
        *each("urllib3", "proxy_from_url", Returns(Type("urllib3.ProxyManager"))),
        *each("urllib3", "connection_from_url", Returns(Type(POOL))),
        *each(
            MANAGER,
            "connection_from_host connection_from_url",
            Returns(Type(POOL)),
        ),
        *each(
            "urllib3.contrib.socks",
            "SOCKSProxyManager",
            Inherits((MANAGER,)),
            ClientTrait(Service.HTTP, Limit(Param("timeout"), FOREVER, at=("socket",))),
        ),
        ("urllib3.poolmanager", Names("urllib3")),
        ("urllib3.connectionpool", Names("urllib3")),
    ),
)
