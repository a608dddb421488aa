"""Traceback asked for where no exception is handled.

`logger.exception` and `exc_info=True` write the exception that is being handled at that moment.
Where none is, the record of the standard library ends in `NoneType: None`, and other libraries
write nothing: who reads the log looks for a failure that was lost, and there was none.

An exception that is only built has no traceback either: it gets one when it is raised.

## Bad

```python
import logging

from fastapi import FastAPI

app = FastAPI()
logger = logging.getLogger(__name__)


@app.get("/agents/{number}")
def read(number: int):
    agent = agents.get(number)
    if agent is None:
        logger.exception("no agent %s", number)
    return agent
```

## Good

```python
import logging

from fastapi import FastAPI

app = FastAPI()
logger = logging.getLogger(__name__)


@app.get("/agents/{number}")
def read(number: int):
    agent = agents.get(number)
    if agent is None:
        logger.error("no agent %s", number)
    return agent
```

## Not reported

Anything in an `except` or `finally` block, or in a function that stands in one.  Functions that may
be called from one: those named like an error handler, those that are given an exception, and those
of which it is not known that all their callers begin in a request handler, a task (of a queue or an
event loop) or a module.  Where that is not known, a call under a test is reported all the same if
nothing of the function's name is called in an `except` block anywhere in the project, nor is what
calls it, and the function is neither decorated, handed on, named in a text nor there to clean up.
`exc_info=error`.  Loggers of a class that the project wrote.
"""

from readiness_lint.facts.empty_tracebacks import EmptyTraceback
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY509",
    "`{asks}` where no exception is being handled: there is no traceback to write",
    severity=Severity.LOW,
    status=Status.STUBBED,
    source="S2 8.2",
    since="0.1.0",
)
def traceback_outside_except(log: EmptyTraceback, _file: File) -> Problems:
    """Report each call."""
    yield Problem(log.node, asks=log.asks)
