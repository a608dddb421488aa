"""``readiness-lint doctor``: why a finding would not be seen, although there is one."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path

from readiness_lint.config import (
    BASELINE,
    FILE_NAMES,
    Cascade,
    ConfigurationError,
    ProjectPass,
    file_in,
)
from readiness_lint.engine import crashed_rule, unreadable_file, unused_suppression
from readiness_lint.finding import Finding
from readiness_lint.frontends.command.baseline import stale
from readiness_lint.frontends.command.check import checked, complaints_of, missing, wishes_of
from readiness_lint.frontends.command.linters import (
    CHECKERS,
    PREFIX,
    flake8_in,
    hooks_without_us,
    nearest,
    pylint_in,
    ruff_in,
)
from readiness_lint.frontends.command.reporting import printed_path
from readiness_lint.frontends.command.terminal import write
from readiness_lint.project import Run, select
from readiness_lint.project.pins import requires_python
from readiness_lint.record import record
from readiness_lint.reports.summary import counted
from readiness_lint.reports.text import shown

SHOWN = 5
"""Places that are named of one problem."""


@record
class Trouble:
    """Something that hides findings."""

    where: str
    problem: str
    remedy: str


def run(arguments: Namespace) -> int:
    """Look at all that decides what is reported, and answer whether something is wrong."""
    found = list(_found(arguments))
    for trouble in found:
        write([shown(f"{trouble.where}: {trouble.problem}"), shown(f"    {trouble.remedy}")])
    if not arguments.quiet:
        number = counted(len(found), "problem") if found else "No problems"
        write([f"{number} found; looked at {', '.join(_subjects(Path.cwd()))}"])
    return int(bool(found))


def _subjects(folder: Path) -> Iterator[str]:
    yield "the configuration, suppressions and baseline of readiness-lint"
    hosts = (
        ("flake8", nearest(flake8_in, folder)),
        ("pylint", pylint_in(folder)),
        ("ruff", nearest(ruff_in, folder)),
    )
    for name, host in hosts:
        if host is not None:
            yield f"{name} ({printed_path(str(host.file), folder)})"


def _found(arguments: Namespace) -> Iterator[Trouble]:
    folder = Path.cwd()
    yield from _flake8(folder)
    yield from _plugins()
    yield from _pylint(folder)
    yield from _ruff(folder)
    yield from _hooks(folder)
    try:
        cascade = wishes_of(arguments).cascade()
        settings = cascade.settings_in(folder)
        select(settings)
        result = checked(arguments, cascade)
    except ConfigurationError as error:
        yield Trouble("readiness-lint", str(error), "mend the configuration: nothing is checked")
        return
    yield from _configuration(folder, cascade)
    for reason in complaints_of(missing(result.unreachable), result.lost):
        yield Trouble("readiness-lint", reason, "what cannot be looked at is not checked")
    yield from _unread(result)
    yield from _python({cascade.root, *(item.root for item in result.asked)})
    yield from _suppressions(result)
    yield from _baselines(arguments, cascade, result)


# ── hosts ────────────────────────────────────────────────────────────────────────────────────────
def _flake8(folder: Path) -> Iterator[Trouble]:
    host = nearest(flake8_in, folder)
    if host is None:
        return
    where = f"flake8, {printed_path(str(host.file), folder)}"
    if not host.selects:
        problem = f"`select` has no code of ours, so flake8 reports none of {PREFIX}"
        yield Trouble(
            where, problem, f"add {PREFIX} to `select`, or write extend-select = {PREFIX}"
        )
    elif host.hiding:
        several = "," in host.hiding
        all_ours = "they are all our codes" if several else "all our codes begin so"
        problem = f"`{host.hiding}` {_is(several)} ignored, and {all_ours}: flake8 reports none"
        remedy = f"ignore longer codes, or write extend-select = {PREFIX}"
        yield Trouble(where, problem, "ignore single codes" if several else remedy)
    for pattern, code in host.per_file:
        if PREFIX.startswith(code):
            problem = f"`{code}` is ignored in `{pattern}`, and all our codes begin so"
            yield Trouble(where, problem, "ignore longer codes there")


def _plugins() -> Iterator[Trouble]:
    """Other plugins of flake8 whose prefix is ours, or begins ours."""
    for point in metadata.entry_points(group="flake8.extension"):
        name = point.name
        if point.value.partition(":")[0].partition(".")[0] == "readiness_lint":
            continue
        if PREFIX.startswith(name) or name.startswith(PREFIX):
            who = point.dist.name if point.dist else point.value
            problem = f"{who} has the prefix {name}: what selects or ignores {name} does so to ours"
            yield Trouble("flake8", problem, f"name {PREFIX} itself where you name {name}")


def _pylint(folder: Path) -> Iterator[Trouble]:
    host = pylint_in(folder)
    if host is None:
        return
    where = f"pylint, {printed_path(str(host.file), folder)}"
    if not host.loads:
        problem = "`load-plugins` lacks readiness_lint, so pylint reports nothing of ours"
        yield Trouble(where, problem, 'write load-plugins = ["readiness_lint"]')
    elif host.errors_only:
        problem = "`errors-only` is on, and all our messages are warnings: pylint reports none"
        yield Trouble(where, problem, "switch it off, or run readiness-lint check beside pylint")
    elif host.hiding:
        problem = f"`disable` has `{host.hiding}`, so pylint reports nothing of ours"
        yield Trouble(where, problem, f"write enable = {', '.join(CHECKERS)}")


def _ruff(folder: Path) -> Iterator[Trouble]:
    host = nearest(ruff_in, folder)
    if host is not None and not host.knows:
        problem = f"`external` lacks {PREFIX}: ruff's RUF102 deletes our codes from comments"
        yield Trouble(
            f"ruff, {printed_path(str(host.file), folder)}",
            problem,
            f'write external = ["{PREFIX}"] under [tool.ruff.lint]',
        )


def _hooks(folder: Path) -> Iterator[Trouble]:
    for name in hooks_without_us(folder):
        problem = f"the hook {name} runs in an environment of its own, without our plugin"
        remedy = "add the hook readiness-lint, or additional_dependencies: [readiness-lint]"
        yield Trouble("pre-commit", problem, remedy)


# ── our own ──────────────────────────────────────────────────────────────────────────────────────
def _configuration(folder: Path, cascade: Cascade) -> Iterator[Trouble]:
    settings = cascade.settings_in(folder)
    selection = select(settings)
    if not selection.printed:
        origin = settings.origins.get("select") or settings.origins.get("ignore", "the settings")
        yield Trouble("readiness-lint", f"{origin}: no rule is reported", "select some")
    both = [name for name in FILE_NAMES if (folder / name).exists()]
    if len(both) > 1 and _has_table(folder / FILE_NAMES[1]):
        problem = f"{both[0]} counts, and [tool.readiness-lint] in {both[1]} does not"
        yield Trouble("readiness-lint", problem, "keep one of them")
    if settings.project_pass is ProjectPass.NEVER:
        problem = '`project-pass` is "never": flake8 and pylint miss what crosses files'
        yield Trouble("readiness-lint", problem, 'leave it at "auto"')


def _has_table(pyproject: Path) -> bool:
    own = file_in(pyproject.parent)
    return own is not None and "[tool.readiness-lint" in pyproject.read_text(
        encoding="utf-8", errors="replace"
    )


def _unread(result: Run) -> Iterator[Trouble]:
    unread = [finding for finding in result.findings if finding.code == unreadable_file.code]
    if unread:
        running = ".".join(map(str, sys.version_info[:2]))
        problem = f"{counted(len(unread), 'file')} cannot be parsed by Python {running}: {_places(unread)}"
        yield Trouble("readiness-lint", problem, "run it under the Python that the code is for")
    crashed = [finding for finding in result.findings if finding.code == crashed_rule.code]
    if crashed:
        yield Trouble("readiness-lint", f"a rule crashed: {_places(crashed)}", "report it, please")


def _python(roots: Iterable[Path]) -> Iterator[Trouble]:
    for root in sorted(roots):
        least = requires_python(root)
        if least and least > sys.version_info[:2]:
            asked = ".".join(map(str, least))
            problem = (
                f"the code is for Python {asked} and later, and this is {sys.version.split()[0]}"
            )
            yield Trouble("readiness-lint", problem, f"install readiness-lint under Python {asked}")


def _suppressions(result: Run) -> Iterator[Trouble]:
    odd = [finding for finding in result.findings if finding.code == unused_suppression.code]
    wrong = [finding for finding in odd if not finding.message.endswith("suppresses nothing")]
    if wrong:
        number = counted(len(wrong), "suppression")
        problem = f"{number} spelled wrongly: {_told(wrong)}"
        yield Trouble(
            "suppressions", problem, "write the code of a rule: `readiness-lint rules` lists them"
        )
    idle = [finding for finding in odd if finding not in wrong]
    if idle:
        problem = f"{counted(len(idle), 'suppression')} hiding nothing: {_told(idle)}"
        yield Trouble("suppressions", problem, "remove them: they would hide the next defect")


def _baselines(arguments: Namespace, cascade: Cascade, result: Run) -> Iterator[Trouble]:
    for file in cascade.baselines:
        if os.path.lexists(file):
            old, ended = stale(file, arguments.paths, result, cascade)
            where = f"baseline, {printed_path(str(file), Path.cwd())}"
            if old:
                problem = f"{counted(old, 'finding')} accepted that {_is(old > 1)} no longer found"
                yield Trouble(where, problem, "drop what is mended: readiness-lint baseline prune")
            if ended:
                problem = f"{counted(ended, 'finding')} accepted until a day that is over"
                yield Trouble(where, problem, "mend them, or give them another day")
    lost = Path.cwd() / BASELINE
    if os.path.lexists(lost) and lost not in cascade.baselines:
        problem = f"{BASELINE} is here, and no configuration makes it count"
        yield Trouble("baseline", problem, "it stands beside the configuration file that it is for")


def _is(several: bool) -> str:  # noqa: FBT001 - grammar
    return "are" if several else "is"


def _told(findings: list[Finding]) -> str:
    """Places, each with what is wrong there where it is one."""
    (first, *others) = findings
    return _places(findings) if others else f"{_places(findings)}: {first.message}"


def _places(findings: list[Finding]) -> str:
    here = Path.cwd()
    places = [f"{printed_path(item.path, here)}:{item.region.line}" for item in findings]
    more = f" and {len(places) - SHOWN} more" if len(places) > SHOWN else ""
    return ", ".join(places[:SHOWN]) + more
