"""Forms and serializers through which callers write what they may, or what they have."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.access import any_of, is_named_guard, refuses
from readiness_lint.facts.classes import classes_of, defines, lineage, methods_of
from readiness_lint.facts.guards import is_for_admins
from readiness_lint.facts.handlers import CAMEL, handler_of
from readiness_lint.facts.own_privileges import own_privileges
from readiness_lint.facts.program import mentions_of
from readiness_lint.facts.settings import configured
from readiness_lint.facts.shapes import entries_of, identifiers_in
from readiness_lint.facts.tables import tables
from readiness_lint.facts.user_models import user_model
from readiness_lint.facts.words import ADMINS, PRIVILEGES
from readiness_lint.knowledge.schema import Policies
from readiness_lint.model import File
from readiness_lint.record import record

EVERY = "__all__"
LOGIN = "login_required"
ADMIN = "admin"
"""The module whose forms are for administrators."""
NARROWS = ("to_internal_value", "get_fields", "get_extra_kwargs", "get_field_names", "__init__")
"""Methods by which a class says for whom which fields are."""
POLICY, POLICIES_OF = "permission_classes", "policy-setting"
WRITING = frozenset({"post", "put", "patch", "create", "update", "partial_update"})


@record
class WritablePrivilege:
    """A field of a user that callers write by a form or serializer."""

    node: ast.AST
    schema: str
    field: str
    model: str
    how: str
    listed: bool
    """Whether the class names it itself."""
    own: bool
    """Whether it is a user's, and a view is known that writes it."""
    registered: bool = False
    """Whether a route does so that reads its body by a schema, and makes or changes a row of it."""

    @classmethod
    def find(cls, file: File) -> Iterator[WritablePrivilege]:
        """Every one of the file."""
        for node, _ in classes_of(file, tables().word("model-fields")):
            meta = _Meta.of(file, node)
            if meta is not None:
                yield from _of(file, node, meta)
        for found in own_privileges(file):
            how = f" in `{found.route}`"
            yield cls(
                found.node,
                found.schema,
                found.field,
                found.model,
                how,
                listed=True,
                own=True,
                registered=True,
            )


@record
class _Meta:
    """What a form or serializer says of its model."""

    model: ast.expr
    fields: frozenset[str] | None
    """``None``: all of them."""
    place: ast.expr
    exclude: frozenset[str]
    read_only: frozenset[str]

    @classmethod
    def of(cls, file: File, node: ast.ClassDef) -> _Meta | None:
        """What its inner class says; ``None``: not all of it is known."""
        found = [item.node for item in file.index.scopes[node].bindings.get("Meta", ())]
        scope = file.index.scopes.get(found[0]) if len(found) == 1 else None
        if scope is None:
            return None
        values = {name: items[0].value for name, items in scope.bindings.items()}
        model, fields, exclude = values.get("model"), values.get("fields"), values.get("exclude")
        place = fields or exclude
        if model is None or place is None or (fields is not None and exclude is not None):
            return None
        listed, left_out = _texts(file, fields), _texts(file, exclude)
        closed = _texts(file, values.get("read_only_fields"))
        if listed is None or left_out is None or closed is None:
            return None
        every = listed == {EVERY} or fields is None
        more = _closed_by_arguments(values.get("extra_kwargs"))
        return cls(model, None if every else listed, place, left_out, closed | more)


def _texts(file: File, value: ast.expr | None) -> frozenset[str] | None:
    """The texts of a list; ``None``: they are not known."""
    if value is None:
        return frozenset()
    known = file.value_of(value)
    if known is None:
        return None
    items = [known.value] if isinstance(known.value, str) else known.value
    if not isinstance(items, list | tuple | set | frozenset):
        return None
    return frozenset(str(item) for item in items)


def _closed_by_arguments(value: ast.expr | None) -> frozenset[str]:
    """The fields that ``extra_kwargs`` makes read-only."""
    if not isinstance(value, ast.Dict):
        return frozenset()
    return frozenset(
        str(key)
        for key, options in entries_of(value)
        if "'read_only': True" in ast.unparse(options)
    )


def _of(file: File, node: ast.ClassDef, meta: _Meta) -> Iterator[WritablePrivilege]:
    model, granted = user_model(file, meta.model)
    closed = meta.exclude | meta.read_only | _declared_closed(file, node)
    fields = meta.fields if meta.fields is not None else granted
    open_fields = sorted(
        name for name in fields - closed if file.words(PRIVILEGES).match(name) and name in granted
    )
    narrows = any(defines(file, node, name) for name in NARROWS)
    field = next((name for name in open_fields if not _is_handled(file, node, name)), None)
    own = bool(model) and field is not None and not narrows and _is_written(file, node)
    how = "" if meta.fields is not None else f" by `{'exclude' if meta.exclude else EVERY}`"
    every = meta.fields is None and not meta.exclude and not narrows
    if own or (every and file.module.rpartition(".")[2] != ADMIN):
        yield WritablePrivilege(
            meta.place,
            node.name,
            field or "every field",
            model or ast.unparse(meta.model),
            how,
            meta.fields is not None,
            own,
        )


