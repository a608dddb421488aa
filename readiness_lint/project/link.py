"""First-party names, answered by the modules that define them.

To a file, the modules around it are one more library: `canonical` follows a re-export, `returns`
says what a function gives, `bases` goes from a class to the one it inherits from.  The answer is
read off the `File` of the other module, so a name is resolved in one way wherever it is defined.
Modules are read when they are first asked for.
"""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeVar, cast

from readiness_lint.model import FunctionNode, Inquiry, names, types, values
from readiness_lint.record import record
from readiness_lint.terms import Known, Type

if TYPE_CHECKING:
    from readiness_lint.facts.program import Derivation, Text
    from readiness_lint.knowledge.schema import Tables
    from readiness_lint.model import Fact, File, Named
    from readiness_lint.terms import Role

A = TypeVar("A")
F = TypeVar("F", bound="Fact")
_ABSENT: Any = object()
LONGEST = 20
"""Modules through which a name is followed."""
STARTED = "manage"
"""The script of a Django project, which is run and not imported."""


@record
class Outline:
    """What is known of a module before anybody asks it anything; it says nothing of other files."""

    module: str
    imports: tuple[str, ...]
    """Modules and members, absolute, sorted."""
    called: tuple[str, ...]
    """The last identifiers of what it calls, of decorators and of the bases of classes, sorted."""
    aliases: tuple[tuple[str, str], ...]
    """Names, and last identifiers of what they stand for, sorted."""


def outline_of(file: File) -> Outline:
    """What the other modules need to know to find what they ask for."""
    index = file.index
    return Outline(
        file.module,
        tuple(sorted({name for name, _ in index.imports})),
        tuple(sorted({*index.calls, *_decorators(file), *_bases(file)})),
        tuple(sorted((alias, last) for alias, found in index.aliases.items() for last in found)),
    )


def _decorators(file: File) -> Iterator[str]:
    definitions: list[FunctionNode | ast.ClassDef] = [
        *file.nodes(ast.FunctionDef),
        *file.nodes(ast.AsyncFunctionDef),
        *file.nodes(ast.ClassDef),
    ]
    for node in definitions:
        for decorator in node.decorator_list:
            yield file.last_name(decorator) or ""


def _bases(file: File) -> Iterator[str]:
    for cls in file.nodes(ast.ClassDef):
        for base in cls.bases:
            yield file.last_name(base.value if isinstance(base, ast.Subscript) else base) or ""


