"""Tools of tests in code that a service runs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache

from readiness_lint.facts.decorators import decorated_by
from readiness_lint.facts.entries import entry_of
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.program import APART, Program
from readiness_lint.facts.roles import serves
from readiness_lint.facts.tables import tables
from readiness_lint.facts.unloaded import is_reached
from readiness_lint.facts.words import LOCKS, TEST_PARTS
from readiness_lint.knowledge.schema import Installed
from readiness_lint.model import Branch, File, FunctionNode
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Because, Role, heads

OWN_TESTS = frozenset({"tests", "conftest", "testutils", "test_utils", "unit_tests", "factories"})
"""Packages and modules of a program that may be its tests; what they are their role says."""
TESTING = Pattern(r"\b(?:pytest|unittest|TestCase)\b|^(?:async )?def test_", re.MULTILINE)
CHECKING = Pattern(r"\b(?:pytest|unittest|\w*TestCase)\b|^\s+assert\b", re.MULTILINE)
GUARDED = Pattern(
    r"(?:^|_|\b)(?:tests?|testing|mock\w*|fakes?|pytest|debug|dev)(?:_|\b|$)", re.IGNORECASE
)
"""Words of a test that only a test run, or a developer's machine, passes."""
DEEPEST = 3
"""Imports between a module and the one that only developers load."""
OUTCOMES = {
    "test-tool": "stand-ins of tests run in production",
    "test-dependency": "it fails where only the dependencies of the service are installed",
}
"""What comes of an import of a module with one of these words."""


SWAPPED = "what it patches is patched for all that runs at the same time"


@record
class ToolForTests:
    """An import of a tool of tests, or a handler's call of one that invents values."""

    node: ast.stmt | ast.expr
    name: str
    outcome: str

    @classmethod
    def find(cls, file: File) -> Iterable[ToolForTests]:
        """Every one of the file, once for each statement, unless the file is for tests itself."""
        found = {(item.node, item.name): item for item in (*_imports(file), *_inventions(file))}
        return () if not found or _is_for_tests(file) or _is_apart(file) else found.values()


def _imports(file: File) -> Iterator[ToolForTests]:
    tools = _tools()
    for name, statement in file.index.imports:
        # Most imports have neither part in their names.
        likely = "test" in name or "factories" in name
        own = likely and not OWN_TESTS.isdisjoint(name.split("."))
        if (own or name.startswith(tools)) and not _is_wanted(file, statement):
            for word, outcome in OUTCOMES.items():
                tool = _tool(name, word)
                if tool and not (_is_installed(file, tool) or _is_optional(file, tool)):
                    if word == "test-tool" and _is_used_in_tests(file, statement):
                        continue
                    patched = _patched(file) if tool == "unittest.mock" else ()
                    if not patched or not all(_is_locked(file, call) for call in patched):
                        told = SWAPPED if patched else outcome
                        yield ToolForTests(statement, tool, told)
            if own and (module := _own_tests(file, name)) is not None:
                yield ToolForTests(statement, module, "the tests are deployed with the service")


@cache
def _tools() -> tuple[str, ...]:
    """What the names of all tools begin with."""
    return tuple(sorted({name for word in OUTCOMES for name in tables().word(word)}))


def _tool(name: str, word: str) -> str:
    """The part of a dotted name that names a tool; empty: none does."""
    known = tables().word(word)
    return next((part for part in heads(name) if part in known), "")


def _patched(file: File) -> tuple[ast.Call, ...]:
    """The calls that swap a part of the program, where nothing stands in for anything."""
    if any(True for _ in file.reads.of(*tables().word("stand-in").lasts)):
        return ()
    return tuple(call for _, call in file.calls_to(tables().word("patcher")))


def _is_locked(file: File, call: ast.Call) -> bool:
    """Whether one after the other swaps what all threads see."""
    around = file.statement(call)
    items = around.items if isinstance(around, ast.With | ast.AsyncWith) else []
    held = [*(item.context_expr for item in items), *file.withs(call)]
    return any(file.words(LOCKS).match(file.last_name(item)) for item in held)


