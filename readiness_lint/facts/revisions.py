"""Migrations and what each of them follows: the graphs that frameworks make of them.

A migration says what it follows in a few literal lines, so its text is read, and not parsed.
"""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Self

from readiness_lint.facts.installed import Installed, convention, label_in
from readiness_lint.facts.program import LOADED, Derivation, Program, Text, part_of
from readiness_lint.model import File
from readiness_lint.model.names import is_none
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Role

Key = tuple[str, str]
"""The label of an application and the name of its migration; no label: an identifier."""


@record
class Revision:
    """A migration, and the others that it names."""

    module: str
    label: str | None
    """Of its application; empty: it belongs to none, and is a version of all; ``None``: not known."""
    name: str
    follows: tuple[Key, ...]
    """Those that it certainly follows."""
    replaces: tuple[Key, ...] = ()
    precedes: tuple[Key, ...] = ()
    """Those of other applications that it says have to come after it."""
    also: tuple[Key, ...] = ()
    """Those of other branches that have to come before it."""
    is_branch: bool = False
    """Whether it names the branch that it begins."""
    is_open: bool = False
    """Whether it may follow, or replace, others of its own application."""
    beyond: tuple[str, ...] = ()
    """Names under which other modules tell more of what it follows."""

    @property
    def folder(self) -> str:
        """The package that it stands in."""
        return self.module.rpartition(".")[0]

    @property
    def key(self) -> Key:
        """How others name it."""
        return self.label or "", self.name

    def of(self, label: str, *, are_others: bool = True) -> Revision:
        """The same migration, whose application is known now.

        What other modules tell belongs to other applications, where they name none of this one and
        a migration says itself which one of its own it follows.
        """
        names_own = any(key[0] == label for key in self.follows)
        is_open = self.is_open or (bool(self.beyond) and not (names_own and are_others))
        return replace(self, label=label, is_open=is_open)


@record
class Break:
    """What keeps a framework from running the migrations, as far as one module has a part in it."""

    problem: str
    detail: str
    attribute: str = ""
    """What of the migration says so."""


@record
class BrokenMigration:
    """A migration that its framework cannot put in order, or does not see."""

    node: ast.AST
    problem: str
    detail: str

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """What the graph says of this file."""
        for item in part_of(file, BROKEN) or ():
            yield cls(place_in(file, item.attribute), item.problem, item.detail)


@record
class Line:
    """The last migration of several that follow one another without a gap."""

    node: ast.AST
    text: str

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """The end of a line, if this file is one."""
        text = part_of(file, LINES)
        if text is not None:
            yield cls(place_in(file, "down_revision"), text)


def is_broken(text: Text, program: Program | None) -> bool:
    """Whether there is something to report of a migration."""
    return program is not None and program.derived(BROKEN, text.module) is not None


def is_revision(file: File) -> bool:
    """Whether a file is a migration, and no module that runs them or that they share."""
    return file.role is Role.MIGRATION and (
        "down_revision" in file.index.module.bindings
        or any(cls.name == CLASS for cls in file.nodes(ast.ClassDef))
    )


def place_in(file: File, attribute: str) -> ast.AST:
    """The statement of a migration that gives an attribute its value; else what it begins with."""
    classes = [cls for cls in file.nodes(ast.ClassDef) if cls.name == CLASS]
    scopes = [*(file.index.scopes[cls] for cls in classes), file.index.module]
    for scope in scopes:
        for binding in scope.bindings.get(attribute, ()):
            return binding.statement
    return classes[0] if classes else file.tree.body[0] if file.tree.body else file.tree


# ── what a text says ─────────────────────────────────────────────────────────────────────────────

