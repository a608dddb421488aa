from readiness_lint.knowledge.schema import (
    ColumnTrait,
    ErrorFamily,
    Inherits,
    Knowledge,
    Manager,
    ModelBase,
    Names,
    Outbound,
    Reads,
    Returns,
    Writes,
    each,
)
from readiness_lint.terms import Service, Type

NAME = "mongoengine"
ROOT, DOCUMENT, DYNAMIC = "mongoengine", "mongoengine.Document", "mongoengine.DynamicDocument"
QUERYSET = "mongoengine.queryset.QuerySet"
SENT = Outbound(Service.SQL)
# A query set is sent when it is iterated.
ROWS = Reads(NAME, "build", many=True, runs=False)

TABLES = (
    *each("mongoengine.document mongoengine.fields mongoengine.errors", "", Names(ROOT)),
    *each("mongoengine.base", "BaseField", Names("mongoengine.fields.BaseField")),
    *each("mongoengine.queryset.queryset", "", Names("mongoengine.queryset")),
    (f"{ROOT}.QuerySet", Names(QUERYSET)),
    *each(f"{DOCUMENT} {DYNAMIC}", "", ModelBase(NAME)),
    (DYNAMIC, Inherits((DOCUMENT,))),
    # Read and called alike: `Order.objects`, `Order.objects(total__gt=0)`.
    (f"{DOCUMENT}.objects", Returns(Type(QUERYSET))),
    (f"{DOCUMENT}.objects", Reads(NAME, "build", many=True, runs=False)),
    (f"{DOCUMENT}.objects", Manager(QUERYSET, (ROOT, "flask_mongoengine"))),
    (f"{DOCUMENT}.DoesNotExist", Inherits((f"{ROOT}.DoesNotExist",))),
)

# Fields of containers wrap a mutable default in a copy; the others share it.
COLUMNS = (
    *each(ROOT, "FloatField", ColumnTrait(NAME, "float")),
    *each(ROOT, "DecimalField Decimal128Field", ColumnTrait(NAME, "decimal")),
    *each(ROOT, "IntField LongField SequenceField", ColumnTrait(NAME, "integer")),
    *each(ROOT, "StringField URLField EmailField", ColumnTrait(NAME, "text")),
    *each(ROOT, "BooleanField", ColumnTrait(NAME, "boolean")),
    *each(ROOT, "DateTimeField ComplexDateTimeField", ColumnTrait(NAME, "datetime")),
    *each(ROOT, "DateField", ColumnTrait(NAME, "date")),
    *each(ROOT, "UUIDField ObjectIdField", ColumnTrait(NAME, "uuid")),
    *each(ROOT, "BinaryField", ColumnTrait(NAME, "binary")),
    *each(ROOT, "FileField ImageField", ColumnTrait(NAME, "file")),
    *each(ROOT, "EnumField", ColumnTrait(NAME, "enum")),
    *each(ROOT, "DynamicField", ColumnTrait(NAME)),
    *each(
        ROOT,
        "ListField SortedListField EmbeddedDocumentListField",
        ColumnTrait(NAME, "array", copies=True),
    ),
    *each(ROOT, "DictField MapField", ColumnTrait(NAME, "json", copies=True)),
    *each(ROOT, "EmbeddedDocumentField", ColumnTrait(NAME, "json")),
    *each(ROOT, "ReferenceField LazyReferenceField", ColumnTrait(NAME, "reference")),
)

READ = (
    *each(
        QUERYSET,
        "all filter exclude only fields order_by select_related no_cache no_dereference hint "
        "batch_size as_pymongo scalar values_list using clone skip search_text all_fields "
        "max_time_ms comment allow_disk_use read_preference read_concern no_sub_classes timeout",
        ROWS,
        Returns(Type(QUERYSET)),
    ),
    *each(
        QUERYSET,
        "limit none",
        Reads(NAME, "build", runs=False, limits=True),
        Returns(Type(QUERYSET)),
    ),
    *each(QUERYSET, "get with_id", Reads(NAME, "get"), SENT),
    *each(QUERYSET, "first", Reads(NAME, "first", limits=True), SENT),
    *each(QUERYSET, "count", Reads(NAME, "count"), SENT),
    *each(QUERYSET, "in_bulk", Reads(NAME, "all"), SENT),
    *each(
        QUERYSET,
        "distinct aggregate sum average item_frequencies explain map_reduce",
        Reads(NAME, "run"),
        SENT,
    ),
    *each(QUERYSET, "to_json", Reads(NAME, "all", many=True), SENT),
    *each(DOCUMENT, "reload", Reads(NAME, "reload"), SENT),
)

WRITE = (
    *each(QUERYSET, "create insert", Writes(NAME, "create"), SENT),
    *each(QUERYSET, "update update_one upsert_one modify", Writes(NAME, "update"), SENT),
    *each(QUERYSET, "delete", Writes(NAME, "delete"), SENT),
    *each(DOCUMENT, "save cascade_save", Writes(NAME, "save"), SENT),
    *each(DOCUMENT, "update modify", Writes(NAME, "update"), SENT),
    *each(DOCUMENT, "delete drop_collection", Writes(NAME, "delete"), SENT),
)

ERRORS = (
    *each(
        ROOT,
        "OperationError NotUniqueError BulkWriteError SaveConditionError InvalidQueryError",
        ErrorFamily("database"),
    ),
    *each(
        ROOT,
        "NotUniqueError BulkWriteError SaveConditionError",
        Inherits((f"{ROOT}.OperationError",)),
    ),
)

MONGOENGINE = Knowledge(
    "mongoengine",
    "0.29-0.29",
    "https://docs.mongoengine.org",
    (*TABLES, *COLUMNS, *READ, *WRITE, *ERRORS),
)
