from readiness_lint.knowledge.schema import ColumnTrait, Knowledge, Names, each

PYDANTIC = Knowledge(
    "pydantic",
    "2.14-2.14",
    "https://docs.pydantic.dev",
    (
        *each("pydantic.fields", "Field", Names("pydantic.Field")),
        ("pydantic.Field", ColumnTrait("pydantic", position=0, copies=True)),
    ),
)
