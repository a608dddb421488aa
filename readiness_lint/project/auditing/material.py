"""What an audit is made of, before it is judged."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cache

from readiness_lint.audit import Attestation, Audit, End, Entry, Proof, Spot, Step, Trace
from readiness_lint.evidence import Evidence
from readiness_lint.finding import Finding, Region
from readiness_lint.project.auditing.checklist import EVERYWHERE
from readiness_lint.record import record

OWN = "RDY1"
"""What the linter says of itself has codes before this one."""


@record
class Named:
    """A finding, with its name from run to run."""

    finding: Finding
    fingerprint: str


REGISTRATIONS = frozenset({"RDY111", "RDY113", "RDY114"})
"""Rules of what a module registers: that is no part of its other functions."""


def _no_lines(_path: str) -> Sequence[str]:
    return ()


@cache
def _files(reached: frozenset[tuple[str, str]]) -> frozenset[str]:
    return frozenset(path for path, _ in reached)


@cache
def _heads(
    heads: frozenset[tuple[str, int, int, str]],
) -> Mapping[str, Sequence[tuple[int, int, str]]]:
    found: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for path, first, last, name in sorted(heads):
        found[path].append((first, last, name))
    return found


@cache
def _spans(traces: tuple[Trace, ...]) -> Mapping[str, Sequence[tuple[int, int, str]]]:
    """By file, the lines of the functions that are traced, with their names."""
    found: defaultdict[str, set[tuple[int, int, str]]] = defaultdict(set)
    for step, _ in steps_of(traces):
        target, call = step.target, step.call
        if target is not None and target.function:
            is_decorated = step.how == "entry" and call.path == target.path
            first = min(call.line, target.line) if is_decorated else target.line
            found[target.path].add((first, target.end_line, target.function))
    return {path: sorted(spans) for path, spans in found.items()}


def _as_it_is(path: str) -> str:
    return path


@record
class Material:
    """Findings and evidence of a service, and the way of a flow through it."""

    flow: str = ""
    project: str = ""
    tool: str = ""
    criteria: str = ""
    files: int = 0
    unread: int = 0
    frameworks: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    """Where flows of the service may begin."""
    traces: tuple[Trace, ...] = ()
    reached: frozenset[tuple[str, str]] | None = None
    """Path as of findings, and function; ``None``: the whole service is audited."""
    direct: frozenset[tuple[str, str]] | None = None
    """Of these, those to which calls alone lead; ``None``: all."""
    heads: frozenset[tuple[str, int, int, str]] = frozenset()
    """Path, lines and function of decorators and parameters, in files that the flow comes to."""
    findings: tuple[Named, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    attested: Mapping[str, Attestation] = field(default_factory=dict)
    today: dt.date = dt.date.min
    """By which attestations expire."""
    place: Callable[[str], str] = _as_it_is
    """A path as a report spells it."""
    file_called: Callable[[str], str] = _as_it_is
    """The path of the only file of a name, as a report spells it; else the name."""
    lines: Callable[[str], Sequence[str]] = _no_lines
    """The lines of a file."""
    earlier: Audit | None = None

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of entries that are audited."""
        entries = self.entries if self.reached is None else [one.entry for one in self.traces]
        return frozenset(entry.kind for entry in entries)

    @property
    def judged(self) -> tuple[Named, ...]:
        """Findings of the code, not of the run."""
        return tuple(named for named in self.findings if named.finding.code >= OWN)

    def concerns(self, finding: Finding) -> bool:
        """Whether the flow can come to it, or it holds for all flows.

        What a module does when it is imported, it does for each function of it.
        """
        if finding.code in EVERYWHERE:
            return True
        if self.reached is not None and not finding.scope and finding.code not in REGISTRATIONS:
            head = self.head_at(finding.path, finding.region.line)
            at_another = bool(head) and (finding.path, head) not in self.reached
            return finding.path in _files(self.reached) and not at_another
        return self.reaches(finding.path, finding.function, finding.region.line)

    def head_at(self, path: str, line: int) -> str:
        """The function whose decorators or parameters stand on a line; empty: none."""
        found = [
            name for first, last, name in _heads(self.heads).get(path, ()) if first <= line <= last
        ]
        return found[-1] if found else ""

    def passes(self, path: str, function: str, line: int) -> bool:
        """Whether the flow itself comes to a place, and not only work that it hands on."""
        if self.direct is None or (path, function) in self.direct:
            return True
        return (path, function) not in (self.reached or ()) and self.reaches(path, function, line)

    def reaches(self, path: str, function: str, line: int) -> bool:
        """Whether the flow comes to a place, in the function that is around it."""
        if self.reached is None or (path, function) in self.reached:
            return True
        outer, _, last = function.rpartition(".")
        if last.startswith("<"):
            # A lambda or a comprehension is a part of what is around it.
            return self.reaches(path, outer, line)
        # What decorates a function, and the defaults of its parameters, stand in what is around it.
        head = self.head_at(path, line)
        if head and function != head:
            return (path, head) in self.reached
        return any(
            first <= line <= end and not function.startswith(f"{name}.")
            for first, end, name in _spans(self.traces).get(self.place(path), ())
        )

    def spot(self, path: str, region: Region, function: str = "") -> Spot:
        """A place as a report has it."""
        return Spot(
            self.place(path),
            region.line,
            region.column,
            region.end_line,
            region.end_column,
            function,
        )

    def proof(self, shown: Evidence) -> Proof:
        """Evidence as a report has it."""
        return Proof(
            shown.kind.name, shown.text, self.spot(shown.path, shown.region, shown.function)
        )


def steps_of(traces: Sequence[Trace]) -> Iterator[tuple[Step, Step | None]]:
    """All steps, in their order, each with the one that leads to it."""
    pending: list[tuple[Step, Step | None]] = [(trace.root, None) for trace in reversed(traces)]
    while pending:
        step, before = pending.pop()
        yield step, before
        pending.extend((after, step) for after in reversed(step.steps))


def ends_of(traces: Sequence[Trace]) -> frozenset[End]:
    """The kinds of ends that the traces come to, those that are left out of them included."""
    steps = [step for step, _ in steps_of(traces)]
    shown = frozenset(step.end for step in steps if step.end is not None)
    # Where what is out of sight may lead to, it is not known to lead.
    certain = (step.leads for step in steps if step.end is not End.OUT_OF_SIGHT)
    return shown.union(*certain)
