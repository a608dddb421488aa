"""Where a program reads its configuration, and what it takes when nothing is set."""

from __future__ import annotations

import ast
import dataclasses
import enum
import re
from collections.abc import Iterable, Iterator
from functools import cache

from readiness_lint.facts.callables import functions_of, given, last_of
from readiness_lint.facts.classes import classes_of
from readiness_lint.facts.decorators import target_of
from readiness_lint.facts.handlers import CAMEL
from readiness_lint.facts.idle import is_idle_module
from readiness_lint.facts.program import APART, LOADED, Program
from readiness_lint.facts.served_settings import is_named_for_development, is_on_trial
from readiness_lint.facts.shapes import entries_of, is_name
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import (
    DEVELOPMENT,
    ENVIRONMENT_READERS,
    OWN_PASSWORDS,
    SIGNING_KEYS,
)
from readiness_lint.knowledge.schema import (
    AppTrait,
    EnvironmentTrait,
    Inherits,
    Param,
    SettingsBase,
    SettingsField,
    Table,
)
from readiness_lint.model import Absent, Binding, Bound, Branch, Condition, File, Given
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Answer, Exit, Known, Role

VARIABLE = Pattern(r"[A-Z][A-Z0-9_]+")
LONGEST = 40
"""Characters of a default that a reader is told."""
SERVICE = (Role.APPLICATION, Role.SETTINGS)
ENV = "env"
"""What the name of every function that reads the environment holds, unless others are configured."""


@record
class EnvironmentRead:
    """One variable of the environment, or one field of a settings class that it fills."""

    node: ast.expr
    """The call or subscript that reads; the default of a field."""
    variable: str | None
    """``None``: its name is computed."""
    reader: str
    """The library, ``project`` for a function of the program's own."""
    has_default: Answer
    fallback: ast.expr | None
    """What it takes when the variable is not set, or empty."""
    default: Known | None
    """The value of that; ``None``: there is none, or it is not known."""
    generated: bool
    """Whether what it takes is drawn anew by each process."""
    target: str | None
    """The name, attribute, key or parameter that gets the value."""
    cast: bool = False
    """Whether the reader makes something else of the text."""

    @property
    def text(self) -> str | None:
        """The default that everybody can read; ``None``: none is known, or it is empty."""
        value = self.default.value if self.default else None
        return value if isinstance(value, str) and value.strip() else None

    @property
    def shown(self) -> str:
        """The default as a reader is told of it."""
        if self.text is None:
            return "a random value"
        return f'`"{self.text[:LONGEST]}{"..." if len(self.text) > LONGEST else ""}"`'

    @classmethod
    def find(cls, file: File) -> Iterable[EnvironmentRead]:
        """Every read that the file makes."""
        yield from _calls(file)
        yield from _called_objects(file)
        yield from _wrapped(file)
        yield from _subscripts(file)
        yield from _fields(file)


def _calls(file: File) -> Iterator[EnvironmentRead]:
    table = tables().table(EnvironmentTrait)
    for name, call in file.calls_to(table):
        row = table[name]
        yield _read_by(file, call, row)


def _called_objects(file: File) -> Iterator[EnvironmentRead]:
    """Calls of an object that reads: ``env = Env()``, then ``env("KEY")``."""
    table = tables().table(EnvironmentTrait)
    names = {
        around.targets[0].id
        for _, made in file.calls_to(_callable_readers())
        if isinstance(around := file.parent(made), ast.Assign)
        and isinstance(around.targets[0], ast.Name)
    }
    for last in sorted(names):
        for call, at in file.index.calls.get(last, ()):
            kind = file.type_at(call.func, at) if isinstance(call.func, ast.Name) else None
            name = file.library.member(kind.name, "__call__") if kind else ""
            if name in table:
                row = table[name]
                yield _read_by(file, call, row)


