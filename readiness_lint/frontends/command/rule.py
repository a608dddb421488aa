"""``readiness-lint rule``: the page of a rule."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator

from readiness_lint.frontends.command.selection import OWN, named
from readiness_lint.frontends.command.terminal import colourful, write
from readiness_lint.rule import Rule
from readiness_lint.terms import Activation

ACTIVE = {
    Activation.ON: "active by default",
    Activation.OPT_IN: 'opt-in: active under `profile = "strict"` or when selected by its code',
    Activation.PREVIEW: "preview: active with `preview = true` or when selected by its code",
    Activation.AUDIT: 'active under `profile = "audit"`',
}


def run(arguments: Namespace) -> int:
    """Print the page of a rule."""
    rule = named(arguments.rule)
    style = arguments.format or ("terminal" if sys.stdout.isatty() else "markdown")
    if style == "markdown":
        write([page(rule)])
    else:
        _show(page(rule))
    return 0


def page(rule: Rule) -> str:
    """Give the page as Markdown: code and name, the title, what the registry knows, the rest."""
    body = rule.page.partition("\n")[2].strip()
    lines = [f"# {rule.code} {rule.name}", "", f"**{rule.title}**", "", *_marks(rule), "", body]
    return "\n".join(lines)


def _marks(rule: Rule) -> Iterator[str]:
    if rule in OWN:
        yield f"- {rule.severity.label}; of the linter itself, reported by the command only"
        return
    place = f"{rule.layer.label}, {rule.severity.label}, {rule.status.value}"
    yield f"- {place}; {ACTIVE[rule.activation]}"
    yield f"- pylint: `{rule.symbol}` ({rule.pylint_id}); since {rule.since}"
    if rule.source:
        yield f"- enforces: {', '.join(rule.source)}"
    for name, meaning in rule.switches.items():
        yield f"- switch `{name}`: {meaning}"


def _show(markdown: str) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.markdown import Markdown  # noqa: PLC0415

    console = Console(force_terminal=colourful("auto", sys.stdout), width=_width())
    with console.capture() as capture:
        console.print(Markdown(markdown))
    write([capture.get().rstrip("\n")])


def _width() -> int:
    from shutil import get_terminal_size  # noqa: PLC0415

    return min(get_terminal_size().columns, 100)
