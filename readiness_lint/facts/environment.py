"""Variables of the environment that a program reads in ways that contradict each other, or it."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Self

from readiness_lint.facts.callables import given
from readiness_lint.facts.classes import lineage
from readiness_lint.facts.program import LOADED, Derivation, Program, part_of
from readiness_lint.facts.provided_settings import is_replaced
from readiness_lint.facts.settings import SERVICE, EnvironmentRead, is_for_development
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import (
    BOOLEAN_PARAMETERS,
    BOOLEAN_SETTINGS,
    FLAGS,
    NEGATIONS,
    PLATFORM_VARIABLES,
    TERMINALS,
    THINGS,
)
from readiness_lint.knowledge.schema import Param
from readiness_lint.model import File
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Because, Role

YES, NO = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off"})
WORDS = (YES | NO) - {"1"}
"""Texts that mean yes or no; a one is a number as well."""
UNSET = Pattern(
    r"|<?(?:not?[ _-]?(?:set|found|given|defined|value)|un(?:set|defined|known|specified)|missing|n/a)>?"
)
"""Texts that say that there is no value."""
VARIABLE = Param("key", 0)
RAW = frozenset({"os", "starlette"})
"""Readers that give the text as it is."""
HOOKS = Pattern(r".+_test_.+", re.IGNORECASE)
"""Variables by which tests change the program: these are set or they are not."""
LONGEST = 40
"""Characters of an expression that a reader is told."""


# ── defaults that differ ─────────────────────────────────────────────────────────────────────────


@record
class Default:
    """What one read takes for a variable that is not set: plain, for other modules."""

    variable: str
    value: str
    """What it comes to, however it is spelled."""
    shown: str
    settings: bool
    """Whether it stands in a settings module."""
    stars: tuple[str, ...]
    """The modules whose names its own takes over, and may replace: all, or those of a base class."""


@record
class Conflict:
    """A variable for which a module has another default than the module that decides."""

    variable: str
    value: str
    other: str
    """The other default, as that module spells it."""
    module: str
    """The other module."""


@record
class ConflictingDefault:
    """A read whose default another module contradicts."""

    node: ast.expr
    variable: str
    shown: str
    other: str
    module: str

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Those of the file, as its program has found them."""
        found = part_of(file, CONFLICTS)
        for conflict in found or ():
            for read in file.facts(EnvironmentRead):
                default = _default(file, read) if read.variable == conflict.variable else None
                if default is not None and default.value == conflict.value:
                    told = conflict.other, conflict.module
                    yield cls(read.node, conflict.variable, default.shown, *told)


def _conflicts(program: Program) -> Mapping[str, Sequence[Conflict]]:
    """The reads by module that do not agree with the module that decides."""
    by_variable: dict[str, dict[str, list[Default]]] = defaultdict(lambda: defaultdict(list))
    for file, default in program.each(_defaults):
        by_variable[default.variable][file.module].append(default)
    found: dict[str, list[Conflict]] = defaultdict(list)
    for variable, modules in sorted(by_variable.items()):
        decides, deciding = _deciding(modules)
        for module, defaults in modules.items():
            values = {default.value for default in defaults}
            if values.isdisjoint({default.value for default in deciding}) and not (
                module == decides or _is_layered(module, defaults, decides, deciding)
            ):
                found[module] += [
                    Conflict(variable, value, deciding[0].shown, decides)
                    for value in sorted(values)
                ]
    return found


CONFLICTS: Derivation[Sequence[Conflict]] = Derivation(
    "readiness_lint.facts.environment:CONFLICTS",
    _conflicts,
    lambda found: [(item.variable, item.value, item.other, item.module) for item in found],
)
"""What each module says against the one that decides."""


