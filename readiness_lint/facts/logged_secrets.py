"""Secrets that are written as they are: to a log, to a tracker of errors or spans, or to the output."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from readiness_lint.facts.entries import Entry, entry_of
from readiness_lint.facts.handlers import CAMEL
from readiness_lint.facts.idle import is_idle_class
from readiness_lint.facts.logs import EXTRA, LogCall
from readiness_lint.facts.prints import Print
from readiness_lint.facts.settings import read_by
from readiness_lint.facts.shapes import behind_await, is_name
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import LOGGED_SECRETS, PAGES, PUSHES, TOKEN_CONTEXTS, TRADED
from readiness_lint.model import Bound, File
from readiness_lint.model.index import every_argument
from readiness_lint.model.values import CONVERSION
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import EntryKind

TEXTS = frozenset({"builtins.str", "builtins.bytes"})
NUMBERS = frozenset({"bool", "int"})
OPTIONS = frozenset({"exc_info", "stack_info", "stacklevel", EXTRA})
PARTS = frozenset({"key", "value", "raw", "plain"})
"""Attributes that hold the text of an object with a secret name."""
WHOLE = {
    "headers": "`Authorization` and `Cookie` among them",
    "META": "`HTTP_AUTHORIZATION` and `HTTP_COOKIE` among them",
    "POST": "passwords among them",
    "form": "passwords among them",
    "cookies": "the session among them",
    "COOKIES": "the session among them",
}
FORMS = frozenset({"POST", "form"})
ACCOUNTS = Pattern(r"log_?in|sign_?(?:in|up)|auth|account|register|password|user", re.IGNORECASE)
"""Where a form holds a password."""
READING = frozenset({"get", "getenv"})
ENVIRONMENT = "os.environ"
WRAPS = frozenset({"str", "repr", "dict", "list", "dumps", "items"})
SEPARATORS = frozenset({"sep", "end", "flush"})
PRINTING = frozenset({EntryKind.HANDLER, EntryKind.WEBSOCKET, EntryKind.TASK})
"""Where printed text is read by nobody at a terminal."""
SETTINGS, ATTRIBUTES = "settings", "__dict__"
BARE = "token"
ANY = frozenset({BARE, "new_token"})
"""Names that do not say what a token is good for."""
ADDRESSES = frozenset({"device_token", "registration_token"})
"""Tokens under which a phone gets messages, where these are sent."""
PERSONAL = "ssn"
PEOPLE = Pattern(
    r"person|people|social|patient|employee|customer|citizen|tax|payroll|applicant|borrower|birth"
    r"|(?:^|[^a-z])(?:user|member|dob|kyc)(?:$|[^a-z])",
    re.IGNORECASE,
)
"""Where a number is that of somebody."""
HASHERS = ("hash_token", "hash_api_key")
MASKS = Pattern(r"mask|redact|hash|obfuscat|truncat|sanitiz|scrub|hide", re.IGNORECASE)
ASKED_FOR = Pattern(
    r"log\w*(?:cred|passw|secret|sensitive)|(?:cred|passw|secret|sensitive)\w*log", re.IGNORECASE
)
REJECTED = Pattern(r"invalid|not valid|expired|malformed|revoked|parsing failed", re.IGNORECASE)
REFUSALS = Pattern(
    r"(?:py)?j(?:wt|ws|ose)\w*|(?:invalid|expired|bad|malformed)\w*(?:token|signature|jwt)\w*"
    r"|(?:token|signature)\w*(?:expired|invalid)\w*",
    re.IGNORECASE,
)
"""Exceptions that say that a token is good for nothing."""
SETS_UP = Pattern(
    r"_*(?:ensure|bootstrap|seed|initial\w*|init|first|set_?up|install|default|create_(?:first|initial|default))"
    r"(?:_\w+)?"
)
"""Functions that run before there is anybody."""
DRAWN = ("secrets.",)
SHOWN = Pattern(r"\b(?:provide|enter|copy|paste) this\b", re.IGNORECASE)
"""Where a record tells its reader to use what it shows him."""
DOUBLES = Pattern(r"(?:^|[^a-z])(?:mock|fake|dummy|console)", re.IGNORECASE)
"""Classes that write what others send."""
REQUEST = "Request"
RECEIVED = frozenset({"request", "req"})


@record
class LoggedSecret:
    """A call with a secret among what it writes for others to read."""

    node: ast.expr
    """What is written."""
    name: str
    whole: str = ""
    """Where it is a mapping that holds secrets: which; empty: it is one itself."""
    call: str = "log call"
    """What writes it, for a reader."""

    @classmethod
    def find(cls, file: File) -> Iterable[LoggedSecret]:
        """Every one in a record of the file."""
        for record_ in _records(file):
            for name, expr in record_.written:
                found = _whole(file, expr) or _secret(file, name, expr)
                if (
                    found is not None
                    and not _is_cut(file, expr)
                    and not _is_rejected(file, record_, found)
                ):
                    yield replace(found, call=record_.call)


@record
class _Record:
    """A call that writes something for others to read."""

    node: ast.Call
    call: str
    message: ast.expr | None
    written: tuple[tuple[str, ast.expr], ...]
    """What it writes, each with the name that the record has for it."""


def _records(file: File) -> Iterator[_Record]:
    for log in file.facts(LogCall):
        yield _Record(log.node, "log call", log.message, tuple(_written(file, log)))
    for name, call in file.calls_to(tables().word("tells-values")):
        yield _told(file, call, f"`{name}`")
    for line in file.facts(Print):
        entry = entry_of(line.node, file)
        if entry is not None and getattr(entry, "kind", EntryKind.TASK) in PRINTING:
            yield _told(file, line.node, f"`{line.call}`")


def _told(file: File, call: ast.Call, what: str) -> _Record:
    """A call that writes all that it is given, under the name that its first argument is."""
    given = [*call.args, *(item.value for item in call.keywords if item.arg not in SEPARATORS)]
    first = given[0] if given else None
    named = len(given) > 1 and isinstance(first, ast.Constant) and isinstance(first.value, str)
    field = first.value if named and isinstance(first, ast.Constant) else ""
    parts: list[tuple[str, ast.expr]] = []
    for item in given[named:]:
        template = None if isinstance(item, ast.Constant) else file.template_of(item)
        if isinstance(item, ast.Dict):
            parts += _items(item)
        elif template is not None and template.holes:
            parts += [("", hole.expr) for hole in template.holes]
        elif not isinstance(item, ast.Constant):
            parts.append((str(field), item))
    return _Record(call, what, first, tuple(parts))


def _is_rejected(file: File, call: _Record, found: LoggedSecret) -> bool:
    """Whether a record says that a token is good for nothing, or an operator asks for such records."""
    template = file.template_of(call.message) if call.message is not None else None
    if any(ASKED_FOR.search(ast.unparse(item.test)) for item in file.conditions(call.node)):
        return True
    if _is_first(file, found.node) or _is_unused(file, call.node):
        return True
    if not found.name.lower().endswith((BARE, "jwt")):
        return False
    if _is_refused(file, call.node):
        return True
    text = template.text if template is not None else ""
    return any(pattern.search(text) for pattern in (REJECTED, SHOWN)) or _is_double(file, call.node)


def _is_unused(file: File, node: ast.AST) -> bool:
    """Whether a record stands in a middleware that the program puts around nothing."""
    entry, owner = entry_of(node, file), file.class_(node)
    return (
        isinstance(entry, Entry)
        and entry.kind is EntryKind.MIDDLEWARE
        and owner is not None
        and is_idle_class(file, owner)
    )


def _is_first(file: File, expr: ast.expr) -> bool:
    """Whether a function that sets a program up has drawn a secret for whoever reads its log."""
    made, function = file.assigned(expr), file.function(expr)
    return (
        isinstance(made, ast.Call)
        and function is not None
        and (file.callee(made) or "").startswith(DRAWN)
        and SETS_UP.fullmatch(function.name) is not None
    )


def _is_refused(file: File, node: ast.AST) -> bool:
    """Whether a record stands in a clause for tokens that were not accepted."""
    for around in file.ancestors(node):
        if isinstance(around, ast.ExceptHandler):
            kind = around.type
            names = kind.elts if isinstance(kind, ast.Tuple) else [kind] if kind is not None else []
            return bool(names) and all(
                REFUSALS.fullmatch(file.last_name(name) or "") is not None for name in names
            )
        if isinstance(around, ast.FunctionDef | ast.AsyncFunctionDef):
            return False
    return False


def _is_double(file: File, node: ast.AST) -> bool:
    """Whether a class stands in for one that sends, and writes it down for a developer."""
    cls = file.class_(node)
    return cls is not None and DOUBLES.search(CAMEL.sub("_", cls.name)) is not None


def _written(file: File, call: LogCall) -> Iterator[tuple[str, ast.expr]]:
    """What a call writes, each with the name that the record has for it."""
    if call.message is not None and not isinstance(call.message, ast.Constant):
        template = file.template_of(call.message)
        holes = template.holes if template is not None else ()
        yield from (("", hole.expr) for hole in holes)
        if not holes:
            yield "", call.message
    for argument in call.arguments:
        if isinstance(argument, ast.Dict):
            yield from _items(argument)
        else:
            yield "", argument
    for keyword in call.keywords:
        if keyword.arg == EXTRA and isinstance(keyword.value, ast.Dict):
            yield from _items(keyword.value)
        elif keyword.arg and keyword.arg not in OPTIONS:
            yield keyword.arg, keyword.value


def _items(mapping: ast.Dict) -> Iterator[tuple[str, ast.expr]]:
    for key, value in zip(mapping.keys, mapping.values, strict=True):
        text = key.value if isinstance(key, ast.Constant) else ""
        yield text if isinstance(text, str) else "", value


def _is_cut(file: File, expr: ast.expr) -> bool:
    """Whether a format shows a part: ``{token:.4}``."""
    around = file.parent(expr)
    return isinstance(around, ast.FormattedValue) and around.format_spec is not None


def _secret(file: File, field: str, expr: ast.expr) -> LoggedSecret | None:
    name = _terminal(expr)
    if name is None or not (_is_secret(file, name) or (field and _is_secret(file, field))):
        return None
    if field and not _is_secret(file, name) and not isinstance(expr, ast.Name | ast.Attribute):
        return None
    shown = name if _is_secret(file, name) else field
    if not _is_text(file, expr) or _is_of_another_kind(file, expr, shown):
        return None
    constant = isinstance(expr, ast.Name) and name.isupper()
    if _may_be_a_hash(file, expr, name) or (constant and read_by(file, expr) is None):
        return None
    return LoggedSecret(expr, shown)


def _is_secret(file: File, name: str) -> bool:
    """Whether a name, or that of a header, is one of a secret."""
    return file.words(LOGGED_SECRETS).match(name.replace("-", "_"))


def _may_be_a_hash(file: File, expr: ast.expr, name: str) -> bool:
    """Whether a program that hashes its tokens keeps what is read here."""
    kept = (file.assigned(expr) or expr) if isinstance(expr, ast.Name) else expr
    return (
        file.program is not None
        and name.lower().endswith((BARE, "key"))
        and (isinstance(kept, ast.Attribute | ast.Subscript) or _is_looked_up(kept))
        and any(True for maker in HASHERS for _ in file.program.calling(maker))
    )


def _is_looked_up(expr: ast.expr) -> bool:
    return (
        isinstance(expr, ast.Call)
        and isinstance(expr.func, ast.Attribute)
        and expr.func.attr == "get"
    )


def _terminal(expr: ast.expr) -> str | None:
    """The name of what an expression gives as it is; ``None``: it gives something made of it."""
    if isinstance(expr, ast.Name):
        return expr.id
    if isinstance(expr, ast.Attribute):
        base = _terminal(expr.value) or ""
        part = expr.attr in PARTS and base.lower().endswith(("token", "secret", "api_key"))
        return base if part else expr.attr
    if isinstance(expr, ast.Subscript):
        key = expr.slice.value if isinstance(expr.slice, ast.Constant) else None
        return key if isinstance(key, str) else None
    if isinstance(expr, ast.Call):
        function = expr.func
        if isinstance(function, ast.Attribute) and function.attr in tables().word("unveils").lasts:
            return _terminal(function.value)
        if _last(function) in READING and expr.args:
            key = expr.args[0].value if isinstance(expr.args[0], ast.Constant) else None
            return key if isinstance(key, str) else None
        if isinstance(function, ast.Name) and function.id in {"str", "repr"} and expr.args:
            return _terminal(expr.args[0])
    return None


def _last(function: ast.expr) -> str:
    """The last identifier of what is called."""
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _is_text(file: File, expr: ast.expr) -> bool:
    """Whether nothing shows that a value is an object, a number or a constant."""
    if isinstance(expr, ast.Call) and not isinstance(expr.func, ast.Attribute):
        return _is_text(file, expr.args[0])
    kind = file.type_of(expr)
    if (kind is not None and kind.name not in TEXTS) or file.value_of(expr) is not None:
        return False
    if not isinstance(expr, ast.Name):
        return True
    function = file.function(expr)
    around: ast.AST = function if function is not None else file.tree
    return not _is_queried(file, expr) and not any(
        _is_used_as_object(node, expr.id) for node in ast.walk(around)
    )


def _is_used_as_object(node: ast.AST, name: str) -> bool:
    """Whether a node reads what a text has not: an attribute of another class, or an item by its name."""
    if isinstance(node, ast.Subscript) and is_name(node.value, name):
        return isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str)
    return (
        isinstance(node, ast.Attribute)
        and is_name(node.value, name)
        and not hasattr(str, node.attr)
        and not hasattr(bytes, node.attr)
    )


def _is_queried(file: File, name: ast.Name) -> bool:
    """Whether a name has a row, an object that a class or `find` made, or a part of a secret."""
    return any(
        (binding.annotation is not None and _may_be_a_number(binding.annotation))
        or any(_is_no_text(file, made) for made in _made(binding.value))
        for binding in file.bindings(name)
    )


def _may_be_a_number(annotation: ast.expr) -> bool:
    return not NUMBERS.isdisjoint(ast.unparse(annotation).split(" | "))


def _made(value: ast.expr | None) -> Iterator[ast.expr]:
    """What a name is given, each where it is one or, in its absence, another."""
    made = behind_await(value)
    if isinstance(made, ast.BoolOp) and isinstance(made.op, ast.Or):
        for operand in made.values:
            yield from _made(operand)
    elif made is not None:
        yield made


def _is_no_text(file: File, made: ast.expr) -> bool:
    called = file.last_name(made.func) if isinstance(made, ast.Call) else None
    if called and (
        called in tables().word("one-row").lasts
        or called[:1].isupper()
        or called.startswith("find")
    ):
        return True
    manager = ast.unparse(made.func) if isinstance(made, ast.Call) else ""
    if ".objects." in manager or "query" in manager:
        return True
    if any(isinstance(part, ast.Slice) for part in ast.walk(made)):
        return True
    if isinstance(made, ast.IfExp) and all(
        isinstance(part, ast.Constant) for part in (made.body, made.orelse)
    ):
        return True
    if called and MASKS.search(called):
        return True
    return isinstance(made, ast.Compare | ast.BoolOp | ast.UnaryOp | ast.List | ast.Dict | ast.Set)


def _is_of_another_kind(file: File, expr: ast.expr, name: str) -> bool:
    """Whether a bare token stands where tokens are words, pages, locks, phones or currencies."""
    if name.lower().endswith(PERSONAL):
        return not _is_about_people(file, expr)
    around = file.label(expr), file.module.rpartition(".")[2]
    if name.lower() in ADDRESSES:
        return any(map(file.words(PUSHES).match, around))
    if name.lower() not in ANY:
        return False
    return (
        any(map(file.words(TOKEN_CONTEXTS).match, around))
        or any(map(file.words(PUSHES).match, around))
        or _is_of_a_page(file, expr)
        or _is_a_word(file, expr)
        or _is_traded(file, expr)
    )


def _is_about_people(file: File, expr: ast.expr) -> bool:
    """Whether the code around a number tells of somebody: other things have serial numbers."""
    function = file.function(expr)
    text = ast.unparse(function) if function is not None else ""
    return PEOPLE.search(f"{file.module} {file.label(expr)} {text}") is not None


def _is_traded(file: File, expr: ast.expr) -> bool:
    """Whether the same record, or the function's parameters, tell of money: it is a currency."""
    function, statement = file.function(expr), file.statement(expr)
    names = [item.arg for item in every_argument(function.args)] if function is not None else []
    parts = [node for node in ast.walk(statement) if isinstance(node, ast.Name | ast.Attribute)]
    return any(map(file.words(TRADED).match, [*names, *map(file.last_name, parts)]))


