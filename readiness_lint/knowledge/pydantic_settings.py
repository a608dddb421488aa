from readiness_lint.knowledge.schema import Knowledge, Names, SettingsBase, each

OPTIONS = ("model_config", "Config")

PYDANTIC_SETTINGS = Knowledge(
    "pydantic-settings",
    "2.16-2.16",
    "https://docs.pydantic.dev/latest/concepts/pydantic_settings",
    (
        (
            "pydantic_settings.BaseSettings",
            SettingsBase("pydantic-settings", OPTIONS, "env_prefix"),
        ),
        ("pydantic_settings.main.BaseSettings", Names("pydantic_settings.BaseSettings")),
    ),
)

PYDANTIC_1 = Knowledge(
    "pydantic",
    "1.10-1.10",
    "https://docs.pydantic.dev/1.10/usage/settings",
    (
        *each(
            "pydantic pydantic.v1", "BaseSettings", SettingsBase("pydantic", OPTIONS, "env_prefix")
        ),
        ("pydantic.env_settings.BaseSettings", Names("pydantic.BaseSettings")),
    ),
)