CLASS = "Migration"
_DOCSTRING = Pattern(r"(?:\s|#[^\n]*\n)*[rRuU]?(?:\"\"\".*?\"\"\"|'''.*?''')", re.DOTALL)
"""What a text begins with, which may show a migration."""
_CLASS = Pattern(rf"^class {CLASS}\(\s*([\w.]+)\s*,?\s*\)\s*:", re.MULTILINE)
# A search for the end of the line before is several times as fast as one for the beginning of a line.
_OF_CLASS = Pattern(r"\n[ \t]+(dependencies|replaces|run_before)\b(?:\s*:[^=\n]*)?\s*(=)")
_OF_VERSION = Pattern(
    r"\n(revision|down_revision|branch_labels|depends_on)\b(?:\s*:[^=\n]*)?\s*(=)(?!=)"
)
_CHANGES = r"\s*(?:\+=|\.(?:append|extend|insert|remove|pop)\b|\[)"
_CHANGED = Pattern(rf"\b(?:dependencies|replaces|run_before|down_revision){_CHANGES}")
_MAY_CHANGE = tuple(
    Pattern(f"{name}{_CHANGES}")
    for name in ("dependencies", "replaces", "run_before", "down_revision")
)
"""The same without a look at what stands before it: fixed beginnings are found ten times as fast."""
_TAKEN = Pattern(r"\b(?:dependencies|down_revision)\s*(?:\.(?:remove|pop)\b|\[)")
_QUOTED = Pattern(r"[\"'](\w+)[\"']")
_TOKEN = Pattern(
    r"'''.*?'''|\"\"\".*?\"\"\"|'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|#[^\n]*|[\[({\])}]|\n",
    re.DOTALL,
)


def revision_of(text: Text) -> Revision | None:
    """The migration that a text holds; ``None``: it holds none."""
    head = _DOCSTRING.match(text.source)
    start = head.end() if head else 0
    is_likely = f"class {CLASS}(" in text.source
    found = _CLASS.search(text.source, start) if is_likely else None
    if found is not None:
        return _of_application(text, found)
    if "down_revision" in text.source and not text.module.endswith(".env"):
        return _of_versions(text, start)
    return None


def _is_changed(source: str) -> bool:
    """Whether what a migration follows is changed where it is not written down."""
    return (
        any(pattern.search(source) for pattern in _MAY_CHANGE)
        and _CHANGED.search(source) is not None
    )


def _of_application(text: Text, found: re.Match[str]) -> Revision:
    values = _values(text.source, _OF_CLASS, found.end())
    said = {name: _named_in(text.source, value) for name, value in values.items()}
    follows, replaces, precedes = (
        said.get(name, Named()) for name in ("dependencies", "replaces", "run_before")
    )
    is_changed = _is_changed(text.source)
    is_open = (
        not (follows.is_whole and replaces.is_whole and precedes.is_whole)
        or bool(replaces.beyond)
        or is_changed
        or not (found[1].rpartition(".")[2] == CLASS or "dependencies" in said)
    )
    return Revision(
        text.module,
        None,
        text.module.rpartition(".")[2],
        () if is_changed and _TAKEN.search(text.source) else follows.keys,
        replaces.keys,
        precedes.keys,
        is_open=is_open,
        beyond=follows.beyond,
    )


def _of_versions(text: Text, start: int) -> Revision | None:
    values = _values(f"\n{text.source}", _OF_VERSION, start)
    own = _texts(values.get("revision"))
    if "revision" not in values or "down_revision" not in values or own is None or len(own) != 1:
        return None
    after = _texts(values["down_revision"])
    also = _texts(values.get("depends_on")) or ()
    labels = values.get("branch_labels")
    is_changed = _is_changed(text.source)
    return Revision(
        text.module,
        "",
        own[0],
        () if is_changed and _TAKEN.search(text.source) else _versions(after or ()),
        also=_versions(also),
        is_branch=labels is not None and not is_none(labels),
        is_open=after is None or is_changed,
    )


def _versions(names: Iterable[str]) -> tuple[Key, ...]:
    return tuple(("", name) for name in names)


def _values(source: str, pattern: Pattern, start: int) -> dict[str, ast.expr | None]:
    """What names are given; ``None``: several things, or something that cannot be read."""
    found: dict[str, ast.expr | None] = {}
    for match in pattern.finditer(source, start):
        value = _expression(source, match.end(2))
        if match[1] in found:
            before = found[match[1]]
            same = before and value and ast.dump(before) == ast.dump(value)
            value = value if same else None
        found[match[1]] = value
    return found


def _expression(source: str, start: int) -> ast.expr | None:
    """The expression that begins at a place, to the end of its line outside brackets."""
    depth, end = 0, len(source)
    for token in _TOKEN.finditer(source, start):
        depth += (token[0] in "[({") - (token[0] in "])}")
        if token[0] == "\n" and depth <= 0:
            end = token.start()
            break
    try:
        return ast.parse(f"({source[start:end]}\n)", mode="eval").body
    except (SyntaxError, ValueError):
        return None


