"""What is known of each item of the checklist: gap, attested, verified or not known."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

from readiness_lint.audit import (
    Attestation,
    End,
    Issue,
    Item,
    Proof,
    Spot,
    State,
    Step,
    Trace,
)
from readiness_lint.evidence import Evidence
from readiness_lint.project.auditing.checklist import CHECKLIST, Ask, Proven
from readiness_lint.project.auditing.material import Material, steps_of

SHOWN = 50
"""Places of an item; the others stand among the evidence of the flow."""
ALIKE = 3
"""Ends of one kind that are shown for an entry."""
OF_SERVICE = frozenset({"linear-migrations", "password-hash", "session-cookie"})
"""Evidence that concerns each flow, wherever it stands: of tables, of accounts, of sessions."""
BOOKKEEPING = ("BEGIN", "COMMIT", "FLUSH", "ROLLBACK", "SAVEPOINT", "RELEASE")
"""Statements that neither read nor write."""
WHERE = {
    End.DATABASE: "the database",
    End.QUEUE: "a queue",
    End.EXTERNAL: "another service",
    End.CACHE: "a cache",
}


def items_of(material: Material, issues: Sequence[Issue]) -> tuple[Item, ...]:
    """Judge all items; ``issues`` are those that concern the flow."""
    return tuple(_item(ask, material, issues) for ask in CHECKLIST)


def _item(ask: Ask, material: Material, issues: Sequence[Issue]) -> Item:
    open_issues = [issue for issue in issues if issue.code in ask.rules and _is_open(issue)]
    attested = material.attested.get(ask.key)
    state = _state(ask, material, open_issues)
    return Item(
        ask.key,
        ask.layer,
        ask.text,
        state,
        tuple(_proofs(ask, material))[:SHOWN],
        tuple(issue.code for issue in open_issues),
        ask.question,
        attested,
    )


def _is_open(issue: Issue) -> bool:
    return any(not evidence.hidden for evidence in issue.evidence)


def _state(ask: Ask, material: Material, issues: Sequence[Issue]) -> State:
    if any(not issue.preview for issue in issues):
        return State.GAP
    attested = material.attested.get(ask.key)
    if attested is not None and holds(attested, material.today):
        return State.ATTESTED
    # A rule in preview may be wrong, so that it makes no gap; but neither is the item proven then.
    is_verified = not issues and _is_proven(ask, material)
    return State.VERIFIED if is_verified else State.UNKNOWN


def holds(attested: Attestation, today: dt.date) -> bool:
    """Whether an answer has not expired."""
    return not attested.expires or dt.date.fromisoformat(attested.expires) >= today


def _is_proven(ask: Ask, material: Material) -> bool:
    match ask.proven:
        case Proven.NEVER:
            return False
        case Proven.ENDS:
            return _all_end(ask, material.traces)
        case Proven.SERVICE:
            return any(_settles(ask, shown) for shown in material.evidence)
        case Proven.FLOW:
            return any(
                material.passes(shown.path, shown.function, shown.region.line)
                for shown in _on_the_way(material)
                if _settles(ask, shown)
            )
        case Proven.ENTRIES:
            return _covers_entries(ask, material)
        case Proven.CALLS:
            return _covers_calls(ask, material)


def _on_the_way(material: Material) -> Iterator[Evidence]:
    return (
        shown
        for shown in material.evidence
        if material.reaches(shown.path, shown.function, shown.region.line)
    )


def _places(ask: Ask, material: Material) -> list[Proof]:
    return [material.proof(shown) for shown in material.evidence if _settles(ask, shown)]


def _settles(ask: Ask, shown: Evidence) -> bool:
    return shown.kind.name in ask.kinds and not (ask.unless and ask.unless in shown.text)


def _covers_entries(ask: Ask, material: Material) -> bool:
    concerned = [trace for trace in material.traces if _is_asked(ask, trace)]
    shown = [item for item in material.evidence if _settles(ask, item)]
    return bool(concerned) and all(
        any(_is_at(item, trace, material) for item in shown) for trace in concerned
    )


def _is_at(shown: Evidence, trace: Trace, material: Material) -> bool:
    """Whether evidence stands at a handler, its parameters included."""
    target = trace.root.target
    place = material.proof(shown).spot
    head = material.head_at(shown.path, shown.region.line)
    if target is not None and head and place.path == target.path and head == target.function:
        return True
    return _belongs(place, trace)


def _is_asked(ask: Ask, trace: Trace) -> bool:
    if not ask.methods:
        return trace.entry.kind == "route"
    methods = trace.entry.title.partition(" ")[0].upper().split("/")
    return trace.entry.kind == "route" and not ask.methods.isdisjoint(methods)


def _belongs(place: Spot, trace: Trace) -> bool:
    """Whether evidence stands at a handler: in it, in its decorators, or in the class around it."""
    target, entry = trace.root.target, trace.entry.place
    if target is None or place.path != target.path:
        return False
    if place.function and target.function:
        if place.function == target.function:
            return True
        if target.function.startswith(f"{place.function}."):
            return True
    decorated = entry.path == target.path and entry.line <= target.line
    first = entry.line if decorated else target.line
    return first <= place.line <= max(target.line, target.end_line)


def _covers_calls(ask: Ask, material: Material) -> bool:
    if any(End.EXTERNAL in step.leads for step, _ in steps_of(material.traces)):
        # Some of the calls are left out of the trace.
        return False
    calls = [
        (step, around) for step, around in steps_of(material.traces) if step.end is End.EXTERNAL
    ]
    places = _places(ask, material)
    return bool(calls) and all(
        any(_limits(place, step, around) for place in places) for step, around in calls
    )


def _limits(place: Proof, step: Step, around: Step | None) -> bool:
    """Whether evidence stands at a call, or repeats the function around it."""
    call, spot = step.call, place.spot
    if spot.path == call.path and call.line <= spot.line <= max(call.line, call.end_line):
        return True
    function = around.target if around is not None else None
    if place.kind != "retry" or function is None or spot.path != function.path:
        return False
    # A decorator stands above the function, and in what is around it.
    name = function.function.rpartition(".")[2]
    return spot.line <= function.end_line and place.text.startswith(f"`{name}` ")


def _all_end(ask: Ask, traces: Sequence[Trace]) -> bool:
    for trace in traces:
        steps = [step for step, _ in steps_of([trace])]
        if any(step.end is End.STUB or End.STUB in step.leads for step in steps):
            return False
        if not any(_is_end(ask, step) for step in _own_steps(trace)):
            return False
    return bool(traces)


def _own_steps(trace: Trace) -> list[Step]:
    """The steps without what dependencies and middleware do: to look up who calls is not the work."""
    steps: list[Step] = []
    within: set[int] = set()
    for step, before in steps_of([trace]):
        if step.how in {"dependency", "middleware"} or id(before) in within:
            within.add(id(step))
        else:
            steps.append(step)
    return steps


def _is_end(ask: Ask, step: Step) -> bool:
    return step.end in ask.ends and not step.detail.startswith(BOOKKEEPING)


def _proofs(ask: Ask, material: Material) -> Iterator[Proof]:
    passed = {id(item) for item in _on_the_way(material)}
    shown = (
        item
        for item in material.evidence
        if _is_about(ask, item) and (_is_of_service(ask, item) or id(item) in passed)
    )
    yield from dict.fromkeys(material.proof(item) for item in shown)
    for trace in material.traces:
        # Of the only entry everybody knows which one it is.
        who = f"`{trace.entry.title}`" if len(material.traces) > 1 else "the flow"
        yield from _ends(ask, trace, who)


def _is_about(ask: Ask, shown: Evidence) -> bool:
    kind = shown.kind.name
    return kind in ask.kinds or (kind in ask.beside and ask.about in shown.text)


def _is_of_service(ask: Ask, shown: Evidence) -> bool:
    """Whether a place concerns the flow wherever it stands."""
    return ask.proven is Proven.SERVICE or shown.kind.name in OF_SERVICE


def _ends(ask: Ask, trace: Trace, who: str) -> Iterator[Proof]:
    """What an entry comes to, what changes something first, a few of each kind."""
    conditions = _conditions(trace)
    steps = [step for step in _own_steps(trace) if _is_end(ask, step)]
    numbers: Counter[End] = Counter()
    seen: set[tuple[End, str]] = set()
    for step in sorted(steps, key=lambda step: (_reads(step), conditions[id(step)])):
        assert step.end is not None
        what = step.detail or step.name
        if (step.end, what) in seen or numbers[step.end] == ALIKE:
            continue
        seen.add((step.end, what))
        numbers[step.end] += 1
        where = WHERE.get(step.end, step.end.value)
        under = "" if not conditions[id(step)] else " under conditions"
        text = f"{who} comes{under} to {where}: `{what}`"
        yield Proof("trace", text, step.call)


def _reads(step: Step) -> bool:
    return (
        step.end is End.DATABASE and step.detail.startswith("SELECT") and " or " not in step.detail
    )


def _conditions(trace: Trace) -> dict[int, int]:
    """How many links on the way to each step hang on a condition, its own included."""
    found: dict[int, int] = {}
    for step, before in steps_of([trace]):
        found[id(step)] = (found[id(before)] if before is not None else 0) + bool(step.condition)
    return found