def _deciding(modules: Mapping[str, list[Default]]) -> tuple[str, list[Default]]:
    """The module that has the last word on a variable: settings, then what most say, then a name."""
    counted = Counter(
        value for defaults in modules.values() for value in {item.value for item in defaults}
    )
    return min(
        modules.items(),
        key=lambda item: (
            not item[1][0].settings,
            -max(counted[default.value] for default in item[1]),
            item[0],
        ),
    )


def _is_layered(module: str, defaults: list[Default], other: str, deciding: list[Default]) -> bool:
    """Whether one of two modules takes over the names of the other, to replace some."""
    return any(
        f".{taken}".endswith(f".{star}")
        for taken, by in ((other, defaults), (module, deciding))
        for default in by
        for star in default.stars
    )


def _defaults(file: File) -> Iterator[Default]:
    """The defaults of a module that a service runs with; a command line may have its own."""
    if file.role not in SERVICE or any(map(file.words(TERMINALS).match, file.module.split("."))):
        return
    for read in file.facts(EnvironmentRead):
        default = _default(file, read)
        if default is not None:
            yield default


def _default(file: File, read: EnvironmentRead) -> Default | None:
    """The default of a read; ``None``: none that is known, or none to run with."""
    variable, value = read.variable, _plain(read)
    if variable is None or value is None or file.words(PLATFORM_VARIABLES).match(variable):
        return None
    if file.under(read.node, Because.DEV) or is_for_development(read.node, file):
        return None
    if _is_in_a_chain(file, read) or variable in _handed_on(file) or is_replaced(read, file):
        return None
    if _is_for_child(file, read) or _is_of_choice(file, read) or _is_behind(file, read):
        return None
    if _is_unused(file, read):
        return None
    assert read.default is not None
    stars = {file.library.canonical(name) for name, _ in file.index.star_imports}
    shown = _short(repr(read.default.value).replace("'", '"'))
    taken = tuple(sorted(stars | _homes_of_bases(file, read)))
    return Default(variable, value, shown, file.role is Role.SETTINGS, taken)


def _homes_of_bases(file: File, read: EnvironmentRead) -> set[str]:
    """The modules of the classes whose fields a field may replace."""
    cls = file.class_(read.node) if file.function(read.node) is None else None
    lines = lineage(file, cls) if cls is not None else ()
    return {home.module for home, _ in lines if home is not file}


def _is_for_child(file: File, read: EnvironmentRead) -> bool:
    """Whether a variable is put under its own name into the environment of another process."""
    inner: ast.AST = read.node
    around = file.parent(inner)
    while isinstance(around, ast.Call | ast.BoolOp | ast.Attribute):
        inner, around = around, file.parent(around)
    key: ast.expr | None = None
    if isinstance(around, ast.Dict) and inner in around.values:
        key = around.keys[around.values.index(inner)]
    elif isinstance(around, ast.Assign) and isinstance(around.targets[0], ast.Subscript):
        key = around.targets[0].slice
    return isinstance(key, ast.Constant) and key.value == read.variable


def _is_unused(file: File, read: EnvironmentRead) -> bool:
    """Whether a module gives what it reads to a name of its own that nobody says, so nothing hangs on it.

    Settings are asked for by name, and what a star takes over may be said anywhere.
    """
    name, program = read.target, file.program
    at_top = file.function(read.node) is None and file.class_(read.node) is None
    if not at_top or name not in file.index.module.bindings:
        return False
    if name is None or program is None or file.role is Role.SETTINGS:
        return False
    if file.parent(read.node) is not file.statement(read.node) or file.reads.of(name):
        return False
    if any(other is not file for other in program.naming(file.qualify(name))):
        return False
    return not any(
        other is not file and name in other.source for other in program.naming(file.module)
    )


def _is_of_choice(file: File, read: EnvironmentRead) -> bool:
    """Whether a default is that of one choice: it stands where something is equal to a text."""
    return any(
        isinstance(condition.test, ast.Compare)
        and isinstance(condition.test.ops[0], ast.Eq)
        and isinstance(condition.test.comparators[0], ast.Constant)
        and isinstance(condition.test.comparators[0].value, str)
        for condition in file.conditions(read.node)
    )


