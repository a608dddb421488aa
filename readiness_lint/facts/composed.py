"""Texts that are put together out of constant pieces and values, piece by piece."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from readiness_lint.facts.callers import (
    Caller,
    bindings_of_value,
    called,
    callers_of,
    decorators_of,
    function_named,
    with_overridden,
)
from readiness_lint.facts.checks import Checks
from readiness_lint.facts.conditions import given_for
from readiness_lint.facts.elements import all_elements, known_elements
from readiness_lint.facts.program import APART
from readiness_lint.facts.rows import may_be_rows
from readiness_lint.facts.shapes import entries_of, is_name
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import CONFIGURED, ENUMERATIONS, ESCAPING, HARMLESS_FIELDS
from readiness_lint.knowledge.schema import Carries, Safe
from readiness_lint.model import Binding, Bound, File, FunctionNode
from readiness_lint.model.values import CONVERSION, FIELD
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import SinkKind

DEEPEST = 12
"""Names and operators inside each other that are followed."""
HOPS = 6
"""Names, attributes and functions of the program behind each other that are followed."""
GAP = "\0"
"""Stands for a value in the text around another one."""
NUMERIC = frozenset("dfgeEGFxXob%n,")
"""How the format of a number ends."""
HARMLESS_CALLS = frozenset(
    [
        *("int", "float", "len", "round", "max", "min", "sum", "ceil", "floor", "time", "bool"),
        *("uuid1", "uuid4", "hex", "hexdigest", "now", "utcnow", "today", "date", "isoformat"),
        *("strftime", "timestamp", "token_hex", "token_urlsafe", "id", "reverse", "url_for"),
        *("count", "index", "find"),
        *("getpid", "getppid", "getuid", "getgid", "geteuid", "getegid", "fileno", "cpu_count"),
    ]
)
"""Calls whose value is a number, a time or a key of the program's own making, whoever defines them."""
CUTTING = frozenset({"decode", "split", "rsplit", "splitlines", "partition", "rpartition"})
"""Methods that give parts of a text, or the text of bytes."""
ENTRIES = frozenset({"items", "values", "keys"})
"""Methods that go through a mapping."""
VALUE = "value"
MEMBER = frozenset({"name", VALUE})
KEY_OF_ROW = "_id"
TEMPLATE, SUBSTITUTES = "string.Template", frozenset({"substitute", "safe_substitute"})
PLACE = Pattern(
    r"\$(?:(?P<escaped>\$)|(?P<named>[a-z_]\w*)|\{(?P<braced>[a-z_]\w*)\})", re.IGNORECASE
)
WRAPPING = frozenset({"str", "strip", "lower", "upper", "repr", "format", "rstrip", "lstrip"})


@record
class Hole:
    """A value in a text that is written out."""

    expr: ast.expr
    """Without the calls around it that change no character that matters."""
    before: str
    """The text before it; other values are `GAP`."""
    after: str

    @property
    def text(self) -> str:
        """As the file spells it."""
        return ast.unparse(self.expr)

    @property
    def quoted(self) -> bool:
        """Whether it stands between single quotes."""
        return self.before.count("'") % 2 == 1 and "'" in self.after


def holes(file: File, expr: ast.expr) -> tuple[Hole, ...]:
    """The values in a text, in their order; none: nothing is put together here."""
    parts = list(_parts(file, expr, 0))
    if len(parts) < 2:
        return ()
    texts = [part if isinstance(part, str) else GAP for part in parts]
    return tuple(
        Hole(_bare(file, part), "".join(texts[:index]), "".join(texts[index + 1 :]))
        for index, part in enumerate(parts)
        if not isinstance(part, str)
    )


def beginning(file: File, expr: ast.expr) -> str | None:
    """The constant text that a text begins with; ``None``: something else comes first."""
    first = next(_parts(file, expr, 0), None)
    return first if isinstance(first, str) else None


def open_holes(file: File, expr: ast.expr, kind: SinkKind) -> Iterator[Hole]:
    """Those of the values of which nobody knows what they hold, and that nothing has judged."""
    for hole in holes(file, expr):
        if not is_harmless(file, hole.expr, kind):
            yield hole


def _bare(file: File, expr: ast.expr) -> ast.expr:
    while isinstance(expr, ast.Call):
        last = file.last_name(expr.func)
        if last not in WRAPPING:
            break
        if isinstance(expr.func, ast.Attribute):
            expr = expr.func.value
        elif len(expr.args) == 1:
            expr = expr.args[0]
        else:
            break
    return expr


