"""Which findings of one file are hidden by comments, as flake8, pylint and we read them.

Three dialects stand side by side.  ``# noqa`` hides what flake8 hides: the comment is looked up in
the physical line, joined over strings and backslashes but not over brackets.  ``# pylint:`` hides
what pylint hides for messages that have a line and no node.  ``# readiness: ignore[...]`` hides on
the whole statement that it stands in or above, and ``# readiness: file-ignore[...]`` in the file.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
import warnings
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from readiness_lint.pattern import Pattern
from readiness_lint.record import ordered_record, record
from readiness_lint.terms import Layer

KINDS = ("noqa", "pylint", "comment", "file")
"""What hides a finding; the first two are left to the host that owns them."""

_MARKER = Pattern(r"#\s*(?:noqa|flake8|readiness:|ruff:)", re.IGNORECASE)
_OTHER_MARKER = Pattern(r"#\s*(?:flake8|readiness:)", re.IGNORECASE)
_OUR_MARKERS = ("rdy", "readiness")
_OUR_ID = Pattern(r"[WRwr]7[0-9]{3}")

_NOQA = Pattern(r"# noqa(?::\s?(?P<codes>(?:[A-Z]+[0-9]+[,\s]*)+))?", re.IGNORECASE)
_NOQA_FILE = Pattern(r"\s*# flake8[:=]\s*noqa", re.IGNORECASE)
_NOQA_WORD = Pattern(r"\s*:\s*([A-Z][A-Z0-9-]*)", re.IGNORECASE)
_NOT_NOQA = Pattern(r"#(?: {2,}|\t\s*)?noqa\s*:\s*(RDY\w*)", re.IGNORECASE)
"""What flake8 does not take for its own: it asks for one space."""
_NAME_IN_NOQA = Pattern(r"# noqa\s*:\s*[a-z]+-[a-z]", re.IGNORECASE)
_SEPARATOR = Pattern(r"[,\s]+")

_OWN = Pattern(
    r"#\s*(?P<tool>readiness|ruff):\s*(?P<verb>file-ignore|ignore)(?![\w-])\s*"
    r"(?:\[(?P<names>[^\]#]*)\])?"
)
_PREFIX = Pattern(r"RDY\d{1,3}")

_PRAGMA = Pattern(r"#.*?\bpylint:\s*([^;#\n]+)")
_PRAGMA_WORD = Pattern(
    r"(?P<verb>\b(?:disable-next|disable-msg|disable-all|enable-msg|skip-file|disable|enable)\b)"
    r"|(?P<name>[0-9A-Za-z_-]{2,}|[CREIWF][0-9]*)"
    r"|(?P<equals>=)"
)
_WHOLE_FILE = frozenset({"disable-all", "skip-file"})
_TO_PYLINT = Pattern(r"pylint:([^\n]*)")
_WORD = Pattern(r"[0-9A-Za-z_-]+")

_CHECKERS = {str(layer.value): f"readiness-{layer.label}" for layer in Layer}

_Lines = tuple[int, int]
"""The first and the last line of a stretch."""


@record
class Target:
    """What a rule is called by the comments of every dialect."""

    code: str
    symbol: str
    pylint_id: str
    checker: str
    category: str = "W"

    @staticmethod
    @cache
    def of(code: str, name: str) -> Target:
        """The target of a rule, by the scheme that the pylint plugin registers."""
        return Target(code, f"rdy-{name}", f"W7{code[3:]}", _CHECKERS.get(code[3:4], ""))

    @property
    def name(self) -> str:
        """The rule's own name, without the prefix that pylint asks for."""
        return self.symbol.removeprefix("rdy-")

    @property
    def old_id(self) -> str:
        """The id that carries the code as its symbol under pylint."""
        return f"R{self.pylint_id[1:]}"


@ordered_record
class Unused:
    """A comment that names a rule of ours and hid nothing: lines from 1, columns from 0."""

    line: int
    column: int
    end_column: int
    text: str
    codes: tuple[str, ...]
    """The codes and names in it that hid nothing, as they are written."""