def _texts(expr: ast.expr | None) -> tuple[str, ...] | None:
    """A text, or several; ``None``: they are not known."""
    if expr is None:
        return None
    parts = expr.elts if isinstance(expr, ast.Tuple | ast.List | ast.Set) else [expr]
    found = [part.value for part in parts if isinstance(part, ast.Constant)]
    texts = tuple(value for value in found if isinstance(value, str))
    return texts if len(texts) == len(parts) or is_none(expr) else None


@record
class Named:
    """The migrations that a list names."""

    keys: tuple[Key, ...] = ()
    is_whole: bool = True
    """Whether it names no more of the same application."""
    beyond: tuple[str, ...] = ()
    """Names of other modules that stand for more."""


def _named_in(source: str, expr: ast.expr | None) -> Named:
    """The migrations that a list names; what settings name belongs to whatever application."""
    keys: list[Key] = []
    beyond: list[str] = []
    is_whole = True
    for part, is_element in _parts(expr):
        texts = _texts(part) if is_element else None
        if texts is not None and len(texts) == 2:
            keys.append((texts[0], texts[1]))
        elif name := _imported(source, part):
            beyond.append(name)
        elif not is_element or not isinstance(part, ast.Call):
            is_whole = False
    return Named(tuple(keys), is_whole, tuple(beyond))


def _parts(expr: ast.expr | None) -> Iterator[tuple[ast.expr | None, bool]]:
    """What a list is made of, and whether it is an element; else it is a list that is put into it."""
    if isinstance(expr, ast.List | ast.Tuple):
        for part in expr.elts:
            if isinstance(part, ast.Starred):
                yield from _parts(part.value)
            else:
                yield part, True
    elif isinstance(expr, ast.BinOp) and isinstance(expr.op, ast.Add):
        yield from _parts(expr.left)
        yield from _parts(expr.right)
    else:
        yield expr, False


def _imported(source: str, expr: ast.expr | None) -> str:
    """The last identifier of an imported name, or of an attribute of one; empty: it is neither."""
    found = expr.attr if isinstance(expr, ast.Attribute) else ""
    while isinstance(expr, ast.Attribute):
        expr = expr.value
    if not isinstance(expr, ast.Name):
        return ""
    pattern = rf"^(?:from\s+\S+\s+)?import\s+(?:\([^)]*|[^\n]*)\b{expr.id}\b"
    return (found or expr.id) if re.search(pattern, source, re.MULTILINE) else ""


# ── graphs ───────────────────────────────────────────────────────────────────────────────────────

SYMBOLIC = frozenset({"__first__", "__latest__"})
ALL_HEADS = ('"heads"', "'heads'")
"""How a program says that it runs all branches."""


class Graph:
    """The migrations of a program, and which comes after which."""

    def __init__(self, revisions: Iterable[Revision]) -> None:
        """Where a migration stands for others, it follows and is followed in their place."""
        self.revisions = sorted(revisions, key=lambda item: item.module)
        self.known: dict[Key, list[Revision]] = defaultdict(list)
        for item in self.revisions:
            self.known[item.key].append(item)
        self.instead = {key: item.key for item in self.revisions for key in item.replaces}
        self.above: dict[Key, set[Key]] = defaultdict(set)
        self.below: dict[Key, set[Key]] = defaultdict(set)
        for item in self.revisions:
            for key in (*item.follows, *item.also):
                self._join(key, item.key)
            for key in item.precedes:
                self._join(item.key, key)

    def _join(self, first: Key, then: Key) -> None:
        first, then = self.standing_for(first), self.standing_for(then)
        if first != then:
            self.above[then].add(first)
            self.below[first].add(then)

    def standing_for(self, key: Key) -> Key:
        """The migration that replaces one, and the one that replaces that."""
        seen = {key}
        while key in self.instead and self.instead[key] not in seen:
            key = self.instead[key]
            seen.add(key)
        return key

    def heads(self, revisions: Iterable[Revision]) -> list[Revision]:
        """Those that no migration of the same application, or the same history, follows, by name."""
        return [
            item
            for item in sorted(revisions, key=lambda item: item.module)
            if self.standing_for(item.key) == item.key
            and not any(key[0] == item.key[0] for key in self.below.get(item.key, ()))
        ]

    def certain_heads(self, revisions: Sequence[Revision]) -> list[Revision]:
        """The heads that stay heads, whatever is followed by those of which it is not known.

        A migration cannot follow one that comes after it.
        """
        after = [self._reached([self.standing_for(item.key)]) for item in revisions if item.is_open]
        return [item for item in self.heads(revisions) if all(item.key in found for found in after)]

    def circles(self) -> Iterator[Revision]:
        """The first migration of each circle."""
        left = {key: len(self.above.get(key, set()).intersection(self.known)) for key in self.known}
        free = [key for key, count in left.items() if not count]
        while free:
            for key in self.below.get(free.pop(), ()):
                if key in left:
                    left[key] -= 1
                    if not left[key]:
                        free.append(key)
        rest = {key for key, count in left.items() if count}
        while rest:
            circle = self._circle(rest)
            yield min((self.known[key][0] for key in circle), key=lambda item: item.module)
            rest -= self._reached(circle)

    def _circle(self, rest: set[Key]) -> list[Key]:
        """Go upwards until a migration comes again."""
        path = [min(rest)]
        while True:
            key = min(self.above[path[-1]] & rest)
            if key in path:
                return path[path.index(key) :]
            path.append(key)

    def _reached(self, keys: Iterable[Key]) -> set[Key]:
        found, todo = set(keys), list(keys)
        while todo:
            more = self.below.get(todo.pop(), set()) - found
            found |= more
            todo += more
        return found