def _read_by(file: File, call: ast.Call, row: EnvironmentTrait) -> EnvironmentRead:
    found = _read(file, call, row.reader, given(file, call, row.variable), row.default)
    scheme = _of_scheme(file, call, found) if row.scheme and found.has_default is False else None
    if scheme is not None:
        home, value = scheme
        found = dataclasses.replace(
            found,
            has_default=True,
            fallback=value if home is file else None,
            default=_value(home, value),
            generated=is_generated(home, value),
        )
    cast = given(file, call, row.cast) if row.cast is not None else None
    return found if cast is None else dataclasses.replace(found, cast=True)


def _of_scheme(file: File, call: ast.Call, read: EnvironmentRead) -> Value | None:
    """The default of a variable that the object which reads was made with: ``Env(DEBUG=(bool, False))``."""
    reader = call.func.value if isinstance(call.func, ast.Attribute) else call.func
    home, made = file.origin(reader) or (file, reader)
    if not isinstance(made, ast.Call) or read.variable is None:
        return None
    kind = next((item.value for item in made.keywords if item.arg == read.variable), None)
    paired = isinstance(kind, ast.Tuple) and len(kind.elts) > 1
    return (home, kind.elts[1]) if paired and isinstance(kind, ast.Tuple) else None


@cache
def _callable_readers() -> Table[str]:
    """The classes whose objects are called to read a variable, and those that inherit from them."""
    known = tables()
    direct = {
        name.removesuffix(".__call__")
        for name in known.table(EnvironmentTrait)
        if name.endswith(".__call__")
    }
    heirs = {name for name in known.table(Inherits) if not direct.isdisjoint(known.bases(name))}
    return Table(dict.fromkeys(direct | heirs, ""))


def _wrapped(file: File) -> Iterator[EnvironmentRead]:
    """Calls of the project's own functions: by their name, and a variable's name given to them."""
    table = tables().table(EnvironmentTrait)
    for last in _readers(file):
        for call, at in file.index.calls[last]:
            variable = call.args[0] if call.args else None
            known = file.value_of(variable) if variable is not None else None
            if (
                known is not None
                and isinstance(known.value, str)
                and VARIABLE.fullmatch(known.value)
                and file.callee(call, at) not in table
            ):
                yield _read(file, call, "project", variable, Param("default", 1))


def _readers(file: File) -> list[str]:
    """What is called under a name, or an alias of one, that reads the environment."""
    words, calls = file.words(ENVIRONMENT_READERS), file.index.calls
    part = ENV if words is ENVIRONMENT_READERS else ""
    found = {name for name in calls if part in name and words.match(name)}
    for alias, behind in file.index.aliases.items():
        if alias in calls and any(part in name and words.match(name) for name in behind):
            found.add(alias)
    return sorted(found)


def _subscripts(file: File) -> Iterator[EnvironmentRead]:
    mappings = tables().word("environment")
    if not _mention().search(file.source):
        return
    for node in file.unordered(ast.Subscript):
        if (
            isinstance(node.ctx, ast.Load)
            and isinstance(node.value, ast.Name | ast.Attribute)
            and (name := file.name_of(node.value)) is not None
            and name in mappings
        ):
            yield _read(file, node, name.partition(".")[0], node.slice, None)


@cache
def _mention() -> re.Pattern[str]:
    """The last identifiers of the mappings that hold the environment: not ``environment``."""
    lasts = sorted(tables().word("environment").lasts)
    return re.compile(rf"(?:{'|'.join(lasts)})\b")


def _read(
    file: File,
    node: ast.Call | ast.Subscript,
    reader: str,
    variable: ast.expr | None,
    default: Param | None,
) -> EnvironmentRead:
    name = file.value_of(variable) if variable is not None else None
    has_default: Answer = False
    fallback: ast.expr | None = None
    if isinstance(node, ast.Call) and default is not None:
        argument = file.argument(node, default.name, default.position)
        if not isinstance(argument, Absent):
            has_default = True if isinstance(argument, Given) else None
        fallback = argument.value if isinstance(argument, Given) else None
    outer, instead = _instead(file, node)
    if instead is not None:
        fallback, has_default = instead, True
    return EnvironmentRead(
        node=node,
        variable=name.value if name and isinstance(name.value, str) else None,
        reader=reader,
        has_default=has_default,
        fallback=fallback,
        default=_value(file, fallback),
        generated=is_generated(file, fallback),
        target=_target(file, outer),
    )


