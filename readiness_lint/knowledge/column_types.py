"""What the annotation of a column stands for."""

from readiness_lint.knowledge.schema import ColumnType, Is, Knowledge, each

ANNOTATIONS = Knowledge(
    "",
    "3.11-3.11",
    "https://docs.python.org/3/library/",
    (
        ("builtins.float", ColumnType("float")),
        ("builtins.int", ColumnType("integer")),
        ("builtins.str", ColumnType("text")),
        ("builtins.bool", ColumnType("boolean")),
        ("builtins.bytes", ColumnType("binary")),
        ("builtins.dict", ColumnType("json")),
        ("builtins.list", ColumnType("array")),
        ("decimal.Decimal", ColumnType("decimal")),
        ("datetime.datetime", ColumnType("datetime")),
        ("datetime.date", ColumnType("date")),
        ("datetime.time", ColumnType("time")),
        ("datetime.timedelta", ColumnType("interval")),
        ("uuid.UUID", ColumnType("uuid")),
        *each("abc", "abstractmethod abstractproperty ABC", Is("abstract")),
        *each("typing typing_extensions", "overload Protocol", Is("abstract")),
    ),
)
