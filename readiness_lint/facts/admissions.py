"""Comments in which somebody says that what stands there is not the real thing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from readiness_lint.facts.callables import functions_of
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.idle import is_abandoned
from readiness_lint.facts.outbound import OutboundCall
from readiness_lint.facts.settings import EnvironmentRead
from readiness_lint.facts.tasks import Task
from readiness_lint.facts.words import STAND_INS
from readiness_lint.model import Comment, File, FunctionNode
from readiness_lint.model.comments import CODE
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Because, Place, When

FAKED = r"(?:mock(?:ed)?|fake|dummy|hard-?coded|placeholder|static|in-memory|sample)"
REAL = r"(?:an?\ |the\ |your\ |our\ )?(?:real|actual|proper|production)"
PARTS = (
    r"(?:database|db|implementation|api|services?|calls?|query|queries|logic|data|auth\w*|payments?"
    r"|integration|storage|processing)"
)
WORK = (
    r"(?:an?\ |the\ |some\ |any\ )?(?:async\ |external\ |long-?running\ )?(?:api|database|db|network|payment"
    r"|email|processing|latency|work)\b"
)
# Each is what somebody writes about his own code, and seldom about anything else.
PHRASES = rf"""
    in\ (?:an?\ )?(?:real|actual|production)(?:[- ]?world)?\ (?:app|application|implementation|system|service
        |project|backend|api|deployment|environment|scenario|world)\b(?:(?=,\ [a-z])|\ (?=.*\b(?:would|should|will|we|you|might|could|use|save|store|call|fetch|query|send|load|verify)\b))
  | in\ the\ real\ world,?\ (?:this|you|we|it)\b
  | in\ (?:real\ )?production,?\ (?:this|you|we|it)(?:'d)?\b\ ?(?:would|should(?!\ (?:also\ |always\ |only\ )?(?:guard|avoid|be|check|ensure|never|prefer|keep|set|make\ sure))|will|want|need)(?!n't)
  | for\ now,?\ (?:(?:we|i)(?:'ll|\ will)?\ )?(?:just\ |simply\ |only\ )?(?:return|returning|use|using|store|storing)\b.{{0,30}}\b{FAKED}\b
  | (?:replace|swap)\ (?:this\ |it\ |that\ )?(?:out\ )?(?:with|for|by)\ {REAL}\ (?:\w+\ )?{PARTS}\b
  | in-?\ ?memory\ (?:storage|store|database|db)\b.*\b(?:replace|in\ production|for\ now|demo)\b
  | simulat(?:e|es|ed|ing)\ {WORK}\b
  | (?:mock|fake|dummy|placeholder|stub)(?:ed)?\ implementation\b(?!\ (?:(?:for|in)\ (?:the\ )?(?:cases?|when|where)|when|where|if)\b)
"""
PHRASE = Pattern(PHRASES, re.IGNORECASE | re.VERBOSE)
REMARK = Pattern(r"\#[^\n]*")
"""What may be a comment; it may also be a part of a text."""
HINTS = tuple(
    map(
        Pattern,
        (
            r"in (?:an? |the )?(?:real|actual|production)",
            *(r"for now", r"replace (?:this|it|that|out|with|for|by) "),
            *(r"swap (?:this|it|that|out|with|for|by) ", r"memory (?:stor|database|db)"),
            *(r"simulat", r"implementation"),
        ),
    )
)
"""The begin of every phrase, in small letters: most remarks have none, and cost no more."""
CALLING = Pattern(r"\b(?:replace|swap)\b.*\b(?:api|services?|calls?|integration)\b", re.IGNORECASE)
"""What asks for a call of somebody else."""
KEEPING = Pattern(
    r"\b(?:would|should|will|'d)\s+(?:be\s+)?(?:saved?|stored?|persist(?:ed)?|written?|insert(?:ed)?|updated?)\b",
    re.IGNORECASE,
)
"""What asks for something to be kept, and not in which way."""
CONFIGURING = Pattern(r"\bfrom (?:the |an? )?env(?:ironment)?\b(?! file)", re.IGNORECASE)
"""What asks for a value from the environment."""
KEEPS = Pattern(r"(?:save|store|persist|set|put|insert|upsert|update|add|create|write)(?:_\w+)?\Z")
DELAYING = Pattern(r"simulat", re.IGNORECASE)
OTHERS = Pattern(
    r"\b(?:tests?|testing|careful\w*|beware|caution|not|no longer|instead of|unlike|avoid|never|without|override[sn]?|subclass\w*"
    r"|(?:served|handled|done|provided) by)\b",
    re.IGNORECASE,
)
"""Words of a comment that is about something else, or says what the code is not."""


@record
class Admission:
    """The first comment of a function, or of the module, that says so."""

    node: ast.stmt
    """The function; else the statement of the module that it stands at."""
    at: Place
    phrase: str

    @classmethod
    def find(cls, file: File) -> Iterable[Admission]:
        """Every one about code that a service runs."""
        lines = _lines(file)
        if lines and not _is_stand_in(file, file.module.split(".")):
            seen: set[ast.AST] = set()
            for owner, comment, phrase in _comments(file, lines):
                if owner not in seen and not _is_excused(file, owner, phrase):
                    seen.add(owner)
                    yield cls(owner, _place(file, owner, comment), phrase)
        yield from _documented(file)


def _lines(file: File) -> list[int]:
    source = file.source
    if not _has_hint("\n".join(REMARK.findall(source))):
        return []
    return [
        source.count("\n", 0, match.start()) + 1
        for match in REMARK.finditer(source)
        if _has_hint(match[0]) and PHRASE.search(match[0])
    ]


def _has_hint(text: str) -> bool:
    lower = text.lower()
    return any(hint.search(lower) for hint in HINTS)


def _comments(file: File, lines: list[int]) -> Iterator[tuple[ast.stmt, Comment, str]]:
    """The comments on these lines that make the admission, with what they stand in."""
    for line in lines:
        owner = _owner(file, line)
        for comment in file.comments(owner) if owner is not None else ():
            found = PHRASE.search(comment.text) if comment.line == line else None
            is_open = owner is not None and not (
                _is_saved(owner, comment) or _is_read(file, owner, comment)
            )
            if found and owner is not None and is_open and _is_about_code(comment):
                yield owner, comment, " ".join(found[0].split()).rstrip(" ,")


def _is_about_code(comment: Comment) -> bool:
    return not CODE.match(comment.text) and not OTHERS.search(comment.text)


def _is_saved(owner: ast.stmt, comment: Comment) -> bool:
    """Whether a comment asks for something to be kept, and the statement below waits for what keeps it."""
    if not KEEPING.search(comment.text):
        return False
    below = _at(getattr(owner, "body", []), comment.line)
    awaited = getattr(below, "value", None)
    call = awaited.value if isinstance(awaited, ast.Await) else None
    return (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and KEEPS.match(call.func.attr) is not None
    )


def _is_read(file: File, owner: ast.stmt, comment: Comment) -> bool:
    """Whether a comment asks for a value from the environment, and the statement below reads one."""
    if not CONFIGURING.search(comment.text):
        return False
    below = _at(getattr(owner, "body", [owner]), comment.line)
    return below is not None and any(
        file.statement(read.node) is below for read in file.facts(EnvironmentRead)
    )


def _owner(file: File, line: int) -> ast.stmt | None:
    """The innermost function around a line, or the statement of the module at it or right below."""
    inner: FunctionNode | None = None
    for function in functions_of(file):
        if function.lineno <= line <= _last_line(file, function):
            inner = function
    if inner is not None:
        return inner
    return _at(file.tree.body, line)


def _at(body: list[ast.stmt], line: int) -> ast.stmt | None:
    """The innermost statement of a block at a line, or the next one below."""
    found = next((item for item in body if (item.end_lineno or 0) >= line), None)
    if found is None or found.lineno > line or isinstance(found, ast.FunctionDef):
        return found
    blocks = [getattr(found, name, []) for name in ("body", "orelse", "finalbody")]
    inner = (_at(block, line) for block in blocks if block)
    return next((item for item in inner if item is not None), found)


def _last_line(file: File, function: FunctionNode) -> int:
    """The last line of a function, comments below its last statement included."""
    last = function.end_lineno or function.lineno
    comments = file.comments(function)
    return max([last, *(comment.line for comment in comments)])


def _is_stand_in(file: File, names: Iterable[str]) -> bool:
    words = file.words(STAND_INS)
    return any(words.match(name) for name in names)


def _is_excused(file: File, owner: ast.stmt, phrase: str) -> bool:
    """Whether the function is there to stand in for something, or is not run in production."""
    function = isinstance(owner, ast.FunctionDef | ast.AsyncFunctionDef)
    if isinstance(owner, ast.FunctionDef | ast.AsyncFunctionDef) and is_abandoned(file, owner):
        return True
    names = [owner.name] if isinstance(owner, ast.FunctionDef | ast.AsyncFunctionDef) else []
    cls = file.class_(owner)
    names += [cls.name] if cls is not None else []
    if _is_stand_in(file, names) or isinstance(owner, ast.Import | ast.ImportFrom):
        return True
    streams = isinstance(owner, ast.FunctionDef | ast.AsyncFunctionDef) and file.is_generator(owner)
    if streams and DELAYING.match(phrase):
        # An answer that comes at once is handed out piece by piece.
        return True
    if isinstance(owner, ast.FunctionDef | ast.AsyncFunctionDef) and _refuses(file, owner):
        return True
    if function and CALLING.search(phrase) and any(file.facts(OutboundCall, within=owner)):
        # The remark is older than the call that it asks for.
        return True
    outside = not function and file.when(owner) is not When.IMPORT
    return outside or file.under(owner, Because.DEV)


def _refuses(file: File, function: FunctionNode) -> bool:
    """Whether a function does nothing but fail: nobody takes that for the real thing."""
    body = file.body(function)
    before = body[:-1]
    fails = bool(body) and isinstance(body[-1], ast.Raise)
    return fails and all(isinstance(item, ast.Assign) for item in before)


def _place(file: File, owner: ast.AST, comment: Comment) -> Place:
    line = file.positions.lines[comment.line - 1]
    text = line.rstrip()
    start = text.rfind("#" + comment.text.rstrip())
    where = (comment.line, max(start, 0), comment.line, len(text))
    return Place(file.module, file.path.name, *where, file.label(owner))


def _documented(file: File) -> Iterator[Admission]:
    """Docstrings of what the outside reaches."""
    entries: tuple[Handler | Task, ...] = (*file.facts(Handler), *file.facts(Task))
    for entry in entries:
        first = entry.node.body[0]
        text = ast.get_docstring(entry.node, clean=False) or ""
        found = PHRASE.search(text) if _has_hint(text) else None
        if found and not OTHERS.search(found[0]) and not _is_excused(file, entry.node, found[0]):
            yield Admission(entry.node, file.place(first), " ".join(found[0].split()).rstrip(" ,"))
