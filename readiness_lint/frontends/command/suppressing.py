"""``check --add-suppressions``: a comment above each finding, with the reason that was given.

The comment stands on a line of its own above the statement: no formatter moves it, and no line
becomes too long.
"""

from __future__ import annotations

import ast
import io
import tokenize
from argparse import Namespace
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from readiness_lint.engine import crashed_rule, unreadable_file, unused_suppression
from readiness_lint.finding import Finding
from readiness_lint.frontends.command.arguments import UsageError
from readiness_lint.frontends.command.reporting import write_bytes
from readiness_lint.frontends.command.terminal import complain, write
from readiness_lint.project.reading import Unparsable, Unreadable, content_of, decode, parse
from readiness_lint.record import record
from readiness_lint.reports.summary import counted
from readiness_lint.suppression import Suppressions, Target

OWN = frozenset({crashed_rule.code, unreadable_file.code, unused_suppression.code})


@record
class _Comment:
    """What is to be written."""

    line: int
    """From 1: the one that it comes before."""
    column: int
    codes: frozenset[str]
    shifted: tuple[tuple[Finding, int], ...]
    """The findings that it is for, with the line on which they are then."""


def suppress(arguments: Namespace, findings: Iterable[Finding]) -> int:
    """Write a comment for each finding that nothing hides; answer the exit code.

    Raises:
        UsageError: the reason is no text for a comment, or a file cannot be written.
    """
    reason = arguments.add_suppressions.strip()
    if not reason or not reason.isprintable():
        text = "--add-suppressions: say why, in one line"
        raise UsageError(text)
    by_path: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if not finding.hidden and finding.code not in OWN:
            by_path[finding.path].append(finding)
    written = 0
    left: list[str] = []
    for path, found in sorted(by_path.items()):
        problem = _rewrite(Path(path), found, reason)
        if problem:
            left.append(f"{path}: {counted(len(found), 'finding')} not suppressed: {problem}")
        else:
            written += len(found)
    for text in left:
        complain(text)
    if not arguments.quiet:
        files = counted(len(by_path) - len(left), "file")
        write([f"suppressed {counted(written, 'finding')} in {files}"])
    return 2 if left else 0


def _rewrite(path: Path, findings: Sequence[Finding], reason: str) -> str:
    """Write the comments of one file; what keeps them from being written, if something does."""
    data = content_of(path)
    if isinstance(data, Unreadable):
        return data.message
    text = decode(data)
    tree = parse(text, path)
    if isinstance(tree, Unparsable):
        return tree.message
    comments = list(_comments(tree, findings))
    lines = text.split("\n")
    for comment in reversed(comments):
        codes = ", ".join(sorted(comment.codes))
        margin = lines[comment.line - 1][: comment.column]
        if margin.strip():
            margin = margin[: len(margin) - len(margin.lstrip())]
        lines.insert(comment.line - 1, f"{margin}# readiness: ignore[{codes}] -- {reason}")
    new = "\n".join(lines)
    if not _is_hidden(new, path, tree, comments):
        return "no comment above the statement would hide it"
    content = _encoded(new, data)
    if content is None:
        return "the reason cannot be written in the encoding of the file"
    write_bytes(str(path), content)
    return ""


def _comments(tree: ast.Module, findings: Iterable[Finding]) -> Iterator[_Comment]:
    places: defaultdict[tuple[int, int], list[Finding]] = defaultdict(list)
    for finding in findings:
        places[_start(tree, finding.region.line)].append(finding)
    for added, ((line, column), found) in enumerate(sorted(places.items()), 1):
        shifted = tuple((finding, finding.region.line + added) for finding in found)
        yield _Comment(line, column, frozenset(item.code for item in found), shifted)


def _start(tree: ast.Module, line: int) -> tuple[int, int]:
    """Where the innermost statement or clause around a line begins, decorators included."""
    best: tuple[int, int] = (line, 0)
    inner: list[ast.AST] = [tree]
    while inner:
        node = inner.pop()
        for child in ast.iter_child_nodes(node):
            first = _first(child)
            if first is not None and first[0] <= line <= _last(child):
                best = first
                inner = [child]
                break
    return best


def _first(node: ast.AST) -> tuple[int, int] | None:
    if isinstance(node, ast.match_case):
        # It has no place of its own; its pattern follows the word on the same line.
        return node.pattern.lineno, node.pattern.col_offset
    if not isinstance(node, ast.stmt | ast.ExceptHandler):
        return None
    decorators = getattr(node, "decorator_list", [])
    return min([node.lineno, *(item.lineno for item in decorators)]), node.col_offset


def _last(node: ast.AST) -> int:
    if isinstance(node, ast.match_case):
        return node.body[-1].end_lineno or 0
    return getattr(node, "end_lineno", None) or 0


def _is_hidden(text: str, path: Path, tree: ast.Module, comments: Iterable[_Comment]) -> bool:
    """Whether the same code is there, and every finding is hidden by a comment of ours."""
    new = parse(text, path)
    if isinstance(new, Unparsable) or ast.dump(new) != ast.dump(tree):
        return False
    suppressions = Suppressions(text, new)
    return all(
        "comment" in suppressions.kinds(Target.of(finding.code, finding.rule.name), line)
        for comment in comments
        for finding, line in comment.shifted
    )


def _encoded(text: str, data: bytes) -> bytes | None:
    """The text as the file was written: its encoding, its line ends."""
    encoding, _ = tokenize.detect_encoding(io.BytesIO(data.replace(b"\r", b"\n")).readline)
    end = "\r\n" if b"\r\n" in data else "\r" if b"\r" in data else "\n"
    try:
        return text.replace("\n", end).encode(encoding)
    except UnicodeEncodeError:
        return None
