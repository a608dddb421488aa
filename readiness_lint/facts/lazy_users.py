"""What a request loads when it is read first, its user and its session, in coroutines that answer."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.chains import Chain, chains_of
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.listed_middleware import lists_of
from readiness_lint.facts.program import APART, LOADED, Program
from readiness_lint.facts.tables import tables
from readiness_lint.model import File
from readiness_lint.model.positions import start_of
from readiness_lint.pattern import Pattern

SESSION, TWIN = "session", "auser"
IN_ROWS = Pattern(r"""\bSESSION_ENGINE\s*=\s*["']django\.contrib\.sessions\.backends\.db["']""")
"""What Django does anyway."""


def lazy_reads(file: File) -> Iterator[ast.expr]:
    """The first read in each handler, where nothing before it can have loaded the object."""
    lazy = tables().word("loads-when-read")
    if file.program is None or not any(f".{last}" in file.source for last in lazy.lasts):
        return
    frameworks = {name.partition(".")[0] for name in lazy}
    for handler in file.facts(Handler):
        function = handler.node
        if (
            isinstance(function, ast.AsyncFunctionDef)
            and handler.framework in frameworks
            and handler.registered
            # What is around it, or what its class does first, may load it.
            and handler.owner is None
            and not function.decorator_list
            and function.args.args
        ):
            lasts = {last for last in lazy.lasts if file.program.known(_leaves, last)}
            yield from _first_read(file, function, function.args.args[0].arg, lasts)


def session_calls(file: File) -> Iterator[ast.Call]:
    """Calls that change or delete the row of a session, where each is one."""
    for _, call in file.calls_to(tables().word("writes-session")):
        if file.program is not None and file.program.known(_in_rows, SESSION):
            yield call


def _first_read(
    file: File, function: ast.AsyncFunctionDef, request: str, lasts: set[str]
) -> Iterator[ast.expr]:
    chains = chains_of(file, function, request)
    if any(chain.stored and not _is_session(chain) for chain in chains):
        return
    for chain in chains:
        if _passes_by(chain, lasts):
            continue
        node = _loading(chain, lasts)
        # Others have it in hand from here on.
        here = file.function(chain.root) is function and not file.runs_later(chain.root)
        if node is not None and here:
            yield node
        return


def _is_session(chain: Chain) -> bool:
    return len(chain.attributes) > 1 and chain.attributes[0].attr == SESSION


def _passes_by(chain: Chain, lasts: set[str]) -> bool:
    """Whether a chain reads something else of a request, or of a session what loads nothing."""
    if not chain.attributes:
        return False
    first, *rest = (item.attr for item in chain.attributes)
    if first == SESSION and rest:
        return chain.stored or rest[0] in tables().word("leaves-session").lasts
    # The asynchronous twin of the user's loads the session as well.
    return first not in lasts and not (SESSION in lasts and first == TWIN)


def _loading(chain: Chain, lasts: set[str]) -> ast.expr | None:
    """What a chain reads so that it is loaded; ``None``: it is handed on, or loaded by a twin."""
    if not chain.attributes or chain.attributes[0].attr not in lasts:
        return None
    if chain.attributes[0].attr != SESSION:
        return chain.attributes[1] if len(chain.attributes) > 1 else None
    if len(chain.attributes) > 1:
        loads = chain.attributes[1].attr in tables().word("loads-session").lasts
        return chain.attributes[1] if loads else None
    around = chain.around
    item = isinstance(around, ast.Subscript) and around.value is chain.whole
    tested = isinstance(around, ast.Compare) and isinstance(around.ops[0], ast.In | ast.NotIn)
    return chain.whole if item or (tested and chain.position > start_of(around)) else None


def _leaves(program: Program, last: str) -> bool:
    """Whether all that is around the handlers is known, and leaves an object to who reads it."""
    answers = [
        answer for file, answer in program.each(_lists_leave, last) if file.role not in APART
    ]
    return bool(answers) and all(answers) and (last != SESSION or _in_rows(program, SESSION))


def _in_rows(program: Program, last: str) -> bool:
    """Whether there are sessions, each a row of the database."""
    puts = tables().word(f"puts-{last}")
    return any(name in puts for _, name in program.each(_listed)) and not any(
        _keeps_elsewhere(text.source) for text in program.texts(*LOADED)
    )


def _listed(file: File) -> Iterator[str]:
    for names in lists_of(file) if file.role not in APART else ():
        yield from names or ()


def _lists_leave(file: File, last: str) -> Iterator[bool]:
    """By list of middleware: whether it has what puts the object there, and nothing that reads it."""
    puts = {word: tables().word(f"puts-{word}") for word in ("user", SESSION)}
    leaving = frozenset(tables().word("leaves-lazy")).union(*puts.values())
    for names in lists_of(file):
        known = [name in leaving or _is_own(file, name, last) for name in names or ()]
        yield names is not None and all(known) and any(name in puts[last] for name in names)


def _is_own(file: File, name: str, last: str) -> bool:
    """Whether a name is that of the program's own middleware, whose module never says the word."""
    home, _ = file.defined(name) or (None, None)
    # Who reads the user reads the session.
    words = tables().word("loads-when-read").lasts if last == SESSION else {last}
    return home is not None and not any(word in home.source for word in words)


def _keeps_elsewhere(source: str) -> bool:
    """Whether a text may keep sessions out of the database, or has them read for each form."""
    left = IN_ROWS.sub("", source)
    return any(last in left for last in tables().word("moves-sessions").lasts)
