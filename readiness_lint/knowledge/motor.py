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

CLIENT = "motor.motor_asyncio.AsyncIOMotorClient"
DATABASE = "motor.motor_asyncio.AsyncIOMotorDatabase"
COLLECTION = "motor.motor_asyncio.AsyncIOMotorCollection"
CURSOR = "motor.motor_asyncio.AsyncIOMotorCursor"
AWAITED = Outbound(Service.SQL, blocking=False)

MOTOR = Knowledge(
    "motor",
    "3.7",
    "https://motor.readthedocs.io",
    (
        *each(
            CLIENT,
            "",
            ClientTrait(
                Service.SQL,
                Limit(Param("timeoutMS"), also=("socketTimeoutMS",)),
                told=(Param("host", 0),),
            ),
        ),
        *each(
            CLIENT,
            "drop_database list_database_names server_info start_session",
            AWAITED,
            Is("coroutine"),
        ),
        *each(
            DATABASE,
            "command create_collection drop_collection list_collection_names validate_collection",
            AWAITED,
            Is("coroutine"),
        ),
        *each(
            COLLECTION,
            "bulk_write count_documents create_index create_indexes delete_many delete_one distinct"
            " drop drop_index drop_indexes estimated_document_count find_one find_one_and_delete"
            " find_one_and_replace find_one_and_update index_information insert_many insert_one"
            " rename replace_one update_many update_one",
            AWAITED,
            Is("coroutine"),
        ),
        *each(CLIENT, "__getitem__ get_database get_default_database *", Returns(Type(DATABASE))),
        *each(CLIENT, "close", Is("pure")),
        *each(DATABASE, "__getitem__ get_collection *", Returns(Type(COLLECTION))),
        *each(COLLECTION, "find aggregate", Is("pure"), Returns(Type(CURSOR))),
        *each(CURSOR, "batch_size hint limit skip sort", Is("pure"), Returns(Type(CURSOR))),
        *each(CURSOR, "to_list", AWAITED, Is("coroutine")),
    ),
)
