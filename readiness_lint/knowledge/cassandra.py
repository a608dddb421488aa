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

CLUSTER, SESSION = "cassandra.cluster.Cluster", "cassandra.cluster.Session"
TIMEOUT = Limit(Param("timeout", 2), 10.0)

CASSANDRA = Knowledge(
    "cassandra-driver",
    "3.30",
    "https://docs.datastax.com/en/developer/python-driver/",
    (
        *each(CLUSTER, "", ClientTrait(Service.SQL)),
        *each(CLUSTER, "connect", Outbound(Service.SQL), Returns(Type(SESSION))),
        *each(SESSION, "execute", Outbound(Service.SQL, TIMEOUT)),
        *each(SESSION, "execute_graph prepare set_keyspace", Outbound(Service.SQL)),
        *each(
            SESSION,
            "execute_async",
            Is("pure"),
            Returns(Type("cassandra.cluster.ResponseFuture")),
        ),
        *each("cassandra.cluster.ResponseFuture", "result", Outbound(Service.SQL)),
        *each(
            "cassandra.concurrent",
            "execute_concurrent execute_concurrent_with_args",
            Outbound(Service.SQL),
        ),
    ),
)
