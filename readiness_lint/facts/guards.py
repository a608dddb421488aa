"""Access checks: which ones a handler has, and those that stand where they never run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache

from readiness_lint.facts.callables import constant, curried, given, handed
from readiness_lint.facts.classes import classes_of, defines, line_of, lineage
from readiness_lint.facts.decorators import Definition, decorated_by, decorator_name, target_of
from readiness_lint.facts.handlers import CAMEL, Handler
from readiness_lint.facts.shapes import identifiers_in
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import ADMINS, EVERYBODY, GROUP_GUARDS, GUARDS, SCOPE_GUARDS
from readiness_lint.knowledge.schema import Guard, Is, Marker, Param, Policies, Route, Table
from readiness_lint.model import Binding, Bound, File, FunctionNode
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Exit

MADE_BY_ADMINS = Pattern(
    r"_*admin_(?:create|post|add|put|update|patch|set|reset|change|new|register|invite|make)(?:_\w+)?"
)
"""Functions by which administrators make or change something."""
ASKING = frozenset({"scopes", "scope", "roles", "role", "permissions", "permission"})
"""Arguments of a guard that say whom it lets in."""


@record
class IneffectiveGuard:
    """A guard that the author wrote down and that no request meets."""

    node: ast.expr
    guard: str
    name: str
    """What it seems to guard."""
    reason: str
    function: FunctionNode | None = None
    """The function that is meant, whose body may ask who calls itself."""

    @classmethod
    def find(cls, file: File) -> Iterable[IneffectiveGuard]:
        """Every one, whatever its shape."""
        yield from _above_routes(file)
        yield from _behind_views(file)
        yield from _policies_of_methods(file)
        yield from _policies_of_functions(file)
        yield from _misspelt(file)


# ── what guards a handler ────────────────────────────────────────────────────────────────────────
def guards_of(handler: Handler, file: File) -> tuple[ast.expr, ...]:
    """What may reject a caller: decorators, dependencies, and policies of the class or router."""
    node, registered = handler.node, handler.registrations
    decorators = [item for item in node.decorator_list if item not in registered]
    found = [target_of(item) for item in decorators]
    # `method_decorator(staff_member_required)`, `user_passes_test(is_staff)`.
    found.extend(item for call in decorators if isinstance(call, ast.Call) for item in call.args)
    elsewhere = [registration.node for registration in handler.elsewhere]
    for call in (*handler.calls, *elsewhere, *_router_of(handler, file)):
        found.extend(keyword.value for keyword in call.keywords if keyword.arg != "path")
    arguments = node.args
    annotated = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    found.extend(item.annotation for item in annotated if item.annotation is not None)
    found.extend(item for item in (*arguments.defaults, *arguments.kw_defaults) if item is not None)
    if handler.owner is not None:
        found.extend((*handler.owner.decorator_list, *handler.owner.bases))
        found.extend(_policies_of(file, handler.owner))
    return tuple(found)


def _router_of(handler: Handler, file: File) -> list[ast.Call]:
    """The call that made the router of a handler."""
    return [
        made
        for call in handler.calls
        if isinstance(call.func, ast.Attribute)
        and isinstance(made := file.assigned(call.func.value), ast.Call)
    ]


def _policies_of(file: File, cls: ast.ClassDef) -> Iterator[ast.expr]:
    policies = tables().table(Policies)
    bindings = file.index.scopes[cls].bindings
    for name in (attribute for row in policies.values() for attribute in row.attributes):
        for binding in bindings.get(name, ()):
            if binding.value is not None:
                yield binding.value


def is_for_admins(handler: Handler, file: File) -> bool:
    """Whether a guard of a handler is one for administrators, by its name or what it asks for."""
    words = file.words(ADMINS)
    return _refuses_others(handler.node, file) or any(
        words.match(CAMEL.sub("_", name))
        for guard in guards_of(handler, file)
        for name in (*identifiers_in(guard), *_asked_for(guard), *_roles_in(guard, file))
    )


def _refuses_others(function: FunctionNode, file: File) -> bool:
    """Whether the body of a handler turns away who is no administrator, on every way through it."""
    return any(
        test in function.body
        and Exit.FALLS not in file.exits(test.body)
        and _is_of_others(file, test.test)
        for test in file.nodes(ast.If, within=function)
    )


def _is_of_others(file: File, test: ast.expr) -> bool:
    """Whether a test holds for everybody but administrators: ``not user.is_admin``."""
    words = file.words(ADMINS)
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
        return any(_is_of_others(file, part) for part in test.values)
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        asked = test.operand
        # Of ``not (user.is_admin or user == owner)`` not all are meant.
        return not isinstance(asked, ast.BoolOp) and any(
            words.match(CAMEL.sub("_", name).strip("_")) for name in identifiers_in(asked)
        )
    if isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.NotEq):
        known = file.value_of(test.comparators[0])
        return known is not None and isinstance(known.value, str) and bool(words.match(known.value))
    return False


def _roles_in(guard: ast.expr, file: File) -> Iterator[str]:
    """The first role of a guard that is told roles, or scopes, if each is one of administrators."""
    words, asks = file.words(ADMINS), (file.words(GROUP_GUARDS), file.words(SCOPE_GUARDS))
    for part in ast.walk(guard):
        if not isinstance(part, ast.Call):
            continue
        called = (file.callee(part) or file.last_name(part) or "").rpartition(".")[2]
        if any(one.match(called) for one in asks):
            roles = [
                item.value
                for argument in part.args
                for item in ast.walk(argument)
                if isinstance(item, ast.Constant) and isinstance(item.value, str)
            ]
            if roles and all(map(words.match, roles)):
                yield roles[0]


def is_for_admins_by_name(function: FunctionNode) -> bool:
    """Whether the name of a function says that administrators make or change something by it."""
    return MADE_BY_ADMINS.fullmatch(function.name) is not None


def is_for_chosen(handler: Handler, file: File) -> bool:
    """Whether a guard of a handler lets administrators in, or the members of a group with a name."""
    words = file.words(GROUP_GUARDS)
    return is_for_admins(handler, file) or any(
        isinstance(part, ast.Call)
        and words.match((file.callee(part) or file.last_name(part) or "").rpartition(".")[2])
        and any(
            isinstance(item, ast.Constant | ast.Attribute | ast.List | ast.Tuple | ast.Set)
            for item in part.args
        )
        for guard in guards_of(handler, file)
        for part in ast.walk(guard)
    )


def _asked_for(guard: ast.expr) -> Iterator[str]:
    """The scopes and roles that a guard is told to ask for."""
    for part in ast.walk(guard):
        if isinstance(part, ast.keyword) and part.arg in ASKING:
            for item in ast.walk(part.value):
                if isinstance(item, ast.Constant) and isinstance(item.value, str):
                    yield item.value


def stands_in_guard(node: ast.AST, file: File) -> bool:
    """Whether code is a part of a guard: of a decorator, a dependency, or a class of policies."""
    cls, function = file.class_(node), file.function(node)
    if cls is not None and any(found is cls for found, _ in classes_of(file, _of_form("class"))):
        return True
    words = file.words(GUARDS)
    while function is not None:
        if words.match(function.name):
            return True
        function = file.function(function)
    return False


# ── a decorator above the one that registers ─────────────────────────────────────────────────────
def _above_routes(file: File) -> Iterator[IneffectiveGuard]:
    routes: dict[Definition, list[ast.expr]] = {}
    for row, definition, decorator in decorated_by(file, tables().table(Route)):
        if row.handler is None and not row.wraps and not row.schema_only:
            routes.setdefault(definition, []).append(decorator)
    for definition, registering in routes.items():
        decorators = definition.decorator_list
        lowest = max(decorators.index(item) for item in registering)
        guards = [
            (position, item)
            for position, item in enumerate(decorators)
            if item not in registering and _guards(file, definition, item)
        ]
        above = [item for position, item in guards if position < lowest]
        if above and len(above) == len(guards):
            route = ast.unparse(target_of(decorators[lowest]))
            reason = f"`{route}` below it has registered the function without it"
            function = None if isinstance(definition, ast.ClassDef) else definition
            named = definition.name
            yield IneffectiveGuard(above[-1], _spelled(above[-1]), named, reason, function)


def _guards(file: File, definition: Definition, decorator: ast.expr) -> bool:
    """Whether a decorator wraps a function in a check: by a table, or by name and body."""
    name = decorator_name(file, definition, decorator)
    guards = tables().table(Guard)
    if name is not None and name in guards:
        row = guards[name]
        return row.form == "decorator" and not _is_optional(file, decorator, row.optional)
    owner, own = (file.defined(name) if name else None) or (file, None)
    return (
        isinstance(own, ast.FunctionDef)
        and bool(file.words(GUARDS).match(own.name))
        and _is_wrapper(owner, own)
    )


def _is_wrapper(file: File, decorator: ast.FunctionDef) -> bool:
    """Whether a function inside calls what was decorated; one that only marks gives it back."""
    for inner in file.nodes(ast.FunctionDef, ast.AsyncFunctionDef, within=decorator):
        around = file.scope(inner)
        handed = {name for name, found in around.bindings.items() if _is_parameter(found)}
        if any(
            isinstance(call.func, ast.Name) and call.func.id in handed
            for call in file.nodes(ast.Call, within=inner)
        ):
            return True
    return False


def _is_parameter(bindings: list[Binding]) -> bool:
    return all(binding.kind is Bound.PARAMETER for binding in bindings)


def _is_optional(file: File, decorator: ast.expr, optional: Param | None) -> bool:
    if not isinstance(decorator, ast.Call):
        return False
    known = constant(file, given(file, decorator, optional))
    return known is not None and known.value is True


def _spelled(decorator: ast.expr) -> str:
    return ast.unparse(target_of(decorator)).rpartition(".")[2]


# ── a mixin behind the view ──────────────────────────────────────────────────────────────────────
def _behind_views(file: File) -> Iterator[IneffectiveGuard]:
    mixins = _of_form("mixin")
    if not mixins.lasts_in(file.libraries):
        return
    for cls in file.nodes(ast.ClassDef):
        if len(cls.bases) < 2:
            continue
        view: ast.expr | None = None
        for base in cls.bases:
            line = line_of(file, base, cls)
            rows = [mixins[name] for name in line if name in mixins]
            if view is None and not rows and not _views().isdisjoint(line):
                view = base if _is_known(file, base, cls) else None
            elif view is not None and rows and rows[0].before not in line:
                if rows[0].before in line_of(file, view, cls) and not _guards_itself(
                    file, cls, rows[0].method
                ):
                    reason = f"`{ast.unparse(view)}` is listed before it and never calls it"
                    yield IneffectiveGuard(base, ast.unparse(base), cls.name, reason)
                break


@cache
def _views() -> frozenset[str]:
    """The classes that mixins must stand before."""
    return frozenset(row.before for row in _of_form("mixin").values())


def _guards_itself(file: File, cls: ast.ClassDef, method: str) -> bool:
    """Whether a class defines or decorates the method that the mixin would have."""
    return defines(file, cls, method) or any(
        method in ast.unparse(decorator) for decorator in cls.decorator_list
    )


@cache
def _of_form(form: str) -> Table[Guard]:
    return Table({name: row for name, row in tables().table(Guard).items() if row.form == form})


def _is_known(
    file: File, base: ast.expr, cls: ast.ClassDef, seen: frozenset[ast.ClassDef] = frozenset()
) -> bool:
    """Whether nothing behind a base is hidden that might bring the guard forward."""
    name = file.class_name(base, cls)
    own = file.class_named(name) if name else None
    if own is not None:
        return own not in seen and all(
            _is_known(file, item, own, seen | {own}) for item in own.bases
        )
    return (
        name is not None
        and file.library.mro(name) is not None
        and (not _views().isdisjoint(file.library.bases(name)) or file.library.is_class(name))
    )


# ── a policy where nobody reads it ───────────────────────────────────────────────────────────────
def _policies_of_methods(file: File) -> Iterator[IneffectiveGuard]:
    for _, method, decorator in decorated_by(file, _of_form("policy")):
        cls = file.scope(method).node
        names = {decorator_name(file, method, item) for item in method.decorator_list}
        if (
            isinstance(cls, ast.ClassDef)
            and names.isdisjoint(_readers())
            and demands(file, decorator)
            and _policies_read(file, cls)
        ):
            label = f"{cls.name}.{method.name}"
            reason = "a view class reads no policy off its methods"
            yield IneffectiveGuard(decorator, _spelled(decorator), label, reason)


def _readers() -> Table[Is]:
    """Decorators that read the policies of a function."""
    return tables().word("reads-policies")


def _policies_read(file: File, cls: ast.ClassDef) -> Policies | None:
    """How the policies of a class are read, where all of it is known and it adds no ways."""
    views = tables().table(Policies)
    row = next((views[name] for name in file.bases_of(cls) if name in views), None)
    if row is None or file.mro_of(cls) is None or defines(file, cls, *row.hooks):
        return None
    return row


def demands(file: File, decorator: ast.expr) -> bool:
    """Whether a policy that is given asks for anything."""
    value = decorator.args[0] if isinstance(decorator, ast.Call) and decorator.args else None
    return value is not None and restricts(file, value)


def demands_of(file: File, policies: Iterable[str]) -> bool:
    """Whether policies that are given by their names ask for anything."""
    names = list(policies)
    return bool(names) and not all(_lets_in(file, name) for name in names)


def restricts(file: File, value: ast.expr) -> bool:
    """Whether a list of policies asks for anything."""
    parts = value.elts if isinstance(value, ast.List | ast.Tuple) else [value]
    names = [part for part in parts if isinstance(part, ast.Name | ast.Attribute)]
    return bool(names) and not all(_lets_all_in(file, name) for name in names)


def _lets_all_in(file: File, policy: ast.expr) -> bool:
    return _lets_in(file, file.name_of(policy) or file.last_name(policy) or "")


def _lets_in(file: File, name: str) -> bool:
    last = CAMEL.sub("_", name.rpartition(".")[2])
    return name in tables().word("lets-all-in") or file.words(EVERYBODY).match(last)


def _policies_of_functions(file: File) -> Iterator[IneffectiveGuard]:
    for _, function, decorator in decorated_by(file, _of_form("policy")):
        if not isinstance(function, ast.ClassDef) and demands(file, decorator):
            reason = _why_unread(file, function, decorator)
            if reason is not None and not file.scope(function).is_class:
                yield IneffectiveGuard(decorator, _spelled(decorator), function.name, reason)


def _why_unread(file: File, function: FunctionNode, decorator: ast.expr) -> str | None:
    names = [decorator_name(file, function, item) for item in function.decorator_list]
    position = function.decorator_list.index(decorator)
    above, below = names[:position], names[position + 1 :]
    reader = next((name for name in below if name in _readers()), None)
    if reader and _readers().keys().isdisjoint(above) and names[position] not in below:
        # Since 3.17 the framework refuses this order; what runs is older.
        return f"`{reader.rpartition('.')[2]}` below it has read the policies already"
    if _readers().keys().isdisjoint(names) and _is_plain_view(file, function, names):
        lasts = " or ".join(f"`{last}`" for last in sorted(_readers().lasts))
        return f"nothing reads a policy off a function without {lasts}"
    return None


def _is_plain_view(file: File, function: FunctionNode, names: list[str | None]) -> bool:
    """Whether a function takes requests and no decorator can have made an API view of it."""
    first = next(iter((*function.args.posonlyargs, *function.args.args)), None)
    return (
        first is not None
        and first.arg == "request"
        and all(name is not None and tables().knows(name) for name in names)
        and function not in _marked_by_hand(file)
    )


def _marked_by_hand(file: File) -> frozenset[ast.AST]:
    """The functions that some module hands to a decorator: ``api_view(["GET"])(report)``."""
    program = file.program
    if program is None:
        return frozenset(_handed_to_markers(file))
    return program.memo(
        ("marked",), lambda: frozenset(node for _, node in program.each(_handed_to_markers))
    )


def _handed_to_markers(file: File) -> Iterator[ast.AST]:
    for _, _, argument in curried(file, tables().table(Marker)):
        found = handed(file, argument)
        if found is not None:
            yield found[1]


# ── a policy under another name ──────────────────────────────────────────────────────────────────
def _misspelt(file: File) -> Iterator[IneffectiveGuard]:
    misspelt = _misspellings()
    for cls in file.nodes(ast.ClassDef):
        bindings = file.index.scopes[cls].bindings
        for wrong in misspelt:
            if wrong not in bindings:
                continue
            binding, right = bindings[wrong][0], misspelt[wrong]
            if _is_policy(file, binding) and _is_unread(file, cls, wrong, right):
                assert isinstance(binding.node, ast.expr)
                reason = f"the attribute is spelled `{right}`"
                yield IneffectiveGuard(binding.node, wrong, cls.name, reason)


@cache
def _misspellings() -> dict[str, str]:
    """The names that are written instead of the right ones."""
    return dict(pair for row in tables().table(Policies).values() for pair in row.misspelt)


def _is_policy(file: File, binding: Binding) -> bool:
    value = binding.value if binding.kind is Bound.VALUE else None
    return value is not None and restricts(file, value)


def _is_unread(file: File, cls: ast.ClassDef, wrong: str, right: str) -> bool:
    """Whether the class has no other policy, and nothing in the file asks for the misspelt one."""
    return (
        _policies_read(file, cls) is not None
        and not defines(file, cls, right)
        and not any(re.search(rf"[.\"']{wrong}\b", owner.code) for owner, _ in lineage(file, cls))
    )