def _is_behind(file: File, read: EnvironmentRead) -> bool:
    """Whether a read is what a call takes where its caller has said nothing: `options.get("a", read)`."""
    around = file.parent(read.node)
    return (
        isinstance(around, ast.Call)
        and isinstance(around.func, ast.Attribute)
        and around.func.attr in {"get", "pop", "setdefault"}
        and read.node in around.args[1:]
    )


def _handed_on(file: File) -> frozenset[str]:
    """The variables that a module sets itself, as a launcher does: its default is that of all."""
    found: frozenset[str] = file.memo(("handed on",), lambda: frozenset(_set_by(file)))
    return found


def _set_by(file: File) -> Iterator[str]:
    mappings = tables().word("environment")
    names = [
        target.slice
        for target, _, _ in file.index.stores
        if isinstance(target, ast.Subscript) and file.name_of(target.value) in mappings
    ]
    names += [
        variable
        for _, call in file.calls_to(tables().word("sets-environment"))
        if (variable := given(file, call, VARIABLE)) is not None
    ]
    for name in names:
        known = file.value_of(name)
        if known is not None and isinstance(known.value, str):
            yield known.value


def _plain(read: EnvironmentRead) -> str | None:
    """A default, so that two that mean the same are equal; ``None``: it says that there is none."""
    value = read.default.value if read.default is not None else None
    if not isinstance(value, str | int | float) or (value is False and read.reader in RAW):
        return None
    text = str(value).strip().rstrip("/").lower()
    if text in YES or text in NO:
        return "true" if text in YES else "false"
    try:
        return str(float(text))
    except ValueError:
        return None if UNSET.fullmatch(text) else text


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


def _is_in_a_chain(file: File, read: EnvironmentRead) -> bool:
    """Whether one read stands in for another: neither is the default of the program."""
    around: ast.AST | None = file.parent(read.node)
    if isinstance(around, ast.BoolOp) and around.values[0] is not read.node:
        return True
    while isinstance(around, ast.Call | ast.BoolOp | ast.IfExp | ast.keyword):
        if any(other.node is around for other in file.facts(EnvironmentRead)):
            return True
        around = file.parent(around)
    return False


# ── texts that are taken for a yes or a no ───────────────────────────────────────────────────────


