"""Reads of the environment, their defaults, and what is done about them."""

from __future__ import annotations

import pytest
from programs import program

from readiness_lint.facts.settings import EnvironmentRead, inspection_of, is_for_development
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
