"""An audit of a flow, judged: issues, checklist, score and comparison from what was found."""

from __future__ import annotations

from readiness_lint.audit import Audit
from readiness_lint.project.auditing.comparing import compared
from readiness_lint.project.auditing.issues import issues_of
from readiness_lint.project.auditing.material import Material, Named
from readiness_lint.project.auditing.scoring import score_of
from readiness_lint.project.auditing.states import items_of

__all__ = ["Material", "Named", "audited"]


def audited(material: Material) -> Audit:
    """Judge what was found."""
    issues = issues_of(material)
    items = items_of(material, issues)
    elsewhere = sum(
        not named.finding.hidden and not material.concerns(named.finding)
        for named in material.judged
    )
    proofs = dict.fromkeys(
        material.proof(shown)
        for shown in material.evidence
        if material.reaches(shown.path, shown.function, shown.region.line)
    )
    return Audit(
        material.flow,
        material.project,
        material.tool,
        material.criteria,
        material.files,
        material.frameworks,
        material.traces,
        score_of(material, issues, items),
        items,
        issues,
        elsewhere,
        tuple(proofs),
        compared(issues, material.earlier) if material.earlier is not None else None,
        material.unread,
    )
