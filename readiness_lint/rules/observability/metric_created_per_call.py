"""Metric that is made in each call.

A metric of `prometheus_client` registers itself under its name when it is made, and a name can be
registered once.  Made in a handler it works for the first request; every later one fails with
`Duplicated timeseries in CollectorRegistry`.  A test that sends one request does not notice.  An
instrument of OpenTelemetry that is made for each request is found again under its name, with a
warning; a provider that is made for each request starts its threads each time.  A metric that a
constructor makes is made with each object of its class, and two of them are one too many.

## Bad

```python
from celery import shared_task
from prometheus_client import Counter


@shared_task(time_limit=60)
def bill():
    Counter("bills_total", "Bills that were sent").inc()
```

## Good

Make it once, when the module is imported.

```python
from celery import shared_task
from prometheus_client import Counter

BILLS = Counter("bills_total", "Bills that were sent")


@shared_task(time_limit=60)
def bill():
    BILLS.inc()
```

## Not reported

A registry of its own, or `registry=None`.  A metric that is made under a test, in a `try`, or in a
function that keeps what it made; one whose name is computed.  Objects of a class of which one is made,
or two where no module is seen to load both, or a test chooses between them.  Functions that run at the start.
"""

from readiness_lint.facts.metrics import RepeatedMetric
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY526",
    "metric `{metric}` is registered inside `{where}`: {effect}",
    severity=Severity.HIGH,
    status=Status.STUBBED,
    source="S2 8.3",
    since="0.1.0",
)
def metric_created_per_call(made: RepeatedMetric, _file: File) -> Problems:
    """Report a metric that certainly is made twice."""
    yield Problem(
        made.node,
        severity=None if made.fails else Severity.LOW,
        metric=made.metric,
        where=made.where,
        effect=made.effect,
    )
