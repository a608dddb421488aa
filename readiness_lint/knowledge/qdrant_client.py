from readiness_lint.knowledge.schema import ClientTrait, Is, Knowledge, Outbound, each
from readiness_lint.terms import Service

CLIENT, LOOP = "qdrant_client.QdrantClient", "qdrant_client.AsyncQdrantClient"
VERBS = (
    "collection_exists count create_collection create_payload_index delete delete_collection"
    " get_collection get_collections query_points recommend retrieve scroll search set_payload"
    " update_collection upsert"
)

QDRANT_CLIENT = Knowledge(
    "qdrant-client",
    "1.20",
    "https://python-client.qdrant.tech",
    (
        *each(f"{CLIENT} {LOOP}", "", ClientTrait(Service.SEARCH)),
        *each(CLIENT, VERBS, Outbound(Service.SEARCH)),
        *each(LOOP, VERBS, Outbound(Service.SEARCH, blocking=False), Is("coroutine")),
    ),
)
