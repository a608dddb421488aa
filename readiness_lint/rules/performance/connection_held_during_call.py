"""Connection held during a call.

A transaction has a connection of the pool and the locks of its rows until it ends.  When the code
waits for another service in the middle of it, that service says how long both are taken: with ten
connections and a payment provider that answers after thirty seconds, the eleventh request waits
for a connection that does nothing, and so does everybody who wants one of the rows.

It does not matter how many functions stand between the block and the call; the message names them.
The transactions of a module that call one helper that gives nothing back are one finding, at the
first of them: put off with `transaction.on_commit` in the helper, the call is mended for all.

## Bad

```python
import requests
from django.db import transaction

from shop.models import Order


def charge(total: int) -> str:
    answer = requests.post("https://pay.example/charges", json={"amount": total}, timeout=30)
    return answer.json()["id"]


def check_out(pk: int) -> None:
    with transaction.atomic():
        order = Order.objects.select_for_update().get(pk=pk)
        order.charge = charge(order.total)
        order.save()
```

## Good

The call first, then a short transaction.  A key makes it safe to send the call once more when the
transaction fails.

```python
import requests
from django.db import transaction

from shop.models import Order


def charge(total: int, key: str) -> str:
    answer = requests.post(
        "https://pay.example/charges",
        json={"amount": total},
        headers={"Idempotency-Key": key},
        timeout=30,
    )
    return answer.json()["id"]


def check_out(pk: int) -> None:
    charged = charge(Order.objects.get(pk=pk).total, key=f"order-{pk}")
    with transaction.atomic():
        order = Order.objects.select_for_update().get(pk=pk)
        order.charge = charged
        order.save()
```

What nobody needs to wait for goes to a queue, from `transaction.on_commit`.

## Not reported

What runs after the block: `transaction.on_commit`, a background task, a message to a queue.
Caches, and the database itself.  A function that is only handed over.  Savepoints; read replicas;
files whose connections commit each statement; a local SQLite file.  A session, before its first
statement and after `commit()`, `rollback()` or `close()`, and where a helper that has it may call
one of these.

Calls that are made only for some settings, or while an exception is handled, or that a helper makes
under a test of a value that the call here does not show.  Pauses that a test of their length makes
optional.  A block with a comment that speaks of its lock: who serialises the calls of a payment on
purpose says so.

A lock in Redis around a call with a time limit.  Code that runs when the program starts.

A handler whose session is given by a dependency holds a connection from its first query until the
answer is sent, and so does all that it hands the session to.  With the switch `session-dependency`
this is reported where it waits for a language model, for a child process, or for a call that may
take ten seconds; without it, once something was flushed.
"""

from readiness_lint.facts.held import HeldCall
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import LeaseKind, Severity, Status

HARM = {
    LeaseKind.TRANSACTION: ": its connection and its rows are taken until the answer comes",
    LeaseKind.SESSION: ": its connection is taken until the answer comes",
    LeaseKind.CONNECTION: ": it is missing in the pool until the answer comes",
    LeaseKind.ROW_LOCK: ": its rows are locked until the answer comes",
    LeaseKind.LOCK: ", which has no time limit: it expires under the call, or nobody else gets it",
}


@rule(
    "RDY336",
    "`{resource}` stays {state} while `{function}` waits for `{call}`{harm}",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S2 10.2, S2 11.2",
    since="0.1.0",
    switches={
        "session-dependency": "sessions that a caller or a framework gives, with nothing but reads so far"
    },
)
def connection_held_during_call(held: HeldCall, file: File) -> Problems:
    """Report each block once, at its first wait, and so the blocks that one helper mends."""
    hold = held.hold
    yield Problem(
        held.node,
        about=hold.node,
        severity=Severity.MEDIUM if hold.reads_only else None,
        switch="session-dependency" if hold.given else None,
        group=held.mended_with(file),
        via=held.path,
        related=[(hold.node, "held from here")],
        resource=hold.name,
        state="in force" if hold.kind in {LeaseKind.LOCK, LeaseKind.ROW_LOCK} else "open",
        function=held.function.name,
        call=held.what,
        harm="" if held.path else HARM[hold.kind],
    )
