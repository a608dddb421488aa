"""Evidence in many files: kinds of evidence in the place of rules."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_lint.engine import crash
from readiness_lint.evidence import Evidence, Kind, shown_in
from readiness_lint.finding import Finding
from readiness_lint.model import File
from readiness_lint.record import record
from readiness_lint.terms import Role


@record
class Survey:
    """Takes out of each file what it shows."""

    kinds: tuple[Kind, ...]

    @property
    def roles(self) -> frozenset[Role]:
        """The files that one of the kinds is found in."""
        return frozenset(role for kind in self.kinds for role in kind.roles)

    def collect(self, file: File, path: str) -> Iterator[Evidence | Finding]:
        """What a file shows; a kind that fails over it costs no other."""
        for kind in self.kinds:
            if file.role in kind.roles:
                try:
                    yield from list(shown_in(kind, file, path))
                except Exception as error:  # noqa: BLE001 - the other kinds are there all the same
                    yield crash(f"evidence {kind.name}", path, error)
