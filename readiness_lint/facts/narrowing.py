"""What the arguments of a call decide: which links of a function cannot run from there.

A function that is called with ``notify=False`` does not notify.  What is known of an argument goes
with the call, through all functions that hand it on, and leaves out what stands under a test that
it fails.  Only values that are written out count, and tests of a parameter that still has its
value.
"""

from __future__ import annotations

import ast
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import replace

from readiness_lint.facts.callers import Caller, decorators_of
from readiness_lint.facts.conditions import (
    SCALAR,
    Atom,
    Operator,
    answers,
    atoms_on,
    given_for,
    is_object,
    own_parameter,
)
from readiness_lint.facts.links import (
    CALL,
    FUNCTIONS,
    Key,
    Link,
    Target,
    Values,
    links_from,
    wrapper_of,
)
from readiness_lint.facts.tables import tables
from readiness_lint.model import File, FunctionNode, Given
from readiness_lint.model.index import every_argument
from readiness_lint.terms import Known

NOTHING: Values = frozenset()
OBJECT = Known("an object")
"""What is known of an argument that is not ``None``, and of which nobody knows more."""
MOST = 12
"""Ways to call one function that are told apart."""


def cannot_run(target: Target, link: Link) -> bool:
    """Whether a test above a link fails for what is known of the arguments."""
    values = dict(target.given)
    return any(
        _fails(atom, values[atom.parameter])
        for atom in atoms_of(target, link)
        if atom.parameter in values
    )


def _fails(atom: Atom, known: Known) -> bool:
    """Whether a test certainly fails; of an object that is there only one for ``None`` does."""
    if known is OBJECT:
        return atom.operator is Operator.NONE
    return answers(atom, known) is False


def atoms_of(target: Target, link: Link) -> frozenset[Atom]:
    """The tests of parameters above a link."""
    file, function = target.file, target.node
    if link.file is not file or not isinstance(function, FUNCTIONS):
        return frozenset()
    if file.function(link.node) is not function:
        return frozenset()
    found: frozenset[Atom] = file.memo(
        ("atoms on", link.node), lambda: atoms_on(file, link.node, function)
    )
    return found


def argument(link: Link, name: str) -> tuple[File, ast.expr] | None:
    """What a call gives for a parameter of its target, or the default; ``None``: not known."""
    target, call = link.target, link.node
    if target is None or link.how != CALL or not isinstance(call, ast.Call):
        return None
    function = target.node
    if not isinstance(function, FUNCTIONS) or not _is_called(call, function):
        return None
    if _is_plain(target.file, function):
        caller = Caller(link.file, call, link.file.function(call), call)
        return given_for(caller, target.file, function, name)
    # A decorator may put arguments in front, and fill those that are not there.
    found = link.file.argument(call, name, None)
    return (link.file, found.value) if isinstance(found, Given) else None


def _is_called(call: ast.Call, function: FunctionNode) -> bool:
    """Whether it is the function itself that is called, and not what a library calls for it."""
    if function.name == "__init__":
        return True
    last = call.func.attr if isinstance(call.func, ast.Attribute) else None
    return last is None or last == function.name


def _is_plain(file: File, function: FunctionNode) -> bool:
    """Whether the function is called with the arguments that its callers give."""
    keeps = tables().word("keeps-arguments")
    return all(
        name in keeps or _hands_on_all(file, name, function)
        for name, _ in decorators_of(file, function)
    )


def _hands_on_all(file: File, decorator: str, function: FunctionNode) -> bool:
    """Whether a decorator of the program calls the function with all that it is given itself."""
    home, definition = file.defined(decorator) or (file, None)
    wrapper = wrapper_of(home, definition, function) if isinstance(definition, FUNCTIONS) else None
    if wrapper is None or wrapper.args.kwonlyargs:
        return False
    names = [item.arg for item in (*wrapper.args.posonlyargs, *wrapper.args.args)]
    rest, more = wrapper.args.vararg, wrapper.args.kwarg
    if rest is None or more is None:
        return False
    wanted = ", ".join((*names, f"*{rest.arg}", f"**{more.arg}"))
    outer = home.function(wrapper)
    given = {item.arg for item in every_argument(outer.args)} if outer is not None else set()
    calls = [
        call
        for call in home.nodes(ast.Call, within=wrapper)
        if isinstance(call.func, ast.Name) and call.func.id in given
    ]
    return bool(calls) and all(
        ast.unparse(call) == f"{ast.unparse(call.func)}({wanted})" for call in calls
    )


