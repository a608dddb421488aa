"""Row of a database in a message.

A message is written down and read by another process, later.  A serialiser for JSON refuses the
object, so that the dispatch fails; with pickle, the worker gets the row as it was, without the
changes in between, bound to no session, and writes the old values back when it saves it.  After a
deployment it may be of a class that has other columns.  A session, a request and an open file are
of the process that has them: nothing of them arrives.

## Bad

```python
from celery import shared_task
from django.db import models


class Order(models.Model):
    number = models.CharField(max_length=20)


@shared_task
def notify(order: Order) -> None:
    print_receipt(order)


def place(number: str) -> None:
    order = Order.objects.get(number=number)
    notify.delay(order)
```

## Good

Pass what names the row, and let the task read it.

```python
from celery import shared_task
from django.db import models


class Order(models.Model):
    number = models.CharField(max_length=20)


@shared_task
def notify(order_id: int) -> None:
    print_receipt(Order.objects.get(pk=order_id))


def place(number: str) -> None:
    order = Order.objects.get(number=number)
    notify.delay(order.pk)
```

## Not reported

Values and keys of rows, and what a function makes of a row, such as `model_to_dict`.  Schemas and
data classes.  Arguments of which nothing says what they are.  Functions that run in the same
process after the answer.  Messages that a function of the program writes down.  Tasks of a class of their own, or of an application that makes such: it
may send keys.
"""

import ast

from readiness_lint.facts.payloads import UnfitPayload
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY620",
    "`{value}` (`{kind}`) is passed to `{task}()`: it arrives stale or not at all",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S2 6.1, S2 10.3",
    since="0.1.0",
)
def orm_object_in_payload(payload: UnfitPayload, _file: File) -> Problems:
    """Report rows, queries, sessions and files among the arguments of a task and in messages."""
    yield Problem(
        payload.node,
        value=ast.unparse(payload.node),
        kind=payload.kind,
        task=payload.receiver,
    )
