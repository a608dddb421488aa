"""Shared lock that never expires.

A lock in Redis or in a cache belongs to no process.  When the one that took it is killed before it
gives it back, by a deploy or for want of memory, nobody else knows: all that wait for the lock wait
until somebody deletes the key by hand.

## Bad

```python
import redis

from shop.invoices import bill

store = redis.Redis(host="store", socket_timeout=5)


def bill_all() -> None:
    with store.lock("billing"):
        bill()


def bill_once() -> None:
    if store.set("lock:billing", "1", nx=True):
        bill()
        store.delete("lock:billing")
```

## Good

Choose a time in which the work is certainly done; extend the lock where it may take longer.

```python
import redis

from shop.invoices import bill

store = redis.Redis(host="store", socket_timeout=5)


def bill_all() -> None:
    with store.lock("billing", timeout=120, blocking_timeout=5):
        bill()


def bill_once() -> None:
    if store.set("lock:billing", "1", nx=True, ex=120):
        bill()
        store.delete("lock:billing")
```

## Not reported

A time that comes from a variable, or may stand in `**options`.  A key that `expire` is called on in
the same function.  Keys that only note that something was seen, which are deleted nowhere near and
are not called a lock.  Locks of what is not known, of rows and of files.
"""

from readiness_lint.facts.shared_locks import LockTaken
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY464",
    "shared lock `{lock}` never expires, so a crash before its release blocks everyone for good",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S2 10.4, S1 layer 4",
    since="0.1.0",
)
def lock_without_expiry(lock: LockTaken, _file: File) -> Problems:
    """Report locks that end only when somebody releases them."""
    if lock.expires is False:
        yield Problem(lock.node, lock=lock.name)