# ── what a text is made of ───────────────────────────────────────────────────────────────────────
def _parts(file: File, expr: ast.expr, depth: int) -> Iterator[str | ast.expr]:
    """Constant pieces and values; a number is the digit that it begins with."""
    if depth > DEEPEST:
        yield expr
    elif isinstance(expr, ast.Constant):
        yield expr.value if isinstance(expr.value, str) else "0"
    elif isinstance(expr, ast.JoinedStr):
        for item in expr.values:
            yield from _parts(file, item, depth + 1)
    elif isinstance(expr, ast.FormattedValue):
        yield from _formatted(file, expr, depth)
    elif isinstance(expr, ast.BinOp) and isinstance(expr.op, ast.Add):
        for item in terms(expr):
            yield from _parts(file, item, depth + 1)
    elif isinstance(expr, ast.BinOp) and isinstance(expr.op, ast.Mod):
        yield from _cut(file, expr, expr.left, depth)
    elif (
        isinstance(expr, ast.Call)
        and isinstance(expr.func, ast.Attribute)
        and expr.func.attr == "format"
    ):
        yield from _cut(file, expr, expr.func.value, depth)
    elif isinstance(expr, ast.Name):
        yield from _named(file, expr, depth)
    elif isinstance(expr, ast.Call) and (template := template_of(file, expr)) is not None:
        yield from _cut(file, expr, template, depth)
    elif isinstance(expr, ast.Call) and (elements := joined_elements(file, expr)):
        yield from _joined(file, expr, elements, depth)
    else:
        known = file.value_of(expr)
        yield str(known.value) if known is not None else expr