def _broken(program: Program) -> Mapping[str, tuple[Break, ...]]:
    """What is wrong, by module; where something is, what looks like a test is read as well."""
    revisions = _revisions(program.texts(Role.MIGRATION))
    found = dict(_breaks(program, revisions))
    if found:
        folders = {item.folder for item in revisions}
        others = _revisions(program.texts(Role.TEST, Role.EXAMPLE, *LOADED))
        more = [item for item in others if item.folder in folders]
        if more:
            found = dict(_breaks(program, [*revisions, *more]))
    return {module: tuple(items) for module, items in found.items()}


BROKEN: Derivation[tuple[Break, ...]] = Derivation(
    "readiness_lint.facts.revisions:BROKEN",
    _broken,
    lambda items: [(item.problem, item.detail, item.attribute) for item in items],
)


def _lines(program: Program) -> Mapping[str, str]:
    """How long the line is, by the module that ends it."""
    revisions = _revisions(program.texts(Role.MIGRATION))
    broken = {module.rpartition(".")[0] for module, _ in _breaks(program, revisions)}
    found: dict[str, str] = {}
    for group in _groups(_placed(program, revisions)):
        heads = Graph(group).heads(group)
        unclear = any(item.is_open or item.folder in broken for item in group)
        if len(heads) == 1 and len(group) > 1 and not unclear:
            of = heads[0].label or _path(
                Counter(item.folder for item in group).most_common(1)[0][0]
            )
            found[heads[0].module] = f"all {len(group)} migrations of `{of}` lead here"
    return found


LINES: Derivation[str] = Derivation("readiness_lint.facts.revisions:LINES", _lines, str)


def is_past(file: File, names: Iterable[str]) -> bool:
    """Whether a migration is one of those named, or came before one: it has run, and stays as it is.

    A name is that of an application with that of its migration, `shop.0042_coupon`, or the
    identifier of a revision.
    """
    if file.role is not Role.MIGRATION or file.program is None:
        return False
    wanted = tuple(sorted(names))
    return bool(wanted) and file.module in file.program.known(_past, *wanted)


def _past(program: Program, *names: str) -> list[str]:
    """The modules of migrations up to those that are named."""
    placed = _placed(program, _revisions(program.texts(Role.MIGRATION)))
    graph = Graph(placed)
    todo = [item.key for item in placed if ".".join(filter(None, item.key)) in names]
    found: set[Key] = set()
    while todo:
        key = todo.pop()
        if key not in found:
            found.add(key)
            todo += graph.above.get(graph.standing_for(key), ())
            # What stands for others has run where they have.
            todo += (old for old, new in graph.instead.items() if new == key)
    return sorted(item.module for item in placed if item.key in found)


def _revisions(texts: Iterable[Text]) -> list[Revision]:
    found = (revision_of(text) for text in texts if text.module)
    # A framework leaves out what begins so.
    return [item for item in found if item and not item.module.rpartition(".")[2].startswith("_")]


