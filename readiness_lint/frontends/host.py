"""What flake8 and pylint share: our findings as a guest that never disturbs its host."""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from readiness_lint import __version__
from readiness_lint.config import (
    VARIABLE,
    Cascade,
    ConfigurationError,
    ProjectPass,
    Settings,
    below,
    fixed_settings,
    is_off_limits,
    program_root,
    repository_of,
)
from readiness_lint.frontends.project_pass import can_start, table_of
from readiness_lint.frontends.table import FAILED, LARGE, Report, Table
from readiness_lint.record import record

if TYPE_CHECKING:
    from readiness_lint.frontends.spot import Spot

DEBUG = "READINESS_LINT_DEBUG"
"""The environment variable under which failures rise with their traceback."""


@record
class Wishes:
    """What the host's own options say; they stand above our configuration."""

    config: str = ""
    profile: str = ""
    preview: bool = False
    isolated: bool = False
    codes: frozenset[str] = frozenset()
    """Codes selected at full length, which activates opt-in and preview rules too."""

    def words(self) -> dict[str, Any]:
        """Spell the wishes as JSON has them."""
        return {**asdict(self), "codes": sorted(self.codes)}

    @classmethod
    def of(cls, words: dict[str, Any]) -> Self:
        """Read wishes back."""
        return cls(**{**words, "codes": frozenset(words["codes"])})

    def cascade(self) -> Cascade:
        """Answer the settings of any file, in the program of the current directory."""
        here = Path.cwd()
        overrides = {"profile": self.profile or None, "preview": self.preview or None}
        if self.isolated:
            root = repository_of(here) or here
            return Cascade(root, fixed=Settings(baseline=None), overrides=overrides)
        fixed = fixed_settings(self.config)
        return Cascade(program_root(here), fixed=fixed, overrides=overrides)


class Guest:
    """Findings for a host.  What fails costs one line on stderr and our own findings, no more."""

    def __init__(self, wishes: Wishes, *, keeps: str, spot: Spot | None = None) -> None:
        """``keeps`` names the suppressions that the host applies itself.

        Without ``spot``, rules and tables are loaded when a text needs them, if one does.
        """
        self._wishes = wishes
        self._given = spot
        self._keeps = frozenset({keeps})
        self._told: set[str] = set()
        self._table: Table | None = None
        self._mute = False

    def prepare(self, *, paths: Iterable[str] | None = None, silent: bool = False) -> None:
        """Ask the project pass, or load the engine, before the host forks.

        ``paths`` are those that the host checks, where it says which; ``None``: it may be any.
        With a broken configuration there is no finding at all; ``silent`` where another process
        has already said so.
        """
        try:
            settings = self._cascade.settings_in(Path.cwd())
            if self._is_worth_a_pass(paths):
                self._table = table_of(self._key)
                self._mute = self._table.state == FAILED
            if self._table is None or self._table.state == LARGE:
                self._spot.load(settings)
        except Exception as error:
            if _debugging() and not isinstance(error, ConfigurationError):
                raise
            self._mute = True
            if not silent:
                self._tell(str(error))

    def rest(self) -> None:
        """Report nothing: the host would print none of it."""
        self._mute = True

    def reports(
        self,
        path: str,
        text: Callable[[], str | None],
        *,
        tree: ast.Module | None = None,
        on_disk: bool = True,
    ) -> Sequence[Report]:
        """What is to be printed of a file, whose ``text`` may have nothing to do with the disk.

        With ``tree``, that is what the text parses to.
        """
        if self._mute:
            return ()
        try:
            return self._reports(path, text, tree, on_disk=on_disk)
        except ConfigurationError as error:
            self._tell(str(error))
        except Exception as error:
            if _debugging():
                raise
            self._tell(f"{path}: {type(error).__name__}: {error}; {DEBUG}=1 shows the traceback")
        return ()

    def _reports(
        self, path: str, text: Callable[[], str | None], tree: ast.Module | None, *, on_disk: bool
    ) -> Sequence[Report]:
        dealt = self._table.reports(path) if self._table is not None and on_disk else None
        crashes = [report for report in dealt or () if report.code == "RDY000"]
        if dealt is None or (crashes and _debugging()):
            content = text()
            fresh = [] if content is None else self._on_the_spot(path, content, tree)
            dealt = fresh if dealt is None else dealt
        for report in dealt:
            if report.code == "RDY000":
                self._tell(f"{path}: {report.message}; {DEBUG}=1 shows the traceback")
        return [
            report
            for report in dealt
            if report.code > "RDY099" and self._keeps.issuperset(report.hidden)
        ]

    def _on_the_spot(self, path: str, text: str, tree: ast.Module | None) -> list[Report]:
        settings = self._cascade.settings_for(Path(path))
        return self._spot.reports(path, text, settings, tree=tree, strict=_debugging())

    def _is_worth_a_pass(self, paths: Iterable[str] | None) -> bool:
        root = self._cascade.root
        if is_off_limits(root) or not can_start():
            return False
        if self._cascade.settings_in(root).project_pass is ProjectPass.NEVER:
            return False
        return paths is None or any(
            below(path, root) is not None or below(root, path) is not None for path in paths
        )

    @property
    def _key(self) -> dict[str, Any]:
        """What a pass depends on, beside the files."""
        return {
            "version": __version__,
            "python": sys.executable,
            "root": str(self._cascade.root),
            "folder": str(Path.cwd()),
            "wishes": self._wishes.words(),
            "configured": os.environ.get(VARIABLE, ""),
        }

    @cached_property
    def _spot(self) -> Spot:
        if self._given is not None:
            return self._given
        from readiness_lint.frontends.spot import Spot  # noqa: PLC0415

        return Spot(self._wishes.codes)

    @cached_property
    def _cascade(self) -> Cascade:
        return self._wishes.cascade()

    def _tell(self, text: str) -> None:
        if text not in self._told:
            self._told.add(text)
            line = " ".join(text.split())
            # One write, so that the lines of parallel workers do not mix.
            sys.stderr.write(f"readiness-lint: {line}\n")
            sys.stderr.flush()


def _debugging() -> bool:
    return os.environ.get(DEBUG, "").lower() not in {"", "0", "false", "no", "off"}
