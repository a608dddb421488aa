"""What the code of a function leads to, call by call: the links of a trace.

They are found forwards, with the resolution by which effects are carried backwards.  A method is
looked up in the class of the object that it is called on, which may be an heir of its own.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from readiness_lint.facts.callables import constant, given, handed
from readiness_lint.facts.callers import called, decorators_of, function_named
from readiness_lint.facts.classes import heirs, lineage, methods_of
from readiness_lint.facts.decorators import decorator_name, target_of
from readiness_lint.facts.dependencies import marks_on
from readiness_lint.facts.ends import (
    DATABASE,
    QUEUE,
    Ending,
    ending_of_rows,
    ending_on,
    endings_of,
    shortened,
)
from readiness_lint.facts.named_methods import ends_behind, is_telling, methods_named_so
from readiness_lint.facts.objects import ITSELF, OF_VALUES, class_of_object, managed_by
from readiness_lint.facts.program import APART, Program
from readiness_lint.facts.queries import links_of
from readiness_lint.facts.receivers import hearing, hearing_of_rows
from readiness_lint.facts.stubs import body_of
from readiness_lint.facts.tables import is_within, tables
from readiness_lint.facts.tasks import Task, TaskDispatch
from readiness_lint.facts.told_conditions import condition_of
from readiness_lint.knowledge.schema import EntryTrait, NamesTask
from readiness_lint.model import Bound, File, FunctionNode, names
from readiness_lint.model.index import every_argument
from readiness_lint.model.positions import end_of, start_of
from readiness_lint.record import record
from readiness_lint.terms import EntryKind, Known

CALL, DEPENDENCY, TASK, SIGNAL, CALLBACK = "call", "dependency", "task", "signal", "callback"
MIDDLEWARE, PROPERTY = "middleware", "property"
Definition = FunctionNode | ast.ClassDef
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
FORM_NAMES = ("Serializer", "Form")
"""How the classes of other libraries are called that inherit from Django's forms or serializers."""
CALLED_BY_LIBRARY: dict[str, tuple[frozenset[str], tuple[str, ...]]] = {
    "save": (frozenset({"create", "update"}), ("perform_save",)),
    "is_valid": (
        frozenset({"validate", "clean", "to_internal_value", "run_validation", "full_clean"}),
        ("validate_", "clean_"),
    ),
}
"""What a library's own method calls of the classes that inherit it: names, and their beginnings."""
VERBS = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE", "INSERT or UPDATE"})
ABSTRACT = "__abstract__"
"""What a class without a table says of itself."""
ENTERS = ("__enter__", "__aenter__", "__exit__", "__aexit__")
ONLY = "the only method of this name"
MOST_HEIRS = 4
"""Classes that may stand for an abstract one, each a link of its own; of more nobody can say."""


Values = frozenset[tuple[str, Known]]
"""Parameters of a function, with the arguments that they are known to have."""
Key = tuple[ast.AST, ast.AST | None, bool, Values]


@record
class Target:
    """A function or class of the program, and the class of the object that it is called on."""

    file: File
    node: Definition
    heir: tuple[File, ast.ClassDef] | None = None
    """``None``: that which defines it, or no class."""
    filled: bool = False
    """Whether a framework calls it, and fills its parameters."""
    given: Values = frozenset()
    """What is known of its arguments, as far as that makes a difference."""

    @property
    def key(self) -> Key:
        """What is the same for every call that does the same."""
        filled = self.filled and _has_marks(self.file, self.node)
        return self.node, self.heir[1] if self.heir else None, filled, self.given


@record
class Link:
    """One call of a function, or another way from it to a function."""

    file: File
    """Where it stands."""
    node: ast.expr | ast.stmt
    name: str
    how: str
    target: Target | None = None
    end: str = ""
    detail: str = ""
    condition: str = ""
    hidden: bool = False
    """Whether it looks as if something of the program is called, and nobody can say what."""
    leads: tuple[str, ...] = ()
    """Where the methods end that it may be."""
    model: tuple[File, ast.ClassDef] | None = None
    """The class of the rows."""

    @property
    def order(self) -> tuple[int, int, int, int]:
        """Source order; an argument runs before the call that is given it."""
        node = self.node
        return *end_of(node), *start_of(node)