def _instead(file: File, node: ast.expr) -> tuple[ast.expr, ast.expr | None]:
    """The whole of ``read or other`` and ``read if ... else other``, and the other."""
    around = file.parent(node)
    if isinstance(around, ast.BoolOp) and isinstance(around.op, ast.Or):
        last = around.values[-1]
        return around, last if last is not node else None
    if isinstance(around, ast.IfExp) and around.body is node:
        return around, around.orelse
    return node, _if_missing(file, node)


def _if_missing(file: File, node: ast.expr) -> ast.expr | None:
    """What the target gets elsewhere: where reading fails, or where it gave nothing."""
    statement = file.statement(node)
    if not isinstance(statement, ast.Assign) or statement.value is not node:
        return None
    target = statement.targets[0]
    if not isinstance(target, ast.Name):
        return None
    others = [item for item in file.bindings(target) if item.statement is not statement]
    if len(others) != 1 or others[0].kind is not Bound.VALUE:
        return None
    other = others[0].statement
    reading = set(file.tries(statement))
    failed = any(file.parent(around) in reading for around in file.enclosing(other, Branch.EXCEPT))
    missing = any(is_missing(condition, target.id) for condition in file.conditions(other))
    return others[0].value if failed or missing else None


def is_missing(condition: Condition, name: str) -> bool:
    """Whether a test found that a name has nothing: ``not X``, ``X is None``, ``X == ""``."""
    test, holds = condition.test, condition.holds
    while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test, holds = test.operand, not holds
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        right = test.comparators[0]
        nothing = isinstance(right, ast.Constant) and not right.value
        equal = isinstance(test.ops[0], ast.Is | ast.Eq)
        return nothing and equal is holds and is_name(test.left, name)
    return not holds and is_name(test, name)


def _value(file: File, expr: ast.expr | None) -> Known | None:
    if (
        isinstance(expr, ast.Call)
        and len(expr.args) == 1
        and file.callee(expr) in tables().word("holder")
    ):
        expr = expr.args[0]
    return file.value_of(expr) if expr is not None else None


def is_generated(file: File, expr: ast.expr | None) -> bool:
    """Whether an expression, or a factory, draws: a key made for this process alone."""
    if expr is None or isinstance(expr, ast.Constant):
        return False
    draws = tables().word("random")
    if isinstance(expr, ast.Name | ast.Attribute) and file.name_of(expr) in draws:
        return True
    return any(isinstance(call, ast.Call) and file.callee(call) in draws for call in ast.walk(expr))


def _target(file: File, node: ast.expr) -> str | None:
    """What gets the value, through a conversion or two."""
    current: ast.AST = node
    around = file.parent(current)
    while isinstance(around, ast.Call | ast.Await | ast.IfExp | ast.BoolOp | ast.Attribute):
        current, around = around, file.parent(around)
    if isinstance(around, ast.keyword):
        return around.arg
    if isinstance(around, ast.Assign) and around.value is current:
        return file.last_name(around.targets[0])
    if isinstance(around, ast.AnnAssign | ast.NamedExpr):
        return file.last_name(around.target)
    if isinstance(around, ast.Dict):
        key = around.keys[around.values.index(current)] if current in around.values else None
        known = file.value_of(key) if key is not None else None
        return known.value if known and isinstance(known.value, str) else None
    return None


def _fields(file: File) -> Iterator[EnvironmentRead]:
    for cls, rows in classes_of(file, tables().table(SettingsBase)):
        prefix = _prefix(file, cls, rows[0])
        for name, bindings in file.index.scopes[cls].bindings.items():
            binding = bindings[0]
            if binding.annotation is not None and binding.value is not None:
                read = _field(file, name, binding, prefix, rows[0].reader)
                if read is not None:
                    yield read


