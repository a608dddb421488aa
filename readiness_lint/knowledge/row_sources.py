"""Where the rows of a loop may come from, beside a database."""

from readiness_lint.knowledge.schema import Is, Knowledge, Returns, each
from readiness_lint.terms import Type

STDLIB = Knowledge(
    "",
    "3.11-3.11",
    "https://docs.python.org/3/library/",
    (
        *each("csv", "reader DictReader", Is("file-rows")),
        *each("json", "load loads", Is("parsed")),
        *each("builtins", "list set tuple frozenset", Is("collection")),
        *each("collections.abc", "Sequence Iterable Collection Set", Is("collection")),
        *each("typing", "Sequence Iterable Collection", Is("collection")),
    ),
)

SHEET = "openpyxl.worksheet.worksheet.Worksheet"
OPENPYXL = Knowledge(
    "openpyxl",
    "3.1-3.1",
    "https://openpyxl.readthedocs.io",
    (
        *each(
            "openpyxl openpyxl.reader.excel", "load_workbook", Returns(Type("openpyxl.Workbook"))
        ),
        *each("openpyxl.Workbook", "active __getitem__", Returns(Type(SHEET))),
        *each(SHEET, "iter_rows", Is("file-rows")),
    ),
)
