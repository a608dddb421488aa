from readiness_lint.knowledge.schema import Knowledge, Limit, Outbound, Param, each
from readiness_lint.terms import Service

# A call gives a Deferred; outside of Twisted's reactor nothing waits.
WAITS = Outbound(Service.HTTP, Limit(Param("timeout")), blocking=False)

TREQ = Knowledge(
    "treq",
    "26.7",
    "https://treq.readthedocs.io",
    (
        *each("treq", "get head post put patch delete request", WAITS),
        *each("treq.client.HTTPClient", "get head post put patch delete request", WAITS),
    ),
)