def _path(folder: str) -> str:
    return folder.replace(".", "/")


# ── whose they are ───────────────────────────────────────────────────────────────────────────────


def _placed(program: Program, revisions: Iterable[Revision]) -> list[Revision]:
    """Migrations with their labels; without those of applications whose label is not known."""
    by_folder: dict[str, list[Revision]] = defaultdict(list)
    placed: list[Revision] = []
    for item in revisions:
        if item.label is None:
            by_folder[item.folder].append(item)
        else:
            placed.append(item)
    labels = _labels(program, by_folder)
    shared = Counter(labels.values())
    for folder, items in by_folder.items():
        label = labels.get(folder, "")
        if label and shared[label] == 1 and not _are_called_otherwise(items, label, shared):
            names = {item.name for item in items}
            placed += (
                item.of(label, are_others=_are_others(program, item.beyond, names))
                for item in items
            )
    return placed


def _are_others(program: Program, names: tuple[str, ...], own: Collection[str]) -> bool:
    """Whether what modules bind to names is there, in none that names a migration of these."""
    for name in names:
        bound = re.compile(rf"^\s*{name}\b[^=\n]*=", re.MULTILINE)
        homes = [
            text for text in program.texts(*LOADED, holding=(name,)) if bound.search(text.source)
        ]
        quoted = {match[1] for text in homes for match in _QUOTED.finditer(text.source)}
        if not homes or not quoted.isdisjoint(own):
            return False
    return True


def _labels(program: Program, folders: Iterable[str]) -> dict[str, str]:
    """The labels of applications by the package of their migrations."""
    installed, name = Installed.of(program), convention().migrations
    found: dict[str, str] = {}
    for folder in folders:
        package, _, last = folder.rpartition(".")
        if last == name and package:
            found[folder] = label_in(program, package)
    for application in installed.applications or ():
        if f"{application.package}.{name}" in found:
            found[f"{application.package}.{name}"] = application.label
    for label, moved in installed.moved.items():
        # Those that stand where migrations usually do are not run.
        found = {key: value for key, value in found.items() if value != label}
        if moved:
            found[moved] = label
    return found


def _are_called_otherwise(items: Sequence[Revision], label: str, labels: Collection[str]) -> bool:
    """Whether the migrations of a package call each other by another label, or may do so.

    Those of other applications have the same names as often as not.
    """
    names = {item.name for item in items}
    used = {key for item in items for key in item.follows}
    return (
        len(items) > 1
        and all(key[0] != label for key in used)
        and any(key[1] in names and key[0] not in labels for key in used)
    )


def _groups(revisions: Iterable[Revision]) -> list[list[Revision]]:
    """The migrations of each application; versions by what they follow, wherever they stand."""
    groups: dict[str, list[Revision]] = defaultdict(list)
    folders: dict[str, set[str]] = defaultdict(set)
    for item in revisions:
        groups[f"{item.label}:" if item.label else item.folder].append(item)
        if not item.label:
            folders[item.name].add(item.folder)
    joined = {folder: folder for homes in folders.values() for folder in homes}

    def root(folder: str) -> str:
        while joined[folder] != folder:
            folder = joined[folder]
        return folder

    for items in [items for name, items in groups.items() if name in joined]:
        for item in items:
            for _, name in (*item.follows, *item.also):
                homes = folders.get(name, set())
                if homes and item.folder not in homes:
                    joined[root(min(homes))] = root(item.folder)
    for folder in joined:
        if root(folder) != folder:
            groups[root(folder)] += groups.pop(folder)
    return list(groups.values())


# ── what is wrong ────────────────────────────────────────────────────────────────────────────────


def _breaks(program: Program, revisions: Sequence[Revision]) -> Iterator[tuple[str, list[Break]]]:
    found: dict[str, list[Break]] = defaultdict(list)
    for module, item in _all_breaks(program, revisions):
        found[module].append(item)
    yield from found.items()


def _all_breaks(program: Program, revisions: Sequence[Revision]) -> Iterator[tuple[str, Break]]:
    yield from _unseen(program, [item for item in revisions if item.label is None])
    placed = _placed(program, revisions)
    applications = [item for item in placed if item.label]
    yield from _in_applications(applications, _without_migrations(program))
    for group in _groups(item for item in placed if not item.label):
        yield from _in_versions(program, group)


