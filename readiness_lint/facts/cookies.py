"""Cookies that show who a client is, and what keeps them from others."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache

from readiness_lint.facts.callables import given
from readiness_lint.facts.shapes import behind_await
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tokens import makes_token
from readiness_lint.facts.words import CREDENTIAL_COOKIES, SECRETS
from readiness_lint.knowledge.schema import Param, SetsCookie
from readiness_lint.model import Absent, File, Given, Hidden
from readiness_lint.record import record
from readiness_lint.terms import Answer

PLAIN = SetsCookie()
FORGERY = ("csrf", "xsrf")
HOME = frozenset({"lax", "strict"})


@record
class Cookie:
    """A call that gives a client a cookie."""

    node: ast.Call
    name: str
    """That of the cookie, or the source of it where it is no constant."""
    credential: str
    """What it holds that shows who the client is, in words; empty: nothing of the kind."""
    http_only: Answer
    """Whether no script can read it."""
    secure: Answer
    """Whether it is sent over TLS alone."""
    home: Answer
    """Whether it goes with requests of the site's own pages alone; ``None``: an option says."""

    @property
    def missing(self) -> tuple[str, ...]:
        """The flags that it certainly does not have."""
        flags = (("httponly", self.http_only), ("secure", self.secure))
        return tuple(name for name, answer in flags if answer is False)

    @classmethod
    def find(cls, file: File) -> Iterable[Cookie]:
        """Every one that is not being taken away."""
        for call, row in _calls(file):
            name, value = given(file, call, row.name), given(file, call, row.value)
            if (
                name is not None
                and value is not None
                and not _is_taken_away(file, call, row, value)
            ):
                known = file.value_of(name)
                text = known.value if known is not None and isinstance(known.value, str) else ""
                yield cls(
                    call,
                    text or ast.unparse(name),
                    _credential(file, text, name, value),
                    _flag(file, call, row.http_only),
                    _flag(file, call, row.secure),
                    stays_home(file, call, row.same_site, default=row.home or _is_lax(file)),
                )


def _calls(file: File) -> Iterator[tuple[ast.Call, SetsCookie]]:
    table, calls = tables().table(SetsCookie), file.index.calls
    known = file.calls_to(table)
    yield from ((call, table[name]) for name, call in known)
    for last in [method for method in _methods() if method in calls]:
        made = {call for _, call in known}
        for call, at in calls[last]:
            # All frameworks agree on what the flags are called, and that they are off.
            name = file.callee(call, at) if isinstance(call.func, ast.Attribute) else ""
            foreign = name != "" and (name is None or file.home(name) is None)
            if call not in made and foreign and _is_named(file, call):
                yield call, PLAIN


@cache
def _methods() -> tuple[str, ...]:
    """The methods of answers that set a cookie, whatever framework has them."""
    known = tables()
    names = [name for name in known.table(SetsCookie) if not known.is_class(name)]
    return tuple(sorted({name.rpartition(".")[2] for name in names}))


def _is_named(file: File, call: ast.Call) -> bool:
    """Whether the first argument is the name of a cookie, not an object that is given one."""
    if {item.arg for item in call.keywords} & {"key", "httponly", "secure", "samesite", "max_age"}:
        return True
    known = file.value_of(call.args[0]) if call.args else None
    return known is not None and isinstance(known.value, str)


def _is_taken_away(file: File, call: ast.Call, row: SetsCookie, value: ast.expr) -> bool:
    """Whether a cookie ends at once, or holds a constant."""
    ends = [given(file, call, param) for param in row.expires]
    known = [file.value_of(end) for end in ends if end is not None]
    return file.value_of(value) is not None or any(end and end.value == 0 for end in known)


def _flag(file: File, call: ast.Call, param: Param) -> Answer:
    found = file.argument(call, param.name, param.position)
    if isinstance(found, Absent):
        return False
    if isinstance(found, Hidden) or not isinstance(found, Given):
        return None
    known = file.value_of(found.value)
    return bool(known.value) if known is not None else None


def stays_home(file: File, call: ast.Call, param: Param | None, *, default: bool) -> Answer:
    """Whether browsers keep a cookie from the requests that pages of other sites make."""
    if param is None:
        return default
    found = file.argument(call, param.name, param.position)
    if not isinstance(found, Given):
        return default if isinstance(found, Absent) else None
    known = file.value_of(found.value)
    return str(known.value).lower() in HOME if known is not None else None


def _is_lax(file: File) -> bool:
    """Whether a file uses a framework whose cookies stay with the pages of the site unless told."""
    known = tables()
    table = known.table(SetsCookie)
    roots = {name.partition(".")[0] for name in table if table[name].home}
    return not roots.isdisjoint(
        target.partition(".")[0]
        for bindings in file.index.module.bindings.values()
        for item in bindings
        for target in [file.library.canonical(item.target)]
        if item.target
    )


def _credential(file: File, text: str, name: ast.expr, value: ast.expr) -> str:
    called = (text or file.last_name(name) or "").lower()
    if any(word in called for word in FORGERY):
        return ""
    if text and file.words(CREDENTIAL_COOKIES).match(text):
        return "a credential"
    value = _carried(value)
    made = _carried(behind_await(file.assigned(value) or value))
    if isinstance(made, ast.Call) and makes_token(file, made):
        return "a token"
    if isinstance(value, ast.Name | ast.Attribute | ast.Subscript):
        last = file.last_name(value)
        if file.words(SECRETS).match(last) and not any(word in (last or "") for word in FORGERY):
            return f"`{last}`"
    return ""


def _carried(value: ast.expr) -> ast.expr:
    """What a text carries beside constants: ``f"Bearer {token}"``, ``str(token)``."""
    while True:
        if isinstance(value, ast.JoinedStr):
            parts = [item for item in value.values if isinstance(item, ast.FormattedValue)]
            inner = parts[0].value if len(parts) == 1 else None
        elif isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
            rest = [
                item for item in (value.left, value.right) if not isinstance(item, ast.Constant)
            ]
            inner = rest[0] if len(rest) == 1 else None
        elif isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
            inner = value.args[0] if value.func.id == "str" and len(value.args) == 1 else None
        else:
            inner = None
        if inner is None:
            return value
        value = inner
