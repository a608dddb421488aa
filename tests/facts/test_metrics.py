"""Which series a metric has, and how often it is made."""

from __future__ import annotations

import ast

import pytest
from programs import modules

from readiness_lint.facts.metrics import BoundlessLabel, RepeatedMetric

HEAD = """
import time, uuid
from datadog import statsd
from fastapi import FastAPI
from flask import request as asked
from opentelemetry import metrics
from prometheus_client import REGISTRY, CollectorRegistry, Counter
from starlette.requests import Request

app = FastAPI()
HITS = Counter("hits_total", "Hits", ["label"])
orders = metrics.get_meter(__name__).create_counter("orders")
"""


def labels(value: str) -> list[str]:
    """What a label takes, by the expression that it is given."""
    source = f"""{HEAD}
def count(user, scope, r: Request, request, shelf):
    try:
        pass
    except OSError as error:
        HITS.labels({value}).inc()
"""
    file = modules({"main": source})["main"]
    return [label.what for label in file.facts(BoundlessLabel)]


def test_a_label_by_position_has_the_name_that_the_metric_declares() -> None:
    source = f"""{HEAD}
PAIRS = Counter("pairs_total", "Pairs", ["method", "place"])
def count(given):
    PAIRS.labels(asked.method, asked.path).inc()
    given.COUNTER.labels(1, asked.path).inc()
"""
    file = modules({"main": source})["main"]

    assert ["place", "#2"] == [label.label for label in file.facts(BoundlessLabel)]


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ("request.path", "the path as it was requested"),
        ("r.url.path", "the path as it was requested"),
        ("asked.full_path", "the path as it was requested"),
        ("scope['path']", "the path as it was requested"),
        ("str(request.url).lower()", "the path as it was requested"),
        ("request.get_full_path()", "the path as it was requested"),
        ("r.client.host", "the address of the client"),
        ("asked.remote_addr", "the address of the client"),
        ("request.headers['X-Shop']", "a header as it was sent"),
        ("str(error)", "the text of an exception"),
        ("error.args", "the text of an exception"),
        ("f'{error!r}'", "the text of an exception"),
        ("user.email or ''", "any `user.email`"),
        ("user.id", "any `user.id`"),
        ("uuid.uuid4().hex", "another value each time"),
        ("time.time()", "another value each time"),
    ],
)
def test_a_label_may_take_anything(value: str, what: str) -> None:
    assert labels(value) == [what]


@pytest.mark.parametrize(
    "value",
    [
        "'none'",
        "request.method",
        "request.scope['route'].path",
        "asked.url_rule",
        "template(request.path)",
        "type(error).__name__",
        "shelf.id",
        "user.plan",
        "label='kind', **more",
    ],
)
def test_a_label_has_bounds_or_may_have(value: str) -> None:
    assert labels(value) == []


def test_a_metric_is_reported_where_it_declares_the_label() -> None:
    source = f"""{HEAD}
MAILS = Counter("mails_total", "Mails", ["kind", "user_id"])

def send(user):
    MAILS.labels(kind="bill", user_id=user.id).inc()
"""
    file = modules({"main": source})["main"]

    assert [ast.unparse(item.node) for item in file.facts(BoundlessLabel)] == ["'user_id'"]


def test_a_method_behind_it_tells_whose_labels_they_are() -> None:
    source = f"""{HEAD}
def send(self, user):
    self.mails.labels(user.email).inc()
    self.pages.labels(user.email).render()
"""
    file = modules({"main": source})["main"]

    assert [item.metric for item in file.facts(BoundlessLabel)] == ["self.mails"]


@pytest.mark.parametrize(
    ("call", "label"),
    [
        ("orders.add(1, {'kind': kind, 'user_id': user.id})", "user_id"),
        ("statsd.increment('orders', tags=['a:b', f'user:{user.id}'])", "user"),
        ("statsd.increment(f'orders.{user.id}')", "its name"),
    ],
)
def test_other_libraries_give_labels_in_other_ways(call: str, label: str) -> None:
    file = modules({"main": f"{HEAD}\ndef count(user, kind):\n    {call}\n"})["main"]

    assert [item.label for item in file.facts(BoundlessLabel)] == [label]


@pytest.mark.parametrize(
    ("made", "again"),
    [
        ("Counter('a', 'A')", True),
        ("Counter('a', 'A', registry=REGISTRY)", True),
        ("Counter('a', 'A', registry=None)", False),
        ("Counter('a', 'A', registry=CollectorRegistry())", False),
        ("Counter(name, 'A')", False),
        ("KEPT or Counter('a', 'A')", False),
    ],
)
def test_a_metric_of_a_handler_is_made_again(made: str, *, again: bool) -> None:
    source = f"{HEAD}\n@app.get('/')\ndef handler(name: str):\n    metric = {made}\n"
    file = modules({"main": source})["main"]

    assert bool(file.facts(RepeatedMetric)) is again


def test_a_helper_makes_it_again_if_a_handler_calls_it_in_another_module() -> None:
    helper = "from prometheus_client import Counter\n\ndef make():\n    return Counter('a', 'A')\n"
    handler = f"{HEAD}\nimport helper\n\n@app.get('/')\ndef handler():\n    helper.make()\n"
    start = "import helper\n\nMETRIC = helper.make()\n"

    called = modules({"main": handler, "helper": helper})["helper"]
    started = modules({"main": start, "helper": helper})["helper"]

    assert [item.where for item in called.facts(RepeatedMetric)] == ["make"]
    assert started.facts(RepeatedMetric) == ()
