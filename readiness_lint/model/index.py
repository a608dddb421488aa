"""The one walk over a tree: scopes, bindings, calls by last identifier, nodes by type, contexts.

It goes by scope, and inside a scope by block: a definition waits on a list instead of being
entered, so the enclosing function is a local variable; and each block carries its context, so `if`,
`for`, `with` and `try` cost one record per block and nothing per node.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


class Bound(Enum):
    """How a name gets its value."""

    # Nothing is looked up more often, and that of `Enum` is a function of Python.
    __hash__ = object.__hash__

    IMPORT = 1
    DEFINITION = 2
    PARAMETER = 3
    VALUE = 4
    UNPACKED = 5
    ITERATED = 6
    ENTERED = 7
    CAUGHT = 8
    CHANGED = 9
    OTHER = 10


class Binding:
    """One place that gives a name its value."""

    __slots__ = ("annotation", "index", "kind", "node", "scope", "statement", "target", "value")

    def __init__(
        self,
        kind: Bound,
        node: ast.AST,
        scope: Scope,
        statement: ast.stmt,
        value: ast.expr | None = None,
        *,
        target: str = "",
        annotation: ast.expr | None = None,
        index: tuple[int, ...] = (),
    ) -> None:
        self.kind = kind
        self.node = node
        self.scope = scope
        """The scope whose text it stands in; another one's name with `global`."""
        self.statement = statement
        self.value = value
        """What is assigned, iterated, entered or caught."""
        self.target = target
        """The qualified name, for an import."""
        self.annotation = annotation
        self.index = index
        """Which element of an unpacked value."""


class Scope:
    """A module, a class or a function: names and what gives them their values."""

    __slots__ = (
        "attributes",
        "bindings",
        "context",
        "elsewhere",
        "is_class",
        "me",
        "node",
        "parent",
        "qualname",
    )

    def __init__(
        self,
        node: ast.Module | ast.ClassDef | FunctionNode,
        parent: Scope | None,
        context: Context | None,
    ) -> None:
        self.node = node
        self.parent = parent
        self.context = context
        """Where the definition stands; ``None`` for the module."""
        self.is_class = node.__class__ is ast.ClassDef
        self.bindings: dict[str, list[Binding]] = {}
        self.attributes: dict[str, list[Binding]] = {}
        """Of a class: what its methods store on their first parameter."""
        self.elsewhere: dict[str, str] = {}
        """Names declared ``global`` or ``nonlocal``, and which."""
        self.me = ""
        """Of a method: the name of its first parameter."""
        name = getattr(node, "name", "")
        self.qualname: str = f"{parent.qualname}.{name}" if parent and parent.qualname else name

    def bind(self, name: str, binding: Binding) -> None:
        """Add a binding where the name lives."""
        home: Scope = self
        if self.elsewhere and name in self.elsewhere:
            home = self.home_of(name)
        found = home.bindings.get(name)
        if found is None:
            home.bindings[name] = [binding]
        else:
            found.append(binding)

    def home_of(self, name: str) -> Scope:
        """The scope that a ``global`` or ``nonlocal`` declaration of the name leads to."""
        scope: Scope = self
        if self.elsewhere.get(name) == "global":
            while scope.parent:
                scope = scope.parent
            return scope
        outer = self.parent
        while outer and (outer.is_class or name not in outer.bindings) and outer.parent:
            outer = outer.parent
        return outer or self

    def lookup(self, name: str, at: ast.stmt | None = None) -> list[Binding] | None:
        """All bindings of the name as a statement in this scope sees it; ``None``: there are none."""
        if name in self.elsewhere:
            return self.home_of(name).bindings.get(name)
        scope: Scope | None = self
        if at is not None and self.is_class and name in self.bindings:
            # A class body runs once, from top to bottom: `date = Column(default=date.today())`.
            before = [
                binding
                for binding in self.bindings[name]
                if binding.statement.lineno < at.lineno and binding.statement is not at
            ]
            if before:
                return before
            scope = self.parent
        while scope:
            if scope is self or not scope.is_class:
                found = scope.bindings.get(name)
                if found:
                    return found
                if name in scope.elsewhere:
                    return scope.home_of(name).bindings.get(name)
            scope = scope.parent
        return None