def passed(link: Link, wanted: Iterable[str], values: Values) -> Values:
    """What is known of the arguments of a call, where its function is called with some values."""
    found: set[tuple[str, Known]] = set()
    for name in wanted:
        given = argument(link, name)
        known = _value(*given, dict(values)) if given is not None else None
        if known is not None and isinstance(known.value, SCALAR):
            found.add((name, known))
        elif given is not None and is_object(*given):
            found.add((name, OBJECT))
    return frozenset(found)


def _value(file: File, expr: ast.expr, values: dict[str, Known]) -> Known | None:
    mine = own_parameter(file, expr)
    return values.get(mine) if mine is not None else file.value_of(expr)


class Contexts:
    """The functions that some lead to, each as often as its callers make a difference to it."""

    def __init__(self, roots: Iterable[Target]) -> None:
        self._roots = tuple(roots)
        self._plain = _reached(self._roots)
        self._asked = self._asked_for()
        self._ways: defaultdict[Key, set[Values]] = defaultdict(set)
        self._narrowed: dict[Key, tuple[Link, ...]] = {}
        self._targets: dict[Key, Target] = {}
        self._explore()
        self._telling = self._that_matter()

    def links(self, target: Target) -> tuple[Link, ...]:
        """What runs when a function runs, called as it is."""
        return tuple(self._settled(link) for link in self._links(target))

    def _settled(self, link: Link) -> Link:
        target = link.target
        if target is None or not target.given or target.key in self._telling:
            return link
        return replace(link, target=replace(target, given=NOTHING))

    def _asked_for(self) -> dict[Key, frozenset[str]]:
        """The parameters whose values decide something, in a function or in what it calls."""
        found: defaultdict[Key, set[str]] = defaultdict(set)
        callers: defaultdict[Key, set[tuple[Key, Link]]] = defaultdict(set)
        for key, target in self._plain.items():
            for link in links_from(target):
                found[key] |= {atom.parameter for atom in atoms_of(target, link)}
                if link.target is not None:
                    callers[link.target.key].add((key, link))
        todo = deque(key for key in self._plain if found[key])
        while todo:
            at = todo.popleft()
            for caller, link in callers[at]:
                more = set(_handed_on(link, found[at])) - found[caller]
                if more:
                    found[caller] |= more
                    todo.append(caller)
        return {key: frozenset(names) for key, names in found.items()}

    def _explore(self) -> None:
        todo = deque(self._roots)
        while todo:
            at = todo.popleft()
            if at.key in self._narrowed:
                continue
            links = self._links(at)
            todo.extend(link.target for link in links if link.target is not None)
            if at.given:
                todo.append(replace(at, given=NOTHING))

    def _links(self, target: Target) -> tuple[Link, ...]:
        found = self._narrowed.get(target.key)
        if found is None:
            found = tuple(
                self._with_values(target, link)
                for link in links_from(target)
                if not cannot_run(target, link)
            )
            self._narrowed[target.key] = found
            self._targets[target.key] = target
        return found

    def _with_values(self, target: Target, link: Link) -> Link:
        if link.target is None:
            return link
        plain = link.target.key
        values = passed(link, sorted(self._asked.get(plain, ())), target.given)
        known = self._ways[plain]
        if not values or (len(known) >= MOST and values not in known):
            return link
        known.add(values)
        return replace(link, target=replace(link.target, given=values))

    def _that_matter(self) -> set[Key]:
        """The ways to call functions that lead to less than is there."""
        found: set[Key] = set()
        changed = True
        while changed:
            changed = False
            for key, target in self._targets.items():
                if key not in found and target.given and self._matters(target, found):
                    found.add(key)
                    changed = True
        return found

    def _matters(self, target: Target, found: set[Key]) -> bool:
        links = self._links(target)
        whole = self._links(replace(target, given=NOTHING))
        if len(links) < len(whole):
            return True
        return any(
            one.target is not None
            and other.target is not None
            and one.target.key != other.target.key
            and (one.target.key in found or other.target.key in found)
            for one, other in zip(links, whole, strict=True)
        )


def _handed_on(link: Link, wanted: Iterable[str]) -> Iterator[str]:
    """The parameters of a function that a call in it gives for these."""
    for name in wanted:
        given = argument(link, name)
        mine = own_parameter(*given) if given is not None else None
        if mine is not None:
            yield mine


def _reached(roots: Iterable[Target]) -> dict[Key, Target]:
    found: dict[Key, Target] = {}
    todo = deque(roots)
    while todo:
        at = todo.popleft()
        if at.key not in found:
            found[at.key] = at
            todo.extend(link.target for link in links_from(at) if link.target is not None)
    return found
