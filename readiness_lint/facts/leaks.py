"""What a test changes for the whole process and does not put back when it fails."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from readiness_lint.facts.classes import lineage
from readiness_lint.facts.program import Text
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import CLEANUP_REGISTRARS, RESTORING
from readiness_lint.model import Bound, File, FunctionNode
from readiness_lint.model.positions import start_of
from readiness_lint.record import record
from readiness_lint.terms import Known, Role

EMPTY: tuple[object, ...] = ({}, [], (), set(), "", None, False, 0)


@record
class StateLeak:
    """The first change of something shared in a test that nothing undoes if the test fails."""

    node: ast.AST
    """The statement, or the call."""
    target: str
    """What is changed, as the test spells it."""
    test: FunctionNode

    @classmethod
    def find(cls, file: File) -> Iterable[StateLeak]:
        """One for each test and target, the first."""
        if file.role is not Role.TEST:
            return
        seen: set[tuple[FunctionNode, str]] = set()
        changes = sorted(
            (
                *_stores(file),
                *_mutations(file),
                *_set_by_name(file),
                *_calls(file),
                *_patchers(file),
            ),
            key=lambda item: start_of(item.node),
        )
        for change in changes:
            test = file.function(change.node)
            if test is None or (test, change.target) in seen:
                continue
            seen.add((test, change.target))
            if not _is_clean(file, change) and not _is_undone(file, change, test):
                yield cls(change.node, change.target, test)


@record
class _Change:
    node: ast.stmt | ast.Call
    target: str
    words: tuple[str, ...]
    """What one names who puts it back."""
    whole: str = ""
    """The container, which one may put back as a whole."""
    value: ast.expr | None = None


def _is_test(file: File, node: ast.AST) -> bool:
    function = file.function(node)
    return function is not None and function.name.startswith("test")


def _stores(file: File) -> Iterator[_Change]:
    """``os.environ["REGION"] = "eu"``, ``Alert.evaluate = fake``, ``settings.LIMIT = 5``."""
    for target, value, statement in file.index.stores:
        if not isinstance(target, ast.Attribute | ast.Subscript):
            continue
        if not _is_imported(file, target, statement) or not _is_test(file, statement):
            continue
        if isinstance(target, ast.Attribute):
            shared = _is_shared_owner(file, target.value, statement) or _is_process_wide(
                file, target, statement
            )
            words, whole = (target.attr,), ""
        else:
            shared = _is_process_wide(file, target.value, statement)
            whole, key = file.last_name(target.value) or "", _key(file, target)
            words = (key or whole,)
        if shared:
            yield _Change(statement, ast.unparse(target), words, whole, value)


ADDING = frozenset({"append", "extend", "insert"})
TAKING = frozenset({"from_mapping", "pop", "setdefault", "update"})


def _mutations(file: File) -> Iterator[_Change]:
    """``sys.path.insert(0, here)``, ``os.environ.update(REGION="eu")``, ``os.environ.pop("REGION")``."""
    for last in sorted((ADDING | TAKING) & file.index.calls.keys()):
        for call, at in file.index.calls[last]:
            owner = call.func.value if isinstance(call.func, ast.Attribute) else None
            if owner is None or not _is_test(file, call) or not _is_imported(file, owner, at):
                continue
            # What may be there or not is gone for a clean start.
            cleans = last == "pop" and len(call.args) > 1
            if cleans or not _is_process_wide(file, owner, at):
                continue
            whole, keys = file.last_name(owner) or "", _keys(file, call, last)
            target = f"{ast.unparse(owner)}[{keys[0]!r}]" if len(keys) == 1 else ast.unparse(owner)
            yield _Change(call, target, keys or (whole,), whole)


def _keys(file: File, call: ast.Call, last: str) -> tuple[str, ...]:
    """The keys that a call of a mapping changes, as far as they are written out."""
    if last not in TAKING:
        return ()
    keys = [item.arg for item in call.keywords if item.arg]
    for argument in call.args[:1]:
        shown = argument.keys if isinstance(argument, ast.Dict) else [argument]
        known = [file.value_of(key) for key in shown if key is not None]
        keys += [item.value for item in known if item and isinstance(item.value, str)]
    return tuple(keys)


BY_NAME = ("setattr", "delattr")


def _set_by_name(file: File) -> Iterator[_Change]:
    """``setattr(Alert, "evaluate", fake)``."""
    for last in BY_NAME:
        for call, at in file.index.calls.get(last, ()):
            if len(call.args) < 2 or file.callee(call, at) != f"builtins.{last}":
                continue
            owner, known = call.args[0], file.value_of(call.args[1])
            shared = _is_imported(file, owner, at) and _is_shared_owner(file, owner, at)
            if known and isinstance(known.value, str) and shared and _is_test(file, call):
                value = call.args[2] if len(call.args) > 2 else None
                target = f"{ast.unparse(owner)}.{known.value}"
                yield _Change(call, target, (known.value,), value=value)


def _key(file: File, target: ast.Subscript) -> str | None:
    known = file.value_of(target.slice)
    return known.value if known and isinstance(known.value, str) else None


def _is_imported(file: File, target: ast.expr, at: ast.stmt) -> bool:
    """Whether the name that a target begins with is only ever what an import binds."""
    while isinstance(target, ast.Attribute | ast.Subscript):
        target = target.value
    if not isinstance(target, ast.Name):
        return False
    found = file.scope(at).lookup(target.id, at)
    return bool(found) and all(item.kind is Bound.IMPORT for item in found or ())


def _is_process_wide(file: File, expr: ast.expr, at: ast.stmt) -> bool:
    """Whether an expression is the environment, the modules, what an application is told."""
    name = file.name_at(expr, at) or ""
    known = tables()
    return any(name in known.word(word) for word in ("environment", "process-wide", "app-config"))


def _is_shared_owner(file: File, owner: ast.expr, at: ast.stmt) -> bool:
    """Whether an expression is a module, a class, or the settings."""
    name = file.name_at(owner, at)
    if name is None:
        return False
    if name in tables().word("shared-settings") or file.library.is_class(name):
        return True
    if any(
        (name == module or module.startswith(f"{name}.")) and isinstance(node, ast.Import)
        for module, node in file.index.imports
    ):
        return True
    if file.program is not None and name in file.program.modules:
        return True
    found = file.defined(name)
    return found is not None and isinstance(found[1], ast.ClassDef)


def _calls(file: File) -> Iterator[_Change]:
    """``socket.setdefaulttimeout(1)``, ``logging.disable(logging.CRITICAL)``."""
    for _, call in file.calls_to(tables().word("process-wide")):
        if _is_test(file, call) and call.args:
            last = file.last_name(call.func) or ""
            yield _Change(call, ast.unparse(call.func), (last,), value=call.args[0])


def _patchers(file: File) -> Iterator[_Change]:
    """``patch("shop.tax.rate").start()`` where nothing in the file stops a patch."""
    patchers = tables().word("patcher")
    if not patchers.lasts_in(file.libraries) or re.search(r"\bstop(?:all)?\b", file.source):
        return
    for call, at in file.candidates(frozenset({"start"})):
        made = call.func.value if isinstance(call.func, ast.Attribute) else None
        made = file.assigned(made) or made if made is not None else None
        if isinstance(made, ast.Call) and file.callee(made) in patchers and _is_test(file, at):
            yield _Change(call, ast.unparse(made), ("stop",))


def _is_clean(file: File, change: _Change) -> bool:
    """Whether what is left behind is nothing: an empty value."""
    if change.value is None:
        return False
    if isinstance(change.value, ast.Dict | ast.List | ast.Set | ast.Tuple):
        return not getattr(change.value, "elts", getattr(change.value, "keys", None))
    known: Known | None = file.value_of(change.value)
    return known is not None and any(
        type(known.value) is type(empty) and known.value == empty for empty in EMPTY
    )


def _is_undone(file: File, change: _Change, test: FunctionNode) -> bool:
    return (
        _is_undone_within(file, change, test)
        or _is_undone_around(file, change, test)
        or _is_undone_after(file, change, test)
    )


def _names(text: str, change: _Change) -> bool:
    """Whether a text names what is changed, or does something with all of its container."""
    if any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) for word in change.words):
        return True
    return bool(change.whole) and bool(
        re.search(
            rf"(?<![\w\"']){change.whole}\b[\"']?\s*(?:\.(?:copy|clear|update)\b|[,)]|=[^=])", text
        )
    )


def _is_undone_within(file: File, change: _Change, test: FunctionNode) -> bool:
    """By a ``finally``, or by a clean-up that the test registers."""
    cleanups = file.words(CLEANUP_REGISTRARS)
    calls = [
        # That of a tool for tests undoes itself: `monkeypatch.setattr`.
        call
        for call in file.nodes(ast.Call, within=test)
        if not (isinstance(call.func, ast.Name) and call.func.id in BY_NAME)
    ]
    if any(cleanups.match(file.last_name(call.func)) for call in calls):
        return True
    return any(
        _names(ast.unparse(statement), change)
        for guard in file.nodes(ast.Try, within=test)
        for statement in guard.finalbody
    )


def _is_undone_around(file: File, change: _Change, test: FunctionNode) -> bool:
    """By a context, a decorator or a fixture that says it restores, or names what is changed."""
    cls = file.class_(test)
    around = [
        *file.withs(change.node),
        *test.decorator_list,
        *(cls.decorator_list if cls else ()),
    ]
    given = [each.arg for each in (*test.args.args, *test.args.kwonlyargs)]
    texts, restoring = [*map(ast.unparse, around), *given], file.words(RESTORING)
    return any(restoring.match(text) or _names(text, change) for text in texts)


def _is_undone_after(file: File, change: _Change, test: FunctionNode) -> bool:
    """By what runs around tests: other functions of the file, base classes, ``conftest``."""
    cls = file.class_(test)
    lines = list(lineage(file, cls)) if cls else []
    own = {line for home, line in lines if home is file}
    around = set(file.ancestors(test))
    if any(
        _names(text, change)
        for function, text in _others(file)
        if function not in around and file.class_(function) in {None, *own}
    ):
        return True
    homes = {home for home, _ in lines} - {file}
    if any(_names(home.source, change) for home in homes):
        return True
    holding = tuple(filter(None, (*change.words, change.whole)))
    texts = file.program.texts(Role.TEST, holding=holding) if file.program else ()
    return any(_is_conftest_of(file, text) and _names(text.source, change) for text in texts)


def _is_conftest_of(file: File, text: Text) -> bool:
    """Whether a module is a ``conftest`` of the file's folder or of one above."""
    folder, _, name = text.module.rpartition(".")
    return name == "conftest" and f"{file.module}.".startswith(f"{folder}." if folder else "")


def _others(file: File) -> list[tuple[FunctionNode, str]]:
    """The functions of a file that are no tests, and stand in none, with their text."""
    return file.memo(("beside-tests",), lambda: list(_beside_tests(file)))


def _beside_tests(file: File) -> Iterator[tuple[FunctionNode, str]]:
    functions: list[FunctionNode] = [
        *file.nodes(ast.FunctionDef),
        *file.nodes(ast.AsyncFunctionDef),
    ]
    for function in functions:
        if not function.name.startswith("test") and not _is_test(file, function):
            yield function, ast.unparse(function)