class Branch(Enum):
    """Which block of a compound statement a context stands for."""

    __hash__ = object.__hash__

    TOP = 1
    IF = 2
    ELSE = 3
    LOOP = 4
    LOOP_ELSE = 5
    WITH = 6
    TRY = 7
    EXCEPT = 8
    TRY_ELSE = 9
    FINALLY = 10
    CASE = 11


class Context:
    """A block, and the block around it; after an early exit the rest of a block is an ``ELSE``."""

    __slots__ = ("branch", "node", "owner", "parent", "scope")

    def __init__(
        self,
        branch: Branch,
        node: ast.AST,
        parent: Context | None,
        scope: Scope,
        owner: ast.AST | None = None,
    ) -> None:
        self.branch = branch
        self.node = node
        self.parent = parent
        self.scope = scope
        self.owner = owner or node
        """The statement, or the module, that the block belongs to."""

    def chain(self) -> Iterator[Context]:
        """This block and those around it, innermost first, up to the scope's own body."""
        context: Context | None = self
        while context:
            yield context
            context = context.parent


LEAVES = frozenset({ast.Name, ast.Constant})
IGNORED = frozenset({"ctx", "op", "ops", "type_comment", "kind", "lineno", "col_offset"})
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
LEAVING = (ast.Return, ast.Raise, ast.Continue, ast.Break)
TRIES: tuple[type[ast.AST], ...] = (ast.Try, ast.TryStar)
BLOCKS = ("body", "orelse", "finalbody")
"""The fields of compound statements that hold statements."""
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def _subclasses(base: type[ast.AST]) -> Iterator[type[ast.AST]]:
    for kind in base.__subclasses__():
        yield kind
        yield from _subclasses(kind)


CHILDREN: dict[type[ast.AST], tuple[str, ...]] = {
    kind: tuple(name for name in kind._fields if name not in IGNORED)
    for base in (ast.expr, ast.comprehension, ast.pattern, ast.keyword)
    for kind in (base, *_subclasses(base))
}
CHILDREN[ast.Lambda] = ("args", "body")
CHILDREN[ast.arguments] = ("defaults", "kw_defaults")


PLAIN = frozenset(
    {
        *("attr", "asname", "conversion", "ctx", "id", "is_async", "kind", "kwd_attrs", "level"),
        *("module", "op", "ops", "rest", "simple", "type_comment", "type_ignores"),
    }
)
INSIDE: dict[type[ast.AST], tuple[str, ...]] = {
    kind: tuple(name for name in kind._fields if name not in PLAIN) for kind in _subclasses(ast.AST)
}


def children_of(node: ast.AST) -> Iterator[ast.AST]:
    """`ast.iter_child_nodes`, without contexts and operators, in less than half of the time."""
    for field in INSIDE[node.__class__]:
        child = getattr(node, field, None)
        if child.__class__ is list:
            for item in child:
                if isinstance(item, ast.AST):
                    yield item
        elif isinstance(child, ast.AST):
            yield child


class Index:
    """What the walk found."""

    __slots__ = (
        "aliases",
        "calls",
        "classes",
        "definitions",
        "imports",
        "inner_names",
        "module",
        "nodes",
        "owners",
        "placed",
        "scopes",
        "star_imports",
        "stores",
    )

    def __init__(self, tree: ast.Module) -> None:
        self.nodes: defaultdict[type[ast.AST], list[ast.AST]] = defaultdict(list)
        """Nodes by type, unsorted; names, constants and attributes are left out."""
        self.calls: defaultdict[str, list[tuple[ast.Call, ast.stmt]]] = defaultdict(list)
        """Calls and their statements, by the last identifier of the callee."""
        self.owners: dict[ast.AST, ast.stmt] = {}
        """The statements of calls."""
        self.placed: dict[ast.stmt, Context] = {}
        self.module = Scope(tree, None, None)
        self.scopes: dict[ast.AST, Scope] = {tree: self.module}
        self.definitions: dict[str, list[ast.AST]] = {}
        """Functions and classes by their qualified name inside the module."""
        self.imports: list[tuple[str, ast.stmt]] = []
        """Modules and members that are imported, absolute."""
        self.star_imports: list[tuple[str, ast.ImportFrom]] = []
        self.aliases: defaultdict[str, set[str]] = defaultdict(set)
        """Names that stand for something with another last identifier, and which."""
        self.inner_names: set[str] = set()
        """Names bound by a lambda or a comprehension somewhere in the file."""
        self.stores: list[tuple[ast.expr, ast.expr | None, ast.stmt]] = []
        """Attributes and items that are assigned, with the value and the statement."""


