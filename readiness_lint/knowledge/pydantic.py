from readiness_lint.knowledge.schema import (
    ColumnTrait,
    Is,
    Knowledge,
    ModelBase,
    Names,
    Param,
    SettingsField,
    each,
)

DEFAULT = (Param("default", 0), Param("default_factory"))
# `env` is of version 1.
FIELD = SettingsField(DEFAULT, ("env", "validation_alias", "alias"))

PYDANTIC = Knowledge(
    "pydantic",
    "2.14-2.14",
    "https://docs.pydantic.dev",
    (
        *each("pydantic.fields", "Field", Names("pydantic.Field")),
        ("pydantic.Field", ColumnTrait("pydantic", position=0, copies=True, stored=False)),
        ("pydantic.Field", FIELD),
        ("pydantic.BaseModel", ModelBase("pydantic", annotated=True, stored=False)),
        *each("pydantic.BaseModel", "model_validate from_orm", Is("reads-attributes")),
        *each("pydantic", "model_validator root_validator", Is("rewrites-message")),
        ("pydantic.PrivateAttr", SettingsField(read=False)),
        *each("pydantic", "SecretStr SecretBytes", Is("holder")),
        *each("pydantic.SecretStr pydantic.SecretBytes", "get_secret_value", Is("unveils")),
        *each("pydantic.BaseModel", "model_dump dict", Is("dumps-fields")),
        ("pydantic.BaseModel.model_fields", Is("names-fields")),
        ("pydantic.types", Names("pydantic")),
        ("pydantic.fields.PrivateAttr", Names("pydantic.PrivateAttr")),
    ),
)

PYDANTIC_1 = Knowledge(
    "pydantic",
    "1.10-1.10",
    "https://docs.pydantic.dev/1.10/usage/settings",
    (
        ("pydantic.v1.Field", FIELD),
        ("pydantic.v1.PrivateAttr", SettingsField(read=False)),
        *each("pydantic.v1", "SecretStr SecretBytes", Is("holder")),
        ("pydantic.v1.fields", Names("pydantic.v1")),
        ("pydantic.v1.types", Names("pydantic.v1")),
    ),
)