@ordered_record
class Malformed:
    """A comment that looks like a suppression and is none, or hides more than it says."""

    line: int
    column: int
    end_column: int
    text: str
    reason: str


@dataclass(slots=True)
class _Comment:
    """A suppression as it is written, and which of its names have hidden something."""

    kind: str
    line: int
    column: int
    text: str
    names: tuple[str, ...]
    ours: bool = False
    lines: list[_Lines] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def covers(self, line: int) -> bool:
        return any(first <= line <= last for first, last in self.lines)

    def use(self, target: Target) -> bool:
        """Whether it names the target; remembers by which names."""
        named = _NAMED[self.kind]
        hits = [name for name in self.names if named(name, target)]
        self.used.update(hits)
        return bool(hits)

    def unused(self, names: Iterable[str]) -> Unused:
        end = self.column + len(self.text)
        return Unused(self.line, self.column, end, self.text, tuple(names))

    def malformed(self, reason: str) -> Malformed:
        return Malformed(self.line, self.column, self.column + len(self.text), self.text, reason)


@dataclass(slots=True)
class _Pragma:
    """A verb of pylint with the lines that it switches on or off for its names."""

    comment: _Comment
    enables: bool
    line: int
    lines: _Lines


def _named_by_noqa(name: str, target: Target) -> bool:
    return target.code.startswith(name)


def _named_by_us(name: str, target: Target) -> bool:
    upper = name.upper()
    if _PREFIX.fullmatch(upper):
        return target.code.startswith(upper)
    return name.lower() in {target.name, target.symbol}


def _named_by_pylint(name: str, target: Target) -> bool:
    # The name of a category in full is documented, but pylint never finds it.
    blanket = name in {"all", target.category}
    return blanket or _is_own_pylint_name(name, target)


def _is_own_pylint_name(name: str, target: Target) -> bool:
    if name[1:].isdigit():
        return name.upper() in {target.pylint_id, target.old_id}
    return name in {target.symbol, target.code} or name.lower() == target.checker


_NAMED: dict[str, Callable[[str, Target], bool]] = {
    "noqa": _named_by_noqa,
    "pylint": _named_by_pylint,
    "comment": _named_by_us,
    "file": _named_by_us,
}