def relative_base(module: str, level: int, *, package: bool) -> str | None:
    """What the dots of a relative import stand for; ``None`` when they leave the tree."""
    parts = module.split(".") if module else []
    drop = level - 1 if package else level
    if drop > len(parts):
        return None
    return ".".join(parts[: len(parts) - drop])


class Walk:
    """The state of one walk; `build` runs it."""

    __slots__ = ("index", "module", "package", "pending")

    def __init__(self, tree: ast.Module, module: str, *, package: bool) -> None:
        self.index = Index(tree)
        self.module = module
        self.package = package
        self.pending: list[tuple[list[ast.stmt], Scope]] = [(tree.body, self.index.module)]

    def run(self) -> Index:
        """Walk every scope."""
        index = self.index
        nodes = index.nodes
        placed = index.placed
        pending = self.pending
        while pending:
            body, scope = pending.pop()
            top = Context(Branch.TOP, scope.node, None, scope)
            blocks: list[tuple[list[ast.stmt], Context]] = [(body, top)]
            while blocks:
                statements, context = blocks.pop()
                for position, statement in enumerate(statements):
                    kind = statement.__class__
                    nodes[kind].append(statement)
                    placed[statement] = context
                    todo = STATEMENTS.get(kind, _nothing)(self, statement, context, blocks)
                    if todo:
                        self.expressions(todo, statement, scope)
                    if (
                        kind is ast.If
                        and not statement.orelse  # type: ignore[attr-defined]
                        and statement.body[-1].__class__ in LEAVING  # type: ignore[attr-defined]
                        and position + 1 < len(statements)
                    ):
                        rest = Context(Branch.ELSE, statement, context, scope)
                        blocks.append((statements[position + 1 :], rest))
                        break
        return index

    def expressions(self, todo: list[ast.AST], statement: ast.stmt, scope: Scope) -> None:
        """Look into expressions."""
        index = self.index
        nodes = index.nodes
        calls = index.calls
        owners = index.owners
        leaves = LEAVES
        children = CHILDREN
        while todo:
            node = todo.pop()
            kind = node.__class__
            if kind in leaves:
                continue
            if kind is ast.Attribute:
                value = node.value  # type: ignore[attr-defined]
                if value.__class__ not in leaves:
                    todo.append(value)
                continue
            if kind is ast.Call:
                owners[node] = statement
                function = node.func  # type: ignore[attr-defined]
                shape = function.__class__
                if shape is ast.Attribute:
                    calls[function.attr].append((node, statement))  # type: ignore[arg-type]
                    value = function.value
                    if value.__class__ not in leaves:
                        todo.append(value)
                elif shape is ast.Name:
                    calls[function.id].append((node, statement))  # type: ignore[arg-type]
                else:
                    calls[""].append((node, statement))  # type: ignore[arg-type]
                    todo.append(function)
                for argument in node.args:  # type: ignore[attr-defined]
                    if argument.__class__ not in leaves:
                        todo.append(argument)  # noqa: PERF401  a generator costs more here
                for keyword in node.keywords:  # type: ignore[attr-defined]
                    value = keyword.value
                    if value.__class__ not in leaves:
                        todo.append(value)
                continue
            nodes[kind].append(node)
            if kind is ast.NamedExpr:
                assert isinstance(node, ast.NamedExpr)
                self.store(node.target, node.value, statement, scope, Bound.VALUE)
            elif kind is ast.Lambda:
                assert isinstance(node, ast.Lambda)
                index.inner_names.update(argument.arg for argument in every_argument(node.args))
            elif kind is ast.comprehension:
                assert isinstance(node, ast.comprehension)
                index.inner_names.update(names_in(node.target))
            for field in children.get(kind, ()):
                child = getattr(node, field)
                if child.__class__ is list:
                    for item in child:
                        if item.__class__ not in leaves and isinstance(item, ast.AST):
                            todo.append(item)  # noqa: PERF401  a generator costs more here
                elif isinstance(child, ast.AST) and child.__class__ not in leaves:
                    todo.append(child)

    def store(
        self,
        target: ast.expr,
        value: ast.expr | None,
        statement: ast.stmt,
        scope: Scope,
        kind: Bound,
        *,
        annotation: ast.expr | None = None,
        index: tuple[int, ...] = (),
    ) -> None:
        """Bind a target; what is stored on ``self`` goes to the class."""
        shape = target.__class__
        if shape is ast.Name:
            name: str = target.id  # type: ignore[attr-defined]
            scope.bind(
                name,
                Binding(kind, target, scope, statement, value, annotation=annotation, index=index),
            )
            if kind is Bound.VALUE and value is not None:
                self.alias(name, value)
        elif shape is ast.Tuple or shape is ast.List:
            self.unpack(target, value, statement, scope, kind, index)  # type: ignore[arg-type]
        elif shape is ast.Starred:
            self.store(target.value, None, statement, scope, Bound.OTHER)  # type: ignore[attr-defined]
        elif shape is ast.Attribute:
            self.index.stores.append((target, value, statement))
            attribute: str = target.attr  # type: ignore[attr-defined]
            owner = target.value  # type: ignore[attr-defined]
            if scope.me and owner.__class__ is ast.Name and owner.id == scope.me:
                assert scope.parent is not None
                scope.parent.attributes.setdefault(attribute, []).append(
                    Binding(
                        kind, target, scope, statement, value, annotation=annotation, index=index
                    )
                )
            if kind is Bound.VALUE and value is not None:
                self.alias(attribute, value)
        else:
            self.index.stores.append((target, value, statement))

    def unpack(
        self,
        target: ast.Tuple | ast.List,
        value: ast.expr | None,
        statement: ast.stmt,
        scope: Scope,
        kind: Bound,
        index: tuple[int, ...],
    ) -> None:
        """Bind each element of a tuple of targets."""
        elements = target.elts
        starred = any(element.__class__ is ast.Starred for element in elements)
        if (
            kind is Bound.VALUE
            and isinstance(value, ast.Tuple | ast.List)
            and len(value.elts) == len(elements)
            and not starred
            and not any(element.__class__ is ast.Starred for element in value.elts)
        ):
            for element, part in zip(elements, value.elts, strict=True):
                self.store(element, part, statement, scope, kind)
            return
        inner = Bound.UNPACKED if kind is Bound.VALUE else kind
        if starred:
            inner = Bound.OTHER
        for position, element in enumerate(elements):
            self.store(element, value, statement, scope, inner, index=(*index, position))

    def alias(self, name: str, value: ast.expr) -> None:
        """Remember that calls of ``name`` may be calls of what it was assigned."""
        shape = value.__class__
        if shape is ast.Attribute:
            last = value.attr  # type: ignore[attr-defined]
        elif shape is ast.Name:
            last = value.id  # type: ignore[attr-defined]
        else:
            return
        if last != name:
            self.index.aliases[name].add(last)

    def define(self, node: FunctionNode | ast.ClassDef, context: Context) -> Scope:
        """Bind a definition and put its body on the list."""
        scope = Scope(node, context.scope, context)
        context.scope.bind(node.name, Binding(Bound.DEFINITION, node, context.scope, node))
        self.index.scopes[node] = scope
        self.index.definitions.setdefault(scope.qualname, []).append(node)
        self.pending.append((node.body, scope))
        for parameter in getattr(node, "type_params", ()):
            scope.bind(parameter.name, Binding(Bound.OTHER, parameter, scope, node))
        return scope