def links_from(target: Target) -> tuple[Link, ...]:
    """What may run when a function runs, in the order in which it stands there; found once."""
    file, node = target.file, target.node
    if isinstance(node, ast.ClassDef):
        return ()
    found: tuple[Link, ...] = file.memo(
        ("links from", *target.key[:-1]), lambda: tuple(_links(target, node))
    )
    return found


def _links(target: Target, function: FunctionNode) -> Iterator[Link]:
    file = target.file
    yield from _around(file, function)
    if target.filled:
        yield from _injected(file, function)
    found: list[Link] = []
    for call in file.nodes(ast.Call, within=function):
        if file.function(call) is function:
            found += _of_call(target, call)
    found += _entered(file, function)
    found += _read(target, function)
    found.sort(key=lambda link: link.order)
    yield from found


# ── what runs before a function ──────────────────────────────────────────────────────────────────
def _around(file: File, function: FunctionNode) -> Iterator[Link]:
    """The decorators of the program: what they put around the function."""
    for decorator in function.decorator_list:
        name = decorator_name(file, function, decorator)
        found = file.defined(name) if name else None
        if found is None:
            continue
        wrapper = _around_by(*found, decorator, function)
        if wrapper is not None:
            spelled = f"@{ast.unparse(target_of(decorator))}"
            yield Link(file, decorator, spelled, DEPENDENCY, wrapper)
            # What it is given it runs around the function: `@before(check_limit)`.
            if isinstance(decorator, ast.Call):
                yield from _callbacks(Target(file, function), decorator)


def _around_by(
    home: File, definition: Definition, decorator: ast.expr, function: FunctionNode
) -> Target | None:
    """What a decorator of the program puts in the place of a function."""
    if not isinstance(definition, ast.ClassDef):
        wrapper = wrapper_of(home, definition, function)
        return Target(home, wrapper) if wrapper is not None else None
    called_as = f"{home.qualify(home.index.scopes[definition].qualname)}.__call__"
    method = function_named(home, called_as)
    if method is None:
        return None
    # An object that is made of the function is called in its place; one that is made of other
    # things is given the function, and gives the wrapper.
    if not isinstance(decorator, ast.Call):
        return Target(*method, (home, definition))
    inner = wrapper_of(*method, function)
    return Target(method[0], inner, (home, definition)) if inner is not None else None


def wrapper_of(
    file: File, decorator: FunctionNode, decorated: FunctionNode | None = None
) -> FunctionNode | None:
    """The function inside a decorator that takes the place of the decorated one."""
    inner: list[FunctionNode] = [
        *file.nodes(ast.FunctionDef, within=decorator),
        *file.nodes(ast.AsyncFunctionDef, within=decorator),
    ]
    given_back = [node for node in inner if _returns(file, node)]
    deepest = max((node.col_offset for node in given_back), default=0)
    found = [node for node in given_back if node.col_offset == deepest]
    # One that has a wrapper for coroutines and one for the others returns that which fits.
    alike = [node for node in found if decorated is None or type(node) is type(decorated)]
    return max(alike or found, key=lambda node: node.lineno, default=None)


def _returns(file: File, inner: FunctionNode) -> bool:
    """Whether the function around returns one."""
    outer = file.function(inner)
    if outer is None:
        return False
    for statement in file.statements_of(outer):
        value = statement.value if isinstance(statement, ast.Return) else None
        # One that fits coroutines, or else one that fits the others.
        for part in (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,):
            given_back = part
            while isinstance(given_back, ast.Call) and given_back.args:
                given_back = given_back.args[0]
            if isinstance(given_back, ast.Name) and given_back.id == inner.name:
                return True
    return False


def _has_marks(file: File, node: Definition) -> bool:
    """Whether it matters that a framework fills the parameters."""
    if isinstance(node, ast.ClassDef):
        return False
    found: bool = file.memo(("marks", node), lambda: any(True for _ in _injected(file, node)))
    return found


def _injected(file: File, function: FunctionNode) -> Iterator[Link]:
    """What a framework runs for the parameters."""
    for argument in every_argument(function.args):
        for home, mark in marks_on(file, function, argument):
            link = dependency(home, mark, argument.annotation)
            if link is not None:
                yield link


