"""Migrations, and which tables they create."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from functools import cache
from itertools import takewhile

from readiness_lint.facts.broken import importing
from readiness_lint.facts.callables import constant, given
from readiness_lint.facts.installed import (
    MODELS,
    Application,
    Installed,
    convention,
    may_have_models_of,
)
from readiness_lint.facts.mapped_classes import APPS, VERSIONS, MappedClass, has_own_table
from readiness_lint.facts.program import Program, Text
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import TERMINALS
from readiness_lint.knowledge.schema import Creates, ModelBase
from readiness_lint.model import File, Named
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Answer, Role, heads

LEFT_OUT = 0.2
"""With a larger share of tables that no migration creates, something else created them."""
SERVED = (Role.APPLICATION, Role.SETTINGS)


@record
class Creation:
    """An operation of a migration after which there is a table, or a model, of a name."""

    node: ast.Call
    history: str
    name: str | None
    """``None``: it is computed."""

    @classmethod
    def find(cls, file: File) -> Iterable[Creation]:
        """Those that a migration has anywhere, in nested operations and in functions too."""
        table = tables().table(Creates)
        for name, call in file.calls_to(table):
            known = constant(file, given(file, call, table[name].name))
            text = known.value if known and isinstance(known.value, str) else None
            yield Creation(call, table[name].history, text)


@record
class History:
    """The migrations that would create a table.

    Most of them are never parsed: a name that stands in the text where a creation has its name is
    enough to say that one does.
    """

    history: str
    """`Creates.history`: ``apps`` or ``versions``."""
    label: str
    """Of the application; empty for versions."""
    package: str
    """Where they stand, or most of them."""
    program: Program

    @property
    def directory(self) -> str:
        """The folder, as a reader is told of it."""
        return self.package.replace(".", "/")

    @classmethod
    def of(cls, file: File, mapped: MappedClass) -> History | None:
        """The migrations that a class belongs to; ``None``: there are none, or it is not known."""
        program = file.program
        if program is None:
            return None
        if mapped.history == VERSIONS:
            return _versions(program, file.module)
        return _of_package(program, file.module, mapped.label)

    def creates(self, mapped: MappedClass) -> Answer:
        """Whether one of them creates the table, or the model, of a class; yes if it may."""
        name = self._name_of(mapped)
        if name in self.names or f"{mapped.name}.{DECLARED}".lower() in self.names:
            return True
        if self.history == APPS:
            rest = self.program.known(_computed, self.package)
            return None if rest is None else name in rest
        hidden = self.program.known(_hidden)
        return (
            None if hidden is None or any(_like(made).fullmatch(name) for made in hidden) else False
        )

    @property
    def names(self) -> frozenset[str]:
        """The names that stand in the texts as those of creations, in lower case."""
        return self.program.known(_written, self.history, self.package)

    def spells(self, mapped: MappedClass) -> bool:
        """Whether a creation has the name of the table, or the model, of a class as a literal text."""
        return self._name_of(mapped) in self.names

    def _name_of(self, mapped: MappedClass) -> str:
        """What creations call a class."""
        return (mapped.name if self.history == APPS else mapped.table).lower()

    def mentions(self, names: frozenset[str]) -> bool:
        """Whether one of some names is a word of their texts, whatever for."""
        words = self.program.known(_words, self.history, self.package)
        return not names.isdisjoint(words)

    @property
    def is_literal(self) -> bool:
        """Whether all that they do stands in their texts."""
        return self.program.known(_is_literal, self.history, self.package)


def _texts(program: Program, history: str, package: str) -> tuple[Text, ...]:
    """The migrations of a package; versions belong to one history, wherever they stand."""
    if history == VERSIONS:
        return program.memo("versions", lambda: tuple(_all_versions(program)))
    return program.memo("migrations by package", lambda: _grouped(program)).get(package, ())


def _all_versions(program: Program) -> Iterator[Text]:
    return (text for text in program.texts(Role.MIGRATION) if "down_revision" in text.source)


def _written(program: Program, history: str, package: str) -> frozenset[str]:
    """The names of creations, as far as texts have them."""
    found: set[str] = set()
    for text in _texts(program, history, package):
        found.update(_named(text.source, history))
        if history == VERSIONS:
            found.update(_in_statements(text.source))
            found.update(
                f"{match[1]}.{DECLARED}".lower() for match in OWN_TABLE.finditer(text.source)
            )
            if _is_indirect(text.source):
                found.update(match[1].lower() for match in QUOTED.finditer(text.source))
    return frozenset(found)


def _words(program: Program, history: str, package: str) -> frozenset[str]:
    """All identifiers of the texts, those in quotes and in statements included."""
    texts = _texts(program, history, package)
    return frozenset(word for text in texts for word in WORD.findall(text.source))


def _is_literal(program: Program, history: str, package: str) -> bool:
    if history == VERSIONS:
        return program.known(_hidden) == frozenset() and not any(
            sign in text.source
            for text in _texts(program, history, package)
            for sign in (ALL, DECLARED, OWN_TABLES)
        )
    return program.known(_computed, package) is not None and all(
        file is not None and _is_of_framework(file)
        for file in (program.file(text.module) for text in _texts(program, APPS, package))
    )


def _is_of_framework(file: File) -> bool:
    """Whether the operations of a migration are none of the program's own."""
    return not any(
        file.defined(name) is not None
        for cls in file.nodes(ast.ClassDef)
        for binding in file.index.scopes[cls].bindings.get("operations", ())
        for item in getattr(binding.value, "elts", ())
        if isinstance(item, ast.Call) and (name := file.callee(item)) is not None
    )


