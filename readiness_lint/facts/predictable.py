"""Secrets that are drawn from numbers which can be worked out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import DRAWN, GUESSED, NONCES, OAUTH, STATES
from readiness_lint.model import Bound, File
from readiness_lint.pattern import Pattern
from readiness_lint.record import record

NONCE = "nonce"
CONVERTERS = frozenset({"builtins.str", "builtins.int"})
SESSIONS = ("session_id", "sessionid")
VISITORS = Pattern(r"cookie|log_?in|sign_?in|auth|user|visitor|request", re.IGNORECASE)
"""Where a session is that of somebody who visits, and not the run of a program."""
BETTER = {
    "choice": "secrets.choice",
    "choices": "secrets.choice",
    "sample": "secrets.choice",
    "getrandbits": "secrets.randbits",
    "randbytes": "secrets.token_bytes",
    "random": "secrets.token_urlsafe",
    "uuid1": "uuid.uuid4",
    "shuffle": "secrets.SystemRandom",
    "time": "secrets.token_urlsafe",
    "time_ns": "secrets.token_urlsafe",
}
CLOCKED = Pattern(r"(?:\w*_)?(?:token|secret|session_?id|api_?key|reset_\w+)", re.IGNORECASE)
"""What says nothing if it can be told from the time at which it was made."""
KNOWN = Pattern(
    r"(?:\w*_)?(?:e_?mail|user(?:_?name|_?id)?|name|login|phone(?:_number)?|mobile|id|pk)"
)
"""Names of what others know of somebody."""
GROWS = frozenset({"append", "extend", "add", "insert", "write"})
TEXTS = frozenset(
    [
        "join",
        "str",
        "int",
        "list",
        "tuple",
        "bytes",
        "bytearray",
        "sorted",
        "set",
        "chr",
        "hex",
        "format",
        "map",
        "encode",
        "decode",
        "hexdigest",
        "digest",
        "hash",
        "zfill",
        "upper",
        "lower",
        "strip",
        "replace",
        "ljust",
        "rjust",
        "b64encode",
        "urlsafe_b64encode",
        "md5",
        "sha1",
        "sha256",
        "sha512",
        "sha224",
        "sha384",
        "new",
        "repr",
        "abs",
        "round",
        "reversed",
        "to_bytes",
        "hexlify",
    ]
)
"""Calls whose value is as good as what they are given."""
NUMBERS = frozenset({"int", "round", "abs"})
LISTING = frozenset({"list", "tuple", "sorted", "str", "range"})
"""Calls that put constants into a list."""
FAR = 30
SALTS = Pattern(r"(?:\w*_)?(?:salt|pepper|iv|seed)", re.IGNORECASE)
"""Names of what stands beside a secret and need not be one."""


@record
class Drawn:
    """A draw of the ordinary generator that becomes a secret."""

    node: ast.Call
    name: str
    secret: str
    """What the program calls it."""

    @property
    def told_by_clock(self) -> bool:
        """Whether it is the time, in whatever form, and not a draw."""
        return self.name in tables().word("told-by-clock")

    @property
    def better(self) -> str:
        """What draws so that nobody can work it out."""
        return BETTER.get(self.name.rpartition(".")[2], "secrets.randbelow")

    @classmethod
    def find(cls, file: File) -> Iterable[Drawn]:
        """Every one that feeds something with such a name."""
        calls = file.calls_to(tables().word("predictable"))
        if calls and any(file.uses(package) for package in tables().word("language-model")):
            return
        for name, call in calls:
            for target in _fed(file, call):
                if _is_secret(file, target, call):
                    yield cls(call, name, target)
                    break
        for name, call in file.calls_to(tables().word("clock")):
            text = _made_of_time(file, call)
            for target in _fed(file, text, hops=0) if text is not None else ():
                if CLOCKED.fullmatch(target) and _is_secret(file, target, call):
                    yield cls(call, name, target)


def _made_of_time(file: File, call: ast.Call) -> ast.expr | None:
    """The text or the hash that has the time, and else only what others know; ``None``: none."""
    current: ast.expr = call
    text = False
    while isinstance(around := file.parent(current), ast.expr):
        if isinstance(around, ast.Call):
            last = file.last_name(around.func)
            parts = [*around.args, *(item.value for item in around.keywords)]
            if last not in TEXTS or not all(_is_known(file, part, current) for part in parts):
                return None
            text |= last not in NUMBERS
        elif isinstance(around, ast.JoinedStr | ast.BinOp):
            text |= isinstance(around, ast.JoinedStr)
            if not all(_is_known(file, part, current) for part in ast.iter_child_nodes(around)):
                return None
        elif isinstance(around, ast.Dict):
            break
        elif isinstance(around, ast.Subscript):
            if current is around.slice:
                return None
        elif not isinstance(around, ast.FormattedValue | ast.Attribute):
            return None
        current = around
    return current if text else None


def _is_known(file: File, part: ast.AST, made: ast.expr) -> bool:
    """Whether a piece of a text tells nothing that only the program knows."""
    if part is made or isinstance(part, ast.Constant | ast.operator):
        return True
    if isinstance(part, ast.FormattedValue):
        part = part.value
    if isinstance(part, ast.BinOp | ast.JoinedStr):
        return all(_is_known(file, item, made) for item in ast.iter_child_nodes(part))
    if isinstance(part, ast.Call):
        plain = file.callee(part) in CONVERTERS and len(part.args) == 1
        return (plain and _is_known(file, part.args[0], made)) or any(
            part is other for _, other in file.calls_to(tables().word("clock"))
        )
    return isinstance(part, ast.Name | ast.Attribute) and bool(
        KNOWN.fullmatch(file.last_name(part) or "")
    )


def _is_secret(file: File, name: str, call: ast.Call) -> bool:
    function = file.function(call)
    if name.lower().endswith(NONCE):
        return function is not None and file.words(NONCES).match(function.name)
    if file.words(STATES).match(name):
        cls = file.class_(call)
        around = [file.module, *(item.name for item in (function, cls) if item is not None)]
        return any(file.words(OAUTH).match(item) for item in around)
    if name.lower().endswith(SESSIONS):
        text = ast.unparse(function) if function is not None else file.source
        return VISITORS.search(text) is not None
    return file.words(GUESSED).match(name)


def _fed(file: File, node: ast.expr, hops: int = 2) -> Iterator[str]:
    """The names of what gets the value of an expression."""
    current: ast.AST = node
    for _ in range(FAR):
        around = file.parent(current)
        if around is None or isinstance(around, ast.Lambda):
            return
        if isinstance(around, ast.keyword):
            yield around.arg or ""
            return
        if isinstance(around, ast.Call) and current is not around.func:
            method = file.last_name(around.func) or ""
            if method in GROWS and isinstance(around.func, ast.Attribute):
                yield from _named(file, around.func.value, hops)
                return
            if method == "shuffle":
                return
            if method == "setdefault" and len(around.args) > 1 and around.args[1] is current:
                yield _text(file, around.args[0])
                return
            if method not in TEXTS:
                return
        elif isinstance(around, ast.Compare | ast.expr_context | ast.Slice):
            return
        elif isinstance(around, ast.Subscript) and around.slice is current:
            # `letters[random.randrange(26)]` is drawn as well.
            pass
        elif isinstance(around, ast.List | ast.Tuple) and _is_about_more(around):
            return
        elif isinstance(around, ast.Dict):
            if current in around.values:
                key = around.keys[around.values.index(current)]
                yield _text(file, key) if key is not None else ""
            return
        elif isinstance(around, ast.stmt):
            yield from _of_statement(file, around, current, hops)
            return
        current = around
    return


def _of_statement(file: File, statement: ast.stmt, value: ast.AST, hops: int) -> Iterator[str]:
    if isinstance(statement, ast.Assign) and statement.value is value:
        for target in statement.targets:
            yield from _named(file, target, hops)
    elif isinstance(statement, ast.AnnAssign | ast.AugAssign) and statement.value is value:
        yield from _named(file, statement.target, hops)
    elif isinstance(statement, ast.Return):
        function = file.function(statement)
        if function is not None and _makes_secret(file, function.name):
            yield function.name.strip("_")
    elif (
        isinstance(value, ast.Call)
        and file.last_name(value.func) == "shuffle"
        and value.args
        and _is_written_out(file, value.args[0])
    ):
        yield file.last_name(value.args[0]) or ""


def _is_about_more(display: ast.List | ast.Tuple) -> bool:
    """Whether a list has numbers and the like among its elements: it tells of something."""
    return any(
        isinstance(item, ast.Constant) and not isinstance(item.value, str | bytes)
        for item in display.elts
    )


def _is_written_out(file: File, shuffled: ast.expr) -> bool:
    """Whether nothing but constants is shuffled: of what was drawn already it is the order alone."""
    found = file.reaching(shuffled) if isinstance(shuffled, ast.Name) else ()
    return bool(found) and all(
        binding.value is not None and _is_constant(file, binding.value) for binding in found
    )


def _is_constant(file: File, value: ast.expr) -> bool:
    """Whether an expression has elements, and they are made of constants alone."""
    if isinstance(value, ast.List | ast.Tuple) and not value.elts:
        return False
    calls = [node for node in ast.walk(value) if isinstance(node, ast.Call)]
    called = {call.func for call in calls}
    return all(file.last_name(call.func) in LISTING for call in calls) and all(
        node.id.isupper()
        or file.value_of(node) is not None
        or any(binding.kind is Bound.IMPORT for binding in file.bindings(node))
        for node in ast.walk(value)
        if isinstance(node, ast.Name) and node not in called
    )


def _makes_secret(file: File, name: str) -> bool:
    """Whether a function makes what its name says; that of `check_password` does not."""
    return file.words(DRAWN).match(name.strip("_"))


def _named(file: File, target: ast.expr, hops: int) -> Iterator[str]:
    """A target, and what a local is used for."""
    name = file.last_name(target) or ""
    yield name
    if not hops or not isinstance(target, ast.Name) or SALTS.fullmatch(name):
        return
    function = file.function(target)
    if function is None:
        return
    for node in ast.walk(function):
        if (
            is_name(node, target.id)
            and isinstance(node.ctx, ast.Load)
            and any(item.kind is not Bound.IMPORT for item in file.bindings(node))
        ):
            yield from _fed(file, node, hops - 1)


def _text(file: File, expr: ast.expr) -> str:
    known = file.value_of(expr)
    return known.value if known is not None and isinstance(known.value, str) else ""