class Suppressions:
    """The comments of one file that hide findings.

    Nothing is read before the first question, and a text without a marker is never tokenised.
    Without a tree the text is parsed again, but only if it holds a pragma of pylint.
    """

    __slots__ = (
        "_kept",
        "_lines",
        "_marked",
        "_may_name_ours",
        "_text",
        "_to_pylint",
        "_to_ruff",
        "_tree",
        "_whole_file",
    )

    def __init__(self, text: str, tree: ast.Module | None) -> None:
        self._text = text
        self._tree = tree
        self._kept: _Reading | None = None
        # Only "#" is so rare a beginning that the search is quicker than the case folding.
        self._marked = "pylint:" in text or _MARKER.search(text) is not None
        self._may_name_ours = self._marked and _may_name_ours(text)
        # What other linters are told is nearly always about their own rules, and hides nothing here.
        self._to_ruff = _told_to_ruff(text) if self._marked and "ruff:" in text else frozenset()
        self._to_pylint: frozenset[str] | None = None
        self._whole_file: bool | None = None
        self._lines: list[str] | None = None

    def hides(self, target: Target, line: int) -> str:
        """Which kind of comment hides a finding that begins on the line; empty if none does."""
        kinds = self.kinds(target, line)
        return kinds[0] if kinds else ""

    def kinds(self, target: Target, line: int) -> tuple[str, ...]:
        """Every kind of comment that hides such a finding, in the order of `KINDS`.

        A host that leaves its own kind alone must do so even where another kind hides too, or it
        will call its own comment unused.
        """
        if not self._marked or not (
            self._may_be_whole_file()
            or self._may_be_noqa(line)
            or any(_named_by_us(name, target) for name in self._to_ruff)
            or any(_named_by_pylint(name, target) for name in self._told_to_pylint())
        ):
            return ()
        return tuple(kind for kind in KINDS if self._reading.asks(kind, target, line))

    def _may_be_whole_file(self) -> bool:
        """Whether a comment may hide findings wherever they are, or is one of ours."""
        if self._whole_file is None:
            pylint = "pylint:" in self._text and any(verb in self._text for verb in _WHOLE_FILE)
            self._whole_file = pylint or _OTHER_MARKER.search(self._text) is not None
        return self._whole_file

    def _told_to_pylint(self) -> frozenset[str]:
        """The words behind ``pylint:``; text that is no comment is looked at too."""
        if self._to_pylint is None:
            told = _TO_PYLINT.findall(self._text)
            self._to_pylint = frozenset(word for rest in told for word in _WORD.findall(rest))
        return self._to_pylint

    def _may_be_noqa(self, line: int) -> bool:
        """Whether a ``noqa`` may stand on a line or on one that is joined to it.

        Lines are joined over texts and backslashes only, so most need no tokens to tell.
        """
        if self._lines is None:
            self._lines = self._text.split("\n")
        here, above = self._lines[line - 1 : line], self._lines[max(line - 2, 0) : line - 1]
        return any("noqa" in text.lower() for text in here) or any(
            text.rstrip("\r").endswith("\\") or '"""' in text or "'''" in text
            for text in (*here, *above)
        )

    def unused(self, active: Iterable[Target]) -> list[Unused]:
        """The comments that name an active rule and have hidden nothing in the questions so far.

        Blanket comments, and codes of other linters in a list of ours, are never among them.
        """
        targets: Sequence[Target] = ()
        if not self._may_name_ours:
            targets = tuple(active) if self._to_ruff else ()
            # None of these begins with RDY, or the text would be known to name us.
            if not any(target.name in self._to_ruff for target in targets):
                return []
        idle = [
            (comment, [name for name in comment.names if name not in comment.used])
            for comment in self._reading.named()
        ]
        if not any(names for _, names in idle):
            return []
        targets = targets or tuple(active)
        found = []
        for comment, names in idle:
            ours = [name for name in names if _names_any(comment.kind, name, targets)]
            if ours:
                found.append(comment.unused(ours))
        return sorted(found)

    @property
    def malformed(self) -> list[Malformed]:
        """The comments of ours that name nothing, so that they hide nothing."""
        if "readiness:" not in self._text:
            return []
        return sorted(
            comment.malformed("it hides nothing: write the codes in brackets, ignore[RDY401]")
            for comment in self._reading.own
            if comment.ours and not comment.names
        )

    def naming_no_rule(self, known: Collection[str]) -> list[Malformed]:
        """The comments that spell a rule of ours wrongly, given all codes and names of rules.

        In ``# noqa`` a rule's name, or ``RDY`` alone, is no code: flake8 hides everything there.
        """
        if not self._may_name_ours:
            return []
        found = [
            comment.malformed(f"{name} names no rule")
            for comment in self._reading.spelled()
            for name in comment.names
            if _looks_ours(comment, name) and not _is_known(comment.kind, name, known)
        ]
        found.extend(
            comment.malformed(f"{name} is no code here: it hides every finding of every linter")
            for comment, name in self._reading.blankets
            if name.upper().startswith("RDY") or name.lower() in known
        )
        found.extend(
            comment.malformed("flake8 does not read it: it wants `# noqa`, with one space")
            for comment in self._reading.misspelled
        )
        return sorted(found)

    @property
    def _reading(self) -> _Reading:
        if self._kept is None:
            self._kept = _Reading(self._text, self._tree)
        return self._kept


def _may_name_ours(text: str) -> bool:
    lowered = text.lower()
    return (
        any(marker in lowered for marker in _OUR_MARKERS)
        or bool(_OUR_ID.search(text))
        or bool(_NAME_IN_NOQA.search(text))
    )


def _told_to_ruff(text: str) -> frozenset[str]:
    """What stands in brackets behind ``# ruff: ignore``; text that is no comment is looked at too."""
    found = (match["names"] or "" for match in _OWN.finditer(text) if match["tool"] == "ruff")
    return frozenset(name for names in found for name in _SEPARATOR.split(names.lower()) if name)