def _computed(program: Program, package: str) -> frozenset[str] | None:
    """The names that creations are given otherwise; ``None``: one is not known."""
    found: set[str] = set()
    for text in _texts(program, APPS, package):
        file = program.file(text.module)
        if file is None or not _is_plain(file):
            return None
        for creation in file.facts(Creation):
            if creation.name is None:
                return None
            found.add(creation.name.lower())
    return frozenset(found)


def _hidden(program: Program) -> frozenset[str] | None:
    """The f-strings that versions make names of tables of; ``None``: a name may be any."""
    found: set[str] = set()
    for text in _texts(program, VERSIONS, ""):
        made = _hidden_in(text.source)
        if made is None:
            return None
        found.update(made)
    return frozenset(found)


_START = r"\((?:\s|#[^\n]*)*(?:\w+\s*=\s*)?"
ARGUMENTS = Pattern(
    _START + r"""["']([\w.]+)["'](?=\s*[,)])(?:\s*,\s*(?:\w+\s*=\s*)?["']([\w.]+)["'])?"""
)
"""The first arguments of a call, where they are literal texts."""
OF_CLASS = Pattern(_START + r"(\w+)\.__tablename__\s*[,)]")
"""The first argument, where it is the table of a class."""
NAME = Pattern(_START + r"([A-Za-z_]\w*)\s*[,)]")
FORMATTED = Pattern(_START + r"""[fF]["']([^"']*)["']\s*[,)]""")
STATEMENT = Pattern(
    r"\bcreate\s+(?:or\s+replace\s+)?(?:\w+\s+)?(?:table|view)\s+(?:if\s+not\s+exists\s+)?"
    r"([\w.\"`\[\]]*)",
    re.IGNORECASE,
)
WORD = Pattern(r"\w+")
QUOTED = Pattern(r"""["'](\w+)["']""")
OWN_TABLE = Pattern(r"\b(\w+)\.__table__\.create\(")
DECLARED, OWN_TABLES = "__tablename__", ".create("
"""How a migration creates tables that it declares itself."""
ELSEWHERE = Pattern(r"\bread_text\(|\.sql[\"']")
"""How a migration runs statements of another file."""
ALL = ".create_all("
DOWN = "def downgrade("
DROPPED = Pattern(r"""\bdrop_table\(\s*["']([^"']*)["']""")


def _last(name: str) -> str:
    """A name without its schema and quotes, in lower case."""
    return name.rpartition(".")[2].strip('"`[]').lower()


@cache
def _operations(history: str) -> tuple[str, ...]:
    """The last identifiers of the operations that create."""
    rows = tables().table(Creates).items()
    return tuple(sorted({name.rpartition(".")[2] for name, row in rows if row.history == history}))


def _calls(source: str, history: str) -> Iterator[int]:
    """Where the arguments of creations begin in a text."""
    for operation in _operations(history):
        start = source.find(f"{operation}(")
        while start >= 0:
            if not (source[start - 1].isalnum() or source[start - 1] == "_"):
                yield start + len(operation)
            start = source.find(f"{operation}(", start + 1)


def _named(source: str, history: str) -> Iterator[str]:
    for start in _calls(source, history):
        if match := ARGUMENTS.match(source, start):
            yield from (_last(name) for name in match.groups() if name)
        elif match := OF_CLASS.match(source, start):
            yield f"{match[1]}.{DECLARED}".lower()


