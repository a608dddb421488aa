"""What a value may hold that a client or a caller chose: the pieces, and how they are put together."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from readiness_lint.model import File, FunctionNode
from readiness_lint.record import record
from readiness_lint.terms import Place, SinkKind

MOST = 32
"""Pieces of one value that are followed."""
DEEPEST_ACCESS = 4
"""Attributes and items behind a parameter that are remembered."""


@record
class Given:
    """What a caller gives for a parameter."""

    file: File
    function: FunctionNode
    parameter: str


@record
class Taken:
    """What the client chose, where it is taken out of the request."""

    text: str
    """As the file spells it."""
    place: Place
    semi_trusted: bool = False
    narrow: bool = False
    """Whether it is one segment of a path, which holds no slash."""
    prefixes: tuple[str, ...] = ()
    """Of a mapping: how the keys begin that are the client's."""
    named: str = ""
    """Of a file: the attribute with the name that the client gave it."""
    safe: frozenset[SinkKind] = frozenset()
    """Where it does no harm."""
    sent: bool = False
    """Whether it is the body of a form that no link fills."""


@record
class Declared:
    """What the client chose and a form or serializer checked field by field."""

    cls: str
    text: str
    place: Place


@record
class Piece:
    """One thing that a value may hold."""

    origin: Given | Taken | Declared
    access: tuple[str, ...] = ()
    """How it is read off the origin: ``name``, ``name()``, ``name(key)``, ``[key]``, ``[]``."""
    lead: str = ""
    """The constant text before it."""
    form: str = "text"
    """``text``; ``file``, an open file; ``mixed``, either; ``headers``, a mapping."""
    glued: bool = False
    """Whether other text stands beside it with no slash between: what ``..`` is a part of is a name."""
    behind: str = ""
    """What stands behind it in a path: ``own``, which the program chose; ``open``; empty: nothing."""

    flat: bool = False
    """Whether its slashes were taken out."""
    decoded: bool = False
    """Whether it was decoded since: what held no slash may hold one."""
    based: bool = False
    """Whether something stands before it: of a path, the folder that it is meant to stay in."""

    @property
    def is_narrow(self) -> bool:
        """Whether it is one segment of a path, which holds no slash."""
        narrow = isinstance(self.origin, Taken) and self.origin.narrow
        return self.flat or (narrow and not self.decoded)


@record
class Flow:
    """All that a value may hold."""

    pieces: tuple[Piece, ...] = ()
    text: str | None = None
    """The whole value, where it is a constant text."""
    parts: tuple[tuple[str, Flow], ...] = ()
    """Of a tuple or mapping that is written out: what its elements may hold, by index or key."""

    def part(self, key: str) -> Flow:
        """What an element may hold."""
        return dict(self.parts).get(key, NOTHING) if self.parts else Flow(self.pieces)

    def without(self, prefix: str) -> Flow:
        """The flow without a text that it may begin with."""
        text = self.text.removeprefix(prefix) if self.text is not None else None
        pieces = (replace(item, lead=item.lead.removeprefix(prefix)) for item in self.pieces)
        return Flow(tuple(pieces), text)

    def each(self, change: Callable[[Piece], Iterable[Piece]]) -> Flow:
        """The flow with other pieces in the place of each."""
        pieces = {item: None for piece in self.pieces for item in change(piece)}
        parts = tuple((key, part.each(change)) for key, part in self.parts)
        return Flow(tuple(pieces)[:MOST], self.text, parts)


NOTHING = Flow()


def either(flows: Iterable[Flow]) -> Flow:
    """A value that is one of several."""
    every = list(flows)
    if all(flow is NOTHING for flow in every):
        return NOTHING
    found = {piece: None for flow in every for piece in flow.pieces}
    texts = {flow.text for flow in every}
    text = texts.pop() if len(texts) == 1 else None
    known = [flow.parts for flow in every if flow != NOTHING]
    parts: dict[str, list[Flow]] = {}
    for pairs in known if all(known) else ():
        for key, part in pairs:
            parts.setdefault(key, []).append(part)
    return Flow(
        tuple(found)[:MOST],
        None if found else text,
        tuple((key, either(part)) for key, part in parts.items()),
    )