def _looks_ours(comment: _Comment, name: str) -> bool:
    """Whether a name in a comment can only be meant for a rule of ours."""
    match comment.kind:
        case "noqa":
            return name.upper().startswith("RDY")
        case "pylint":
            return name.lower().startswith(("rdy", "readiness-"))
        case _:
            return comment.ours or name.upper().startswith("RDY")


def _names_any(kind: str, name: str, targets: Sequence[Target]) -> bool:
    if kind == "noqa":
        # A code in lower case hides nothing in flake8, but it means a rule of ours.
        name = name.upper()
        return name.startswith("RDY") and any(_named_by_noqa(name, each) for each in targets)
    named = _is_own_pylint_name if kind == "pylint" else _named_by_us
    return any(named(name, target) for target in targets)


def _is_known(kind: str, name: str, known: Collection[str]) -> bool:
    upper = name.upper()
    if _PREFIX.fullmatch(upper):
        # pylint has whole codes only.
        return upper in known or (kind != "pylint" and any(c.startswith(upper) for c in known))
    return name.lower().removeprefix("rdy-") in known or name.lower() in _CHECKERS.values()


class _Reading:
    """A text that has been tokenised once, with all suppressions in it."""

    __slots__ = (
        "_asks",
        "_joined",
        "_last_line",
        "_lines",
        "_noqa",
        "_noqa_file",
        "_pragmas",
        "_skipped",
        "blankets",
        "misspelled",
        "own",
    )

    def __init__(self, text: str, tree: ast.Module | None) -> None:
        self._lines = _physical_lines(text)
        self._asks = {
            "noqa": self._hidden_by_noqa,
            "pylint": self._hidden_by_pylint,
            "comment": self._hidden_by_own,
            "file": self._hidden_by_file,
        }
        self._noqa_file = any(_NOQA_FILE.match(line) for line in self._lines)
        self._noqa: dict[tuple[int, int], _Comment] = {}
        self.blankets: list[tuple[_Comment, str]] = []
        self.misspelled: list[_Comment] = []
        self.own: list[_Comment] = []
        tokens = _tokens(self._lines)
        self._joined = _joined_lines(tokens)
        self._read_noqa(tokens)
        self._read_own(tokens)
        self._pragmas: list[_Pragma] = []
        self._last_line = 0
        self._skipped = self._read_pragmas(tokens, tree)

    def asks(self, kind: str, target: Target, line: int) -> bool:
        return self._asks[kind](target, line)

    def named(self) -> Iterator[_Comment]:
        """The comments that could be unused."""
        enabling = {id(pragma.comment) for pragma in self._pragmas if pragma.enables}
        return (comment for comment in self.spelled() if id(comment) not in enabling)

    def spelled(self) -> Iterator[_Comment]:
        """All comments that name what they are about."""
        yield from self._noqa.values()
        yield from self.own
        yield from {id(pragma.comment): pragma.comment for pragma in self._pragmas}.values()

    def _hidden_by_noqa(self, target: Target, line: int) -> bool:
        if self._noqa_file:
            return True
        first, last = self._joined.get(line, (line, line))
        joined = "".join(self._lines[first - 1 : last])
        match = _NOQA.search(joined)
        if match is None:
            return False
        if match["codes"] is None:
            return True
        names = [name for name in _SEPARATOR.split(match["codes"]) if name]
        if not any(_named_by_noqa(name, target) for name in names):
            return False
        comment = self._noqa.get(_position(joined, match.start(), first))
        if comment is not None:
            comment.use(target)
        return True

    def _hidden_by_pylint(self, target: Target, line: int) -> bool:
        if self._skipped:
            return True
        if not self._pragmas:
            return False
        pragma = self._state(target, line)
        if pragma is None or pragma.enables:
            return False
        pragma.comment.use(target)
        return True

    def _state(self, target: Target, line: int) -> _Pragma | None:
        """The pragma that settles a line: the last one over it.

        Below the last statement there are no blocks, and the nearest pragma above settles.
        """
        about = [
            pragma
            for pragma in self._pragmas
            if any(_named_by_pylint(name, target) for name in pragma.comment.names)
        ]
        for pragma in reversed(about):
            if pragma.lines[0] <= line <= pragma.lines[1]:
                return pragma
        if not 0 < self._last_line < line:
            return None
        by_line: dict[int, _Pragma] = {}
        for pragma in about:
            by_line[pragma.line] = pragma
        return next((by_line[above] for above in reversed(by_line) if above <= line), None)

    def _hidden_by_own(self, target: Target, line: int) -> bool:
        hits = [
            comment.use(target)
            for comment in self.own
            if comment.kind == "comment" and comment.covers(line)
        ]
        return any(hits)

    def _hidden_by_file(self, target: Target, _line: int) -> bool:
        hits = [comment.use(target) for comment in self.own if comment.kind == "file"]
        return any(hits)

    def _read_noqa(self, tokens: Sequence[tokenize.TokenInfo]) -> None:
        for token in tokens:
            if token.type != tokenize.COMMENT:
                continue
            for match in _NOQA.finditer(token.string):
                line, column = token.start
                column += match.start()
                text = match[0].rstrip(", \t")
                if match["codes"] is not None:
                    names = tuple(name for name in _SEPARATOR.split(match["codes"]) if name)
                    self._noqa[line, column] = _Comment("noqa", line, column, text, names)
                elif word := _NOQA_WORD.match(token.string, match.end()):
                    comment = _Comment("noqa", line, column, text + word[0], ())
                    self.blankets.append((comment, word[1]))
            self.misspelled.extend(
                _Comment("noqa", token.start[0], token.start[1] + match.start(), match[0], ())
                for match in _NOT_NOQA.finditer(token.string)
            )

    def _read_own(self, tokens: Sequence[tokenize.TokenInfo]) -> None:
        waiting: list[_Comment] = []
        inside: list[_Comment] = []
        first = 0
        decorates = False
        for token in tokens:
            if token.type == tokenize.COMMENT:
                found = _own_comments(token)
                self.own.extend(found)
                (inside if first else waiting).extend(found)
            elif token.type == tokenize.NEWLINE:
                for comment in waiting + inside:
                    comment.lines.append((first, token.start[0]))
                inside = []
                if not decorates:
                    waiting = []
                first = 0
            elif not first and token.type not in _NO_STATEMENT:
                first = token.start[0]
                decorates = token.string == "@"

    def _read_pragmas(self, tokens: Sequence[tokenize.TokenInfo], tree: ast.Module | None) -> bool:
        """Read the pragmas; whether one of them makes pylint skip the file."""
        written = []
        for token, line in _comments_with_pylint_lines(tokens):
            pragma = _last_pragma(token.string)
            if pragma is None:
                continue
            for verb, names in _pragma_verbs(pragma[1]):
                if verb in _WHOLE_FILE or (verb == "disable" and "all" in names):
                    return True
                column = token.start[1] + pragma.start()
                text = pragma[0].rstrip()
                comment = _Comment("pylint", token.start[0], column, text, names)
                written.append((verb, comment, line))
        if written:
            tree = tree or _parsed("".join(self._lines))
            self._last_line = _last_line(tree)
            blocks = _blocks(tree)
            self._pragmas = [_pragma(*each, blocks) for each in written]
        return False


