from __future__ import annotations

from pathlib import Path

import pytest
from programs import modules, program

from readiness_lint.facts.process_local import LocalBackend
from readiness_lint.terms import Role

from fixtures import linked

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


def lost(**sources: str) -> list[str]:
    """What the settings of a program lose."""
    named = {name.replace("__", "."): text for name, text in sources.items()}
    files = linked(
        {name: (Path(f"{name.replace('.', '/')}.py"), text) for name, text in named.items()},
        roles={"shop.settings": Role.SETTINGS},
    )
    return [item.lost for item in files["shop.settings"].facts(LocalBackend)]


@pytest.mark.parametrize(
    ("other", "sent"),
    [
        ("from django.core.mail import send_mail", True),
        ("path('accounts/', include('django.contrib.auth.urls'))", True),
        ("from django.contrib.auth.views import PasswordResetView", True),
        ("mail = 'django.core.mail.backends.smtp.EmailBackend'", False),
        ("urls = []", False),
    ],
)
def test_mail_is_missed_where_something_sends_it(other: str, *, sent: bool) -> None:
    settings = "EMAIL_BACKEND = 'django.core.mail.backends.console.EmailBackend'"

    assert (["mail is never sent"] if sent else []) == lost(shop__settings=settings, shop__a=other)


@pytest.mark.parametrize(
    ("started", "known"),
    [
        ("os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')", True),
        ("os.environ['DJANGO_SETTINGS_MODULE'] = 'settings'", True),
        ("os.environ['DJANGO_SETTINGS_MODULE'] = 'shop_of_somebody'", False),
        ("os.environ['DJANGO_SETTINGS_MODULE'] = chosen", False),
        ("os.environ.setdefault('DJANGO_SETTINGS_MODULE', chosen())", False),
        ("from django import conf\nos.environ[conf.ENVIRONMENT_VARIABLE] = chosen", False),
        ("chosen = os.environ.get('DJANGO_SETTINGS_MODULE', None)", True),
        ("print(os.environ['DJANGO_SETTINGS_MODULE'] == chosen)", True),
        ("import os", True),
    ],
)
def test_settings_of_the_program_may_be_those_of_somebody_else(
    started: str, *, known: bool
) -> None:
    settings = "CACHES = {'default': {'BACKEND': 'django.core.cache.backends.dummy.DummyCache'}}"

    found = lost(shop__settings=settings, shop__wsgi=f"import os\n{started}")

    assert (["nothing is cached"] if known else []) == found


@pytest.mark.parametrize(
    ("loaded", "known"),
    [
        ("app.config.from_object('shop.settings')", True),
        ("app.config.from_pyfile('settings.py')", True),
        ("app.config.from_pyfile('site.cfg', silent=True)", False),
        ("app.config.from_pyfile(path)", False),
        ("app.config.from_envvar('SHOP_SETTINGS')", False),
    ],
)
def test_what_an_installation_loads_is_the_last_word(loaded: str, *, known: bool) -> None:
    settings = "SQLALCHEMY_DATABASE_URI = 'sqlite:////tmp/shop.db'"

    found = lost(shop__settings=settings, shop__app=f"def create(app, path):\n    {loaded}")

    assert known == bool(found)


CELERY = "from celery import Celery\napp = Celery('shop')\n"


@pytest.mark.parametrize(
    ("source", "settings"),
    [
        ("app.conf.task_always_eager = True", ["task_always_eager"]),
        ("app.conf['task_always_eager'] = True", ["task_always_eager"]),
        ("app.conf.update(broker_url='memory://')", ["broker_url"]),
        ("app.conf.update({'result_backend': 'cache+memory://'})", ["result_backend"]),
        ("other = Celery('x', task_always_eager=True)", ["task_always_eager"]),
        ("other = Celery('x', backend='cache+memory://')", ["result_backend"]),
        ("app.conf.task_always_eager = False", []),
        ("app.conf.update(broker_url='redis://queue')", []),
        ("app.conf.task_always_eager = True\napp.conf.task_always_eager = told()", []),
        ("if told:\n    app.conf.task_always_eager = True", []),
        ("app.conf.task_always_eager = True\napp.config_from_envvar('SHOP')", []),
    ],
)
def test_an_application_of_celery_carries_its_values(source: str, settings: list[str]) -> None:
    file = modules({"shop.app": CELERY + source})["shop.app"]

    assert settings == [item.setting for item in file.facts(LocalBackend)]


def test_celery_may_load_its_values_from_a_module() -> None:
    eager = "task_always_eager = True\n"
    loaded = modules(
        {"shop.app": CELERY + "app.config_from_object('shop.jobs')", "shop.jobs": eager}
    )
    alone = modules({"shop.app": CELERY, "shop.jobs": eager})

    assert [1, 0] == [len(each["shop.jobs"].facts(LocalBackend)) for each in (loaded, alone)]


SESSIONS = (
    "from litestar.middleware.session.server_side import ServerSideSessionConfig\n"
    "config = ServerSideSessionConfig()\n"
)


def test_sessions_of_litestar_stay_in_memory_where_no_store_is_chosen() -> None:
    chosen = "from litestar.stores.redis import RedisStore\n"
    alone = modules({"shop.app": SESSIONS})
    with_store = modules({"shop.app": SESSIONS, "shop.stores": chosen})

    assert [1, 0] == [len(each["shop.app"].facts(LocalBackend)) for each in (alone, with_store)]


@pytest.mark.parametrize(
    ("url", "lost"),
    [
        ("f'sqlite:///{tempfile.gettempdir()}/x.db'", True),
        ("f'sqlite:///{os.path.join(tempfile.mkdtemp(), NAME)}'", True),
        ("'sqlite:///' + tempfile.NamedTemporaryFile().name", True),
        ("f'sqlite:///{tempfile.mkstemp()[1]}'", True),
        ("f'sqlite:///{os.path.join(tempfile.mkdtemp(), told)}'", False),
        ("f'postgresql:///{tempfile.gettempdir()}'", False),
        ("f'sqlite:///{FOLDER}/x.db'", False),
        ("os.environ.get('URL', f'sqlite:///{tempfile.gettempdir()}/x.db')", False),
    ],
)
def test_what_tempfile_gives_is_a_temporary_folder(url: str, *, lost: bool) -> None:
    head = f"{SQL}import os, tempfile\nNAME = 'x.db'\n"
    file = program(f"{head}engine = create_engine({url})")

    assert lost == bool(file.facts(LocalBackend))
