"""Rules that a user named: do they exist, and which were meant?"""

from __future__ import annotations

from readiness_lint.config import nearest
from readiness_lint.engine import crashed_rule, unreadable_file, unused_suppression
from readiness_lint.frontends.command.arguments import UsageError
from readiness_lint.registry import RETIRED, all_rules, find
from readiness_lint.rule import Rule

OWN = (crashed_rule, unreadable_file, unused_suppression)
"""What the linter says of itself; they have no layer and are always on."""


def named(name: str) -> Rule:
    """Answer the rule of a code, name, pylint symbol or pylint id.

    Raises:
        UsageError: there is none.
    """
    code = name.strip().upper()
    rule = find(name) or next((own for own in OWN if own.code == code), None)
    if rule is None:
        reason = RETIRED.get(code)
        raise UsageError(f"{code} is retired: {reason}" if reason else _unknown(name))
    return rule


def _unknown(name: str) -> str:
    rules = (*all_rules().values(), *OWN)
    words = [word.lower() for rule in rules for word in (rule.code, rule.name, rule.symbol)]
    hint = nearest(name.lower(), words) or "; `readiness-lint rules` lists all"
    return f"there is no rule `{name}`{hint}"