_NO_STATEMENT = frozenset(
    {tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER, tokenize.ENCODING}
)


def _physical_lines(text: str) -> list[str]:
    return io.StringIO(text.removeprefix("\ufeff"), newline=None).readlines()


def _tokens(lines: Sequence[str]) -> list[tokenize.TokenInfo]:
    """The tokens, or none: what the tokeniser refuses holds no comments that can be trusted."""
    source = iter(lines)
    try:
        return list(tokenize.generate_tokens(lambda: next(source, "")))
    except (tokenize.TokenError, SyntaxError, ValueError):
        return []


def _joined_lines(tokens: Iterable[tokenize.TokenInfo]) -> dict[int, _Lines]:
    """Lines by number that flake8 reads as one, where there is more than one.

    A line ends at each newline token, inside brackets too: only strings and backslashes join.
    """
    joined: dict[int, _Lines] = {}
    first = last = 0
    for token in tokens:
        if token.type in {tokenize.DEDENT, tokenize.ENDMARKER}:
            continue
        first = min(first, token.start[0]) if first else token.start[0]
        last = max(last, token.end[0])
        if token.type in {tokenize.NL, tokenize.NEWLINE}:
            if first < last:
                joined.update(dict.fromkeys(range(first, last + 1), (first, last)))
            first = last = 0
    return joined


