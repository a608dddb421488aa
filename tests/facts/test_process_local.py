from __future__ import annotations

import pytest
from programs import modules, program

from readiness_lint.facts.process_local import LocalBackend

SQL = "from sqlalchemy import create_engine\n"


@pytest.mark.parametrize(
    ("url", "lost"),
    [
        ("sqlite://", True),
        ("sqlite:///:memory:", True),
        ("sqlite+aiosqlite:///file::memory:?cache=shared", True),
        ("sqlite:///file:x?mode=memory&uri=true", True),
        ("sqlite:////tmp/x.db", True),
        ("sqlite:////var/tmp/x.db", True),
        ("sqlite:///tmp/x.db", False),
        ("sqlite:///x.db", False),
        ("sqlite:////srv/x.db", False),
        ("postgresql://db/memory", False),
    ],
)
def test_a_database_is_lost_in_memory_and_in_a_temporary_folder(url: str, *, lost: bool) -> None:
    file = program(f"{SQL}engine = create_engine({url!r})")

    assert ([url] if lost else []) == [item.backend for item in file.facts(LocalBackend)]


@pytest.mark.parametrize(
    ("source", "settings"),
    [
        ("def create_app():\n    return create_engine('sqlite://')", ["create_engine"]),
        ("def scratch():\n    return create_engine('sqlite://')", []),
        ("if x:\n    e = create_engine('sqlite://')", []),
        ("from huey import MemoryHuey\njobs = MemoryHuey()", ["jobs"]),
        ("from huey import MemoryHuey\nrun(queue=MemoryHuey())", ["queue"]),
    ],
)
def test_a_choice_counts_where_the_application_is_made(source: str, settings: list[str]) -> None:
    file = program(SQL + source)

    assert settings == [item.setting for item in file.facts(LocalBackend)]


def test_a_setting_counts_unless_another_module_gives_it_something_that_lasts() -> None:
    eager = "from flask import Flask\napp = Flask(__name__)\napp.config['UPLOAD_FOLDER'] = '/tmp'"
    lasting = eager.replace("/tmp", "/srv")  # noqa: S108
    alone = modules({"shop.app": eager})
    beside = modules({"shop.app": eager, "shop.production": lasting})

    assert [1, 0] == [len(each["shop.app"].facts(LocalBackend)) for each in (alone, beside)]
