"""An audit beside an earlier one: what is new, what is fixed, what is still there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from readiness_lint.audit import Audit, Change, Comparison, Issue


def compared(issues: Sequence[Issue], earlier: Audit) -> Comparison:
    """Compare by the findings' names; one that is hidden now is not fixed."""
    now, before = _changes(issues), _changes(earlier.issues)
    new, old = _without(now, before), _without(before, now)
    # Where the code that is flagged was changed and is flagged again, nothing was fixed.
    again = _functions(new) & _functions(old)
    return Comparison(
        earlier.score.score,
        _left(new, again),
        _left(old, again),
        len(now.keys() & before.keys()) + again.total(),
    )


def _changes(issues: Sequence[Issue]) -> Mapping[str, Change]:
    return {
        evidence.fingerprint: Change(issue.code, evidence.spot, evidence.message)
        for issue in issues
        for evidence in issue.evidence
    }


def _without(these: Mapping[str, Change], others: Mapping[str, Change]) -> list[Change]:
    return sorted((change for name, change in these.items() if name not in others), key=_order)


def _order(change: Change) -> tuple[str, int, int, str, str]:
    spot = change.spot
    return spot.path, spot.line, spot.column, change.code, change.message


def _function(change: Change) -> tuple[str, str, str]:
    return change.code, change.spot.path, change.spot.function


def _functions(changes: Iterable[Change]) -> Counter[tuple[str, str, str]]:
    return Counter(map(_function, changes))


def _left(changes: Iterable[Change], again: Counter[tuple[str, str, str]]) -> tuple[Change, ...]:
    left: list[Change] = []
    known = Counter(again)
    for change in changes:
        known[_function(change)] -= 1
        if known[_function(change)] < 0:
            left.append(change)
    return tuple(left)