class Modules:
    """The modules of one program; a `Library` to each of its files, and their `Program`."""

    def __init__(
        self,
        modules: Iterable[str],
        packages: Iterable[str],
        load: Callable[[str], File | None],
        tables: Tables,
        texts: Callable[[], Iterable[Text]] = tuple,
        python: tuple[int, ...] | None = None,
        newest: Callable[[str], tuple[int, ...] | None] = lambda _: None,
        requires: Callable[[str], bool] = lambda _: False,
        published: Callable[[], tuple[str, ...]] = tuple,
        probed: Callable[[], tuple[tuple[str, str], ...]] = tuple,
    ) -> None:
        """``load`` gives the file of a module, ``None`` if it cannot be read or parsed.

        ``texts`` gives all modules unparsed, those too whose name several files have.

        A top-level module whose name is that of a library is taken for the library: only one that
        lies beside it imports it, and a package of the program (``packages``) is imported by all.
        """
        self.inquiry = Inquiry()
        self.python = python
        self.newest = newest
        self.requires = requires
        self.published = published
        self.probed = probed
        self.modules = frozenset(modules)
        own = frozenset(packages)
        heads = {name.partition(".")[0] for name in self.modules}
        outer = heads - {head for head in heads - own if _is_library(head, tables)}
        self._beside = _beside_scripts(self.modules, outer, tables)
        self.heads = outer.union(self._beside)
        """What the names of its modules begin with, where no library is meant by it."""
        self.work_out: Callable[[str, Callable[[Any], Any]], Any] = lambda _, make: make(self)
        """Does what is done once for the whole program, and has a name."""
        self.stands: Callable[[tuple[str, ...], object], bool] = lambda *_: False
        """Whether a question of a former run is known to have this answer."""
        self.former: Callable[[str], Collection[str] | None] = lambda _: None
        """The modules that have a part in a derivation, where a former run knew and nothing changed."""
        self._load = load
        self._texts = texts
        self._tables = tables
        self._files: dict[str, File | None] = {}
        self._split: dict[str, tuple[str, str] | None] = {}
        self._canonical: dict[str, str] = {}
        self._outlines: dict[str, Outline] = {}
        self._calling: defaultdict[str, list[str]] = defaultdict(list)
        self._aliases: defaultdict[str, set[str]] = defaultdict(set)
        self._users: dict[tuple[str, ...], list[str]] = {}
        self._reached: dict[str, frozenset[str]] | None = None
        self._origins: dict[str, str] = {}
        self._imports: dict[str, frozenset[str]] = {}
        self._imported: dict[str, dict[str, str]] = {}
        self._importing: dict[str, list[str]] | None = None
        self._memo: dict[object, Any] = {}

    # ── the program ──────────────────────────────────────────────────────────────────────────
    def add(self, outline: Outline) -> None:
        """Note what a module imports and calls, before the first question."""
        self._outlines[outline.module] = outline
        for last in outline.called:
            self._calling[last].append(outline.module)
        for alias, last in outline.aliases:
            self._aliases[last].add(alias)

    def file(self, module: str) -> File | None:
        """A module of the program; ``None``: there is none, or it cannot be parsed."""
        found: Any = self._files.get(module, _ABSENT)
        if found is _ABSENT:
            found = self._files[module] = self._load(module) if module in self.modules else None
        return cast("File | None", found)

    def defining(self, name: str) -> tuple[File, str] | None:
        """The module that a canonical first-party name belongs to, and the name inside it."""
        split = self.split(name)
        file = self.file(split[0]) if split else None
        return (file, split[1]) if file and split else None

    def files(self) -> Iterator[File]:
        """All modules that some rule looks at, in the order of their names."""
        return self._each(self.every())

    def every(self) -> list[str]:
        """The names of the modules that `files` gives."""
        return sorted(self._outlines)

    def using(self, *tables: Named) -> Iterator[File]:
        """The modules that may call what one of the tables names, in the order of their names."""
        return self._each(self.users(*tables))

    def users(self, *tables: Named) -> list[str]:
        """The names of the modules that `using` gives."""
        names = tuple(table.name for table in tables)
        found = self._users.get(names) if all(names) else None
        if found is None:
            found = self._users[names] = sorted(self._find_users(tables))
        return found

    def named(self, name: str) -> Named:
        """A table, by its name."""
        return self._tables.named(name)

    def _find_users(self, tables: Sequence[Named]) -> set[str]:
        found: set[str] = set()
        reach = self._reach_of
        for table in tables:
            # Of some classes any member will do, and what `with` and `for` run is called nowhere.
            found.update(self.reaching(table.packages | table.implicit))
            for last in table.lasts:
                for name in self.spellings(last) if last in self._aliases else (last,):
                    for module in self._calling.get(name, ()):
                        if module not in found and last in table.lasts_in(reach[module]):
                            found.add(module)
        return found

    @property
    def _reach_of(self) -> Mapping[str, frozenset[str]]:
        """By module, the packages whose names it may use."""
        if self._reached is None:
            outlines = self._outlines.items()
            self._reached = {name: self.reach(outline.imports) for name, outline in outlines}
        return self._reached

    def calling(self, last: str) -> Iterator[File]:
        """The modules that call something under this last identifier, or an alias of it.

        They come in the order of their names.
        """
        return self._each(self.callers(last))

    def callers(self, last: str) -> list[str]:
        """The names of the modules that `calling` gives."""
        spellings = self.spellings(last)
        return sorted({module for name in spellings for module in self._calling.get(name, ())})

    def spellings(self, last: str) -> frozenset[str]:
        """An identifier, and the aliases that modules have for what it names."""
        found, todo = {last}, [last]
        while todo:
            more = self._aliases.get(todo.pop(), set()) - found
            found |= more
            todo += more
        return frozenset(found)

    def importing(self, packages: frozenset[str]) -> Iterator[File]:
        """The modules that import one of these libraries themselves, in the order of their names."""
        return self._each(self.importers(packages))

    def importers(self, packages: frozenset[str]) -> list[str]:
        """The names of the modules that `importing` gives."""
        return [
            module
            for module in sorted(self._outlines)
            if any(name.partition(".")[0] in packages for name in self._outlines[module].imports)
        ]

    def naming(self, name: str) -> Iterator[File]:
        """The modules that import a module or a member by this very name, or all that it holds."""
        return self._each(self.namers(name))

    def namers(self, name: str) -> list[str]:
        """The names of the modules that `naming` gives."""
        if self._importing is None:
            self._importing = defaultdict(list)
            for module in sorted(self._outlines):
                imports = self._outlines[module].imports
                for found in {self.whole(item.removesuffix(".*")) for item in imports}:
                    self._importing[found].append(module)
        return self._importing.get(name, [])

    def _each(self, modules: Iterable[str]) -> Iterator[File]:
        for module in modules:
            file = self.file(module)
            if file is not None:
                yield file

    def owns(self, name: str) -> bool:
        """Whether a qualified name begins with a package or module of the program."""
        return name.partition(".")[0] in self.heads

    def texts(self, *roles: Role, holding: tuple[str, ...] = ()) -> Iterator[Text]:
        """The modules of these roles, unparsed; with ``holding``, that have one of these words."""
        by_role = self.memo("texts", self._texts_by_role)
        for role in roles:
            for text in by_role[role]:
                if not holding or any(word in text.source for word in holding):
                    yield text

    def _texts_by_role(self) -> defaultdict[Role, list[Text]]:
        found: defaultdict[Role, list[Text]] = defaultdict(list)
        for text in self._texts():
            found[text.role].append(text)
        return found

    def facts(self, kind: type[F], packages: frozenset[str]) -> Iterator[tuple[File, F]]:
        """Every fact of a kind in the modules that one of the libraries reaches."""
        for file in self._each(self.reaching(packages)):
            for fact in file.facts(kind):
                yield file, fact

    def reaching(self, packages: frozenset[str]) -> list[str]:
        """The names of the modules that one of the libraries reaches."""
        return sorted(
            module for module, reached in self._reach_of.items() if not packages.isdisjoint(reached)
        )

    def known(self, make: Callable[..., A], *words: object) -> A:
        """Something plain that is worked out once per program."""
        name = " ".join(spelled(make, *words))
        return self.memo(
            ("known", name),
            lambda: cast("A", self.work_out(name, lambda program: make(program, *words))),
        )

    def having(self, derivation: Derivation[A]) -> list[str]:
        """The modules that have a part in what is worked out once over the program."""
        return sorted(self._parts(derivation))

    def made(self) -> Iterator[tuple[str, list[str]]]:
        """The names of the derivations that have been made, and the modules that have a part."""
        for key, parts in self._memo.items():
            if isinstance(key, tuple) and key[0] == "derivation":
                yield key[1], sorted(parts)

    def derived(self, derivation: Derivation[A], module: str) -> A | None:
        """The part of a module in what is worked out once over the program."""
        return self._parts(derivation).get(module)

    def _parts(self, derivation: Derivation[A]) -> Mapping[str, A]:
        name = derivation.name
        return self.memo(("derivation", name), lambda: self.work_out(name, derivation.make))

    def each(
        self,
        find: Callable[..., Iterable[A]],
        *words: object,
        calling: str = "",
        tables: Sequence[Named] = (),
    ) -> Iterator[tuple[File, A]]:
        """What a function finds in each module, in the order of their names."""
        for module in self.searched(calling, tables):
            file = self.file(module)
            for item in find(file, *words) if file is not None else ():
                yield cast("File", file), item

    def searched(self, calling: str, tables: Sequence[Named]) -> list[str]:
        """The names of the modules that `each` looks into."""
        if calling:
            return self.callers(calling)
        return self.users(*tables) if tables else self.every()

    def memo(self, key: object, make: Callable[[], A]) -> A:
        """Something that is worked out once per program."""
        if key not in self._memo:
            self._memo[key] = make()
        found: A = self._memo[key]
        return found

    def forget(self) -> None:
        """Take the circles apart, so that the trees go without waiting for the collector."""
        for file in self._files.values():
            if file is not None:
                file.forget()
        self._files.clear()
        self._memo.clear()

    def split(self, name: str) -> tuple[str, str] | None:
        """The longest module that a qualified name starts with, and the rest of the name."""
        found: Any = self._split.get(name, _ABSENT)
        if found is _ABSENT:
            found = self._split[name] = self._split_of(name)
        return cast("tuple[str, str] | None", found)

    def _split_of(self, name: str) -> tuple[str, str] | None:
        if name.partition(".")[0] not in self.heads:
            return None
        module = name = self.whole(name)
        while module:
            if module in self.modules:
                return module, name[len(module) + 1 :]
            module = module.rpartition(".")[0]
        return None

    def whole(self, name: str) -> str:
        """A name with the package before it in whose folder the program is started."""
        above = self._beside.get(name.partition(".")[0])
        return f"{above}.{name}" if above else name

    # ── the library ──────────────────────────────────────────────────────────────────────────
    def canonical(self, name: str) -> str:
        """The name under which something is defined, through the imports of other modules."""
        found = self._canonical.get(name)
        if found is None:
            cuts = self.inquiry.cuts
            found = self._canonical_of(name)
            if cuts == self.inquiry.cuts or not self.inquiry.busy:
                self._canonical[name] = found
        return found

    def _canonical_of(self, name: str) -> str:
        current = name
        for _ in range(LONGEST):
            found = self._step(current)
            if found is None:
                return current if self.split(current) else self._tables.canonical(current)
            current = found
        # Modules that import each other's names in a circle define them nowhere.
        return name

    def homes(self, name: str, *, follow: bool = True) -> tuple[str, ...]:
        """The modules through which a name is found: where it belongs to, and where it leads.

        What belongs to no module that is there could belong to any of those that it begins with.
        """
        found: dict[str, None] = {}
        current: str | None = name
        for _ in range(LONGEST if follow else 1):
            if current is None or not self.owns(current):
                break
            split = self.split(current)
            if split is None:
                found |= dict.fromkeys(accumulate(current.split("."), "{}.{}".format))
                break
            found[split[0]] = None
            current = self._step(current) if follow else None
        return tuple(found)

    def _step(self, name: str) -> str | None:
        """Where the module that a name belongs to has it from; ``None``: from nowhere else."""
        if name.partition(".")[0] in self._beside:
            return self.whole(name)
        module, rest = self.split(name) or ("", "")
        if module and not rest:
            # A package may give what a module of it makes the module's own name.
            module, _, rest = module.rpartition(".")
        file = self.file(module) if rest else None
        first, dot, tail = rest.partition(".")
        found = names.exported(file, first) if file else None
        return None if found in {None, f"{module}.{first}"} else f"{found}{dot}{tail}"

    def _definition(self, name: str) -> tuple[File, FunctionNode | ast.ClassDef] | None:
        found = self.defining(name)
        node = found[0].definition_named(name) if found else None
        if found and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            return found[0], node
        return None

    def _class(self, name: str) -> tuple[File, ast.ClassDef] | None:
        found = self._definition(name)
        return (found[0], found[1]) if found and isinstance(found[1], ast.ClassDef) else None

    def _function(self, name: str) -> tuple[File, FunctionNode] | None:
        found = self._definition(name)
        return (found[0], found[1]) if found and not isinstance(found[1], ast.ClassDef) else None

    def returns(self, name: str) -> Type | None:
        """The type of what a call gives."""
        if self.split(name) is None:
            return self._tables.returns(name)
        found = self._function(name)
        return types.returned(*found) if found else None

    def holds(self, name: str) -> Type | None:
        """The type of the object that has the name: a variable, an attribute, a property."""
        if self.split(name) is None:
            return self._tables.holds(name)
        found = self.defining(name)
        if found is None or not found[1]:
            return None
        owner, _, attribute = found[1].rpartition(".")
        if not owner:
            return types.of_global(found[0], attribute)
        cls = self._class(name.rpartition(".")[0])
        return types.of_member(cls[0], cls[1], attribute) if cls else None

    def renamed(self, packages: frozenset[str]) -> Mapping[str, frozenset[str]]:
        """Other last identifiers under which libraries' names are known."""
        return self._tables.renamed(packages)

    def chooser(self, name: str) -> tuple[str, int | None] | None:
        """The parameter by which a call names the class that it gives instead."""
        return self._tables.chooser(name)

    def injector(self, name: str) -> tuple[str, int | None] | None:
        """The parameter of a default that names the function to call for it."""
        return self._tables.injector(name)

    def annotates(self, name: str) -> Type | None:
        """The type that an alias of a type stands for."""
        found = self.defining(name)
        return types.of_alias(*found) if found else None

    def is_class(self, name: str) -> bool:
        """Whether it is a class."""
        if self.split(name) is None:
            return self._tables.is_class(name)
        return self._class(name) is not None

    def knows(self, name: str) -> bool:
        """Whether the name certainly exists."""
        if self.split(name) is None:
            return self._tables.knows(name)
        found = self.defining(name)
        if found is None:
            return False
        first, dot, attribute = found[1].partition(".")
        if not dot:
            return not first or first in found[0].index.module.bindings
        cls = self._class(name.rpartition(".")[0])
        scope = cls[0].index.scopes[cls[1]] if cls else None
        last = attribute.rpartition(".")[2]
        return scope is not None and (last in scope.bindings or last in scope.attributes)

    def member(self, owner: str, attribute: str) -> str:
        """The name of a class's member, through its bases."""
        if self.split(owner) is None:
            return self._tables.member(owner, attribute)
        cls = self._class(owner)
        found = names.member_of(cls[0], cls[1], attribute) if cls else None
        return found or f"{owner}.{attribute}"

    def bases(self, name: str) -> tuple[str, ...]:
        """The class and those it inherits from, as far as they are known."""
        if self.split(name) is None:
            return self._tables.bases(name)
        cls = self._class(name)
        return (name, *cls[0].bases_of(cls[1])) if cls else (name,)

    def mro(self, name: str) -> tuple[str, ...] | None:
        """The class and all that it inherits from; ``None``: not all are known."""
        if self.split(name) is None:
            return self._tables.mro(name)
        cls = self._class(name)
        return cls[0].mro_of(cls[1]) if cls else None

    def has(self, word: str, name: str) -> bool:
        """Whether a name carries a word."""
        if self.split(name) is None:
            return self._tables.has(word, name)
        found = self._function(name) if word == "never-returns" else None
        return found is not None and found[0].always_raises(found[1])

    def value(self, name: str) -> Known | None:
        """The value of a constant: of a module, or of a class."""
        if self.split(name) is None:
            return self._tables.value(name)
        found = self.defining(name)
        owner, _, attribute = found[1].rpartition(".") if found else ("", "", "")
        if found is None or not attribute:
            return None
        if not owner:
            return values.of_global(found[0], attribute)
        cls = self._class(name.rpartition(".")[0])
        return values.of_member(cls[0], cls[1], attribute) if cls else None

    def reach(self, imported: Iterable[str]) -> frozenset[str]:
        """The libraries whose names a file may use that imports these modules and members.

        They are those that it imports itself, or that the module imports that defines what it
        imports: to follow all imports of all modules would lead to nearly all libraries from nearly
        everywhere.  Outlines say so; no module is read for it.
        """
        names = frozenset(imported)
        return self.memo(("reach", names), lambda: self._tables.reach(self._reached_by(names)))

    def _reached_by(self, imported: Iterable[str]) -> set[str]:
        known: set[str] = set()
        for name in imported:
            origin = self._origin(name)
            split = self.split(origin)
            known.update(self._packages(split[0]) if split else (origin.partition(".")[0],))
        return known

    def _packages(self, module: str) -> frozenset[str]:
        """What a module imports, or a module whose names it takes with a star."""
        found = self._imports.get(module)
        if found is None:
            self._imports[module] = frozenset({module.partition(".")[0]})
            outline = self._outlines.get(module)
            known = {name.partition(".")[0] for name in outline.imports} if outline else set()
            for name in outline.imports if outline else ():
                split = self.split(name[:-2]) if name.endswith(".*") else None
                known |= self._packages(split[0]) if split else frozenset()
            found = self._imports[module] = frozenset(known)
        return found

    def _origin(self, name: str) -> str:
        """Where an import leads, through the modules that import it in their turn."""
        current = self._origins.get(name)
        if current is None:
            current = name
            for _ in range(LONGEST):
                module, rest = self.split(current) or ("", "")
                sources = self._sources(module) if rest else {}
                found = sources.get(rest.partition(".")[0])
                if found is None:
                    break
                current = found
            self._origins[name] = current
        return current

    def _sources(self, module: str) -> dict[str, str]:
        """The names that a module has by import, with what they stand for."""
        outline = self._outlines.get(module)
        if outline is None:
            return {}
        if module not in self._imported:
            found = {name.rpartition(".")[2]: name for name in outline.imports if "." in name}
            found |= {alias: found[last] for alias, last in outline.aliases if last in found}
            self._imported[module] = found
        return self._imported[module]


