"""Code that never runs.

What stands behind a `return` or a `raise` looks like a part of the program and is none.  Where it
is a check, the check is not made; where it is a log call, nothing is logged; where it saves,
nothing is saved, and no test can tell, since none comes to the line.

One of the two lines is wrong.  Which one only the author knows: take out what is left over, or move
the `return` behind what was to run.

## Bad

```python
def apply(policies: list[str], limit: int) -> int:
    return len(policies)
    if not policies:
        raise ValueError("policies are required")
```

## Good

```python
def apply(policies: list[str], limit: int) -> int:
    if not policies:
        raise ValueError("policies are required")
    return len(policies)
```

## Not reported

A bare `return` right behind a `return`.  A `yield` that makes a generator of a function that gives
nothing, or that gives nothing itself.  `pass`, texts, and statements that say that nobody gets
there: `assert False`, `raise AssertionError`, `assert_never()`.  Behind a call, a loop, an `if` or
a `try` that never ends normally: one `raise`, or one `return` of a constant, a name or an empty
collection, which type checkers and readers ask for.  A function that is switched off: one that
begins with an answer or a `raise` under a comment, or with words for it such as `Not implemented`,
or with a bare `return` where nothing speaks of it, or before what reads a name that its module has
not.  What follows a `with` whose context manager may swallow exceptions, or a `NotImplementedError`
that gives a reason.  Bodies of `if False` of three statements or fewer, or under a comment.
"""

from readiness_lint.facts.unreachable import DeadCode
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY541",
    "the code {where} never runs",
    severity=Severity.LOW,
    status=Status.STUBBED,
    source="S2 14.2",
    since="0.1.0",
)
def unreachable_code(dead: DeadCode, _file: File) -> Problems:
    """Report the first statement of each block's rest."""
    yield Problem(dead.node, severity=Severity.MEDIUM if dead.acts else None, where=dead.where)
