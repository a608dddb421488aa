"""Of which queues it is certain that nothing limits their tasks."""

from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.time_limits import UnlimitedTasks

TASKS = """
from celery import shared_task
@shared_task
def work(): ...
"""
QUEUE = "from celery import Celery\napp = Celery('shop', broker='redis://store')\n"


@pytest.mark.parametrize(
    ("configured", "expected"),
    [
        ("", 1),
        ("app.conf.update(task_acks_late=True)", 1),
        ("app.conf.update({'task_acks_late': True})", 1),
        ("app.conf.update(task_time_limit=5)", 0),
        ("app.conf.update({'task_soft_time_limit': 5})", 0),
        ("app.conf.task_annotations = {'*': {'time_limit': 5}}", 0),
        ("COMMAND = 'celery worker --time-limit=5'", 0),
        ("app.conf.worker_pool = 'threads'", 0),
        ("app.config_from_object('tasks')", 1),
        ("app.config_from_object('django.conf:settings', namespace='CELERY')", 1),
        ("app.config_from_object('elsewhere')", 0),
        ("app.config_from_envvar('SHOP_CELERY')", 0),
        ("import options\napp.conf.update(**options.CELERY)", 0),
        ("import options\napp.conf.update(options.load())", 0),
    ],
)
def test_a_limit_may_stand_wherever_a_queue_is_configured(configured: str, expected: int) -> None:
    files = modules({"tasks": TASKS, "queues": f"{QUEUE}{configured}\n"})

    assert expected == len(files["queues"].facts(UnlimitedTasks))


@pytest.mark.parametrize(
    ("configured", "expected"), [("", 0), ("app.conf.update(task_acks_late=True)", 1)]
)
def test_a_queue_without_a_broker_that_nothing_configures_is_out_of_sight(
    configured: str, expected: int
) -> None:
    queue = f"from celery import Celery\napp = Celery('shop')\n{configured}\n"
    files = modules({"tasks": TASKS, "queues": queue})

    assert expected == len(files["queues"].facts(UnlimitedTasks))


@pytest.mark.parametrize(
    ("decorated", "tasks", "limited"),
    [
        ("@app.task", 2, 0),
        ("@app.task(time_limit=5)", 2, 1),
        ("@app.task(**limits)", 2, 1),
        ("@other.task", 1, 0),
    ],
)
def test_tasks_are_counted_with_the_queue_that_runs_them(
    decorated: str, tasks: int, limited: int
) -> None:
    queues = f"{QUEUE}other = Celery('other', broker='redis://store')\nlimits = load()\n{decorated}\ndef more(): ...\n"
    found = modules({"tasks": TASKS, "queues": queues})["queues"].facts(UnlimitedTasks)

    assert (tasks, limited) == (found[0].tasks, found[0].limited)
