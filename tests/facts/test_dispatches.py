"""Messages that leave before the rows that they speak of are committed."""

from __future__ import annotations

import pytest
from programs import modules, program

from readiness_lint.config import Settings, override
from readiness_lint.engine import check
from readiness_lint.facts.dispatches import Sending, cover_of
from readiness_lint.model import File
from readiness_lint.project.selection import select
from readiness_lint.rule import Rule
from readiness_lint.rules.data_integrity.dispatch_before_commit import dispatch_before_commit

HEAD = """
from celery import Task, shared_task
from django.db import transaction
from sqlalchemy.orm import Session
from shop.tracing import traced

class Logged(Task):
    def on_failure(self): ...

class Deferring(Logged):
    def apply_async(self): ...

@shared_task
def work(pk): ...

@shared_task(base=Logged)
def logged(pk): ...

@shared_task(base=Deferring)
def deferred(pk): ...

@shared_task(base=Unknown)
def unknown(pk): ...

def send(pk):
    hand_over(pk)

def hand_over(pk):
    work.delay(pk)

def send_perhaps(pk, wanted):
    if wanted:
        work.delay(pk)
"""


def covered(body: str, wrappers: tuple[str, ...] = ()) -> list[str]:
    file = program(f"{HEAD}\ndef f(s: Session, rows):\n    {body}\n")
    return [item.what for item in file.facts(Sending) if cover_of(item, file, wrappers) is not None]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("s.add(1); work.delay(1); s.commit()", 1),
        ("s.add(1); s.commit(); work.delay(1)", 0),
        ("s.add(1); s.commit(); work.delay(1); s.commit()", 0),
        ("work.delay(1); s.add(1); s.commit()", 0),
        ("s.add(1); send(1); s.commit()", 1),
        ("rows.db.add(1); work.delay(1); s.commit()", 0),
        ("s.query(1).filter(2).delete(); work.delay(1); s.commit()", 1),
        ("with transaction.atomic(): work.delay(1)", 0),
        ("with transaction.atomic(): s.save(); work.delay(1)", 1),
        ("with transaction.atomic(): s.save(); send(1)", 1),
        ("with transaction.atomic(): s.save(); send_perhaps(1, False)", 0),
        ("with transaction.atomic(): s.save(); transaction.on_commit(lambda: send(1))", 0),
        ("with transaction.atomic(): s.save(); transaction.on_commit(send)", 0),
        ("with transaction.atomic('replica'): s.save(); work.delay(1)", 0),
        ("with transaction.atomic(): rows.select_for_update(); work.delay(1)", 1),
        ("with transaction.atomic(): s.save(); s.commit(); work.delay(1)", 0),
        ("with traced(): s.save(); work.delay(1)", 0),
    ],
)
def test_what_is_sent_before_the_commit(body: str, expected: int) -> None:
    assert expected == len(covered(body))


def test_a_class_of_the_task_may_send_it_later() -> None:
    body = "with transaction.atomic():\n        s.save(); logged.delay(1); deferred.delay(1)"

    assert ["logged.delay"] == covered(f"{body}; unknown.delay(1)")


def test_a_delay_leaves_time_for_the_commit() -> None:
    file = program(
        f"{HEAD}\ndef f(options):\n    work.delay(1); work.apply_async(countdown=1)\n"
        "    work.apply_async(**options); work.apply_async(countdown=0)\n"
    )
    found = [item.delayed for item in file.facts(Sending) if not item.path]

    assert [False, False, False, True, False] == found


def test_the_nearest_transaction_is_told() -> None:
    file = program(
        HEAD
        + "\ndef inner(s):\n    with transaction.atomic():\n        s.save()\n        send(1)\n"
        "\ndef outer(s):\n    with transaction.atomic():\n        s.save()\n        inner(s)\n"
    )
    found = [item for item in file.facts(Sending) if cover_of(item, file) is not None]

    assert [["send", "hand_over"]] == [[place.function for place in item.path] for item in found]


def test_rows_that_a_helper_writes_count() -> None:
    file = program(
        HEAD + "\ndef place(row):\n    row.save()\n    work.delay(1)\n"
        "\ndef f(row):\n    with transaction.atomic():\n        place(row)\n"
    )

    assert 1 == sum(cover_of(item, file) is not None for item in file.facts(Sending))


def test_a_configured_wrapper_is_a_transaction() -> None:
    assert ["work.delay"] == covered("with traced(): s.save(); work.delay(1)", ("traced",))


