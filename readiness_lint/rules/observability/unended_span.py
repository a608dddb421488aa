"""Span that is not ended.

A span is handed to the exporter when it ends.  One that is not ended is never exported, and nothing
warns of it.  Where it ends on the success path only, the trace lacks exactly the runs that failed.

## Bad

```python
from opentelemetry import trace

tracer = trace.get_tracer(__name__)


async def step(agent):
    span = tracer.start_span("step")
    await agent.run()
    span.end()
```

## Good

`with` ends the span on every path, and records the exception that leaves it.

```python
from opentelemetry import trace

tracer = trace.get_tracer(__name__)


async def step(agent):
    with tracer.start_as_current_span("step"):
        await agent.run()
```

## Not reported

A span that is returned, stored or handed to somebody who may end it, or that a nested function
ends; to be the parent of another span, or the current one of a block without `end_on_exit`, ends
nothing.  One that ends in a `finally` or an `except`.  One between whose start and end nothing waits
for a peer or an awaitable: attributes, logs, computations; a `return` between them is reported.
"""

from readiness_lint.facts.spans import UnendedSpan
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY531",
    "span `{name}` is {how}: it is never exported, and failures are exactly what is missing",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S2 8.3",
    since="0.1.0",
)
def unended_span(span: UnendedSpan, _file: File) -> Problems:
    """Report where a span is started that its function may lose."""
    yield Problem(span.node, name=span.name, how=span.how)
