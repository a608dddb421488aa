"""Retry of what must not happen twice.

A request may be lost on its way, and so may its answer.  The client cannot tell, so what it repeats
may have been done before: the order is placed twice, the card is charged twice.  urllib3 repeats
POST and PATCH only where it is told to.  A function that sends mail, a text message or a post to
a channel sends it again under a decorator that repeats whatever goes wrong.

## Bad

```python
from urllib3.util.retry import Retry

policy = Retry(total=5, backoff_factor=0.5, status_forcelist=[502], allowed_methods=["GET", "POST"])
```

## Good

Leave the default as it is, or repeat only what has not got there.

```python
from urllib3.util.retry import Retry

policy = Retry(total=5, backoff_factor=0.5, status_forcelist=[502])
orders = Retry(connect=5, read=0, status=0, backoff_factor=0.5, allowed_methods=["GET", "POST"])
```

Where the other side takes a key by which it knows a request again, send it.

## Not reported

Methods that are a variable, or may stand in `**options`.  A decorator that is told which failures
it repeats, and a message that is sent inside a `try` or by another function.  Tasks that their
queue runs again, and what is published to a topic, as with SNS.  A policy that repeats connections alone,
with `read=0` and `status=0`.  A module that speaks of idempotency, or sends the id of a request or
of a delivery.  A module of telemetry: a line that is logged twice does little harm.

Requests that do no harm though they are a POST, such as searches, are not told apart: say so in a
comment that turns the rule off.

Tests and scripts, and what stands under `if __name__ == "__main__"`.
"""

from readiness_lint.facts.retries import RetryPolicy
from readiness_lint.facts.words import TELEMETRY
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Activation, Severity, Status, When


@rule(
    "RDY413",
    "`{retry}` repeats {methods} as well: a lost answer makes the other side do it twice",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S2 6.4, S2 15, S1 layer 4, S1 layer 6",
    since="0.1.0",
    activation=Activation.PREVIEW,
)
def non_idempotent_retry(retry: RetryPolicy, file: File) -> Problems:
    """Report policies under which a request that changes something is sent again."""
    if not retry.unsafe or file.when(retry.node) is When.MAIN:
        return
    if any(map(file.words(TELEMETRY).match, file.module.split("."))):
        return
    yield Problem(retry.node, retry=retry.name, methods=" and ".join(retry.unsafe))