def _in_statements(source: str) -> Iterator[str]:
    if "CREATE" in source or "create " in source:
        yield from (_last(match[1]) for match in STATEMENT.finditer(source))


def _is_indirect(source: str) -> bool:
    """Whether names of tables may stand elsewhere in the text than in its creations."""
    return (
        DECLARED in source
        or OWN_TABLES in source
        or any(ARGUMENTS.match(source, start) is None for start in _calls(source, VERSIONS))
        or "" in _in_statements(source)
    )


def _hidden_in(source: str) -> set[str] | None:
    """The f-strings that a migration makes names of tables of; ``None``: a name may be any."""
    if ELSEWHERE.search(source) or (ALL in source and not _is_indirect(source)):
        return None
    found = set()
    for start in _calls(source, VERSIONS):
        if ARGUMENTS.match(source, start) or OF_CLASS.match(source, start):
            continue
        local, made = NAME.match(source, start), FORMATTED.match(source, start)
        if made is not None:
            found.add(made[1])
        elif local is None or _is_imported(source, local[1]):
            return None
    return found


def _is_imported(source: str, name: str) -> bool:
    """Whether a name comes from elsewhere; what a module names itself stands in its text."""
    pattern = rf"^from\s+\S+\s+import\s+(?:\([^)]*|[^\n]*)\b{name}\b"
    return re.search(pattern, source, re.MULTILINE) is not None


def _like(formatted: str) -> re.Pattern[str]:
    """What an f-string may become."""
    return re.compile(".*".join(map(re.escape, re.split(r"\{[^}]*\}", formatted.lower()))))


def _is_plain(file: File) -> bool:
    """Whether the operations of a migration stand there one by one."""
    for cls in file.nodes(ast.ClassDef):
        for binding in file.index.scopes[cls].bindings.get("operations", ()):
            value = binding.value
            if not isinstance(value, ast.List):
                return False
            if not all(isinstance(item, ast.Call) and _is_known(file, item) for item in value.elts):
                return False
    return True


def _is_known(file: File, operation: ast.Call) -> bool:
    """Whether an operation creates nothing that its own name does not tell."""
    name = file.callee(operation)
    if name is None:
        return False
    found = file.defined(name)
    if found is None:
        return True
    home, definition = found
    creations = tables().table(Creates)
    return isinstance(definition, ast.ClassDef) and not any(
        base in creations for base in home.bases_of(definition)
    )


# ── which migrations ─────────────────────────────────────────────────────────────────────────────


def _grouped(program: Program) -> dict[str, tuple[Text, ...]]:
    """Migrations by the package that they stand in."""
    found: dict[str, list[Text]] = defaultdict(list)
    for text in program.texts(Role.MIGRATION):
        # The package itself has the name of the package.
        for package in (text.module, text.module.rpartition(".")[0]):
            found[package].append(text)
    return {package: tuple(texts) for package, texts in found.items()}


def _packages(program: Program) -> dict[str, int]:
    """How many migrations stand in a package, by its name."""
    texts = program.memo("migrations by package", lambda: _grouped(program))
    return {package: len(found) for package, found in texts.items()}


def _folders(program: Program) -> dict[str, int]:
    """How many versions stand in a package, by its name."""
    return dict(Counter(text.module.rpartition(".")[0] for text in _all_versions(program)))


def _configured(program: Program) -> frozenset[str]:
    """The packages that configure an application of their own."""
    end = f".{convention().module}"
    return frozenset(name.removesuffix(end) for name in program.modules if name.endswith(end))


def _of_package(program: Program, module: str, label: str | None) -> History | None:
    installed, packages = Installed.of(program), program.known(_packages)
    if installed.applications is None:
        application = _with_migrations(program, packages, program.known(_configured), module)
        if application is None or label not in {None, application.label}:
            return None
    else:
        application = installed.labelled(label) if label else installed.around(program, module)
    package = installed.migrations_of(application) if application else None
    if application is None or package is None:
        return None
    if not packages.get(package) and (
        not packages or not installed.settled or application.label in installed.moved
    ):
        return None
    return History(APPS, application.label, package, program)


def _with_migrations(
    program: Program, packages: Iterable[str], configured: Container[str], module: str
) -> Application | None:
    """The nearest package around a module that has migrations, unless it is an application without."""
    for package in heads(module):
        if f"{package}.{convention().migrations}" in packages:
            found = Application(package, package.rpartition(".")[2])
            return found if may_have_models_of(program, package, module) else None
        if package in configured:
            return None
    return None


