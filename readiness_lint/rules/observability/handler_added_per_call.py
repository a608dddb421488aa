"""Log handler that is added again and again.

Loggers live as long as the process, and `logging.getLogger` gives the same one each time.  A
handler that is added per request, per task or per call stays: after a hundred runs every line is
written a hundred times, and files and sockets stay open.

## Bad

```python
import logging


def get_logger(name: str) -> logging.Logger:
    logger = logging.getLogger(name)
    logger.addHandler(logging.StreamHandler())
    return logger


def ship(order: int) -> None:
    get_logger("orders").info("order %s is shipped", order)
```

## Good

```python
import logging


def get_logger(name: str) -> logging.Logger:
    logger = logging.getLogger(name)
    if not logger.handlers:
        logger.addHandler(logging.StreamHandler())
    return logger
```

Better still, configure handlers once, where the program starts.

## Not reported

Any other function, since it may run once, unless all that call it are handlers and tasks, or a loop
adds to the same logger a handler that it makes alike in each round.  One that nothing in the program
speaks of, and one that only modules call, each with a name of its own, or what makes the application.  Calls under a test,
functions that empty the list of handlers or take one off, and classes that do so in another method.
Functions with a cache.  Classes that are handlers or filters themselves.
"""

from readiness_lint.facts.log_setups import AddedHandler
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY511",
    "a log handler is added in `{function}`, once more for each {each}: every line is written again",
    severity=Severity.MEDIUM,
    status=Status.STUBBED,
    source="S2 8.3, S2 15",
    since="0.1.0",
)
def handler_added_per_call(added: AddedHandler, _file: File) -> Problems:
    """Report each call."""
    yield Problem(added.node, function=added.function, each=added.each)
