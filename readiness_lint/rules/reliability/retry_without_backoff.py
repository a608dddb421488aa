"""Retry without a pause.

A service that fails is mostly a service under load.  Attempts that follow each other at once fail
for the same reason as the first, and multiply the load that it suffers from.

## Bad

```python
import httpx
from tenacity import retry, stop_after_attempt


@retry(stop=stop_after_attempt(4))
def rates() -> dict:
    return httpx.get("https://rates.example").raise_for_status().json()
```

## Good

Wait longer each time, and not as long as everybody else.

```python
import httpx
from tenacity import retry, stop_after_attempt, wait_random_exponential


@retry(stop=stop_after_attempt(4), wait=wait_random_exponential(max=10))
def rates() -> dict:
    return httpx.get("https://rates.example").raise_for_status().json()
```

For `urllib3.Retry` it is `backoff_factor`, for `rq.Retry` it is `interval`, for `arq.Retry` it is
`defer`, and of `self.retry` in a task of Celery the `countdown`.

With the switch `require-jitter`, pauses without a random part, too: `wait_fixed`,
`wait_incrementing` and `wait_exponential` of tenacity, `retry_jitter=False` of Celery, and a loop that
sleeps for a time that is written out.

Policies of one kind that a function or the body of a class makes are one finding, at the first of
them.

## Not reported

A single second attempt.  A number of attempts that is not known, unless the loop is written by
hand.  A loop whose rounds differ, by their arguments or by what is done about the failure.
Failures that say nothing about the health of the other side: conflicts, locks, invalid answers,
missing rows.  Rounds after a timeout alone: the limit has been waited for.  Retries of the
database.  Libraries that wait by themselves, as backoff, stamina, Celery and Dramatiq do, and loops
around clients that do, as those of OpenAI, Anthropic and AWS.  What a comment right there explains.

Tests and scripts, and what stands under `if __name__ == "__main__"`.
"""

from readiness_lint.facts.retries import RetryLoop, RetryPolicy
from readiness_lint.facts.shapes import alike_in_function
from readiness_lint.facts.task_retries import TaskRetry
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import FOREVER, Severity, Status, When

ENOUGH = 3
"""Attempts; one repetition does little harm."""
AT_ONCE = "at once: {attempts} attempts hit a struggling service back to back"
TOGETHER = "after the same pause as everybody else: those who failed together come back together"


@rule(
    "RDY412",
    "{retry} repeats its call {how}",
    severity=Severity.MEDIUM,
    status=Status.PARTIAL,
    source="S3 resilience, S1 layer 4, S2 11.4",
    since="0.1.0",
    switches={"require-jitter": "retries whose pauses are as long for everybody"},
)
def retry_without_backoff(retry: RetryPolicy | RetryLoop | TaskRetry, file: File) -> Problems:
    """Report retries that do not wait in between, or wait as long as everybody else."""
    if (retry.waits is not False and not retry.alike) or retry.attempts == FOREVER:
        return
    if retry.attempts is None and isinstance(retry, RetryPolicy) and not retry.alike:
        return
    if retry.attempts is not None and retry.attempts < ENOUGH:
        return
    if file.when(retry.node) is not When.MAIN:
        times = "several" if retry.attempts is None else f"{retry.attempts:.0f}"
        yield Problem(
            retry.node,
            group=alike_in_function(file, retry.node, retry.text),
            about=retry.about,
            switch="require-jitter" if retry.alike else None,
            retry=retry.text,
            how=TOGETHER if retry.alike else AT_ONCE.format(attempts=times),
        )