def joined_elements(file: File, call: ast.Call) -> list[ast.expr]:
    """What a constant joins, as far as it is written in the function; empty: nothing is known of it."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr != "join" or len(call.args) != 1:
        return []
    separator = file.value_of(call.func.value)
    if separator is None or not isinstance(separator.value, str):
        return []
    # Nobody makes a text of what is one, unless there are quotes to put around it.
    quoting = "'" in separator.value
    found = known_elements(file, call.args[0])
    return [item for item in found if quoting or not _is_made_text(item)]


def _is_made_text(expr: ast.expr) -> bool:
    return isinstance(expr, ast.Call) and is_name(expr.func, "str")


def _joined(
    file: File, call: ast.Call, elements: list[ast.expr], depth: int
) -> Iterator[str | ast.expr]:
    """The elements of a list with the text between them."""
    assert isinstance(call.func, ast.Attribute)
    for index, item in enumerate(elements):
        if index:
            yield from _parts(file, call.func.value, depth + 1)
        yield from _parts(file, item, depth + 1)


def _formatted(file: File, expr: ast.FormattedValue, depth: int) -> Iterator[str | ast.expr]:
    spec = expr.format_spec
    last = spec.values[-1] if isinstance(spec, ast.JoinedStr) and spec.values else None
    if isinstance(last, ast.Constant) and str(last.value)[-1:] in NUMERIC:
        yield "0"
    else:
        yield from _parts(file, expr.value, depth + 1)


def _cut(
    file: File, expr: ast.BinOp | ast.Call, template: ast.expr, depth: int
) -> Iterator[str | ast.expr]:
    """A text with places for values, and what stands in them."""
    whole = list(_parts(file, template, depth + 1))
    if not all(isinstance(item, str) for item in whole):
        yield from whole
        return
    text = "".join(item for item in whole if isinstance(item, str))
    for item in _pieces(text, expr):
        if isinstance(item, ast.expr):
            yield from _parts(file, item, depth + 1)
        else:
            yield "0" if item is None else item


def _pieces(text: str, expr: ast.BinOp | ast.Call) -> Iterator[str | ast.expr | None]:
    if isinstance(expr, ast.BinOp):
        return percent_parts(text, expr.right)
    method = expr.func.attr if isinstance(expr.func, ast.Attribute) else ""
    return template_parts(text, expr) if method in SUBSTITUTES else format_parts(text, expr)


def template_of(file: File, call: ast.Call) -> ast.expr | None:
    """The text of the `string.Template` whose places a call fills; ``None``: it fills none."""
    function = call.func
    if not isinstance(function, ast.Attribute) or function.attr not in SUBSTITUTES:
        return None
    made = function.value
    if isinstance(made, ast.Name):
        made = file.assigned(made) or made
    if not isinstance(made, ast.Call) or file.callee(made) != TEMPLATE or len(made.args) != 1:
        return None
    return made.args[0]


def template_parts(text: str, call: ast.Call) -> Iterator[str | ast.expr | None]:
    """The pieces of a text with ``$names``, and what stands in each."""
    mapping = call.args[0] if call.args else None
    named = dict(entries_of(mapping)) if isinstance(mapping, ast.Dict) else {}
    named |= {item.arg: item.value for item in call.keywords if item.arg}
    start = 0
    for match in PLACE.finditer(text):
        yield text[start : match.start()]
        start = match.end()
        name = match["named"] or match["braced"]
        if match["escaped"]:
            yield "$"
        else:
            yield named.get(name, None if isinstance(mapping, ast.Dict | None) else mapping)
    yield text[start:]


def _named(file: File, name: ast.Name, depth: int) -> Iterator[str | ast.expr]:
    found = sorted(file.reaching(name), key=lambda item: item.statement.lineno)
    last = found[-1] if found else None
    if (
        last is not None
        and last.kind is Bound.CHANGED
        and isinstance(last.statement, ast.AugAssign)
        and isinstance(last.statement.op, ast.Add)
        and isinstance(last.statement.target, ast.Name)
    ):
        yield from _parts(file, last.statement.target, depth + 1)
        yield from _parts(file, last.statement.value, depth + 1)
        return
    value = last.value if last is not None and last.kind is Bound.VALUE else None
    if len(found) == 1 and value is not None and _is_written_out(file, value):
        yield from _parts(file, value, depth + 1)
        return
    known = file.value_of(name)
    yield str(known.value) if known is not None else name


def _is_written_out(file: File, value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        formats = isinstance(value.func, ast.Attribute) and value.func.attr == "format"
        return formats or template_of(file, value) is not None or bool(joined_elements(file, value))
    return isinstance(value, ast.Constant | ast.JoinedStr | ast.BinOp)


def terms(node: ast.BinOp) -> list[ast.expr]:
    """The operands of a chain of additions, from left to right."""
    found: list[ast.expr] = []
    current: ast.expr = node
    while isinstance(current, ast.BinOp) and isinstance(current.op, ast.Add):
        found.append(current.right)
        current = current.left
    return [current, *reversed(found)]


def percent_parts(text: str, right: ast.expr) -> Iterator[str | ast.expr | None]:
    """The pieces of a text with conversions, and what stands in each."""
    values = list(right.elts) if isinstance(right, ast.Tuple) else [right]
    named = dict(entries_of(right)) if isinstance(right, ast.Dict) else {}
    start = position = 0
    for match in CONVERSION.finditer(text):
        yield text[start : match.start()]
        start = match.end()
        if match["type"] == "%":
            yield "%"
            continue
        value: ast.expr | None = None
        if match["key"] is not None:
            value = named.get(match["key"], None if isinstance(right, ast.Dict) else right)
        elif position < len(values):
            value = values[position]
            position += 1
        yield value if match["type"] in "sra" else None
    yield text[start:]


def format_parts(text: str, call: ast.Call) -> Iterator[str | ast.expr | None]:
    """The pieces of a text with fields, and what stands in each."""
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    rest = named.get(None)
    start = position = 0
    for match in FIELD.finditer(text):
        yield text[start : match.start()].replace("{{", "{").replace("}}", "}")
        start = match.end()
        name = re.split(r"[.\[]", match["name"])[0]
        if not name or name.isdigit():
            index = int(name) if name else position
            position += not name
            yield call.args[index] if index < len(call.args) else None
        else:
            yield named.get(name, rest)
    yield text[start:].replace("{{", "{").replace("}}", "}")


# ── what does no harm ────────────────────────────────────────────────────────────────────────────
def is_harmless(file: File, expr: ast.expr, kind: SinkKind, hops: int = HOPS) -> bool:
    """Whether a value is the program's own, of a type without text, cleaned, or judged on the way."""
    return any(_is_harmless(file, item, kind, hops) for item in _ways(file, expr))


def _ways(file: File, expr: ast.expr) -> Iterator[ast.expr]:
    """A value, and what it was made of, one step after the other."""
    current: ast.expr | None = expr
    for _ in range(DEEPEST):
        if current is None:
            return
        current = _bare(file, current)
        yield current
        if isinstance(current, ast.Await | ast.NamedExpr):
            current = current.value
        else:
            current = assigned_there(file, current)


