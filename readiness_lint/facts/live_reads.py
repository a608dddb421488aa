"""What migrations take from outside themselves, and that is another thing later, or elsewhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Self

from readiness_lint.facts.callables import constant, given
from readiness_lint.facts.outbound import OutboundCall
from readiness_lint.facts.program import Program, Text
from readiness_lint.facts.revisions import is_revision
from readiness_lint.facts.settings import EnvironmentRead
from readiness_lint.facts.shapes import is_name, is_text
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Manager, ModelBase, Param
from readiness_lint.model import Bound, File, FunctionNode
from readiness_lint.model.positions import start_of
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Role, Service

CALLED = "__name__"
STORES = frozenset({Service.SQL, Service.CACHE})
SETTINGS = "django.conf.settings"
COMMENTS = Pattern(r"(?:^[ \t]*#[^\n]*\n)+", re.MULTILINE)
KNOWINGLY = Pattern(
    r"\b(?:real|live|current|actual|frozen|historical)\b[^.]*\bmodel|\bdependenc|\bdepends? on\b"
    r"|\b(?:read|taken|asked|evaluated)\s+(?:only\s+)?once\b|\bon\s+purpose\b|\b(?:deliberate|intentional)ly\b",
    re.IGNORECASE,
)
"""Words of who knows that a migration reads what does not stay as it is."""
READERS = frozenset({"open", "read_text", "read_bytes"})
OWN_FOLDERS = frozenset({"migrations", "versions", "alembic"})
KNOWN_PARTS = (ast.Constant, ast.Call, ast.BinOp, ast.Attribute)
"""What a path consists of whose pieces are all written out."""
CONVERTED = frozenset({"int", "float", "bool", "lower", "upper", "strip", "isdigit", "in"})
"""What makes a switch or a measure of a text."""


@record
class LiveRead:
    """Something that a migration reads, and that does not stay as it was when it was written."""

    node: ast.expr
    kind: str
    name: str
    also: tuple[str, ...] = ()
    """What else of its kind the migration reads, by last identifiers."""

    @property
    def spelled(self) -> str:
        """All that is read, for a reader."""
        names = [f"`{name}`" for name in (self.name, *self.also)]
        return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """The first use of each; all classes of the application are one mistake."""
        if not is_revision(file):
            return
        classes = cls._first(file, cls._classes(file))
        if classes:
            yield replace(classes[0], also=tuple(item.last for item in classes[1:]))
        others = (cls._environment, cls._network, cls._settings, cls._files)
        yield from cls._first(file, chain.from_iterable(find(file) for find in others))

    @classmethod
    def _first(cls, file: File, found: Iterable[Self]) -> list[Self]:
        """The first of each name that no comment explains."""
        by_name: dict[str, Self] = {}
        for item in found:
            by_name.setdefault(item.name, item)
        return [item for item in by_name.values() if not _is_explained(file, item.last)]

    @property
    def last(self) -> str:
        """The last identifier of what is read."""
        return self.name.rpartition(".")[2]

    @classmethod
    def _classes(cls, file: File) -> Iterator[Self]:
        """Uses of mapped classes that the program's other modules define."""
        for call in file.nodes(ast.Call):
            if file.function(call) is None:
                continue
            for node in _named_in(file, call):
                name = file.name_of(node)
                home = file.defined(name) if name else None
                if name is None or home is None or home[0] is file:
                    continue
                if home[0].role is not Role.MIGRATION and _has_rows(*home):
                    yield cls(node, "live application code", name)

    @classmethod
    def _environment(cls, file: File) -> Iterator[Self]:
        for read in file.facts(EnvironmentRead):
            if read.variable and not _is_switch(file, read.node):
                yield cls(read.node, "the environment", read.variable)

    @classmethod
    def _network(cls, file: File) -> Iterator[Self]:
        for call in file.facts(OutboundCall):
            if call.service not in STORES:
                yield cls(call.node, "the network", call.spelling)

    @classmethod
    def _settings(cls, file: File) -> Iterator[Self]:
        """Settings that become values of rows: what makes rows is given them, or a dictionary."""
        lasts = tables().word("sets-columns").lasts
        making = (call for call in file.nodes(ast.Call) if file.last_name(call.func) in lasts)
        given = (item.value for call in making for item in call.keywords)
        kept = (value for item in file.nodes(ast.Dict) for value in item.values)
        for node, is_kept in (*((item, False) for item in given), *((item, True) for item in kept)):
            if not isinstance(node, ast.Attribute) or node.attr.endswith("_MODEL"):
                continue
            is_value = is_kept or file.class_(node) is None
            if is_value and file.name_of(node) == f"{SETTINGS}.{node.attr}":
                yield cls(node, "the environment", f"settings.{node.attr}")

    @classmethod
    def _files(cls, file: File) -> Iterator[Self]:
        """Files that are read from outside of the folder of the migrations."""
        reading = READERS.intersection(file.index.calls)
        calls = [found for last in reading for found in file.index.calls[last]]
        for call, at in sorted(calls, key=lambda found: start_of(found[0])):
            path = _path_read(file, call, at)
            name = _last_step(file, path) if path is not None and file.function(call) else ""
            if path is not None and name and _is_outside(file, path):
                yield cls(call, "a file that is no part of it", name)


