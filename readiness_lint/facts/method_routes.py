"""Classes of views that register themselves: each public method of them is a route of its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from readiness_lint.facts.callables import FUNCTIONS, constant, given
from readiness_lint.facts.classes import attribute, lineage
from readiness_lint.facts.decorators import decorator_name, target_of
from readiness_lint.facts.route_texts import (
    UNKNOWN,
    Methods,
    marked_methods,
    methods_set,
    spelled,
)
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Marker, MethodRoutes, Param
from readiness_lint.model import Bound, File, FunctionNode
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Known

NO_FUNCTION = frozenset({"property", "cached_property", "classmethod", "staticmethod"})
"""Decorators of what a class has and no request reaches."""
OF_PROPERTY = frozenset({"setter", "getter", "deleter"})
WORDS = Pattern(r"(?<=.)(?=[A-Z][a-z])|(?<=[a-z0-9])(?=[A-Z])")
VARIABLE = Pattern(r"<(?:[^<>:]+:)?([^<>:]+)>")


@record
class MethodRoute:
    """A path under which a method of such a class answers."""

    node: ast.Call
    """What registers the class."""
    row: MethodRoutes
    router: ast.expr | None
    """What it is registered on."""
    home: File
    cls: ast.ClassDef
    """The class that is registered, in its file."""
    file: File
    function: FunctionNode
    """The method, in the file of the class or base that defines it."""
    methods: Methods
    path: str
    """Below what the router is mounted under; what is not known of it is `UNKNOWN`."""


def method_routes(file: File) -> tuple[MethodRoute, ...]:
    """The routes of all classes that a file registers."""
    return file.memo(("method routes",), lambda: tuple(_routes(file)))


def _routes(file: File) -> Iterator[MethodRoute]:
    table = tables().table(MethodRoutes)
    for call, _ in file.candidates(table.lasts_in(file.libraries)):
        if isinstance(call.func, ast.Attribute):
            for home, cls in _registered(file, call.func.value):
                # One of the program may have a method of this name itself.
                names = (f"{base}.{call.func.attr}" for base in home.bases_of(cls))
                row = next((table[name] for name in names if name in table), None)
                if row is not None:
                    yield from _View(file, call, row, home, cls).routes()


def _registered(file: File, owner: ast.expr) -> Iterator[tuple[File, ast.ClassDef]]:
    """The classes that a call is a method of: one by its name, or those that a loop goes through."""
    named = _class_of(file, owner)
    if named is not None:
        yield named
    for binding in file.bindings(owner) if isinstance(owner, ast.Name) and not named else ():
        listed = binding.value if binding.kind is Bound.ITERATED else None
        if isinstance(listed, ast.Name):
            listed = file.assigned(listed)
        for item in listed.elts if isinstance(listed, ast.List | ast.Tuple) else ():
            found = _class_of(file, item)
            if found is not None:
                yield found


def _class_of(file: File, expr: ast.expr) -> tuple[File, ast.ClassDef] | None:
    """The class of the program that an expression names."""
    name = file.name_of(expr) if isinstance(expr, ast.Name | ast.Attribute) else None
    home, cls = (file.defined(name) if name else None) or (file, None)
    return (home, cls) if isinstance(cls, ast.ClassDef) else None


@record
class _View:
    """One registration of a class."""

    file: File
    call: ast.Call
    row: MethodRoutes
    home: File
    cls: ast.ClassDef

    def routes(self) -> Iterator[MethodRoute]:
        """Each of its methods, under each of its paths."""
        router = given(self.file, self.call, self.row.router)
        for file, function in self.functions():
            for methods, path in self.ways(file, function):
                yield MethodRoute(
                    self.call,
                    self.row,
                    router,
                    self.home,
                    self.cls,
                    file,
                    function,
                    methods,
                    path,
                )

    def functions(self) -> Iterator[tuple[File, FunctionNode]]:
        """Its methods that requests reach, each from the nearest class that has it."""
        left_out = self.left_out()
        if left_out is None:
            return
        seen = set(left_out)
        for file, line in lineage(self.home, self.cls):
            for name, bindings in file.index.scopes[line].bindings.items():
                node = bindings[-1].node
                if name in seen or name.startswith(self.row.kept):
                    continue
                seen.add(name)
                if isinstance(node, FUNCTIONS) and (
                    self.marks(file, node, self.row.rule) or not _is_no_function(file, node)
                ):
                    yield file, node

    def left_out(self) -> frozenset[str] | None:
        """Names that it does not route; ``None``: not known."""
        found = set(self.row.own)
        base = given(self.file, self.call, self.row.base_class)
        if base is not None:
            known = self.file.defined(self.file.name_of(base) or "")
            if known is None or not isinstance(known[1], ast.ClassDef):
                return None
            for file, line in lineage(known[0], known[1]):
                found.update(file.index.scopes[line].bindings)
        excluded = self.option(None, self.row.excluded)
        if excluded is None:
            return frozenset(found)
        words = _texts(constant(*excluded))
        return frozenset(found.union(words)) if words is not None else None

    def option(self, param: Param | None, name: str = "") -> tuple[File, ast.expr] | None:
        """What the registration, or the class, says of something, and in which file."""
        value = given(self.file, self.call, param)
        if value is not None and not (isinstance(value, ast.Constant) and value.value is None):
            return self.file, value
        return attribute(self.home, self.cls, name or (param.name if param else ""))

    def text(self, param: Param) -> str | None:
        """A part of its paths; ``None``: nothing says it."""
        found = self.option(param)
        if found is None or (isinstance(found[1], ast.Constant) and found[1].value is None):
            return None
        return spelled(*found)

    def flag(self, param: Param, *, default: bool) -> bool | None:
        """Whether something is on."""
        found = self.option(param)
        known = constant(*found) if found is not None else Known(default)
        return None if known is None else bool(known.value)

    # ── paths ────────────────────────────────────────────────────────────────────────────────────
    def marks(self, file: File, function: FunctionNode, name: str) -> list[ast.Call]:
        """The decorators of a method that are calls of one thing."""
        return [
            item
            for item in function.decorator_list
            if isinstance(item, ast.Call) and decorator_name(file, function, item) == name
        ]

    def ways(self, file: File, function: FunctionNode) -> Iterator[tuple[Methods, str]]:
        """The paths of a method, with the methods of HTTP."""
        rules = self.marks(file, function, self.row.rule)
        marker = tables().table(Marker)[self.row.rule]
        for rule in rules:
            path = spelled(file, given(file, rule, marker.path))
            yield marked_methods(file, marker, rule), self.joined(path)
        if rules:
            return
        verbs = dict(self.row.named)
        variables = self.variables(file, function)
        slash = self.flag(self.row.slash, default=True)
        end = "/" if slash else UNKNOWN if slash is None else ""
        if function.name in verbs:
            path, methods = self.joined("/", *variables), methods_set((verbs[function.name],))
        else:
            path, methods = (
                self.joined(self.word(function.name), *variables),
                self.verbs(file, function),
            )
        bare = path.rstrip("/") or "/"
        yield methods, f"{bare}{end}" if bare != "/" else bare

    def word(self, name: str) -> str:
        """How the name of a method stands in its path."""
        dashed = self.flag(self.row.dashed, default=False)
        if dashed is None and "_" in name:
            return UNKNOWN
        return name.replace("_", "-") if dashed else name

    def verbs(self, file: File, function: FunctionNode) -> Methods:
        """The methods of HTTP of a method that is routed by its name."""
        marker = tables().table(Marker)[self.row.verb]
        marks = self.marks(file, function, self.row.verb)
        verbs = [marked_methods(file, marker, item) for item in marks]
        if verbs:
            known = [item for item in verbs if item is not None]
            return frozenset().union(*known) if len(known) == len(verbs) else None
        default = attribute(self.home, self.cls, self.row.defaults)
        if default is None:
            return methods_set(self.row.default)
        words = _texts(constant(*default))
        return frozenset(map(str.upper, words)) if words is not None else None

    def joined(self, *parts: str) -> str:
        """A whole path of the class."""
        prefix, base = self.text(self.row.prefix) or "", self.text(self.row.base)
        if base is None:
            base = "-".join(WORDS.split(self.cls.name.removesuffix(self.row.suffix))).lower()
        whole = "/".join(part for part in (prefix, base.strip("/"), *parts) if part)
        return re.sub(r"/{2,}", "/", f"/{whole}")

    def variables(self, file: File, function: FunctionNode) -> Iterator[str]:
        """The parts of a path that stand for the parameters of a method."""
        inspects = attribute(self.home, self.cls, self.row.inspects)
        if inspects is not None:
            known = constant(*inspects)
            if known is None or not known.value:
                yield from (UNKNOWN,) if known is None else ()
                return
        arguments = [*function.args.posonlyargs, *function.args.args][1:]
        must = len(arguments) - len(function.args.defaults)
        known_ones = self.given_by_path()
        for argument in arguments[: max(must, 0)]:
            if argument.arg not in known_ones:
                yield f"<{self.converter(file, argument)}{argument.arg}>"

    def given_by_path(self) -> frozenset[str]:
        """The parameters that the class's own path, or what it says, has already."""
        found = set(VARIABLE.findall(self.text(self.row.base) or ""))
        listed = attribute(self.home, self.cls, self.row.filled)
        words = _texts(constant(*listed)) if listed is not None else None
        return frozenset(found.union(words or ()))

    def converter(self, file: File, argument: ast.arg) -> str:
        """How the type of a parameter is told in a path."""
        kind = file.type_named(argument.annotation) if argument.annotation is not None else None
        found = dict(self.row.converters).get(kind.name) if kind is not None else None
        return f"{found}:" if found else ""


def _texts(known: Known | None) -> Iterable[str] | None:
    """The words of a list; ``None``: they are not known."""
    if known is None or not isinstance(known.value, list | tuple | set | frozenset):
        return None
    return [str(item) for item in known.value]


def _is_no_function(file: File, function: FunctionNode) -> bool:
    """Whether a decorator makes something else of a method."""
    lasts = {file.last_name(target_of(item)) for item in function.decorator_list}
    return not lasts.isdisjoint(NO_FUNCTION | OF_PROPERTY)
