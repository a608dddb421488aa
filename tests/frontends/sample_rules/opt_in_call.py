"""Call that a team may ask to be reported.

The run of a test reports this call, and nothing else does.

## Bad

```python
opt_in_call()
```
"""

import ast

from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Activation, Severity, Status


@rule(
    "RDY590",
    "`{call}` is called",
    severity=Severity.MEDIUM,
    status=Status.MISSING,
    source="S2 1.1",
    since="0.1.0",
    activation=Activation.OPT_IN,
)
def opt_in_call(statement: ast.Expr, _file: File) -> Problems:
    """Report calls of this name."""
    match statement.value:
        case ast.Call(ast.Name("opt_in_call")) as call:
            yield Problem(call, call="opt_in_call()")
