"""A text checked by itself, on the spot: one that no project pass has seen."""

from __future__ import annotations

import ast
import os

from readiness_lint.config import Settings
from readiness_lint.frontends.table import Report, report_of
from readiness_lint.project import Selection, check_text, select


class Spot:
    """The engine in the host's own process."""

    def __init__(self, codes: frozenset[str]) -> None:
        """``codes`` are those that the host selects by name."""
        self._codes = codes
        self._selections: dict[int, tuple[Settings, Selection]] = {}

    def load(self, settings: Settings) -> None:
        """Load rules and tables: the first text, however short, needs them."""
        self.reports("_.py", "", settings)

    def reports(
        self,
        path: str,
        text: str,
        settings: Settings,
        *,
        tree: ast.Module | None = None,
        strict: bool = False,
    ) -> list[Report]:
        """What is reported of a text; with ``tree``, that is what it parses to."""
        selection = self._selection_for(settings)
        result = check_text(path, text, settings, selection, tree=tree, strict=strict)
        found = result.findings
        baseline = settings.baseline_file
        if baseline is not None and os.path.lexists(baseline):
            # A text that no pass has seen is seldom one of a program that has a baseline.
            from readiness_lint.project.baseline import mark  # noqa: PLC0415

            found = mark(found, lambda _: baseline).findings
        return [report_of(finding) for finding in (*found, *result.errors)]

    def _selection_for(self, settings: Settings) -> Selection:
        known = self._selections.get(id(settings))
        if known is None:
            # Held with the settings, so that no others can have their `id`.
            known = (settings, select(settings, full_codes=self._codes))
            self._selections[id(settings)] = known
        return known[1]
