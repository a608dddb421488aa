"""Question that a test asks.

``probe("value", RATE)`` reports the answer, so that a test sees what a file is told of the others.

## Bad

```python
probe("value", 1)
```
"""

import ast

from readiness_lint.facts.program import Derivation, Program
from readiness_lint.facts.tasks import Task
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Role, Severity, Status


def _users(program: Program) -> dict[str, tuple[str, ...]]:
    return {
        module: tuple(file.module for file in program.calling(f"use_{module.rpartition('.')[2]}"))
        for module in program.modules
    }


USERS = Derivation("readiness_lint.rules.probe:USERS", _users, tuple)
"""By module, who calls ``use_<module>``."""


def marked(file: File, last: str) -> list[str]:
    """The calls of a file under one identifier."""
    return [ast.unparse(call) for call, _ in file.index.calls.get(last, ())]


def number(program: Program, last: str) -> int:
    """How many calls there are under one identifier."""
    return sum(1 for _ in program.each(marked, last))


def _counted(program: Program) -> int:
    """How often ``counted()`` is called."""
    return sum(len(file.index.calls["counted"]) for file in program.calling("counted"))


def _answer(kind: str, expr: ast.expr, file: File) -> object:
    program = file.program
    assert program is not None
    answers = {
        "name": lambda: file.name_of(expr),
        "type": lambda: file.type_of(expr),
        "value": lambda: file.value_of(expr),
        "libraries": lambda: sorted(file.libraries),
        "mro": lambda: file.library.mro(file.name_of(expr) or ""),
        "code": lambda: len(home.code) if (home := file.home(file.name_of(expr) or "")) else 0,
        "calling": lambda: [other.module for other in program.calling(ast.unparse(expr))],
        "importing": lambda: [
            other.module for other in program.importing(frozenset({ast.unparse(expr)}))
        ],
        "counted": lambda: program.memo("counted", lambda: _counted(program)),
        "each": lambda: [text for _, text in program.each(marked, ast.unparse(expr))],
        "each calling": lambda: [
            text for _, text in program.each(marked, ast.unparse(expr), calling=ast.unparse(expr))
        ],
        "known": lambda: program.known(number, ast.unparse(expr)),
        "having": lambda: list(program.having(USERS)),
        "users": lambda: program.derived(USERS, file.module),
        "modules": lambda: len(program.modules),
        "file": lambda: program.file(ast.unparse(expr)) is not None,
        "intent": lambda: (
            home.intent(home.tree.body[-1]) is not None
            if (home := file.home(file.name_of(expr) or ""))
            else None
        ),
        "holding": lambda: [
            len(text.source) for text in program.texts(Role.APPLICATION, holding=("WORD",))
        ],
        "migrations": lambda: [len(text.source) for text in program.texts(Role.MIGRATION)],
        "tasks": lambda: [
            task.node.lineno for _, task in program.facts(Task, frozenset({"celery"}))
        ],
    }
    return answers[kind]()


@rule(
    "RDY491",
    "{kind} is {answer}",
    severity=Severity.HIGH,
    status=Status.MISSING,
    source="S2 1.1",
    since="0.1.0",
)
def probe(call: ast.Call, file: File) -> Problems:
    """Report what the file is told."""
    match call:
        case ast.Call(ast.Name("probe"), [ast.Constant("place"), expr]):
            home, node = file.defined(file.name_of(expr) or "") or (file, call)
            yield Problem(
                call, related=[(home.place(node), "there")], kind="place", answer=home.module
            )
        case ast.Call(ast.Name("probe"), [ast.Constant(str(kind)), expr]):
            yield Problem(call, kind=kind, answer=str(_answer(kind, expr, file)))