def dependency(file: File, mark: ast.expr, annotation: ast.expr | None = None) -> Link | None:
    """The function or class that ``Depends(...)`` names."""
    if not isinstance(mark, ast.Call):
        return None
    row = tables().table(EntryTrait).get(file.callee(mark) or "")
    if row is None or row.kind is not EntryKind.DEPENDENCY:
        return None
    filling = given(file, mark, row.function) or annotation
    if filling is None:
        return None
    found = _handed(file, filling) or _callable_object(file, filling)
    if found is None:
        return None
    found = replace(found, filled=True)
    return Link(file, mark, shortened(ast.unparse(filling)), DEPENDENCY, found)


def _handed(file: File, expr: ast.expr) -> Target | None:
    """The function, or the constructor of the class, that an expression names."""
    if isinstance(expr, ast.Call):
        # `Depends(requires("admin"))` runs what the factory gives.
        maker = called(file, expr)
        wrapper = wrapper_of(*maker) if maker else None
        return Target(maker[0], wrapper) if maker and wrapper else None
    found = handed(file, expr) if isinstance(expr, ast.Name | ast.Attribute) else None
    if found is None:
        return None
    home, node = found
    if isinstance(node, ast.ClassDef):
        made = function_named(home, home.qualify(home.index.scopes[node].qualname))
        return Target(*made, (home, node)) if made else Target(home, node)
    return Target(home, node)


def _callable_object(file: File, expr: ast.expr) -> Target | None:
    """The method that runs where an object is called."""
    kind = file.type_of(expr)
    if kind is None or kind.of_class:
        return None
    found = function_named(file, file.member(kind.name, "__call__"))
    return Target(*found) if found else None


def _entered(file: File, function: FunctionNode) -> Iterator[Link]:
    """The methods of context managers that are objects of the program."""
    blocks: list[ast.With | ast.AsyncWith] = [
        *file.nodes(ast.With, within=function),
        *file.nodes(ast.AsyncWith, within=function),
    ]
    for block in blocks:
        if file.function(block) is not function:
            continue
        wanted = ENTERS[1::2] if isinstance(block, ast.AsyncWith) else ENTERS[::2]
        for item in block.items:
            kind = file.type_at(item.context_expr, block)
            if kind is None or kind.of_class:
                continue
            for method in wanted:
                found = function_named(file, file.member(kind.name, method))
                if found is not None:
                    name = f"{kind.name.rpartition('.')[2]}.{method}"
                    condition = condition_of(file, block)
                    target = Target(*found)
                    yield Link(file, item.context_expr, name, CALL, target, condition=condition)


def _read(target: Target, function: FunctionNode) -> Iterator[Link]:
    """The properties of objects of the program that a function reads: they run like methods."""
    file, program = target.file, target.file.program
    wanted = _properties(program) if program is not None else frozenset()
    for read in attributes_read(function) if wanted else ():
        if read.attr in wanted and file.function(read) is function:
            found = _property(target, read)
            if found is not None:
                name, condition = spelled(read), condition_of(file, read)
                yield Link(file, read, name, PROPERTY, found, condition=condition)


def attributes_read(function: FunctionNode) -> Iterator[ast.Attribute]:
    """The attributes that a function reads, and those inside it."""
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            yield node


def _properties(program: Program) -> frozenset[str]:
    """The names of all properties of a program."""
    return program.memo(
        ("properties",),
        lambda: frozenset(
            method.name
            for file in program.files()
            if file.role not in APART
            for cls in file.nodes(ast.ClassDef)
            for method in methods_of(file, cls)
            if _is_property(file, method)
        ),
    )


def _is_property(file: File, function: FunctionNode) -> bool:
    return any(
        name and file.library.has("property", name) for name, _ in decorators_of(file, function)
    )


def _property(target: Target, read: ast.Attribute) -> Target | None:
    """The property that an attribute is, as the class has it that the object is of."""
    file = target.file
    owner = _itself(target, read) or _class_behind(file, read.value)
    member = names.member_of(*owner, read.attr) if owner is not None else None
    found = function_named(owner[0], member) if owner is not None and member else None
    if found is None or not _is_property(*found):
        return None
    is_own = owner is not None and found[0].scope(found[1]).node is owner[1]
    return Target(*found, None if is_own else owner)


def _class_behind(file: File, expr: ast.expr) -> tuple[File, ast.ClassDef] | None:
    name = class_of_object(file, expr)
    found = file.defined(name) if name else None
    return (found[0], found[1]) if found and isinstance(found[1], ast.ClassDef) else None


