"""Finds rules by walking the `rules` package."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

from readiness_lint import rules
from readiness_lint.rule import Rule

RETIRED: Mapping[str, str] = {}
"""Codes that no longer exist, each with a sentence that says why."""


@cache
def all_rules() -> Mapping[str, Rule]:
    """Rules by code, in code order."""
    found: dict[str, Rule] = {}
    for module in pkgutil.walk_packages(rules.__path__, f"{rules.__name__}."):
        if not module.ispkg:
            name = module.name.rpartition(".")[2]
            rule = getattr(importlib.import_module(module.name), name)
            assert isinstance(rule, Rule)
            assert rule.code not in found, f"{rule.code} stands twice"
            found[rule.code] = rule
    return {code: found[code] for code in sorted(found)}


def find(name: str) -> Rule | None:
    """The rule of a code, a name or a pylint symbol, in any case; ``None`` if there is none."""
    wanted = name.strip().lower()
    for rule in all_rules().values():
        if wanted in {rule.code.lower(), rule.name, rule.symbol, rule.pylint_id.lower()}:
            return rule
    return None