def _field(
    file: File, name: str, binding: Binding, prefix: str | None, reader: str
) -> EnvironmentRead | None:
    value = binding.value
    assert value is not None
    fallback: ast.expr | None = value
    variable = f"{prefix}{name}".upper() if prefix is not None else None
    name_of = file.callee(value) if isinstance(value, ast.Call) else None
    row = tables().table(SettingsField).get(name_of) if name_of else None
    if row is not None and isinstance(value, ast.Call):
        if not row.read:
            return None
        fallback = next(filter(None, (given(file, value, param) for param in row.default)), None)
        variable = _alias(file, value, row, variable)
    if isinstance(fallback, ast.Constant) and fallback.value is ...:
        fallback = None
    return EnvironmentRead(
        node=fallback or value,
        variable=variable,
        reader=reader,
        has_default=fallback is not None,
        fallback=fallback,
        default=_value(file, fallback),
        generated=is_generated(file, fallback),
        target=name,
    )


def _alias(file: File, call: ast.Call, row: SettingsField, variable: str | None) -> str | None:
    """The variable that the options of a field name instead; ``None``: they do not say."""
    for option in row.names:
        expr = given(file, call, Param(option))
        known = file.value_of(expr) if expr is not None else None
        if known and isinstance(known.value, str):
            return known.value
        variable = variable if expr is None else None
    return variable


def _prefix(file: File, cls: ast.ClassDef, row: SettingsBase) -> str | None:
    """What stands before the names of all fields, among the options of the class or of a base.

    ``None``: what makes the options does not say.
    """
    for home, owner in ((file, cls), *_above(file, cls)):
        scope = home.index.scopes[owner]
        bindings = [item for name in row.options for item in scope.bindings.get(name, ())]
        if bindings:
            found = [_prefix_in(home, binding, row) for binding in bindings]
            return found[-1] if None not in found else None
    return ""


def _above(file: File, cls: ast.ClassDef) -> Iterator[tuple[File, ast.ClassDef]]:
    for name in file.bases_of(cls):
        home, owner = file.defined(name) or (file, None)
        if isinstance(owner, ast.ClassDef):
            yield home, owner


def _prefix_in(file: File, binding: Binding, row: SettingsBase) -> str | None:
    found: ast.expr | None = None
    if isinstance(binding.value, ast.Call):
        name = file.callee(binding.value)
        if name is None or file.home(name) is not None:
            return None
        found = given(file, binding.value, Param(row.prefix))
    inner = file.index.scopes.get(binding.node)
    for option in inner.bindings.get(row.prefix, ()) if inner else ():
        found = option.value
    if found is None:
        return ""
    known = file.value_of(found)
    return known.value if known and isinstance(known.value, str) else None


def is_for_development(node: ast.AST, file: File) -> bool:
    """Whether settings are those of a developer's machine or a test, and no service starts with them."""
    if any(file.uses(module) for module in tables().word("testing")):
        return True
    cls = file.class_(node)
    if cls is not None and file.words(DEVELOPMENT).match(CAMEL.sub("_", cls.name)):
        return True
    return is_named_for_development(file) or is_on_trial(file)


PROVIDERS_KEY = Pattern(r"(?:sk|pk|rk)_(?:test|live)_")
"""How keys begin that a provider of payments gives out."""


# ── secrets ──────────────────────────────────────────────────────────────────────────────────────
class Secret(enum.Enum):
    """What a secret of the program's own is for."""

    SIGNS = "signs"
    """It signs or encrypts: who knows it is anyone."""
    OPENS = "opens"
    """It is a password of what comes with the deployment."""


