"""Exception that is lost in a finally block.

A `return`, `break` or `continue` in `finally` ends the exception that is on its way through the
block, whatever it is: no `except` has taken it, no log names it, and the caller gets a result.  So
does a context manager whose `__exit__` always returns something true.  Python 3.14 warns of the
former.

## Bad

```python
def charge(gateway, order):
    result = "failed"
    try:
        result = gateway.charge(order.total)
    finally:
        return result
```

## Good

```python
def charge(gateway, order):
    try:
        return gateway.charge(order.total)
    finally:
        gateway.release(order)
```

## Not reported

A `break` or `continue` of a loop inside the `finally` block.  A nested function.  A statement under
a test that asks whether an exception is in flight: `sys.exc_info()`, or a name that the `try` gives
a value, if nothing behind it in the block waits, raises or reaches another process.  A block that
raises by itself.  A `try` with a clause that takes every error and raises none, nor calls what
reaches another process, if no coroutine is cancelled in it.  An `__exit__` that looks at the exception, returns what
it has found out, or belongs to a class that by its name suppresses exceptions.
"""

from readiness_lint.facts.lost_exceptions import LostException
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY425",
    "`{statement}` in `{where}` discards the exception in flight",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S2 8.1",
    since="0.1.0",
)
def exception_lost_in_finally(lost: LostException, _file: File) -> Problems:
    """Report statements in whose place an exception would go on."""
    yield Problem(lost.node, statement=lost.statement, where=lost.where)
