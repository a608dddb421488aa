"""Failure that is replaced by a default.

A query that finds nothing and a database that is away are two things.  A broad `except` that
answers `None` or an empty list to both makes them one: the caller goes on as if there were nothing,
creates what is already there, skips a check for want of a row, or shows an empty page, and no log
says that anything is wrong.

## Bad

```python
import redis

cache = redis.Redis(host="cache", socket_timeout=1)


def limit_of(account):
    try:
        return cache.hgetall(f"limit:{account.id}")
    except Exception:
        return {}
```

## Good

Give the default for the one failure that means "there is none", and let the others through; or log
what happened.

```python
import logging

import redis

cache = redis.Redis(host="cache", socket_timeout=1)
logger = logging.getLogger(__name__)


def limit_of(account):
    try:
        return cache.hgetall(f"limit:{account.id}")
    except redis.ConnectionError:
        logger.warning("limit is not known", exc_info=True, extra={"account": account.id})
        return {}
```

## Not reported

A narrow `except`.  A function that only hands its parameters to the cache of Django, which may miss
at any time.  A handler that logs, counts, raises, keeps or hands on the exception, or that a
comment of three words or more explains; a function whose name or words say that it may fail, or
which value it gives then.  A value that tells of the failure: a status, a text, `False` where
success is `True`; a `None` that all callers look for and tell of, or a test right behind.  A
function that asks, by its name or its docstring, whether a peer is there, or which version is the
newest one; one that is only called where something has failed already.  A call of the program's own
that logs why it fails, or ends the failure itself.  A look-up of a host whose answer is thrown
away; a block that reads a page in a browser, or tries what a value is.  A block that only reads the
request or a response that has arrived.  A `try` inside another `except` or `finally`, an optional
import, a loop that sleeps and tries again, what reports failures itself.  A block in which nothing
is known to reach another process or the database, unless the switch `pure` is on.

## See also

`RDY421` for handlers in whose place nothing is given at all.
"""

from readiness_lint.facts.replaced_failures import ReplacedFailure
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY422",
    "any failure of {what} becomes {default}: its caller cannot tell none from broken",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S2 8.1, S2 7.3",
    since="0.1.0",
    instead_of=("RDY423", "RDY517", "RDY506", "RDY507", "RDY532"),
    switches={"pure": "nothing in the block is known to reach another process or the database"},
)
def failure_replaced_by_default(replaced: ReplacedFailure, _file: File) -> Problems:
    """Report broad handlers that give a value in the place of one from a peer."""
    handler = replaced.handler
    if handler.nested != "none" or handler.finishes or handler.reports_itself:
        return
    if handler.waits or handler.gives_up_aloud or (handler.probes_import and not replaced.call):
        return
    if handler.intent or handler.excused or handler.asks_kind or handler.keeps_copy:
        return
    if replaced.call and (handler.told_within or handler.after_failure):
        return
    call = replaced.call or handler.first_call
    yield Problem(
        replaced.node,
        switch=None if replaced.call else "pure",
        what=f"`{call}`" if call else "its block",
        default=f"`{replaced.default}`",
    )