# ── fields that nobody can write ─────────────────────────────────────────────────────────────────
def _declared_closed(file: File, node: ast.ClassDef) -> frozenset[str]:
    """The fields that a class declares itself, so that callers cannot write them."""
    return frozenset(
        name
        for home, cls in lineage(file, node)
        for name, bindings in home.index.scopes[cls].bindings.items()
        for binding in bindings
        if isinstance(binding.value, ast.Call) and _is_closed(home, binding.value)
    )


def _is_closed(file: File, call: ast.Call) -> bool:
    if file.callee(call) in tables().word("computed-field"):
        return True
    return any(
        item.arg in {"read_only", "disabled"}
        and isinstance(item.value, ast.Constant)
        and item.value.value is True
        for item in call.keywords
    )


def _is_handled(file: File, node: ast.ClassDef, field: str) -> bool:
    """Whether a method of the class deals with a field."""
    if defines(file, node, f"validate_{field}", f"clean_{field}"):
        return True
    return any(
        isinstance(part, ast.Constant) and part.value == field
        for statement in node.body
        if isinstance(statement, ast.FunctionDef)
        for part in ast.walk(statement)
    )


# ── views that write ─────────────────────────────────────────────────────────────────────────────
def _is_written(file: File, node: ast.ClassDef) -> bool:
    """Whether some view writes by this class, and no view that does is one for administrators."""
    name = file.qualify(file.index.scopes[node].qualname)
    return any(_writes_for_all(home, mention) for home, mention in mentions_of(file, name))


def _writes_for_all(file: File, mention: ast.expr) -> bool:
    """Whether a mention stands in a view that writes, and that anybody with an account may call."""
    cls, function = file.class_(mention), file.function(mention)
    if cls is None:
        handler = handler_of(file, function)
        return (
            handler is not None
            and handler.writes is True
            and _takes_data(file, mention)
            and not is_for_admins(handler, file)
            and refuses(file, handler.node) is False
        )
    words = tables()
    bases = file.bases_of(cls)
    writes = any(
        name in words.word("writes-rows") or name in words.word("form-view") for name in bases
    )
    by_hand = function is not None and function.name in WRITING and _takes_data(file, mention)
    if not (writes or by_hand) or any(
        _is_administrative(file, name) for name in (cls.name, *bases)
    ):
        return False
    return _is_for_all(file, cls)


def _is_administrative(file: File, name: str) -> bool:
    """Whether a word in the name of a view says that it is for administrators."""
    parts = CAMEL.sub("_", name.rpartition(".")[2]).split("_")
    return any(map(file.words(ADMINS).match, parts))


def _takes_data(file: File, mention: ast.expr) -> bool:
    """Whether a form or serializer is made of what was sent."""
    around = file.parent(mention)
    return (
        isinstance(around, ast.Call)
        and around.func is mention
        and any(part in ast.unparse(around) for part in ("data=", "request.POST", "request.data"))
    )


def _is_for_all(file: File, cls: ast.ClassDef) -> bool:
    """Whether the policies of a view, and its methods, ask for no more than an account."""
    if any_of(refuses(file, method) for method in methods_of(file, cls)) is not False:
        return False
    above = (name for item in cls.decorator_list for name in identifiers_in(item))
    if any(is_named_guard(file, name) is not False and name != LOGIN for name in above):
        return False
    rows = tables().table(Policies)
    row = next((rows[name] for name in file.bases_of(cls) if name in rows), None)
    if row is None:
        names = [file.last_name(base) or "" for base in cls.bases]
        return not any(
            part in name for name in names for part in ("Permission", "UserPasses", "Staff")
        )
    if defines(file, cls, *row.hooks):
        return False
    for home, line in lineage(file, cls):
        for binding in home.index.scopes[line].bindings.get(POLICY, ()):
            value = binding.value
            if not isinstance(value, ast.List | ast.Tuple):
                return False
            lasts = tables().word("any-account").lasts
            return all(home.last_name(item) in lasts for item in value.elts)
    return _is_open_by_default(file)


def _is_open_by_default(file: File) -> bool:
    """Whether the settings ask for no more than an account where a view says nothing."""
    program = file.program
    if program is None:
        return False
    for _, (home, value) in program.each(configured, POLICIES_OF):
        known = home.value_of(value)
        items = known.value if known is not None else None
        if not isinstance(items, list | tuple):
            return False
        if any(
            str(item).rpartition(".")[2] not in tables().word("any-account").lasts for item in items
        ):
            return False
    return True
