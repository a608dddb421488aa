"""``readiness-lint rules``: all rules."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from readiness_lint.frontends.command.terminal import write
from readiness_lint.registry import all_rules
from readiness_lint.rule import Rule


def run(arguments: Namespace) -> int:
    """Print all rules."""
    if arguments.output_format == "json":
        write([json.dumps([described(rule) for rule in all_rules().values()], indent=2)])
    else:
        write(_table())
    return 0


def described(rule: Rule) -> dict[str, Any]:
    """Give a rule as an object of JSON."""
    return {
        "code": rule.code,
        "name": rule.name,
        "title": rule.title,
        "layer": rule.layer.label,
        "severity": rule.severity.label,
        "status": rule.status.value,
        "default": rule.activation.value,
        "scope": rule.reach,
        "source": list(rule.source),
        "since": rule.since,
        "pylint_id": rule.pylint_id,
        "pylint_symbol": rule.symbol,
        "switches": dict(rule.switches),
    }


def _table() -> Iterator[str]:
    rules = all_rules().values()
    rows = [
        (rule.code, rule.severity.label, rule.activation.value, rule.name, rule.title)
        for rule in rules
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (f"{cell:{width}}" for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()
