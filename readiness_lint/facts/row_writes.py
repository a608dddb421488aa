"""Writes that are sent once for each row, where one would do for all of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Self

from readiness_lint.facts.classes import defines, lineage
from readiness_lint.facts.databases import is_local
from readiness_lint.facts.dispatches import Sending
from readiness_lint.facts.effects import effects
from readiness_lint.facts.held import OutsideWait
from readiness_lint.facts.loops import (
    Loop,
    dependents,
    depends,
    is_empty,
    is_one_off,
    loop_of,
    runs_once,
)
from readiness_lint.facts.mapped_classes import APPS, MappedClass
from readiness_lint.facts.queries import links_of, model_of
from readiness_lint.facts.shapes import is_name, root_of, spelled
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import DECLARED, LOCAL_DATABASES, PLURALS, ROUNDS, SEPARATE_WORK
from readiness_lint.facts.writes import Write, sql_of
from readiness_lint.knowledge.schema import ColumnTrait, ModelBase
from readiness_lint.model import File
from readiness_lint.model.positions import end_of, start_of
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Role

TOGETHER = {
    "commit": "one transaction for each, and an error leaves half of them behind",
    "create": "`bulk_create` sends them all at once",
    "save": "`bulk_create` sends them all at once",
    "update": "`update` of the queryset changes them all at once",
    "flush": "one `flush` behind the loop sends them all at once",
    "execute": "`executemany`, or a list of parameters, sends them all at once",
    "rewrite": "`bulk_update` changes them all at once",
    "remove": "`delete` of the queryset removes them all at once",
    "set": "one `update`, or `bulk_update`, changes them all at once",
    "upsert": "`bulk_create` with `update_conflicts` sends them all at once",
}
"""What is done instead, by the verb of the write."""
ANY = frozenset({"rewrite", "remove", "set", "upsert"})
"""The verbs of writes that more often have to be one for each row."""
SAVES, DELETES = frozenset({"save", "asave"}), frozenset({"delete", "adelete"})
MANY = frozenset({"bulk", "execute", "update"})
MANY_BY_NAME = ("add_all", "executemany")
WEIGHED = Pattern(r"\bbulk\b|one[ -]by[ -]one|\bindividually\b", re.IGNORECASE)
"""How a comment speaks that says why the rows are written one at a time."""
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@record
class RowWrite:
    """A write, or the end of a transaction, in a loop that grows and does no other work."""

    node: ast.Call
    loop: Loop
    spelling: str
    verb: str
    """A key of `TOGETHER`."""

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Every one of the file whose rows need nothing of their own."""
        for write in file.facts(Write):
            loop = _growing(file, write.node, write.verb)
            if (
                loop is not None
                and not is_one_off(file, write.node)
                and not _is_piece_of_work(file, loop, write.node)
            ):
                verb = _verb_of(file, write, loop)
                if verb:
                    yield cls(write.node, loop, spelled(write.node), verb)
        # What a loop over a query goes through are rows, whose class the query names.
        for call, _ in file.index.calls.get("save", ()):
            loop = _growing(file, call, "save")
            same = loop is not None and _is_same_for_all(file, call, loop)
            if loop is not None and same and not _is_weighed(file, call):
                yield cls(call, loop, spelled(call), "update")
        for call in _of_rows(file):
            loop = _growing(file, call, "save")
            verb = _verb_for_row(file, call, loop) if loop is not None else ""
            if loop is not None and verb and not _is_piece_of_work(file, loop, call):
                yield cls(call, loop, spelled(call), verb)


def _growing(file: File, node: ast.Call, verb: str) -> Loop | None:
    """The innermost loop around a write, if it grows; a stream of messages is none."""
    for around in file.loops_around(node):
        loop = loop_of(file, around)
        if loop is None or isinstance(around, ast.AsyncFor):
            return None
        grows = loop.grows or (verb == "commit" and _may_grow(file, loop))
        return loop if grows and not runs_once(file, node, loop) else None
    return None


def _may_grow(file: File, loop: Loop) -> bool:
    """Whether a loop goes through what is called by a plural, and is not declared by the program."""
    name, root = file.last_name(loop.iterable) or "", root_of(loop.iterable)
    fixed = [ROUNDS, DECLARED]
    target = file.last_name(loop.target) or ""
    if not isinstance(root, ast.Name) or not file.words(PLURALS).match(name):
        return False
    if any(file.words(words).match(item) for words in fixed for item in (name, target)):
        return False
    return all(isinstance(item.scope.node, FUNCTIONS) for item in file.bindings(root))


