"""Places in the source of a project where something can be taken out that production needs.

They are chosen by the syntax tree and by names alone, never by what the linter knows.
"""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

from readiness_lint.config import Cascade, Settings
from readiness_lint.project.discovery import files, role_of
from readiness_lint.terms import Role

Located = ast.expr | ast.stmt | ast.keyword | ast.ExceptHandler
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
FUNCTIONS = ast.FunctionDef, ast.AsyncFunctionDef

WRITES = {"post", "put", "patch", "delete"}
REGISTERS = WRITES | {"get", "route", "api_route", "websocket"}
TASKS = {"task", "shared_task", "periodic_task", "actor"}
MAKES = {"create", "save", "bulk_create", "get_or_create", "update_or_create"}
CHANGES = {"add", "add_all", "delete", "execute", "merge", "update", "insert", "save"}
REMOTE = re.compile(
    r"requests\.(get|post|put|patch|delete|head|request)|(.*\.)?urlopen|(.*\.)?SMTP(_SSL)?"
)
CHILD = re.compile(r"subprocess\.(run|call|check_call|check_output)|\w+\.communicate")
GUARD = re.compile(
    r"(login|auth|permission|staff|user|admin|member|role|token)\w*_required|require[sd]?_\w+|requires?",
    re.IGNORECASE,
)
WRITING = re.compile(
    r"def (post|put|patch|delete|create|update|destroy|perform_\w+)\(|\bModelViewSet|(Create|Update|Destroy)\w*API"
)
ASKS = re.compile(r"auth|permission|current_?user|require", re.IGNORECASE)
CREATES = "CreateModel", "create_table"
BEGINS = {"atomic", "begin"}
BROAD = {"Exception", "BaseException"}
KEEPING = ast.Assign, ast.AnnAssign, ast.AugAssign
REACHES = CHANGES | MAKES | {"commit", "delay", "apply_async", "send", "urlopen", "post", "publish"}
LOGS = {"debug", "info", "warning", "error", "exception", "critical", "warn"}


@dataclass(frozen=True)
class Place:
    """One thing that can be taken out."""

    kind: str
    path: Path
    line: int
    what: str
    edits: tuple[tuple[int, int, str], ...]
    """Stretches of the text, from the first to the last, and what stands there instead."""
    gone: bool = False
    """The whole file is taken out."""


@dataclass(frozen=True)
class Kind:
    """What is taken out, and which rules have to say so."""

    find: Callable[[Source], Iterable[Place]]
    codes: frozenset[str]
    role: Role = Role.APPLICATION
    elsewhere: bool = False
    """It is reported where it is missed."""
    besides: frozenset[str] = frozenset()
    """What follows from it."""


KINDS: dict[str, Kind] = {}


def kind(
    name: str,
    *codes: str,
    role: Role = Role.APPLICATION,
    elsewhere: bool = False,
    besides: tuple[str, ...] = (),
) -> Callable[[Callable[[Source], Iterable[Place]]], Callable[[Source], Iterable[Place]]]:
    """A kind of defect, and what finds places for it."""

    def add(find: Callable[[Source], Iterable[Place]]) -> Callable[[Source], Iterable[Place]]:
        KINDS[name] = Kind(find, frozenset(codes), role, elsewhere, frozenset(besides))
        return find

    return add