# ── calls ────────────────────────────────────────────────────────────────────────────────────────
def _of_call(target: Target, call: ast.Call) -> Iterator[Link]:
    """What a call leads to; nothing, where it is a library's that only computes."""
    file = target.file
    link = Link(file, call, spelled(call.func), CALL, condition=condition_of(file, call))
    ending = endings_of(file).get(call)
    if ending is not None:
        yield from _ended(file, link, ending, target.heir)
    else:
        yield from _resolved(target, link, call)
    for given_one in _callbacks(target, call):
        yield replace(given_one, condition=link.condition)


def spelled(expr: ast.expr) -> str:
    """A callee as a reader calls it: the calls in front of it are left out."""
    if not isinstance(expr, ast.Attribute):
        return shortened(ast.unparse(expr))
    base, lasts = _before_attributes(expr)
    if isinstance(base, ast.Name):
        return shortened(ast.unparse(expr))
    if isinstance(base, ast.Call) and isinstance(base.func, ast.Name):
        return shortened(f"{base.func.id}().{lasts}")
    root: ast.expr = base
    while isinstance(root, ast.Call | ast.Attribute | ast.Subscript | ast.Await):
        root = root.func if isinstance(root, ast.Call) else root.value
    return shortened(f"{root.id}...{lasts}" if isinstance(root, ast.Name) else f"...{lasts}")


def _before_attributes(expr: ast.Attribute) -> tuple[ast.expr, str]:
    """What a chain of attributes begins with, and the chain."""
    names_read = [expr.attr]
    base = expr.value
    while isinstance(base, ast.Attribute):
        names_read.append(base.attr)
        base = base.value
    return base, ".".join(reversed(names_read))


def _owner(file: File, node: ast.expr) -> tuple[File, ast.ClassDef] | None:
    cls = file.class_(node)
    return (file, cls) if cls is not None else None


def _of_object(
    file: File, ending: Ending, owner: tuple[File, ast.ClassDef]
) -> tuple[str, tuple[File, ast.ClassDef] | None]:
    """What is done to the rows of the class itself, as its heir calls it."""
    detail = ending.detail
    words, _, last = detail.rpartition(" ")
    own = file.class_(ending.node)
    if words and (last in {"cls", "self"} or (own is not None and last == own.name)):
        return f"{words} {owner[1].name}", owner
    if detail in VERBS and isinstance(ending.node, ast.Call):
        me = file.index.placed[file.statement(ending.node)].scope.me
        found = (ending.node, *(link.node for link in links_of(file, ending.node).calls))
        if me and any(
            isinstance(item, ast.Name) and item.id == me for call in found for item in call.args
        ):
            return f"{detail} {owner[1].name}", owner
    return detail, None


def _ended(
    file: File, link: Link, ending: Ending, heir: tuple[File, ast.ClassDef] | None
) -> Iterator[Link]:
    model = _class_of(file, ending.model)
    detail = ending.detail
    owner = heir or _owner(file, ending.node)
    if owner is not None and model is None and ending.end == DATABASE:
        detail, model = _of_object(file, ending, owner)
        if ABSTRACT in owner[0].index.scopes[owner[1]].bindings:
            # It stands for the tables of its heirs, of which nobody knows which one it is.
            detail, model = detail.removesuffix(f" {owner[1].name}"), None
    elif model is None and detail in VERBS and isinstance(ending.node, ast.Call):
        model = _model_behind(file, ending.node)
        detail = f"{detail} {model[1].name}" if model is not None else detail
    link = replace(link, end=ending.end, detail=detail, model=model)
    if ending.end != QUEUE:
        yield link
        yield from _heard_of_rows(link)
        return
    task = _task_behind(file, ending.node)
    chained = [] if task is not None else list(_tasks_in(file, ending.node))
    found: list[Target | None] = [*chained] or [task]
    for target in found:
        yield replace(link, how=TASK, target=target)


