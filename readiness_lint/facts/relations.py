"""How the mapped classes of a program lead to each other, from both sides."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, partial

from readiness_lint.facts.callables import constant, given
from readiness_lint.facts.classes import heir_names
from readiness_lint.facts.program import Derivation, Program
from readiness_lint.facts.settings import EnvironmentRead
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Chosen, ColumnTrait, ModelBase, RelationTrait, Table
from readiness_lint.model import File, FunctionNode
from readiness_lint.model.names import exported
from readiness_lint.model.types import CONTAINERS, ELEMENTS, parsed
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Answer, Role

MANY = ELEMENTS | {"typing.Sequence", "collections.abc.Sequence", "typing.Iterable"}
"""Annotations of attributes that lead to any number of rows."""
READ = Pattern(r"\.(\w+)")
NAME = Pattern(r"[A-Za-z_]\w*")
PLAIN = frozenset({"str", "int", "bool", "bytes", "float", "dict", "list", "tuple", "set", "None"})
"""Annotations that stand for no row."""


@record
class Relation:
    """An attribute of a mapped class that leads to the rows of another one."""

    name: str
    owner: str
    """The class that has the attribute, by qualified name."""
    target: str | None
    """The class that it leads to; ``None``: not known."""
    many: Answer
    """Whether it leads to any number of rows."""
    reverse: bool
    """Whether the other class declares it."""
    back: str | None
    """The attribute of the other class that holds this row, once it was reached from here."""
    lazy: Answer
    """Whether the rows come when they are first asked for."""
    row: RelationTrait

    @property
    def key(self) -> str:
        """The attribute that holds the key of the other row; empty: there is none."""
        return "" if self.reverse else self.row.key.format(name=self.name)


@record
class Method:
    """A function of a mapped class: called, or read like an attribute."""

    file: File
    node: FunctionNode
    is_property: bool


@record
class Field:
    """Any other attribute that a mapped class binds in its body."""

    file: File
    owner: str
    value: ast.expr | None
    annotation: ast.expr | None


Member = Relation | Method | Field


@record
class _Declaration:
    """A call that declares a relation, and the class in whose body it stands."""

    file: File
    call: ast.Call
    row: RelationTrait
    cls: ast.ClassDef
    name: str
    annotation: ast.expr | None

    @property
    def owner(self) -> str:
        return self.file.qualify(self.file.index.scopes[self.cls].qualname)


@record
class _Model:
    """A class that has columns, or that is mapped to a table, by what it says itself."""

    name: str
    module: str
    is_mapped: bool
    """Whether it inherits from what is known to map its heirs."""


def relations_of(file: File) -> Relations | None:
    """The relations of the program around a file; ``None``: nothing is known of a program."""
    program = file.program
    if program is None:
        return None
    found: Relations = file.memo(("relations",), lambda: Relations(program))
    return found


def settle(file: File) -> None:
    """Work out the relations of the program around a file before anything else is asked."""
    relations = relations_of(file)
    if relations:
        relations.called("")


class Relations:
    """The relations of a program, and what else its mapped classes have, as one file asks for it."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._members: dict[tuple[str, str], Member | None] = {}

    def __bool__(self) -> bool:
        return self._program.known(_has_relations)

    def member(self, model: str, name: str) -> Member | None:
        """What a mapped class has under a name, itself or through its bases; ``None``: not known."""
        key = model, name
        if key not in self._members:
            self._members[key] = self._member(model, name)
        return self._members[key]

    def _member(self, model: str, name: str) -> Member | None:
        relation = _declared_by(self._program, model).get(name)
        if relation is not None:
            return _of_heir(relation, model)
        for line in _line_of(self._program, model):
            relation = _declared_by(self._program, line).get(name)
            if relation is not None:
                return _of_heir(relation, model)
            home = _defined(self._program, line)
            other = _bound(*home, line, name) if home else None
            if other is not None:
                return other
        return None

    def relation(self, model: str, name: str) -> Relation | None:
        """The relation that a class has under a name."""
        if name not in self._program.known(_names_of_relations):
            return None
        found = self.member(model, name)
        return found if isinstance(found, Relation) else None

    @property
    def names(self) -> frozenset[str]:
        """The attributes that may need a query: late ones, and the methods that read such."""
        return self._program.known(_late_names)

    def may_be(self, file: File, annotation: ast.expr | None) -> bool:
        """A look ahead: whether an annotation may stand for rows, or for what gives them.

        The name of a built-in type does not, nor that of another class of the program.
        """
        if annotation is None:
            return True
        if isinstance(annotation, ast.Name):
            names = [annotation.id]
        else:
            names = NAME.findall(ast.unparse(annotation))
        return not all(
            name in PLAIN or file.answer("has no rows", name, partial(self._is_other, file, name))
            for name in names
        )

    def _is_other(self, file: File, name: str) -> bool:
        """Whether a name of a module is that of a class which has no rows."""
        found = exported(file, name)
        return (
            found is not None
            and self._program.owns(found)
            and file.library.is_class(found)
            and not self.has_model(file, found)
            and not _declared_by(self._program, found)
        )

    @property
    def to_many(self) -> frozenset[str]:
        """The names of all attributes that lead to any number of rows."""
        return self._program.known(_names_to_many)

    @property
    def loaded(self) -> frozenset[str]:
        """The names of all relations whose rows come when they are first asked for."""
        return self._program.known(_names_of_lazy)

    @property
    def come_late(self) -> bool:
        """Whether some relation, or some column, comes after its row."""
        return bool(self.names or self.to_many) or self._program.known(_has_late_columns)

    def called(self, name: str) -> tuple[Relation, ...]:
        """The relations of all classes that have one name."""
        program = self._program

        def by_name() -> Mapping[str, tuple[Relation, ...]]:
            found: dict[str, tuple[Relation, ...]] = defaultdict(tuple)
            for relation in _every(program):
                found[relation.name] += (relation,)
            return found

        return program.memo(("relations by name",), by_name).get(name, ())

    def keys_of(self, model: str) -> frozenset[str]:
        """What the relations of a model's ORM call the key of a row."""
        relations = _declared_by(self._program, model)
        return frozenset(key for item in relations.values() for key in item.row.keys)

    def has_model(self, file: File, name: str) -> bool:
        """Whether a class of the program is mapped to a table."""
        if not self._program.owns(name):
            return False
        _, *bases = file.library.bases(name)
        return any(base in _bases() for base in bases)

    def chosen(self, name: str) -> str | None:
        """The class that a setting names, where a name stands for it."""
        return _chosen(self._program, name)