def _path_read(file: File, call: ast.Call, at: ast.stmt) -> ast.expr | None:
    """The path of a file that a call reads: ``open(path)``, ``path.read_text()``."""
    if not isinstance(call.func, ast.Attribute):
        mode = constant(file, given(file, call, Param("mode", 1)))
        written = mode is not None and not str(mode.value).startswith("r")
        plain = file.callee(call, at) == "builtins.open" and not written
        return given(file, call, Param("file", 0)) if plain else None
    return call.func.value if call.func.attr in READERS - {"open"} else None


def _last_step(file: File, path: ast.expr) -> str:
    """The name of a file, as far as a path ends in one that is written out."""
    texts = [item for item in _parts(file, path) if is_text(item)]
    return str(max(texts, key=start_of).value).rpartition("/")[2] if texts else ""


def _is_outside(file: File, path: ast.expr) -> bool:
    """Whether a path certainly leads out of the folder of the migrations."""
    parts = list(_parts(file, path))
    texts = [item.value for item in parts if isinstance(item, ast.Constant)]
    steps = [step for text in texts if isinstance(text, str) for step in text.split("/") if step]
    if any(name in steps for name in OWN_FOLDERS):
        return False
    if any(
        isinstance(item, ast.Attribute) and file.name_of(item) == f"{SETTINGS}.{item.attr}"
        for item in parts
    ):
        return True
    if not any(is_name(item, "__file__") for item in parts):
        # What a local or a parameter says is not known.
        return bool(steps) and all(_is_written_out(file, item) for item in parts)
    ups = steps.count("..") + sum(map(_goes_up, parts)) - 1
    inner = 1 if file.path.parent.name == "versions" else 0
    return ups > inner


def _is_written_out(file: File, part: ast.AST) -> bool:
    if isinstance(part, ast.Name):
        return all(item.kind is Bound.IMPORT for item in file.bindings(part))
    return isinstance(part, KNOWN_PARTS)


def _goes_up(part: ast.AST) -> int:
    """How many folders up a part of a path leads; the first one is from a file to its folder."""
    if isinstance(part, ast.Call):
        return int(getattr(part.func, "attr", getattr(part.func, "id", "")) == "dirname")
    if isinstance(part, ast.Subscript) and getattr(part.value, "attr", "") == "parents":
        index = part.slice
        value = index.value if isinstance(index, ast.Constant) else None
        return 1 + value if isinstance(value, int) else 0
    return int(isinstance(part, ast.Attribute) and part.attr == "parent")


def _parts(file: File, expr: ast.expr, depth: int = 4) -> Iterator[ast.AST]:
    """The pieces of a path, through the locals that it is put together of."""
    for part in ast.walk(expr):
        kept = file.origin(part) if isinstance(part, ast.Name) and depth else None
        if kept is not None and kept[0] is file:
            yield from _parts(file, kept[1], depth - 1)
        elif not isinstance(part, ast.expr_context | ast.operator):
            yield part


