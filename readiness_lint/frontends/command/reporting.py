"""What a run found, on its way to stdout and into files."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from readiness_lint import __version__
from readiness_lint.engine import crashed_rule, unused_suppression
from readiness_lint.finding import Finding, Related
from readiness_lint.frontends.command.arguments import UsageError
from readiness_lint.frontends.command.output import put
from readiness_lint.frontends.command.terminal import colourful, complain
from readiness_lint.project.reading import Text, read
from readiness_lint.reports import github, json, text
from readiness_lint.reports.summary import Summary, summary_of
from readiness_lint.terms import Severity


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was checked, and what was found there."""

    findings: Sequence[Finding]
    """The suppressed ones included."""
    files: int
    unreadable: int
    complaints: Sequence[str] = ()
    """Why not all of what was asked for was checked."""
    text: str | None = None
    """Of stdin."""
    cache: str | None = None
    """The folder that was used."""
    watched: Mapping[str, str] | None = None
    """The stamps of all that it rests on, where those say enough."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What is reported: no finding that is suppressed, and paths as they are printed."""

    findings: Sequence[Finding]
    summary: Summary
    lines: text.Lines


def publish(
    arguments: Namespace, targets: Sequence[tuple[str, str]], outcome: Outcome, fail_on: Severity
) -> tuple[int, str]:
    """Report what was found; answer the exit code, and what went to stdout."""
    printed = _printed(outcome, unused=arguments.report_unused_suppressions)
    least = Severity[arguments.fail_on.upper()] if arguments.fail_on else fail_on
    code = _exit_code(outcome, printed, None if arguments.exit_zero else least)
    shown = "".join(_report(arguments, name, file, printed) for name, file in targets)
    for reason in outcome.complaints:
        complain(reason)
    if not outcome.files and not outcome.complaints:
        complain("found no Python files to check")
    return code, shown


def _printed(outcome: Outcome, *, unused: bool) -> Printed:
    here = Path.cwd()
    wanted = [
        finding for finding in outcome.findings if unused or finding.code != unused_suppression.code
    ]
    placed = (_placed(finding, here) for finding in wanted if not finding.hidden)
    findings = sorted(placed, key=lambda finding: finding.order)
    hidden = sum(1 for finding in wanted if finding.hidden)
    summary = summary_of(
        findings, files=outcome.files, unreadable=outcome.unreadable, hidden=hidden
    )
    return Printed(findings, summary, _lines_of(outcome))


def _placed(finding: Finding, here: Path) -> Finding:
    related = tuple(_other_placed(other, here) for other in finding.related)
    return replace(finding, path=printed_path(finding.path, here), related=related)


def _other_placed(related: Related, here: Path) -> Related:
    return replace(related, file=printed_path(related.file, here)) if related.file else related


def printed_path(path: str, here: Path) -> str:
    """Spell a path with ``/``, relative to a folder if it is below that."""
    absolute = Path(os.path.normpath(here / path))
    return (absolute.relative_to(here) if absolute.is_relative_to(here) else absolute).as_posix()


def _lines_of(outcome: Outcome) -> text.Lines:
    held: dict[str, Sequence[str]] = {}

    def lines(path: str) -> Sequence[str]:
        if path not in held:
            # Findings come file by file.
            held.clear()
            held[path] = _read(path) if outcome.text is None else outcome.text.split("\n")
        return held[path]

    return lines


def _read(path: str) -> Sequence[str]:
    found = read(Path(path))
    return found.lines if isinstance(found, Text) else ()


def _exit_code(outcome: Outcome, printed: Printed, least: Severity | None) -> int:
    crashed = any(finding.code == crashed_rule.code for finding in printed.findings)
    if crashed or outcome.complaints:
        return 2
    return int(least is not None and any(item.severity >= least for item in printed.findings))


def _report(arguments: Namespace, name: str, file: str, printed: Printed) -> str:
    colour = not file and colourful(arguments.color, sys.stdout)
    lines = _lines(arguments, name, printed, colour=colour)
    shown = ""
    if file:
        try:
            _write(Path(file), lines, "w")
        except OSError as error:
            raise UsageError(_unwritten(file, error)) from None
    else:
        shown = "".join(f"{line}\n" for line in lines)
        put(shown)
    if name == "github":
        _summarize(printed)
    return shown


def _lines(arguments: Namespace, name: str, printed: Printed, *, colour: bool) -> Iterator[str]:
    if name == "json":
        yield json.report(printed.findings, printed.summary, tool=__version__)
        return
    if name == "github":
        yield from github.report(printed.findings)
        return
    if name == "text":
        yield from text.report(printed.findings, lines=printed.lines, colour=colour)
    else:
        yield from text.concise(printed.findings, colour=colour)
    if arguments.statistics:
        yield from text.statistics(printed.findings)
    if name == "text" and not arguments.quiet:
        yield from text.closing(printed.summary, colour=colour)


def _summarize(printed: Printed) -> None:
    page = os.environ.get("GITHUB_STEP_SUMMARY")
    if page:
        content = github.step_summary(printed.findings, printed.summary)
        try:
            _write(Path(page), [content], "a")
        except OSError as error:
            complain(_unwritten(page, error))


def _write(path: Path, lines: Iterable[str], mode: str) -> None:
    with path.open(mode, encoding="utf-8", errors="backslashreplace") as stream:
        stream.writelines(f"{line}\n" for line in lines)


def write_bytes(file: str, content: bytes) -> None:
    """Write a whole file.

    Raises:
        UsageError: it cannot be written.
    """
    try:
        Path(file).write_bytes(content)
    except OSError as error:
        raise UsageError(_unwritten(file, error)) from None


def _unwritten(path: str, error: OSError) -> str:
    return f"{path}: cannot be written: {error.strerror or error}"