def _position(joined: str, offset: int, first: int) -> tuple[int, int]:
    """The line and column of an offset into lines that begin with ``first``."""
    before = joined[:offset]
    return first + before.count("\n"), offset - (before.rfind("\n") + 1)


def _own_comments(token: tokenize.TokenInfo) -> list[_Comment]:
    found = []
    line, column = token.start
    for match in _OWN.finditer(token.string):
        whole_file = match["verb"] == "file-ignore"
        ours = match["tool"] == "readiness"
        if whole_file and not ours:
            continue
        names = tuple(name for name in _SEPARATOR.split(match["names"] or "") if name)
        kind = "file" if whole_file else "comment"
        start = column + match.start()
        found.append(_Comment(kind, line, start, match[0].rstrip(), names, ours))
    return found


def _comments_with_pylint_lines(
    tokens: Iterable[tokenize.TokenInfo],
) -> Iterator[tuple[tokenize.TokenInfo, int]]:
    """Comments with the line that pylint gives them.

    A comment on a line that continues another without a newline counts one line up.
    """
    previous = 0
    ended = newline = True
    for token in tokens:
        line = token.start[0]
        if previous and previous != line:
            ended, newline = newline, False
        previous = line
        if token.type in {tokenize.NL, tokenize.NEWLINE}:
            newline = True
        elif token.type == tokenize.COMMENT and "pylint:" in token.string:
            yield token, line if ended else line - 1


def _last_pragma(comment: str) -> re.Match[str] | None:
    """The pragma of a comment: pylint takes the last, if there are several."""
    start = comment.rfind("#")
    while start >= 0:
        match = _PRAGMA.match(comment, start)
        if match is not None:
            return match
        start = comment.rfind("#", 0, start)
    return None


def _pragma(verb: str, comment: _Comment, line: int, blocks: Sequence[_Lines]) -> _Pragma:
    if verb == "disable-next":
        line += 1
        last = line
    else:
        last = next((last for first, last in blocks if first <= line <= last), 0)
    return _Pragma(comment, verb.startswith("enable"), line, (line, last))