def _of_heir(relation: Relation, model: str) -> Relation:
    # What an abstract class declares leads back under a name of each heir's own.
    back = relation.back and relation.back.format(model=_lower(model))
    return replace(relation, back=back)


def _defined(program: Program, name: str) -> tuple[File, ast.ClassDef] | None:
    found = program.defining(name)
    cls = found[0].class_named(name) if found else None
    return (found[0], cls) if found and cls else None


def _line_of(program: Program, model: str) -> tuple[str, ...]:
    """A class and its bases."""
    found = _defined(program, model)
    return (model, *found[0].bases_of(found[1])) if found else (model,)


# ── of the whole program ─────────────────────────────────────────────────────────────────────────


def _has_relations(program: Program) -> bool:
    return bool(program.having(RELATIONS))


def _every(program: Program) -> Iterator[Relation]:
    for owner in program.having(RELATIONS):
        yield from _declared_by(program, owner).values()


def _names_of_relations(program: Program) -> frozenset[str]:
    return frozenset(relation.name for relation in _every(program))


def _names_of_lazy(program: Program) -> frozenset[str]:
    return frozenset(relation.name for relation in _every(program) if relation.lazy)


def _names_to_many(program: Program) -> frozenset[str]:
    return frozenset(
        relation.name for relation in _every(program) if relation.many and relation.row.queries
    )