def every_argument(arguments: ast.arguments) -> Iterator[ast.arg]:
    """The parameters of a function, in order, starred ones included."""
    yield from arguments.posonlyargs
    yield from arguments.args
    if arguments.vararg:
        yield arguments.vararg
    yield from arguments.kwonlyargs
    if arguments.kwarg:
        yield arguments.kwarg


def names_in(target: ast.AST) -> Iterator[str]:
    """The names that a target binds."""
    if isinstance(target, ast.Name):
        yield target.id
    elif isinstance(target, ast.Tuple | ast.List):
        for element in target.elts:
            yield from names_in(element)
    elif isinstance(target, ast.Starred):
        yield from names_in(target.value)


Blocks = list[tuple[list[ast.stmt], Context]]


def _function(walk: Walk, node: FunctionNode, context: Context, _: Blocks) -> list[ast.AST]:
    scope = walk.define(node, context)
    arguments = node.args
    todo: list[ast.AST] = [*node.decorator_list, *arguments.defaults]
    todo.extend(default for default in arguments.kw_defaults if default)
    if node.returns:
        todo.append(node.returns)
    for argument in every_argument(arguments):
        if argument.annotation:
            todo.append(argument.annotation)
        scope.bind(
            argument.arg,
            Binding(Bound.PARAMETER, argument, scope, node, annotation=argument.annotation),
        )
    if context.scope.is_class:
        first = next(iter((*arguments.posonlyargs, *arguments.args)), None)
        static = any(
            decorator.__class__ is ast.Name and decorator.id == "staticmethod"
            for decorator in node.decorator_list
        )
        if first and not static:
            scope.me = first.arg
    return todo