def _heard_of_rows(link: Link) -> Iterator[Link]:
    """The receivers that hear that a row is saved or deleted."""
    if not isinstance(link.node, ast.Call):
        return
    model = None
    if link.model is not None:
        home, cls = link.model
        model = home.qualify(home.index.scopes[cls].qualname)
    for receiver, method, owner in hearing_of_rows(link.file, link.node, model):
        name = f"{receiver.signal.rpartition('.')[2]} of {owner.rpartition('.')[2]}"
        yield Link(link.file, link.node, name, SIGNAL, Target(*method), condition=link.condition)


def _model_behind(file: File, call: ast.Call) -> tuple[File, ast.ClassDef] | None:
    """The class of the rows that a relation leads to."""
    managed = managed_by(file, call)
    found = file.defined(managed.target) if managed is not None and managed.target else None
    return (found[0], found[1]) if found and isinstance(found[1], ast.ClassDef) else None


def _class_of(file: File, expr: ast.expr | None) -> tuple[File, ast.ClassDef] | None:
    name = file.name_of(expr) if isinstance(expr, ast.Name | ast.Attribute) else None
    found = file.defined(name) if name else None
    return (found[0], found[1]) if found and isinstance(found[1], ast.ClassDef) else None


def _task_behind(file: File, node: ast.expr) -> Target | None:
    """The function that a queue will run."""
    for dispatch in file.facts(TaskDispatch):
        if dispatch.node is node and dispatch.task is not None:
            found = file.defined(dispatch.task)
            if found is None:
                continue
            home, definition = found
            if isinstance(definition, ast.ClassDef):
                method = function_named(home, f"{dispatch.task}.run")
                return Target(*method) if method else None
            return Target(home, definition)
    if isinstance(node, ast.Call) and file.program is not None:
        row = tables().table(NamesTask).get(file.callee(node) or "")
        known = constant(file, given(file, node, row.task)) if row else None
        named = tasks_by_name(file.program).get(str(known.value)) if known else None
        where = file.program.file(named[0]) if named else None
        found = where.defined(named[1]) if where and named else None
        if found and not isinstance(found[1], ast.ClassDef):
            return Target(*found)
        for expr in (*node.args[:2], *(item.value for item in node.keywords)):
            target = _handed(file, expr) if isinstance(expr, ast.Name | ast.Attribute) else None
            if target is not None and isinstance(target.node, FUNCTIONS):
                return target
    return None


def _tasks_in(file: File, node: ast.expr) -> Iterator[Target]:
    """The tasks of a group or a chain: ``chain(pay.s(1), ship.s()).delay()``."""
    made = (
        node.func.value
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        else None
    )
    made = file.assigned(made) if isinstance(made, ast.Name) else made
    if not isinstance(made, ast.Call):
        return
    for call in ast.walk(made):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            continue
        if call.func.attr in tables().word("makes-signature").lasts:
            found = handed(file, call)
            if found is not None and isinstance(found[1], FUNCTIONS):
                yield Target(found[0], found[1])


def tasks_by_name(program: Program) -> dict[str, tuple[str, str]]:
    """The module and the qualified name of each task of a program, by all its names."""
    return program.memo(
        ("tasks by name",),
        lambda: {
            name: (file.module, task.names[0])
            for file in program.files()
            if file.role not in APART
            for task in file.facts(Task)
            for name in task.names
        },
    )


def _resolved(target: Target, link: Link, call: ast.Call) -> Iterator[Link]:
    file = target.file
    sent = list(hearing(file, call))
    for receiver, method in sent:
        name = f"{link.name} ({receiver.name.rpartition('.')[2]})"
        yield replace(link, name=name, how=SIGNAL, target=Target(*method))
    if sent:
        return
    found = _of_heir(target, call) or _plain(file, call)
    if found is None:
        behind = list(_behind_library(file, link, call))
        if behind:
            yield from behind
            return
        made, ending = _made(file, call), _ending_of_object(file, call)
        if made is not None:
            yield replace(link, target=made)
        elif ending is not None:
            yield from _ended(file, link, ending, target.heir)
        elif (of_rows := _of_relation(file, link, call)) is not None:
            yield from of_rows
        elif _may_be_ours(file, call):
            yield from _by_name(link, call)
        else:
            yield from _inherited(link, call)
        return
    if found.heir is None:
        standing = list(_standing_for(found))
        for item in standing:
            name = item.heir[1].name if item.heir and len(standing) > 1 else ""
            article = "an" if name[:1] in "AEIOU" else "a"
            condition = f"{article} {name}" if name else link.condition
            yield replace(link, target=item, condition=condition)
        if standing:
            return
    yield replace(link, target=found)


