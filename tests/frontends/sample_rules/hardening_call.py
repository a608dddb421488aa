"""Call that matters little.

The run of a test reports this call, and nothing else does.

## Bad

```python
hardening_call()
```
"""

import ast

from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Activation, Severity, Status


@rule(
    "RDY190",
    "`{call}` is called",
    severity=Severity.LOW,
    status=Status.MISSING,
    source="S2 1.1",
    since="0.1.0",
    activation=Activation.ON,
)
def hardening_call(statement: ast.Expr, _file: File) -> Problems:
    """Report calls of this name."""
    match statement.value:
        case ast.Call(ast.Name("hardening_call")) as call:
            yield Problem(call, call="hardening_call()")
