"""Reads of the environment, their defaults, and what is done about them."""

from __future__ import annotations

import pytest
from programs import modules, program

from readiness_lint.facts.settings import (
    EnvironmentRead,
    Secret,
    inspection_of,
    is_configured,
    is_for_development,
    secret_of,
)
from readiness_lint.terms import Known


def read(source: str) -> EnvironmentRead:
    return program(source).facts(EnvironmentRead)[0]


@pytest.mark.parametrize(
    ("source", "variable", "default"),
    [
        ('import os\nKEY = os.environ.get("K", "d")', "K", Known("d")),
        ('import os\nKEY = os.getenv("K", default="d")', "K", Known("d")),
        ('import os\nKEY = os.environ.get("K") or "d"', "K", Known("d")),
        ('import os\nKEY = os.environ["K"] if "K" in os.environ else "d"', "K", Known("d")),
        ('import os\nD = "d"\nKEY = os.getenv("K", D)', "K", Known("d")),
        ('import os\nNAME = "K"\nKEY = os.getenv(NAME, "d")', "K", Known("d")),
        ('import os\nKEY = os.environ["K"]', "K", None),
        ('import os\nKEY = os.getenv("K", make())', "K", None),
        ('from decouple import config\nKEY = config("K", default="d")', "K", Known("d")),
        ('import environ\nenv = environ.Env()\nKEY = env("K", default="d")', "K", Known("d")),
        ('import environ\nenv = environ.Env()\nKEY = env.str("K", "d")', "K", Known("d")),
        ('from environs import env\nKEY = env.str("K", "d")', "K", Known("d")),
        (
            'from starlette.config import Config\nconfig = Config()\nKEY = config("K", default="d")',
            "K",
            Known("d"),
        ),
        ('from shop.env import get_env\nKEY = get_env("SHOP_K", "d")', "SHOP_K", Known("d")),
    ],
)
def test_default_of_a_read(source: str, variable: str, default: Known | None) -> None:
    found = read(source)

    assert (variable, default) == (found.variable, found.default)


def test_field_of_a_settings_class_is_a_read_with_its_prefix() -> None:
    found = read(
        """
        from pydantic_settings import BaseSettings, SettingsConfigDict

        class Settings(BaseSettings):
            model_config = SettingsConfigDict(env_prefix="SHOP_")
            secret_key: str = "d"
        """
    )

    assert ("SHOP_SECRET_KEY", Known("d"), "secret_key") == (
        found.variable,
        found.default,
        found.target,
    )


def test_field_without_a_default_has_none() -> None:
    found = read(
        """
        from pydantic import Field
        from pydantic_settings import BaseSettings

        class Settings(BaseSettings):
            secret_key: str = Field(..., alias="KEY")
        """
    )

    assert ("KEY", False, None) == (found.variable, found.has_default, found.default)


def test_secret_type_is_looked_into() -> None:
    found = read(
        """
        from pydantic import SecretStr
        from pydantic_settings import BaseSettings

        class Settings(BaseSettings):
            secret_key: SecretStr = SecretStr("d")
        """
    )

    assert Known("d") == found.default


@pytest.mark.parametrize(
    "drawn", ["secrets.token_hex(32)", "str(uuid.uuid4())", "uuid.uuid4().hex"]
)
def test_drawn_default_is_generated(drawn: str) -> None:
    found = read(f'import os, secrets, uuid\nKEY = os.getenv("K", {drawn})')

    assert found.generated


def test_hidden_default_is_not_known() -> None:
    assert read('import os\nKEY = os.getenv("K", **options)').has_default is None


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ('KEY = os.getenv("K", "d")', "KEY"),
        ('KEY = str(os.getenv("K", "d"))', "KEY"),
        ('settings.KEY = os.getenv("K") or "d"', "KEY"),
        ('connect(password=os.getenv("K", "d"))', "password"),
        ('DATABASE = {"PASSWORD": os.getenv("K", "d")}', "PASSWORD"),
        ('print(os.getenv("K", "d"))', None),
    ],
)
def test_target_of_a_read(source: str, target: str | None) -> None:
    assert target == read(f"import os\n{source}").target


@pytest.mark.parametrize(
    ("check", "compared", "refused"),
    [
        ("", False, False),
        ("if not KEY:\n    raise ValueError", False, False),
        ('if KEY == "d":\n    raise ValueError', True, True),
        ('if KEY == "d":\n    print("unsafe")', True, False),
        ('if KEY in {"d", "e"} and not DEBUG:\n    raise SystemExit', True, True),
        ('if KEY.startswith("d"):\n    raise ValueError', True, True),
        ('assert KEY != "d"', True, True),
        ('if KEY == "":\n    raise ValueError', False, False),
        (
            'def check(value):\n    if value == "d":\n        raise ValueError\ncheck(KEY)',
            True,
            True,
        ),
    ],
)
def test_inspection_of_a_default(check: str, *, compared: bool, refused: bool) -> None:
    file = program(f'import os\nKEY = os.getenv("K", "d")\n{check}\n')
    found = inspection_of(file.facts(EnvironmentRead)[0], file)

    assert (compared, refused) == (found.compared, found.refused)


