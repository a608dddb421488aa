"""Counts findings by layer and severity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from readiness_lint.finding import Finding
from readiness_lint.record import record
from readiness_lint.terms import Layer, Severity


@record
class Summary:
    """What a run found, in numbers."""

    cells: Mapping[tuple[Layer | None, Severity], int]
    files: int
    unreadable: int
    hidden: int
    """By comments, or by the baseline."""
    baselined: int

    @property
    def findings(self) -> int:
        """How many findings there are, those without a layer included."""
        return sum(self.cells.values())

    def by_severity(self, severity: Severity) -> int:
        """How many findings matter this much."""
        return sum(number for (_, other), number in self.cells.items() if other is severity)

    def by_layer(self, layer: Layer) -> int:
        """How many findings belong to a layer."""
        return sum(number for (other, _), number in self.cells.items() if other is layer)


def summary_of(findings: Iterable[Finding], files: int, unreadable: int = 0) -> Summary:
    """Count findings; those that are hidden have numbers of their own."""
    cells: Counter[tuple[Layer | None, Severity]] = Counter()
    hidden = baselined = 0
    for finding in findings:
        if finding.hidden:
            hidden += 1
            baselined += finding.is_baselined
        else:
            cells[layer_of(finding), finding.severity] += 1
    return Summary(cells, files, unreadable, hidden, baselined)


def layer_of(finding: Finding) -> Layer | None:
    """Answer the readiness layer of a finding; what the linter says of itself (RDY0) has none."""
    return None if finding.code.startswith("RDY0") else finding.rule.layer


def counted(number: int, noun: str) -> str:
    """Spell a number with its noun: ``1 file``, ``2 files``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
