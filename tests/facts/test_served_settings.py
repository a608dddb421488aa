"""Which modules of settings a service starts with."""

from __future__ import annotations

from pathlib import Path

import pytest
from programs import modules

from readiness_lint.facts.served_settings import is_on_trial, starts_with_others
from readiness_lint.terms import Role

from fixtures import linked

SETTINGS = 'INSTALLED_APPS = ["orders"]\nDEBUG = True\n'
GOES_ON = "from shop.settings.base import *\n"
TESTS = {"shop.settings.base": SETTINGS, "shop.settings.testing": GOES_ON}


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ({}, True),
        # Somebody else goes on from them, or names them.
        ({"shop.settings.production": GOES_ON}, False),
        ({"shop.start": 'import os\nos.environ["S"] = "shop.settings.base"\n'}, False),
        # What makes the application may be given any settings.
        (
            {"shop.wsgi": "from django.core.wsgi import get_wsgi_application as g\napp = g()\n"},
            False,
        ),
    ],
)
def test_settings_that_tests_alone_go_on_from(others: dict[str, str], *, expected: bool) -> None:
    assert expected is is_on_trial(modules({**TESTS, **others})["shop.settings.base"])


def test_settings_that_nobody_names_may_be_those_of_a_service() -> None:
    assert not is_on_trial(modules({"shop.settings.base": SETTINGS})["shop.settings.base"])


@pytest.mark.parametrize(
    ("routes", "expected"), [("shop.tests.urls", True), ("test_urls", True), ("shop.urls", False)]
)
def test_settings_whose_routes_are_those_of_tests(routes: str, *, expected: bool) -> None:
    found = modules({"shop.settings": f'{SETTINGS}ROOT_URLCONF = "{routes}"\n'})

    assert expected is is_on_trial(found["shop.settings"])


@pytest.mark.parametrize(
    ("name", "expected"),
    [("django-orders", True), ("Django_Orders", True), ("orders", False), ("django-shop", False)],
)
def test_an_application_for_others_is_tried_with_settings(name: str, *, expected: bool) -> None:
    setup = f"from setuptools import setup\n\nsetup(\n    version='1', name='{name}',\n)\n"
    sources = {
        "site.settings": (Path("site/settings.py"), SETTINGS),
        "setup": (Path("setup.py"), setup),
    }
    found = linked(sources, roles={"setup": Role.SCRIPT})

    assert expected is is_on_trial(found["site.settings"])


@pytest.mark.parametrize("module", ["shop.admin", "other.admin"])
def test_a_framework_writes_projects_with_settings_of_their_own(module: str) -> None:
    command = """
        from django.core.management.templates import TemplateCommand

        class ProjectCommand(TemplateCommand):
            pass
        """
    found = modules({"shop.settings": SETTINGS, module: command})

    assert module.startswith("shop.") is is_on_trial(found["shop.settings"])


@pytest.mark.parametrize(
    ("named", "expected"), [("shop.settings.hidden", True), ("shop.settings.base", False)]
)
def test_a_program_starts_with_what_it_names(named: str, *, expected: bool) -> None:
    start = f'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "{named}")\n'
    found = modules({"shop.settings.base": SETTINGS, "shop.start": start})
    program = found["shop.start"].program

    assert program is not None
    assert expected is starts_with_others(program, "shop.settings.base")


STARTS = "from django.core.wsgi import get_wsgi_application\napp = get_wsgi_application()\n"
RUNS = """
import os
from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
execute_from_command_line()
"""


@pytest.mark.parametrize(("package", "expected"), [("devsite", True), ("site", False)])
def test_settings_of_the_site_that_developers_have(package: str, *, expected: bool) -> None:
    starts = f'import os\nos.environ.setdefault("S", "settings.common")\n{STARTS}'
    runs = RUNS.replace("shop.settings", "settings.common")
    tests = "from settings.common import *\n"
    common = {"settings.common": SETTINGS, "settings.test": tests, "manage": runs}
    found = modules({**common, f"{package}.wsgi": starts})

    assert expected is is_on_trial(found["settings.common"])


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (("orders",), True),
        # The settings are published too, or the application is none of what is.
        (("orders", "site"), False),
        (("s*", "orders"), False),
        (("stock",), False),
        ((), False),
    ],
)
def test_settings_stay_behind_where_the_application_is_published(
    published: tuple[str, ...], *, expected: bool
) -> None:
    settings = (
        'OWN = ["orders.api"]\nINSTALLED_APPS = ["django.contrib.auth"] + OWN\nDEBUG = True\n'
    )
    sources = {"site.settings": (Path("site/settings.py"), settings)}
    found = linked(sources, published=lambda: published)

    assert expected is is_on_trial(found["site.settings"])