def spelled(*words: object) -> tuple[str, ...]:
    """Functions and classes of ours, and texts, as they can be kept; nothing if one is no such."""
    found = tuple(map(_spelled, words))
    return () if "" in found else found


def _spelled(word: object) -> str:
    if isinstance(word, str):
        return f"'{word}"
    name = getattr(word, "__qualname__", "<")
    return "" if "<" in name else f"{getattr(word, '__module__', '')}:{name}"


def _beside_scripts(modules: frozenset[str], heads: set[str], tables: Tables) -> dict[str, str]:
    """What lies in one folder with the script that starts a program, and the package it is in.

    Python looks for modules in the folder of the script that it runs, so what a package holds goes
    by two names: ``shop.orders``, and ``orders`` for all that ``shop/manage.py`` starts.
    """
    folders = sorted(
        above
        for module in modules
        for above, _, last in [module.rpartition(".")]
        if last == STARTED and above in modules
    )
    found: dict[str, set[str]] = defaultdict(set)
    for folder in folders:
        for module in modules:
            if module.startswith(f"{folder}."):
                found[module[len(folder) + 1 :].partition(".")[0]].add(folder)
    return {
        name: next(iter(above))
        for name, above in found.items()
        if len(above) == 1 and name not in heads and not _is_library(name, tables)
    }


def _is_library(name: str, tables: Tables) -> bool:
    return name in sys.stdlib_module_names or bool(tables.reach([name]) - {"builtins"})
