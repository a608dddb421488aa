"""Who may call, where a program declares it."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_lint.evidence import Shown, evidence
from readiness_lint.facts.access_declarations import AccessDeclaration
from readiness_lint.model import File
from readiness_lint.terms import Layer


@evidence("authentication", layer=Layer.SECURITY, title="routes and views that ask who calls")
def authentication(file: File) -> Iterator[Shown]:
    """Routes with a guard, policies and mixins of views, and policies for all of them."""
    for item in file.facts(AccessDeclaration):
        yield Shown(item.node, item.text)