def _plain(file: File, call: ast.Call) -> Target | None:
    found = called(file, call)
    method = call.func
    if found is not None and isinstance(method, ast.Attribute) and is_super(method.value):
        return Target(*found, _owner(file, call))
    if found is not None:
        return Target(*found, _heir_of(file, call, found[0], found[1]))
    if isinstance(method, ast.Attribute) and _is_open(file, call):
        owner = class_of_object(file, method.value)
        known = file.defined(owner) if owner else None
        if known is not None and isinstance(known[1], ast.ClassDef):
            member = function_named(file, file.member(owner or "", method.attr))
            if member is not None:
                is_own = member[0].scope(member[1]).node is known[1]
                return Target(*member, None if is_own else (known[0], known[1]))
    # A name that was given a function, a `partial`, an object that is called.
    if isinstance(call.func, ast.Name | ast.Attribute) and file.callee(call) is None:
        kind = file.type_of(call.func)
        if kind is not None and not kind.of_class:
            found = function_named(file, file.member(kind.name, "__call__"))
            return Target(*found) if found else None
    return None


def _ending_of_object(file: File, call: ast.Call) -> Ending | None:
    """Where a call leads to on an object whose class the callers know."""
    method = call.func
    if not isinstance(method, ast.Attribute) or not _is_open(file, call):
        return None
    owner = class_of_object(file, method.value)
    return ending_on(file, call, owner) if owner is not None else None


def _of_relation(file: File, link: Link, call: ast.Call) -> list[Link] | None:
    """What is asked of the rows that a relation leads to; empty: a call around it asks for them."""
    managed = managed_by(file, call)
    if managed is None:
        return None
    around = file.parent(call)
    outer = file.parent(around) if isinstance(around, ast.Attribute) else None
    if isinstance(outer, ast.Call) and outer.func is around and managed_by(file, outer):
        return []
    model = _model_behind(file, call)
    name = model[1].name if model is not None else ""
    ending = ending_of_rows(file, call, managed.queries, name)
    if ending is None:
        return []
    link = replace(link, end=DATABASE, detail=ending.detail, model=model)
    return [link, *_heard_of_rows(link)]


def _behind_library(file: File, link: Link, call: ast.Call) -> Iterator[Link]:
    """The methods of a form or serializer of the program that the library's own method calls."""
    method = call.func
    if not isinstance(method, ast.Attribute) or method.attr not in CALLED_BY_LIBRARY:
        return
    owner = class_of_object(file, method.value)
    home, cls = (file.defined(owner) if owner else None) or (file, None)
    if not isinstance(cls, ast.ClassDef):
        return
    if _is_of_many(file, method.value):
        lists = _in_meta(home, cls, "list_serializer_class")
        many = file.defined(lists[1]) if lists is not None and lists[1] else None
        if lists is not None and (many is None or not isinstance(many[1], ast.ClassDef)):
            yield replace(link, hidden=True)
            return
        if many is not None and isinstance(many[1], ast.ClassDef):
            home, cls = many[0], many[1]
    bases = home.bases_of(cls)
    if not any(is_within(base, "forms") or base.endswith(FORM_NAMES) for base in bases):
        return
    seen: set[str] = set()
    names_called, prefixes = CALLED_BY_LIBRARY[method.attr]
    for other, line in lineage(home, cls):
        for own in sorted(methods_of(other, line), key=lambda item: item.lineno):
            told = own.name in names_called or own.name.startswith(prefixes)
            if told and own.name not in seen:
                seen.add(own.name)
                name = f"{link.name} ({cls.name}.{own.name})"
                yield replace(link, name=name, target=Target(other, own, (home, cls)))
    if method.attr == "save" and not seen & {"create", "update", "save"}:
        model = _in_meta(home, cls, "model")
        if model is not None:
            last = (model[1] or model[0]).rpartition(".")[2]
            yield replace(link, end=DATABASE, detail=f"INSERT or UPDATE {last}")


def _is_of_many(file: File, expr: ast.expr) -> bool:
    """Whether a serializer was made for a list of rows."""
    made = file.assigned(expr) if isinstance(expr, ast.Name) else expr
    return isinstance(made, ast.Call) and any(
        item.arg == "many" and isinstance(item.value, ast.Constant) and item.value.value is True
        for item in made.keywords
    )


