"""``readiness-lint check``: findings in files, folders, or a text from stdin."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Mapping
from pathlib import Path

from readiness_lint import storage
from readiness_lint.config import (
    Cascade,
    Settings,
    fixed_settings,
    program_root,
    repository_of,
)
from readiness_lint.engine import own_finding, unreadable_file
from readiness_lint.finding import Region
from readiness_lint.frontends.command.arguments import UsageError, formats
from readiness_lint.frontends.command.remembered import remember
from readiness_lint.frontends.command.reporting import FAILED, Outcome, publish, write_bytes
from readiness_lint.frontends.command.terminal import Progress, complain, write
from readiness_lint.project import Run, Shard, check_paths, check_text, select
from readiness_lint.project.discovery import Unreachable
from readiness_lint.project.reading import DecodingError, decode
from readiness_lint.record import record
from readiness_lint.terms import Severity

MANY_OTHERS = 200
"""Files beside those that were asked for, from which on it is worth a word that they were read."""


@record
class Wishes:
    """What the command line says about configuration; it stands above the files."""

    fixed: Settings | None
    """The settings of all files, where one was named or none is wanted."""
    values: Mapping[str, object]
    isolated: bool
    """No configuration file is read, not even to find the root."""

    def cascade(self, here: Path | None = None) -> Cascade:
        """Answer the settings of any file of the program around a folder: the current one."""
        here = here or Path.cwd()
        root = (repository_of(here) or here) if self.isolated else program_root(here)
        return Cascade(root, fixed=self.fixed, overrides=self.values)


def run(arguments: Namespace) -> int:
    """Check, report, and answer the exit code."""
    targets = formats(arguments)
    shard = _share(arguments)
    wishes = wishes_of(arguments)
    settings = wishes.cascade().settings_in(Path.cwd())
    select(settings)  # before any file is read: a rule that does not exist is an error
    if shard is not None:
        return _shard(arguments, shard, wishes.cascade(), settings.fail_on)
    stdin = "-" in arguments.paths
    outcome = _stdin(arguments, wishes) if stdin else _paths(arguments, wishes)
    if arguments.add_suppressions is not None:
        return _suppressed(arguments, outcome)
    code, shown = publish(arguments, targets, outcome, settings.fail_on)
    if outcome.cache and outcome.watched and code < FAILED and not any(file for _, file in targets):
        remember(arguments.words, outcome.cache, outcome.watched, code, shown)
    return code


def _suppressed(arguments: Namespace, outcome: Outcome) -> int:
    # The only verb that writes into what is checked, and seldom asked to.
    from readiness_lint.frontends.command.suppressing import suppress  # noqa: PLC0415

    if outcome.text is not None:
        reason = "--add-suppressions writes files; a text from stdin is none"
        raise UsageError(reason)
    for complaint in outcome.complaints:
        complain(complaint)
    return max(suppress(arguments, outcome.findings), FAILED if outcome.complaints else 0)


def wishes_of(arguments: Namespace) -> Wishes:
    """What the options of a verb that checks say of configuration."""
    values = {
        "select": _joined(arguments.select),
        "extend_select": _joined(arguments.extend_select),
        # What a configuration ignores stays ignored.
        "extend_ignore": _joined(arguments.ignore),
        "preview": arguments.preview,
        "profile": arguments.profile,
        "baseline": arguments.baseline,
    }
    given = {name: value for name, value in values.items() if value is not None}
    isolated = arguments.isolated
    # The baseline is a part of the configuration.
    fixed = Settings(baseline=None) if isolated else fixed_settings(arguments.config)
    return Wishes(fixed, given, isolated)


def _joined(lists: Iterable[Iterable[str]] | None) -> tuple[str, ...] | None:
    return None if lists is None else tuple(code for codes in lists for code in codes)


def _paths(arguments: Namespace, wishes: Wishes) -> Outcome:
    if arguments.stdin_filename is not None:
        reason = "--stdin-filename names the text that `-` reads; there is no `-`"
        raise UsageError(reason)
    cascade = wishes.cascade()
    run = checked(arguments, cascade)
    complaints = complaints_of(missing(run.unreachable), run.lost)
    if not arguments.quiet and _is_drowned(run, cascade):
        complain(
            f"read {len(run.others)} more files of {cascade.root}, which is no repository, as one"
            " program; in the folder of a project it is checked alone"
        )
    watched = None if complaints else run.watched
    cache = _cache(arguments)
    return Outcome(
        run.findings, run.files, run.unreadable, complaints, cache=cache, watched=watched
    )


def _is_drowned(run: Run, cascade: Cascade) -> bool:
    """Whether a project was checked from a folder that holds others, too."""
    many = max(MANY_OTHERS, len(run.asked))
    return len(run.others) > many and repository_of(cascade.root) is None


def _cache(arguments: Namespace) -> str | None:
    return None if arguments.no_cache else storage.place(arguments.cache_dir)


def checked(arguments: Namespace, cascade: Cascade, shard: Shard | None = None) -> Run:
    """Check what the paths name."""
    with Progress(wanted=not arguments.quiet) as progress:
        return check_paths(
            [Path(path) for path in arguments.paths],
            cascade,
            jobs=arguments.jobs,
            force_exclude=arguments.force_exclude,
            on_progress=progress,
            cache=_cache(arguments),
            last=True,
            shard=shard,
        )


def _shard(arguments: Namespace, shard: Shard, cascade: Cascade, fail_on: Severity) -> int:
    """Check a share, and write down what was found; what that means says who merges."""
    # A run that reports needs nothing of this.
    from readiness_lint.project.partial import encoded  # noqa: PLC0415

    run = checked(arguments, cascade, shard)
    absent = missing(run.unreachable)
    write_bytes(arguments.write_partial, encoded(run, shard, cascade, fail_on, absent))
    complaints = complaints_of(absent, run.lost)
    for reason in complaints:
        complain(reason)
    if not arguments.quiet:
        share = f"shard {shard.number} of {shard.of}, {run.files} of {len(run.asked)} files"
        write([f"{share}: written to {arguments.write_partial}"])
    return FAILED if complaints else 0


def _share(arguments: Namespace) -> Shard | None:
    if arguments.shard is None and arguments.write_partial is None:
        return None
    if None in {arguments.shard, arguments.write_partial}:
        reason = "--shard says which share of the files, --write-partial what for: both or none"
        raise UsageError(reason)
    if "-" in arguments.paths:
        reason = "a text from stdin has no shards"
        raise UsageError(reason)
    if arguments.add_suppressions is not None:
        reason = "--add-suppressions writes above what a whole run finds, not a shard"
        raise UsageError(reason)
    for name in (
        "output_format",
        "fail_on",
        "exit_zero",
        "report_unused_suppressions",
        "statistics",
        "show_baselined",
        "max_findings",
    ):
        if getattr(arguments, name):
            reason = (
                f"--{name.replace('_', '-')} belongs to `merge`, which reports what shards find"
            )
            raise UsageError(reason)
    # Nobody takes what a former run wrote there for what this one finds.
    write_bytes(arguments.write_partial, b"")
    return Shard(*arguments.shard)


def missing(unreachable: Iterable[Unreachable]) -> list[str]:
    """Why what was asked for cannot be looked at."""
    return [
        f"cannot look at `{item.path}`: {item.reason}"
        if os.path.lexists(item.path)
        else f"there is no file or folder `{item.path}`"
        for item in unreachable
    ]


def complaints_of(missing: Iterable[str], lost: int) -> list[str]:
    """Why not all of what was asked for was checked, or not as it was meant to be."""
    died = f"a process died; what it had in hand ({lost} files) was done again"
    return [*missing, *([died] if lost else [])]


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
    # Most runs check files, and have no baseline.
    from readiness_lint.project.baseline import mark  # noqa: PLC0415

    result = check_text(path, content, settings, selection)
    marked = mark(result.findings, lambda _: settings.baseline_file)
    findings = (*marked.findings, *result.errors)
    unreadable = any(finding.code == unreadable_file.code for finding in findings)
    return Outcome(findings, 1, int(unreadable), text=content)