def _is_of_a_page(file: File, expr: ast.expr) -> bool:
    """Whether the function takes the size of a page as well."""
    function = file.function(expr)
    return function is not None and any(
        file.words(PAGES).match(argument.arg) for argument in every_argument(function.args)
    )


def _is_a_word(file: File, expr: ast.expr) -> bool:
    """Whether a loop over something else than tokens has it, or it is put together of numbers."""
    if not isinstance(expr, ast.Name):
        return False
    return any(_is_numbered(binding.value) for binding in file.bindings(expr)) or any(
        binding.kind is Bound.ITERATED and _is_about_something_else(binding.value)
        for binding in file.reaching(expr)
    )


def _is_about_something_else(iterated: ast.expr | None) -> bool:
    return iterated is not None and BARE not in ast.unparse(iterated).lower()


def _is_numbered(made: ast.expr | None) -> bool:
    """Whether a text is a template for numbers alone, such as a position in a stream."""
    if not isinstance(made, ast.BinOp) or not isinstance(made.op, ast.Mod):
        return False
    template = made.left.value if isinstance(made.left, ast.Constant) else None
    found = list(CONVERSION.finditer(template)) if isinstance(template, str) else []
    return bool(found) and all(match["type"] == "d" for match in found)


def _whole(file: File, expr: ast.expr) -> LoggedSecret | None:
    """A mapping that holds secrets, in full."""
    while isinstance(expr, ast.Call):
        last = file.last_name(expr.func)
        if last not in WRAPS:
            return None
        inner = (
            expr.func.value if last == "items" and isinstance(expr.func, ast.Attribute) else None
        )
        if inner is None and not expr.args:
            return None
        expr = inner if inner is not None else expr.args[0]
    if not isinstance(expr, ast.Attribute):
        return None
    if file.name_of(expr) == ENVIRONMENT:
        return LoggedSecret(expr, ENVIRONMENT, "every secret of the deployment among them")
    if expr.attr == ATTRIBUTES and file.last_name(expr.value) == SETTINGS:
        return LoggedSecret(expr, ast.unparse(expr), "every secret of the configuration among them")
    about = FORMS.isdisjoint({expr.attr}) or ACCOUNTS.search(f"{file.module} {file.label(expr)}")
    if expr.attr in WHOLE and about and _is_request(file, expr.value):
        return LoggedSecret(expr, ast.unparse(expr), WHOLE[expr.attr])
    return None


def _is_request(file: File, expr: ast.expr) -> bool:
    kind = file.type_of(expr)
    if kind is not None:
        return kind.name.rpartition(".")[2].endswith(REQUEST)
    name = file.name_of(expr) or file.last_name(expr) or ""
    return name.rpartition(".")[2] in RECEIVED
