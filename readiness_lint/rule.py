"""What a rule is, and the decorator that makes one of a function."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping
from types import UnionType
from typing import Any, Literal

from readiness_lint.finding import Problem
from readiness_lint.record import single_record
from readiness_lint.terms import Activation, Layer, Role, Severity, Status

Reach = Literal["file", "project"]
Check = Callable[[Any, Any], Iterable[Problem]]
Sieve = Callable[[Any, Any], bool]

APPLICATION = frozenset({Role.APPLICATION, Role.SETTINGS})


def _restore(module: str, name: str) -> Rule:
    restored = getattr(importlib.import_module(module), name)
    assert isinstance(restored, Rule)
    return restored


@single_record
class Rule:
    """One error code: what it looks at, how it decides, what it says."""

    code: str
    name: str
    message: str
    severity: Severity
    status: Status
    source: tuple[str, ...]
    """The sentences it enforces: document (S1 framework, S2 doctrine, S3 skill) and section."""
    since: str
    activation: Activation
    instead_of: tuple[str, ...]
    """Codes that yield to this one where both report the same subject."""
    roles: frozenset[Role]
    switches: Mapping[str, str]
    options: type[Any] | None
    subject: tuple[type[Any], ...]
    """What the check is called with: ``ast`` classes or facts."""
    reach: Reach
    """``project``: it is asked only where the whole program is at hand."""
    check: Check
    page: str
    """Markdown: title, why, Bad, Good, Not reported."""
    sieve: Sieve | None = None
    """Whether a text, in a program or in none, may hold what it reports: others need not be parsed."""
    parked: bool = False
    """Whether it speaks of modules that are left out of the program, too."""

    @property
    def layer(self) -> Layer:
        """The readiness layer, read off the code."""
        return Layer(int(self.code[3]))

    @property
    def title(self) -> str:
        """The first line of the page, without its full stop."""
        return self.page.partition("\n")[0].rstrip(".")

    @property
    def why(self) -> str:
        """The first paragraph of the page after the title, on one line."""
        return " ".join(self.page.split("\n\n")[1].split()) if "\n\n" in self.page else ""

    @property
    def pylint_id(self) -> str:
        """The message id under pylint: W7LNN for RDYLNN."""
        return f"W7{self.code[3:]}"

    @property
    def symbol(self) -> str:
        """The message symbol under pylint."""
        return f"rdy-{self.name}"

    def __reduce__(self) -> tuple[Callable[[str, str], Rule], tuple[str, str]]:
        """Travel between processes by name: a check is a function of its module."""
        return _restore, (self.check.__module__, self.check.__name__)


def rule(
    code: str,
    message: str,
    *,
    severity: Severity,
    status: Status,
    source: str,
    since: str,
    activation: Activation = Activation.ON,
    instead_of: tuple[str, ...] = (),
    roles: frozenset[Role] = APPLICATION,
    switches: Mapping[str, str] | None = None,
    options: type[Any] | None = None,
    reach: Reach = "file",
    page: str | None = None,
    sieve: Sieve | None = None,
    parked: bool = False,
) -> Callable[[Check], Rule]:
    """Turn a check into a `Rule`.

    The annotation of the first parameter says what the check is called with: an ``ast`` class, a
    fact, or a union of them; the second is the file.  With ``reach="project"`` it is called only
    where the file's program is known.  The name comes from the function, the page from the
    docstring of the module.  With a ``sieve`` a module that no other rule looks at is parsed only
    where that, called with its `Text` and the program, says that it may hold something to report.
    One that is ``parked`` speaks of modules, too, whose routes the program does not mount.

    Raises:
        TypeError: the check has not two annotated parameters.
    """

    def make(check: Check) -> Rule:
        annotations = [kind for name, kind in check.__annotations__.items() if name != "return"]
        if len(annotations) != 2 or any(isinstance(kind, str) for kind in annotations):
            # With postponed annotations they would be text, which says nothing.
            text = f"{check.__name__}: a check has two annotated parameters"
            raise TypeError(text)
        subject = annotations[0]
        return Rule(
            code=code,
            name=check.__name__.replace("_", "-"),
            message=message,
            severity=severity,
            status=status,
            source=tuple(part.strip() for part in source.split(",") if part.strip()),
            since=since,
            activation=activation,
            instead_of=instead_of,
            roles=roles,
            switches=switches or {},
            options=options,
            subject=subject.__args__ if isinstance(subject, UnionType) else (subject,),
            reach=reach,
            check=check,
            page=(page or check.__globals__["__doc__"] or "").strip(),
            sieve=sieve,
            parked=parked,
        )

    return make
