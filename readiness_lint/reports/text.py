"""Findings for people: where, what, the line itself, and which rule says so."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from readiness_lint.finding import Finding, Region, Related
from readiness_lint.record import record
from readiness_lint.reports.summary import Summary, counted
from readiness_lint.terms import Layer, Severity

Lines = Callable[[str], Sequence[str]]
"""The lines of a file by its path, without their ends; none if it cannot be read now."""

TAB = 4
WIDEST = 140
"""Cells of a source line that are shown; data in one line of 100 kB is not for a terminal."""
BEFORE = 40
"""Cells of a longer line that are shown before its underlined part."""

BOLD, DIM, RED, YELLOW, BLUE, CYAN = "1", "2", "31", "33", "34", "36"
BY_SEVERITY = {
    Severity.CRITICAL: f"{BOLD};{RED}",
    Severity.HIGH: RED,
    Severity.MEDIUM: YELLOW,
    Severity.LOW: CYAN,
}
# They reorder what a reader sees, so that code looks like other code.
REORDERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@record
class Paint:
    """Colours text for a terminal, or leaves it."""

    on: bool

    def __call__(self, style: str, text: str) -> str:
        """Put text between a style and its end."""
        return f"\x1b[{style}m{text}\x1b[0m" if self.on else text


def report(findings: Sequence[Finding], *, lines: Lines, colour: bool) -> Iterator[str]:
    """Give one block of lines for each finding."""
    paint = Paint(colour)
    for finding in findings:
        yield "\n".join(_block(finding, lines(finding.path), paint)) + "\n"


def concise(findings: Sequence[Finding], *, colour: bool) -> Iterator[str]:
    """Give one line for each finding: path, place, code and message."""
    paint = Paint(colour)
    for finding in findings:
        code = paint(BY_SEVERITY[finding.severity], finding.code)
        place = place_of(finding.path, finding.region, paint)
        yield f"{place} {code} {shown(finding.message)}{_accepted(finding, paint)}"


def closing(summary: Summary, *, colour: bool) -> Iterator[str]:
    """Give the lines that end a report: all findings in numbers, by layer and severity."""
    paint = Paint(colour)
    where = f"in {counted(summary.files, 'file')}"
    if not summary.findings:
        yield paint(BOLD, f"No findings {where}")
    else:
        parts = ", ".join(
            f"{number:,} {paint(BY_SEVERITY[severity], severity.label)}"
            for severity in sorted(Severity, reverse=True)
            if (number := summary.by_severity(severity))
        )
        found = counted(summary.findings, "finding")
        yield f"{paint(BOLD, f'{found} {where}')}: {parts}"
    if summary.hidden > summary.baselined:
        yield f"{counted(summary.hidden - summary.baselined, 'finding')} suppressed by comments"
    if summary.baselined:
        yield f"{counted(summary.baselined, 'finding')} accepted by the baseline"
    if summary.unreadable:
        yield f"{counted(summary.unreadable, 'file')} could not be read"
    if summary.findings:
        yield ""
        yield from _table(summary, paint)


def statistics(findings: Sequence[Finding]) -> Iterator[str]:
    """Give one line for each rule that found something, the most frequent first.

    The severity is that of its gravest finding: one of its own may differ from its rule's.
    """
    numbers = Counter(finding.rule for finding in findings)
    gravest: dict[str, Severity] = {}
    for finding in findings:
        known = gravest.get(finding.code, finding.severity)
        gravest[finding.code] = max(known, finding.severity)
    ordered = sorted(numbers.items(), key=lambda item: (-item[1], item[0].code))
    width = max((len(str(number)) for number in numbers.values()), default=0)
    for rule, number in ordered:
        yield f"{number:>{width}}  {rule.code}  {gravest[rule.code].label:<8}  {rule.name}"


def shown(text: str) -> str:
    """Make characters visible that would move the cursor, colour the screen or reorder a line."""
    return text if text.isascii() and text.isprintable() else "".join(map(_visible, text))


def _accepted(finding: Finding, paint: Paint) -> str:
    return paint(DIM, " (accepted by the baseline)") if finding.is_baselined else ""


def _block(finding: Finding, lines: Sequence[str], paint: Paint) -> Iterator[str]:
    style = BY_SEVERITY[finding.severity]
    code = paint(
        f"{BOLD};{style}" if style != BY_SEVERITY[Severity.CRITICAL] else style, finding.code
    )
    severity = paint(style, finding.severity.label)
    place = place_of(finding.path, finding.region, paint)
    message = paint(BOLD, shown(finding.message))
    yield f"{place} {code} {severity} {message}{_accepted(finding, paint)}"
    margin = " " * len(str(finding.region.line))
    yield from _excerpt(finding, lines, margin, paint)
    reason = f"{finding.rule.name}: {finding.rule.title}"
    yield f"{margin} {paint(BLUE, '=')} {shown(reason)}"
    for related in finding.related:
        yield f"{margin} {paint(BLUE, '=')} {_other(finding, related)}"


def _excerpt(finding: Finding, lines: Sequence[str], margin: str, paint: Paint) -> Iterator[str]:
    region = finding.region
    if not 0 < region.line <= len(lines) or not lines[region.line - 1].strip():
        return
    line = lines[region.line - 1]
    end = region.end_column if region.end_line == region.line else len(line.rstrip())
    text, start, width = underlined(line, region.column, end)
    bar = paint(BLUE, "|")
    yield f"{margin} {bar}"
    yield f"{paint(BLUE, str(region.line))} {bar} {text}"
    yield f"{margin} {bar} {' ' * start}{paint(BY_SEVERITY[finding.severity], '^' * width)}"


def underlined(line: str, start: int, end: int) -> tuple[str, int, int]:
    """Lay out a source line: its visible text, then first cell and width of the part in question.

    ``start`` and ``end`` count characters.  A tab takes several cells, East Asian characters
    two, combining ones none.
    """
    pieces: list[str] = []
    edges = [0]
    for character in line.rstrip("\r\n"):
        if character == "\t":
            pieces.append(" " * (TAB - edges[-1] % TAB))
            edges.append(edges[-1] + len(pieces[-1]))
        else:
            pieces.append(_visible(character))
            edges.append(edges[-1] + _width(pieces[-1]))
    start = min(start, len(pieces))
    end = min(max(end, start), len(pieces))
    first, last = _window(edges, start)
    text = "".join(pieces[first:last]).rstrip()
    before, after = "…" * (first > 0), "…" * (last < len(pieces))
    cell = edges[start] - edges[first] + len(before)
    width = edges[max(start, min(end, last))] - edges[start]
    return f"{before}{text}{after}", cell, max(width, 1)


def _window(edges: Sequence[int], start: int) -> tuple[int, int]:
    if edges[-1] <= WIDEST:
        return 0, len(edges) - 1
    first = 0
    while edges[start] - edges[first] > BEFORE and edges[-1] - edges[first] > WIDEST:
        first += 1
    last = first
    while last < len(edges) - 1 and edges[last + 1] - edges[first] <= WIDEST:
        last += 1
    return first, last


def _visible(character: str) -> str:
    number = ord(character)
    if number < 0x20:
        return chr(0x2400 + number)
    if number == 0x7F:
        return "\u2421"
    if 0x7F < number < 0xA0 or character in REORDERING or 0xD800 <= number < 0xE000:
        return "\ufffd"
    return character


def _width(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def place_of(path: str, region: Region, paint: Paint) -> str:
    """Spell a place as terminals and editors find it."""
    return f"{paint(BOLD, shown(path))}:{region.line}:{region.column + 1}:"


def _other(finding: Finding, related: Related) -> str:
    path = related.file or finding.path
    place = f"{path}:{related.region.line}:{related.region.column + 1}"
    return shown(f"{place}: {related.message}")


def _table(summary: Summary, paint: Paint) -> Iterator[str]:
    severities = sorted(Severity, reverse=True)
    layers = [
        layer for layer in (*Layer, None) if any(other is layer for other, _ in summary.cells)
    ]
    labels = {layer: layer.label if layer else "the run itself" for layer in layers}
    margin = max(map(len, labels.values()))
    heads = "".join(f"  {severity.label:>8}" for severity in severities)
    yield paint(DIM, f"{'':{margin}}{heads}")
    for layer in layers:
        numbers = (summary.cells.get((layer, severity), 0) for severity in severities)
        yield f"{labels[layer]:{margin}}" + "".join(f"  {number or '.':>8}" for number in numbers)
