"""One Python file and the questions that a rule may ask about it; knows no library.

``None`` always means *not known*.  It never means *no*.
"""

from __future__ import annotations

import ast
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar, cast

from readiness_lint.finding import Located, Region
from readiness_lint.model import flow, names, types, values
from readiness_lint.model.arguments import ABSENT, Absent, Argument, Given, Hidden, argument
from readiness_lint.model.comments import Comment, code_of, comments_of
from readiness_lint.model.flow import Condition
from readiness_lint.model.index import (
    Binding,
    Bound,
    Branch,
    FunctionNode,
    Index,
    Scope,
    build,
)
from readiness_lint.model.positions import Parents, Positions, start_line
from readiness_lint.model.reaching import reaching
from readiness_lint.model.reads import Reads
from readiness_lint.model.values import Hole, Template
from readiness_lint.pattern import Pattern
from readiness_lint.terms import Answer, Because, Exit, Known, Place, Role, Type, When, heads

if TYPE_CHECKING:
    from readiness_lint.facts.program import Program

__all__ = [
    "ABSENT",
    "Absent",
    "Argument",
    "Binding",
    "Bound",
    "Branch",
    "Comment",
    "Condition",
    "Fact",
    "File",
    "FunctionNode",
    "Given",
    "Hidden",
    "Hole",
    "Inquiry",
    "Library",
    "Named",
    "Scope",
    "Template",
    "argument",
    "code_of",
]

N = TypeVar("N", bound=ast.AST)
F = TypeVar("F", bound="Fact")
A = TypeVar("A")
O = TypeVar("O")  # noqa: E741
W = TypeVar("W", bound="WordList")
Definition = FunctionNode | ast.ClassDef
Spans = tuple[list[tuple[int, int]], list[tuple[int, int]]]
DEEPEST = 60
"""Chains of questions that are longer than this have no answer: a bound of ours, so that the
answer does not hang on the interpreter's stack."""
LONGEST = 2000
"""Questions that one answer may cost: names that define each other in circles could ask forever."""


class Fact(Protocol):
    """A backend notion that is read off a file: a handler, a query, an outbound call."""

    @classmethod
    def find(cls, file: File) -> Iterable[Self]:
        """Every one in the file."""
        ...

    @property
    def node(self) -> ast.AST:
        """What the fact is about."""
        ...


class Library(Protocol):
    """What the model asks about names that the file does not define."""

    def canonical(self, name: str) -> str:
        """The spelling that the tables use."""
        ...

    def renamed(self, packages: frozenset[str]) -> Mapping[str, frozenset[str]]:
        """By last identifier, those of the tables' spellings of the same names, where they differ."""
        ...

    def returns(self, name: str) -> Type | None:
        """The type of what a call gives."""
        ...

    def holds(self, name: str) -> Type | None:
        """The type of the object that has the name."""
        ...

    def chooser(self, name: str) -> tuple[str, int | None] | None:
        """The parameter, and its index, by which a call names the class that it gives instead."""
        ...

    def injector(self, name: str) -> tuple[str, int | None] | None:
        """The parameter, and its index, of a default that names the function to call for it."""
        ...

    def annotates(self, name: str) -> Type | None:
        """The type that an alias of a type stands for."""
        ...

    def is_class(self, name: str) -> bool:
        """Whether it is a class."""
        ...

    def knows(self, name: str) -> bool:
        """Whether any table has the name."""
        ...

    def member(self, owner: str, attribute: str) -> str:
        """The name of a class's member, through its bases."""
        ...

    def bases(self, name: str) -> tuple[str, ...]:
        """The class and those it inherits from, as far as they are known."""
        ...

    def mro(self, name: str) -> tuple[str, ...] | None:
        """The class and all that it inherits from; ``None``: not all are known."""
        ...

    def has(self, word: str, name: str) -> bool:
        """Whether a name carries a word: ``never-returns``, ``property``, ``annotation``."""
        ...

    def value(self, name: str) -> Known | None:
        """The value of a constant."""
        ...

    def reach(self, imported: Iterable[str]) -> frozenset[str]:
        """The packages whose names a file may use that imports these modules and members."""
        ...


class WordList(Protocol):
    """A list of names with a key, which a configuration may extend."""

    @property
    def key(self) -> str:
        """Under which name."""
        ...

    def extended(self, patterns: Iterable[str]) -> Self:
        """The list with more patterns."""
        ...