def _late_names(program: Program) -> frozenset[str]:
    """The attributes that may need a query: late ones, and the methods that read such."""
    found = {relation.name for relation in _every(program) if relation.lazy is not False}
    methods: dict[str, set[str]] = defaultdict(set)
    for file, cls in _with_relations(program):
        for name, bindings in file.index.scopes[cls].bindings.items():
            value, node = bindings[-1].value, bindings[-1].node
            if isinstance(node, FunctionNode):
                methods[name] |= _attributes_in(file, node)
            elif may_be_late(Field(file, cls.name, value, None)):
                found.add(name)
    size = 0
    while size < len(found):
        size = len(found)
        found |= {name for name, read in methods.items() if not found.isdisjoint(read)}
    return frozenset(found)


def _with_relations(program: Program) -> Iterator[tuple[File, ast.ClassDef]]:
    """The classes that have relations, and their bases."""
    lines = {line: None for owner in program.having(RELATIONS) for line in _line_of(program, owner)}
    for line in lines:
        home = _defined(program, line)
        if home is not None:
            yield home


def _has_late_columns(program: Program) -> bool:
    asked = tables().table(ColumnTrait), tables().word("late-column")
    return any(True for _ in program.each(_late_columns_in, tables=asked))


def _late_columns_in(file: File) -> Iterator[str]:
    """What declares columns that may be loaded when they are read, by a look at the text."""
    names, parameters = _late_columns()
    if not any(word in file.source for word in names | parameters):
        return
    yield from (name for name, _ in file.calls_to(tables().word("late-column")))
    for name, call in file.calls_to(tables().table(ColumnTrait)):
        if any(keyword.arg in parameters for keyword in call.keywords):
            yield name


def _chosen(program: Program, name: str) -> str | None:
    return program.known(_of_setting, name) if name in tables().table(Chosen) else None


def _of_setting(program: Program, name: str) -> str:
    """The class that a setting names."""
    row = tables().table(Chosen)[name]
    for file, text in program.each(_values_of, row.setting):
        return _named(program, text, file) or row.default
    return row.default


def _values_of(file: File, setting: str) -> Iterator[str]:
    """What a file gives a setting: a text, or what stands for a variable that is not set."""
    for binding in file.index.module.bindings.get(setting, ()):
        known = constant(file, binding.value)
        if known is not None and isinstance(known.value, str):
            yield known.value
        for read in file.facts(EnvironmentRead):
            if read.target == setting and read.text:
                yield read.text


# ── mapped classes ───────────────────────────────────────────────────────────────────────────────


def _models(program: Program) -> dict[str, tuple[_Model, ...]]:
    """The mapped classes of a program, by their last identifiers."""
    asked = (tables().table(kind) for kind in (ModelBase, ColumnTrait, RelationTrait))
    found: dict[str, tuple[_Model, ...]] = defaultdict(tuple)
    for _, model in program.each(_models_in, tables=tuple(asked)):
        found[model.name.rpartition(".")[2]] += (model,)
    return found


MODELS: Derivation[tuple[_Model, ...]] = Derivation(
    "readiness_lint.facts.relations:MODELS", _models, lambda models: models
)
"""The mapped classes; not by module but by their last identifiers."""


def _models_in(file: File) -> Iterator[_Model]:
    """The classes of a file that are mapped, or have a column."""
    if file.role is not Role.APPLICATION:
        return
    declaring = {
        file.index.placed[file.statement(call)].scope.node
        for kind in (ColumnTrait, RelationTrait)
        for _, call in file.calls_to(tables().table(kind))
    }
    for cls in file.nodes(ast.ClassDef):
        is_mapped = _is_mapped(file, cls)
        if is_mapped or cls in declaring:
            yield _Model(file.qualify(file.index.scopes[cls].qualname), file.module, is_mapped)


def _named(program: Program, text: str, file: File) -> str | None:
    """The class that a text names: ``Order``, ``shop.Order``, ``shop.models.Order``."""
    label, _, last = text.rpartition(".")
    candidates = program.derived(MODELS, last) or ()
    if len(candidates) > 1:
        candidates = tuple(item for item in candidates if item.is_mapped)
    if len(candidates) > 1 and label:
        part = label.rpartition(".")[2]
        candidates = tuple(item for item in candidates if part in item.module.split("."))
    if len(candidates) > 1:
        nearest = max(_shared(item.module, file.module) for item in candidates)
        candidates = tuple(
            item for item in candidates if _shared(item.module, file.module) == nearest
        )
    return candidates[0].name if len(candidates) == 1 else None