def assigned_there(file: File, expr: ast.expr) -> ast.expr | None:
    """The one expression that a name stands for where it is read; ``None``: none, or several."""
    found = file.reaching(expr) if isinstance(expr, ast.Name) else ()
    return found[0].value if len(found) == 1 and found[0].kind is Bound.VALUE else None


def _is_harmless(file: File, expr: ast.expr, kind: SinkKind, hops: int) -> bool:
    if isinstance(expr, ast.Call):
        return (
            _is_cleaned(file, expr, kind, hops)
            or _is_returned(file, expr, kind, hops)
            or _is_part_of_harmless(file, expr, kind, hops)
        )
    if isinstance(expr, ast.Constant | ast.UnaryOp | ast.Compare | ast.BoolOp | ast.IfExp):
        parts = [expr.body, expr.orelse] if isinstance(expr, ast.IfExp) else []
        parts = expr.values if isinstance(expr, ast.BoolOp) else parts
        return all(is_harmless(file, item, kind, hops) for item in parts)
    if isinstance(expr, ast.Dict):
        parts = [*filter(None, expr.keys), *expr.values]
        return all(is_harmless(file, item, kind, hops) for item in parts)
    if isinstance(expr, ast.BinOp) and not isinstance(expr.op, ast.Add | ast.Mod):
        return True
    if isinstance(expr, ast.BinOp | ast.JoinedStr):
        return _is_of_harmless(file, expr, kind, hops)
    found = file.type_of(expr)
    if found is not None and found.name in tables().word("clean"):
        return True
    return (
        _is_own(file, expr)
        or _is_temporary(file, expr)
        or _is_judged(file, expr, kind)
        or _is_always_harmless(file, expr, kind, hops)
        or _is_worked_out(file, expr, kind, hops)
        or _is_part_of_harmless(file, expr, kind, hops)
        or _is_stored_key(file, expr)
    )


def _is_part_of_harmless(file: File, expr: ast.expr, kind: SinkKind, hops: int) -> bool:
    """Whether a value is cut out of such a value, is that of a member, or one of a written mapping."""
    looked_up = entries_there(file, expr)
    if looked_up is not None:
        return all(is_harmless(file, item, kind, hops) for item in looked_up)
    if isinstance(expr, ast.Attribute):
        return expr.attr in MEMBER and _is_of_member(file, expr, kind, hops)
    if isinstance(expr, ast.Call):
        function = expr.func
        return (
            isinstance(function, ast.Attribute)
            and function.attr in CUTTING
            and is_harmless(file, function.value, kind, hops)
        )
    return isinstance(expr, ast.Subscript) and is_harmless(file, expr.value, kind, hops)


def _is_of_member(file: File, expr: ast.Attribute, kind: SinkKind, hops: int) -> bool:
    """Whether a value is that of an enumeration's member, or may be as far as is known."""
    found = file.type_of(expr.value)
    if found is None:
        return expr.attr == VALUE or is_harmless(file, expr.value, kind, hops)
    home, cls = file.defined(found.name) or (file, None)
    return isinstance(cls, ast.ClassDef) and any(
        home.words(ENUMERATIONS).match(base.rpartition(".")[2]) for base in home.mro_of(cls) or ()
    )


def entries_there(file: File, expr: ast.expr) -> list[ast.expr] | None:
    """What a mapping that is written out may give, where it is asked; ``None``: it is not."""
    others: list[ast.expr] = []
    if isinstance(expr, ast.Subscript):
        mapping = expr.value
    elif isinstance(expr, ast.Call) and isinstance(expr.func, ast.Attribute):
        mapping, others = expr.func.value, expr.args[1:]
        if expr.func.attr != "get" or expr.keywords:
            return None
    else:
        return None
    value = file.assigned(mapping) or mapping
    return [*value.values, *others] if isinstance(value, ast.Dict) else None


def _is_stored_key(file: File, expr: ast.expr) -> bool:
    """Whether a value is the key by which a row of the program's database names another one."""
    if not isinstance(expr, ast.Attribute) or not expr.attr.endswith(KEY_OF_ROW):
        return False
    found = file.reaching(expr.value) if isinstance(expr.value, ast.Name) else ()
    return bool(found) and all(
        binding.value is not None and may_be_rows(file, binding.value, binding.statement)
        for binding in found
    )


