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

`delay_on_commit`, and what is given to `on_commit`, a nested function or a lambda.  Queues that
live in the same database, such as procrastinate with Django's connector.  A transaction in which
nothing is written on the way that has the dispatch, as far as calls and locked rows show it.  A
task whose base class may send it in its own way, or is not known: by then the rows may be
committed.  Mail and requests to other services.

Tasks with a `countdown` or an `eta` have time until the commit; that they run after a rollback too
is reported, with low severity, under the switch `delayed`.

A project's own name for a transaction is known where it is configured; `with` and decorators count
that end in this name, or have it as their whole dotted name.

```toml
[tool.readiness-lint.rules.dispatch-before-commit]
atomic-wrappers = ["traced_atomic_transaction"]
```

Under `ATOMIC_REQUESTS` every handler is in a transaction, but for those under
`transaction.non_atomic_requests`.  Where the settings modules for operation differ about it, or
read it from the environment, it is not known.
"""

from readiness_lint.facts.dispatches import Cover, Sending, cover_of
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.record import record
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@record
class Options:
    """What else is a transaction."""

    atomic_wrappers: tuple[str, ...] = ()
    """The project's own context managers and decorators that open one."""


@rule(
    "RDY619",
    "`{task}()` runs {where}: the worker can {harm}",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S2 10.2, S2 10.3, S2 10.4",
    since="0.1.0",
    switches={
        "delayed": "tasks with a countdown, which may run although the block was rolled back"
    },
    options=Options,
)
def dispatch_before_commit(sending: Sending, file: File) -> Problems:
    """Report dispatches that a transaction covers, or that a commit follows."""
    cover = cover_of(sending, file, file.options(Options).atomic_wrappers)
    if cover is not None:
        early = "" if sending.delayed else "start before the commit, or "
        yield Problem(
            sending.node,
            severity=Severity.LOW if sending.delayed else None,
            switch="delayed" if sending.delayed else None,
            group=f"{sending.node.lineno} {sending.node.col_offset}" if sending.path else None,
            via=sending.path,
            task=sending.what,
            where=_where(cover),
            harm=f"{early}run although it was rolled back",
        )


def _where(cover: Cover) -> str:
    if cover.commit:
        return "before the commit of its rows"
    return "inside the transaction" + ("" if cover.lease else " of its request")
