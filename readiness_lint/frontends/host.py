"""What flake8 and pylint share: the engine as a guest that never disturbs its host."""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from readiness_lint.config import (
    Cascade,
    ConfigurationError,
    Settings,
    load,
    program_root,
    repository_of,
)
from readiness_lint.finding import Finding
from readiness_lint.project import Selection, check_text, select

DEBUG = "READINESS_LINT_DEBUG"
"""The environment variable under which failures rise with their traceback."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the host's own options say; they stand above our configuration."""

    config: str = ""
    profile: str = ""
    preview: bool = False
    isolated: bool = False
    codes: frozenset[str] = frozenset()
    """Codes selected at full length, which activates opt-in and preview rules too."""


class Guest:
    """Findings for a host.  What fails costs one line on stderr and our own findings, no more."""

    def __init__(self, wishes: Wishes, *, keeps: str) -> None:
        """``keeps`` names the suppressions that the host applies itself."""
        self._wishes = wishes
        self._keeps = frozenset({keeps})
        self._selections: dict[int, Selection] = {}
        self._told: set[str] = set()
        self._broken = False

    def prepare(self, folder: Path, *, silent: bool = False) -> None:
        """Read the configuration of a folder, load rules and tables, before the host forks.

        With a broken configuration there is no finding at all; ``silent`` where another process
        has already said so.
        """
        try:
            settings = self._cascade.settings_in(folder)
            # The first text, however short, loads the tables.
            check_text(str(folder / "_.py"), "", settings, self._selection_for(settings))
        except Exception as error:
            if _debugging() and not isinstance(error, ConfigurationError):
                raise
            self._broken = True
            if not silent:
                self._tell(str(error))

    def findings(
        self, path: str, text: str, *, tree: ast.Module | None = None
    ) -> Sequence[Finding]:
        """Check one text; with ``tree``, that is what it parses to."""
        if self._broken:
            return ()
        try:
            return self._findings(path, text, tree)
        except ConfigurationError as error:
            self._tell(str(error))
        except Exception as error:
            if _debugging():
                raise
            self._tell(f"{path}: {type(error).__name__}: {error}; {DEBUG}=1 shows the traceback")
        return ()

    def _findings(self, path: str, text: str, tree: ast.Module | None) -> Sequence[Finding]:
        settings = self._cascade.settings_for(Path(path))
        selection = self._selection_for(settings)
        result = check_text(path, text, settings, selection, tree=tree, strict=_debugging())
        for error in result.errors:
            if error.code == "RDY000":
                self._tell(f"{path}: {error.message}; {DEBUG}=1 shows the traceback")
        return [finding for finding in result.findings if self._keeps.issuperset(finding.hidden)]

    def _selection_for(self, settings: Settings) -> Selection:
        # The cascade holds its settings, so that no others can have their `id`.
        selection = self._selections.get(id(settings))
        if selection is None:
            selection = select(settings, full_codes=self._wishes.codes)
            self._selections[id(settings)] = selection
        return selection

    @cached_property
    def _cascade(self) -> Cascade:
        wishes, here = self._wishes, Path.cwd()
        overrides = {"profile": wishes.profile or None, "preview": wishes.preview or None}
        if wishes.isolated:
            root = repository_of(here) or here
            return Cascade(root, fixed=Settings(), overrides=overrides)
        fixed = load(Path(wishes.config)) if wishes.config else None
        return Cascade(program_root(here), fixed=fixed, overrides=overrides)

    def _tell(self, text: str) -> None:
        if text not in self._told:
            self._told.add(text)
            line = " ".join(text.split())
            # One write, so that the lines of parallel workers do not mix.
            sys.stderr.write(f"readiness-lint: {line}\n")
            sys.stderr.flush()


def _debugging() -> bool:
    return bool(os.environ.get(DEBUG))
