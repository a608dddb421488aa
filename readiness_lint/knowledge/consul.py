from readiness_lint.knowledge.schema import ClientTrait, Knowledge, Names, Outbound, Returns, each
from readiness_lint.terms import Service, Type

CLIENT, ENDPOINT = "consul.Consul", "consul.base.Consul"
ASKS = Outbound(Service.SDK)

# Two distributions share the name: python-consul takes no limit, py-consul waits thirty seconds.
CONSUL = Knowledge(
    "py-consul",
    "1.8",
    "https://github.com/criteo/py-consul",
    (
        *each(CLIENT, "", ClientTrait(Service.SDK)),
        *each(
            CLIENT,
            "acl agent catalog config coordinate event health kv operator query session status txn",
            Returns(Type(ENDPOINT)),
        ),
        *each(
            ENDPOINT,
            "check connect maintenance policy service token",
            Returns(Type(ENDPOINT)),
        ),
        *each(
            ENDPOINT,
            "checks create datacenters delete deregister destroy fire get info join leader list"
            " members node nodes peers put read register renew self services set state ttl_fail"
            " ttl_pass ttl_warn update",
            ASKS,
        ),
        ("consul.std.Consul", Names(CLIENT)),
    ),
)