def secret_of(read: EnvironmentRead, file: File) -> Secret | None:
    """What the secret is for that a read gives; ``None``: by its names it is none of our own."""
    variable, target = read.variable or "", read.target or ""
    if PROVIDERS_KEY.match(read.text or ""):
        return None
    # An attribute often has but the end of the name: ``secret_key`` of ``STRIPE_SECRET_KEY``.
    names = [variable] if variable.lower().endswith(f"_{target.lower()}") else [variable, target]
    for words, secret in ((SIGNING_KEYS, Secret.SIGNS), (OWN_PASSWORDS, Secret.OPENS)):
        if any(file.words(words).match(name) for name in names if name):
            return secret
    return None


@record
class Inspection:
    """What the file does when a setting still has its default."""

    compared: bool
    """Whether some test recognises the default."""
    refused: bool
    """Whether the program then stops."""


def inspection_of(read: EnvironmentRead, file: File) -> Inspection:
    """Whether the program looks for the default in what it has read, and stops where it finds it."""
    compared, refused = False, _is_validated(file, read)
    for place in (file, *_knowing(read, file)):
        constant = None if place is file else _constant(read, file)
        if place is not file and constant is None and not _may_name(place, read):
            continue
        tests: list[ast.If | ast.Assert] = [*place.nodes(ast.If), *place.nodes(ast.Assert)]
        asking = _asking(place, file, read, constant)
        for node in tests:
            found = _is_found(place, file, node.test, read, constant) or any(
                place.last_name(call.func) in asking
                for call in ast.walk(node.test)
                if isinstance(call, ast.Call)
            )
            compared |= found
            refused |= found and (isinstance(node, ast.Assert) or _stops(place, node))
    return Inspection(compared, refused)


def _is_found(
    place: File, file: File, test: ast.expr, read: EnvironmentRead, constant: str | None
) -> bool:
    """Whether a test of a module recognises the default that a file gives to a setting."""
    if place is file:
        return _recognises(place, test, read)
    return _recognises_elsewhere(place, test, read, constant) and any(
        word in place.code for word in (*_spelled(read, file), *_by_name(read))
    )


def _asking(place: File, file: File, read: EnvironmentRead, constant: str | None) -> frozenset[str]:
    """The functions of a module whose answer is whether a setting has its default."""
    return frozenset(
        function.name
        for answer in place.nodes(ast.Return)
        if answer.value is not None and _is_found(place, file, answer.value, read, constant)
        for function in [place.function(answer)]
        if function is not None
    )


def is_never_read(read: EnvironmentRead, file: File) -> bool:
    """Whether the program uses a class of settings, and reads one of its fields nowhere but to validate it.

    Modules that nobody imports read nothing.
    """
    cls, name, program = file.class_(read.node), read.target, file.program
    if cls is None or name is None or program is None:
        return False
    if not _is_made_of(file, cls, read) and not any(
        cls is found for found, _ in classes_of(file, tables().table(SettingsBase))
    ):
        return False
    # Settings that nobody imports are read where nobody sees it.
    members = (file.module, *(f"{file.module}.{member}" for member in file.index.module.bindings))
    if not any(True for member in members for _ in program.naming(member)):
        return False
    own = [node for node in file.reads.of(name) if isinstance(node, ast.Attribute)]
    return all(_is_in_validator(file, node) for node in own) and not program.known(
        _reads_setting, file.module, name
    )


def _is_made_of(file: File, cls: ast.ClassDef, read: EnvironmentRead) -> bool:
    """Whether a class makes an object of itself of what it reads: ``cls(secret_key=os.getenv(...))``."""
    keyword = file.parent(read.node)
    call = file.parent(keyword) if isinstance(keyword, ast.keyword) else None
    if not isinstance(call, ast.Call) or file.last_name(call.func) not in {"cls", cls.name}:
        return False
    bindings = file.index.scopes[cls].bindings.get(read.target or "", ())
    return any(binding.annotation is not None for binding in bindings)


