from readiness_lint.knowledge.schema import (
    ClientTrait,
    Is,
    Knowledge,
    Limit,
    Names,
    Outbound,
    Param,
    Returns,
    each,
)
from readiness_lint.terms import Service, Type

CLIENT, DATABASE = "pymongo.MongoClient", "pymongo.database.Database"
COLLECTION, CURSOR = "pymongo.collection.Collection", "pymongo.cursor.Cursor"
LOOP, LOOP_DATABASE = "pymongo.AsyncMongoClient", "pymongo.asynchronous.database.AsyncDatabase"
LOOP_COLLECTION = "pymongo.asynchronous.collection.AsyncCollection"
LOOP_CURSOR = "pymongo.asynchronous.cursor.AsyncCursor"
QUERY, AWAITED = Outbound(Service.SQL), Outbound(Service.SQL, blocking=False)
# Either bounds reads; both may stand in the URI.
READS = Limit(Param("timeoutMS"), also=("socketTimeoutMS",))
OF_CLIENT = "bulk_write drop_database list_database_names list_databases server_info watch"
OF_DATABASE = (
    "aggregate command create_collection drop_collection list_collection_names list_collections"
    " validate_collection watch"
)
OF_COLLECTION = (
    "aggregate bulk_write count_documents create_index create_indexes delete_many delete_one"
    " distinct drop drop_index drop_indexes estimated_document_count find_one find_one_and_delete"
    " find_one_and_replace find_one_and_update index_information insert_many insert_one"
    " list_indexes rename replace_one update_many update_one watch"
)
BUILDS = (
    "allow_disk_use batch_size collation comment hint limit max max_time_ms min skip sort where"
)

PYMONGO = Knowledge(
    "pymongo",
    "4.20",
    "https://pymongo.readthedocs.io",
    (
        *each(
            "pymongo",
            "MongoClient AsyncMongoClient",
            ClientTrait(Service.SQL, READS, told=(Param("host", 0),)),
        ),
        *each(CLIENT, OF_CLIENT, QUERY),
        *each(DATABASE, OF_DATABASE, QUERY),
        *each(COLLECTION, OF_COLLECTION, QUERY),
        *each(LOOP, OF_CLIENT, AWAITED, Is("coroutine")),
        *each(LOOP_DATABASE, OF_DATABASE, AWAITED, Is("coroutine")),
        *each(LOOP_COLLECTION, OF_COLLECTION, AWAITED, Is("coroutine")),
        *each(LOOP, "aconnect close", Is("coroutine")),
        # `client.shop.orders` and `client["shop"]["orders"]`.
        *each(
            CLIENT,
            "__getitem__ get_database get_default_database *",
            Returns(Type(DATABASE)),
        ),
        *each(
            LOOP,
            "__getitem__ get_database get_default_database *",
            Returns(Type(LOOP_DATABASE)),
        ),
        *each(DATABASE, "__getitem__ get_collection *", Returns(Type(COLLECTION))),
        *each(LOOP_DATABASE, "__getitem__ get_collection *", Returns(Type(LOOP_COLLECTION))),
        *each(COLLECTION, "with_options", Returns(Type(COLLECTION))),
        *each(LOOP_COLLECTION, "with_options", Returns(Type(LOOP_COLLECTION))),
        # Asked when it is iterated.
        *each(COLLECTION, "find", Is("pure"), Returns(Type(CURSOR))),
        *each(LOOP_COLLECTION, "find", Is("pure"), Returns(Type(LOOP_CURSOR))),
        *each(CURSOR, BUILDS, Is("pure"), Returns(Type(CURSOR))),
        *each(LOOP_CURSOR, BUILDS, Is("pure"), Returns(Type(LOOP_CURSOR))),
        *each(CURSOR, "__iter__ __next__ distinct explain next to_list", QUERY),
        *each(LOOP_CURSOR, "distinct explain next to_list", AWAITED, Is("coroutine")),
        *each(CLIENT, "start_session close", Is("pure")),
        *each(LOOP, "start_session", Is("pure")),
        ("pymongo.mongo_client", Names("pymongo")),
        ("pymongo.synchronous.mongo_client.MongoClient", Names(CLIENT)),
        ("pymongo.synchronous.database.Database", Names(DATABASE)),
        ("pymongo.synchronous.collection.Collection", Names(COLLECTION)),
        ("pymongo.synchronous.cursor.Cursor", Names(CURSOR)),
        ("pymongo.asynchronous.mongo_client.AsyncMongoClient", Names(LOOP)),
    ),
)
