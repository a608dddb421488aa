"""Sessions that stand in the query of an address."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from readiness_lint.facts.tables import tables
from readiness_lint.facts.tokens import makes_token
from readiness_lint.facts.words import SINGLE_USE
from readiness_lint.model import File, Given
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import SinkKind

NAMES = (
    r"access_token|accessToken|token|jwt|id_token|refresh_token|refreshToken|session(?:_id)?|auth"
    r"|api_?key|password"
)
NAMED = Pattern(NAMES, re.IGNORECASE)
PARAMETER = Pattern(rf"[?&]({NAMES})=(?=\{{\}})", re.IGNORECASE)
QUERY = "?"
SESSION = "session_key"
KEY = "key"
UNWRAPS = frozenset({"str", "quote", "quote_plus", "decode"})


@record
class UrlCredential:
    """A redirect whose query shows who the client is from then on."""

    node: ast.Call
    parameter: str
    credential: str
    """What makes it, as it is written."""

    @classmethod
    def find(cls, file: File) -> Iterable[UrlCredential]:
        """Every one whose value is certainly a session of the program's own."""
        for url, call in _redirects(file):
            if not _is_single_use(file, call, url):
                for parameter, value in _parameters(file, url):
                    made = _maker(file, value)
                    if made:
                        yield cls(call, parameter, made)
                        break


def _redirects(file: File) -> Iterator[tuple[ast.expr, ast.Call]]:
    """The addresses that clients are sent to."""
    table = tables().sinks(SinkKind.REDIRECT)
    for name, call in file.calls_to(table):
        address = table[name].value
        given = file.argument(call, address.name, address.position) if address else None
        if isinstance(given, Given):
            yield given.value, call


def _is_single_use(file: File, call: ast.Call, url: ast.expr) -> bool:
    """Whether the address, or the function, is one of those that are used once."""
    words, template = file.words(SINGLE_USE), file.template_of(url)
    return words.match(file.label(call)) or (
        template is not None and words.match(template.text.partition(QUERY)[0])
    )


def _parameters(file: File, url: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """The parameters of a query that have such a name, with what they get."""
    template = file.template_of(url)
    if template is None or "#" in template.text.partition(QUERY)[0]:
        return
    text = template.text
    if text.count("%s") == len(template.holes):
        text = text.replace("%s", "{}")
    for match in PARAMETER.finditer(text):
        position = text.count("{}", 0, match.end())
        if position < len(template.holes):
            yield match[1], template.holes[position].expr
    for hole in template.holes:
        encoded = file.assigned(hole.expr) or hole.expr
        if isinstance(encoded, ast.Call) and file.callee(encoded) in tables().word("encodes-query"):
            yield from _items(file, encoded.args[0] if encoded.args else None)


def _items(file: File, mapping: ast.expr | None) -> Iterator[tuple[str, ast.expr]]:
    found = (file.assigned(mapping) or mapping) if mapping is not None else None
    if isinstance(found, ast.Dict):
        for key, value in zip(found.keys, found.values, strict=True):
            name = key.value if isinstance(key, ast.Constant) else ""
            if isinstance(name, str) and NAMED.fullmatch(name):
                yield name, value


def _maker(file: File, value: ast.expr, hops: int = 3) -> str:
    """What makes a session of the program's own, as it is written; empty: nothing of the kind."""
    if isinstance(value, ast.Await):
        return _maker(file, value.value, hops)
    if isinstance(value, ast.Attribute) and value.attr == SESSION:
        return ast.unparse(value)
    if isinstance(value, ast.Call):
        if makes_token(file, value):
            return f"{ast.unparse(value.func)}()"
        last = (file.callee(value) or file.last_name(value.func) or "").rpartition(".")[2]
        inner = (
            value.func.value if last == "decode" and isinstance(value.func, ast.Attribute) else None
        )
        wrapped = inner or (value.args[0] if value.args else None)
        return _maker(file, wrapped, hops) if last in UNWRAPS and wrapped is not None else ""
    if isinstance(value, ast.Attribute) and value.attr == KEY:
        return ast.unparse(value) if _is_token_row(file, value.value) else ""
    if isinstance(value, ast.Subscript) or (
        isinstance(value, ast.Attribute) and NAMED.fullmatch(value.attr)
    ):
        return _maker(file, value.value, hops)
    made = file.assigned(value) if hops else None
    return _maker(file, made, hops - 1) if made is not None else ""


def _is_token_row(file: File, row: ast.expr) -> bool:
    """Whether a row holds what a client shows with every later request."""
    found = file.bindings(row) if isinstance(row, ast.Name) else []
    made = found[0].value if len(found) == 1 and found[0].index in {(), (0,)} else None
    return isinstance(made, ast.Call) and file.callee(made) in tables().word("token-row")
