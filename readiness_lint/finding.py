"""What a rule yields, and what a reader of the output gets."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from readiness_lint.record import ordered_record, record
from readiness_lint.terms import Place, Severity, Status

if TYPE_CHECKING:
    from readiness_lint.rule import Rule

Located = ast.AST | Place


@ordered_record
class Region:
    """A stretch of text: lines from 1, columns from 0, both in characters, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Problem:
    """Something a rule saw: where it is, and the words its message needs."""

    __slots__ = (
        "about",
        "group",
        "node",
        "related",
        "severity",
        "status",
        "switch",
        "via",
        "words",
    )

    def __init__(
        self,
        node: Located,
        *,
        severity: Severity | None = None,
        status: Status | None = None,
        about: Located | None = None,
        group: str | None = None,
        switch: str | None = None,
        via: Iterable[Place] = (),
        related: Iterable[tuple[Located, str]] = (),
        **words: str,
    ) -> None:
        """Place the problem on ``node``.

        ``severity`` and ``status`` stand where this one differs from its rule; ``about`` is the
        subject of the defect where another rule may report it elsewhere; problems of one ``group``
        become one finding; with ``switch`` the problem exists only if that switch of the rule is
        on; ``via`` is the way to an effect in another function.
        """
        self.node = node
        self.severity = severity
        self.status = status
        self.about = about
        self.group = group
        self.switch = switch
        self.via = tuple(via)
        self.related = tuple(related)
        self.words = words


Problems = Iterator[Problem]


@record
class Related:
    """Another place that a finding speaks of.

    ``file`` is the name of another file, or empty for the finding's own.
    """

    message: str
    region: Region
    file: str = ""
    module: str = field(default="", compare=False)
    """Of that file: others may have its name."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem with its rule and its place: the only thing that front ends see."""

    rule: Rule
    path: str
    """As it was given to the analysis."""
    region: Region
    message: str
    severity: Severity
    status: Status
    related: tuple[Related, ...] = ()
    about: Region | None = None
    function: str = ""
    """``Class.method`` around it, or the module: a name for the place that survives edits above."""
    scope: str = ""
    """The same, and nothing for what stands in no function or class: a module may be renamed."""
    expression: str = ""
    """What stands for the code that is flagged, however it is laid out."""
    hidden: tuple[str, ...] = ()
    """What hides it: ``noqa``, ``pylint``, ``comment``, ``file``, ``baseline``."""
    code: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "code", self.rule.code)

    @property
    def is_baselined(self) -> bool:
        """Whether nothing but the baseline hides it."""
        return self.hidden == ("baseline",)

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """The key by which all output is sorted."""
        return self.path, self.region.line, self.region.column, self.code, self.message
