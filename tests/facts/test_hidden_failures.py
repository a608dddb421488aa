"""Tasks that catch all that goes wrong in them."""

from __future__ import annotations

import pytest
from programs import program

from readiness_lint.config import Settings, override
from readiness_lint.engine import check
from readiness_lint.facts.hidden_failures import HiddenFailure
from readiness_lint.model import File
from readiness_lint.project.selection import select
from readiness_lint.rules.reliability.task_hides_failure import task_hides_failure

HEAD = """
import logging
import stripe
from apscheduler.schedulers.background import BackgroundScheduler
from celery import Celery, shared_task
from django.core.mail import send_mail
from django.db import models
from rq import get_current_job
from shop import other

logger = logging.getLogger(__name__)
app = Celery()
scheduler = BackgroundScheduler()

class Job(models.Model):
    pass

def note(number):
    logger.warning("%s", number)
    again(number)

def again(number):
    if number:
        note(number - 1)

def keep(number):
    note(number)
    close(number)

def close(number):
    Job.objects.filter(pk=number).update(status="failed")

def set_aside(number):
    number.job.state = "failed"

def check(number):
    raise ValueError(number)

def check_perhaps(number):
    if number:
        raise ValueError(number)
"""


def hidden(work: str, reaction: str, decorator: str = "@shared_task") -> list[HiddenFailure]:
    file = program(
        f"{HEAD}\n{decorator}\ndef send(number):\n    try:\n        {work}\n"
        f"    except Exception:\n        {reaction}\n"
    )
    return list(file.facts(HiddenFailure))


@pytest.mark.parametrize(
    ("reaction", "expected"),
    [
        ("pass", 1),
        ("logger.exception('x')", 1),
        ("logger.exception('x'); return", 1),
        ("print(number)", 1),
        ("note(number)", 1),
        ("other.report(number)", 1),
        ("other.close()", 1),
        ("keep(number)", 0),
        ("set_aside(number)", 0),
        ("check(number)", 0),
        ("check_perhaps(number)", 0),
        ("other.give_up(number)", 0),
        ("number.finish()", 0),
        ("raise", 0),
        ("number.status = 'failed'", 0),
        ("get_current_job().save_meta()", 0),
        ("send.update_state(state='FAILURE')", 0),
    ],
)
def test_what_a_handler_leaves_of_a_failure(reaction: str, expected: int) -> None:
    assert expected == len(hidden("other.send(number)", reaction))


@pytest.mark.parametrize(
    ("work", "costly"),
    [
        ("other.send(number)", False),
        ("Job.objects.get(pk=number)", False),
        ("Job.objects.create()", True),
        ("close(number)", True),
        ("keep(number)", True),
        ("note(number)", False),
        ("send_mail('a', 'b', None, [])", True),
        ("stripe.Refund.create(charge=number)", True),
        ("stripe.Refund.retrieve(number)", False),
        ("send.delay(number)", True),
    ],
)
def test_what_is_lost(work: str, *, costly: bool) -> None:
    assert [costly] == [item.costly for item in hidden(work, "logger.exception('x')")]


@pytest.mark.parametrize(
    ("decorator", "reaction", "routine"),
    [
        ("@shared_task", "logger.exception('x')", False),
        ("@shared_task(ignore_result=True)", "logger.exception('x')", False),
        ("@app.task(name='shop.send', ignore_result=True)", "logger.exception('x')", True),
        ("@app.task(name='shop.send', ignore_result=True)", "logger.error('x')", False),
        ("@app.task(name='shop.send')", "logger.exception('x')", False),
        ("@scheduler.scheduled_job('cron')", "logger.exception('x')", True),
        ("@scheduler.scheduled_job('cron')", "if number: logger.exception('x')", False),
    ],
)
def test_periodic_tasks_that_nobody_asks(decorator: str, reaction: str, *, routine: bool) -> None:
    schedule = 'app.conf.beat_schedule = {"send": {"task": "shop.send"}}\n'
    found = hidden("other.send(number)", reaction, f"{schedule}{decorator}")

    assert [routine] == [item.routine for item in found]


def reported(
    name: str, decorator: str = "@shared_task", options: dict[str, object] | None = None
) -> list[str]:
    source = (
        f"{HEAD}\n{decorator}\ndef {name}(number):\n    try:\n        other.send(number)\n"
        "    except Exception:\n        logger.exception('x')\n"
    )
    selection = select(override(Settings(), rules={"task-hides-failure": options or {}}))
    plain = program(source)
    file = File(
        plain.path,
        source,
        plain.tree,
        plain.library,
        module=plain.module,
        options=selection.options,
    )
    found = check(file, "a.py", (task_hides_failure,), switches=selection.switches, strict=True)
    return [finding.severity.label for finding in found]


def test_work_that_nobody_misses_is_named() -> None:
    assert ["high"] == reported("count_visit")
    assert [] == reported("count_visit", options={"best-effort": ["count_*"]})
    assert [] == reported("send_telemetry")
    assert [] == reported("warm_start_page")
    assert ["high"] == reported("send_telemetry", options={"best-effort": []})


def test_periodic_tasks_are_reported_under_their_switch() -> None:
    decorator = "@scheduler.scheduled_job('cron')"

    assert [] == reported("send", decorator)
    assert ["high"] == reported("send", decorator, {"periodic": True})
