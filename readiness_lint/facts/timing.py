"""Comparisons of secrets that take the longer, the more of the text is right."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from readiness_lint.facts.callers import called
from readiness_lint.facts.logs import LogCall
from readiness_lint.facts.proofs import configured_secret, is_sent, leaves_of
from readiness_lint.facts.rows import returned
from readiness_lint.facts.shapes import identifiers_in
from readiness_lint.facts.stored_objects import model_of_object
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import HASHERS, HASHES, MAC_KEYS, ONLY_FOR_TESTS, SIGNATURE_CHECKS
from readiness_lint.model import File
from readiness_lint.pattern import Pattern
from readiness_lint.record import record

DIGESTS = frozenset({"digest", "hexdigest"})
ENCODING = frozenset({"encode", "strip", "bytes", "str"})
"""What makes the same of a value in another form."""
HASHED = "password"
LONGEST = 44
"""Characters of an operand that a reader is told."""
SALT = Pattern(r"salt", re.IGNORECASE)
"""Names of the key of a code that is drawn for each row."""
FILTERS = frozenset({"where", "filter", "having", "and_", "or_", "not_", "case", "on", "join"})


@record
class TimedComparison:
    """A secret that is compared with ``==``."""

    node: ast.Compare
    text: str
    """The comparison as the file spells it."""
    kind: str
    """What leaks: ``signature``, ``hash``, or the name of the secret."""
    mac: bool
    """Whether it is a signature that anybody may guess at."""
    fix: str

    @classmethod
    def find(cls, file: File) -> Iterator[TimedComparison]:
        """Every comparison of two values of which one is a secret of the program."""
        for node in file.nodes(ast.Compare):
            right = node.comparators[0]
            if len(node.ops) > 1 or not isinstance(node.ops[0], ast.Eq | ast.NotEq):
                continue
            if isinstance(node.left, ast.Constant) or isinstance(right, ast.Constant):
                continue
            found = _compared(file, node.left, right) or _compared(file, right, node.left)
            if found is not None and not (_is_of_database(file, node) or _harms_nobody(file, node)):
                kind, mac = found
                sign = "==" if isinstance(node.ops[0], ast.Eq) else "!="
                text = f"{_spelled(node.left)} {sign} {_spelled(right)}"
                yield cls(node, text, kind, mac, _fix(file))


def _compared(file: File, secret: ast.expr, other: ast.expr) -> tuple[str, bool] | None:
    """What the first operand is, where the second may be anybody's guess."""
    # The code of a password is compared with one that was kept: nobody chooses either.
    hidden = isinstance(secret, ast.Name) and HASHED in secret.id.lower()
    if not hidden and (is_mac(file, secret) or _is_checked_digest(file, secret)):
        kept = _is_no_guess(file, other) or _is_of_row(file, other)
        return None if kept else ("signature", True)
    if _is_hash(file, secret, other):
        return "hash", False
    if not _may_be_sent(other) or not _may_be_secret(secret):
        return None
    name = configured_secret(file, secret)
    if name and configured_secret(file, other) is None and is_sent(file, other):
        return name, False
    return None


def _is_no_guess(file: File, other: ast.expr) -> bool:
    """Whether a text is a constant, or what an object of the program keeps to itself."""
    if file.value_of(other) is not None:
        return True
    around = other.value if isinstance(other, ast.Attribute) else None
    while isinstance(around, ast.Attribute):
        # What came with a request is no state of an object that nobody else may touch.
        if around.attr.startswith("_"):
            return not is_sent(file, other)
        around = around.value
    return False


def _is_of_row(file: File, other: ast.expr) -> bool:
    """Whether a code was kept in a row: who has no key cannot choose how the other one begins."""
    return isinstance(other, ast.Attribute) and model_of_object(file, other.value) is not None


def _may_be_secret(expr: ast.expr) -> bool:
    return isinstance(
        expr, ast.Name | ast.Attribute | ast.Subscript | ast.Call | ast.JoinedStr | ast.BinOp
    )


def _may_be_sent(expr: ast.expr) -> bool:
    return isinstance(
        expr, ast.Name | ast.Attribute | ast.Subscript | ast.Call | ast.Await | ast.BoolOp
    )


