"""Failure of which its span says nothing.

An exception that leaves a span marks it as failed and is recorded with it.  One that is caught
inside leaves the status unset: the trace shows a success, the error rate of the operation stays at
zero, and an alert on it never goes off.

## Bad

```python
import logging

from opentelemetry import trace

logger = logging.getLogger(__name__)
tracer = trace.get_tracer(__name__)


def charge(gateway, order):
    with tracer.start_as_current_span("charge"):
        try:
            return gateway.charge(order)
        except Exception:
            logger.exception("charge failed", extra={"order": order.number})
            return None
```

## Good

Tell the span, or catch outside of it.

```python
import logging

from opentelemetry import trace
from opentelemetry.trace import StatusCode

logger = logging.getLogger(__name__)
tracer = trace.get_tracer(__name__)


def charge(gateway, order):
    with tracer.start_as_current_span("charge") as span:
        try:
            return gateway.charge(order)
        except Exception as error:
            logger.exception("charge failed", extra={"order": order.number})
            span.record_exception(error)
            span.set_status(StatusCode.ERROR)
            return None
```

## Not reported

A narrow `except`.  A handler that raises, reports, keeps the exception or hands it on, or does
anything to the span.  One after which the work of the span goes on, or in a loop.  A `try` that
only closes something, a handler with a comment that explains it.  Spans of `sentry_sdk`, which
shows the errors that are logged beside them.
"""

from readiness_lint.facts.spans import UntoldSpan
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY532",
    "except inside span `{name}` ends the failure, but the span stays unset: traces show a success",
    severity=Severity.MEDIUM,
    status=Status.PARTIAL,
    source="S2 8.2, S2 8.3",
    since="0.1.0",
)
def error_hidden_from_span(untold: UntoldSpan, _file: File) -> Problems:
    """Report the clause that ends a failure."""
    yield Problem(untold.node, name=untold.name)
