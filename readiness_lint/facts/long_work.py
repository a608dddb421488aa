"""Work in a handler that takes the longer the more it is given, and for which a client waits."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar, Self

from readiness_lint.facts.callers import call_at
from readiness_lint.facts.children import ChildWait, command_of
from readiness_lint.facts.computations import Computation
from readiness_lint.facts.conditions import Mark
from readiness_lint.facts.effects import Reached
from readiness_lint.facts.guards import is_for_admins, is_for_admins_by_name
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.loops import loop_of
from readiness_lint.facts.outbound import OutboundCall
from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.slow_work import has_later, reached_by_handlers
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import CONVERTERS, MODEL_QUESTIONS, MODEL_STORES, TRIALS
from readiness_lint.facts.writes import Write
from readiness_lint.knowledge.schema import Computes, Outbound, Writes
from readiness_lint.model import File, Given, Named
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Answer, Known, Service

KINDS = {
    "images": "an image or a document",
    "frames": "a table",
    "archives": "an archive or workbook",
}
"""What a computation is about, for a reader."""
CACHE = "cache"
THERE = frozenset({"exists", "isfile", "is_file"})
"""Questions whether a file is there already."""
SIZES = Pattern(r"(?:.*_)?(?:size|length|bytes|max_\w+)$")
MEDIA = Pattern(r"(?:.*_)?(?:media|uploads?)(?:_(?:root|dir|folder|path))?$", re.IGNORECASE)


@record
class LongWork:
    """A call that takes its time: it converts, packs, reads or asks a language model."""

    crosses_await: ClassVar[bool] = True

    node: ast.expr
    what: str
    resource: str
    """What the client waits for, for a reader."""
    bounded: Answer = None

    @classmethod
    def tables(cls) -> tuple[Named, ...]:
        """What does."""
        known = tables()
        words = (known.word(word) for word in ("ends-with-child", "packs", "walks-files"))
        return (known.table(Computes), known.table(Outbound), known.table(Writes), *words)

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Every one that is not told to give its answer piece by piece, and asks for no size."""
        for node, what, resource in (
            *_computing(file),
            *_converting(file),
            *_packing(file),
            *_walking(file),
            *_importing(file),
            *_asking(file),
        ):
            if not _is_spared(file, node):
                yield cls(node, what, resource)


Work = tuple[ast.Call, str, str]


def _computing(file: File) -> Iterator[Work]:
    table = tables().table(Computes)
    for item in file.facts(Computation):
        kind = table[item.what].kind
        if kind:
            yield item.node, item.what, KINDS[kind]


def _converting(file: File) -> Iterator[Work]:
    words = file.words(CONVERTERS)
    for wait in file.facts(ChildWait):
        command = command_of(file, wait.node)
        if wait.works and words.match(command):
            yield wait.node, wait.name, f"`{command.split()[0]}`"


def _packing(file: File) -> Iterator[Work]:
    """Archives that are written in a loop that grows."""
    for name, call in file.calls_to(tables().word("packs")):
        mode = file.argument(call, "mode", 1)
        known = file.value_of(mode.value) if isinstance(mode, Given) else None
        around = file.parent(call)
        kept = around.optional_vars if isinstance(around, ast.withitem) else None
        if known is None or not str(known.value).startswith(("w", "x")) or kept is None:
            continue
        filling = (
            item
            for last in ("write", "writestr", "add", "addfile")
            for item, _ in file.index.calls.get(last, ())
            if file.function(item) is file.function(call)
            and isinstance(item.func, ast.Attribute)
            and _is_same(item.func.value, kept)
        )
        if any(_is_in_growing(file, item) for item in filling):
            yield call, name, KINDS["archives"]


def _is_same(owner: ast.expr, kept: ast.expr) -> bool:
    return isinstance(kept, ast.Name) and is_name(owner, kept.id)


def _is_in_growing(file: File, node: ast.AST) -> bool:
    loops = (loop_of(file, around) for around in file.loops_around(node))
    return any(loop is not None and loop.grows for loop in loops)


def _walking(file: File) -> Iterator[Work]:
    for name, call in file.calls_to(tables().word("walks-files")):
        last = file.last_name(call.args[0]) if call.args else None
        if last is not None and MEDIA.match(last):
            yield call, name, "all files of a folder"


def _importing(file: File) -> Iterator[Work]:
    """Rows of a file that are written to the database."""
    for write in file.facts(Write):
        given = write.node.args[0] if write.verb == "bulk" and write.node.args else None
        made = given and (file.assigned(given) or given)
        loop = loop_of(file, made) if isinstance(made, ast.ListComp | ast.GeneratorExp) else None
        if loop is not None and loop.why == "file":
            yield write.node, write.name, "all rows of a file"


def _asking(file: File) -> Iterator[Work]:
    asks, keeps = file.words(MODEL_QUESTIONS), file.words(MODEL_STORES)
    for call in file.facts(OutboundCall):
        if call.service is not Service.LLM or call.elsewhere:
            continue
        stream = file.argument(call.node, "stream")
        whole = not isinstance(stream, Given) or file.value_of(stream.value) == Known(value=False)
        parts = ast.unparse(call.node.func).split(".")
        if whole and any(map(asks.match, parts)) and not any(map(keeps.match, parts)):
            yield call.node, call.spelling, "the answer of a language model"


def _is_spared(file: File, node: ast.expr) -> bool:
    """Whether work is only for what is not kept yet, or for no more than a size."""
    return _asks_for_size(file, node) or any(
        isinstance(part, ast.In | ast.NotIn)
        or (isinstance(part, ast.Call) and file.last_name(part.func) in THERE)
        or (isinstance(part, ast.Name) and _is_of_cache(file, part))
        for condition in file.conditions(node)
        for part in ast.walk(condition.test)
    )


def _is_of_cache(file: File, name: ast.Name) -> bool:
    """Whether a name is of what was kept, or holds what a call of that name gave."""
    made = [item.value for item in file.bindings(name)]
    called = [file.last_name(value.func) or "" for value in made if isinstance(value, ast.Call)]
    return any(CACHE in text.lower() for text in (name.id, *called))


def _asks_for_size(file: File, node: ast.expr) -> bool:
    """Whether a function compares how much it is given."""
    function = file.function(node)
    return function is not None and any(
        isinstance(part, ast.Name | ast.Attribute)
        and SIZES.match((file.last_name(part) or "").lower()) is not None
        for test in file.nodes(ast.Compare, within=function)
        for part in ast.walk(test)
    )


@record
class LongWorkInRequest:
    """Work for which the client of a handler waits although a task could do it."""

    node: ast.expr
    handler: Handler
    reached: Reached

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """One for each handler that is not for administrators, or for trying something out."""
        trials = file.words(TRIALS)
        for handler, reached in reached_by_handlers(file, LongWork, without=Mark.KEPT):
            names = (handler.name, *(item.function.rpartition(".")[2] for item in reached.path))
            rare = (
                is_for_admins(handler, file)
                or is_for_admins_by_name(handler.node)
                or any(map(trials.match, names))
            )
            hops = (call_at(file, place) for place in reached.path)
            way = [(file, reached.call), *(hop for hop in hops if hop is not None)]
            spared = rare or any(_is_spared(home, call) for home, call in way)
            if not spared and has_later(file, handler):
                yield cls(reached.call, handler, reached)
