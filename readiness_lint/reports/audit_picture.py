"""The trace of a flow as a picture: SVG that stands in a page, or in a file of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from readiness_lint.audit import End, Step, Trace
from readiness_lint.reports.audit_wording import Row, cut, ends, place, rows_of, when
from readiness_lint.reports.summary import counted

HEIGHT = 26
"""Of a line, in pixels."""
INDENT = 22
CHARACTER = 7.3
"""Pixels: the width of a character of the font, a little too much rather than too little."""
MARGIN = 14
SIGNS = {
    End.DATABASE: "DB",
    End.QUEUE: "Q",
    End.EXTERNAL: "EXT",
    End.CACHE: "C",
    End.FILE: "F",
    End.STUB: "STUB",
    End.NOTHING: "",
    End.OUT_OF_SIGHT: "?",
}
"""What stands at an end, so that colour is not all that tells it."""


LEGEND = " · ".join(f"{sign} {end.value}" for end, sign in SIGNS.items() if sign)


def picture(trace: Trace, most: int) -> str:
    """Draw a trace with at most so many lines."""
    rows, left = rows_of(trace, most)
    width = int(max(map(_width, rows))) + 2 * MARGIN
    height = HEIGHT * (len(rows) + bool(left)) + MARGIN
    name = escape(f"Trace of {cut(trace.entry.title)}: {counted(trace.links, 'link')}")
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    space = 'xmlns="http://www.w3.org/2000/svg"'
    parts = [
        f'<svg class="trace" role="img" aria-label="{name}" {size} {space}>',
        *_rails(rows),
        *(line for number, row in enumerate(rows) for line in _row(number, row)),
    ]
    if left:
        text = f"{counted(left, 'more step')}, in the JSON"
        parts.append(f'<text class="place" x="{MARGIN}" y="{_y(len(rows)) + 4}">{text}</text>')
    return "\n".join((*parts, "</svg>"))


def _x(row: Row) -> int:
    return MARGIN + INDENT * row.depth


def _y(number: int) -> int:
    return MARGIN + HEIGHT * number


def _rails(rows: Sequence[Row]) -> Iterator[str]:
    """A line from each step to the one that leads to it."""
    above: list[int] = []
    for number, row in enumerate(rows):
        del above[row.depth :]
        if above:
            x, top = MARGIN + INDENT * (row.depth - 1), _y(above[-1]) + 7
            yield f'<path class="rail" d="M{x} {top}V{_y(number)}H{_x(row) - 7}"/>'
        above.append(number)


def _row(number: int, row: Row) -> Iterator[str]:
    step, x, y = row.step, _x(row), _y(number)
    kind = step.end.name.lower().replace("_", "-") if step.end is not None else "step"
    yield f'<g class="row {kind}"><title>{escape(_told(step))}</title>'
    yield f'<circle cx="{x}" cy="{y}" r="5"/>'
    yield f'<text x="{x + 12}" y="{y + 4}"><tspan class="name">{escape(_name(step))}</tspan>'
    if _sign(step):
        yield f'<tspan class="sign" dx="8">{escape(_sign(step))}</tspan>'
    yield f'<tspan class="place" dx="8">{escape(_place(step))}</tspan></text></g>'


def _name(step: Step) -> str:
    how = f" ({step.how})" if step.how not in {"call", "entry"} else ""
    return f"{cut(step.name, 60)}{how}"


def _sign(step: Step) -> str:
    if step.end is None:
        return ""
    return f"{SIGNS[step.end]} {cut(step.detail, 60)}".strip()


def _place(step: Step) -> str:
    tier = f" · {step.tier.value}" if step.tier is not None else ""
    shown_elsewhere = f" · {ends(step)}" if step.cut or (step.repeated and not step.end) else ""
    condition = f" · {when(step.condition, 50)}" if step.condition else ""
    return f"{cut(place(step.call), 80)}{tier}{condition}{shown_elsewhere}"


def _told(step: Step) -> str:
    """All that is known of a step, for those who point at it."""
    parts = [f"{cut(step.name)}, called at {place(step.call)}"]
    if step.target is not None:
        parts.append(f"defined at {place(step.target)}")
    if ends(step):
        parts.append(ends(step))
    if step.condition:
        parts.append(when(step.condition))
    return "; ".join(parts)


def _width(row: Row) -> float:
    text = f"{_name(row.step)} {_sign(row.step)} {_place(row.step)}"
    return _x(row) + CHARACTER * len(text) + 3 * MARGIN
