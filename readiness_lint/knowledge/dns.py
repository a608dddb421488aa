from readiness_lint.knowledge.schema import Blocks, Is, Knowledge, Limit, Outbound, Param, each
from readiness_lint.terms import Held, Service

LIFETIME = Blocks(Held.NAME, Limit(Param("lifetime", 7), 5.0, never=()))

DNSPYTHON = Knowledge(
    "dnspython",
    "2.9",
    "https://dnspython.readthedocs.io",
    (
        *each("dns.resolver", "query resolve", LIFETIME, Is("looks-up-host")),
        *each("dns.resolver", "resolve_address resolve_name zone_for_name", Blocks(Held.NAME)),
        *each("dns.resolver.Resolver", "query resolve", LIFETIME, Is("looks-up-host")),
        *each("dns.resolver.Resolver", "resolve_address resolve_name", Blocks(Held.NAME)),
        *each(
            "dns.asyncresolver",
            "resolve resolve_address resolve_name zone_for_name",
            Outbound(Service.SOCKET, blocking=False),
            Is("coroutine"),
            Is("looks-up-host"),
        ),
        *each(
            "dns.asyncresolver.Resolver",
            "resolve resolve_address resolve_name",
            Outbound(Service.SOCKET, blocking=False),
            Is("coroutine"),
            Is("looks-up-host"),
        ),
        *each(
            "dns.query",
            "tcp udp tls https",
            Outbound(Service.SOCKET, Limit(Param("timeout", 2))),
        ),
    ),
)