def _unseen(program: Program, revisions: Sequence[Revision]) -> Iterator[tuple[str, Break]]:
    """Migrations that Django leaves out without a word."""
    labels = _labels(program, {item.folder for item in revisions})
    folders = {item.folder for item in revisions}
    for folder in sorted(folders):
        last = folder.rpartition(".")[2]
        first = min(item.module for item in revisions if item.folder == folder)
        if folder in labels and folder not in program.modules:
            detail = (
                f"`{_path(folder)}` has no `__init__.py`, and Django runs none of its migrations"
            )
            yield first, Break("package missing", detail)
        elif folder.rpartition(".")[0] in labels and folder not in program.modules:
            detail = f"Django leaves out a file with a dot in its name: `{last}.{first[len(folder) + 1 :]}.py`"
            yield first, Break("name that cannot be imported", detail)


def _without_migrations(program: Program) -> frozenset[str]:
    """The labels of installed applications that certainly have none."""
    installed, name = Installed.of(program), f".{convention().migrations}."
    if not installed.settled:
        return frozenset()
    with_folder = {module.partition(name)[0] for module in program.modules if name in module}
    return frozenset(
        found.label
        for found in installed.applications or ()
        if installed.labelled(found.label)
        and found.label not in installed.moved
        and found.package in program.modules
        and found.package not in with_folder
    )


def _in_applications(
    revisions: Sequence[Revision], bare: frozenset[str]
) -> Iterator[tuple[str, Break]]:
    graph = Graph(revisions)
    by_label: dict[str, list[Revision]] = defaultdict(list)
    labels = {item.label for item in revisions} | bare
    for item in revisions:
        by_label[item.label or ""].append(item)
        for key in (*item.follows, *item.precedes):
            is_there = graph.standing_for(key) in graph.known or key[1] in SYMBOLIC
            if not is_there and key[0] in labels:
                named = "run_before" if key in item.precedes else "dependencies"
                detail = f"there is no `{key[1]}` in `{key[0]}`"
                yield item.module, Break("unknown migration", detail, named)
    for label, items in sorted(by_label.items()):
        heads = graph.certain_heads(items)
        for item in heads[1:]:
            detail = f"nothing in `{label}` comes after `{heads[0].name}` nor after `{item.name}`"
            yield item.module, Break("two leaves", detail, "dependencies")
    yield from _circles(graph, "dependencies")


def _circles(graph: Graph, attribute: str) -> Iterator[tuple[str, Break]]:
    for item in graph.circles():
        detail = f"`{item.name}` comes after itself, through what it follows"
        yield item.module, Break("circle", detail, attribute)


def _in_versions(program: Program, group: Sequence[Revision]) -> Iterator[tuple[str, Break]]:
    for same in _same(group):
        for item in same[1:]:
            detail = f"`{item.name}` is also that of `{same[0].module.rpartition('.')[2]}`"
            yield item.module, Break("identifier given twice", detail, "revision")
    graph = Graph(group)
    above = {item.folder.rpartition(".")[0] for item in group}
    # One that has no beginning, and nothing that runs it, may go on with that of a library.
    if any(not item.follows and not item.is_open for item in group) or any(
        f"{folder}.env" in program.modules for folder in above
    ):
        for item in group:
            for key in item.follows:
                if key not in graph.known:
                    detail = f"there is no revision `{key[1]}`"
                    yield item.module, Break("unknown revision", detail, "down_revision")
    heads = graph.certain_heads(group)
    if len(heads) > 1 and not any(item.is_branch for item in group):
        first, *rest = heads
        for item in rest:
            if item.folder == first.folder and not _runs_all(program):
                detail = f"nothing comes after `{first.name}` nor after `{item.name}`"
                yield item.module, Break("two heads", detail, "down_revision")
    yield from _circles(graph, "down_revision")


def _same(group: Iterable[Revision]) -> Iterator[list[Revision]]:
    found: dict[tuple[str, str], list[Revision]] = defaultdict(list)
    for item in sorted(group, key=lambda item: item.module):
        found[item.folder, item.name].append(item)
    return (items for items in found.values() if len(items) > 1)


def _runs_all(program: Program) -> bool:
    """Whether the program runs all branches."""
    return any(True for _ in program.texts(*LOADED, Role.MIGRATION, holding=ALL_HEADS))
