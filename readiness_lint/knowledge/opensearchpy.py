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

CLIENT, LOOP = "opensearchpy.OpenSearch", "opensearchpy.AsyncOpenSearch"
TIMEOUT = Limit(Param("request_timeout"), 10.0, at=("client",), never=())
ASKS = Outbound(Service.SEARCH, TIMEOUT)
OF_HELPER = Outbound(Service.SEARCH, Limit(None, 10.0, at=("client",)))
OF_HELPER_LOOP = Outbound(Service.SEARCH, Limit(None, 10.0, at=("client",)), blocking=False)
AWAITED = Outbound(Service.SEARCH, TIMEOUT, blocking=False)

OPENSEARCH = Knowledge(
    "opensearch-py",
    "3.2",
    "https://opensearch.org/docs/latest/clients/python-low-level/",
    (
        *each(
            "opensearchpy",
            "OpenSearch AsyncOpenSearch",
            ClientTrait(Service.SEARCH, Limit(Param("timeout"), 10.0)),
        ),
        *each(CLIENT, "*", ASKS),
        *each(CLIENT, "close transport", Is("pure")),
        *each(LOOP, "*", AWAITED, Is("coroutine")),
        *each(LOOP, "close", Is("coroutine")),
        *each(LOOP, "transport", Is("pure")),
        *each(CLIENT, "indices", Returns(Type("opensearchpy.client.indices.IndicesClient"))),
        *each(CLIENT, "cluster", Returns(Type("opensearchpy.client.cluster.ClusterClient"))),
        *each(
            "opensearchpy.client.indices.IndicesClient opensearchpy.client.cluster.ClusterClient",
            "*",
            ASKS,
        ),
        *each("opensearchpy.helpers", "bulk reindex scan streaming_bulk parallel_bulk", OF_HELPER),
        *each("opensearchpy.helpers", "async_bulk", OF_HELPER_LOOP, Is("coroutine")),
    ),
)