def _is_piece_of_work(file: File, loop: Loop, node: ast.Call) -> bool:
    """Whether each round is on its own: it waits for others, hands work over, or may fail alone."""
    function = file.function(node)
    if function is None or file.runs_later(node) or any(True for _ in _tries(file, loop, node)):
        return True
    if _is_weighed(file, node):
        return True
    words = file.words(SEPARATE_WORK)
    if any(words.match(file.last_name(call)) for call in file.nodes(ast.Call, within=loop.node)):
        return True
    if any(
        _is_inside(item.call, loop.node) for item in effects(file, OutsideWait).get(function, ())
    ):
        return True
    return any(_is_inside(item.node, loop.node) for item in file.facts(Sending))


def _is_weighed(file: File, node: ast.Call) -> bool:
    """Whether a comment says why the rows are written one at a time."""
    return any(WEIGHED.search(comment.text) for comment in file.comments(node))


def _tries(file: File, loop: Loop, node: ast.Call) -> Iterator[ast.AST]:
    """The ``try`` and ``with`` statements between a loop and a node."""
    blocks = (*file.nodes(ast.Try), *file.nodes(ast.With), *file.nodes(ast.AsyncWith))
    yield from (item for item in blocks if _is_inside(item, loop.node) and _is_inside(node, item))


def _is_inside(node: ast.AST, around: ast.AST) -> bool:
    return start_of(around) < start_of(node) < end_of(around)


def _verb_of(file: File, write: Write, loop: Loop) -> str:
    """A key of `TOGETHER`; empty: the write has to be one of its own, or may have to."""
    if write.verb == "commit":
        batched = _is_batched(file, write.node, loop) or _writes_many(file, write.node, loop)
        return "" if batched or _goes_on(file, write, loop) else "commit"
    statement = file.statement(write.node)
    if not isinstance(statement, ast.Expr) or file.words(LOCAL_DATABASES).match(write.orm):
        return ""
    if write.verb == "create" and spelled(write.node).endswith(".create()"):
        return "create" if _is_plain_model(file, write.node) else ""
    if write.verb == "save":
        row = write.node.func.value if isinstance(write.node.func, ast.Attribute) else None
        made = _made_there(file, row, loop)
        return "save" if made is not None and _is_plain_class(file, file.callee(made)) else ""
    if write.verb == "flush":
        return "flush" if _ends_round(file, statement, loop, write) else ""
    if write.verb == "execute" and depends(file, loop, write.node):
        return "execute" if _inserts(file, write) else ""
    return _verb_for_all(file, write, loop)


def _verb_for_all(file: File, write: Write, loop: Loop) -> str:
    """As `_verb_of`, where a statement for one row asks, or is told, which row it is for."""
    last = write.name.rpartition(".")[2]
    if last.endswith("_or_create"):
        return "upsert" if _is_plain_model(file, write.node) else ""
    told = write.verb == "update" and write.sent and depends(file, loop, write.node)
    return "set" if told and last in {"update", "aupdate"} else ""


def _of_rows(file: File) -> list[ast.Call]:
    return [call for last in SAVES | DELETES for call, _ in file.index.calls.get(last, ())]


def _verb_for_row(file: File, call: ast.Call, loop: Loop) -> str:
    """As `_verb_of`, of a method of the row that a loop has come to."""
    row = call.func.value if isinstance(call.func, ast.Attribute) else None
    target = file.last_name(loop.target)
    if not isinstance(row, ast.Name) or row.id != target or not _stands_alone(file, call):
        return ""
    home, made = file.origin(loop.iterable) or (file, loop.iterable)
    words = file.words(SEPARATE_WORK)
    if any(words.match(home.last_name(item)) for item in home.nodes(ast.Call, within=made)):
        return ""
    kind = file.type_of(row)
    name = kind.name if kind is not None else None
    if name is None and loop.why == "queryset":
        name = _class_of_rows(file, loop)
    if file.last_name(call.func) in DELETES:
        return "remove" if _is_plain_class(file, name, "_delete") else ""
    same = _is_same_for_all(file, call, loop)
    return "rewrite" if not same and _is_plain_class(file, name) else ""


def _stands_alone(file: File, call: ast.Call) -> bool:
    """Whether nothing is asked of what a call gives."""
    statement = file.statement(call)
    if not isinstance(statement, ast.Expr):
        return False
    value = statement.value
    return value is call or (isinstance(value, ast.Await) and value.value is call)


