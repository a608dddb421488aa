"""``readiness-lint rules``: all rules."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from readiness_lint.frontends.command.arguments import UsageError
from readiness_lint.frontends.command.reporting import write_bytes
from readiness_lint.frontends.command.rule import page
from readiness_lint.frontends.command.terminal import write
from readiness_lint.registry import all_rules
from readiness_lint.rule import Rule
from readiness_lint.terms import Activation, Layer


def run(arguments: Namespace) -> int:
    """Print all rules, or write their pages."""
    if arguments.pages:
        _write_pages(Path(arguments.pages))
    elif arguments.output_format == "json":
        write([json.dumps([described(rule) for rule in all_rules().values()], indent=2)])
    else:
        write(_table())
    return 0


def _write_pages(folder: Path) -> None:
    rules = all_rules().values()
    lines = ["# Rules", ""]
    for layer in Layer:
        own = [rule for rule in rules if rule.layer is layer]
        lines += [
            f"## {layer.label}",
            "",
            "| code | what it reports | severity | |",
            "|---|---|---|---|",
        ]
        for rule in own:
            name = f"[{rule.code}]({rule.code}.md) `{rule.name}`"
            default = "" if rule.activation is Activation.ON else rule.activation.value
            lines.append(f"| {name} | {rule.title} | {rule.severity.label} | {default} |")
        lines.append("")
    pages = {"index": "\n".join(lines).rstrip(), **{rule.code: page(rule) for rule in rules}}
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = f"{folder}: cannot be made: {error.strerror or error}"
        raise UsageError(reason) from None
    for name, text in pages.items():
        write_bytes(str(folder / f"{name}.md"), f"{text}\n".encode())
    write([f"wrote {len(pages)} pages to {folder}"])


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
