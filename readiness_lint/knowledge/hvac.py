from readiness_lint.knowledge.schema import (
    ClientTrait,
    Knowledge,
    Limit,
    Names,
    Outbound,
    Param,
    Returns,
    each,
)
from readiness_lint.terms import Service, Type

CLIENT, ENGINE = "hvac.Client", "hvac.api.VaultApiBase"
# Thirty seconds, set where the client is made.
ASKS = Outbound(Service.SDK, Limit(None, 30.0, at=("client",)))

HVAC = Knowledge(
    "hvac",
    "2.4",
    "https://python-hvac.org",
    (
        *each(CLIENT, "", ClientTrait(Service.SDK, Limit(Param("timeout", 4), 30.0))),
        *each(
            CLIENT,
            "delete is_authenticated list login logout lookup_token read renew_token revoke_token"
            " write",
            ASKS,
        ),
        # `client.secrets.kv.v2.read_secret_version(...)`, `client.auth.approle.login(...)`.
        *each(CLIENT, "auth secrets sys", Returns(Type(ENGINE))),
        *each(
            ENGINE,
            "approle aws azure cert database gcp github identity jwt kubernetes kv ldap oidc okta"
            " pki rabbitmq ssh token transit userpass v1 v2",
            Returns(Type(ENGINE)),
        ),
        *each(ENGINE, "*", ASKS),
        ("hvac.v1.Client", Names(CLIENT)),
    ),
)