# ── signatures ───────────────────────────────────────────────────────────────────────────────────
def is_mac(file: File, expr: ast.expr, deepest: int = 2) -> bool:
    """Whether a text is an authentication code, made here or by a function of the program."""
    for home, part in leaves_of(file, expr):
        if isinstance(part, ast.Call):
            if home.callee(part) in tables().word("mac") or _is_digest(home, part, "makes-mac"):
                return True
            if _is_digest(home, part, "makes-digest") and _is_keyed(home, part):
                return True
            made = called(home, part) if deepest else None
            if made is not None and any(
                is_mac(made[0], item, deepest - 1) for item in returned(*made)
            ):
                return True
    return False


def _is_digest(file: File, call: ast.Call, word: str) -> bool:
    """Whether a call gives the digest of an object that one of some functions made."""
    function = call.func
    if not isinstance(function, ast.Attribute) or function.attr not in DIGESTS:
        return False
    _, made = file.origin(function.value) or (file, function.value)
    if not isinstance(made, ast.Call) or file.callee(made) not in tables().word(word):
        return False
    # Who does not know the salt cannot choose how a code begins.
    return not any(SALT.search(ast.unparse(part)) for part in made.args[:1])


def _is_keyed(file: File, digest: ast.Call) -> bool:
    """Whether a key goes into a digest, where it is made or before it is taken."""
    assert isinstance(digest.func, ast.Attribute)
    owner, function = digest.func.value, file.function(digest)
    _, made = file.origin(owner) or (file, owner)
    given = list(made.args) if isinstance(made, ast.Call) else []
    if isinstance(owner, ast.Name) and function is not None:
        given += [
            part
            for call in file.nodes(ast.Call, within=function)
            if isinstance(call.func, ast.Attribute)
            and call.func.attr == "update"
            and file.last_name(call.func.value) == owner.id
            for part in call.args
        ]
    if len(given) == 1 and _is_one_value(file, given[0]):
        return False
    return any(file.words(MAC_KEYS).match(name) for part in given for name in identifiers_in(part))


def _is_one_value(file: File, part: ast.expr) -> bool:
    """Whether a value alone goes into a digest: that of a key and nothing else vouches for no text."""
    while isinstance(part, ast.Call) and file.last_name(part.func) in ENCODING:
        inner = part.func.value if isinstance(part.func, ast.Attribute) else None
        part = inner if inner is not None else part.args[0] if part.args else part.func
    return isinstance(part, ast.Name | ast.Attribute | ast.Subscript)


def _is_checked_digest(file: File, expr: ast.expr) -> bool:
    """Whether a plain digest stands for a signature, as the name of its function says."""
    function = file.function(expr)
    return (
        function is not None
        and file.words(SIGNATURE_CHECKS).match(function.name)
        and any(
            isinstance(part, ast.Call) and _is_digest(home, part, "makes-digest")
            for home, part in leaves_of(file, expr)
        )
    )


# ── hashes of passwords ──────────────────────────────────────────────────────────────────────────
def _is_hash(file: File, expr: ast.expr, other: ast.expr) -> bool:
    """Whether one operand hashes a password, and the other is what was kept of it."""
    made = file.assigned(expr) or expr
    name = file.callee(made) if isinstance(made, ast.Call) else None
    if name is None or not file.words(HASHERS).match(name.rpartition(".")[2]):
        return False
    return not isinstance(other, ast.Call) and file.words(HASHES).match(file.last_name(other))


# ── what is none ─────────────────────────────────────────────────────────────────────────────────
def _harms_nobody(file: File, node: ast.Compare) -> bool:
    """Whether a comparison is only told to a log, or stands in a class that is there for tests."""
    logs = {call.node for call in file.facts(LogCall)}
    if any(around in logs for around in file.ancestors(node)):
        return True
    cls = file.class_(node)
    said = ast.get_docstring(cls) if cls is not None else None
    return bool(said) and file.words(ONLY_FOR_TESTS).match(said)


def _is_of_database(file: File, node: ast.Compare) -> bool:
    """Whether a column is compared: the database does."""
    for side in (node.left, node.comparators[0]):
        if isinstance(side, ast.Attribute) and isinstance(side.value, ast.Name):
            kind = file.type_of(side.value)
            name = side.value.id
            if (kind is not None and kind.of_class) or (name[:1].isupper() and not name.isupper()):
                return True
    return any(
        isinstance(around, ast.Call) and file.last_name(around.func) in FILTERS
        for around in file.ancestors(node)
        if isinstance(around, ast.expr)
    )


def _spelled(expr: ast.expr) -> str:
    text = ast.unparse(expr)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."


def _fix(file: File) -> str:
    return "constant_time_compare" if file.uses("django") else "hmac.compare_digest"
