"""``readiness-lint audit``: from what users do to a report with a score and evidence."""

from __future__ import annotations

import datetime as dt
import os
import re
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from readiness_lint import __version__, storage
from readiness_lint.audit import Attestation, Audit, Entry, Trace
from readiness_lint.config import (
    Attested,
    Cascade,
    Flow,
    Profile,
    Settings,
    fixed_settings,
    program_root,
)
from readiness_lint.engine import crashed_rule, unreadable_file
from readiness_lint.evidence import Evidence, all_kinds
from readiness_lint.finding import Finding
from readiness_lint.frontends.command.arguments import UsageError
from readiness_lint.frontends.command.check import Wishes, complaints_of, missing
from readiness_lint.frontends.command.reporting import FAILED, printed_path, write_bytes
from readiness_lint.frontends.command.terminal import Progress, complain, write
from readiness_lint.project import Kept, Run, check_paths, select
from readiness_lint.project.auditing import Material, Named, audited
from readiness_lint.project.collecting import Collected, collected
from readiness_lint.project.reading import Text, read
from readiness_lint.project.survey import Survey
from readiness_lint.project.workers import uncollected
from readiness_lint.record import record
from readiness_lint.reports.audit_wording import GATES, cut, sentence
from readiness_lint.reports.fingerprint import fingerprints

PROPOSED = 12
"""Entries that are proposed for a flow."""
LISTED = 30
"""Entries that are listed where none has anything of the name."""
WHOLE = "service"
"""The name of the report of a whole service."""