def reported(source: str, options: dict[str, object] | None = None) -> list[tuple[str, str]]:
    settings = override(Settings(), rules={"dispatch-before-commit": options or {}})
    selection = select(settings)
    plain = program(source)
    file = File(
        plain.path,
        source,
        plain.tree,
        plain.library,
        module=plain.module,
        options=selection.options,
    )
    rules: tuple[Rule, ...] = (dispatch_before_commit,)
    found = check(file, "orders.py", rules, switches=selection.switches, strict=True)
    return [(finding.severity.label, finding.message) for finding in found]


def test_the_wrappers_of_a_project_are_configured() -> None:
    source = f"{HEAD}\ndef f(row):\n    with traced():\n        row.save()\n        work.delay(1)\n"

    assert [] == reported(source)
    assert [
        (
            "high",
            "`work.delay()` runs inside the transaction: the worker can start before the commit, "
            "or run although it was rolled back",
        )
    ] == reported(source, {"atomic-wrappers": ["traced"]})


def test_delayed_tasks_are_reported_under_their_switch() -> None:
    source = (
        f"{HEAD}\ndef f(row):\n    with transaction.atomic():\n        row.save()\n"
        "        work.apply_async(countdown=3)\n"
    )

    assert [] == reported(source)
    assert [
        (
            "low",
            "`work.apply_async()` runs inside the transaction: the worker can run although it was "
            "rolled back",
        )
    ] == reported(source, {"delayed": True})


TASKS = """
    from celery import shared_task
    from django.db import models

    class Row(models.Model):
        name = models.TextField()

    @shared_task
    def work(pk): ...

    def tell(pk):
        work.delay(pk)

    def update_page(request):
        request.page = 1

    def keep(row):
        Row.objects.create(name=row)
    """
WRAPPED = "DATABASES = {'default': {'ATOMIC_REQUESTS': True}}\n"
VIEW = """
from django.db import transaction
from django.utils.decorators import method_decorator
from django.views import View
from jobs import keep, tell, update_page, work

class Free(View):
    @transaction.non_atomic_requests
    def dispatch(self, request): ...

"""


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (1, "class Page(View):\n    def post(self, request):\n        {}"),
        (
            0,
            "@method_decorator(transaction.non_atomic_requests, name='dispatch')\n"
            "class Page(View):\n    def post(self, request):\n        {}",
        ),
        (0, "class Page(Free):\n    def post(self, request):\n        {}"),
        (0, "class Page(View):\n    async def post(self, request):\n        {}"),
        (
            0,
            "class Page(View):\n    def post(self, request):\n        {}\n"
            "url = transaction.non_atomic_requests(Page.as_view())",
        ),
        (0, "def post(self, request):\n    {}"),
    ],
)
def test_the_settings_may_put_every_request_into_a_transaction(expected: int, text: str) -> None:
    body = "request.user.save(); work.delay(1)"
    sources = {"jobs": TASKS, "settings": WRAPPED, "pages": VIEW + text.format(body)}
    file = modules(sources)["pages"]

    assert expected == len([item for item in file.facts(Sending) if cover_of(item, file)])


@pytest.mark.parametrize(
    ("expected", "body"),
    [
        (1, "request.user.save(); tell(1)"),
        (1, "keep(request); work.delay(1)"),
        (1, "request.cart.update_stock(); work.delay(1)"),
        (0, "update_page(request); work.delay(1)"),
        (0, "work.delay(1); request.user.save()"),
        (0, "work.delay(1)"),
        (0, "request.user.save(); transaction.on_commit(lambda: work.delay(1))"),
    ],
)
def test_what_is_sent_after_a_change_of_the_request_is_sent_too_early(
    expected: int, body: str
) -> None:
    page = f"class Page(View):\n    def post(self, request):\n        {body}\n"
    file = modules({"jobs": TASKS, "settings": WRAPPED, "pages": VIEW + page})["pages"]

    assert expected == len([item for item in file.facts(Sending) if cover_of(item, file)])


def test_without_the_setting_a_request_is_no_transaction() -> None:
    page = "class Page(View):\n    def post(self, request):\n        keep(1); work.delay(1)\n"
    file = modules({"jobs": TASKS, "pages": VIEW + page})["pages"]

    assert [None] == [cover_of(item, file) for item in file.facts(Sending)]