def _is_temporary(file: File, expr: ast.expr) -> bool:
    """Whether a path, or the name of a file, was made up for the time being."""
    if isinstance(expr, ast.Attribute) and expr.attr == "name":
        expr = expr.value
    found = file.reaching(expr) if isinstance(expr, ast.Name) else ()
    return bool(found) and all(
        isinstance(binding.value, ast.Call)
        and file.callee(binding.value) in tables().word("temporary")
        for binding in found
    )


def _is_of_harmless(file: File, text: ast.expr, kind: SinkKind, hops: int) -> bool:
    """Whether a text is put together, and of such values alone."""
    parts = list(_parts(file, text, 0)) if hops else [text]
    return parts != [text] and all(
        isinstance(item, str) or is_harmless(file, item, kind, hops - 1) for item in parts
    )


def _is_always_harmless(file: File, expr: ast.expr, kind: SinkKind, hops: int) -> bool:
    """Whether a name, or an attribute of the object itself, gets such values alone."""
    found: tuple[Binding, ...] = ()
    if isinstance(expr, ast.Name):
        # A single value was followed on the way here.
        found = file.reaching(expr) if assigned_there(file, expr) is None else ()
    elif isinstance(expr, ast.Attribute) and isinstance(expr.value, ast.Name):
        found = tuple(bindings_of_value(file, expr))
    return bool(hops and found) and all(
        _is_bound_to_harmless(file, binding, kind, hops - 1) for binding in found
    )


def _is_bound_to_harmless(file: File, binding: Binding, kind: SinkKind, hops: int) -> bool:
    value = binding.value
    if binding.kind is Bound.VALUE and value is not None:
        return is_harmless(file, value, kind, hops)
    if binding.kind is Bound.ITERATED and value is not None:
        return _goes_through_harmless(file, value, kind, hops)
    if binding.kind is Bound.UNPACKED and isinstance(value, ast.Call):
        return _is_returned(file, value, kind, hops, binding.index)
    if binding.kind is Bound.PARAMETER:
        return _is_given_harmless(file, binding, kind, hops)
    return False


def _goes_through_harmless(file: File, value: ast.expr, kind: SinkKind, hops: int) -> bool:
    """Whether a list, or a mapping of which the entries are asked for, holds such values alone."""
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        value = value.func.value if value.func.attr in ENTRIES else value
    elements = all_elements(file, value)
    return is_harmless(file, value, kind, hops) or (
        elements is not None and all(is_harmless(file, item, kind, hops) for item in elements)
    )


def _is_given_harmless(file: File, binding: Binding, kind: SinkKind, hops: int) -> bool:
    """Whether all that call a function give such values, and somebody does."""
    function, argument = binding.scope.node, binding.node
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    if not isinstance(argument, ast.arg) or argument.arg == binding.scope.me:
        return False
    somebody = False
    for caller in _callers(file, function) or _perhaps_calling(file, function):
        given = given_for(caller, file, function, argument.arg)
        if given is None or not is_harmless(*given, kind, hops):
            return False
        somebody = True
    return somebody


def _callers(file: File, function: FunctionNode) -> list[Caller]:
    """The calls of a function, and those of the method of a base in whose place it stands."""
    return [
        caller
        for home, method in with_overridden(file, function)
        for caller in callers_of(home, method)
    ]


def _perhaps_calling(file: File, function: FunctionNode) -> Iterator[Caller]:
    """The calls under the name of a method, on objects of which nothing is known."""
    if file.program is None or file.class_(function) is None:
        return
    for home in file.program.calling(function.name):
        for call, at in home.index.calls.get(function.name, ()):
            if home.role not in APART and home.callee(call, at) is None:
                yield Caller(home, call, home.function(call), call)


def _is_worked_out(file: File, expr: ast.expr, kind: SinkKind, hops: int) -> bool:
    """Whether a property of the program gives such values alone."""
    found = file.type_of(expr.value) if hops and isinstance(expr, ast.Attribute) else None
    if found is None or not isinstance(expr, ast.Attribute):
        return False
    home, function = function_named(file, f"{found.name}.{expr.attr}") or (file, None)
    return (
        function is not None
        and any(last.endswith("property") for _, last in decorators_of(home, function))
        and _gives_harmless(home, function, kind, hops)
    )


def _is_returned(
    file: File, call: ast.Call, kind: SinkKind, hops: int, index: tuple[int, ...] = ()
) -> bool:
    """Whether a function of the program gives such values alone; with an index, as that element."""
    home, function = (called(file, call) if hops else None) or (file, None)
    if function is None or function.name == "__init__" or home.is_generator(function):
        return False
    return _gives_harmless(home, function, kind, hops, index)


