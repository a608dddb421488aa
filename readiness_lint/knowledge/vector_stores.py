from readiness_lint.knowledge.schema import Knowledge, Names, Outbound, Returns, each
from readiness_lint.terms import Service, Type

ASKS = Outbound(Service.SEARCH)
INDEX, CHROMA, COLLECTION = (
    "pinecone.index.Index",
    "chromadb.api.ClientAPI",
    "chromadb.api.models.Collection.Collection",
)
CLIENT, OBJECTS = "weaviate.WeaviateClient", "weaviate.collections.Collection"
RESOURCE = "weaviate.Resource"
FOUND = Returns(Type(COLLECTION))

PINECONE = Knowledge(
    "pinecone",
    "10.2",
    "https://docs.pinecone.io/reference/python-sdk",
    (
        *each(
            "pinecone.Pinecone",
            "create_index create_index_for_model describe_index list_indexes has_index "
            "configure_index delete_index",
            ASKS,
        ),
        *each("pinecone.Pinecone", "Index index", Returns(Type(INDEX))),
        *each(
            INDEX,
            "upsert upsert_records query query_namespaces fetch delete update search "
            "describe_index_stats list_paginated",
            ASKS,
        ),
        ("pinecone.Index", Names(INDEX)),
    ),
)

# The other clients keep their rows in this process.
CHROMADB = Knowledge(
    "chromadb",
    "1.5",
    "https://docs.trychroma.com",
    (
        *each("chromadb", "HttpClient CloudClient", ASKS, Returns(Type(CHROMA))),
        *each(CHROMA, "create_collection get_collection get_or_create_collection", ASKS, FOUND),
        *each(CHROMA, "heartbeat list_collections count_collections delete_collection reset", ASKS),
        *each(COLLECTION, "add count get peek query modify search update upsert delete", ASKS),
    ),
)

# One class stands for what queries, changes and describes a collection.
WEAVIATE = Knowledge(
    "weaviate-client",
    "4.24",
    "https://docs.weaviate.io/weaviate/client-libraries/python",
    (
        *each(
            "weaviate",
            "connect_to_weaviate_cloud connect_to_wcs connect_to_local connect_to_custom",
            ASKS,
            Returns(Type(CLIENT)),
        ),
        *each(CLIENT, "connect is_live is_ready get_meta graphql_raw_query", ASKS),
        *each(CLIENT, "collections", Returns(Type("weaviate.Collections"))),
        *each("weaviate.Collections", "get use", Returns(Type(OBJECTS))),
        *each(
            "weaviate.Collections",
            "create create_from_dict delete delete_all exists list_all",
            ASKS,
        ),
        *each(
            OBJECTS,
            "aggregate config data generate query tenants",
            Returns(Type(RESOURCE)),
        ),
        *each(RESOURCE, "*", ASKS),
    ),
)