# ── declarations ─────────────────────────────────────────────────────────────────────────────────


def _declared_by(program: Program, owner: str) -> Mapping[str, Relation]:
    """The relations that a class declares, and those that others declare for it."""
    return program.derived(RELATIONS, owner) or {}


def _relations(program: Program) -> Mapping[str, Mapping[str, Relation]]:
    return _Found(program).run()


RELATIONS: Derivation[Mapping[str, Relation]] = Derivation(
    "readiness_lint.facts.relations:RELATIONS",
    _relations,
    lambda relations: sorted(relations.items()),
)
"""The relations; not by module but by the class that has them."""


def _kinds_of_its_own(file: File) -> Iterator[tuple[str, RelationTrait]]:
    """Classes of a file that declare relations as those that they inherit from do."""
    table = tables().table(RelationTrait)
    if file.role is not Role.APPLICATION:
        return
    for cls in file.nodes(ast.ClassDef):
        if any(file.last_name(base) in table.lasts for base in cls.bases):
            rows = [table[base] for base in file.bases_of(cls) if base in table]
            if rows:
                name = file.qualify(file.index.scopes[cls].qualname)
                yield name, replace(rows[0], back_default="")


class _Found:
    """Gathers the relations of a program, from both sides."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._found: dict[str, dict[str, Relation]] = defaultdict(dict)

    def run(self) -> Mapping[str, Mapping[str, Relation]]:
        for declaration in sorted(self._declarations(), key=_place):
            self._add(declaration)
        return self._found

    def _declarations(self) -> Iterator[_Declaration]:
        table = tables().table(RelationTrait)
        for _, declaration in self._program.each(_declared, tables=(table,)):
            yield declaration
        for _, (name, row) in self._program.each(_kinds_of_its_own, tables=(table,)):
            last = name.rpartition(".")[2]
            for file, call in self._program.each(_calls_in_classes, name, calling=last):
                own = _declaration(file, call, row)
                if own is not None:
                    yield own

    def _add(self, declaration: _Declaration) -> None:
        row, owner, name = declaration.row, declaration.owner, declaration.name
        target, many = self._target(declaration)
        lazy = _lazy(declaration)
        back, back_lazy = _back(declaration)
        mutual = back if row.back_many is False and back else None
        abstract = _is_abstract(declaration)
        holds = mutual.format(model=_lower(owner)) if mutual and not abstract else mutual
        relation = Relation(name, owner, target, many, False, holds, lazy, row)
        self._found[owner][name] = relation
        if target is None or back is None:
            return
        for heir in self._heirs(declaration):
            spelled = back.format(model=_lower(heir))
            holder = name if many is False else None
            self._found[target].setdefault(
                spelled,
                Relation(
                    spelled, target, heir, _back_many(row, many), True, holder, back_lazy, row
                ),
            )

    def _heirs(self, declaration: _Declaration) -> tuple[str, ...]:
        """The classes with a table that a declaration is for."""
        if not _is_abstract(declaration):
            return (declaration.owner,)
        return self._program.known(heir_names, declaration.owner)

    # ── the other class ──────────────────────────────────────────────────────────────────────
    def _target(self, declaration: _Declaration) -> tuple[str | None, Answer]:
        """The class that a relation leads to, and whether to any number of its rows."""
        file, call, row = declaration.file, declaration.call, declaration.row
        many = _many(declaration)
        expr = given(file, call, row.target)
        if isinstance(expr, ast.Lambda):
            expr = expr.body
        if expr is None and declaration.annotation is not None:
            return self._annotated(declaration, declaration.annotation, many)
        if many is None and declaration.annotation is not None:
            many = self._annotated(declaration, declaration.annotation, many)[1]
        if expr is None:
            return None, many
        known = constant(file, expr)
        if known is not None and isinstance(known.value, str):
            if known.value == row.itself:
                return declaration.owner, many
            return _named(self._program, known.value, file), many
        name = file.class_name(expr)
        if name is None and isinstance(expr, ast.Call):
            name = file.callee(expr)
        return (_chosen(self._program, name) or name if name else None), many

    def _annotated(
        self, declaration: _Declaration, annotation: ast.expr, many: Answer
    ) -> tuple[str | None, Answer]:
        """The class in an annotation, behind what says that there are several, or none."""
        file = declaration.file
        several = False
        text = annotation
        while True:
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                spelled = parsed(text.value)
                if spelled is None:
                    return None, many
                text = spelled
            elif isinstance(text, ast.Subscript):
                outer = file.name_at(text.value, file.statement(annotation))
                several |= CONTAINERS.get(outer or "", outer) in MANY
                inner = text.slice
                text = inner.elts[-1] if isinstance(inner, ast.Tuple) else inner
            elif isinstance(text, ast.BinOp):
                text = text.left
            else:
                break
        answer = several if many is None else many
        last = file.last_name(text)
        at = file.statement(annotation)
        name = file.name_at(text, at) if isinstance(text, ast.Name | ast.Attribute) else None
        if name is not None and _defined(self._program, name):
            return name, answer
        return (_named(self._program, last, file) if last else None), answer


def may_be_late(member: Field) -> bool:
    """A look at the text: whether a column may be loaded when it is read."""
    value = member.value
    if not isinstance(value, ast.Call):
        return False
    names, parameters = _late_columns()
    return member.file.last_name(value) in names or any(
        keyword.arg in parameters for keyword in value.keywords
    )


@cache
def _late_columns() -> tuple[frozenset[str], frozenset[str]]:
    """The functions, and the parameters, that make a column late."""
    rows = tables().table(ColumnTrait).values()
    return tables().word("late-column").lasts, frozenset(row.late.name for row in rows if row.late)


def _attributes_in(file: File, function: FunctionNode) -> set[str]:
    """What a function reads, by the names of the attributes; more where it asks for a text."""
    lines = file.positions.lines[function.lineno - 1 : function.end_lineno]
    text = "\n".join(lines)
    return {*READ.findall(text), *(("__str__",) if "{" in text else ())}


def _lower(name: str) -> str:
    """What a class is called in the names of other attributes."""
    return name.rpartition(".")[2].lower()


def _shared(first: str, second: str) -> int:
    """How many packages two modules have in common, from the top."""
    count = 0
    for left, right in zip(first.split("."), second.split("."), strict=False):
        if left != right:
            break
        count += 1
    return count


def _declared(file: File) -> Iterator[_Declaration]:
    """The relations that the classes of a file declare by a call of a library."""
    table = tables().table(RelationTrait)
    if file.role is not Role.APPLICATION:
        return
    for name, call in file.calls_to(table):
        declaration = _declaration(file, call, table[name])
        if declaration is not None:
            yield declaration


def _calls_in_classes(file: File, name: str) -> Iterator[ast.Call]:
    """The calls of one name that stand in the bodies of a file's classes."""
    if file.role is not Role.APPLICATION:
        return
    for call, at in file.candidates(frozenset({name.rpartition(".")[2]})):
        is_in_class = isinstance(file.index.placed[at].scope.node, ast.ClassDef)
        if is_in_class and file.callee(call, at) == name:
            yield call


