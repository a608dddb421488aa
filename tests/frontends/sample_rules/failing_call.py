"""Call on which a rule fails.

The run of a test makes this rule raise.
"""

import ast

from readiness_lint.finding import Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY290",
    "never said",
    severity=Severity.HIGH,
    status=Status.MISSING,
    source="S2 1.1",
    since="0.1.0",
)
def failing_call(statement: ast.Expr, _file: File) -> Problems:
    """Raise what a rule may raise on deeply nested code."""
    match statement.value:
        case ast.Call(ast.Name("failing_call")):
            raise RecursionError
    return iter(())