def joined(flows: Iterable[Flow], *, leads: bool, separator: str = "") -> Flow:
    """Texts one after the other.  With ``leads``, only what nothing unknown stands before."""
    every = list(flows)
    found: dict[Piece, None] = {}
    before: str | None = ""
    for position, flow in enumerate(every):
        glued = not separator and _is_glued(every, position)
        based = any(before_it.text != "" for before_it in every[:position])
        if before is not None and position:
            before += separator
        later = every[position + 1 :]
        for piece in flow.pieces:
            if piece.form == "file":
                continue
            lead = "" if before is None or not leads else before + piece.lead
            if before is not None or not leads:
                behind = _behind(piece, later, separator)
                told = replace(piece, lead=lead, form="text", glued=glued or piece.glued)
                told = replace(told, behind=_more_open(behind, piece.behind))
                found[replace(told, based=based or piece.based)] = None
        before = None if before is None or flow.text is None else before + flow.text
    return Flow(tuple(found)[:MOST], before)


def _is_glued(flows: Sequence[Flow], position: int) -> bool:
    """Whether one of several texts has something but a slash beside it."""
    before = next((flow.text or "?" for flow in flows[:position][::-1] if flow.text != ""), "/")
    after = next((flow.text or "?" for flow in flows[position + 1 :] if flow.text != ""), "/")
    return before[-1] != "/" or after[0] != "/"


OWN, OPEN = "own", "open"


def _behind(piece: Piece, later: Sequence[Flow], separator: str) -> str:
    """What stands behind a piece of a path; the same once more is no other."""
    own = piece.origin, piece.access
    if any((item.origin, item.access) != own for flow in later for item in flow.pieces):
        return OPEN
    # Without a slash between it is another matter: what is glued to it.
    parts = (flow.text for flow in later if separator == "/" or (flow.text or "").startswith("/"))
    return OWN if any(text is None or text.strip("/.") for text in parts) else ""


def _more_open(left: str, right: str) -> str:
    """Of two answers, the one that leaves more to others."""
    return OPEN if OPEN in {left, right} else left or right


def glued(flow: Flow) -> Flow:
    """A value in a text that has no slash around it."""
    return Flow(tuple(replace(piece, glued=True) for piece in flow.pieces))


def flattened(flow: Flow) -> Flow:
    """A value whose slashes were taken out."""
    return Flow(tuple(replace(piece, flat=True) for piece in flow.pieces))


def decoded(flow: Flow) -> Flow:
    """A value that was decoded, whatever was looked for in it before."""
    return Flow(tuple(replace(piece, flat=False, decoded=True) for piece in flow.pieces))


def used_as(piece: Piece, used: Piece) -> Piece:
    """A piece of an argument, as a function uses its parameter."""
    form = used.form if used.form != "text" else piece.form
    lead, beside = used.lead + piece.lead, used.glued or piece.glued
    behind = _more_open(used.behind, piece.behind)
    flat = used.flat or (piece.flat and not used.decoded)
    opened, based = used.decoded or piece.decoded, used.based or piece.based
    told = replace(piece, lead=lead, form=form, glued=beside, behind=behind)
    return replace(told, flat=flat, decoded=opened, based=based)


def key_of(call: ast.Call) -> str:
    """The constant key with which a method of a mapping is called, as part of an access."""
    first = call.args[0] if call.args else None
    return str(first.value) if isinstance(first, ast.Constant) else ""


def key_in(access: str) -> str:
    """The constant key of an item, or of a method of a mapping."""
    if access.startswith("["):
        return access[1:-1]
    return access.partition("(")[2][:-1] if access.endswith(")") else ""


def formed(piece: Piece | None, used: Piece) -> Piece | None:
    """A piece in the form in which it is used: a text that was wrapped is a file."""
    return replace(piece, form=used.form) if piece and used.form == "file" else piece