def _declaration(file: File, call: ast.Call, row: RelationTrait) -> _Declaration | None:
    """The relation that a call declares, if it is what a class binds a name to."""
    at = file.statement(call)
    cls = file.index.placed[at].scope.node
    if not isinstance(cls, ast.ClassDef):
        return None
    if isinstance(at, ast.Assign) and at.value is call:
        target, annotation = at.targets[0], None
    elif isinstance(at, ast.AnnAssign) and at.value is call:
        target, annotation = at.target, at.annotation
    else:
        return None
    if not isinstance(target, ast.Name):
        return None
    return _Declaration(file, call, row, cls, target.id, annotation)


def _place(declaration: _Declaration) -> tuple[str, int, int]:
    return declaration.file.module, declaration.call.lineno, declaration.call.col_offset


def _many(declaration: _Declaration) -> Answer:
    """Whether the call itself says that it leads to any number of rows."""
    file, call, row = declaration.file, declaration.call, declaration.row
    if row.many is not None:
        return row.many
    known = constant(file, given(file, call, row.one))
    if known is not None:
        return bool(known.value)
    return True if given(file, call, row.joint) is not None else None


def _back_many(row: RelationTrait, many: Answer) -> Answer:
    if row.back_many is not None or many is None:
        return row.back_many
    return not many


