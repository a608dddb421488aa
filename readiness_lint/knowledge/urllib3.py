from readiness_lint.knowledge.schema import (
    Attempts,
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
COUNTS = (
    *(Param("total", 0), Param("connect", 1), Param("read", 2)),
    *(Param("redirect", 3), Param("status", 4), Param("other", 5)),
)
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
        # The first call is none of them.
        *each(
            "urllib3",
            "Retry",
            Attempts(
                COUNTS,
                (Param("backoff_factor", 8),),
                default=11,
                first=1,
                methods=Param("allowed_methods", 6),
                methods_once="method_whitelist",
                sent=(Param("read", 2), Param("status", 4)),
            ),
        ),
        ("urllib3.util.Retry", Names("urllib3.Retry")),
        ("urllib3.util.retry.Retry", Names("urllib3.Retry")),
        ("requests.packages.urllib3.util.retry.Retry", Names("urllib3.Retry")),
        ("requests.packages.urllib3.util.Retry", Names("urllib3.Retry")),
        ("requests.adapters.Retry", Names("urllib3.Retry")),
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
