"""What a file may ask of the program around it."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Generic, Protocol, TypeVar

from readiness_lint.model import Fact, File, Inquiry, Named
from readiness_lint.record import record, single_record
from readiness_lint.terms import Role

A = TypeVar("A")
F = TypeVar("F", bound=Fact)


@record
class Text:
    """A module that need not be parsed."""

    module: str
    role: Role
    """By its place; a module that is a script by what it holds is application code here."""
    source: str


@single_record
class Derivation(Generic[A]):
    """Something that is worked out over the whole program, and that each module has a part of.

    It is a constant of its module, so that it can be found again by its name.
    """

    name: str
    """``package.module:CONSTANT``; ``package.module:function 'text``: what that makes of the text."""
    make: Callable[[Program], Mapping[str, A]]
    """The parts by module.  It asks the program that it is given, and no other file or program."""
    told: Callable[[A], object]
    """What the findings of a module hang on: texts, numbers and tuples of them, without lines."""


APART = frozenset({Role.TEST, Role.EXAMPLE, Role.MIGRATION})
"""Modules whose word the service does not hear."""
LOADED = (Role.APPLICATION, Role.SETTINGS, Role.SCRIPT)
"""Roles of modules that a program runs."""


class Program(Protocol):
    """All first-party modules; nothing outside it is known of them."""

    @property
    def inquiry(self) -> Inquiry:
        """The questions that are being answered."""
        ...

    @property
    def python(self) -> tuple[int, ...] | None:
        """The oldest version of Python that the project asks for; ``None``: it does not say."""
        ...

    def newest(self, package: str) -> tuple[int, ...] | None:
        """The newest version of a library that the project admits; ``None``: any, or it is silent."""
        ...

    def requires(self, package: str) -> bool:
        """Whether the project asks for a library where it runs, or may do so."""
        ...

    def published(self) -> tuple[str, ...]:
        """The packages that the project is published with, as patterns; empty: it lists none."""
        ...

    def probed(self) -> tuple[tuple[str, str], ...]:
        """The paths that its manifests name for probes, without outer slashes, and a `Health` of each."""
        ...

    def defining(self, name: str) -> tuple[File, str] | None:
        """The module that a canonical first-party name belongs to, and the name inside it."""
        ...

    def files(self) -> Iterable[File]:
        """All modules that some rule looks at, in the order of their names."""
        ...

    def using(self, *tables: Named) -> Iterable[File]:
        """The modules that may call what one of the tables names, in the order of their names.

        A module that no rule looks at is not among them.
        """
        ...

    def users(self, *tables: Named) -> Sequence[str]:
        """The names of the modules that `using` gives."""
        ...

    def calling(self, last: str) -> Iterable[File]:
        """The modules that call something under this last identifier, in the order of their names."""
        ...

    def spellings(self, last: str) -> frozenset[str]:
        """An identifier, and the aliases that modules have for what it names."""
        ...

    def naming(self, name: str) -> Iterable[File]:
        """The modules that import a module or a member by this very name, or all that it holds."""
        ...

    def importing(self, packages: frozenset[str]) -> Iterable[File]:
        """The modules that import one of these libraries themselves, in the order of their names."""
        ...

    @property
    def modules(self) -> frozenset[str]:
        """The names of all modules that one file alone defines."""
        ...

    def owns(self, name: str) -> bool:
        """Whether a qualified name begins with a package or module of the program."""
        ...

    def file(self, module: str) -> File | None:
        """A module; ``None``: there is none, or it cannot be parsed."""
        ...

    def texts(self, *roles: Role, holding: tuple[str, ...] = ()) -> Iterable[Text]:
        """The modules of these roles, in the order of their paths; none of them is parsed.

        There may be several of one name.  With ``holding``, only those whose text has one of these
        words; who asks so looks at their files for the rest.
        """
        ...

    def facts(self, kind: type[F], packages: frozenset[str]) -> Iterable[tuple[File, F]]:
        """Every fact of a kind, with its file, in the modules that one of the libraries reaches.

        Modules that no active rule looks at, such as tests and migrations, are left out.
        """
        ...

    def each(
        self,
        find: Callable[..., Iterable[A]],
        *words: object,
        calling: str = "",
        tables: Sequence[Named] = (),
    ) -> Iterable[tuple[File, A]]:
        """What a function finds in each module, in the order of their names.

        It is called with the file and the words: texts, and classes of ours.  With ``calling``,
        only for modules that call something under this last identifier; with ``tables``, only for
        those that may call what one of them names.  Other than with `files`, a module in which it
        finds nothing has no part in what is made of the rest, and need not be parsed for it after a
        change elsewhere; so it is a function of a module of ours.
        """
        ...

    def memo(self, key: object, make: Callable[[], A]) -> A:
        """Something that is worked out once per program.

        It asks the program, and the files that this gives, not the one for which it is wanted.
        """
        ...

    def known(self, make: Callable[..., A], *words: object) -> A:
        """Something that is worked out once per program, and is plain: texts and numbers.

        ``make`` is a function of a module of ours; it is called with a program and the words,
        texts.  Other than with `memo`, who asks is checked again only where this has changed.
        """
        ...

    def having(self, derivation: Derivation[A]) -> Sequence[str]:
        """The modules that have a part in what was worked out, in the order of their names."""
        ...

    def derived(self, derivation: Derivation[A], module: str) -> A | None:
        """The part of a module in what is worked out once over the program; ``None``: it has none.

        Other than with `memo`, a module is checked again only where its own part has changed.
        """
        ...