def _is_in_validator(file: File, node: ast.AST) -> bool:
    function = file.function(node)
    return function is not None and any(
        "validator" in (last_of(file, target_of(item)) or "") for item in function.decorator_list
    )


def _reads_setting(program: Program, module: str, name: str) -> bool:
    """Whether a module reads an attribute of this name of what may be the settings of another."""
    quoted = f'"{name}"', f"'{name}'"
    for text in program.texts(*LOADED, holding=(name,)):
        if text.module == module:
            continue
        file = program.file(text.module)
        if file is None or any(each in text.source for each in quoted):
            return True
        for node in file.reads.of(name):
            # A constant of another module has but the same name.
            of = file.name_of(node.value) if isinstance(node, ast.Attribute) else None
            if (
                isinstance(node, ast.Attribute)
                and (of == module or of not in program.modules)
                and not _is_own(file, node)
                and not is_idle_module(file)
            ):
                return True
    return False


def _is_own(file: File, node: ast.Attribute) -> bool:
    """Whether an attribute is one that the class around it gives its objects itself."""
    cls = file.class_(node)
    return cls is not None and any(
        isinstance(target, ast.Attribute)
        and target.attr == node.attr
        and is_name(target.value, "self")
        and is_name(node.value, "self")
        and file.class_(target) is cls
        for target, _, _ in file.index.stores
    )


def _constant(read: EnvironmentRead, file: File) -> str | None:
    """The qualified name of the default, where it has one."""
    named = isinstance(read.fallback, ast.Name | ast.Attribute)
    return file.name_of(read.fallback) if named and read.fallback is not None else None


def _knowing(read: EnvironmentRead, file: File) -> Iterator[File]:
    """The other modules of the service that spell the default, in code or in a comment."""
    if file.program is None or read.text is None:
        return
    own = file.module.partition(".")[0]
    for text in file.program.texts(*SERVICE, holding=(*_spelled(read, file), *_by_name(read))):
        # Most speak of it nowhere, and need not be parsed.
        other = file.program.file(text.module) if text.module != file.module else None
        if other is not None and other.uses(own):
            yield other


def _spelled(read: EnvironmentRead, file: File) -> tuple[str, str]:
    """The default of a setting by value and by name."""
    text = read.text or ""
    constant = _constant(read, file) or text
    return text, constant.rpartition(".")[2] or constant


def _by_name(read: EnvironmentRead) -> tuple[str, ...]:
    """How a module asks a class for one of its fields by name, as a text."""
    lasts = sorted(tables().word("names-fields").lasts) if read.target else ()
    return tuple(f"{last}[{quote}{read.target}{quote}]" for last in lasts for quote in "'\"")


def _is_default_by_name(expr: ast.expr | None, read: EnvironmentRead) -> bool:
    """Whether an expression asks a class for the default of this very field."""
    if not isinstance(expr, ast.Attribute) or expr.attr != "default":
        return False
    return ast.unparse(expr.value).endswith(_by_name(read) or ("",))


def _may_name(file: File, read: EnvironmentRead) -> bool:
    """Whether a module has the name of a setting, or of its variable, in any case."""
    text = file.source.lower()
    return any(name.lower() in text for name in (read.target, read.variable) if name)


def _recognises_elsewhere(
    file: File, test: ast.expr, read: EnvironmentRead, constant: str | None
) -> bool:
    """Whether a test of another module compares this setting, and no other, with the default."""
    own = [test] if isinstance(test, ast.Compare) else []
    for node in (*own, *file.nodes(ast.Compare, within=test), *_named_tests(file, test)):
        sides = [node.left, *node.comparators]
        named = [side for side in sides if isinstance(side, ast.Name | ast.Attribute)]
        if constant is not None and any(file.name_of(side) == constant for side in named):
            return True
        names = {(file.last_name(side) or "").lower() for side in sides} - {""}
        wanted = {(name or "").lower() for name in (read.target, read.variable)} - {""}
        # A parameter often has but the end of the name: ``secret_key`` of ``session_secret_key``.
        alike = any(each == name or each.endswith(f"_{name}") for each in wanted for name in names)
        if alike and any(_is_default(file, side, read) for side in sides):
            return True
    return False