def _in_meta(file: File, cls: ast.ClassDef, name: str) -> tuple[str, str | None] | None:
    """The class that the options of a form or serializer name: as they spell it, and qualified."""
    for home, line in lineage(file, cls):
        for inner in line.body:
            if isinstance(inner, ast.ClassDef) and inner.name == "Meta":
                for binding in home.index.scopes[inner].bindings.get(name, ()):
                    value = binding.value
                    if isinstance(value, ast.expr):
                        is_named = isinstance(value, ast.Name | ast.Attribute)
                        return ast.unparse(value), home.name_of(value) if is_named else None
    return None


def _is_open(file: File, call: ast.Call) -> bool:
    """Whether the file alone does not tell what a call runs."""
    name = file.callee(call)
    return name is None or name.rpartition(".")[0] in ITSELF


def _heir_of(
    file: File, call: ast.Call, home: File, method: FunctionNode
) -> tuple[File, ast.ClassDef] | None:
    """The class of the object whose method is called, where it inherits that."""
    owner = home.scope(method).node
    if not isinstance(owner, ast.ClassDef):
        return None
    if method.name == "__init__" and not (
        isinstance(call.func, ast.Attribute) and call.func.attr == "__init__"
    ):
        name = file.callee(call)
    elif isinstance(call.func, ast.Attribute):
        kind = file.type_of(call.func.value)
        name = kind.name if kind else file.name_of(call.func.value)
    else:
        name = None
    found = file.defined(name) if name else None
    if found and isinstance(found[1], ast.ClassDef) and found[1] is not owner:
        return found[0], found[1]
    return None


def _of_heir(target: Target, call: ast.Call) -> Target | None:
    """A method of the object itself, as the class has it that the object is of."""
    method = call.func
    if target.heir is None or not isinstance(method, ast.Attribute):
        return None
    if isinstance(method.value, ast.Name):
        own = _itself(target, method)
        member = names.member_of(*own, method.attr) if own is not None else None
        found = function_named(target.heir[0], member) if member else None
        return Target(*found, target.heir) if found else None
    above = called(target.file, call) if is_super(method.value) else None
    return Target(*above, target.heir) if above else None


def _itself(target: Target, expr: ast.Attribute) -> tuple[File, ast.ClassDef] | None:
    """The class that an object is of whose own method asks it for something."""
    if target.heir is None or not isinstance(expr.value, ast.Name):
        return None
    scope = target.file.index.placed[target.file.statement(expr)].scope
    while scope.parent is not None and not scope.me and not scope.parent.is_class:
        scope = scope.parent
    return target.heir if scope.me and expr.value.id == scope.me else None


def is_super(expr: ast.expr) -> bool:
    """Whether an expression is ``super()``."""
    return (
        isinstance(expr, ast.Call) and isinstance(expr.func, ast.Name) and expr.func.id == "super"
    )


def _made(file: File, call: ast.Call) -> Target | None:
    """A class of the program that has no constructor of its own."""
    name = file.callee(call)
    found = file.defined(name) if name else None
    return Target(*found) if found and isinstance(found[1], ast.ClassDef) else None


def _standing_for(target: Target) -> Iterator[Target]:
    """The methods that stand for an abstract one; none: it does its work itself, or many do."""
    file, node = target.file, target.node
    cls = file.scope(node).node
    if not isinstance(cls, ast.ClassDef) or not isinstance(node, FUNCTIONS):
        return
    abstract = tables().word("abstract")
    told = any(name in abstract for name, _ in decorators_of(file, node))
    if not told and not body_of(file, node):
        return
    found = [
        Target(home, method, (home, heir))
        for home, heir in heirs(file, file.qualify(file.index.scopes[cls].qualname))
        if home.role not in APART
        for method in methods_of(home, heir)
        if method.name == node.name and not body_of(home, method)
    ]
    if 0 < len(found) <= MOST_HEIRS:
        yield from found