def _pragma_verbs(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The verbs of a pragma with their names, up to the first fault."""
    verb = ""
    names: list[str] = []
    wants_equals = False
    for word in _PRAGMA_WORD.finditer(text):
        if (word["equals"] is not None) is not wants_equals:
            return
        wants_equals = False
        if word["verb"] is not None:
            if verb:
                if not names and verb not in _WHOLE_FILE:
                    return
                yield verb, tuple(names)
            verb, names = word["verb"], []
            wants_equals = verb not in _WHOLE_FILE
        elif word["name"] is not None:
            names.append(word["name"])
    if verb and (names or verb in _WHOLE_FILE):
        yield verb, tuple(names)


def _parsed(text: str) -> ast.Module:
    """The tree of the text; an empty one, without any block, if it has none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return ast.Module(body=[], type_ignores=[])


_Scoped = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module
_Part = ast.AST | tuple[int, int]
"""A node, or the lines of something that is a node for pylint only and has no parts there."""


def _last_line(tree: ast.Module) -> int:
    return tree.body[-1].end_lineno or 0 if tree.body else 0


def _blocks(tree: ast.Module) -> list[_Lines]:
    """The lines of all nodes as pylint sees them, innermost first.

    A pragma holds to the end of the first of them that has its line.  Nodes on one line have no
    parts here, since pylint does not look into them either.
    """
    found: list[_Lines] = []
    stack: list[tuple[_Part, bool]] = [(part, False) for part in reversed(_statements(tree))]
    while stack:
        part, seen = stack.pop()
        if isinstance(part, tuple):
            found.append(part)
            continue
        lines = _extent(part)
        if seen or _begins(part) == lines[1]:
            found.append(lines)
            continue
        stack.append((part, True))
        stack.extend((inner, False) for inner in reversed(list(_parts(part))))
    found.append((0, _last_line(tree)))
    return found


def _extent(node: ast.AST) -> _Lines:
    first: int = node.lineno  # type: ignore[attr-defined]
    last: int = node.end_lineno  # type: ignore[attr-defined]
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        first = _def_line(node)
    return first, last


def _begins(node: ast.AST) -> int:
    """The first line: of a function, that of its decorators; of a class, that of its name."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.decorator_list:
        return node.decorator_list[0].lineno
    return _extent(node)[0]


def _def_line(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The line that pylint takes for the ``def``: it counts the decorators' lines."""
    if not node.decorator_list:
        return node.lineno
    lines = (_length(decorator) for decorator in node.decorator_list)
    return node.decorator_list[0].lineno + sum(lines)


def _length(node: ast.expr) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _statements(node: _Scoped) -> list[ast.stmt]:
    """The body without the docstring, which is no statement for pylint."""
    match node.body:
        case [ast.Expr(value=ast.Constant(value=str())), *rest]:
            return rest
    return node.body


def _parts(node: ast.AST) -> Iterator[_Part]:
    """The parts of a node in the order in which pylint visits them."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield from _decorators(node.decorator_list)
            yield from _parameters(node.args, _def_line(node))
            if node.returns is not None:
                yield node.returns
            yield from getattr(node, "type_params", ())
            yield from _statements(node)
        case ast.ClassDef():
            yield from _decorators(node.decorator_list)
            yield from node.bases
            # The metaclass is an attribute of the class there, not a part.
            yield from (word for word in node.keywords if word.arg != "metaclass")
            yield from getattr(node, "type_params", ())
            yield from _statements(node)
        case ast.Lambda():
            yield from _parameters(node.args, node.lineno)
            yield node.body
        case ast.ExceptHandler():
            if node.type is not None:
                yield node.type
            if node.name is not None:
                yield _extent(node)
            yield from node.body
        case ast.Dict():
            for key, value in zip(node.keys, node.values, strict=True):
                yield key or _extent(value)
                yield value
        case _:
            yield from _plain_parts(node)


def _plain_parts(node: ast.AST) -> Iterator[_Part]:
    if type(node).__name__ in {"TypeVar", "TypeVarTuple", "ParamSpec"}:
        yield _extent(node)
    for part in ast.iter_child_nodes(node):
        match part:
            case ast.withitem():
                yield part.context_expr
                if part.optional_vars is not None:
                    yield part.optional_vars
            case ast.comprehension():
                end = part.ifs[-1] if part.ifs else part.iter
                yield part.target.lineno, _extent(end)[1]
            case ast.match_case():
                # A case has no line of its own there, so pylint never looks into it.
                yield part.pattern.lineno, _extent(part.body[-1])[1]
            case ast.alias():
                pass
            case _ if hasattr(part, "lineno"):
                yield part


def _decorators(nodes: Sequence[ast.expr]) -> Iterator[_Part]:
    if nodes:
        yield from nodes
        yield nodes[0].lineno, _extent(nodes[-1])[1]


def _parameters(arguments: ast.arguments, owner: int) -> Iterator[_Part]:
    positional, plain, keyword = arguments.posonlyargs, arguments.args, arguments.kwonlyargs
    starred = [arg for arg in (arguments.vararg, arguments.kwarg) if arg is not None]
    named = [*plain, *positional, *keyword, *starred]
    if not named:
        yield owner, owner
        return
    first = min(arg.lineno for arg in named)
    last = max(_extent(arg)[1] for arg in named)
    if first != last:
        yield from map(_extent, positional)
        yield from _annotations(positional)
        yield from map(_extent, plain)
        yield from arguments.defaults
        yield from map(_extent, keyword)
        yield from (default for default in arguments.kw_defaults if default is not None)
        yield from _annotations(plain)
        yield from _annotations(starred)
        yield from _annotations(keyword)
    yield max(first, owner), last


def _annotations(args: Iterable[ast.arg]) -> Iterator[ast.expr]:
    return (arg.annotation for arg in args if arg.annotation is not None)
