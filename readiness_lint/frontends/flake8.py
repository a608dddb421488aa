"""The flake8 plugin.

flake8 imports this module in every run, so what costs time is imported when its options are read.
"""

from __future__ import annotations

import tokenize
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from readiness_lint import __version__
from readiness_lint.pattern import Pattern

if TYPE_CHECKING:
    import ast
    from argparse import Namespace

    from flake8.options.manager import OptionManager  # type: ignore[import-untyped]

    from readiness_lint.frontends.host import Guest

FULL_CODE = Pattern(r"RDY[1-6][0-9]{2}")


class Plugin:
    """Yields findings for one file; suppression by ``# noqa`` is left to flake8."""

    name = "readiness-lint"
    version = __version__
    _guest: ClassVar[Guest | None] = None

    def __init__(
        self, tree: ast.Module, filename: str = "-", lines: Sequence[str] | None = None
    ) -> None:
        self._tree = tree
        self._filename = filename
        self._lines = lines

    @staticmethod
    def add_options(manager: OptionManager) -> None:
        """Declare our options, on the command line and in flake8's configuration."""
        manager.add_option(
            "--readiness-config",
            metavar="FILE",
            default="",
            parse_from_config=True,
            normalize_paths=True,
            help="Configuration of readiness-lint for all files, instead of the nearest one",
        )
        manager.add_option(
            "--readiness-profile",
            metavar="PROFILE",
            default="",
            parse_from_config=True,
            help="Profile of readiness-lint: default, strict or audit",
        )
        manager.add_option(
            "--readiness-preview",
            action="store_true",
            default=False,
            parse_from_config=True,
            help="Activate readiness-lint's rules in preview",
        )
        manager.add_option(
            "--readiness-isolated",
            action="store_true",
            default=False,
            parse_from_config=True,
            help="Ignore all configuration of readiness-lint",
        )

    @classmethod
    def parse_options(cls, options: Namespace) -> None:
        """Keep the options, and make or find the project pass before flake8 forks its workers."""
        import multiprocessing  # noqa: PLC0415 - flake8 has it by now

        guest = cls._guest = _guest(options)
        if options.bug_report or not _may_print(options):
            guest.rest()
            return
        # A text from stdin is checked by itself.
        paths = [] if "-" in options.filenames else (options.filenames or ["."])
        # Where workers are spawned, each reads the options again.
        guest.prepare(paths=paths, silent=multiprocessing.parent_process() is not None)

    def run(self) -> Iterator[tuple[int, int, str, type[Plugin]]]:
        """Yield line, column from 0, and text of each finding."""
        guest = Plugin._guest or _guest(None)
        for report in guest.reports(self._filename, self._text, tree=self._tree):
            region = report.region
            yield region.line, region.column, f"{report.code} {report.message}", type(self)

    def _text(self) -> str:
        if self._lines is not None:
            return "".join(self._lines)
        with tokenize.open(self._filename) as stream:
            return stream.read()


def _guest(options: Namespace | None) -> Guest:
    from readiness_lint.frontends.host import Guest, Wishes  # noqa: PLC0415

    if options is None:
        return Guest(Wishes(), keeps="noqa")
    wishes = Wishes(
        config=options.readiness_config,
        profile=options.readiness_profile,
        preview=options.readiness_preview,
        isolated=options.readiness_isolated,
        codes=full_codes(options.select or (), options.extend_select or ()),
    )
    return Guest(wishes, keeps="noqa")


def _may_print(options: Namespace) -> bool:
    """Whether flake8 prints one of our codes, whichever of them are rules."""
    from flake8 import style_guide  # type: ignore[import-untyped]  # noqa: PLC0415

    codes = (f"RDY{number}" for number in range(100, 700))
    try:
        decide = style_guide.DecisionEngine(options).decision_for
        return any(decide(code) is style_guide.Decision.Selected for code in codes)
    except (AttributeError, TypeError):
        # Another version of flake8 decides in another way.
        return True


def full_codes(*lists: Iterable[str]) -> frozenset[str]:
    """Pick the codes that stand at full length: ``RDY501``, not ``RDY5``.

    flake8 itself cannot gate rules that are off by default: any ``ignore`` or ``select`` in an old
    configuration replaces its list of them and turns all of them on.
    """
    return frozenset(code for codes in lists for code in codes if FULL_CODE.fullmatch(code))