def _made_there(file: File, row: ast.expr | None, loop: Loop) -> ast.Call | None:
    """The call that makes a row in the same round, if nothing else is done than to fill it."""
    if not isinstance(row, ast.Name):
        return row if isinstance(row, ast.Call) else None
    bindings, function = file.reaching(row), file.function(row)
    made = bindings[0].value if len(bindings) == 1 else None
    if not isinstance(made, ast.Call) or function is None or not _is_inside(made, loop.node):
        return None
    for use in ast.walk(function):
        if (
            is_name(use, row.id)
            and use is not row
            and isinstance(use.ctx, ast.Load)
            and bindings[0] in file.reaching(use)
            and not (_is_filled(file, use) and start_of(use) < start_of(row))
        ):
            return None
    return made


def _is_filled(file: File, row: ast.Name) -> bool:
    """Whether only an attribute of a row is set."""
    around = file.parent(row)
    return isinstance(around, ast.Attribute) and isinstance(around.ctx, ast.Store)


def _ends_round(file: File, statement: ast.stmt, loop: Loop, write: Write) -> bool:
    """Whether a loop does nothing but make rows, and sends each of them at the end of its round."""
    body = loop.node.body if isinstance(loop.node, ast.For | ast.AsyncFor) else []
    if len(body) < 2 or body[-1] is not statement or is_local(file, write.orm):
        return False
    saves = [write.node for write in file.facts(Write) if write.verb == "save" and write.sent]
    added = [call for call in saves if file.statement(call) in body[:-1]]
    plain = {file.statement(call) for call in added}
    for call in added:
        made = _made_there(file, call.args[0], loop) if len(call.args) == 1 else None
        if made is None or not (file.last_name(made) or "")[:1].isupper():
            return False
        plain.add(file.statement(made))
    return bool(added) and all(item in plain or _sets_attribute(item) for item in body[:-1])


def _sets_attribute(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Assign) and all(
        isinstance(target, ast.Attribute) for target in statement.targets
    )


def _is_batched(file: File, node: ast.Call, loop: Loop) -> bool:
    """Whether a test inside the loop lets a commit come once in a number of rounds."""
    for condition in file.conditions(node):
        if _is_inside(condition.test, loop.node) and any(
            isinstance(part, ast.Mod | ast.Gt | ast.GtE | ast.BitAnd)
            for part in ast.walk(condition.test)
        ):
            return True
    return False


def _goes_on(file: File, write: Write, loop: Loop) -> bool:
    """Whether a commit waits for no server, and what an error leaves out is added the next time."""
    asked = dependents(file, loop)
    return is_local(file, write.orm) and any(
        _is_inside(condition.test, loop.node)
        and any(is_empty(condition.test, name, holds=condition.holds) for name in asked)
        for condition in file.conditions(write.node)
    )


def _writes_many(file: File, node: ast.Call, loop: Loop) -> bool:
    """Whether a round writes any number of rows before it commits."""
    inner = [
        item
        for item in file.nodes(ast.For, within=loop.node)
        if start_of(item) < start_of(node) and not _is_inside(node, item)
    ]
    if any(_changes_rows(file, item) for item in inner):
        return True
    return any(
        write.verb in MANY and _is_inside(write.node, loop.node) for write in file.facts(Write)
    ) or any(
        _is_inside(call, loop.node)
        for last in MANY_BY_NAME
        for call, _ in file.index.calls.get(last, ())
    )


def _changes_rows(file: File, loop: ast.For) -> bool:
    """Whether the rounds of a loop set attributes of what is not their own object."""
    me = file.scope(loop).me
    return any(
        isinstance(target, ast.Attribute)
        and isinstance(target.value, ast.Name)
        and target.value.id != me
        for statement in file.nodes(ast.Assign, within=loop)
        for target in statement.targets
    )


def _inserts(file: File, write: Write) -> bool:
    """Whether an executed statement adds a row, and nothing is asked of it."""
    statement = write.node.args[0] if write.node.args else None
    if statement is None or is_local(file, write.orm) or "lastrowid" in file.source:
        return False
    text = (sql_of(file, statement) or "").strip().lower()
    if text:
        # `INSERT OR REPLACE` is what SQLite says, to which there is no round trip.
        return (
            re.match(r"insert\s+(?!or\b)", text) is not None
            and "returning" not in text
            and len(write.node.args) > 1
        )
    return len(write.node.args) == 1 and _is_of_one_row(file, statement)