def _stops(file: File, node: ast.If) -> bool:
    return Exit.RAISES in file.exits(node.body) | file.exits(node.orelse)


def _recognises(file: File, test: ast.expr, read: EnvironmentRead) -> bool:
    """Whether a test compares something with the default, or asks how the setting is written."""
    return any(
        (isinstance(node, ast.Compare) and _compares(file, node, read))
        or (isinstance(node, ast.Call) and _asks(file, node, read))
        for node in (*ast.walk(test), *_named_tests(file, test))
    )


def _named_tests(file: File, test: ast.expr) -> Iterator[ast.Compare]:
    """The comparisons whose answers a test asks for by their names."""
    for name in ast.walk(test):
        found = file.assigned(name) if isinstance(name, ast.Name) else None
        if isinstance(found, ast.Compare):
            yield found


def _compares(file: File, node: ast.Compare, read: EnvironmentRead) -> bool:
    sides = [node.left, *node.comparators]
    if any(_is_default(file, side, read) for side in sides):
        return True
    named = [file.last_name(side) for side in sides]
    return (read.target or "") in named and not any(
        isinstance(side, ast.Constant) and not side.value for side in sides
    )


def _is_default(file: File, side: ast.expr, read: EnvironmentRead) -> bool:
    if read.target and _is_default_by_name(file.assigned(side) or side, read):
        return True
    if (
        isinstance(side, ast.Name | ast.Attribute)
        and isinstance(read.fallback, ast.Name | ast.Attribute)
        and file.last_name(side) == file.last_name(read.fallback)
    ):
        return True
    if read.default is None:
        return False
    known = file.value_of(side)
    if known is None:
        return False
    value = read.default.value
    if isinstance(known.value, tuple | list):
        return value in known.value
    return bool(known.value == value)


def _asks(file: File, node: ast.Call, read: EnvironmentRead) -> bool:
    function = node.func
    if not isinstance(function, ast.Attribute) or function.attr not in {"startswith", "endswith"}:
        return False
    return file.last_name(function.value) == (read.target or "")


def _is_validated(file: File, read: EnvironmentRead) -> bool:
    """Whether a validator of the field may refuse it."""
    for function in functions_of(file):
        for decorator in function.decorator_list:
            if isinstance(decorator, ast.Call) and any(
                isinstance(item, ast.Constant) and item.value == read.target
                for item in decorator.args
            ):
                return Exit.RAISES in file.exits(function.body)
    return False


# ── settings that a framework reads ──────────────────────────────────────────────────────────────
Value = tuple[File, ast.expr]
"""An expression, and the file that it stands in."""


def configured(file: File, word: str) -> Iterator[Value]:
    """What a module of settings for operation gives to the keys that carry a word."""
    bound = file.index.module.bindings
    for name, head in _keys_with(word):
        if head in bound:
            yield from given_to(file, name)


@cache
def _keys_with(word: str) -> tuple[tuple[str, str], ...]:
    """The keys of settings that carry a word, each with the setting that it is of."""
    names = sorted(tables().word(word))
    return tuple((name, name.partition(".settings.")[2].partition(".")[0]) for name in names)


def given_to(file: File, name: str) -> Iterator[Value]:
    """What a module of settings for operation gives to a setting, or to a key of one."""
    head, _, rest = name.partition(".settings.")[2].partition(".")
    bindings = file.index.module.bindings.get(head, ())
    if not bindings or file.role in APART:
        return
    if not is_for_development(bindings[0].statement, file):
        keys = tuple(rest.split(".")) if rest else ()
        for binding in bindings:
            if binding.kind is Bound.VALUE and binding.value is not None:
                yield from _at(file, binding.value, keys)
        for target, value, _ in file.index.stores:
            path = _path(target)
            if value is not None and path[:1] == (head,) and path[1:] == keys[: len(path) - 1]:
                yield from _at(file, value, keys[len(path) - 1 :])


