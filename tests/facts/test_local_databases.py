"""Which databases are a file or memory of the process."""

from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.databases import is_local

OPENED = "import os\nfrom sqlalchemy import create_engine, engine_from_config\n"
USED = "from sqlalchemy.orm import Session\ndef first(session: Session): ...\n"


@pytest.mark.parametrize(
    ("found", "source"),
    [
        (True, "engine = create_engine('sqlite:///shop.db')"),
        (True, "engine = create_engine('sqlite+pysqlite:///:memory:')"),
        (True, "URL = 'sqlite:///{}'.format(FOLDER)\nengine = create_engine(URL)"),
        (True, "engine = create_engine(f'sqlite:///{FOLDER}/shop.db')"),
        (
            True,
            "class Shop:\n    def __init__(self):\n        self.url = ''\n        self.url = f'sqlite:///{PATH}'\n        self.engine = create_engine(self.url)",
        ),
        (
            False,
            "class Shop:\n    def __init__(self, url):\n        self.url = url or 'sqlite://'\n        self.engine = create_engine(self.url)",
        ),
        (False, "engine = create_engine(os.environ.get('DATABASE_URL', 'sqlite:///shop.db'))"),
        (False, "engine = create_engine('postgresql://db/shop')"),
        (False, "first = create_engine('sqlite://')\nsecond = create_engine('mysql://db/shop')"),
        (False, "engine = engine_from_config(SETTINGS)"),
        (False, "def engine_of(url):\n    return create_engine(url)"),
        (False, "from flask_sqlalchemy import SQLAlchemy\nengine = create_engine('sqlite://')"),
        (False, ""),
    ],
)
def test_the_engines_of_a_program_tell(found: bool, source: str) -> None:  # noqa: FBT001
    files = modules({"shop.engines": OPENED + source, "shop.rows": USED})

    assert found is is_local(files["shop.rows"], "sqlalchemy")


def test_the_engines_of_a_module_tell_more() -> None:
    files = modules(
        {
            "shop.cache": OPENED + "engine = create_engine('sqlite://')",
            "shop.engines": OPENED + "engine = create_engine('postgresql://db/shop')",
        }
    )

    assert is_local(files["shop.cache"], "sqlalchemy")
    assert not is_local(files["shop.engines"], "sqlalchemy")


def test_a_driver_tells_by_itself_and_another_orm_does_not() -> None:
    file = modules({"shop.cache": OPENED + "engine = create_engine('sqlite://')"})["shop.cache"]

    assert is_local(file, "sqlite3")
    assert not is_local(file, "django")
    assert not is_local(file, "psycopg")