def _may_be_ours(file: File, call: ast.Call) -> bool:
    """Whether a call looks like one of the program's methods, on an object that nobody knows."""
    method = call.func
    if not isinstance(method, ast.Attribute) or file.program is None:
        return False
    if file.callee(call) is not None or method.attr in OF_VALUES or method.attr.startswith("__"):
        return False
    root: ast.expr = method.value
    while isinstance(root, ast.Attribute):
        root = root.value
    if not isinstance(root, ast.Name) or file.type_of(method.value) is not None:
        return False
    if any(item.kind is Bound.IMPORT for item in file.bindings(root)):
        return False
    scope = file.index.placed[file.statement(call)].scope
    if method.value is root and root.id == scope.me:
        cls = file.class_(call)
        return (
            cls is not None
            and all(file.defined(base) is not None for base in file.bases_of(cls))
            and file.mro_of(cls) is not None
        )
    return class_of_object(file, method.value) is None


def _heir_that_may_inherit(file: File, call: ast.Call) -> tuple[File, ast.ClassDef] | None:
    """The class of the program, of which not all bases are known, that may inherit a method."""
    method = call.func
    if not isinstance(method, ast.Attribute) or file.callee(call) is not None:
        return None
    owner = class_of_object(file, method.value)
    found = file.defined(owner) if owner else None
    if owner is None or found is None or not isinstance(found[1], ast.ClassDef):
        return None
    if file.library.mro(owner) is not None or file.defined(file.member(owner, method.attr)):
        return None
    return found[0], found[1]


def _inherited(link: Link, call: ast.Call) -> Iterator[Link]:
    """The only method of the program that an object of a class may have from such a base."""
    owner = _heir_that_may_inherit(link.file, call)
    for found in _by_name(link, call) if owner is not None else ():
        if found.target is not None:
            yield replace(found, target=replace(found.target, heir=owner))


def _by_name(link: Link, call: ast.Call) -> Iterator[Link]:
    """What a method may be that is called on an object which nobody knows."""
    method, program = call.func, link.file.program
    assert isinstance(method, ast.Attribute)
    if program is None:
        return
    named = methods_named_so(program, method.attr)
    if len(named) == 1 and is_telling(method.attr):
        home = program.file(named[0][0])
        found = home.defined(named[0][1]) if home else None
        if found is not None and isinstance(found[1], FUNCTIONS):
            yield replace(link, target=Target(*found), detail=ONLY)
    else:
        ends = sorted({end for item in named for end in ends_behind(program, *item)})
        if ends:
            yield replace(link, hidden=True, leads=tuple(ends))


# ── callbacks ────────────────────────────────────────────────────────────────────────────────────
def _callbacks(target: Target, call: ast.Call) -> Iterator[Link]:
    """The functions of the program that a call is given by name."""
    file = target.file
    if call in endings_of(file) and endings_of(file)[call].end == QUEUE:
        return
    for expr in (*call.args, *(item.value for item in call.keywords)):
        if isinstance(expr, ast.Name | ast.Attribute):
            found = _own_method(target, expr) or _function_named_by(file, expr)
        elif isinstance(expr, ast.Call) and file.callee(expr) in tables().word("partial"):
            found = _function_named_by(file, expr.args[0]) if expr.args else None
        else:
            found = None
        if found is not None:
            yield Link(file, expr, shortened(ast.unparse(expr)), CALLBACK, found)


def _own_method(target: Target, expr: ast.expr) -> Target | None:
    """A method of the object itself, as the class has it that the object is of."""
    if target.heir is None or not isinstance(expr, ast.Attribute):
        return None
    me = target.file.index.placed[target.file.statement(expr)].scope.me
    if not (isinstance(expr.value, ast.Name) and me and expr.value.id == me):
        return None
    member = names.member_of(*target.heir, expr.attr)
    known = target.heir[0].defined(member) if member else None
    return (
        Target(known[0], known[1], target.heir)
        if known and isinstance(known[1], FUNCTIONS) and not _is_property(known[0], known[1])
        else None
    )


def _function_named_by(file: File, expr: ast.expr) -> Target | None:
    if not isinstance(expr, ast.Name | ast.Attribute):
        return None
    name = file.name_of(expr)
    found = file.defined(name) if name else None
    if found is None or isinstance(found[1], ast.ClassDef):
        return None
    home, function = found[0], found[1]
    return None if _is_property(home, function) else Target(home, function)


def lines_of(node: Definition) -> int:
    """How long a function is."""
    return (node.end_lineno or node.lineno) - node.lineno + 1
