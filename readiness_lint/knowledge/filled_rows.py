"""What of a mapper writes all fields of a mapping into a row, whatever they are."""

from readiness_lint.knowledge.schema import FillsRow, Knowledge, Param, each

TORTOISE_FILLS = Knowledge(
    "tortoise-orm",
    "1.1",
    "https://tortoise.github.io/models.html",
    (*each("tortoise.models.Model", "update_from_dict", FillsRow(Param("data", 0))),),
)
SQLMODEL_FILLS = Knowledge(
    "sqlmodel",
    "0.0.50",
    "https://sqlmodel.tiangolo.com/tutorial/fastapi/update/",
    (*each("sqlmodel.SQLModel", "sqlmodel_update", FillsRow(Param("obj", 0))),),
)
PEEWEE_FILLS = Knowledge(
    "peewee",
    "4.5",
    "https://docs.peewee-orm.com/en/latest/peewee/playhouse.html#model-to-dict",
    (
        (
            "playhouse.shortcuts.dict_to_model",
            FillsRow(Param("data", 1), Param("model_class", 0)),
        ),
        (
            "playhouse.shortcuts.update_model_from_dict",
            FillsRow(Param("data", 1), Param("instance", 0)),
        ),
    ),
)
