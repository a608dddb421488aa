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
5xx, which frameworks do not log, that keeps the exception or hands it to somebody, that asks for its
class, or that has a comment of three words or more.  Log levels below
`error`, unless the option `warning` is on.  A `try` that only closes or stops something, or stands in
a function that does and logs the text, that only reads a value out of a text, or that only counts or
logs.  A loop that waits and tries again, where the record says so: that a peer is away needs no
traceback each time.  One plain statement, or several that call the same function, that runs no code of
the program, whose record has the class of the exception beside its text.
"""

from dataclasses import dataclass

from readiness_lint.facts.error_answers import ends_as_answer
from readiness_lint.facts.expected_failures import is_expected, shows_class_only
from readiness_lint.facts.failures import ExceptHandler
from readiness_lint.facts.logs import LogCall
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Reaction, Severity, Status

KEPT = (
    Reaction.TRACEBACK
    | Reaction.REPORT
    | Reaction.RERAISE
    | Reaction.PASS_ON
    | Reaction.STORE
    | Reaction.NAMED
)


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
def lost_traceback(handler: ExceptHandler, file: File) -> Problems:
    """Report a handler once, at its first call that logs a failure."""
    if not handler.broad:
        return
    levels = {"error", "critical"} | ({"warning"} if file.options(Options).warning else set())
    if handler.traced or not any(
        log.level in levels for log in file.facts(LogCall, within=handler.node)
    ):
        return
    logs = [log for log in handler.logs if log.level in levels]
    if not logs or Reaction.LOG not in handler.some or handler.some & KEPT:
        return
    if Reaction.RAISE in handler.some and not ends_as_answer(file, handler):
        return
    if handler.branches or handler.intent or handler.cleanup_only:
        return
    log = min(logs, key=lambda item: item.node.lineno)
    if is_expected(handler, log):
        return
    text = "class" if shows_class_only(handler) else "text"
    yield Problem(
        log.node,
        about=handler.node,
        severity=None if handler.mentions else Severity.HIGH,
        call=f"{file.last_name(log.node.func)}()",
        what=f"only the {text} of the exception"
        if handler.mentions
        else "nothing of the exception",
    )
