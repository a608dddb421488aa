"""Texts that name tasks, and which of them nothing has."""

from __future__ import annotations

import pytest
from programs import modules, program

from readiness_lint.facts.task_names import TaskName, is_unknown

WORKER = "from celery import Celery\n\napp = Celery('shop')\n"
TASKS = """
    from shop.worker import app

    @app.task
    def purge():
        ...

    def count():
        ...
    """


@pytest.mark.parametrize(
    ("entry", "task", "source"),
    [
        ("x", "a.b", "S = {'x': {'task': 'a.b', 'schedule': 1}}"),
        ("late", "a.b", "S['late'] = {'task': 'a.b', 'schedule': 1}"),
        ("x", "a.b", "S = {'x': dict(schedule=1, task='a.b')}"),
        ("x", "a.b", "NAME = 'a.b'\nclass C:\n    S = {'x': {'task': NAME, 'schedule': 1}}"),
        ("task", "a.b", "add({'task': 'a.b', 'schedule': 1})"),
        ("Celery().send_task", "a.b", "from celery import Celery\nCelery().send_task('a.b')"),
        ("signature", "a.b", "from celery import signature\nsignature('a.b')"),
        (
            "mail",
            "a:b",
            "from apscheduler.schedulers.background import BackgroundScheduler\n"
            "BackgroundScheduler().add_job('a:b', id='mail')",
        ),
        ("cron", "a.b", "from arq import cron\ncron('a.b')"),
    ],
)
def test_a_text_names_a_task(entry: str, task: str, source: str) -> None:
    assert [(entry, task)] == [(item.entry, item.task) for item in program(source).facts(TaskName)]


@pytest.mark.parametrize(
    "source",
    [
        "S = {'x': {'task': 'a.b'}}",
        "S = {'x': {'schedule': 'a.b'}}",
        "S = {'x': {'task': f'{A}.b', 'schedule': 1}}",
        "S = {'x': {'task': 'a.' + 'b', 'schedule': 1}}",
        "S = {'x': {'task': name(), 'schedule': 1}}",
        "thing.send_task('a.b')",
        "from celery import signature\nsignature(task)",
    ],
)
def test_anything_else_names_none(source: str) -> None:
    assert () == program(source).facts(TaskName)


def unknown(task: str, **others: str) -> list[bool]:
    """Whether nothing has the name of each task that a schedule has."""
    sources = {
        "shop": "",
        "shop.worker": WORKER,
        "shop.tasks": TASKS,
        "shop.schedule": f"S = {{'x': {{'task': '{task}', 'schedule': 1}}}}\n",
    }
    more = {name.replace("__", "."): text for name, text in others.items()}
    file = modules({**sources, **more})["shop.schedule"]
    return [is_unknown(file, named) for named in file.facts(TaskName)]


@pytest.mark.parametrize(
    ("known", "task"),
    [
        (True, "shop.tasks.purge"),
        (True, "tasks.purge"),
        (False, "shop.tasks.purged"),
        (False, "tasks.purged"),
        (False, "shop.task.purge"),
        (False, "shop.tasks.count"),
        (True, "purge"),
        (True, "shop.tasks"),
        (True, "other.tasks.purge"),
    ],
)
def test_a_task_has_the_name_of_its_module_and_its_own(*, known: bool, task: str) -> None:
    assert [not known] == unknown(task)


@pytest.mark.parametrize(
    "more",
    [
        # A name that is computed may be any.
        "@app.task(name=name())\ndef other(): ...",
        "@app.task(**options)\ndef other(): ...",
        # The text stands where something may be given it.
        "@named('shop.tasks.purged')\ndef other(): ...",
        "class Purge:\n    name = 'shop.tasks.purged'",
        "app.register('shop.tasks.purged', other)",
        "class Shop(Celery):\n    def gen_task_name(self, name, module): ...",
    ],
)
def test_another_module_may_give_the_name(more: str) -> None:
    assert [False] == unknown("shop.tasks.purged", shop__more=f"{WORKER}{more}\n")


def test_a_route_gives_nothing_a_name() -> None:
    routes = "ROUTES = {'shop.tasks.purged': {'queue': 'slow'}}\n"

    assert [True] == unknown("shop.tasks.purged", shop__routes=routes)


@pytest.mark.parametrize(
    "module",
    [
        "from elsewhere import *",
        "def __getattr__(name): ...",
        "globals()['purged'] = 1",
        "from elsewhere import purged",
        "purged = make()",
        "@anything\ndef purged(): ...",
        "class purged: ...",
    ],
)
def test_a_module_may_have_it_in_another_way(module: str) -> None:
    assert [False] == unknown("shop.jobs.purged", shop__jobs=module)


@pytest.mark.parametrize(
    ("missing", "mention"),
    [
        (False, "app.task(count)"),
        (False, "for each in [count]: app.task(each)"),
        (True, "count()"),
        (True, "print('count')"),
    ],
)
def test_a_plain_function_is_no_task(*, missing: bool, mention: str) -> None:
    mention = f"from shop.tasks import count\n{WORKER}{mention}\n"

    assert [missing] == unknown("shop.tasks.count", shop__more=mention)


@pytest.mark.parametrize(
    ("missing", "task"),
    [(True, "mail.sent"), (False, "mail.send"), (False, "post.sent"), (True, "shop.more.send")],
)
def test_a_task_may_have_a_name_of_its_own(*, missing: bool, task: str) -> None:
    named = f"{WORKER}@app.task(name='mail.send')\ndef send(): ...\n"

    assert [missing] == unknown(task, shop__more=named)


def test_what_another_module_imports_keeps_its_name() -> None:
    handed_on = "from shop.tasks import purge"

    assert [True] == unknown("shop.jobs.purge", shop__jobs=handed_on)


def test_without_a_program_nothing_is_missing() -> None:
    file = program("S = {'x': {'task': 'shop.orders.gone', 'schedule': 1}}")

    assert [False] == [is_unknown(file, named) for named in file.facts(TaskName)]