class Tree:
    """A project: the names that stand anywhere in it."""

    def __init__(self, project: Path) -> None:
        cascade = Cascade(project, fixed=Settings(root=project))
        self.project = project
        self.sources: list[Source] = []
        for item in files([project], cascade).files:
            source = Source(self, item.path, item.root)
            if source.tree is not None:
                self.sources.append(source)

    @cached_property
    def coroutines(self) -> frozenset[str]:
        """Names that coroutine functions have, and nothing else that is defined."""
        functions = Counter(
            (node.name, isinstance(node, ast.AsyncFunctionDef) and not yields(node))
            for source in self.sources
            for node in source.all(*FUNCTIONS)
        )
        names = {name for name, is_coroutine in functions if is_coroutine}
        return frozenset(name for name in names if not functions[name, False])

    @cached_property
    def tables(self) -> frozenset[str]:
        """The names of classes, and of tables that a class is mapped to."""
        mapped = {
            node.value.value
            for source in self.sources
            for node in source.all(ast.Assign)
            if last(node.targets[0]) == "__tablename__"
            if isinstance(node.value, ast.Constant)
        }
        return frozenset(
            {
                *(node.name for source in self.sources for node in source.all(ast.ClassDef)),
                *(name for name in mapped if isinstance(name, str)),
            }
        )

    @cached_property
    def creations(self) -> Counter[str]:
        """How often migrations make a table, or a model, of a name."""
        return Counter(
            str(name.value)
            for source in self.sources
            for call in source.calls(*CREATES)
            if isinstance(name := first_of(call), ast.Constant) and on_the_way_up(source, call)
        )

    @cached_property
    def serves_urls(self) -> bool:
        """Whether settings of the project say which list of URLs is its root."""
        return any("ROOT_URLCONF" in source.text for source in self.sources)

    @cached_property
    def routed(self) -> frozenset[str]:
        """The names that a list of URLs gives to `path`, and the classes whose `as_view` it does."""
        names = set()
        for source in self.sources:
            for call in source.calls("path", "re_path", "url"):
                for view in call.args[1:2]:
                    if isinstance(view, ast.Call) and last(view.func) == "as_view":
                        names.add(last(view.func.value))  # type: ignore[attr-defined]
                    elif isinstance(view, ast.Name | ast.Attribute):
                        names.add(last(view))
        return frozenset(names)

    def is_run_in_transaction(self, name: str, inner: frozenset[str] = frozenset()) -> bool:
        """Whether each call of what has a name stands in a block that is a transaction."""
        calls = [(source, call) for source in self.sources for call in source.calls(name)]
        return bool(calls) and all(
            self._holds_transaction(source, call, inner | {name}) for source, call in calls
        )

    def _holds_transaction(self, source: Source, call: ast.Call, inner: frozenset[str]) -> bool:
        block = source.around(call, ast.With, ast.AsyncWith)
        while isinstance(block, ast.With | ast.AsyncWith):
            if any(called(item.context_expr) in BEGINS for item in block.items):
                return True
            block = source.around(block, ast.With, ast.AsyncWith)
        name = getattr(source.around(call, *FUNCTIONS), "name", "")
        return bool(name) and name not in inner and self.is_run_in_transaction(name, inner)

    @cached_property
    def looked_up(self) -> dict[str, set[str]]:
        """By class, what rows are looked up by, where they are made if they are not there."""
        keys: dict[str, set[str]] = defaultdict(set)
        for source in self.sources:
            for call in source.calls("get_or_create", "update_or_create"):
                owner = call.func.value if isinstance(call.func, ast.Attribute) else None
                if (
                    isinstance(owner, ast.Attribute)
                    and owner.attr == "objects"
                    and source.role is Role.APPLICATION
                ):
                    keys[last(owner.value)].update(item.arg for item in call.keywords if item.arg)
        return keys


