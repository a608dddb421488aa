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
result, or hands the exception to a callback.  A `try` around one item of a loop, or around a part of
the task.  A periodic task that logs the traceback: it runs again anyway.  A comment of three words or
more in the handler.
"""

from readiness_lint.facts.entries import entry_of
from readiness_lint.facts.failures import ExceptHandler
from readiness_lint.facts.tasks import Task
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Exit, Reaction, Severity, Status

DECIDED = (
    Reaction.RERAISE
    | Reaction.RAISE
    | Reaction.RETRY
    | Reaction.EXIT
    | Reaction.RECORD
    | Reaction.STORE
)


@rule(
    "RDY431",
    "task `{task}` catches every exception around its whole body and returns: "
    "its queue records success, and nothing is retried",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S2 8.1, S2 10.2, S1 layer 4",
    since="0.1.0",
    instead_of=("RDY421", "RDY517", "RDY506", "RDY507", "RDY532"),
)
def task_hides_failure(handler: ExceptHandler, file: File) -> Problems:
    """Report the handler of a task that no failure leaves."""
    if not handler.broad or not file.facts(Task):
        return
    task = entry_of(handler.guard, file)
    if not isinstance(task, Task) or handler.function is not task.node or not handler.whole:
        return
    if handler.some & DECIDED or handler.has_callback or handler.intent:
        return
    if task.periodic and handler.some & (Reaction.TRACEBACK | Reaction.REPORT):
        return
    if handler.exits & (Exit.FALLS | Exit.RETURNS):
        severity = Severity.CRITICAL if handler.guards_a_write else None
        yield Problem(handler.node, severity=severity, task=task.name)