def _versions(program: Program, module: str) -> History | None:
    """All migrations that are versions of one history, and the folder that is nearest."""
    folders = program.known(_folders)
    if not folders:
        return None
    parts = module.split(".")
    nearest = max(
        folders, key=lambda folder: (_shared(folder.split("."), parts), folders[folder], folder)
    )
    return History(VERSIONS, "", nearest, program)


def _shared(first: list[str], second: list[str]) -> int:
    return sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False))
    )


def missing_from(file: File, mapped: MappedClass) -> History | None:
    """The migrations of a class of which none creates its table; ``None``: one does, or may."""
    history = History.of(file, mapped)
    program = file.program
    if history is None or program is None:
        return None
    created = history.creates(mapped)
    if created is not False or not has_own_table(file, mapped):
        return None
    if mapped.history == APPS and not _is_loaded(file, program):
        return None
    return None if mapped.history == VERSIONS and is_bootstrapped(file, mapped) else history


def _is_loaded(file: File, program: Program) -> bool:
    """Whether something imports a module of a package of models: else its classes do not exist."""
    inner = MODELS in file.module.split(".")[:-1]
    return not inner or any(True for _ in program.each(importing, file.module))


def is_bootstrapped(file: File, mapped: MappedClass) -> bool:
    """Whether something else creates a table, or may.

    A service that creates all tables when it starts needs no migration for a new one.  A database
    of its own has a base class of its own.  Where a fifth of its tables stands in no
    migration, or where one that migrations change is created by none, they began later.  Not so of
    one that a migration takes back: whoever drops it on the way down has created it on the way up.
    """
    program = file.program
    assert program is not None
    return program.known(_creates_all) or (
        mapped.table in program.known(_bootstrapped)
        and mapped.table not in program.known(_taken_back)
    )


def _creates_all(program: Program) -> bool:
    """Whether the service creates what is missing; not a command that somebody runs once."""
    creating = tables().word("creates-tables")
    texts = program.texts(*SERVED, holding=tuple(sorted(creating.lasts)))
    return any(
        file is not None and _reads_any(file, creating)
        for file in (program.file(text.module) for text in texts)
    )


def _reads_any(file: File, creating: Named) -> bool:
    """Whether a module that serves names one of the functions: called, or handed on to be called."""
    if any(map(file.words(TERMINALS).match, file.module.split("."))):
        return False
    named = file.reads.of(*creating.lasts_in(file.libraries))
    return any((file.name_of(expr) or "") in creating for expr in named)


def _taken_back(program: Program) -> frozenset[str]:
    """The tables that a version drops in its function that undoes it."""
    return frozenset(
        match[1]
        for text in _texts(program, VERSIONS, "")
        if DOWN in text.source
        for match in DROPPED.finditer(text.source, text.source.find(DOWN))
    )


def _bootstrapped(program: Program) -> frozenset[str]:
    groups: dict[str, list[tuple[str, History, Answer]]] = defaultdict(list)
    known = tables().table(ModelBase)
    packages = frozenset(
        name.partition(".")[0] for name, row in known.items() if row.history == VERSIONS
    )
    for file, mapped in program.facts(MappedClass, packages):
        history = History.of(file, mapped) if mapped.history == VERSIONS else None
        if history is not None and file.role in SERVED and has_own_table(file, mapped):
            found = (mapped.table, history, history.creates(mapped))
            groups[_root(file, mapped.node)].append(found)
    return frozenset(
        table for group in groups.values() if _began_later(group) for table, _, _ in group
    )


def _began_later(group: list[tuple[str, History, Answer]]) -> bool:
    missing = [
        (table, history)
        for table, history, created in group
        if created is False and table not in history.program.known(_taken_back)
    ]
    return len(missing) > LEFT_OUT * len(group) or any(
        re.search(rf"""["'.]{re.escape(table)}["'.]""", text.source)
        for table, history in missing
        for text in _texts(history.program, history.history, history.package)
    )


def _root(file: File, node: ast.ClassDef) -> str:
    """The base with which the mapping of a class begins: the program's own, if it has one."""
    known = tables().table(ModelBase)
    for base in node.bases:
        name = file.name_of(base)
        above = file.defined(name) if name else None
        if name and above and isinstance(above[1], ast.ClassDef):
            if any(each in known for each in above[0].bases_of(above[1])):
                root = _root(above[0], above[1])
                # What needs a keyword to be a table has one registry for all.
                return name if root in known and not known[root].keyword else root
        elif name:
            return name
        elif isinstance(base, ast.Name):
            return file.qualify(base.id)
    return file.qualify(node.name)