class Source:
    """A module: its text, and where its nodes stand in it."""

    def __init__(self, tree: Tree, path: Path, root: Path) -> None:
        self.project = tree
        self.path = path.relative_to(tree.project)
        self.text = ""
        self.tree: ast.Module | None = None
        try:
            with path.open(encoding="utf-8", newline="") as file:
                self.text = file.read()
            self.tree = ast.parse(self.text)
        except (SyntaxError, ValueError):
            return
        self.role = role_of(path, root, Settings(root=root), self.text)
        self.lines = self.text.splitlines(keepends=True) if "\f" not in self.text else []
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))
        self.above = {
            child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)
        }

    @property
    def is_for_operators(self) -> bool:
        """Whether a module holds commands: who types one can stop it, and asks the database himself."""
        return "commands" in self.path.parts

    @cached_property
    def by_class(self) -> dict[type[ast.AST], list[ast.AST]]:
        found: dict[type[ast.AST], list[ast.AST]] = defaultdict(list)
        for node in ast.walk(self.tree or ast.Module([], [])):
            found[type(node)].append(node)
        return found

    def all(self, *classes: type[ast.AST]) -> list:  # type: ignore[type-arg]
        """The nodes of some classes."""
        return [node for one in classes for node in self.by_class.get(one, ())]

    def calls(self, *names: str) -> Iterator[ast.Call]:
        """The calls of what is called so."""
        return (node for node in self.all(ast.Call) if last(node.func) in names)

    def around(self, node: ast.AST, *classes: type[ast.AST]) -> ast.AST | None:
        """The nearest node of some classes that a node stands in."""
        above = self.above.get(node)
        while above is not None and not isinstance(above, classes):
            above = self.above.get(above)
        return above

    def at(self, line: int, column: int) -> int:
        """Where a position of the tree is in the text."""
        before = self.lines[line - 1].encode()[:column].decode()
        return self.starts[line - 1] + len(before)

    def span(self, first: Located, end: Located | None = None) -> tuple[int, int]:
        """Where a node begins and ends, or where the last of several does."""
        stop = end or first
        return (
            self.at(first.lineno, first.col_offset),
            self.at(stop.end_lineno or 0, stop.end_col_offset or 0),
        )

    def at_end(self, node: Located) -> int:
        """Where a node ends."""
        return self.span(node)[1]

    def instead(self, start: int, end: int, text: str) -> tuple[int, int, str]:
        """An edit that leaves all other lines where they are."""
        return start, end, text + "\n" * (self.text.count("\n", start, end) - text.count("\n"))

    def place(self, node: Located, what: str, *edits: tuple[int, int, str]) -> Place:
        """A place of this file; its kind is known to who asked."""
        return Place("", self.path, node.lineno, what, edits)

    def element(self, node: ast.expr | ast.keyword) -> tuple[int, int, str]:
        """Take out one of several that commas part."""
        start, end = self.span(node)
        after = re.compile(r"\s*,").match(self.text, end)
        if after:
            return self.instead(start, after.end(), "")
        before = re.compile(r",\s*$").search(self.text, 0, start)
        return self.instead(before.start() if before else start, end, "")

    def statement(self, node: ast.stmt) -> tuple[int, int, str]:
        """Take out a statement."""
        return self.instead(*self.span(node), "pass")


