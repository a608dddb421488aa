"""Cancellation that is swallowed.

A time limit, a client that goes away and the end of the process all stop a coroutine in the same
way: they raise `CancelledError` at its `await`.  A coroutine that catches it and goes on does not
stop: the time limit is not kept, and the process waits until it is killed.

## Bad

```python
import asyncio
import logging

logger = logging.getLogger(__name__)


async def consume(queue, store):
    while True:
        try:
            await store.keep(await queue.get())
        except asyncio.CancelledError:
            logger.info("cancelled")
```

## Good

```python
import asyncio
import logging

logger = logging.getLogger(__name__)


async def consume(queue, store):
    while True:
        try:
            await store.keep(await queue.get())
        except asyncio.CancelledError:
            logger.info("cancelled")
            raise
```

## Not reported

A loop whose test reads an attribute that the method which cancels sets first.  A handler that
raises on some path, or puts that off: it keeps a mark that a later test raises for, or stands in
another handler that raises.  One after which the coroutine ends: it returns, leaves the loop, keeps
a mark on which a test behind it returns, gives back what it caught, or awaits no more than what closes something or stands in
a scope with `shield=True`.  A method that nobody in the program calls, which makes objects of its
class.  A `try` that only awaits a task, or several, or goes through an iterator that it has been
given: the cancellation may be theirs.  A function that cancels or takes a cancellation back by
itself; a scope with `shield=True`.  A block without `await`, a function that is no coroutine, one
that `asyncio.run` starts.  A comment of three words or more in the handler.
"""

from readiness_lint.facts.exit_signals import SwallowedCancellation
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY424",
    "`{clause}` in `{function}` swallows a cancellation: no time limit or shutdown stops it",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S3 graceful shutdown, S2 10.4",
    since="0.1.0",
    instead_of=("RDY421", "RDY423"),
)
def cancellation_swallowed(swallowed: SwallowedCancellation, _file: File) -> Problems:
    """Report handlers after which a cancelled coroutine goes on."""
    handler = swallowed.handler
    if handler.intent or handler.nested == "finally":
        return
    function = swallowed.function.name
    yield Problem(swallowed.node, clause=swallowed.clause, function=function)
