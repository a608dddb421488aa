"""Secrets that stand in the source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from readiness_lint.facts.app_configs import filling_calls, is_app_config
from readiness_lint.facts.callables import given
from readiness_lint.facts.callers import bindings_of_value
from readiness_lint.facts.makers import makers
from readiness_lint.facts.settings import EnvironmentRead, Inspection, inspection_of
from readiness_lint.facts.shapes import entries_of, is_name, texts_in
from readiness_lint.facts.tables import tables
from readiness_lint.facts.this_machine import LOCAL
from readiness_lint.facts.words import (
    APPLICATION_NAMES,
    CONFIGURATION_MODULES,
    PLACEHOLDERS,
    SECRET_MESSAGES,
    SIGNED_HERE,
    SIGNING_KEYS,
    SIGNING_SETTINGS,
)
from readiness_lint.knowledge.schema import CredentialTrait, Installs, KeyTrait, Param, Table
from readiness_lint.model import Bound, File
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Known, Role

TOKENS = {
    "AWS": r"(?:AKIA|ASIA)[0-9A-Z]{16}(?![0-9A-Z])",
    "GitHub": r"gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{82}",
    "GitLab": r"glpat-[\w-]{20}",
    "Stripe": r"(?:sk|rk)_live_[0-9A-Za-z]{24,}",
    "Slack": r"xox[baprs]-[0-9A-Za-z-]{20,}",
    "Google": r"AIza[\w-]{35}",
    "SendGrid": r"SG\.[\w-]{22}\.[\w-]{43}",
    "Anthropic": r"sk-ant-api03-[\w-]{80,}",
    "OpenAI": r"sk-proj-[\w-]{40,}",
    "Hugging Face": r"hf_[A-Za-z]{34}",
    "npm": r"npm_[A-Za-z0-9]{36}",
    "PyPI": r"pypi-AgEIcHlwaS5vcmc[\w-]{50,}",
    "webhooks": r"whsec_[A-Za-z0-9+/]{32,}",
    "DigitalOcean": r"dop_v1_[0-9a-f]{64}",
}
TOKEN = Pattern("|".join(f"(?P<p{i}>{text})" for i, text in enumerate(TOKENS.values())))
PROVIDERS = tuple(TOKENS)
EACH = tuple(map(Pattern, TOKENS.values()))
"""One by one they are found many times faster than all at once."""
MAY_BEGIN = tuple(
    Pattern(pattern)
    for pattern in (
        *(r"A(?:KIA|SIA|Iza)", r"_(?:pat_|[A-Za-z0-9+/]{24})", r"SG\."),
        r"-(?:[\w-]{20}|(?<=KEY-)----)",
    )
)
"""What each begins with, or has behind its last prefix: most files have none of it.

