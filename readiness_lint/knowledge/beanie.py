from readiness_lint.knowledge.schema import (
    ErrorFamily,
    Inherits,
    Is,
    Knowledge,
    ModelBase,
    Names,
    Outbound,
    Param,
    Reads,
    Returns,
    Writes,
    each,
)
from readiness_lint.terms import Service, Type

NAME = "beanie"
DOCUMENT, MANY, ONE = (
    "beanie.Document",
    "beanie.odm.queries.find.FindMany",
    "beanie.odm.queries.find.FindOne",
)
VIEWS = "beanie.View beanie.UnionDoc"
AGGREGATION = "beanie.odm.queries.aggregation.AggregationQuery"
SENT = (Outbound(Service.SQL, blocking=False), Is("coroutine"))
# `find` is sent by `async for` or by `to_list`.
LENGTH = Param("length", 0)
ROWS = Reads(NAME, "build", many=True, runs=False)

BEANIE = Knowledge(
    "beanie",
    "1.30-2.2",
    "https://beanie-odm.dev",
    (
        *each("beanie.odm.documents", "Document", Names(DOCUMENT)),
        (DOCUMENT, ModelBase(NAME, annotated=True)),
        *each("beanie", "DocumentWithSoftDelete", ModelBase(NAME, annotated=True), Is("class")),
        ("beanie.DocumentWithSoftDelete", Inherits((DOCUMENT,))),
        *each(f"{DOCUMENT} {VIEWS} {MANY}", "find find_many", ROWS, Returns(Type(MANY))),
        *each(f"{DOCUMENT} {VIEWS}", "all find_all", ROWS, Returns(Type(MANY))),
        *each(MANY, "sort skip project", ROWS, Returns(Type(MANY))),
        *each(MANY, "find find_many sort skip project limit", Is("changes-itself")),
        *each(
            MANY,
            "limit",
            Reads(NAME, "build", runs=False, limits=True),
            Returns(Type(MANY)),
        ),
        *each(MANY, "to_list", Reads(NAME, "all", many=True, limit=LENGTH), *SENT),
        *each(MANY, "first_or_none", Reads(NAME, "first", limits=True), *SENT),
        *each(DOCUMENT, "get", Reads(NAME, "get"), *SENT),
        # Awaited it reads; `find_one(...).update(...)` writes.
        *each(f"{DOCUMENT} {VIEWS} {ONE}", "find_one", Reads(NAME, "get"), Returns(Type(ONE))),
        *each(f"{DOCUMENT} {VIEWS} {ONE}", "find_one", Outbound(Service.SQL, blocking=False)),
        *each(f"{DOCUMENT} {VIEWS} {MANY}", "count", Reads(NAME, "count"), *SENT),
        *each(f"{MANY} {ONE}", "exists", Reads(NAME, "exists"), *SENT),
        *each(
            f"{DOCUMENT} {VIEWS} {MANY}",
            "sum avg min max",
            Reads(NAME, "run"),
            *SENT,
        ),
        *each(f"{DOCUMENT} {MANY}", "distinct", Reads(NAME, "run", folds=True), *SENT),
        *each(
            f"{DOCUMENT} {VIEWS} {MANY}",
            "aggregate",
            Reads(NAME, "build", many=True, runs=False),
            Returns(Type(AGGREGATION)),
        ),
        *each(AGGREGATION, "to_list", Reads(NAME, "all", many=True, limit=LENGTH), *SENT),
        *each(DOCUMENT, "sync fetch_link fetch_all_links", Reads(NAME, "reload"), *SENT),
        *each(DOCUMENT, "insert create insert_one", Writes(NAME, "create"), *SENT),
        *each(DOCUMENT, "insert_many replace_many", Writes(NAME, "bulk"), *SENT),
        *each(DOCUMENT, "save save_changes", Writes(NAME, "save"), *SENT),
        *each(DOCUMENT, "replace update", Writes(NAME, "update"), *SENT),
        *each(DOCUMENT, "set inc current_date", Writes(NAME, "update"), *SENT),
        *each(DOCUMENT, "update_all", Writes(NAME, "update"), *SENT),
        *each(f"{MANY} {ONE}", "update set inc current_date upsert", Writes(NAME, "update"), *SENT),
        *each(MANY, "update_many", Writes(NAME, "update"), *SENT),
        *each(ONE, "update_one replace_one", Writes(NAME, "update"), *SENT),
        *each(DOCUMENT, "delete delete_all", Writes(NAME, "delete"), *SENT),
        *each(f"{MANY} {ONE}", "delete", Writes(NAME, "delete"), *SENT),
        *each(MANY, "delete_many", Writes(NAME, "delete"), *SENT),
        *each(ONE, "delete_one", Writes(NAME, "delete"), *SENT),
        *each("beanie", "init_beanie", *SENT),
        *each(
            "beanie.exceptions",
            "RevisionIdWasChanged DocumentNotFound ReplaceError",
            ErrorFamily("database"),
        ),
    ),
)
