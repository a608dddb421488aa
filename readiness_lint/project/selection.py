"""Which rules run and which are printed, under one configuration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from readiness_lint.config import (
    Settings,
    build_options,
    validate_attested,
    validate_codes,
    validate_rules,
    validate_words,
)
from readiness_lint.engine import Switches
from readiness_lint.facts import words
from readiness_lint.record import record
from readiness_lint.registry import all_rules
from readiness_lint.rule import Rule
from readiness_lint.terms import Activation

OWN = ("RDY000", "RDY001", "RDY002")


@record
class Selection:
    """The rules of a run.

    A rule that is not printed runs all the same where a more general one is printed that yields to
    it: what the user has switched off is not to come back under another code.
    """

    active: tuple[Rule, ...]
    printed: frozenset[str]
    """Codes."""
    switches: Switches
    options: Mapping[str, Any]
    """Options of rules by the module that declares them."""


def word_lists() -> frozenset[str]:
    """The names of the lists of words that a configuration may extend."""
    return frozenset(getattr(words, name).key for name in words.__all__)


def _validate(settings: Settings, rules: Mapping[str, Rule]) -> None:
    """Raise for a name that the settings use and nobody has."""
    validate_codes(settings, [*OWN, *rules])
    validate_words(settings, word_lists())
    if settings.attest:
        from readiness_lint.project.auditing.checklist import CHECKLIST  # noqa: PLC0415

        validate_attested(settings, [ask.key for ask in CHECKLIST])
    validate_rules(
        settings, {rule.name: (rule.options, rule.switches.keys()) for rule in rules.values()}
    )


def select(settings: Settings, *, full_codes: frozenset[str] = frozenset()) -> Selection:
    """The rules under these settings; ``full_codes`` are those that the host selects by name.

    Raises:
        ConfigurationError: the settings name a rule, code, option or switch that does not exist.
    """
    rules = all_rules()
    _validate(settings, rules)
    active = tuple(
        rule
        for rule in rules.values()
        if settings.activates(rule.code, rule.activation)
        or (rule.code in full_codes and rule.activation is not Activation.AUDIT)
    )
    printed = frozenset(
        rule.code for rule in active if settings.selects(rule.code) or rule.code in full_codes
    )
    active = tuple(
        rule for rule in active if rule.code in printed or not printed.isdisjoint(rule.instead_of)
    )
    return Selection(
        active,
        printed,
        frozenset(
            (rule.name, name)
            for rule in active
            for name in rule.switches
            if settings.switch(rule.name, name)
        ),
        {
            rule.options.__module__: build_options(
                rule.options, settings.rules.get(rule.name, {}), where=f"rules.{rule.name}"
            )
            for rule in active
            if rule.options is not None
        },
    )
