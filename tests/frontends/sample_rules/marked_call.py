"""Call that is always reported.

The run of a test reports this call, and nothing else does.

## Bad

```python
marked_call()
```
"""

import ast

from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Activation, Severity, Status


@rule(
    "RDY490",
    "`{call}` is called",
    severity=Severity.HIGH,
    status=Status.MISSING,
    source="S2 1.1",
    since="0.1.0",
    activation=Activation.ON,
)
def marked_call(statement: ast.Expr, _file: File) -> Problems:
    """Report calls of this name."""
    match statement.value:
        case ast.Call(ast.Name("marked_call")) as call:
            yield Problem(call, call="marked_call()")
