"""Task that hides its failure.

A queue learns that a task failed only by the exception that leaves it.  A task that catches every
exception around its whole body and returns has succeeded, as far as the queue knows: nothing is
tried again, nothing goes to the dead letters, and no alarm rings, even if a log says what happened.

## Bad

```python
import logging

from celery import shared_task

logger = logging.getLogger(__name__)


@shared_task
def send_invitation(number: int) -> None:
    try:
        invitations.send(number)
    except Exception:
        logger.exception("invitation was not sent", extra={"invitation": number})
```

## Good

Let it fail, and say which failures are worth another try; or keep the failure where people look.

```python
import logging
import smtplib

from celery import shared_task

logger = logging.getLogger(__name__)


@shared_task(autoretry_for=(smtplib.SMTPException,), retry_backoff=True, max_retries=5)
def send_invitation(number: int) -> None:
    invitations.send(number)


@shared_task
def export(number: int) -> None:
    job = jobs.get(number)
    try:
        job.run()
    except Exception:
        logger.exception("export failed", extra={"job": number})
        job.status = "failed"
        job.save()
```

## Not reported

A handler that raises or tries again on some path.  One that keeps the failure in a field or a
result, itself or through a function that it calls, or hands the exception to a callback; one that
calls what is not known.  A `try` around one item of a loop, or around a part of the task.  A
comment of three words or more in the handler.

A periodic task that writes the traceback, and of whose end nobody is told (`ignore_result`, or a
scheduler that keeps no results): it runs again anyway.  The switch `periodic` reports it too.

Tasks whose work nobody misses, by their names; `*` stands for anything.

```toml
[tool.readiness-lint.rules.task-hides-failure]
best-effort = ["*telemetry*", "warm_*", "count_visit"]
```
"""

from fnmatch import fnmatchcase

from readiness_lint.facts.hidden_failures import HiddenFailure
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.record import record
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@record
class Options:
    """Which tasks may fail unseen."""

    best_effort: tuple[str, ...] = (
        "*telemetry*",
        "warm_*",
        "*_warm",
        "*_warm_*",
        "*_warmup",
        "*_warmer",
        "prewarm_*",
    )
    """Names of functions that only count or warm a cache."""


@rule(
    "RDY431",
    "task `{task}` catches every exception around its whole body and returns: "
    "its queue records success, and nothing is retried",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S2 8.1, S2 10.2, S1 layer 4",
    since="0.1.0",
    instead_of=("RDY421", "RDY422", "RDY618", "RDY517", "RDY506", "RDY507", "RDY532"),
    switches={"periodic": "periodic tasks that write the traceback and ignore their result"},
    options=Options,
)
def task_hides_failure(hidden: HiddenFailure, file: File) -> Problems:
    """Report the handler of a task that no failure leaves."""
    names = file.options(Options).best_effort
    if not any(fnmatchcase(hidden.task.name, name) for name in names):
        yield Problem(
            hidden.node,
            severity=Severity.CRITICAL if hidden.costly else None,
            switch="periodic" if hidden.routine else None,
            task=hidden.task.name,
        )
