"""Retry that is swallowed.

A task asks for another try by an exception: `self.retry()` raises `Retry`, which is an `Exception`
like others.  Inside a `try` with a broad `except` it never reaches the queue: the task is logged as
failed, or as done, and is not tried again.  The time limit of a task comes as an exception, too, once:
`SoftTimeLimitExceeded`.  A broad `except` in a loop takes it for the failure of one round.

## Bad

```python
import logging

from celery import shared_task

logger = logging.getLogger(__name__)


@shared_task(bind=True, max_retries=5)
def deliver(self, number):
    try:
        parcel = parcels.get(number)
        if not parcel.ready:
            raise self.retry(countdown=30)
        parcel.deliver()
    except Exception as error:
        logger.exception("parcel was not delivered", extra={"parcel": number})
        parcels.mark_failed(number, error)
```

## Good

```python
import logging

from celery import shared_task
from celery.exceptions import Retry

logger = logging.getLogger(__name__)


@shared_task(bind=True, max_retries=5)
def deliver(self, number):
    try:
        parcel = parcels.get(number)
        if not parcel.ready:
            raise self.retry(countdown=30)
        parcel.deliver()
    except Retry:
        raise
    except Exception as error:
        logger.exception("parcel was not delivered", extra={"parcel": number})
        parcels.mark_failed(number, error)
```

## Not reported

A request for another try in the handler or the `else` of the `try`.  `self.retry(throw=False)`,
which raises nothing.  A clause for the signal before the broad one, or one that is not known.  A
handler that raises on some path.  A loop that nothing waits in, or that the failure ends; a task that
sets no `soft_time_limit` itself.
"""

from readiness_lint.facts.lost_signals import LostSignal
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY432",
    "broad except catches `{signal}` of its own block: {effect}",
    severity=Severity.HIGH,
    status=Status.STUBBED,
    source="S2 8.1, S2 11.4",
    since="0.1.0",
    instead_of=("RDY421", "RDY422", "RDY431"),
)
def retry_signal_swallowed(lost: LostSignal, _file: File) -> Problems:
    """Report broad handlers at which a request for another try, or a time limit, ends."""
    yield Problem(lost.node, signal=lost.spelling, effect=lost.effect)