class Traced(Protocol):
    """What a flow comes to."""

    @property
    def traces(self) -> tuple[Trace, ...]:
        """One for each entry."""
        ...

    @property
    def reached(self) -> frozenset[tuple[str, str]]:
        """Path as findings have it, and function."""
        ...

    @property
    def direct(self) -> frozenset[tuple[str, str]]:
        """Of these, those to which calls alone lead."""
        ...

    @property
    def heads(self) -> frozenset[tuple[str, int, int, str]]:
        """Path, lines and name of what stands above the bodies of functions."""
        ...

    @property
    def frameworks(self) -> tuple[str, ...]:
        """Those of the service."""
        ...

    @property
    def files(self) -> int:
        """Files that were looked at."""
        ...

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Where flows of the service may begin."""
        ...


@record
class Wish:
    """A flow that is asked for."""

    name: str
    """Empty: the whole service."""
    entries: tuple[str, ...]
    criteria: str = ""


@record
class Service:
    """What is known of a service, whatever flow is asked for."""

    settings: Settings
    cascade: Cascade
    paths: tuple[Path, ...]
    run: Run
    survey: Collected[Evidence]
    here: Path
    """Paths are spelled from here: the root of the program."""
    kept: Kept

    def place(self, path: str) -> str:
        """A path as reports spell it."""
        return printed_path(os.path.abspath(path), self.here)  # noqa: PTH100

    def file_called(self) -> Callable[[str], str]:
        """What answers the only file of a name, as reports spell it; else the name."""
        known: dict[str, str | None] = {}
        for item in (*self.run.asked, *self.run.others):
            name = item.path.name
            known[name] = None if name in known else self.place(str(item.path))
        return lambda name: known.get(name) or name


Follow = Callable[[Service, Wish], Traced]


def run(arguments: Namespace) -> int:
    """Audit what is asked for, write the reports, and answer the exit code."""
    if not os.path.lexists(arguments.path):
        text = f"there is no file or folder `{cut(arguments.path)}`"
        raise UsageError(text)
    cascade = _cascade(arguments)
    settings = cascade.settings_in(_folder(Path(arguments.path)))
    select(settings)  # before any file is read: an answer to no question is an error
    wishes = _wishes(arguments, settings)
    earlier = _earlier(arguments.compare, wishes)
    kept = Kept()
    with uncollected():
        wishes = [_settled(arguments, cascade, wish, kept) for wish in wishes]
        service = _service(arguments, cascade, settings, kept)
        codes = [_audit(arguments, service, wish, earlier) for wish in wishes]
        kept.forget()
    return max(_code(service), *codes)


def _folder(path: Path) -> Path:
    return path if path.is_dir() else path.parent


def _cascade(arguments: Namespace) -> Cascade:
    """The settings, with the rules that only an audit asks."""
    isolated = arguments.isolated
    given = {} if arguments.baseline is None else {"baseline": arguments.baseline}
    fixed = Settings(baseline=None) if isolated else fixed_settings(arguments.config)
    folder, here = _folder(Path(arguments.path)), _program_around(arguments)
    configured = Wishes(fixed, given, isolated).cascade(here).settings_in(folder)
    # Those of a strict profile stay; what is in preview is listed and never scored.
    strict = configured.profile is Profile.STRICT
    more: dict[str, object] = {"preview": True} if strict else {"profile": Profile.AUDIT.value}
    return Wishes(fixed, {**given, **more}, isolated).cascade(here)


def _program_around(arguments: Namespace) -> Path:
    """The folder that is audited, where it is no part of the program around the current one."""
    here, folder = Path.cwd(), _folder(Path(arguments.path)).absolute()
    return here if folder.resolve().is_relative_to(program_root(here).resolve()) else folder


def _wishes(arguments: Namespace, settings: Settings) -> list[Wish]:
    flows = settings.flows
    entries = tuple(arguments.entry or ())
    if arguments.all_flows:
        if entries:
            reason = "--entry belongs to one flow: name it with --flow"
            raise UsageError(reason)
        if not flows:
            reason = "there are no flows: name one in [tool.readiness-lint.flows.<name>]"
            raise UsageError(reason)
        return [_wish(name, flow) for name, flow in sorted(flows.items())]
    if arguments.flow is None:
        if entries:
            reason = "--entry says where a flow begins: give it a name with --flow"
            raise UsageError(reason)
        return [Wish("", ())]
    known = _wish(arguments.flow, flows.get(arguments.flow, Flow()))
    return [replace(known, entries=entries or known.entries)]


def _wish(name: str, flow: Flow) -> Wish:
    return Wish(name, flow.entries, flow.criteria)


def _earlier(path: str | None, wishes: Sequence[Wish]) -> Audit | None:
    if path is None:
        return None
    if len(wishes) > 1:
        reason = "--compare takes the audit of one flow: name it with --flow"
        raise UsageError(reason)
    from readiness_lint.reports.audit_json import FormatError, from_json  # noqa: PLC0415

    try:
        earlier = from_json(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        text = f"{path}: cannot be read: {error.strerror or error}"
        raise UsageError(text) from None
    except (FormatError, UnicodeDecodeError) as error:
        text = f"{path}: {error}"
        raise UsageError(text) from None
    if earlier.flow != wishes[0].name:
        what = f"the flow `{cut(earlier.flow)}`" if earlier.flow else "a whole service"
        text = f"{path}: this is an audit of {what}"
        raise UsageError(text)
    return earlier


def _settled(arguments: Namespace, cascade: Cascade, wish: Wish, kept: Kept) -> Wish:
    """A flow with entries: those that were given, or those that are chosen now."""
    if not wish.name or wish.entries:
        return wish
    known = _traced(arguments, cascade, wish, kept)
    near = [trace.entry for trace in known.traces][:PROPOSED]
    if near and sys.stdin.isatty() and sys.stderr.isatty():
        return replace(wish, entries=_chosen(wish.name, near))
    raise UsageError("\n".join(_told(wish.name, near, known.entries)))


def _chosen(name: str, near: Sequence[Entry]) -> tuple[str, ...]:
    sys.stderr.write(f"Where does `{cut(name)}` begin?\n")
    for number, entry in enumerate(near, start=1):
        sys.stderr.write(f"{number:>3}  {_line(entry)}\n")
    sys.stderr.write("Numbers, with blanks between them: ")
    sys.stderr.flush()
    words = sys.stdin.readline().replace(",", " ").split()
    if not words or not all(word.isdecimal() and 0 < int(word) <= len(near) for word in words):
        reason = "no entry was chosen"
        raise UsageError(reason)
    return tuple(near[int(word) - 1].title for word in dict.fromkeys(words))


def _told(name: str, near: Sequence[Entry], known: Sequence[Entry]) -> Iterator[str]:
    if not known:
        yield f"the flow `{cut(name)}` has no entries, and no entry point was found"
        return
    if near:
        yield f"the flow `{cut(name)}` has no entries; --entry may be"
    else:
        yield f"the flow `{cut(name)}` has no entries, and none is called so; there are"
    shown = near or sorted(known, key=lambda entry: (entry.title, entry.place))[:LISTED]
    yield from (f"  {_line(entry)}" for entry in shown)
    if not near and len(known) > LISTED:
        yield f"  and {len(known) - LISTED} more"


def _line(entry: Entry) -> str:
    return f"{cut(entry.title)}  {cut(entry.place.path)}:{entry.place.line}"


def _service(arguments: Namespace, cascade: Cascade, settings: Settings, kept: Kept) -> Service:
    paths = (Path(arguments.path),)
    with Progress(wanted=not arguments.quiet) as progress:
        run = check_paths(
            paths,
            cascade,
            jobs=arguments.jobs,
            force_exclude=arguments.force_exclude,
            on_progress=progress,
            cache=None if arguments.no_cache else storage.place(arguments.cache_dir),
            kept=kept,
        )
        survey = collected(
            paths,
            cascade,
            Survey(tuple(all_kinds().values())),
            order=lambda item: item.order,
            jobs=arguments.jobs,
            force_exclude=arguments.force_exclude,
            on_progress=progress,
            kept=kept,
        )
    return Service(settings, cascade, paths, run, survey, cascade.root, kept)


def _traced(arguments: Namespace, cascade: Cascade, wish: Wish, kept: Kept) -> Traced:
    from readiness_lint.project.tracing import NoEntryError, traced  # noqa: PLC0415

    try:
        with Progress(wanted=not arguments.quiet) as progress:
            return traced(
                (Path(arguments.path),),
                cascade,
                entries=wish.entries,
                flow=wish.name,
                force_exclude=arguments.force_exclude,
                on_progress=progress,
                kept=kept,
            )
    except NoEntryError as error:
        raise UsageError(str(error)) from None


def _code(service: Service) -> int:
    """Say why not all could be looked at, and answer the exit code of that."""
    run, survey = service.run, service.survey
    failed = [item for item in (*run.findings, *survey.errors) if item.code == crashed_rule.code]
    for item in failed:
        complain(f"{service.place(item.path)}:{item.region.line}: {item.message}")
    complaints = complaints_of(missing(run.unreachable), run.lost + survey.lost)
    if not run.files and not complaints:
        complaints = ["found no Python files to look at"]
    for reason in complaints:
        complain(reason)
    return FAILED if failed or complaints else 0


def _audit(arguments: Namespace, service: Service, wish: Wish, earlier: Audit | None) -> int:
    traced = _traced(arguments, service.cascade, wish, service.kept)
    found = audited(material(service, wish, traced, earlier))
    if wish.name and not found.traces:
        text = f"no entry of `{cut(wish.name)}` was found: {', '.join(map(cut, wish.entries))}"
        raise UsageError(text)
    files = [
        _written(arguments.output_dir, wish.name, name, found)
        for name in dict.fromkeys(sum(arguments.format or [("md",)], ()))
    ]
    if not arguments.quiet:
        write(_closing(found, files))
    return _below(found, arguments.fail_under)


def material(
    service: Service, wish: Wish, traced: Traced, earlier: Audit | None = None
) -> Material:
    """Join what three passes have found."""
    findings = sorted(service.run.findings, key=lambda item: item.order)
    placed = [replace(item, path=service.place(item.path)) for item in findings]
    return Material(
        flow=wish.name,
        project=service.here.name,
        tool=__version__,
        criteria=wish.criteria,
        files=service.run.files,
        unread=sum(item.code == unreadable_file.code for item in findings),
        frameworks=traced.frameworks,
        entries=traced.entries,
        traces=traced.traces,
        reached=traced.reached if wish.name else None,
        direct=traced.direct if wish.name else None,
        heads=traced.heads if wish.name else frozenset(),
        findings=tuple(map(Named, findings, fingerprints(placed))),
        evidence=tuple(_in_order(service)),
        attested=_answers(service.settings.attest),
        today=dt.datetime.now(dt.UTC).date(),
        place=service.place,
        file_called=service.file_called(),
        lines=_lines_of(findings),
        earlier=earlier,
    )


def _in_order(service: Service) -> list[Evidence]:
    return sorted(
        service.survey.items,
        key=lambda item: (item.kind.name, service.place(item.path), *item.order[2:]),
    )


def _answers(attest: Mapping[str, Attested]) -> Mapping[str, Attestation]:
    return {
        key: Attestation(given.by, given.on, given.link, given.expires)
        for key, given in attest.items()
    }


def _lines_of(findings: Iterable[Finding]) -> Callable[[str], Sequence[str]]:
    """The lines of the files that have findings, each read once."""
    known = {finding.path for finding in findings}
    held: dict[str, Sequence[str]] = {}

    def lines(path: str) -> Sequence[str]:
        if path not in held:
            found = read(Path(path)) if path in known else None
            held[path] = found.lines if isinstance(found, Text) else ()
        return held[path]

    return lines


def slug(name: str) -> str:
    """The name of a flow as a part of the name of a file."""
    if not name:
        return WHOLE
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-._")[:80]
    if plain == name and plain != WHOLE:
        return plain
    # Two names do not become one file.
    mark = storage.digest(name.encode("utf-8", "surrogatepass")).hex()[:6]
    return f"{plain or 'flow'}-{mark}"


def _written(folder: str, name: str, style: str, found: Audit) -> str:
    path = Path(folder) / f"backend-readiness-audit-{slug(name)}.{style}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        text = f"{folder}: cannot be made: {error.strerror or error}"
        raise UsageError(text) from None
    write_bytes(str(path), REPORT[style](found).encode("utf-8", "backslashreplace"))
    return path.as_posix()


# Each is imported where it is asked for.
def _markdown(found: Audit) -> str:
    from readiness_lint.reports import audit_markdown  # noqa: PLC0415

    return audit_markdown.report(found)


def _html(found: Audit) -> str:
    from readiness_lint.reports import audit_html  # noqa: PLC0415

    return audit_html.report(found)


def _json(found: Audit) -> str:
    from readiness_lint.reports import audit_json  # noqa: PLC0415

    return audit_json.report(found)


REPORT: Mapping[str, Callable[[Audit], str]] = {"md": _markdown, "html": _html, "json": _json}


def _closing(found: Audit, files: Iterable[str]) -> Iterator[str]:
    score = found.score
    what = f"`{cut(found.flow)}`" if found.flow else "the whole service, no flow was named"
    number = "not assessed" if score.score is None else f"{score.score} / 100"
    yield f"{what}: {number}, {GATES[score.gate].lower()} ({score.gate_reason})"
    yield sentence(found)
    yield from (f"written to {cut(file, 400)}" for file in files)


def _below(found: Audit, least: int | None) -> int:
    if least is None:
        return 0
    score = found.score.score
    if score is None:
        complain("there is no score: the flow has nothing to judge")
        return 1
    if score < least:
        complain(f"the score is {score}, below {least}")
        return 1
    return 0