def _is_of_one_row(file: File, statement: ast.expr) -> bool:
    """``insert(Tag).values(name=name)``: the values of one row, none of which the server works out."""
    values = statement if isinstance(statement, ast.Call) else None
    method = values.func if values is not None else None
    if values is None or not isinstance(method, ast.Attribute) or method.attr != "values":
        return False
    built = {write.node for write in file.facts(Write) if write.verb == "create" and not write.sent}
    if values not in built or not isinstance(method.value, ast.Call):
        return False
    package = (file.callee(method.value) or "").partition(".")[0]
    return (
        method.value in built
        and all(isinstance(item, ast.Dict) for item in values.args)
        and not any(
            (file.callee(call) or "").partition(".")[0] == package
            for call in file.nodes(ast.Call, within=values)
            if call not in {values, method.value}
        )
    )


# ── models ───────────────────────────────────────────────────────────────────────────────────────


def _is_same_for_all(file: File, call: ast.Call, loop: Loop) -> bool:
    """Whether a loop does nothing but give all rows of a query the same value."""
    row = call.func.value if isinstance(call.func, ast.Attribute) else None
    body = loop.node.body if isinstance(loop.node, ast.For) else []
    if not isinstance(row, ast.Name) or row.id != file.last_name(loop.target) or len(body) < 2:
        return False
    *changes, last = body
    same = all(_gives_the_same(file, item, row.id, loop) for item in changes)
    if not same or file.statement(call) is not last or loop.why != "queryset":
        return False
    return _is_plain_class(file, _class_of_rows(file, loop))


def _gives_the_same(file: File, statement: ast.stmt, name: str, loop: Loop) -> bool:
    """Whether a statement sets an attribute of the row to what all rows get."""
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return False
    target = statement.targets[0]
    return (
        isinstance(target, ast.Attribute)
        and is_name(target.value, name)
        and not depends(file, loop, statement.value)
        and not any(isinstance(part, ast.Call) for part in ast.walk(statement.value))
    )


def _class_of_rows(file: File, loop: Loop) -> str | None:
    """The model whose rows a loop goes through, by qualified name."""
    links = links_of(file, loop.iterable)
    model = model_of(file, links)
    for root in links.roots:
        inner = root
        while isinstance(inner, ast.Attribute):
            if inner.attr == model:
                break
            inner = inner.value
        name = file.name_of(inner)
        if name and model and name.endswith(model):
            return name
    return None


def _is_plain_model(file: File, call: ast.Call) -> bool:
    """Whether ``Model.objects.create`` is that of a model which does nothing else with each row."""
    manager = call.func.value if isinstance(call.func, ast.Attribute) else None
    if not isinstance(manager, ast.Attribute):
        return False
    return _is_plain_class(file, file.name_of(manager.value))


OWN = {"_save": ("save", "objects", "_do_insert"), "_delete": ("delete", "objects")}
"""By the end of a signal's name, what a class overrides that needs one row at a time."""


def _is_plain_class(file: File, name: str | None, signal: str = "_save") -> bool:
    """Whether a class is a model of the program with no method and no receivers of its own."""
    home, cls = (file.defined(name) if name else None) or (file, None)
    if not isinstance(cls, ast.ClassDef) or file.program is None:
        return False
    mapped = tables().table(ModelBase)
    known = [mapped[base] for base in home.bases_of(cls) if base in mapped]
    if home.mro_of(cls) is None or not any(row.history == APPS for row in known):
        return False
    if defines(home, cls, *OWN[signal]) or _has_parent(home, cls):
        return False
    if signal == "_delete" and any(_keeps_file(*line) for line in lineage(home, cls)):
        return False
    return not _is_listened_to(file, cls.name, signal)


def _keeps_file(home: File, cls: ast.ClassDef) -> bool:
    """Whether a row has a file that somebody has to delete with it."""
    table = tables().table(ColumnTrait)
    made = [statement.value for statement in cls.body if isinstance(statement, ast.Assign)]
    return any(
        isinstance(value, ast.Call)
        and (row := table.get(home.callee(value) or "")) is not None
        and row.type == "file"
        for value in made
    )


def _has_parent(home: File, cls: ast.ClassDef) -> bool:
    """Whether a base has a table of its own, in which each row has a part."""
    return any(
        line is not cls and any(mapped.node is line for mapped in other.facts(MappedClass))
        for other, line in lineage(home, cls)
    )


def _is_listened_to(file: File, model: str, signal: str) -> bool:
    """Whether some module asks to be told of changes to rows of a class, or to those of any class."""
    assert file.program is not None
    for last in ("receiver", "connect"):
        for other in file.program.calling(last):
            if other.role is Role.TEST or signal not in other.source:
                continue
            for call, _ in other.index.calls.get(last, ()):
                if signal in ast.unparse(call):
                    sender = next((key.value for key in call.keywords if key.arg == "sender"), None)
                    if sender is None or other.last_name(sender) in {model, None}:
                        return True
    return False
