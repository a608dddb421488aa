"""Metric label without bounds.

A metrics system keeps one time series for each combination of labels, in memory.  A label with the
id of the user or the path as it was requested has as many values as there are users or as somebody
cares to request: the process grows, the server that collects the metrics falls over, and dashboards
over all of them time out.

## Bad

```python
from flask import Flask, request
from prometheus_client import Counter

app = Flask(__name__)
REQUESTS = Counter("requests_total", "Requests", ["path", "status"])


@app.after_request
def count(response):
    REQUESTS.labels(path=request.path, status=response.status_code).inc()
    return response
```

## Good

Take the template of the route, the class of the exception, the kind of customer.  What belongs to
one request goes into the log or onto the span.

```python
from flask import Flask, request
from prometheus_client import Counter

app = Flask(__name__)
REQUESTS = Counter("requests_total", "Requests", ["path", "status"])


@app.after_request
def count(response):
    REQUESTS.labels(path=str(request.url_rule), status=response.status_code).inc()
    return response
```

## Not reported

Templates of routes and what a function makes of a path.  The class of an exception, members of an
enumeration, methods and statuses of HTTP, constants.  Labels whose value the function was given
under a name that says nothing.  A call whose metric is reported where it declares the label.  With
the option `tenant-labels`, a gauge whose only such label is an account or a customer.
"""

from dataclasses import dataclass

from readiness_lint.facts.metrics import BoundlessLabel
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@dataclass(frozen=True)
class Options:
    """Which labels are allowed."""

    tenant_labels: bool = False
    """Whether a gauge may have one label that tells tenants apart, where there are a few of them."""


@rule(
    "RDY525",
    "label `{label}` of `{metric}` takes {what}: one time series for each value, without limit",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S2 8.3, S2 11.2, S3 metrics",
    since="0.1.0",
    options=Options,
)
def unbounded_metric_label(label: BoundlessLabel, file: File) -> Problems:
    """Report the first such label of a metric or a call."""
    if label.per_tenant and file.options(Options).tenant_labels:
        return
    yield Problem(label.node, label=label.label, metric=label.metric, what=label.what)
