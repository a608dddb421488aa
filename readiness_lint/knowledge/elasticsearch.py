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

CLIENT, LOOP = "elasticsearch.Elasticsearch", "elasticsearch.AsyncElasticsearch"
TIMEOUT = Limit(Param("request_timeout"), 10.0, at=("client",), never=())
ASKS = Outbound(Service.SEARCH, TIMEOUT)
AWAITED = Outbound(Service.SEARCH, TIMEOUT, blocking=False)
OF_HELPER = Outbound(Service.SEARCH, Limit(None, 10.0, at=("client",)))
OF_HELPER_LOOP = Outbound(Service.SEARCH, Limit(None, 10.0, at=("client",)), blocking=False)
MADE = ClientTrait(Service.SEARCH, Limit(Param("request_timeout"), 10.0))

ELASTICSEARCH = Knowledge(
    "elasticsearch",
    "9.5",
    "https://elasticsearch-py.readthedocs.io",
    (
        *each("elasticsearch", "Elasticsearch AsyncElasticsearch", MADE),
        *each(CLIENT, "*", ASKS),
        *each(CLIENT, "close transport", Is("pure")),
        *each(CLIENT, "options", Is("pure"), Returns(Type(CLIENT))),
        *each(LOOP, "*", AWAITED, Is("coroutine")),
        *each(LOOP, "close", Is("coroutine")),
        *each(LOOP, "transport", Is("pure")),
        *each(LOOP, "options", Is("pure"), Returns(Type(LOOP))),
        *each(CLIENT, "indices", Returns(Type("elasticsearch.client.IndicesClient"))),
        *each(CLIENT, "cluster", Returns(Type("elasticsearch.client.ClusterClient"))),
        *each(CLIENT, "ingest", Returns(Type("elasticsearch.client.IngestClient"))),
        *each(CLIENT, "tasks", Returns(Type("elasticsearch.client.TasksClient"))),
        *each(
            "elasticsearch.client.IndicesClient elasticsearch.client.ClusterClient"
            " elasticsearch.client.IngestClient elasticsearch.client.TasksClient",
            "*",
            ASKS,
        ),
        *each(LOOP, "indices cluster ingest tasks", Returns(Type("elasticsearch.AsyncNamespace"))),
        *each("elasticsearch.AsyncNamespace", "*", AWAITED, Is("coroutine")),
        *each("elasticsearch.helpers", "bulk reindex", OF_HELPER),
        # Generators: they ask when they are iterated.
        *each("elasticsearch.helpers", "scan streaming_bulk parallel_bulk", OF_HELPER),
        *each("elasticsearch.helpers", "async_bulk async_reindex", OF_HELPER_LOOP, Is("coroutine")),
        *each("elasticsearch.helpers", "async_scan async_streaming_bulk", OF_HELPER_LOOP),
    ),
)
