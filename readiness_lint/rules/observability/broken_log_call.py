"""Log call that does not write what it was given.

A log call is checked by nobody until it runs, and the calls that report a failure run when
something has already gone wrong.  Then the record is replaced by a line on standard error, a value
is missing from it, or the call raises and hides the failure that it was to report.

## Bad

```python
import logging

logger = logging.getLogger(__name__)


def track(url: str, error: Exception) -> None:
    logger.error("tracking failed", error)
    logger.error("tracking of {} failed: {}", url, error)
    logger.error("tracking of %s failed: %s", url)
    logger.error("tracking failed", extra={"name": url})
```

## Good

```python
import logging

logger = logging.getLogger(__name__)


def track(url: str, error: Exception) -> None:
    logger.error("tracking of %s failed: %s", url, error)
    logger.error("tracking failed", exc_info=error, extra={"url": url})
```

With loguru, write `{}` in the message, and `logger.opt(exception=True)` for the traceback.

## Not reported

A message that is a variable or comes from a call.  Calls with `*arguments` or `**fields`.  A logger
of a class that the project wrote.  Where only its name says that something is a logger, or it may
be one of several kinds, no more than what is wrong for every library.  The key `taskName` in
`extra`, which is an attribute from Python 3.12 on, unless the project asks for that version or the
file runs under no older one.

With the switch `warn`, the deprecated `logger.warn` as well.
"""

from readiness_lint.facts.log_defects import BrokenLogCall
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY505",
    "broken {library} call, {what}: {effect}",
    severity=Severity.HIGH,
    status=Status.STUBBED,
    source="S2 8.2, S2 8.3",
    since="0.1.0",
    switches={"warn": "the deprecated `logger.warn`"},
)
def broken_log_call(call: BrokenLogCall, _file: File) -> Problems:
    """Report the first defect of each call."""
    yield Problem(
        call.node,
        severity=Severity.LOW if call.deprecated else None,
        switch="warn" if call.deprecated else None,
        library=call.library or "log",
        what=call.what,
        effect=call.effect,
    )