Each begins with a plain character: so it is found as fast as a text.
"""
WRITTEN = (ast.Constant, ast.JoinedStr, ast.List, ast.Tuple)
"""How the value of a setting is written out."""
SHORT = 4
"""Characters of a password, at least."""
SHORTEST = 20
"""Characters of a token, at least."""
PEM = Pattern(
    r"-----BEGIN (?:RSA |EC |OPENSSH )?PRIVATE KEY-----(?:\\n|\s)*((?:[A-Za-z0-9+/=]|\\n|\s){200,})"
)
URL = Pattern(r"[a-z][a-z0-9+.\-]*://(?P<user>[^\s:/@]*):(?P<password>[^\s/@]+)@(?P<host>[\w.\-]+)")
IN_URL = Pattern(r"://[^\s:/@'\"]*:[^\s/@'\"]+@[\w.]")
SAID = Pattern(r"EXAMPLE|(.)\1{7,}|x{6,}", re.IGNORECASE)
USERS = Pattern(r"user|username|u|root|admin|\w*user", re.IGNORECASE)
SERVICES = frozenset(
    [
        "db",
        "database",
        "postgres",
        "postgresql",
        "redis",
        "rabbitmq",
        "mysql",
        "mariadb",
        "mongo",
        "mongodb",
        "host",
        "hostname",
        "server",
        "example",
        "minio",
        "elasticsearch",
        "broker",
        "cache",
    ]
)
PATH = Pattern(r"^(?:[.~]{0,2}/|[A-Za-z]:\\\\|file:)|\.(?:key|pem|txt|json|ya?ml)$")
DEFAULT = Pattern(r"^_|DEFAULT|CONSTANT|LITERAL|CHANGE_?ME|EXAMPLE|ENV_|_ENV")
"""Constants, and modules of them, that something else falls back to or compares with."""
VARIABLE = Pattern(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")


@record
class Hardcoded:
    """A secret that everybody has who has the source."""

    node: ast.AST
    what: str
    signs: bool
    """Whether who has it is anyone, or it opens an account with a provider."""
    inspection: Inspection | None = None
    """What the program does when it still has this one."""

    @classmethod
    def find(cls, file: File) -> Iterable[Hardcoded]:
        """Every one that is no placeholder."""
        yield from _in_texts(file)
        yield from _keys(file)
        yield from _settings(file)
        yield from _credentials(file)


# ── by what it looks like ────────────────────────────────────────────────────────────────────────
def _in_texts(file: File) -> Iterator[Hardcoded]:
    """Tokens of providers, private keys, URLs with a password; constants are looked at if there is one."""
    source = file.source
    urls = "://" in source and IN_URL.search(source) is not None
    if not (urls or _has_token(source)):
        return
    for node in texts_in(file.tree):
        text = node.value
        assert isinstance(text, str)
        token = _token_in(text) if len(text) >= SHORTEST else ""
        if token:
            around = file.parent(node)
            if not isinstance(around, ast.Expr) and not _is_of_tests(file, around):
                yield Hardcoded(node, token, signs=True)
        elif urls and (match := URL.match(text)) is not None:
            around = file.parent(node)
            if (
                isinstance(around, ast.Assign | ast.AnnAssign | ast.keyword | ast.Call)
                and not _is_placeholder(file, match)
                and not _is_example(around, file)
            ):
                yield Hardcoded(node, f"the password of `{match['user']}`", signs=False)


def _has_token(source: str) -> bool:
    """Whether the text of a file has a token or a private key."""
    return _may_begin(source) and any(pattern.search(source) for pattern in (*EACH, PEM))


def _may_begin(text: str) -> bool:
    return any(pattern.search(text) for pattern in MAY_BEGIN)


def _token_in(text: str) -> str:
    """What a text is that looks like a secret; empty: it does not."""
    if not _may_begin(text):
        return ""
    found = TOKEN.search(text)
    if found is not None and not SAID.search(text):
        return f"a key for {PROVIDERS[int((found.lastgroup or 'p0')[1:])]}"
    return "a private key" if PEM.search(text) else ""


def _is_placeholder(file: File, match: re.Match[str]) -> bool:
    host, words = match["host"].lower(), file.words(PLACEHOLDERS)
    return bool(
        LOCAL.fullmatch(host)
        or host.partition(".")[0] in SERVICES
        or "." not in host
        or words.match(host)
        or words.match(match["password"])
        or match["password"].lower() in {match["user"].lower(), "guest", "postgres"}
        or re.search(r"[\[\]{}<>$%*]", match[0])
    )


EXAMPLES = Pattern(r"example|placeholder|template|help|description|doc|test", re.IGNORECASE)


OF_TESTS = Pattern(r"(?:.*_)?(?:test|dummy|fake|mock|sample|example)(?:_.*)?", re.IGNORECASE)


def _is_of_tests(file: File, around: ast.AST | None) -> bool:
    """Whether a constant says by its name that the key opens nothing."""
    targets = around.targets if isinstance(around, ast.Assign) else []
    return any(OF_TESTS.fullmatch(file.last_name(target) or "") for target in targets)


def _is_example(around: ast.AST, file: File) -> bool:
    """Whether what gets a text is called an example, or is read by people."""
    names: list[str | None] = []
    if isinstance(around, ast.keyword):
        names.append(around.arg)
    elif isinstance(around, ast.Assign):
        names.extend(map(file.last_name, around.targets))
    elif isinstance(around, ast.AnnAssign):
        names.append(file.last_name(around.target))
    return any(name and EXAMPLES.search(name) for name in names)


# ── keys that the program signs with ─────────────────────────────────────────────────────────────
def _keys(file: File) -> Iterator[Hardcoded]:
    table = tables().table(KeyTrait)
    yield from _handed(file, table)
    lasts = table.lasts_in(file.libraries)
    for made in file.unordered(ast.Subscript) if lasts else ():
        # `JWTAuth[User](token_secret="...")`.
        around = file.parent(made)
        if not isinstance(around, ast.Call) or around.func is not made:
            continue
        row = table.get(file.name_of(made.value) or "")
        if row is not None:
            yield from _key(file, given(file, around, row.key), row.what)
    for call, _ in file.candidates(tables().table(Installs).lasts):
        installed = call.args[0] if call.args else None
        if isinstance(installed, ast.Name | ast.Attribute):
            row = table.get(file.name_of(installed) or "")
            if row is not None and row.key is not None:
                yield from _key(file, given(file, call, Param(row.key.name)), row.what)
    for target, value, _ in file.index.stores:
        if isinstance(target, ast.Attribute):
            row = _of_attribute(file, target, table) if target.attr in lasts else None
            if row is not None and row.key is None:
                yield from _key(file, value, row.what)
        elif isinstance(target, ast.Subscript) and is_app_config(file, target.value):
            name = file.last_name(target) or ""
            if file.words(SIGNING_SETTINGS).match(name):
                yield from _key(file, value, f"`{name}`", name)
    for call in filling_calls(file):
        for item in call.keywords:
            if file.words(SIGNING_SETTINGS).match(item.arg):
                yield from _key(file, item.value, f"`{item.arg}`", item.arg or "")
        for mapping in call.args:
            for key, value in entries_of(mapping) if isinstance(mapping, ast.Dict) else ():
                if isinstance(key, str) and file.words(SIGNING_SETTINGS).match(key):
                    yield from _key(file, value, f"`{key}`", key)


def _handed(file: File, table: Table[KeyTrait]) -> Iterator[Hardcoded]:
    """Those that calls are given."""
    signed: dict[ast.expr, str] = {}
    for name, call in file.calls_to(table):
        row = table[name]
        value = given(file, call, row.key)
        if row.message is None:
            yield from _key(file, value, row.what)
        elif value is not None and _is_signed(file, call, row.message):
            signed |= dict.fromkeys(_behind(file, value), row.what)
    for key, what in signed.items():
        yield from _key(file, key, what)


def _is_signed(file: File, call: ast.Call, message: Param) -> bool:
    """Whether a digest shows who wrote a message; with a secret for a message it shows something else."""
    value = given(file, call, message)
    if value is not None and any(
        file.words(SECRET_MESSAGES).match(file.last_name(part))
        for part in ast.walk(value)
        if isinstance(part, ast.Name | ast.Attribute)
    ):
        return False
    function, statement = file.function(call), file.statement(call)
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    names = [function.name] if function is not None else []
    names += [file.last_name(target) or "" for target in targets]
    return any(file.words(SIGNED_HERE).match(name) for name in names)


def _behind(file: File, value: ast.expr) -> Iterator[ast.expr]:
    """The texts that a key is made of: its own, and what stands in for one that nobody gave."""
    if isinstance(value, ast.Call):
        inner = _spelled(value)
        if inner is not None:
            yield from _behind(file, inner)
    elif isinstance(value, ast.BoolOp) and isinstance(value.op, ast.Or):
        if all(_is_given(file, item) for item in value.values[:-1]):
            yield value.values[-1]
    elif file.value_of(value) is not None or isinstance(value, ast.Constant):
        yield value
    else:
        for binding in bindings_of_value(file, value):
            made = binding.value
            if binding.kind is Bound.VALUE and isinstance(made, ast.BoolOp | ast.Call):
                yield from _behind(file, made)


def _spelled(call: ast.Call) -> ast.expr | None:
    """The text whose bytes a call gives: ``key.encode()``, ``bytes(key, "utf-8")``."""
    if isinstance(call.func, ast.Attribute) and call.func.attr == "encode":
        return call.func.value
    return call.args[0] if is_name(call.func, "bytes") and len(call.args) > 1 else None


def _is_given(file: File, value: ast.expr) -> bool:
    """Whether a value is a parameter as it came."""
    found = file.reaching(value) if isinstance(value, ast.Name) else ()
    return bool(found) and all(item.kind is Bound.PARAMETER for item in found)


def _of_attribute(file: File, target: ast.Attribute, table: Table[KeyTrait]) -> KeyTrait | None:
    """What is known of an attribute; an application may be one that another module made."""
    name, owner = file.name_of(target), target.value
    if name is not None or not isinstance(owner, ast.Name):
        return table.get(name or "")
    ends = f".{target.attr}" if file.words(APPLICATION_NAMES).match(owner.id) else ""
    return next(
        (
            row
            for known, row in table.items()
            if ends and known.endswith(ends) and file.uses(known.partition(".")[0])
        ),
        None,
    )


def _key(file: File, value: ast.expr | None, what: str, name: str = "") -> Iterator[Hardcoded]:
    if isinstance(value, ast.List | ast.Tuple):
        # Keys that were used before: what they signed is good still.
        for item in value.elts:
            yield from _key(file, item, what, name)
        return
    if value is None:
        return
    known = file.value_of(value)
    text = known.value if known is not None else None
    if isinstance(text, bytes):
        text = text.decode("latin-1")
    if not isinstance(text, str) or not text.strip() or _is_name(name, text):
        return
    last = name or file.last_name(value) or ""
    read = EnvironmentRead(
        value, last or None, "", True, value, Known(text), generated=False, target=last or None
    )
    yield Hardcoded(value, what, signs=True, inspection=inspection_of(read, file))


def _is_name(name: str, text: str) -> bool:
    """Whether a text is only what the key is called, here or in the environment, or where it is."""
    if PATH.search(text):
        return True
    plain = text.lower().replace("-", "_")
    return VARIABLE.fullmatch(text) is not None or (
        bool(name) and plain in {name.lower(), "secret"}
    )


def _settings(file: File) -> Iterator[Hardcoded]:
    """Keys among the constants of a module, or of a class, that holds the configuration."""
    module = file.module.rpartition(".")[2]
    words = file.words(CONFIGURATION_MODULES)
    if (file.role is Role.SETTINGS or words.match(module)) and not DEFAULT.search(module.upper()):
        yield from _constants(file, file.tree)
    for cls in file.unordered(ast.ClassDef):
        if words.match(cls.name):
            yield from _constants(file, cls)


def _constants(file: File, holder: ast.Module | ast.ClassDef) -> Iterator[Hardcoded]:
    fallbacks = {read.node for read in file.facts(EnvironmentRead)}
    # What a method of the class puts in its place is what holds.
    replaced = file.index.scopes[holder].attributes
    for name, bindings in file.index.scopes[holder].bindings.items():
        if not name.isupper() or DEFAULT.search(name):
            continue
        if not any(file.words(words).match(name) for words in (SIGNING_KEYS, SIGNING_SETTINGS)):
            continue
        if name in replaced:
            continue
        binding = bindings[-1]
        # What a field of settings is where the environment says nothing is another rule's.
        if binding.value in fallbacks:
            continue
        if binding.kind is Bound.VALUE and isinstance(binding.value, WRITTEN):
            yield from _key(file, binding.value, f"`{name}`", name)


# ── what the program shows to others ─────────────────────────────────────────────────────────────
def _credentials(file: File) -> Iterator[Hardcoded]:
    table = tables().table(CredentialTrait)
    yield from _attributes(file, table)
    for name, call in file.calls_to(table):
        row = table[name]
        if row.host is not None and _is_near(file, given(file, call, row.host)):
            continue
        if isinstance(call.func, ast.Attribute) and _is_near_object(file, call):
            continue
        for param in row.secrets:
            value = given(file, call, param)
            if isinstance(value, ast.Tuple) and len(value.elts) == 2:
                if _is_filler(file, value):
                    continue
                value = value.elts[1]
            known = file.value_of(value) if value is not None else None
            if value is not None and known is not None and _is_secret(file, known.value):
                yield Hardcoded(value, f"the `{param.name}` of `{name}`", signs=False)


def _attributes(file: File, table: Table[CredentialTrait]) -> Iterator[Hardcoded]:
    """What is written into a library itself, for all that its functions ask: ``stripe.api_key``."""
    lasts = table.lasts_in(file.libraries)
    for target, value, _ in file.index.stores:
        if not isinstance(target, ast.Attribute) or target.attr not in lasts or value is None:
            continue
        name = file.name_of(target) or ""
        row, known = table.get(name), file.value_of(value)
        if row is None or row.secrets or known is None or not _is_secret(file, known.value):
            continue
        if not any(_is_near(file, host) for host in _hosts(file, name, row)):
            yield Hardcoded(value, f"`{name}`", signs=False)


def _hosts(file: File, name: str, row: CredentialTrait) -> Iterator[ast.expr]:
    """Where the same library is told to look for its service."""
    host = f"{name.rpartition('.')[0]}.{row.host.name}" if row.host is not None else ""
    for target, value, _ in file.index.stores if host else ():
        if isinstance(target, ast.Attribute) and value is not None and file.name_of(target) == host:
            yield value


def _is_filler(file: File, pair: ast.Tuple) -> bool:
    """Whether the user's name is the key, and the password a letter in its place."""
    known = file.value_of(pair.elts[1])
    told = known.value if known is not None else None
    return file.value_of(pair.elts[0]) is None and isinstance(told, str) and len(told) < SHORT


def _is_secret(file: File, value: object) -> bool:
    return (
        isinstance(value, str)
        and bool(value.strip())
        and not file.words(PLACEHOLDERS).match(value)
        and VARIABLE.fullmatch(value) is None
    )


def _is_near(file: File, host: ast.expr | None) -> bool:
    known = file.value_of(host) if host is not None else None
    text = known.value if known is not None else None
    return isinstance(text, str) and bool(LOCAL.match(text) or "." not in text)


HOST = Param("host", 0)


def _is_near_object(file: File, call: ast.Call) -> bool:
    assert isinstance(call.func, ast.Attribute)
    made = makers(file, call.func.value) if file.name_of(call.func.value) is None else None
    return any(
        item is not None and _is_near(item.file, given(item.file, item.call, HOST))
        for item in made or ()
    )