def last(node: ast.AST) -> str:
    """The last name of a dotted one."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def called(node: ast.AST) -> str:
    """The last name of what is called; of a decorator with arguments and without."""
    return last(node.func if isinstance(node, ast.Call) else node)


def yields(function: FunctionNode) -> bool:
    """Whether a function is a generator."""
    return any(isinstance(node, ast.Yield | ast.YieldFrom) for node in ast.walk(function))


def implementation(function: FunctionNode) -> list[ast.stmt]:
    """The body behind the docstring."""
    return function.body[ast.get_docstring(function, clean=False) is not None :]


# ── what answers requests ────────────────────────────────────────────────────────────────────────


def methods_of(function: FunctionNode) -> set[str]:
    """With which methods a decorator routes to a function."""
    found: set[str] = set()
    for item in function.decorator_list:
        if not (isinstance(item, ast.Call) and isinstance(item.func, ast.Attribute)):
            continue
        text = item.args[0] if item.args else None
        if (
            item.func.attr in REGISTERS
            and isinstance(text, ast.Constant)
            and isinstance(text.value, str)
        ):
            found.add(item.func.attr)
            found |= {
                node.value.lower()
                for word in item.keywords
                if word.arg == "methods"
                for node in ast.walk(word.value)
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            }
    return found


def is_task(function: FunctionNode) -> bool:
    return any(called(item) in TASKS for item in function.decorator_list)


def is_view(source: Source, function: FunctionNode) -> bool:
    """Whether a list of URLs leads to a function, or to the class whose method it is."""
    owner = source.above.get(function)
    if isinstance(owner, ast.ClassDef):
        return owner.name in source.project.routed and function.name in WRITES | {"get"}
    return function.name in source.project.routed and isinstance(owner, ast.Module)


def handlers(source: Source) -> Iterator[FunctionNode]:
    """Functions with a real body that a request or a queue runs."""
    for function in source.all(*FUNCTIONS):
        reached = methods_of(function) or is_task(function) or is_view(source, function)
        if reached and len(implementation(function)) > 1 and not yields(function):
            yield function


@kind("implementation", "RDY101")
def emptied(source: Source) -> Iterator[Place]:
    """The whole body of a handler or a task."""
    for function in handlers(source):
        body = implementation(function)
        edit = source.instead(*source.span(body[0], body[-1]), "pass")
        yield source.place(function, function.name, edit)


@kind("canned answer", "RDY101", "RDY102", "RDY103", "RDY605")
def canned_answer(source: Source) -> Iterator[Place]:
    """The body of a handler that writes, but for an answer that all is well."""
    for function in handlers(source):
        writes = methods_of(function) & WRITES or function.name in WRITES
        if writes and not is_task(function):
            body = implementation(function)
            answer = '{"status": "ok"}'
            for response in ("Response", "JsonResponse"):
                if not methods_of(function) and f"import {response}" in source.text:
                    answer = f"{response}({answer})"
            edit = source.instead(*source.span(body[0], body[-1]), f"return {answer}")
            yield source.place(function, function.name, edit)


@kind("mount", "RDY111", elsewhere=True)
def mount(source: Source) -> Iterator[Place]:
    """What puts a router, a blueprint or a list of URLs into an application.

    A path of one view is no mount, and the lists of a library are mounted by who uses it.
    """
    for call in source.calls("include_router", "register_blueprint"):
        statement = source.above.get(call)
        if isinstance(statement, ast.Expr):
            yield source.place(call, ast.unparse(call), source.statement(statement))
    for call in source.calls("path", "re_path", "url") if source.project.serves_urls else ():
        around, included = source.above.get(call), call.args[1:2]
        if isinstance(around, ast.List) and any(called(item) == "include" for item in included):
            yield source.place(call, ast.unparse(call), source.element(call))


@kind("receivers", "RDY113", elsewhere=True)
def receivers(source: Source) -> Iterator[Place]:
    """The import in `ready` that makes receivers known."""
    for function in source.all(ast.FunctionDef):
        if function.name != "ready":
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom) and re.search(
                r"signals|receivers|handlers", ast.unparse(node)
            ):
                yield source.place(node, ast.unparse(node), source.statement(node))


# ── what keeps rows ──────────────────────────────────────────────────────────────────────────────


@kind("migration", "RDY624", "RDY110", role=Role.MIGRATION, elsewhere=True)
def migration(source: Source) -> Iterator[Place]:
    """A whole file of migrations."""
    names = {node.name for node in source.all(ast.ClassDef)}
    names |= {last(node.targets[0]) for node in source.all(ast.Assign)}
    names |= {last(node.target) for node in source.all(ast.AnnAssign)}
    if names & {"Migration", "down_revision"}:
        yield Place("", source.path, 1, source.path.name, (), gone=True)


# A column that is added to a table of the same migration is added to no rows.
@kind("creation of a table", "RDY110", role=Role.MIGRATION, elsewhere=True, besides=("RDY625",))
def creation_of_a_table(source: Source) -> Iterator[Place]:
    """What makes the table of a class that there still is."""
    tables, creations = source.project.tables, source.project.creations
    for call in source.calls(*CREATES):
        name = first_of(call)
        if not isinstance(name, ast.Constant) or name.value not in tables:
            continue
        # What is made again under its name stays.
        if creations[str(name.value)] > 1 or not on_the_way_up(source, call):
            continue
        around = source.above[call]
        if isinstance(around, ast.Expr):
            yield source.place(call, str(name.value), source.statement(around))
        elif isinstance(around, ast.List):
            yield source.place(call, str(name.value), source.element(call))


def first_of(call: ast.Call) -> ast.expr | None:
    """The first thing that a call is given."""
    return next(chain(call.args, (item.value for item in call.keywords)), None)


def on_the_way_up(source: Source, call: ast.Call) -> bool:
    """Whether a call is none of what undoes a migration."""
    function = source.around(call, *FUNCTIONS)
    return not isinstance(function, FUNCTIONS) or function.name == "upgrade"


@kind("commit", "RDY107", elsewhere=True)
def commit(source: Source) -> Iterator[Place]:
    """The only commit of a function that writes; whose session it is could commit as well."""
    functions = source.all(*FUNCTIONS)
    for function in functions:
        calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
        commits = [call for call in calls if called(call) == "commit" and not call.args]
        if len(commits) != 1 or not any(called(call) in CHANGES for call in calls):
            continue
        if source.around(commits[0], *FUNCTIONS) is not function:
            continue
        around = source.above[commits[0]]
        around = source.above[around] if isinstance(around, ast.Await) else around
        if isinstance(around, ast.Expr):
            yield source.place(commits[0], ast.unparse(around), source.statement(around))


@kind("transaction", "RDY617")
def transaction(source: Source) -> Iterator[Place]:
    """The block, or the decorator, around rows of several classes that are made.

    What saves rows that were there makes none: RDY617 is about what a failure leaves behind.  Where
    all that call the function hold a transaction, one less is no defect.
    """
    for block in source.all(ast.With, ast.AsyncWith):
        is_begun = called(block.items[0].context_expr) in BEGINS
        if len(block.items) == 1 and is_begun and makes_several(source, block.body):
            function = source.around(block, *FUNCTIONS)
            if source.project.is_run_in_transaction(getattr(function, "name", "")):
                continue
            edits = dedented(source, block)
            if edits:
                yield source.place(block, ast.unparse(block.items[0]), *edits)
    for function in source.all(*FUNCTIONS):
        for item in function.decorator_list:
            if called(item) == "atomic" and makes_several(source, function.body):
                if source.project.is_run_in_transaction(function.name):
                    continue
                start, end = source.span(item)
                edit = source.instead(start - 1, end, "")
                yield source.place(function, f"{ast.unparse(item)} {function.name}", edit)


def makes_several(source: Source, body: Sequence[ast.stmt]) -> bool:
    """Whether rows are made by calls on several things."""
    made = {
        ast.unparse(node.func.value)
        for statement in body
        for node in ast.walk(statement)
        if isinstance(node, ast.Call)
        if isinstance(node.func, ast.Attribute) and node.func.attr in MAKES
        if node.func.attr != "save" or is_new(source, node, node.func.value)
    }
    return len(made) > 1


def is_new(source: Source, save: ast.Call, saved: ast.expr) -> bool:
    """Whether what is saved was made by calling a class in the same function."""
    made = assigned(source, save, saved.id) if isinstance(saved, ast.Name) else saved
    return isinstance(made, ast.Call) and called(made)[:1].isupper()


def dedented(source: Source, block: ast.With | ast.AsyncWith) -> list[tuple[int, int, str]]:
    """Edits that leave the body of a block in its place."""
    first = block.body[0]
    if first.lineno == block.lineno:
        return []
    strings = (ast.Constant, ast.JoinedStr)
    nodes = [node for statement in block.body for node in ast.walk(statement)]
    if any(isinstance(node, strings) and node.lineno != node.end_lineno for node in nodes):
        return []
    edits = [
        source.instead(
            source.at(block.lineno, block.col_offset), source.starts[first.lineno - 1] - 1, ""
        )
    ]
    width = first.col_offset - block.col_offset
    for number in range(first.lineno, (block.end_lineno or 0) + 1):
        if source.lines[number - 1][:width].isspace() and source.lines[number - 1].strip():
            start = source.starts[number - 1]
            edits.append((start, start + width, ""))
    return edits


@kind("unique constraint", "RDY615", elsewhere=True)
def unique_constraint(source: Source) -> Iterator[Place]:
    """What keeps single the rows of a class that are looked up, or else made."""
    for model in source.all(ast.ClassDef):
        keys = source.project.looked_up.get(model.name, set())
        found = [*constraints(source, model, keys)] if keys else []
        # With another one behind it nothing is lost.
        yield from found if len(found) == 1 else ()


def constraints(source: Source, model: ast.ClassDef, keys: set[str]) -> Iterator[Place]:
    """What the class says is unique, of what its rows are looked up by."""
    for node in ast.walk(model):
        if isinstance(node, ast.keyword) and node.arg == "unique":
            around = source.around(node, ast.Assign)
            if isinstance(around, ast.Assign) and last(around.targets[0]) in keys:
                what = f"{model.name}.{last(around.targets[0])}"
                yield source.place(around, what, source.element(node))
        elif isinstance(node, ast.Assign) and last(node.targets[0]) == "unique_together":
            if strings_in(node.value) & keys:
                edit = source.instead(*source.span(node.value), "()")
                yield source.place(node, f"{model.name} unique_together", edit)
        elif isinstance(node, ast.Call) and called(node) == "UniqueConstraint":
            listed = source.above[node]
            if strings_in(node) & keys and isinstance(listed, ast.List | ast.Tuple):
                edit = source.instead(*source.span(listed), "()")
                yield source.place(node, f"{model.name} UniqueConstraint", edit)


def strings_in(node: ast.AST) -> set[str]:
    return {
        item.value
        for item in ast.walk(node)
        if isinstance(item, ast.Constant) and isinstance(item.value, str)
    }


@kind("idempotency key", "RDY622")
def idempotency_key(source: Source) -> Iterator[Place]:
    """The key of a payment."""
    for call in source.all(ast.Call):
        for word in call.keywords:
            if word.arg == "idempotency_key" and "Customer" not in ast.unparse(call.func):
                yield source.place(call, ast.unparse(call.func), source.element(word))


@kind("row lock", "RDY616")
def row_lock(source: Source) -> Iterator[Place]:
    """The lock on a row that is read, changed and saved."""
    for call in source.calls("select_for_update"):
        assign = source.around(call, ast.stmt)
        if not (isinstance(assign, ast.Assign) and called(assign.value) == "get"):
            continue
        function = source.around(assign, *FUNCTIONS) or assign
        text = f"{last(assign.targets[0])}.save("
        if text in ast.unparse(function) and isinstance(call.func, ast.Attribute):
            start, end = source.at_end(call.func.value), source.at_end(call)
            dotted = source.text.startswith(".", end)
            edit = source.instead(start, end, "" if dotted else ".all()")
            yield source.place(call, ast.unparse(assign), edit)


@kind("wait for the commit", "RDY619")
def wait_for_the_commit(source: Source) -> Iterator[Place]:
    """What makes a task wait until the rows are there."""
    for call in source.calls("on_commit"):
        inner = call.args[0] if call.args else None
        if isinstance(inner, ast.Lambda) and isinstance(inner.body, ast.Call):
            edit = source.instead(*source.span(call), source.text[slice(*source.span(inner.body))])
            yield source.place(call, ast.unparse(inner.body.func), edit)


# ── who may, and what ────────────────────────────────────────────────────────────────────────────


@kind("guard", "RDY201", "RDY202")
def guard(source: Source) -> Iterator[Place]:
    """What asks who calls, where it is asked at least three times in the module."""
    found = [*guarding_parameters(source), *guarding_decorators(source)]
    yield from found if len(found) > 3 else ()
    for node in source.all(ast.Assign):
        owner = source.above.get(node)
        if last(node.targets[0]) != "permission_classes" or not isinstance(owner, ast.ClassDef):
            continue
        # What asks for its user fails without one.
        text = source.text[slice(*source.span(owner))]
        if WRITING.search(text) and "request.user" not in text and "AllowAny" not in text:
            edit = source.instead(*source.span(node.value), "[]")
            yield source.place(node, f"{owner.name}.permission_classes", edit)


def guarding_parameters(source: Source) -> Iterator[Place]:
    """Dependencies of routes that write, with the statements that only hand them on."""
    for function in source.all(*FUNCTIONS):
        if not methods_of(function) & WRITES:
            continue
        arguments = function.args
        plain = [*arguments.posonlyargs, *arguments.args]
        defaults: list[ast.expr | None] = [None] * (len(plain) - len(arguments.defaults))
        defaults += arguments.defaults
        pairs = [*zip(plain, defaults, strict=True)]
        pairs += zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        for argument, default in pairs:
            says = ast.unparse(default) if default else ast.unparse(argument.annotation or argument)
            if ASKS.search(says) and re.search("Depends|Security|Annotated|Dep", says):
                edits = unused(source, function, argument, default)
                if edits:
                    yield source.place(function, f"{argument.arg} of {function.name}", *edits)


def unused(
    source: Source, function: FunctionNode, argument: ast.arg, default: ast.expr | None
) -> list[tuple[int, int, str]]:
    """Edits that take a parameter out; none where the function does something else with it."""
    start = source.at(argument.lineno, argument.col_offset)
    stop = default or argument
    end = source.at(stop.end_lineno or 0, stop.end_col_offset or 0)
    after = re.compile(r"\s*,[ ]*").match(source.text, end)
    before = re.compile(r",\s*$").search(source.text, 0, start)
    if after:
        end = after.end()
    elif before:
        start = before.start()
    edits = [source.instead(start, end, "")]
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node.id == argument.arg:
            statement = source.around(node, ast.stmt)
            value = statement.value if isinstance(statement, ast.Expr) else None
            inner = value.value if isinstance(value, ast.Await) else value
            if not isinstance(inner, ast.Call) or not re.search(
                "auth|perm|check|requ|allow", called(inner)
            ):
                return []
            assert isinstance(statement, ast.Expr)
            edits.append(source.statement(statement))
    return sorted(set(edits))


def guarding_decorators(source: Source) -> Iterator[Place]:
    for function in source.all(*FUNCTIONS):
        is_written = is_view(source, function) and writes_rows(function)
        if not (methods_of(function) & WRITES or is_written):
            continue
        for item in function.decorator_list:
            if GUARD.search(called(item)):
                start, end = source.span(item)
                edit = source.instead(source.text.rindex("@", 0, start), end, "")
                yield source.place(function, f"{called(item)} of {function.name}", edit)


def writes_rows(function: FunctionNode) -> bool:
    calls = {called(node) for node in ast.walk(function) if isinstance(node, ast.Call)}
    return bool(calls & (MAKES | {"delete"}))


@kind("bound parameter", "RDY240", "RDY241", elsewhere=True)
def bound_parameter(source: Source) -> Iterator[Place]:
    """A value beside a statement of SQL, which is pasted into it."""
    if source.is_for_operators:
        return
    for call in source.calls(
        "execute", "raw", "scalar", "scalars", "fetch_all", "fetch_one", "text"
    ):
        if called(call) == "text":
            continue
        statement = call.args[0] if call.args else None
        if isinstance(statement, ast.Call) and called(statement) == "text" and statement.args:
            statement = statement.args[0]
        if isinstance(statement, ast.Name):
            statement = assigned(source, call, statement.id)
        if not (isinstance(statement, ast.Constant) and isinstance(statement.value, str)):
            continue
        values = call.args[1] if len(call.args) > 1 else None
        edit = pasted(source, statement, values)
        if edit is not None:
            yield source.place(call, " ".join(statement.value.split())[:60], edit)


def assigned(source: Source, call: ast.Call, name: str) -> ast.expr | None:
    """The text that a name of a function was given, if once."""
    function = source.around(call, *FUNCTIONS)
    values = [
        node.value
        for node in ast.walk(function or ast.Module([], []))
        if isinstance(node, ast.Assign) and last(node.targets[0]) == name
    ]
    value = values[0] if len(values) == 1 else None
    if isinstance(value, ast.Call) and called(value) == "text" and value.args:
        return value.args[0]
    return value


def pasted(
    source: Source, statement: ast.Constant, values: ast.expr | None
) -> tuple[int, int, str] | None:
    """The edit that writes the first value into the literal that holds the statement."""
    start, end = source.span(statement)
    text = source.text[start:end]
    mark, value = None, None
    if isinstance(values, ast.Dict):
        for key, item in zip(values.keys, values.values, strict=True):
            if isinstance(key, ast.Constant) and not isinstance(item, ast.Constant):
                name = re.escape(str(key.value))
                mark, value = re.search(rf":{name}\b|%\({name}\)s", text), item
                break
    elif isinstance(values, ast.List | ast.Tuple) and values.elts:
        mark, value = re.search(r"%s|\?", text), values.elts[0]
    if mark is None or value is None or "{" in text or not re.match("[\"']", text):
        return None
    if re.search(r"[\"']\s*\n?\s*[\"']", text[3:-3]):
        return None
    inner = source.text[slice(*source.span(value))]
    quoted = "'" if text[0] == '"' else '"'
    if text[0] in inner or "\\" in inner or "\n" in inner:
        return None
    return start, end, f"f{text[: mark.start()]}{quoted}{{{inner}}}{quoted}{text[mark.end() :]}"


# ── what keeps failures apart ────────────────────────────────────────────────────────────────────


@kind("timeout", "RDY401", "RDY402", "RDY403", "RDY404")
def timeout(source: Source) -> Iterator[Place]:
    """The timeout of a call to another service, or of a child process."""
    if source.is_for_operators:
        return
    for call in source.all(ast.Call):
        name = ast.unparse(call.func)
        if REMOTE.fullmatch(name) or CHILD.fullmatch(name):
            for word in call.keywords:
                if word.arg == "timeout":
                    yield source.place(call, name, source.element(word))


@kind("awaited", "RDY438", "RDY107")
def awaited(source: Source) -> Iterator[Place]:
    """The `await` before a coroutine of the project."""
    for node in source.all(ast.Await):
        call = node.value
        is_thrown_away = isinstance(source.above[node], ast.Expr)
        if is_thrown_away and called(call) in source.project.coroutines:
            edit = source.instead(source.span(node)[0], source.span(call)[0], "")
            yield source.place(node, ast.unparse(call), edit)


@kind(
    "trace of a failure",
    "RDY421",
    "RDY422",
    "RDY423",
    "RDY424",
    "RDY431",
    "RDY517",
    "RDY518",
    "RDY205",
    "RDY618",
)
def trace_of_a_failure(source: Source) -> Iterator[Place]:
    """All that a broad clause says about what it caught, where rows or others are reached.

    A clause that counts what failed, or keeps a flag, says it without its log, too.
    """
    for clause in source.all(ast.ExceptHandler):
        if clause.type is not None and last(clause.type) not in BROAD:
            continue
        nodes = [node for statement in clause.body for node in ast.walk(statement)]
        first = clause.body[0]
        call = first.value if isinstance(first, ast.Expr) else None
        others = [node for node in nodes if isinstance(node, ast.Raise | ast.Call)]
        tried = source.above[clause]
        reaches = any(
            isinstance(node, ast.Call) and called(node) in REACHES
            for statement in tried.body  # type: ignore[attr-defined]
            for node in ast.walk(statement)
        )
        if not reaches or "#" in source.text[slice(*source.span(clause))]:
            continue
        if (
            isinstance(call, ast.Call)
            and called(call) in LOGS
            and not set(others) - set(ast.walk(call))
        ):
            # What else the clause needs the caught exception for.
            rest = [node for statement in clause.body[1:] for node in ast.walk(statement)]
            uses = any(isinstance(node, ast.Name) and node.id == clause.name for node in rest)
            if not uses and not any(isinstance(node, KEEPING) for node in rest):
                yield source.place(clause, ast.unparse(call.func), source.statement(first))


@kind("constant time", "RDY212")
def constant_time(source: Source) -> Iterator[Place]:
    """The comparison that takes as long whatever is compared."""
    for call in source.calls("compare_digest", "constant_time_compare"):
        if len(call.args) == 2:
            one, other = (source.text[slice(*source.span(item))] for item in call.args)
            edit = source.instead(*source.span(call), f"({one} == {other})")
            yield source.place(call, ast.unparse(call), edit)
