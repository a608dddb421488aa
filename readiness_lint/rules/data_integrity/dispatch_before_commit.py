"""Task dispatched before the commit.

A message reaches a broker at once; the rows that it speaks of reach the other connections with the
commit.  A worker that is quick finds no order under the number that it was given.  And when the
block rolls back, the task runs all the same: the customer gets the receipt of an order that does
not exist.

## Bad

```python
from celery import shared_task
from django.db import transaction

from shop.models import Order


@shared_task
def send_receipt(order_id: int) -> None:
    Order.objects.get(pk=order_id).print_receipt()


def place(order: Order) -> None:
    with transaction.atomic():
        order.save()
        send_receipt.delay(order.pk)
```

## Good

Hand the call over, to be made after the commit.  Without an open transaction it is made at once.

```python
from functools import partial

from celery import shared_task
from django.db import transaction

from shop.models import Order


@shared_task
def send_receipt(order_id: int) -> None:
    Order.objects.get(pk=order_id).print_receipt()


def place(order: Order) -> None:
    with transaction.atomic():
        order.save()
        transaction.on_commit(partial(send_receipt.delay, order.pk))
```

With SQLAlchemy, dispatch after `session.commit()`.

## Not reported

`delay_on_commit`, and what is given to `on_commit`, a nested function or a lambda.  Tasks with a
`countdown` or an `eta`.  Queues that live in the same database, such as procrastinate.  A
transaction in which nothing is written on the way that has the dispatch, as far as calls show it.

A task of another module, and one with a base class of its own: the class may wait for the commit by
itself.  Without the settings at hand, handlers under `ATOMIC_REQUESTS`.
"""

from readiness_lint.facts.dispatches import EarlyDispatch
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY619",
    "`{task}()` runs {where}: the worker can start before the commit, or run although it was rolled back",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S2 10.2, S2 10.3, S2 10.4",
    since="0.1.0",
)
def dispatch_before_commit(early: EarlyDispatch, _file: File) -> Problems:
    """Report dispatches that a transaction covers, or that a commit follows."""
    yield Problem(
        early.node,
        task=early.dispatch.name,
        where="before the commit of its rows" if early.commit else "inside the transaction",
    )