def _is_installed(file: File, tool: str) -> bool:
    """Whether the project asks for a tool where it runs: there its import does not fail."""
    if file.program is None or tool not in tables().word("test-dependency"):
        return False
    package = tool.partition(".")[0]
    row = tables().table(Installed).get(package)
    return file.program.requires(row.distribution if row is not None else package)


def _is_optional(file: File, tool: str) -> bool:
    """Whether the program asks somewhere whether the tool is there, and says what to install."""
    return file.program is not None and any(
        True for _ in file.program.each(_asking_for, tool.partition(".")[0])
    )


def _asking_for(file: File, tool: str) -> Iterator[bool]:
    if file.role in APART:
        return
    for name, statement in file.index.imports:
        if name.partition(".")[0] == tool and any(
            handler.type is not None and "Import" in ast.unparse(handler.type)
            for around in file.tries(statement)
            for handler in around.handlers
        ):
            yield True


def _own_tests(file: File, name: str) -> str | None:
    """The module of the program's own tests that an import names."""
    if file.program is None:
        return None
    found = file.program.defining(name)
    home = found[0] if found else file.program.file(name)
    if home is None or home.role is not Role.TEST:
        return None
    # Deep inside of a package, tests may be what its users run on something of theirs; a module of
    # this name, what a product shows of somebody's tests.
    parts = home.module.split(".")
    if parts[-1] == home.path.stem == "tests" and not CHECKING.search(home.source):
        return None
    deep = "tests" in parts[1:] and not _is_of_tests(file.program, home)
    return None if deep else home.module


def _is_of_tests(program: Program, home: File) -> bool:
    """Whether a module tests something, or another one does of its package `tests`."""
    if TESTING.search(home.source):
        return True
    parts = home.module.split(".")
    package = ".".join(parts[: parts.index("tests") + 1])
    return "tests" not in parts[2:] and any(
        f"{text.module}.".startswith(f"{package}.") and TESTING.search(text.source)
        for text in program.texts(
            Role.TEST, holding=("pytest", "unittest", "TestCase", "def test_")
        )
    )


def _inventions(file: File) -> Iterator[ToolForTests]:
    """Calls by which a handler answers with what nobody has stored."""
    for name, call in file.calls_to(tables().word("invents")):
        if isinstance(entry_of(call, file), Handler) and not _is_wanted(file, call):
            yield ToolForTests(call, name.partition(".")[0], "its answer is invented")


def _is_wanted(file: File, node: ast.stmt | ast.expr) -> bool:
    """Whether only tests, or whoever asks for it and has it, gets there."""
    if file.under(node, Because.TYPE_CHECKING) or file.under(node, Because.DEV):
        return True
    if isinstance(node, ast.ImportFrom) and _is_for_client(file, node):
        return True
    if any(True for _ in file.enclosing(node, Branch.EXCEPT)) or any(
        handler.type is None or "Import" in ast.unparse(handler.type) or _is_any(handler.type)
        for around in file.tries(node)
        for handler in around.handlers
    ):
        return True
    function = file.function(node)
    if function is not None and _is_asked_for(file, node, function):
        return True
    told = [ast.unparse(condition.test) for condition in file.conditions(node)]
    told += [function.name] if function is not None else []
    return any(GUARDED.search(text) for text in told)


def _is_used_in_tests(file: File, statement: ast.stmt) -> bool:
    """Whether nobody gets to what an import gives but under a test that only a test run passes."""
    if not isinstance(statement, ast.Import | ast.ImportFrom):
        return False
    names = [(item.asname or item.name).partition(".")[0] for item in statement.names]
    uses = file.reads.of(*names)
    return bool(uses) and all(
        file.under(use, Because.DEV)
        or any(
            # What asks for a stand-in by its class is a branch of production.
            condition.holds
            and GUARDED.search(told := ast.unparse(condition.test))
            and not any(name in told for name in names)
            for condition in file.conditions(use)
        )
        for use in uses
    )


