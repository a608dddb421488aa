"""Exit that is swallowed.

`SystemExit`, `KeyboardInterrupt` and the cancellation of a coroutine are no errors: they end a
worker that is told to stop.  A bare `except` takes them for a failure of its block and goes on, so
the worker lives until it is killed, with its requests in the middle.

## Bad

```python
import logging

import requests

logger = logging.getLogger(__name__)


def announce(order):
    try:
        requests.post("https://hooks.example.com", json={"order": order.id}, timeout=5)
    except:
        logger.exception("not announced", extra={"order": order.id})
```

## Good

```python
import logging

import requests

logger = logging.getLogger(__name__)


def announce(order):
    try:
        requests.post("https://hooks.example.com", json={"order": order.id}, timeout=5)
    except Exception:
        logger.exception("not announced", extra={"order": order.id})
```

## Not reported

A handler that raises or ends the process on some path, hands the exception on, or keeps it or its
text.  One behind a clause that takes `SystemExit` or `KeyboardInterrupt`, that lets the
cancellation of a coroutine out, or that only raises what by its name ends the work; one around the
loop of a function that goes on until it is told to stop, behind which that ends; `except
BaseException` around the result of a job that is asked whether it is done.  A clause that names
such exceptions, unless an endless loop around it goes on all the same.  A `try` that only closes or
stops something, or stands inside another `except` or `finally`.  A comment of three words or more
in the handler; a docstring or comment that names such an exception.  A function that threads are
started on, which no signal reaches, if nothing else calls it; the `run` of a thread; one that is
only called where something has failed already.  A block that only computes, makes a redirect, or
calls Python's own modules, or those that work on what is in memory, without waiting, which no
signal is likely to hit, unless the switch `pure` is on.
"""

from readiness_lint.facts.exit_signals import SwallowedExit
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY423",
    "`{clause}` without a raise also swallows {signals}",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S2 8.1, S3 graceful shutdown",
    since="0.1.0",
    instead_of=("RDY421",),
    switches={"pure": "the block only computes a value or imports a module"},
)
def base_exception_swallowed(swallowed: SwallowedExit, _file: File) -> Problems:
    """Report handlers that go on where the process is told to end."""
    handler = swallowed.handler
    if handler.intent or handler.cleanup_only or handler.nested != "none":
        return
    brief = handler.probes_import or not swallowed.waits
    if not brief and handler.after_failure:
        return
    yield Problem(
        swallowed.node,
        switch="pure" if brief else None,
        clause=swallowed.clause,
        signals=swallowed.signals,
    )