def _at(file: File, value: ast.expr, keys: tuple[str, ...]) -> Iterator[Value]:
    """What stands under some keys of a mapping that is written out."""
    home, mapping = file.origin(value) or (file, value)
    if not keys:
        yield file, value
    elif isinstance(mapping, ast.Dict):
        for key, item in entries_of(mapping):
            if key == keys[0]:
                yield from _at(home, item, keys[1:])


def _path(target: ast.expr) -> tuple[str, ...]:
    """``DATABASES["default"]`` as names; empty: something else is stored into."""
    if isinstance(target, ast.Name):
        return (target.id,)
    if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
        above = _path(target.value)
        return (*above, str(target.slice.value)) if above else ()
    return ()


def under_key(program: Program, name: str) -> list[Value] | None:
    """What the settings of a service give to a key of a mapping; ``None``: not known.

    Other than with `given_to`, a mapping that is not written out counts: it may have the key.
    """
    mapping, _, key = name.rpartition(".")
    found = list(program.each(_under_key, mapping.rpartition(".")[2], key))
    if not found and not any(True for _ in program.each(_lists_applications)):
        return None
    known = [(home, value) for home, value in found if value is not None]
    return known if len(known) == len(found) < 2 else None


def _under_key(file: File, mapping: str, key: str) -> Iterator[ast.expr | None]:
    """What a module gives to a key; ``None``: it may do so out of sight."""
    if file.role in APART:
        return
    stored = (_path(target) for target, _, _ in file.index.stores)
    if any(len(path) > 1 and path[0] == mapping for path in stored):
        yield None
    for binding in file.index.module.bindings.get(mapping, ()):
        value = binding.value
        if not isinstance(value, ast.Dict):
            yield None
            continue
        own = [item for at, item in entries_of(value) if at == key]
        yield from own
        if not own and None in value.keys:
            yield None


def _lists_applications(file: File) -> Iterator[str]:
    """The settings of a file that say what a service is made of."""
    known = tables()
    names = {row.listed for row in known.table(AppTrait).values()} | known.word(
        "serves-routes"
    ).lasts
    if file.role not in APART:
        yield from sorted(names.intersection(file.index.module.bindings))


def is_configured(file: File, word: str) -> Answer:
    """Whether the settings of the program turn something on; ``None``: they differ, or say nothing."""
    program = file.program
    if program is None:
        return None
    return program.known(_agreed, word)


def _agreed(program: Program, word: str) -> Answer:
    known = [home.value_of(value) for _, (home, value) in program.each(configured, word)]
    found = {value.value if value is not None else None for value in known}
    return bool(found.pop()) if len(found) == 1 and None not in found else None


def held_by(file: File, expr: ast.expr) -> Known | None:
    """The value of an expression; of a setting, the one that it has when nothing is set."""
    known = file.value_of(expr)
    if known is not None:
        return known
    read = read_by(file, expr)
    return read.default if read is not None else None


def read_by(file: File, expr: ast.expr, hops: int = 2) -> EnvironmentRead | None:
    """The one read of configuration that gives an expression its value, converted perhaps."""
    found = file.facts(EnvironmentRead, within=expr)
    if found:
        return found[0] if len(found) == 1 else None
    if isinstance(expr, ast.Attribute):
        kind = file.type_of(expr.value)
        home, cls = (file.defined(kind.name) if kind else None) or (file, None)
        if isinstance(cls, ast.ClassDef):
            own = home.facts(EnvironmentRead, within=cls)
            return next((read for read in own if read.target == expr.attr), None)
    if isinstance(expr, ast.Call):
        if isinstance(expr.func, ast.Attribute):
            return read_by(file, expr.func.value, hops)
        return None
    origin = file.origin(expr) if hops else None
    return read_by(*origin, hops - 1) if origin is not None else None