def _is_explained(file: File, name: str) -> bool:
    """Whether a comment, or the text of a function, tells of the name that it is read as it is then."""
    named = re.compile(rf"\b{re.escape(name)}\b")
    return any(named.search(said) and KNOWINGLY.search(said) for said in _said(file))


def _said(file: File) -> Iterator[str]:
    """What the author of a migration says in it."""
    if "#" in file.source:
        yield from (block[0] for block in COMMENTS.finditer(file.source))
    yield ast.get_docstring(file.tree) or ""
    yield from (ast.get_docstring(node) or "" for node in file.nodes(ast.FunctionDef))


def _has_rows(home: File, node: FunctionNode | ast.ClassDef) -> bool:
    """Whether it is a class that is mapped to a table, and no mere base of such classes."""
    if not isinstance(node, ast.ClassDef):
        return False
    known = tables().table(ModelBase)
    rows = [known[name] for name in home.bases_of(node) if name in known]
    if not any(row.stored and row.history for row in rows):
        return False
    bindings = home.index.scopes[node].bindings
    return rows[0].history != "versions" or not (
        "__abstract__" in bindings or "metadata" in bindings or not node.body[1:]
    )


def _named_in(file: File, call: ast.Call) -> Iterator[ast.expr]:
    """What may be a class whose rows a call reads or makes."""
    node: ast.expr = call.func
    below = ""
    aside = tables().word("no-columns").lasts | {CALLED}
    while isinstance(node, ast.Attribute | ast.Name):
        if below not in aside:
            yield node
        if isinstance(node, ast.Name):
            break
        below = node.attr
        node = node.value
    if file.last_name(call.func) in tables().word("takes-class").lasts:
        yield from (item for item in call.args if isinstance(item, ast.Name | ast.Attribute))


def _is_switch(file: File, node: ast.expr) -> bool:
    """Whether a value is only tested, or says how fast something goes."""
    current: ast.AST = node
    for around in file.ancestors(node):
        if isinstance(around, ast.Compare | ast.BoolOp | ast.UnaryOp):
            return True
        if isinstance(around, ast.If | ast.IfExp | ast.While) and around.test is current:
            return True
        if isinstance(around, ast.Call) and file.last_name(around.func) in CONVERTED:
            return True
        if isinstance(around, ast.stmt):
            return False
        current = around
    return False


# ── which texts ──────────────────────────────────────────────────────────────────────────────────

_IMPORTS = Pattern(
    r"^[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n]*)|import[ \t]+([\w.]+))",
    re.MULTILINE,
)
_OUTSIDE = Pattern(
    r"\bopen\(|\.read_(?:text|bytes)\(|\benviron\b|\bgetenv\b|\brequests\b|\bhttpx\b|\burllib|\bboto|\bsettings\.(?!AUTH_USER_MODEL)"
    r"[A-Z]\w*\b(?<!_MODEL)"
)
_NAME = Pattern(r"\w+")


def may_read_live(text: Text, program: Program | None) -> bool:
    """Whether a migration may read what does not stay as it is."""
    return _OUTSIDE.search(text.source) is not None or (
        program is not None and _may_use_classes(text.source, program)
    )


def _may_use_classes(source: str, program: Program) -> bool:
    """Whether a name that is imported from the program is called, or has an attribute."""
    for found in _IMPORTS.finditer(source):
        module, names, whole = found.groups()
        if not (module or "").startswith(".") and not program.owns(module or whole):
            continue
        if whole:
            if any(f".{manager}" in source for manager in tables().table(Manager).lasts):
                return True
            continue
        for name in _NAME.findall(names):
            used = rf"\b{name}\b(?:\.\w+)*\s*[.(),]"
            may_be_class = name[0].isupper() or source.count(f"{name}.") > 0
            if may_be_class and re.search(used, source[found.end() :]):
                return True
    return False