def _is_asked_for(file: File, node: ast.stmt | ast.expr, function: FunctionNode) -> bool:
    """Whether an import stands under a test of what callers may leave out: they have the tool."""
    arguments = function.args
    count = len(arguments.defaults)
    plain = [*arguments.posonlyargs, *arguments.args]
    keywords = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    optional = {argument.arg for argument in plain[len(plain) - count :]}
    optional |= {argument.arg for argument, default in keywords if default is not None}
    return isinstance(node, ast.Import | ast.ImportFrom) and any(
        isinstance(part, ast.Name) and part.id in optional
        for condition in file.conditions(node)
        for part in ast.walk(condition.test)
    )


def _is_for_client(file: File, statement: ast.ImportFrom) -> bool:
    """Whether what is imported is only kept, or derived from, as what a framework's tests begin with."""
    names = [alias.asname or alias.name for alias in statement.names]
    uses = [use for use in file.reads.of(*names) if isinstance(use, ast.Name)]
    return bool(uses) and all(_is_kept_for_tests(file, use) for use in uses)


def _is_kept_for_tests(file: File, use: ast.expr) -> bool:
    around = file.parent(use)
    if isinstance(around, ast.ClassDef):
        derived = file.reads.of(around.name)
        return bool(derived) and all(_is_kept_for_tests(file, item) for item in derived)
    if not isinstance(around, ast.Assign):
        return False
    words, names = file.words(TEST_PARTS), map(file.last_name, around.targets)
    return all(words.match(name) for name in names)


def _is_any(kind: ast.expr) -> bool:
    return isinstance(kind, ast.Name) and kind.id in {"Exception", "ModuleNotFoundError"}


def _is_for_tests(file: File) -> bool:
    """Whether a module is a part of a testing tool: by its name, or by what it declares."""
    if any(file.uses(module) for module in tables().word("measures")):
        return True
    words = file.words(TEST_PARTS)
    if any(words.match(part) for part in (*file.module.split("."), file.path.stem)):
        return True
    cases = tables().word("declares-tests")
    if any(True for _ in decorated_by(file, cases)):
        return True
    return any(file.inherits(cls, cases) for cls in file.nodes(ast.ClassDef))


def _is_apart(file: File) -> bool:
    """Whether production does not get to a module, or it has nothing but what tests have."""
    if file.program is None:
        return False
    importing = tuple(file.program.each(_importing, file.module))
    if importing:
        return _is_for_developers(importing, DEEPEST)
    if _is_of_tests_only(file, file.program):
        return True
    # What takes all that it has from several modules of tests is one of them, wherever it lies.
    parts = [name.split(".") for name, _ in file.index.imports]
    return len(parts) > 1 and not any(OWN_TESTS.isdisjoint(names) for names in parts)


def _is_of_tests_only(file: File, program: Program) -> bool:
    """Whether tests import a module that nothing else imports, names or starts with."""
    imported = re.compile(rf"^\s*(?:from|import)\s+{re.escape(file.module)}\b", re.MULTILINE)
    tested = any(
        imported.search(text.source) for text in program.texts(Role.TEST, holding=(file.module,))
    )
    return tested and not serves(file) and not program.known(is_reached, file.module)


def _importing(file: File, module: str) -> Iterator[bool]:
    """The imports of a module in another one: whether only a developer's machine gets there."""
    if file.module == module or file.role in APART:
        return
    for name, statement in file.index.imports:
        if f"{name}.".startswith(f"{module}."):
            yield _is_wanted(file, statement)


def _is_for_developers(importing: tuple[tuple[File, bool], ...], depth: int) -> bool:
    """Whether each import of a module is one that only developers get to, or stands in such a module."""
    for file, wanted in importing:
        if not wanted:
            program = file.program
            above = tuple(program.each(_importing, file.module)) if program and depth else ()
            if not above or not _is_for_developers(above, depth - 1):
                return False
    return True