def _lazy(declaration: _Declaration) -> Answer:
    """Whether the rows come when they are first asked for."""
    file, call, row = declaration.file, declaration.call, declaration.row
    if not row.late:
        return True
    if given(file, call, row.inner) is not None:
        return None
    expr = given(file, call, row.lazy)
    if expr is None and row.lazy_in is not None:
        mapping = given(file, call, row.lazy_in[0])
        if mapping is not None:
            return _lazy_in(file, mapping, row)
    if any(keyword.arg is None for keyword in call.keywords):
        return None
    return _is_late(file, expr, row)


def _lazy_in(file: File, mapping: ast.expr, row: RelationTrait) -> Answer:
    if not isinstance(mapping, ast.Dict) or row.lazy_in is None:
        return None
    for key, value in zip(mapping.keys, mapping.values, strict=True):
        if key is None:
            return None
        if isinstance(key, ast.Constant) and key.value == row.lazy_in[1]:
            return _is_late(file, value, row)
    return None in row.late


def _is_late(file: File, expr: ast.expr | None, row: RelationTrait) -> Answer:
    if expr is None:
        return None in row.late
    known = constant(file, expr)
    return None if known is None else known.value in row.late


def _back(declaration: _Declaration) -> tuple[str | None, Answer]:
    """The name of the attribute that leads back, with ``{model}`` in it, and when its rows come."""
    file, call, row = declaration.file, declaration.call, declaration.row
    expr = given(file, call, row.back)
    lazy: Answer = True
    if isinstance(expr, ast.Call):
        keyword = row.lazy.name if row.lazy else ""
        value = next((item.value for item in expr.keywords if item.arg == keyword), None)
        lazy = _is_late(file, value, row)
        expr = expr.args[0] if expr.args else None
    if expr is None:
        return (row.back_default or None), lazy
    known = constant(file, expr)
    if known is None or not isinstance(known.value, str):
        return None, lazy
    text = known.value
    for spelled in row.spelled:
        text = text.replace(spelled, "{model}")
    if "%(" in text or (row.hidden and text.endswith(row.hidden)) or text.count("{") > 1:
        return None, lazy
    return text, lazy


def _is_abstract(declaration: _Declaration) -> bool:
    """Whether the class of a declaration has no table of its own."""
    inner, _, attribute = declaration.row.abstract.partition(".")
    for statement in declaration.cls.body if inner else ():
        if isinstance(statement, ast.ClassDef) and statement.name == inner:
            bindings = declaration.file.index.scopes[statement].bindings.get(attribute, ())
            return any(
                isinstance(binding.value, ast.Constant) and binding.value.value
                for binding in bindings
            )
    return False


@cache
def _bases() -> Table[ModelBase]:
    return tables().table(ModelBase)


def _is_mapped(file: File, cls: ast.ClassDef) -> bool:
    bases = _bases()
    return any(name in bases for name in file.bases_of(cls))


def _bound(file: File, cls: ast.ClassDef, owner: str, name: str) -> Member | None:
    """What the body of a class binds under a name."""
    bindings = file.index.scopes[cls].bindings.get(name)
    if not bindings:
        return None
    last = bindings[-1]
    if isinstance(last.node, ast.FunctionDef | ast.AsyncFunctionDef):
        return Method(file, last.node, _is_property(file, last.node))
    return Field(file, owner, last.value, last.annotation)


def _is_property(file: File, function: FunctionNode) -> bool:
    for item in function.decorator_list:
        target = item.func if isinstance(item, ast.Call) else item
        name = file.name_at(target, function)
        if name is not None and file.library.has("property", name):
            return True
    return False
