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

CLIENT, LOOP = "zeep.Client", "zeep.AsyncClient"
ASKS, AWAITED = Outbound(Service.RPC), Outbound(Service.RPC, blocking=False)

ZEEP = Knowledge(
    "zeep",
    "4.3",
    "https://docs.python-zeep.org",
    (
        # Fetches the WSDL, within five minutes; operations have the limit of the transport.
        *each(
            CLIENT,
            "",
            ASKS,
            ClientTrait(Service.RPC, Limit(None, also=("transport",))),
        ),
        *each("zeep", "CachingClient", Inherits((CLIENT,)), ASKS, ClientTrait(Service.RPC)),
        *each(
            "zeep",
            "Transport",
            ClientTrait(Service.RPC, Limit(Param("operation_timeout", 2))),
        ),
        *each(CLIENT, "service", Returns(Type("zeep.proxy.ServiceProxy"))),
        *each(CLIENT, "bind create_service", Is("pure"), Returns(Type("zeep.proxy.ServiceProxy"))),
        *each("zeep.proxy.ServiceProxy", "*", ASKS),
        *each(LOOP, "service", Returns(Type("zeep.proxy.AsyncServiceProxy"))),
        *each("zeep.proxy.AsyncServiceProxy", "*", AWAITED, Is("coroutine")),
        ("zeep.client.Client", Names(CLIENT)),
        ("zeep.client.AsyncClient", Names(LOOP)),
        ("zeep.transports.Transport", Names("zeep.Transport")),
    ),
)