def _class(walk: Walk, node: ast.ClassDef, context: Context, _: Blocks) -> list[ast.AST]:
    walk.define(node, context)
    return [*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)]


def _assign(walk: Walk, node: ast.Assign, context: Context, _: Blocks) -> list[ast.AST]:
    todo: list[ast.AST] = [node.value]
    for target in node.targets:
        walk.store(target, node.value, node, context.scope, Bound.VALUE)
        if target.__class__ is not ast.Name:
            todo.append(target)
    return todo


def _annotated(walk: Walk, node: ast.AnnAssign, context: Context, _: Blocks) -> list[ast.AST]:
    walk.store(
        node.target, node.value, node, context.scope, Bound.VALUE, annotation=node.annotation
    )
    return [part for part in (node.annotation, node.value, node.target) if part]


def _augmented(walk: Walk, node: ast.AugAssign, context: Context, _: Blocks) -> list[ast.AST]:
    walk.store(node.target, node.value, node, context.scope, Bound.CHANGED)
    return [node.target, node.value]


def _import(walk: Walk, node: ast.Import, context: Context, _: Blocks) -> list[ast.AST]:
    for item in node.names:
        walk.index.imports.append((item.name, node))
        name = item.asname or item.name.partition(".")[0]
        target = item.name if item.asname else name
        context.scope.bind(name, Binding(Bound.IMPORT, item, context.scope, node, target=target))
        last = target.rpartition(".")[2]
        if item.asname and last != name:
            walk.index.aliases[name].add(last)
    return []


def _import_from(walk: Walk, node: ast.ImportFrom, context: Context, _: Blocks) -> list[ast.AST]:
    base = node.module or ""
    if node.level:
        above = relative_base(walk.module, node.level, package=walk.package)
        # Dots that leave the known tree still name one thing: the text itself.
        above = "." * node.level if above is None else above
        base = f"{above}.{base}" if above and base else above or base
    for item in node.names:
        # Beside a module at the top there is no name in front.
        target = f"{base}.{item.name}" if base else item.name
        walk.index.imports.append((target, node))
        if item.name == "*":
            walk.index.star_imports.append((base, node))
            continue
        name = item.asname or item.name
        context.scope.bind(
            name,
            Binding(Bound.IMPORT, item, context.scope, node, target=target),
        )
        if name != item.name:
            walk.index.aliases[name].add(item.name)
    return []


def _if(_: Walk, node: ast.If, context: Context, blocks: Blocks) -> list[ast.AST]:
    blocks.append((node.body, Context(Branch.IF, node, context, context.scope)))
    if node.orelse:
        blocks.append((node.orelse, Context(Branch.ELSE, node, context, context.scope)))
    return [node.test]


def _for(
    walk: Walk, node: ast.For | ast.AsyncFor, context: Context, blocks: Blocks
) -> list[ast.AST]:
    walk.store(node.target, node.iter, node, context.scope, Bound.ITERATED)
    blocks.append((node.body, Context(Branch.LOOP, node, context, context.scope)))
    if node.orelse:
        blocks.append((node.orelse, Context(Branch.LOOP_ELSE, node, context, context.scope)))
    return [node.iter, node.target]


def _while(_: Walk, node: ast.While, context: Context, blocks: Blocks) -> list[ast.AST]:
    blocks.append((node.body, Context(Branch.LOOP, node, context, context.scope)))
    if node.orelse:
        blocks.append((node.orelse, Context(Branch.LOOP_ELSE, node, context, context.scope)))
    return [node.test]


