from readiness_lint.knowledge.schema import (
    ClientTrait,
    Knowledge,
    Limit,
    Names,
    Outbound,
    Param,
    each,
)
from readiness_lint.terms import Service

CONNECTION = "ldap3.Connection"
ASKS = Outbound(Service.DIRECTORY)

LDAP3 = Knowledge(
    "ldap3",
    "2.9",
    "https://ldap3.readthedocs.io",
    (
        # Without one the system gives up connecting after some tries.
        *each(
            "ldap3",
            "Server",
            ClientTrait(Service.DIRECTORY, Limit(Param("connect_timeout", 7), 130.0)),
        ),
        *each(
            "ldap3",
            "Connection",
            Outbound(
                Service.DIRECTORY,
                given=Param("auto_bind", 3),
                idle=("NONE", "ldap3.AUTO_BIND_NONE"),
            ),
            ClientTrait(Service.DIRECTORY, Limit(Param("receive_timeout", 21))),
        ),
        *each(
            CONNECTION,
            "abandon add bind compare delete extended modify modify_dn open rebind search start_tls"
            " unbind refresh_server_info",
            ASKS,
        ),
        *each(CONNECTION, "__enter__", ASKS),
        ("ldap3.core.server.Server", Names("ldap3.Server")),
        ("ldap3.core.connection.Connection", Names(CONNECTION)),
    ),
)
