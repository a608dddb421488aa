"""Counts findings by layer and severity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from readiness_lint.finding import Finding
from readiness_lint.terms import Layer, Severity


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run found, in numbers."""

    cells: Mapping[tuple[Layer | None, Severity], int]
    files: int
    unreadable: int
    hidden: int

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


def summary_of(
    findings: Sequence[Finding], *, files: int, unreadable: int = 0, hidden: int = 0
) -> Summary:
    """Count findings."""
    cells = Counter((layer_of(finding), finding.severity) for finding in findings)
    return Summary(cells, files, unreadable, hidden)


def layer_of(finding: Finding) -> Layer | None:
    """Answer the readiness layer of a finding; what the linter says of itself (RDY0) has none."""
    return None if finding.code.startswith("RDY0") else finding.rule.layer


def counted(number: int, noun: str) -> str:
    """Spell a number with its noun: ``1 file``, ``2 files``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