def part_of(file: File, derivation: Derivation[A]) -> A | None:
    """The part of a file in what is worked out over its program; ``None``: it has none.

    A stub, and a module behind the package of its name, have none: what is said under their name is
    about the nodes of another file.
    """
    program = file.program
    if program is None or program.file(file.module) is not file:
        return None
    return program.derived(derivation, file.module)


class Told(Protocol):
    """What one module says of a definition of another one."""

    @property
    def home(self) -> File:
        """The module that has the definition."""
        ...


T = TypeVar("T", bound=Told)


def told(
    file: File,
    find: Callable[[File], Iterable[T]],
    tables: Callable[[], Sequence[Named]] = tuple,
) -> tuple[T, ...]:
    """What a file, and then the other modules, say of the file's own definitions.

    A module that calls nothing of what the tables name says nothing of others; without tables any
    may.
    """
    own = said_by(file, find)
    if own:
        own = tuple(item for item in own if item.home is file)
    program = file.program
    said = part_of(file, _telling(find, tables))
    if program is None or not said:
        return own
    for speaker in dict.fromkeys(speaker for speaker, _ in said):
        # What it says may be looked at closely.
        program.file(speaker)
    return (*own, *(item for _, item in said))


def said_by(file: File, find: Callable[[File], Iterable[T]]) -> tuple[T, ...]:
    """All that a file says; asked for once, by itself and by the others."""
    found: tuple[T, ...] = file.memo(("said", find), lambda: tuple(find(file)))
    return found


Said = Sequence[tuple[str, T]]
"""What is said of one module, each with the module that says it."""


def telling(find: Callable[[File], Iterable[T]], tables: Sequence[Named]) -> Derivation[Said[T]]:
    """What modules say of others; it has the name of what finds it, and of the tables."""
    return Derivation(
        " ".join((f"{find.__module__}:{find.__qualname__}", *(table.name for table in tables))),
        lambda program: _by_home(program.each(_of_others, find, tables=tables)),
        lambda said: [speaker for speaker, _ in said],
    )


@cache
def _telling(
    find: Callable[[File], Iterable[Any]], tables: Callable[[], Sequence[Named]]
) -> Derivation[Said[Any]]:
    return telling(find, tables())


def _of_others(file: File, find: Callable[[File], Iterable[T]]) -> Iterator[T]:
    """What a file says of other modules."""
    if file.role not in APART:
        yield from (item for item in said_by(file, find) if item.home is not file)


def _by_home(items: Iterable[tuple[File, T]]) -> Mapping[str, Said[T]]:
    found: dict[str, list[tuple[str, T]]] = defaultdict(list)
    for file, item in items:
        found[item.home.module].append((file.module, item))
    return found


def mentions_of(file: File, name: str) -> Iterable[tuple[File, ast.expr]]:
    """Where modules read what has a qualified name; of a variable, the modules that import it."""
    if file.program is not None:
        return file.program.each(mentions, name)
    return ((file, node) for node in mentions(file, name))


def mentions(file: File, name: str) -> Iterator[ast.expr]:
    """Where a file reads what has a qualified name."""
    last = name.rpartition(".")[2]
    if last not in file.source or file.role in APART:
        return
    aliases = {alias for alias, behind in file.index.aliases.items() if last in behind}
    yield from (node for node in file.reads.of(last, *aliases) if file.name_of(node) == name)
