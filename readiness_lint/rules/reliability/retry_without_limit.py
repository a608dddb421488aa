"""Retry without a limit.

A call that is repeated until it succeeds never fails, and never returns either: for an error that
lasts, such as a revoked key or a rejected file, its worker is lost, and the other side is asked for
ever what it has refused.  tenacity repeats without end unless it is told to stop, and so do backoff
and retry; a task of Celery is repeated three times, and for ever with `max_retries=None`.

## Bad

```python
import httpx
from tenacity import retry, wait_exponential


@retry(wait=wait_exponential(max=10))
def upload(chunk: bytes) -> None:
    httpx.put("https://files.example/chunk", content=chunk).raise_for_status()
```

## Good

```python
import httpx
from tenacity import retry, stop_after_attempt, stop_after_delay, wait_exponential


@retry(wait=wait_exponential(max=10), stop=stop_after_attempt(5) | stop_after_delay(60))
def upload(chunk: bytes) -> None:
    httpx.put("https://files.example/chunk", content=chunk).raise_for_status()
```

## Not reported

A limit that is a variable, or may stand in `**options`.  Functions that go on for as long as their
process does: they listen, consume or subscribe, send a heartbeat, join a group, or have an endless
loop inside, or are called from one alone.  `self.retry(max_retries=None)`, for which the limit of
the task holds; a task that looks at the number of its runs, or that waits for a lock or until
something is there.  Generators, whose call does not fail yet.  A loop that
is also left in other ways than by success.

Tests and scripts, and what stands under `if __name__ == "__main__"`.
"""

from readiness_lint.facts.retries import RetryLoop, RetryPolicy
from readiness_lint.facts.task_retries import TaskRetry
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import FOREVER, Activation, Severity, Status, When


@rule(
    "RDY411",
    "{retry} repeats its call for ever: {missing}",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S1 layer 4, S2 11.4",
    since="0.1.0",
    activation=Activation.PREVIEW,
    instead_of=("RDY412",),
)
def retry_without_limit(retry: RetryPolicy | RetryLoop | TaskRetry, file: File) -> Problems:
    """Report retries that only a success ends."""
    if retry.attempts != FOREVER or retry.listens or file.when(retry.node) is When.MAIN:
        return
    yield Problem(retry.node, about=retry.about, retry=retry.text, missing=retry.missing)
