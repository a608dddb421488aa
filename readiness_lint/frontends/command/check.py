"""``readiness-lint check``: findings in files, folders, or a text from stdin."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from readiness_lint import __version__
from readiness_lint.config import (
    Cascade,
    Settings,
    load,
    program_root,
    repository_of,
)
from readiness_lint.engine import crashed_rule, own_finding, unreadable_file, unused_suppression
from readiness_lint.finding import Finding, Region, Related
from readiness_lint.frontends.command.arguments import UsageError, formats
from readiness_lint.frontends.command.terminal import Progress, colourful, complain, write
from readiness_lint.project import Run, check_paths, check_text, select
from readiness_lint.project.reading import DecodingError, Text, decode, read
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


@dataclass(frozen=True, slots=True)
class Printed:
    """What is reported: no finding that is suppressed, and paths as they are printed."""

    findings: Sequence[Finding]
    summary: Summary
    lines: text.Lines


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line says about configuration; it stands above the files."""

    fixed: Settings | None
    """The settings of all files, where one was named or none is wanted."""
    values: Mapping[str, object]
    isolated: bool
    """No configuration file is read, not even to find the root."""

    def cascade(self) -> Cascade:
        """Answer the settings of any file."""
        here = Path.cwd()
        root = (repository_of(here) or here) if self.isolated else program_root(here)
        return Cascade(root, fixed=self.fixed, overrides=self.values)


def run(arguments: Namespace) -> int:
    """Check, report, and answer the exit code."""
    targets = formats(arguments)
    wishes = _wishes(arguments)
    settings = wishes.cascade().settings_in(Path.cwd())
    select(settings)  # before any file is read: a rule that does not exist is an error
    stdin = "-" in arguments.paths
    outcome = _stdin(arguments, wishes) if stdin else _paths(arguments, wishes)
    printed = _printed(outcome, unused=arguments.report_unused_suppressions)
    least = Severity[arguments.fail_on.upper()] if arguments.fail_on else settings.fail_on
    code = _exit_code(outcome, printed, None if arguments.exit_zero else least)
    for name, file in targets:
        _report(arguments, name, file, printed)
    for reason in outcome.complaints:
        complain(reason)
    if not outcome.files and not outcome.complaints:
        complain("found no Python files to check")
    return code


def _wishes(arguments: Namespace) -> Wishes:
    fixed = load(Path(arguments.config)) if arguments.config else None
    values = {
        "select": _joined(arguments.select),
        "extend_select": _joined(arguments.extend_select),
        # What a configuration ignores stays ignored.
        "extend_ignore": _joined(arguments.ignore),
        "preview": arguments.preview,
        "profile": arguments.profile,
    }
    given = {name: value for name, value in values.items() if value is not None}
    isolated = arguments.isolated
    return Wishes(Settings() if isolated else fixed, given, isolated)


def _joined(lists: Iterable[Iterable[str]] | None) -> tuple[str, ...] | None:
    return None if lists is None else tuple(code for codes in lists for code in codes)


def _paths(arguments: Namespace, wishes: Wishes) -> Outcome:
    if arguments.stdin_filename is not None:
        reason = "--stdin-filename names the text that `-` reads; there is no `-`"
        raise UsageError(reason)
    with Progress(wanted=not arguments.quiet) as progress:
        run = check_paths(
            [Path(path) for path in arguments.paths],
            wishes.cascade(),
            jobs=arguments.jobs,
            force_exclude=arguments.force_exclude,
            on_progress=progress,
        )
    return Outcome(run.findings, run.files, run.unreadable, _complaints(run))


def _complaints(run: Run) -> list[str]:
    missing = [
        f"cannot look at `{item.path}`: {item.reason}"
        if os.path.lexists(item.path)
        else f"there is no file or folder `{item.path}`"
        for item in run.unreachable
    ]
    lost = f"{run.lost} files were not checked: a process died" if run.lost else None
    return [*missing, *([lost] if lost else [])]


def _stdin(arguments: Namespace, wishes: Wishes) -> Outcome:
    if arguments.paths != ["-"]:
        reason = "`-` stands alone: a text from stdin is not checked together with files"
        raise UsageError(reason)
    path = arguments.stdin_filename or "stdin.py"
    settings = wishes.cascade().settings_for(Path(path))
    selection = select(settings)
    try:
        content = decode(sys.stdin.buffer.read())
    except DecodingError as error:
        place = Region(error.line, 0, error.line, 0)
        finding = own_finding(unreadable_file, path, place, reason=error.message)
        return Outcome([finding], 1, 1, text="")
    result = check_text(path, content, settings, selection)
    findings = (*result.findings, *result.errors)
    unreadable = any(finding.code == unreadable_file.code for finding in findings)
    return Outcome(findings, 1, int(unreadable), text=content)


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


def _report(arguments: Namespace, name: str, file: str, printed: Printed) -> None:
    colour = not file and colourful(arguments.color, sys.stdout)
    lines = _lines(arguments, name, printed, colour=colour)
    if file:
        try:
            _write(Path(file), lines, "w")
        except OSError as error:
            raise UsageError(_unwritten(file, error)) from None
    else:
        write(lines)
    if name == "github":
        _summarize(printed)


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


def _unwritten(path: str, error: OSError) -> str:
    return f"{path}: cannot be written: {error.strerror or error}"