def test_validator_of_a_field_may_refuse_it() -> None:
    file = program(
        """
        from pydantic import field_validator
        from pydantic_settings import BaseSettings

        class Settings(BaseSettings):
            secret_key: str = "d"

            @field_validator("secret_key")
            def check(cls, value):
                if len(value) < 32:
                    raise ValueError
                return value
        """
    )

    assert inspection_of(file.facts(EnvironmentRead)[0], file).refused


@pytest.mark.parametrize(
    ("module", "development"),
    [("shop.settings.local", True), ("shop.settings.base", False), ("shop.dev_settings", True)],
)
def test_development_is_read_off_the_module(module: str, *, development: bool) -> None:
    file = program('import os\nKEY = os.environ["K"]', module=module)

    assert development is is_for_development(file.facts(EnvironmentRead)[0].node, file)


def test_development_is_read_off_the_class() -> None:
    file = program(
        """
        import os

        class DevelopmentConfig:
            KEY = os.environ["K"]
        """
    )

    assert is_for_development(file.facts(EnvironmentRead)[0].node, file)


@pytest.mark.parametrize(
    ("source", "default"),
    [
        ('try:\n    KEY = os.environ["K"]\nexcept KeyError:\n    KEY = "d"', Known("d")),
        ('KEY = os.getenv("K")\nif not KEY:\n    KEY = "d"', Known("d")),
        ('KEY = os.getenv("K")\nif KEY is None:\n    KEY = "d"', Known("d")),
        ('KEY = os.getenv("K")\nif KEY == "":\n    KEY = "d"', Known("d")),
        ('KEY = os.getenv("K")\nif KEY:\n    pass\nelse:\n    KEY = "d"', Known("d")),
        ('KEY = os.getenv("K")\nif KEY:\n    KEY = "d"', None),
        ('KEY = os.getenv("K")\nif KEY != "":\n    KEY = "d"', None),
        ('KEY = os.getenv("K")\nif other:\n    KEY = "d"', None),
        ('KEY = os.getenv("K")\nKEY = "d"', None),
        ('KEY = os.getenv("K")\nfor KEY in "d":\n    pass', None),
        ('settings.KEY = os.getenv("K")', None),
    ],
)
def test_default_may_stand_where_nothing_was_read(source: str, default: Known | None) -> None:
    assert default == read(f"import os\n{source}\n").default


@pytest.mark.parametrize(
    ("source", "variable"),
    [
        ("from pydantic import Field as F", "KEY"),
        ("from shop import Field as F", "SECRET_KEY"),
    ],
)
def test_field_is_known_by_what_it_is(source: str, variable: str) -> None:
    found = read(
        f"""
        {source}
        from pydantic_settings import BaseSettings

        class Settings(BaseSettings):
            secret_key: str = F("d", alias="KEY")
        """
    )

    assert variable == found.variable


def test_options_of_a_settings_class_may_be_a_class() -> None:
    found = read(
        """
        from pydantic_settings import BaseSettings

        class Settings(BaseSettings):
            secret_key: str = "d"

            class Config:
                env_prefix = "SHOP_"
        """
    )

    assert "SHOP_SECRET_KEY" == found.variable


@pytest.mark.parametrize(
    ("line", "secret"),
    [
        ('SECRET_KEY = os.getenv("A", "d")', Secret.SIGNS),
        ('A = os.getenv("JWT_SECRET", "d")', Secret.SIGNS),
        ('A = os.getenv("DB_PASSWORD", "d")', Secret.OPENS),
        ('A = os.getenv("STRIPE_SECRET_KEY", "d")', None),
    ],
)
def test_secret_is_known_by_its_names(line: str, secret: Secret | None) -> None:
    file = program(f"import os\n{line}\n")

    assert secret is secret_of(file.facts(EnvironmentRead)[0], file)


@pytest.mark.parametrize(
    ("default", "shown"),
    [
        ('"d"', '`"d"`'),
        ('"' + "d" * 50 + '"', '`"' + "d" * 40 + '..."`'),
        ("secrets.token_hex()", "a random value"),
    ],
)
def test_default_is_shown_in_short(default: str, shown: str) -> None:
    assert shown == read(f'import os, secrets\nKEY = os.getenv("K", {default})\n').shown


ON = "DATABASES = {'default': {'ATOMIC_REQUESTS': True}}\n"


@pytest.mark.parametrize(
    ("answer", "sources"),
    [
        (True, {"settings": ON}),
        (
            True,
            {"settings": "DATABASES = load()\nDATABASES['default']['ATOMIC_REQUESTS'] = True\n"},
        ),
        (True, {"settings": "DATABASES = {}\nDATABASES['default'] = {'ATOMIC_REQUESTS': True}\n"}),
        (True, {"settings": "MAIN = {'ATOMIC_REQUESTS': True}\nDATABASES = {'default': MAIN}\n"}),
        (True, {"conf.base": ON, "conf.local": ON.replace("True", "False")}),
        (False, {"settings": ON.replace("True", "False")}),
        (None, {"conf.base": ON, "conf.production": ON.replace("True", "False")}),
        (None, {"settings": ON.replace("True", "read('ATOMIC')")}),
        (None, {"settings": ON.replace("default", "replica")}),
        (None, {"settings": "DATABASES = load()\n"}),
        (None, {"settings_test": ON}),
    ],
)
def test_settings_for_operation_turn_something_on(answer: object, sources: dict[str, str]) -> None:
    file = modules({**sources, "views": "work()\n"})["views"]

    assert answer is is_configured(file, "wraps-requests")
