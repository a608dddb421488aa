"""Debugger that was left in the code.

`breakpoint()` and its relatives stop the process and wait for somebody to type.  In a service
nobody does: the worker hangs with the request, the transaction and the locks that it holds, until
the supervisor kills it, or the standard input is closed and every call ends in `BdbQuit`.

## Bad

```python
def charge(order):
    breakpoint()
    return order.charge()
```

## Good

```python
import logging

logger = logging.getLogger(__name__)


def charge(order):
    logger.debug("charging", extra={"order": order.id})
    return order.charge()
```

## Not reported

Scripts, tests and `__main__` blocks.  Stacks that are dumped before the process ends, `exit=True`.  Calls under a test of an option or of a variable that asks
for a debugger or for development, and modules, classes and functions that are named like one, or
like a shell.
"""

from readiness_lint.facts.debuggers import Debugger
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY539",
    "`{name}` is left over from debugging: {effect}",
    severity=Severity.CRITICAL,
    status=Status.STUBBED,
    source="S2 14.2",
    since="0.1.0",
)
def debugger_left(debugger: Debugger, _file: File) -> Problems:
    """Report each call and decorator."""
    yield Problem(
        debugger.node,
        severity=None if debugger.stops else Severity.MEDIUM,
        name=debugger.name,
        effect=debugger.effect,
    )
