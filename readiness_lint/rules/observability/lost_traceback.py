"""Traceback that is not logged.

A broad `except` also takes the errors that nobody expected.  Of those the text alone says little:
it is empty for a `TimeoutError`, a bare key for a `KeyError`, half a statement for a database
driver.  Without the traceback nobody can tell which line failed, or why.

## Bad

```python
import logging

logger = logging.getLogger(__name__)


def cached(cache, key: str):
    try:
        return cache.read(key)
    except Exception as error:
        logger.error("cache read failed: %s", error)
    return None
```

## Good

Log with `logger.exception`, which keeps type, line and cause.

```python
import logging

logger = logging.getLogger(__name__)


def cached(cache, key: str):
    try:
        return cache.read(key)
    except Exception:
        logger.exception("cache read failed", extra={"key": key})
    return None
```

## Not reported

A narrow `except`: there the text is enough.  A handler that raises something else than an answer of
5xx, which frameworks do not log, that keeps the exception or hands it to somebody, that asks for
its class, or that has a comment of three words or more.  Log levels below `error`, unless the
option `warning` is on.  A `try` that only closes or stops something, or stands in a function that
does and logs the text, that only reads a value out of a text, or that only counts, makes a metric
or logs.  A loop that waits and tries again, where the record says so: that a peer is away needs no
traceback each time.  One plain statement, or several that call the same function, that runs no code
of the program, whose record has the class of the exception beside its text.  One question of a
readiness route, which is polled, or one message to a peer, which may have gone.  Packages of a
command line, named `cli`. Imports of libraries alone, where the record names one.  A parser of the
program that says in words what is wrong with a text.  A block of which all that may fail is caught
further in, or whose functions have logged the traceback before they raise it again.
"""

from dataclasses import dataclass

from readiness_lint.facts.lost_tracebacks import LostTraceback
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status

FAILURES = frozenset({"error", "critical"})


@dataclass(frozen=True)
class Options:
    """What counts as a failure."""

    warning: bool = False
    """Whether a log call at level warning does."""


@rule(
    "RDY506",
    "`{call}` in a broad except keeps {what}: neither the line nor the cause of the failure is known",
    severity=Severity.MEDIUM,
    status=Status.PARTIAL,
    source="S2 8.2, S2 15",
    since="0.1.0",
    instead_of=("RDY508",),
    options=Options,
)
def lost_traceback(lost: LostTraceback, file: File) -> Problems:
    """Report a handler once, at its first call that logs a failure."""
    log = lost.record_of(FAILURES | {"warning"} if file.options(Options).warning else FAILURES)
    if log is not None:
        yield Problem(
            log.node,
            about=lost.node,
            severity=None if lost.handler.mentions else Severity.HIGH,
            call=f"{file.last_name(log.node.func)}()",
            what=f"{lost.kept} of the exception",
        )