@record
class EnvironmentFlag:
    """A variable whose text is taken for a yes or a no, although every text is a yes."""

    node: ast.expr
    variable: str
    expression: str
    """What is true whatever the text says."""
    text: str
    """A text that means no."""

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Every one of the file, where it is certain that nothing reads the text before."""
        for read in file.facts(EnvironmentRead):
            raw = read.reader in RAW and read.variable is not None and not read.cast
            raw = raw and not HOOKS.fullmatch(read.variable or "")
            taken = _taken_for_truth(file, read) if raw else None
            if taken is not None and read.variable is not None:
                yield cls(taken, read.variable, _short(ast.unparse(taken)), _text_of_no(read))


def _text_of_no(read: EnvironmentRead) -> str:
    """How the author would write a no: as the default does."""
    text = read.text
    return text if text is not None and text.lower() in NO else "false"


def _taken_for_truth(file: File, read: EnvironmentRead) -> ast.expr | None:
    """The expression that takes a text for a truth value; ``None``: none certainly does."""
    outer = _outermost(file, read.node)
    around = file.parent(outer)
    if isinstance(around, ast.keyword):
        return outer if _is_boolean_parameter(file, around) else None
    if isinstance(around, ast.Call):
        asked = file.last_name(around.func) == "bool" and not _is_own(file, around)
        return around if asked and _is_flag(file, read, _is_literal(read)) else None
    if is_test(around, outer):
        return outer if _is_word(read) else None
    target = around.targets[0] if isinstance(around, ast.Assign) else None
    name = file.last_name(target) if target is not None else None
    return outer if name is not None and _is_taken(file, read, name) else None


def _is_own(file: File, call: ast.Call) -> bool:
    """Whether a call is one of something that hides a builtin; what stars bring does not."""
    return file.callee(call) not in {None, "builtins.bool"}


def _outermost(file: File, node: ast.expr) -> ast.expr:
    """A read with what is taken instead of it: ``read or other``."""
    around = file.parent(node)
    if isinstance(around, ast.BoolOp) and isinstance(around.op, ast.Or):
        return around if around.values[0] is node else node
    return node


def is_test(around: ast.AST | None, node: ast.expr) -> bool:
    """Whether an expression is asked whether it is true."""
    if isinstance(around, ast.If | ast.While | ast.IfExp | ast.Assert):
        return around.test is node
    if isinstance(around, ast.comprehension):
        return node in around.ifs
    return isinstance(around, ast.UnaryOp) and isinstance(around.op, ast.Not)


def _is_boolean_parameter(file: File, keyword: ast.keyword) -> bool:
    """Whether a library takes an argument for a yes or a no."""
    call = file.parent(keyword)
    if not isinstance(call, ast.Call) or not file.words(BOOLEAN_PARAMETERS).match(keyword.arg):
        return False
    name = file.callee(call)
    return name is not None and file.library.knows(name) and file.home(name) is None


def _is_flag(file: File, read: EnvironmentRead, literal: bool) -> bool:  # noqa: FBT001
    """Whether a variable says yes or no, by its name or by its default."""
    if _is_word(read) or file.words(FLAGS).match(read.variable):
        return True
    no_thing = not file.words(THINGS).match(read.variable)
    return literal and (no_thing or file.words(NEGATIONS).match(read.variable))


def _is_literal(read: EnvironmentRead) -> bool:
    return read.default is not None and isinstance(read.default.value, bool)


def _is_word(read: EnvironmentRead) -> bool:
    """Whether the default is a text that means yes or no."""
    return read.text is not None and read.text.strip().lower() in WORDS


def _is_taken(file: File, read: EnvironmentRead, name: str) -> bool:
    """Whether what is kept under a name is taken for a truth value as it is."""
    if _is_word(read):
        taken = _is_tested(file, read, name) or (
            file.role is Role.SETTINGS and file.words(BOOLEAN_SETTINGS).match(name)
        )
    else:
        value = read.default.value if read.default is not None else None
        told = any(file.words(words).match(read.variable) for words in (FLAGS, NEGATIONS))
        # A parameter may take a path or a yes: `verify` of requests.
        is_thing = file.words(THINGS).match(read.variable)
        taken = told if value is False or is_thing else value is True
    if not taken:
        return False
    if file.program is None:
        return not _reads_text(file.code, name)
    return not file.program.known(_is_read_as_text, name)


def _is_tested(file: File, read: EnvironmentRead, name: str) -> bool:
    """Whether an `if` asks whether a name is true that gets its value here alone."""
    return any(
        [binding.statement for binding in file.bindings(use)] == [file.statement(read.node)]
        and is_test(file.parent(use), use)
        for use in file.reads.of(name)
        if isinstance(use, ast.Name)
    )


def _is_read_as_text(program: Program, name: str) -> bool:
    """Whether a module of the program may ask what a text of this name says."""
    return any(
        _reads_text(text.source, name) for text in program.texts(*LOADED) if name in text.source
    )


def _reads_text(source: str, name: str) -> bool:
    """Whether a text compares what has a name, gives it to a function or calls a method of it."""
    word = rf"\b{re.escape(name)}\b"
    return bool(
        re.search(
            rf"{word}\s*(?:\.\w|\[|==|!=|in\b|not\s+in\b)|(?:==|!=|[\w.]\()\s*[\w.]*{word}", source
        )
    )
