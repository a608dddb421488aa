"""Which modules are programs to be run by hand."""

from __future__ import annotations

import pytest
from programs import program

from readiness_lint.facts.roles import is_script

GUARD = "if __name__ == '__main__':\n    main()\n"
CLICK = "import click\n@click.command()\ndef main(): ...\n"
INVOKE = "from invoke import task\n@task\ndef load(context): ...\n"
DJANGO = (
    "from django.core.management import CommandError\n"
    "def check(name):\n    if not name: raise CommandError('no name')\n"
)


@pytest.mark.parametrize(
    "source",
    [
        GUARD,
        CLICK,
        DJANGO,
        INVOKE,
        "import argparse\nargparse.ArgumentParser()\n",
        "#!/usr/bin/env python\nimport sys\nname = sys.argv[1]\n",
    ],
)
def test_a_guard_or_a_command_line_makes_a_script(source: str) -> None:
    assert is_script(program(source))


@pytest.mark.parametrize(
    "source",
    [
        "import click\ndef say(text): click.echo(text)\n",
        "MAIN = '__main__'\n",
        "def main(): ...\n",
        "import sys\nname = sys.argv[1]\n",
        "#!/usr/bin/env python\nimport sys\ndef main(): return sys.argv[1]\n",
    ],
)
def test_an_import_or_a_word_makes_no_script(source: str) -> None:
    assert not is_script(program(source))


@pytest.mark.parametrize(
    "serving",
    [
        "from fastapi import FastAPI\napp = FastAPI()\n",
        "from fastapi import APIRouter\nrouter = APIRouter()\n",
        "from celery import shared_task\n@shared_task\ndef work(): ...\n",
        "from django.views import View\nclass Page(View):\n    def get(self, request): ...\n",
        "from django.db import models\nclass Order(models.Model): ...\n",
        "import tornado.web\napp = tornado.web.Application([])\n",
    ],
)
def test_a_module_that_serves_somebody_is_no_script(serving: str) -> None:
    assert not is_script(program(f"{serving}{CLICK}{GUARD}"))