def _gives_harmless(
    home: File, function: FunctionNode, kind: SinkKind, hops: int, index: tuple[int, ...] = ()
) -> bool:
    """Whether all that a function returns does no harm; with an index, that element of it."""
    values = [
        _element(item.value, index)
        for item in home.statements_of(function)
        if isinstance(item, ast.Return) and home.function(item) is function
    ]
    return bool(values) and all(
        value is not None and is_harmless(home, value, kind, hops - 1) for value in values
    )


def _element(value: ast.expr | None, index: tuple[int, ...]) -> ast.expr | None:
    """An element of a tuple that is written out; ``None``: it is none."""
    for position in index:
        if not isinstance(value, ast.Tuple) or position >= len(value.elts):
            return None
        value = value.elts[position]
    return value


def _is_cleaned(file: File, call: ast.Call, kind: SinkKind, hops: int) -> bool:
    name = file.callee(call)
    last = (name or "").rpartition(".")[2] or file.last_name(call.func) or ""
    if last in HARMLESS_CALLS or file.words(ESCAPING).match(last):
        return True
    safe = tables().table(Safe).get(name) if name else None
    if (safe is not None and kind in safe.kinds) or name in tables().word("clean"):
        return True
    if name is not None and (safe is not None or name in tables().table(Carries)):
        # It changes what it is given, and adds nothing.
        return all(is_harmless(file, item, kind, hops) for item in _taken(call, name))
    if last == "join" and isinstance(call.func, ast.Attribute):
        separator = file.value_of(call.func.value)
        if separator is None or "'" in str(separator.value):
            return False
        # Of a list that comes from elsewhere nothing is known.
        return all(is_harmless(file, item, kind, hops) for item in joined_elements(file, call))
    return doubles_quotes(call)


def _taken(call: ast.Call, name: str) -> list[ast.expr]:
    """What a call with a qualified name works on: its arguments, and the object whose method it is."""
    of_class = tables().is_class(name.rpartition(".")[0])
    own = [call.func.value] if of_class and isinstance(call.func, ast.Attribute) else []
    return [*own, *call.args, *(keyword.value for keyword in call.keywords)]


def doubles_quotes(call: ast.Call) -> bool:
    """Whether a call writes each apostrophe twice, after which none ends a literal of SQL."""
    function = call.func
    return (
        isinstance(function, ast.Attribute)
        and function.attr == "replace"
        and "'" in {getattr(item, "value", None) for item in call.args}
    )


def _is_own(file: File, expr: ast.expr) -> bool:
    """Whether a value is a constant or a setting of the program."""
    if file.value_of(expr) is not None:
        return True
    if isinstance(expr, ast.Attribute) and file.words(HARMLESS_FIELDS).match(expr.attr):
        return True
    if isinstance(expr, ast.Attribute | ast.Name) and file.name_of(expr) in tables().word("clean"):
        return True
    root = expr
    while isinstance(root, ast.Attribute | ast.Subscript | ast.Call):
        last = file.last_name(root) or ""
        if last.isupper() or file.words(CONFIGURED).match(last):
            return True
        root = root.func if isinstance(root, ast.Call) else root.value
    return isinstance(root, ast.Name) and (
        root.id.isupper() or file.words(CONFIGURED).match(root.id) or _is_of_a_class(file, expr)
    )


def _is_of_a_class(file: File, expr: ast.expr) -> bool:
    """Whether a value is an attribute of a class, such as a member of an enumeration."""
    while isinstance(expr, ast.Attribute):
        expr = expr.value
    name = file.name_of(expr) if isinstance(expr, ast.Name) else None
    found = file.defined(name) if name else None
    return found is not None and isinstance(found[1], ast.ClassDef)


def _is_judged(file: File, expr: ast.expr, kind: SinkKind) -> bool:
    checks = Checks.of(file, kind)
    checked = checks.at(expr)
    if isinstance(expr, ast.Name):
        return any(
            _is_written_here(item.value) if item.kind is Bound.ITERATED else False
            for item in file.reaching(expr)
        ) or any(checks.judged(checked, item.node) for item in file.reaching(expr))
    return checks.is_written_again(checked, expr)


def _is_written_here(value: ast.expr | None) -> bool:
    """Whether a loop goes through constants."""
    return isinstance(value, ast.Tuple | ast.List | ast.Set | ast.Dict)