def _with(
    walk: Walk, node: ast.With | ast.AsyncWith, context: Context, blocks: Blocks
) -> list[ast.AST]:
    todo: list[ast.AST] = []
    for item in node.items:
        todo.append(item.context_expr)
        if item.optional_vars:
            walk.store(item.optional_vars, item.context_expr, node, context.scope, Bound.ENTERED)
            todo.append(item.optional_vars)
    blocks.append((node.body, Context(Branch.WITH, node, context, context.scope)))
    return todo


def _try(walk: Walk, node: ast.Try, context: Context, blocks: Blocks) -> list[ast.AST]:
    todo: list[ast.AST] = []
    scope = context.scope
    blocks.append((node.body, Context(Branch.TRY, node, context, scope)))
    for handler in node.handlers:
        walk.index.nodes[ast.ExceptHandler].append(handler)
        if handler.type:
            todo.append(handler.type)
        if handler.name:
            scope.bind(handler.name, Binding(Bound.CAUGHT, handler, scope, node, handler.type))
        blocks.append((handler.body, Context(Branch.EXCEPT, handler, context, scope, node)))
    if node.orelse:
        blocks.append((node.orelse, Context(Branch.TRY_ELSE, node, context, scope)))
    if node.finalbody:
        blocks.append((node.finalbody, Context(Branch.FINALLY, node, context, scope)))
    return todo


def _match(_: Walk, node: ast.Match, context: Context, blocks: Blocks) -> list[ast.AST]:
    todo: list[ast.AST] = [node.subject]
    for case in node.cases:
        for pattern in ast.walk(case.pattern):
            name = getattr(pattern, "name", None) or getattr(pattern, "rest", None)
            if name:
                context.scope.bind(name, Binding(Bound.OTHER, pattern, context.scope, node))
        todo.append(case.pattern)
        if case.guard:
            todo.append(case.guard)
        blocks.append((case.body, Context(Branch.CASE, case, context, context.scope, node)))
    return todo


def _delete(walk: Walk, node: ast.Delete, context: Context, _: Blocks) -> list[ast.AST]:
    for target in node.targets:
        walk.store(target, None, node, context.scope, Bound.OTHER)
    return list(node.targets)


def _global(
    _: Walk, node: ast.Global | ast.Nonlocal, context: Context, __: Blocks
) -> list[ast.AST]:
    word = "global" if node.__class__ is ast.Global else "nonlocal"
    for name in node.names:
        context.scope.elsewhere[name] = word
        own = context.scope.bindings.pop(name, None)
        for binding in own or ():
            context.scope.bind(name, binding)
    return []


def _value(_: Walk, node: ast.Expr | ast.Return, __: Context, ___: Blocks) -> list[ast.AST]:
    return [node.value] if node.value else []


def _raise(_: Walk, node: ast.Raise, __: Context, ___: Blocks) -> list[ast.AST]:
    return [part for part in (node.exc, node.cause) if part]


def _assert(_: Walk, node: ast.Assert, __: Context, ___: Blocks) -> list[ast.AST]:
    return [node.test, node.msg] if node.msg else [node.test]


def _type_alias(walk: Walk, node: Any, context: Context, _: Blocks) -> list[ast.AST]:
    name, value = node.name, node.value
    walk.store(name, value, node, context.scope, Bound.VALUE)
    return [value]


def _nothing(*_: object) -> list[ast.AST]:
    return []


STATEMENTS: dict[type[ast.AST], Callable[..., list[ast.AST]]] = {
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.ClassDef: _class,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.If: _if,
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.While: _while,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Try: _try,
    ast.TryStar: _try,
    ast.Match: _match,
    ast.Delete: _delete,
    ast.Global: _global,
    ast.Nonlocal: _global,
    ast.Expr: _value,
    ast.Return: _value,
    ast.Raise: _raise,
    ast.Assert: _assert,
}
if hasattr(ast, "TypeAlias"):
    STATEMENTS[ast.TypeAlias] = _type_alias


def build(tree: ast.Module, module: str, *, package: bool) -> Index:
    """Walk a module once."""
    return Walk(tree, module, package=package).run()
