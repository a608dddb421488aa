"""The score: what each rule takes off its layer, the layers together, and the gate apart from it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from readiness_lint.audit import (
    End,
    Evidence,
    Gate,
    Issue,
    Item,
    LayerScore,
    Penalty,
    Score,
    State,
    Verdict,
)
from readiness_lint.project.auditing.material import Material, ends_of
from readiness_lint.terms import Layer, Severity, Status

WEIGHTS: Mapping[Layer, int] = {
    Layer.INFRASTRUCTURE: 30,
    Layer.SECURITY: 20,
    Layer.PERFORMANCE: 15,
    Layer.RELIABILITY: 15,
    Layer.OBSERVABILITY: 10,
    Layer.DATA_INTEGRITY: 10,
}
BASES: Mapping[Severity, int] = {Severity.CRITICAL: 25, Severity.HIGH: 10, Severity.MEDIUM: 5}
FULL = 100
FAILED = 50
"""A layer below it fails, however small each finding is."""
_WAITING = frozenset({End.DATABASE, End.EXTERNAL, End.CACHE, End.FILE, End.QUEUE})
LOOKED_AT: Mapping[Layer, frozenset[End]] = {
    Layer.PERFORMANCE: _WAITING,
    Layer.RELIABILITY: _WAITING - {End.DATABASE, End.FILE},
    Layer.DATA_INTEGRITY: frozenset({End.DATABASE, End.QUEUE}),
}
"""The ends of a trace that rules of a layer look at; the other layers look at entries."""
KINDS: Mapping[Layer, frozenset[str]] = {
    Layer.INFRASTRUCTURE: frozenset({"route", "task", "command", "function"}),
    Layer.SECURITY: frozenset({"route"}),
    Layer.OBSERVABILITY: frozenset({"route", "task"}),
    Layer.RELIABILITY: frozenset({"task"}),
}
"""The entries that rules of a layer look at."""
_STATUSES = (Status.STUBBED, Status.MISSING, Status.PARTIAL)


def points(severity: Severity, findings: int) -> float:
    """What one rule takes off: much for the first finding, at most twice as much for many."""
    many = math.log2(findings)
    if severity is Severity.LOW:
        return round(1 + min(4.0, many), 2)
    return round(BASES[severity] * (1 + min(1.0, many / 4)), 2)


def score_of(material: Material, issues: Sequence[Issue], items: Sequence[Item]) -> Score:
    """Judge all layers; the gate goes by the gravest finding, not by the number."""
    assessed = {layer for layer in Layer if _is_assessed(layer, material, issues)}
    whole = sum(WEIGHTS[layer] for layer in assessed)
    layers = tuple(
        _layer(layer, issues, items, WEIGHTS[layer] / whole if layer in assessed else 0.0)
        for layer in Layer
    )
    gate, reason = _gate(issues, is_judged=bool(assessed))
    return Score(
        _total((layer.weight, layer.score) for layer in layers),
        _total((layer.weight, layer.without_suppressions) for layer in layers),
        layers,
        gate,
        reason,
    )


def _is_assessed(layer: Layer, material: Material, issues: Sequence[Issue]) -> bool:
    """Whether the flow has anything that rules of the layer look at."""
    if any(issue.layer is layer and not issue.preview for issue in issues):
        return True
    if not LOOKED_AT.get(layer, frozenset()).isdisjoint(ends_of(material.traces)):
        return True
    if not material.kinds.isdisjoint(KINDS.get(layer, ())):
        return True
    return any(
        shown.kind.layer is layer
        and material.reaches(shown.path, shown.function, shown.region.line)
        for shown in material.evidence
    )


def _layer(
    layer: Layer, issues: Sequence[Issue], items: Sequence[Item], weight: float
) -> LayerScore:
    own = [issue for issue in issues if issue.layer is layer and not issue.preview]
    penalties = tuple(_penalties(own, hidden=False))
    if not weight:
        return LayerScore(layer, Verdict.NOT_ASSESSED, "Not assessed", 0.0, None, None)
    score = _left(penalties)
    verdict = _verdict(penalties, score)
    return LayerScore(
        layer,
        verdict,
        _word(layer, verdict, own, items),
        round(weight, 4),
        score,
        _left(_penalties(own, hidden=True)),
        penalties,
    )


def _penalties(issues: Iterable[Issue], *, hidden: bool) -> Iterable[Penalty]:
    for issue in issues:
        counted = [item for item in issue.evidence if hidden or not item.hidden]
        if counted:
            severity = _gravest(counted)
            number = len(counted)
            yield Penalty(issue.code, severity, number, points(severity, number))


def _gravest(evidence: Iterable[Evidence]) -> Severity:
    return max(item.severity for item in evidence)


def _left(penalties: Iterable[Penalty]) -> int:
    return max(0, _rounded(FULL - sum(penalty.points for penalty in penalties)))


def _rounded(number: float) -> int:
    """A half goes up, on every machine."""
    return math.floor(round(number, 6) + 0.5)


def _total(layers: Iterable[tuple[float, int | None]]) -> int | None:
    known = [(weight, score) for weight, score in layers if score is not None]
    if not known:
        return None
    whole = sum(weight for weight, _ in known)
    return _rounded(sum(weight * score for weight, score in known) / whole)


def _verdict(penalties: Sequence[Penalty], score: int) -> Verdict:
    if not penalties:
        return Verdict.PASS
    is_critical = any(penalty.severity is Severity.CRITICAL for penalty in penalties)
    return Verdict.FAIL if is_critical or score < FAILED else Verdict.PARTIAL


def _word(layer: Layer, verdict: Verdict, issues: Sequence[Issue], items: Sequence[Item]) -> str:
    if verdict is Verdict.PASS:
        asked = sum(item.layer is layer and item.state is State.UNKNOWN for item in items)
        questions = f", {asked} question{'s' * (asked != 1)} open" if asked else ""
        return ("Connected" if layer is Layer.INFRASTRUCTURE else "Pass") + questions
    if layer is not Layer.INFRASTRUCTURE:
        return str(verdict.value).capitalize()
    return "Partial" if verdict is Verdict.PARTIAL else _left_behind(issues)


def _left_behind(issues: Sequence[Issue]) -> str:
    """The status of what is gravest, as the framework words layer 1."""
    seen = [item for issue in issues for item in issue.evidence if not item.hidden]
    gravest = _gravest(seen)
    known = {item.status for item in seen if item.severity is gravest}
    status = next(status for status in _STATUSES if status in known)
    return status.name.capitalize()


def _gate(issues: Sequence[Issue], *, is_judged: bool) -> tuple[Gate, str]:
    numbers = {severity: _open(issues, severity) for severity in Severity}
    if numbers[Severity.CRITICAL]:
        return Gate.NOT_READY, f"critical findings: {numbers[Severity.CRITICAL]}"
    if numbers[Severity.HIGH]:
        return Gate.CONDITIONAL, f"no critical finding; high findings: {numbers[Severity.HIGH]}"
    if not is_judged:
        return Gate.CONDITIONAL, "there was nothing to judge"
    return Gate.READY, "no critical or high finding; the questions of the checklist stay"


def _open(issues: Sequence[Issue], severity: Severity) -> int:
    return sum(
        item.severity is severity and not item.hidden
        for issue in issues
        if not issue.preview
        for item in issue.evidence
    )
