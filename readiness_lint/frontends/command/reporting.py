"""What a run found, on its way to stdout and into files."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from readiness_lint import __version__
from readiness_lint.engine import crashed_rule, unused_suppression
from readiness_lint.finding import Finding, Related
from readiness_lint.frontends.command.arguments import UsageError
from readiness_lint.frontends.command.output import put
from readiness_lint.frontends.command.terminal import colourful, complain
from readiness_lint.project.reading import Text, read
from readiness_lint.record import record
from readiness_lint.reports import text
from readiness_lint.reports.summary import Summary, summary_of
from readiness_lint.terms import Severity

FAILED = 2


@record
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


@record
class Printed:
    """What is reported: no finding that is suppressed, and paths as they are printed."""

    findings: Sequence[Finding]
    """Those that the baseline accepts are among them only where that was asked for."""
    summary: Summary
    lines: text.Lines

    @property
    def fresh(self) -> list[Finding]:
        """What the baseline does not accept."""
        return [finding for finding in self.findings if not finding.is_baselined]


def publish(
    arguments: Namespace, targets: Sequence[tuple[str, str]], outcome: Outcome, fail_on: Severity
) -> tuple[int, str]:
    """Report what was found; answer the exit code, and what went to stdout."""
    printed = _printed(arguments, outcome)
    least = Severity[arguments.fail_on.upper()] if arguments.fail_on else fail_on
    grave = sum(finding.severity >= least for finding in printed.fresh)
    many = grave > arguments.max_findings and not arguments.exit_zero
    code = FAILED if _has_failed(outcome, printed) else int(many)
    shown = "".join(_report(arguments, name, file, printed) for name, file in targets)
    for reason in outcome.complaints:
        complain(reason)
    if not outcome.files and not outcome.complaints:
        complain("found no Python files to check")
    return code, shown


def _printed(arguments: Namespace, outcome: Outcome) -> Printed:
    here = Path.cwd()
    unused, baselined = arguments.report_unused_suppressions, arguments.show_baselined
    wanted = [
        finding for finding in outcome.findings if unused or finding.code != unused_suppression.code
    ]
    placed = (
        _placed(finding, here)
        for finding in wanted
        if not finding.hidden or (baselined and finding.is_baselined)
    )
    findings = sorted(placed, key=lambda finding: finding.order)
    return Printed(
        findings, summary_of(wanted, outcome.files, outcome.unreadable), _lines_of(outcome)
    )


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


def _has_failed(outcome: Outcome, printed: Printed) -> bool:
    crashed = any(finding.code == crashed_rule.code for finding in printed.findings)
    return crashed or bool(outcome.complaints)


def _report(arguments: Namespace, name: str, file: str, printed: Printed) -> str:
    colour = not file and colourful(arguments.color, sys.stdout)
    lines = _lines(arguments, name, printed, colour=colour)
    shown = ""
    if file:
        content = "".join(f"{line}\n" for line in lines)
        write_bytes(file, content.encode("utf-8", "backslashreplace"))
    else:
        shown = "".join(f"{line}\n" for line in lines)
        put(shown)
    if name == "github":
        _summarize(printed)
    return shown


def _lines(arguments: Namespace, name: str, printed: Printed, *, colour: bool) -> Iterator[str]:
    if name in DOCUMENTS:
        yield DOCUMENTS[name](printed)
        return
    if name == "github":
        from readiness_lint.reports import github  # noqa: PLC0415

        yield from github.report(printed.fresh)
        return
    if name == "text":
        yield from text.report(printed.findings, lines=printed.lines, colour=colour)
    else:
        yield from text.concise(printed.findings, colour=colour)
    if arguments.statistics:
        yield from text.statistics(printed.fresh)
    if name == "text" and not arguments.quiet:
        yield from text.closing(printed.summary, colour=colour)


# Each is imported where it is asked for.
def _json(printed: Printed) -> str:
    from readiness_lint.reports import json  # noqa: PLC0415

    return json.report(printed.findings, printed.summary, tool=__version__)


def _sarif(printed: Printed) -> str:
    from readiness_lint.frontends.command.rule import page  # noqa: PLC0415
    from readiness_lint.reports import sarif  # noqa: PLC0415

    return sarif.report(printed.findings, lines=printed.lines, page_of=page, tool=__version__)


def _gitlab(printed: Printed) -> str:
    from readiness_lint.reports import gitlab  # noqa: PLC0415

    return gitlab.report(printed.fresh)


def _junit(printed: Printed) -> str:
    from readiness_lint.reports import junit  # noqa: PLC0415

    return junit.report(printed.fresh)


def _markdown(printed: Printed) -> str:
    from readiness_lint.reports import markdown  # noqa: PLC0415

    return markdown.report(printed.fresh, printed.summary)


DOCUMENTS: Mapping[str, Callable[[Printed], str]] = {
    "json": _json,
    "sarif": _sarif,
    "gitlab": _gitlab,
    "junit": _junit,
    "markdown": _markdown,
}
"""The formats that are one document."""


def _summarize(printed: Printed) -> None:
    page = os.environ.get("GITHUB_STEP_SUMMARY")
    if page:
        try:
            with Path(page).open("a", encoding="utf-8", errors="backslashreplace") as stream:
                stream.write(f"{_markdown(printed)}\n")
        except OSError as error:
            complain(_unwritten(page, error))


def write_bytes(file: str, content: bytes) -> None:
    """Write a whole file, or leave what is there.

    Raises:
        UsageError: it cannot be written.
    """
    # A link stays one; what is no file, such as a pipe, is written to.
    path = Path(os.path.realpath(file))
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
            return
        new.write_bytes(content)
        if path.exists():
            new.chmod(path.stat().st_mode & 0o777)
        new.replace(path)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise UsageError(_unwritten(file, error)) from None


def _unwritten(path: str, error: OSError) -> str:
    return f"{path}: cannot be written: {error.strerror or error}"