class Named(Protocol):
    """A table: names, and the last identifiers by which a walk finds candidates."""

    @property
    def name(self) -> str:
        """What its rows share; empty: it was made for one question."""
        ...

    @property
    def packages(self) -> frozenset[str]:
        """The packages of classes all of whose members it has."""
        ...

    @property
    def implicit(self) -> frozenset[str]:
        """The packages of what it has that is called without its name: `__enter__`."""
        ...

    @property
    def lasts(self) -> frozenset[str]:
        """The last identifiers of all that it has."""
        ...

    def lasts_in(self, packages: frozenset[str]) -> frozenset[str]:
        """The last identifiers of what it has of some packages."""
        ...

    def __contains__(self, name: object, /) -> bool: ...


class Inquiry:
    """The questions that are being answered; the files of a program share one.

    An answer may ask another file, and that one may ask back.
    """

    __slots__ = ("asked", "busy", "cuts")

    def __init__(self) -> None:
        self.busy: set[tuple[str, object]] = set()
        self.asked = 0
        self.cuts = 0


class File:
    """One source file."""

    def __init__(
        self,
        path: Path,
        source: str,
        tree: ast.Module,
        library: Library,
        *,
        module: str = "",
        package: bool = False,
        role: Role = Role.APPLICATION,
        options: Mapping[str, Any] | None = None,
        words: Mapping[str, Sequence[str]] | None = None,
        program: Program | None = None,
    ) -> None:
        self.path = path
        self.source = source
        self.tree = tree
        self.library = library
        self.module = module or path.stem
        self.role = role
        self.program = program
        """The other modules; ``None``: nothing is known of them."""
        self.outspoken = False
        """Whether what its comments say counts for more than how its own failures are judged."""
        self.index: Index = build(tree, self.module, package=package)
        self.positions = Positions(source)
        self._parents = Parents(self.index, tree)
        self._options = options or {}
        self._words = words or {}
        self._facts: dict[type[Any], tuple[Any, ...]] = {}
        self._sorted: dict[type[ast.AST], tuple[list[tuple[int, int]], list[ast.AST]]] = {}
        self._inquiry = program.inquiry if program else Inquiry()
        self._used: set[str] | None = None
        self._ordered: tuple[list[tuple[int, int]], list[ast.stmt]] | None = None
        self._spans_by_kind: dict[type[ast.AST], Spans] = {}
        self._answers: defaultdict[str, dict[object, Any]] = defaultdict(dict)
        """By kind of question, and by what it is about."""
        self._memo: dict[tuple[object, ...], Any] = {}
        self._reads: Reads | None = None
        self._code: str | None = None
        self._lasts: frozenset[str] | None = None
        self._aliases: dict[str, frozenset[str]] = {}
        self._libraries: frozenset[str] | None = None

    # ── structure ────────────────────────────────────────────────────────────────────────────
    def nodes(self, *kinds: type[N], within: ast.AST | None = None) -> list[N]:
        """Nodes of these classes in source order; names, constants and attributes have no index."""
        found: list[Any] = []
        start, end = _span(within) if within is not None else EVERYWHERE
        for kind in kinds:
            positions, members = self._in_order(kind)
            if within is None:
                found += members
            elif members:
                low = bisect_left(positions, start)
                high = bisect_left(positions, end, low)
                found += [node for node in members[low:high] if node is not within]
        if len(kinds) > 1:
            found.sort(key=_position)
        return found

    def unordered(self, kind: type[N]) -> Sequence[N]:
        """Nodes of one class as they come: for who looks at all, and whose findings are sorted."""
        return cast("Sequence[N]", self.index.nodes.get(kind, ()))

    def calls(self) -> Iterator[tuple[ast.Call, ast.stmt]]:
        """All calls, with their statements, as they come."""
        return chain.from_iterable(self.index.calls.values())

    def _in_order(self, kind: type[ast.AST]) -> tuple[list[tuple[int, int]], list[ast.AST]]:
        """The nodes of a class in source order, and where they begin."""
        found = self._sorted.get(kind)
        if found is None:
            members = self.index.nodes.get(kind, [])
            if kind is ast.Try:
                members = [*members, *self.index.nodes.get(ast.TryStar, ())]
            elif kind is ast.Call:
                members = [call for calls in self.index.calls.values() for call, _ in calls]
            # Nearly all have a position of their own, which needs no search.
            place = PLACED if issubclass(kind, ast.stmt | ast.expr) else _position
            members = sorted(members, key=place)
            found = self._sorted[kind] = list(map(place, members)), members
        return found

    @property
    def is_empty(self) -> bool:
        """Whether it does nothing: a docstring is all that it may have."""
        return all(
            isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
            for statement in self.tree.body
        )

    def parent(self, node: ast.AST) -> ast.AST | None:
        """The node around this one; ``None`` for the module, and for what is not of the tree."""
        if isinstance(node, ast.stmt):
            return self._parents.of_statement(node)
        if isinstance(node, ast.Module):
            return None
        if _position(node) == NOWHERE:
            return self._parents.anywhere(node)
        return self._parents.of(node, self.statement(node))

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """The nodes around this one, innermost first, the module last."""
        current = self.parent(node)
        while current is not None:
            yield current
            current = self.parent(current)

    def statement(self, node: ast.AST) -> ast.stmt:
        """The innermost statement that holds the node; the node itself if it is one."""
        if isinstance(node, ast.stmt):
            return node
        known = self.index.owners.get(node)
        if known is not None:
            return known
        position = _position(node)
        if position == NOWHERE:
            around = self._parents.anywhere(node)
            assert around is not None
            return self.statement(around)
        starts, statements = self._statements()
        found = statements[max(bisect_right(starts, position) - 1, 0)]
        while position >= (found.end_lineno, found.end_col_offset):
            owner = self.index.placed[found].owner
            if not isinstance(owner, ast.stmt):
                break
            found = owner
        return found

    def _statements(self) -> tuple[list[tuple[int, int]], list[ast.stmt]]:
        if self._ordered is None:
            scopes = self.index.scopes
            found = {
                (start_line(item) if item in scopes else item.lineno, item.col_offset): item
                for item in self.index.placed
            }
            starts = sorted(found)
            self._ordered = starts, [found[start] for start in starts]
        return self._ordered

    def is_inside(self, node: ast.AST, *kinds: type[ast.AST]) -> bool:
        """Whether the text of a node lies in that of one of these; cheaper than its ancestors."""
        position = _position(node)
        for kind in kinds:
            starts, ends = self._spans(kind)
            before = bisect_right(starts, position)
            if before and position < ends[before - 1]:
                return True
        return False

    def _spans(self, kind: type[ast.AST]) -> Spans:
        """Where the text of the outermost nodes of a class begins and ends, in source order."""
        if kind not in self._spans_by_kind:
            starts: list[tuple[int, int]] = []
            ends: list[tuple[int, int]] = []
            for start, end in sorted(map(_span, self.index.nodes.get(kind, ()))):
                if not ends or start >= ends[-1]:
                    starts.append(start)
                    ends.append(end)
                else:
                    # Decorators begin before what they decorate.
                    ends[-1] = max(end, ends[-1])
            self._spans_by_kind[kind] = starts, ends
        return self._spans_by_kind[kind]

    @property
    def reads(self) -> Reads:
        """The names and attributes that it reads."""
        if self._reads is None:
            self._reads = Reads(self.tree, self.source)
        return self._reads

    def is_awaited(self, node: ast.AST) -> bool:
        """Whether a node is what an ``await`` waits for."""
        awaited = self.memo(("awaited",), lambda: {item.value for item in self.nodes(ast.Await)})
        return node in awaited

    def statements_of(self, function: FunctionNode) -> Iterator[ast.stmt]:
        """The statements of a function, nested functions and classes left out, unsorted."""
        todo: list[ast.stmt] = list(function.body)
        while todo:
            statement = todo.pop()
            yield statement
            if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                for field in ("body", "orelse", "finalbody"):
                    todo.extend(getattr(statement, field, ()))
                for part in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
                    todo.extend(part.body)

    def scope(self, node: ast.AST) -> Scope:
        """The scope in which a node's statement stands; a definition stands in the outer one."""
        return self.index.placed[self.statement(node)].scope

    def function(self, node: ast.AST) -> FunctionNode | None:
        """The function around a node; a lambda's body belongs to the function around it."""
        around = self.scope(node).node
        return None if isinstance(around, NO_FUNCTIONS) else around

    def class_(self, node: ast.AST) -> ast.ClassDef | None:
        """The innermost class around a node, through functions."""
        scope: Scope | None = self.scope(node)
        while scope is not None:
            if isinstance(scope.node, ast.ClassDef):
                return scope.node
            scope = scope.parent
        return None

    def label(self, node: ast.AST) -> str:
        """``Class.method`` around a node, or the definition's own name; else the module's name."""
        scope = self.index.scopes.get(node) or self.scope(node)
        return scope.qualname or self.module

    def body(self, function: FunctionNode) -> list[ast.stmt]:
        """The statements of a function without its docstring, ``pass`` and ``...``."""
        return [
            statement
            for position, statement in enumerate(function.body)
            if not isinstance(statement, ast.Pass)
            and not (
                isinstance(statement, ast.Expr)
                and isinstance(statement.value, ast.Constant)
                and (
                    statement.value.value is ...
                    or (position == 0 and isinstance(statement.value.value, str))
                )
            )
        ]

    def is_generator(self, function: FunctionNode) -> bool:
        """Whether a function yields."""
        return any(
            self.function(node) is function and not self.runs_later(node)
            for node in self.nodes(ast.Yield, ast.YieldFrom, within=function)
        )

    def runs_later(self, node: ast.AST) -> bool:
        """Whether a node stands in a lambda of its statement."""
        if not self.is_inside(node, ast.Lambda):
            return False
        current = self.parent(node)
        while current is not None and not isinstance(current, ast.stmt):
            if isinstance(current, ast.Lambda):
                return True
            current = self.parent(current)
        return False

    def when(self, node: ast.AST) -> When:
        """When a node runs: decorators, defaults and class bodies run at import."""
        scope = self.scope(node)
        if self.under(node, Because.TYPE_CHECKING):
            return When.TYPE_CHECKING
        current: Scope | None = scope
        while current is not None and current.is_class:
            current = current.parent
        if current is not None and not isinstance(current.node, ast.Module):
            return When.CALL
        if self.runs_later(node):
            return When.CALL
        return When.MAIN if self.under(node, Because.MAIN) else When.IMPORT

    def region(self, node: Located) -> Region:
        """Where a node stands, in characters."""
        if isinstance(node, Place):
            return Region(node.line, node.column, node.end_line, node.end_column)
        return self.positions.region(node)

    def place(self, node: ast.AST) -> Place:
        """Where a node stands, for one who has not got the tree."""
        region = self.region(node)
        return Place(
            self.module,
            self.path.name,
            region.line,
            region.column,
            region.end_line,
            region.end_column,
            self.label(node),
        )

    # ── names, types, values ─────────────────────────────────────────────────────────────────
    def kept(self, kind: str, subject: object) -> Any:
        """The answer that was given to a question; `names.MISSING` if there was none."""
        return self._answers[kind].get(subject, names.MISSING)

    def answer(self, kind: str, subject: object, make: Callable[[], A | None]) -> A | None:
        """Answer a question once; ``None`` also where it is asked while it is being answered.

        An answer that a cycle had a part in is not kept: asked from elsewhere it may be known.
        """
        answers = self._answers[kind]
        kept: A | None = answers.get(subject, names.MISSING)
        if kept is not names.MISSING:
            return kept
        key = kind, subject
        inquiry = self._inquiry
        busy = inquiry.busy
        if not busy:
            inquiry.asked = 0
        inquiry.asked += 1
        if key in busy or len(busy) >= DEEPEST or inquiry.asked > LONGEST:
            inquiry.cuts += 1
            return None
        cuts = inquiry.cuts
        busy.add(key)
        try:
            found = make()
        finally:
            busy.discard(key)
        if cuts == inquiry.cuts or not busy:
            answers[subject] = found
        return found

    def qualify(self, name: str) -> str:
        """The qualified name of something that this file defines."""
        return f"{self.module}.{name}" if name else self.module

    def owns(self, name: str) -> bool:
        """Whether a qualified name is one of this file's definitions, or a member of one."""
        head = f"{self.module}."
        if not name.startswith(head):
            return False
        found = self.index.module.bindings.get(name[len(head) :].partition(".")[0], ())
        return any(binding.kind is not Bound.IMPORT for binding in found)

    def definition_named(self, name: str) -> ast.AST | None:
        """The one function or class of this file that has the qualified name."""
        head = f"{self.module}."
        if not name.startswith(head):
            return None
        found = self.index.definitions.get(name[len(head) :], ())
        return found[0] if len(found) == 1 else None

    def home(self, name: str) -> File | None:
        """The file that defines what has a qualified name; ``None``: no file that is known."""
        if self.owns(name):
            return self
        found = self.program.defining(name) if self.program else None
        return found[0] if found else None

    def defined(self, name: str) -> tuple[File, Definition] | None:
        """The one function or class of the program that has a qualified name, and its file."""
        home = self.home(name)
        node = home.definition_named(name) if home else None
        if home and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            return home, node
        return None

    def member(self, owner: str, attribute: str) -> str:
        """The name of a class's member, through its bases; the class may be this file's."""
        own = self.class_named(owner)
        if own is None:
            return self.library.member(owner, attribute)
        return names.member_of(self, own, attribute) or f"{owner}.{attribute}"

    def class_named(self, name: str) -> ast.ClassDef | None:
        """The one class of this file that has the qualified name."""
        found = self.definition_named(name)
        return found if isinstance(found, ast.ClassDef) else None

    def name_of(self, expr: ast.expr) -> str | None:
        """The qualified name of a function, class, module or member, as the tables spell it.

        Through imports, aliases, assignments, and the types of receivers: ``session.get`` is
        ``requests.Session.get``.  What the file defines itself is ``module.name``.
        """
        return self.name_at(expr, self.statement(expr))

    def name_at(self, expr: ast.expr, at: ast.stmt) -> str | None:
        """`name_of`, for an expression whose statement is at hand."""
        return names.name_of(self, expr, at)

    def class_name(self, expr: ast.expr, at: ast.stmt | None = None) -> str | None:
        """The qualified name of a class where it is a base or an annotation, without parameters."""
        at = at or self.statement(expr)
        if isinstance(expr, ast.Subscript):
            return self.class_name(expr.value, at)
        name = self.name_at(expr, at)
        if name is not None:
            held = self.library.holds(name)
            if held is None or held.of_class:
                # What another module made stands for its class: `Base = declarative_base()`.
                made = held is not None and not self.library.is_class(name)
                return held.name if held is not None and made else name
        kind = self.type_at(expr, at)
        return kind.name if kind is not None and kind.of_class else name

    def type_of(self, expr: ast.expr) -> Type | None:
        """The type of an expression's value; ``None``: not known, or one of several."""
        return self.type_at(expr, self.statement(expr))

    def type_at(self, expr: ast.expr, at: ast.stmt) -> Type | None:
        """`type_of`, for an expression whose statement is at hand."""
        return types.type_of(self, expr, at)

    def type_named(self, annotation: ast.expr) -> Type | None:
        """The type that an annotation names, without its ``None``."""
        return types.annotated(self, annotation, self.statement(annotation))

    def value_of(self, expr: ast.expr) -> Known | None:
        """The value of an expression: literals, constants assigned once, what is computed of them."""
        return values.value_of(self, expr, self.statement(expr))

    def template_of(self, expr: ast.expr) -> Template | None:
        """A text as pieces and holes, through f-strings, ``%``, ``+``, ``format`` and locals."""
        return values.template_of(self, expr, self.statement(expr))

    def truth_of(self, test: ast.expr) -> Answer:
        """Whether a constant test holds; what a list holds that has a name changes with its methods."""
        found = self.value_of(test)
        if found is None:
            return None
        named = (node for node in ast.walk(test) if isinstance(node, ast.Name | ast.Attribute))
        held = (self.value_of(node) for node in named)
        grows = any(item is not None and isinstance(item.value, list | dict) for item in held)
        return None if grows else bool(found.value)

    def bindings(self, name: ast.Name) -> list[Binding]:
        """Every place of this file that may give the name its value."""
        return names.bindings_of(self, name, self.statement(name)) or []

    def reaching(self, name: ast.Name) -> tuple[Binding, ...]:
        """The places that may have given a local name the value that it has where it is read."""
        return self.memo(("reaching", name), lambda: reaching(self, name))

    def assigned(self, expr: ast.expr) -> ast.expr | None:
        """The one expression that a local or an attribute was assigned; ``None``: none, or several."""
        if not isinstance(expr, ast.Name):
            return None
        found = self.bindings(expr)
        if len(found) == 1 and found[0].kind is Bound.VALUE:
            return found[0].value
        return None

    def origin(self, expr: ast.expr) -> tuple[File, ast.expr] | None:
        """`assigned`, with its file: of a name of another module, what that module assigns to it."""
        value = self.assigned(expr)
        if value is not None:
            return self, value
        found = self.module_bindings(expr)
        if found and len(found[1]) == 1 and found[1][0].kind is Bound.VALUE and found[1][0].value:
            return found[0], found[1][0].value
        return None

    def module_bindings(self, expr: ast.expr) -> tuple[File, list[Binding]] | None:
        """What gives a variable of another module its values there; ``None``: it is none."""
        if self.program is None or not isinstance(expr, ast.Name | ast.Attribute):
            return None
        name = self.name_of(expr)
        home, last = (self.program.defining(name) if name else None) or (self, "")
        found = home.index.module.bindings.get(last, []) if home is not self else []
        return (home, found) if found else None

    def last_name(self, expr: ast.expr) -> str | None:
        """The last identifier or constant key of an expression."""
        if isinstance(expr, ast.Name):
            return expr.id
        if isinstance(expr, ast.Attribute):
            return expr.attr
        if isinstance(expr, ast.Subscript) and isinstance(expr.slice, ast.Constant):
            return expr.slice.value if isinstance(expr.slice.value, str) else None
        if isinstance(expr, ast.Call):
            return self.last_name(expr.func)
        return None

    def definition(self, expr: ast.expr) -> FunctionNode | ast.ClassDef | None:
        """The function or class of this file that an expression names."""
        name = self.name_of(expr)
        found = self.definition_named(name) if name else None
        if isinstance(found, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            return found
        return None

    def mro_of(self, cls: ast.ClassDef) -> tuple[str, ...] | None:
        """The class and all its bases by qualified name; ``None``: a base is not known."""
        return self.answer("mro", cls, lambda: self._mro_of(cls))

    def _mro_of(self, cls: ast.ClassDef) -> tuple[str, ...] | None:
        found: list[str] = [self.qualify(self.index.scopes[cls].qualname)]
        for base in cls.bases:
            name = self.class_name(base, cls)
            if name is None:
                return None
            own = self.class_named(name)
            above = self.mro_of(own) if own else self._bases(name)
            if above is None:
                return None
            found.extend(item for item in above if item not in found)
        return tuple(found)

    def _bases(self, name: str) -> tuple[str, ...] | None:
        if name.startswith("builtins.") or self.library.is_class(name):
            return self.library.mro(name)
        return (name,) if name in PLAIN_BASES else None

    def inherits(self, cls: ast.ClassDef, names: Container[str]) -> Answer:
        """Whether some base is one of these; no only if every base is known."""
        if any(name in names for name in self.bases_of(cls)):
            return True
        return None if self.mro_of(cls) is None else False

    def bases_of(self, cls: ast.ClassDef) -> tuple[str, ...]:
        """Every base that is known, near ones first; there may be others."""
        return self.answer("bases", cls, lambda: self._bases_of(cls)) or ()

    def _bases_of(self, cls: ast.ClassDef) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for base in cls.bases:
            name = self.class_name(base, cls)
            own = self.class_named(name) if name else None
            if own is not None:
                found |= dict.fromkeys((self.qualify(self.index.scopes[own].qualname),))
                found |= dict.fromkeys(self.bases_of(own))
            elif name:
                found |= dict.fromkeys(self.library.bases(name))
        return tuple(found)

    # ── calls ────────────────────────────────────────────────────────────────────────────────
    def argument(self, call: ast.Call, name: str, position: int | None = None) -> Argument:
        """What a call gives for a parameter."""
        return argument(call, name, position)

    def candidates(self, lasts: frozenset[str]) -> Sequence[tuple[ast.Call, ast.stmt]]:
        """Calls whose callee may end in one of these identifiers, aliases included, unsorted."""
        # Most tables have nothing that most files call.
        if lasts.isdisjoint(self._callees()):
            return ()
        calls = self.index.calls
        wanted = lasts.intersection(calls)
        for last in lasts.intersection(self._aliases):
            wanted |= self._aliases[last]
        # Whoever takes them as they come gets the same in every process.
        return [found for last in sorted(wanted) for found in calls[last]]

    def _callees(self) -> frozenset[str]:
        """The last identifiers of what it may call, under whatever name."""
        if self._lasts is None:
            self._aliases = self._called_aliases()
            self._lasts = frozenset(self.index.calls).union(self._aliases)
        return self._lasts

    def _called_aliases(self) -> dict[str, frozenset[str]]:
        """By last identifier: the other identifiers under which it may be called here."""
        aliases: dict[str, set[str]] = {**self.index.aliases}
        for name, _ in self.index.imports:
            # A module may give what it imports another name before this one imports it.
            last = name.rpartition(".")[2]
            behind = self.library.canonical(name).rpartition(".")[2]
            if behind != last:
                aliases[last] = aliases.get(last, set()) | {behind}
        for last, others in self.library.renamed(self.libraries).items():
            aliases[last] = aliases.get(last, set()) | others
        found: dict[str, frozenset[str]] = {}
        for alias in aliases.keys() & self.index.calls.keys():
            seen: set[str] = set()
            todo = [alias]
            while todo:
                more = aliases.get(todo.pop(), set()) - seen
                seen |= more
                todo += more
            for last in seen - {alias}:
                found[last] = found.get(last, frozenset()) | {alias}
        return found

    def calls_to(self, table: Named) -> list[tuple[str, ast.Call]]:
        """Calls of what a table names, with the name, in source order; each resolved once."""
        found = [
            (name, call)
            for call, statement in self.candidates(table.lasts_in(self.libraries))
            if (name := self.callee(call, statement)) is not None and name in table
        ]
        if len(found) > 1:
            found.sort(key=lambda item: _order(item[1]))
        return found

    def callee(self, call: ast.Call, at: ast.stmt | None = None) -> str | None:
        """The qualified name of what is called; resolved once."""
        return names.name_of(self, call.func, at or self.statement(call))

    def never_returns(self, expr: ast.expr, at: ast.stmt) -> bool:
        """Whether an expression statement is a call that never comes back."""
        call = expr.value if isinstance(expr, ast.Await) else expr
        if not isinstance(call, ast.Call):
            return False
        name = self.callee(call, at)
        if name is None:
            return False
        definition = self.definition_named(name)
        if isinstance(definition, ast.FunctionDef | ast.AsyncFunctionDef):
            return self.always_raises(definition)
        return self.library.has("never-returns", name)

    def always_raises(self, function: FunctionNode) -> bool:
        """Whether no call of a function of this file comes back."""
        key = ("raises", function)
        if key not in self._memo:
            # While the answer is sought, a call of itself counts as returning.
            self._memo[key] = False
            self._memo[key] = (
                not self.is_generator(function)
                and flow.exits(self, function.body) is Exit.RAISES
                and not self._is_left_open(function)
            )
        return bool(self._memo[key])

    def _is_left_open(self, function: FunctionNode) -> bool:
        """Whether a function asks for another one in its place: that one may return."""
        return any(
            isinstance(statement, ast.Raise)
            and statement.exc is not None
            and self.last_name(statement.exc) == "NotImplementedError"
            for statement in self.statements_of(function)
        )

    # ── flow ─────────────────────────────────────────────────────────────────────────────────
    def exits(self, body: Sequence[ast.stmt]) -> Exit:
        """How control may leave a block; a call that never returns raises."""
        if not body:
            return Exit.FALLS
        return self.memo(("exits", body[0], len(body)), lambda: flow.exits(self, body))

    def block(self, statement: ast.AST) -> Sequence[ast.stmt]:
        """The statements among which one is written, in order; nothing for an expression."""
        return flow.block_around(self, statement)

    def preceding(self, statement: ast.AST) -> Sequence[ast.stmt]:
        """What is written before a statement in its block, in order; nothing for an expression."""
        block = self.block(statement)
        return block[: block.index(statement)] if block else ()

    def following(self, statement: ast.AST) -> Sequence[ast.stmt]:
        """What is written behind a statement in its block, in order; nothing for an expression."""
        block = self.block(statement)
        if not block or block[-1] is statement:
            return ()
        return block[block.index(statement) + 1 :]

    def above(self, statement: ast.AST) -> ast.stmt | None:
        """The statement right before one in its block."""
        return next(iter(self.preceding(statement)[-1:]), None)

    def below(self, statement: ast.AST) -> ast.stmt | None:
        """The statement right behind one in its block."""
        return next(iter(self.following(statement)), None)

    def conditions(self, node: ast.AST) -> tuple[Condition, ...]:
        """The tests under which a node runs in its function, innermost first."""
        return tuple(flow.conditions(self, node))

    def under(self, node: ast.AST, because: Because) -> bool:
        """Whether a test of this kind stands around a node, in its function or above it."""
        current: ast.AST | None = node
        while current is not None:
            for condition in flow.conditions(self, current):
                if flow.shows(condition) is because:
                    return True
            current = self.function(current)
        return False

    def repeats(self, node: ast.AST) -> ast.AST | None:
        """The innermost loop or comprehension that runs the node again."""
        return flow.repeats(self, node)

    def loops_around(self, node: ast.AST) -> Iterator[ast.AST]:
        """Every loop that runs the node again, innermost first."""
        return flow.loops_around(self, node)

    def dominates(self, first: ast.AST, second: ast.AST) -> bool:
        """Whether ``first`` certainly ran whenever ``second`` runs."""
        return flow.dominates(self, first, second)

    def reaches(self, first: ast.AST, second: ast.AST) -> bool:
        """Whether ``second`` may run after ``first`` in one run of the function."""
        return flow.reaches(self, first, second)

    def exclusive(self, first: ast.AST, second: ast.AST) -> bool:
        """Whether no run of the function has both."""
        return flow.exclusive(self, first, second)

    def enclosing(self, node: ast.AST, *branches: Branch) -> Iterator[ast.AST]:
        """The compound statements in whose given blocks a node stands, innermost first."""
        return flow.enclosing(self, node, *branches)

    def withs(self, node: ast.AST) -> Iterator[ast.expr]:
        """The context managers around a node, innermost first."""
        for around in self.enclosing(node, Branch.WITH):
            if isinstance(around, ast.With | ast.AsyncWith):
                for item in reversed(around.items):
                    yield item.context_expr

    def tries(self, node: ast.AST) -> Iterator[ast.Try]:
        """The ``try`` statements whose body holds a node, innermost first."""
        for around in self.enclosing(node, Branch.TRY):
            yield cast("ast.Try", around)

    # ── comments ─────────────────────────────────────────────────────────────────────────────
    @property
    def code(self) -> str:
        """Its text without the lines that are blank or a comment: all that others ask about."""
        if self._code is None:
            self._code = code_of(self.source)
        return self._code

    def says(self, pattern: Pattern) -> bool:
        """Whether a pattern, which ends with its line, is somewhere in its `code`."""
        return self.memo(
            ("says", pattern),
            lambda: bool(pattern.search(self.source) and pattern.search(self.code)),
        )

    def comments(self, node: ast.AST) -> tuple[Comment, ...]:
        """Those in a statement or handler, on its lines, and on lines of their own right above."""
        around = node if isinstance(node, ast.ExceptHandler) else self.statement(node)
        last: int = around.end_lineno  # type: ignore[assignment]
        lines = self.positions.lines
        # The parser ends a block with its last statement; the reader with its last comment.
        while isinstance(getattr(around, "body", None), list) and last < len(lines):
            below = lines[last]
            if (
                not below.lstrip().startswith("#")
                or len(below) - len(below.lstrip()) <= around.col_offset
            ):
                break
            last += 1
        return self.memo(
            ("comments", around), lambda: tuple(comments_of(lines, start_line(around), last))
        )

    def intent(self, node: ast.AST, says: Callable[[str], bool] | None = None) -> Comment | None:
        """A comment in or above a node that explains it to a reader; with ``says``, in such words."""
        self.outspoken = True
        for comment in self.comments(node):
            if comment.explains and (says is None or says(comment.text)):
                return comment
        return None

    # ── vocabulary ───────────────────────────────────────────────────────────────────────────
    @property
    def libraries(self) -> frozenset[str]:
        """The packages whose names this file may use: those it imports, and where they lead.

        What no import leads to is never resolved, whatever its last identifier.
        """
        if self._libraries is None:
            self._libraries = self.library.reach({name for name, _ in self.index.imports})
        return self._libraries

    def uses(self, module: str) -> bool:
        """Whether the file imports a module or something below it."""
        if self._used is None:
            self._used = {
                prefix
                for name in {name for name, _ in self.index.imports}
                for prefix in heads(name)
            }
        return module in self._used

    def facts(self, kind: type[F], within: ast.AST | None = None) -> tuple[F, ...]:
        """Every fact of a kind, in source order; found once per file."""
        facts: tuple[F, ...] | None = self._facts.get(kind)
        if facts is None:
            found = list(kind.find(self))
            if len(found) > 1:
                found.sort(key=lambda item: _order(item.node))
            facts = self._facts[kind] = tuple(found)
        if within is None:
            return facts
        start, end = _span(within)
        return tuple(item for item in facts if start <= _position(item.node) < end)

    def subjects(self, kinds: Sequence[type[Any]]) -> Sequence[Any]:
        """What a rule of these kinds is called with, in source order, kind by kind."""
        if len(kinds) > 1:
            return [item for kind in kinds for item in self.subjects((kind,))]
        kind = kinds[0]
        found = self._facts.get(kind)
        if found is not None:
            return found
        return self.nodes(kind) if issubclass(kind, ast.AST) else self.facts(kind)

    def forget(self) -> None:
        """Take the circles apart, so that the tree goes without waiting for the collector."""
        self._facts.clear()
        self._answers.clear()
        self._memo.clear()
        for scope in self.index.scopes.values():
            scope.bindings.clear()
            scope.attributes.clear()

    def memo(self, key: tuple[object, ...], make: Callable[[], A]) -> A:
        """Something that is worked out once per file."""
        found: A = self._memo.get(key, names.MISSING)
        if found is names.MISSING:
            found = self._memo[key] = make()
        return found

    def words(self, words: W) -> W:
        """A list of words with what the configuration adds to it."""
        more = self._words.get(words.key)
        return words.extended(more) if more else words

    def options(self, kind: type[O]) -> O:
        """A rule's own options, as configured; its defaults otherwise."""
        found = self._options.get(kind.__module__)
        return found if isinstance(found, kind) else kind()


PLAIN_BASES = frozenset(
    [
        "abc.ABC",
        "typing.Protocol",
        "typing.Generic",
        "typing_extensions.Protocol",
        "enum.Enum",
        "enum.StrEnum",
        "enum.IntEnum",
        "typing.NamedTuple",
        "typing.TypedDict",
    ]
)
"""Bases of the standard library that bring nothing a rule asks for."""


NO_FUNCTIONS = (ast.Module, ast.ClassDef)
NOWHERE = (0, 0)
EVERYWHERE = (0, 0), (2**31, 0)
PLACED = attrgetter("lineno", "col_offset")


def _position(node: ast.AST) -> tuple[int, int]:
    line = getattr(node, "lineno", None)
    if line is None:
        inner = getattr(node, "target", None) or getattr(node, "pattern", None)
        return _position(inner) if inner is not None else NOWHERE
    return line, node.col_offset  # type: ignore[attr-defined]


def _order(node: ast.AST) -> tuple[int, int, int, int]:
    """Source order; of what begins at one place, in a chain of calls, what ends first comes first."""
    end = getattr(node, "end_lineno", None)
    return *_position(node), end or 0, node.end_col_offset if end else 0  # type: ignore[attr-defined]


def _span(node: ast.AST) -> tuple[tuple[int, int], tuple[int, int]]:
    if isinstance(node, ast.Module):
        return EVERYWHERE
    return (
        (start_line(node), node.col_offset),  # type: ignore[attr-defined]
        (node.end_lineno, node.end_col_offset),  # type: ignore[attr-defined]
    )
