"""What the tables are made of, and how they are joined.

A table is data: pairs of a qualified name and a trait.  A name is spelled as users import it; other
spellings of the same thing carry `Names`.  A method is ``package.Class.method``.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeVar, cast, dataclass_transform, overload

from readiness_lint.terms import FOREVER, EntryKind, Held, Known, LeaseKind, Service, Type

T = TypeVar("T")
U = TypeVar("U")


@dataclass_transform(frozen_default=True)
def trait(cls: type[T]) -> type[T]:
    """A frozen record."""
    return dataclass(frozen=True, slots=True)(cls)


@trait
class Param:
    """A parameter of a call: its name, and its index where it may be given by position."""

    name: str
    position: int | None = None


@trait
class Limit:
    """A time limit: its parameter, and the seconds that hold when it is not given."""

    param: Param | None
    """``None``: the call takes no time limit."""
    default: float = FOREVER
    at: tuple[str, ...] = ()
    """Where else it may be set: ``socket`` (`socket.setdefaulttimeout`), ``client`` (a parameter
    of that name where the client is made, or the one of its `ClientTrait`), ``adapter``
    (`requests.Session.mount`), ``settimeout`` (that method of the object, or `setblocking`)."""
    also: tuple[str, ...] = ()
    """Other parameters that bound the call as well."""
    never: tuple[Any, ...] = (None,)
    """Values with which it waits forever; empty: ``None`` means the default."""
    since: tuple[tuple[str, float], ...] = ()
    """From which version on which default holds: ``(("8.0", 5.0),)``."""


class Trait:
    """Something that is known of a name."""

    __slots__ = ()


@trait
class Names(Trait):
    """Another spelling of ``canonical``; members follow."""

    canonical: str


@trait
class Inherits(Trait):
    """A class whose other members are those of ``bases``."""

    bases: tuple[str, ...]


@trait
class Returns(Trait):
    """What a call gives, what an attribute or a decorated function holds, what ``with`` binds."""

    type: Type
    given: Param | None = None
    """The parameter that names another class instead: `sessionmaker(class_=AsyncSession)`."""


@trait
class Is(Trait):
    """A word for a name.

    ``class`` (a class with no other row), ``never-returns``, ``coroutine`` (a call gives an
    awaitable), ``pure`` (does nothing but compute), ``offload`` (runs its callable argument off the
    event loop), ``own-loop`` (runs a coroutine on a loop of its own), ``bounds`` (a context manager,
    call or decorator that limits the time of what it holds), ``reporter`` (tells an error tracker,
    a span or an operator), ``metric`` (counts), ``traceback`` (prints or formats a traceback),
    ``cleanup``, ``retry-signal`` (an exception or call that asks for another try), ``on-commit``
    (defers a callable until the transaction commits), ``random`` (draws, or reads the clock: another
    value each time), ``row-lock`` (its rows stay locked until the transaction ends),
    ``environment`` (a mapping of environment variables),
    ``property`` (a decorator under which a method is read like an attribute), ``annotation`` (a
    subscript that has the type of its argument), ``patches`` (makes blocking calls give way), ``optional-import`` and
    the like are spelled here once.
    """

    word: str


@trait
class Constant(Trait):
    """A name whose value never changes: `http.HTTPStatus.BAD_GATEWAY`."""

    value: Any


@trait
class Outbound(Trait):
    """A call that waits for another process."""

    service: Service
    limit: Limit | None = None
    """``None``: its time limit is not known, or is another rule's."""
    blocking: bool = True
    """Whether it holds the thread while it waits."""
    given: Param | None = None
    """The argument without which it does nothing: `smtplib.SMTP()` connects when it has a host."""


@trait
class ClientTrait(Trait):
    """A constructor whose ``limit`` bounds the calls of the object that it makes."""

    service: Service
    limit: Limit | None = None


@trait
class Blocks(Trait):
    """A call that holds its thread without a peer."""

    held: Held
    limit: Limit | None = None
    at_once: tuple[tuple[str, Any], ...] = ()
    """Arguments with which it returns at once: ``(("block", False),)``; a constant by its name."""
    switch: Param | None = None
    """The parameter of ``at_once``, where it may be given by position."""


@trait
class Route(Trait):
    """A decorator, or a method called with a function, that registers a request handler."""

    framework: str
    methods: tuple[str, ...] | None = None
    """``None``: read off the parameter ``methods_param``, else ``default_methods``."""
    path: Param | None = Param("path", 0)
    methods_param: Param | None = None
    default_methods: tuple[str, ...] | None = None
    handler: Param | None = None
    """The handler's parameter, where the call is no decorator."""
    kind: EntryKind = EntryKind.HANDLER
    wraps: bool = False
    """Whether the name is bound to what the decorator returns, and outer decorators still run."""
    schema_only: bool = False
    """Declared for the OpenAPI document only; never called."""


@trait
class Marker(Trait):
    """A decorator that makes a function a handler without naming its route."""

    framework: str
    methods: tuple[str, ...] | None = None
    """Without the argument ``methods_param``."""
    methods_param: Param | None = None


@trait
class ViewBase(Trait):
    """A class whose methods of these names answer requests."""

    framework: str
    methods: tuple[tuple[str, str], ...]
    """Method of the class to method of HTTP: ``("destroy", "DELETE")``; empty: not known."""
    lists: bool = False
    """Whether it answers GET with the rows of its queryset."""
    hooks: tuple[tuple[str, str], ...] = ()
    """Methods that the base's own handlers call: a request reaches them, no route names them."""


@trait
class Guard(Trait):
    """A decorator, a mixin, a policy decorator or a dependency that rejects callers."""

    framework: str
    form: str
    """``decorator``, ``mixin``, ``policy`` or ``dependency``."""


@trait
class EntryTrait(Trait):
    """A decorator, a call or a base class through which a framework reaches a function."""

    kind: EntryKind
    framework: str = ""
    function: Param | None = None
    """The function's parameter, where it is called with one."""
    subject: Param | None = None
    """What it is registered for: an exception class, a status, a signal, ``"shutdown"``."""
    methods: tuple[str, ...] = ()
    """The methods that are reached, where it is a base class."""


@trait
class EntryOptions(Trait):
    """A call whose arguments of these names are functions, or lists or mappings of functions."""

    kinds: tuple[tuple[str, EntryKind], ...]
    framework: str = ""


@trait
class TaskTrait(Trait):
    """A decorator that makes a background task, or a call that schedules ``function``."""

    queue: str
    function: Param | None = None
    """The function's parameter, where the call is no decorator."""
    periodic: bool = False
    method: str = ""
    """The method that does the work, where it is a base class."""


@trait
class Dispatches(Trait):
    """A call that hands work to a broker."""

    queue: str
    after_commit: bool = False
    delay: tuple[str, ...] = ()
    """Parameters that put the work off for a time."""
    later: bool = False
    """Whether it always does."""
    same_database: bool = False
    """Whether the queue lives in the transaction's own database."""


@trait
class Answers(Trait):
    """A response or an HTTP exception: where its status and content stand."""

    framework: str
    status: Param | None = None
    content: Param | None = None
    default: int | None = 200
    """The status without an argument; ``None``: not known."""
    raised: bool = False


@trait
class ErrorFamily(Trait):
    """An exception class by what failed: ``database``, ``driver``, ``http-client``, ``os``."""

    family: str


@trait
class ModelBase(Trait):
    """A class whose subclasses are mapped to tables; ``keyword``: only with it (SQLModel ``table``)."""

    orm: str
    keyword: str = ""


@trait
class ColumnTrait(Trait):
    """A call that declares a column, and the type it has by itself."""

    orm: str
    type: str = ""
    """``float``, ``decimal``, ``json``, ...; empty: read off the arguments or the annotation."""
    default: tuple[str, ...] = ("default",)
    """Parameters whose value is computed once, at import."""
    position: int | None = None
    """The index of the first of them, where it may be given by position."""
    copies: bool = False
    """Whether a mutable default is copied for each row."""


@trait
class ColumnType(Trait):
    """A type given to a column: ``float``, ``json``, ...; ``tracked``: a wrapper that copies."""

    type: str
    tracked: bool = False


@trait
class Reads(Trait):
    """A call that reads rows, or builds the statement for it."""

    orm: str
    verb: str
    """``run``, ``get``, ``all``, ``first``, ``count``, ``exists``, ``build``."""
    many: bool = False
    """Whether it gives all rows that match; of a builder, once its value is iterated or awaited."""
    runs: bool = True
    """Whether it sends the statement; `Result.all` only hands out what `execute` fetched."""
    limits: bool = False
    """Whether no more rows come than it is told."""


@trait
class Writes(Trait):
    """A call that changes rows, or builds the statement for it."""

    orm: str
    verb: str
    """``create``, ``update``, ``delete``, ``save``, ``bulk``, ``flush``, ``commit``."""
    runs: bool = True


@trait
class Leases(Trait):
    """A call, used by ``with`` or as a decorator, that holds a transaction, session or connection."""

    kind: LeaseKind
    orm: str
    commits: bool = True
    """Whether leaving it without an error commits."""
    alias: Param | None = None


@trait
class LoggerTrait(Trait):
    """A class, or a module, whose methods write log records."""

    kind: str
    """``root``, ``std``, ``adapter``, ``structlog``, ``loguru``."""
    levels: tuple[tuple[str, str], ...] = ()
    """Method to level: ``("exception", "error")``; empty: the first argument says it."""


@trait
class EnvironmentTrait(Trait):
    """A call that reads configuration: the variable's name and the default."""

    reader: str
    variable: Param = Param("key", 0)
    default: Param | None = Param("default", 1)


@trait
class SettingsBase(Trait):
    """A class whose annotated fields are read from the environment."""

    reader: str


Pair = tuple[str, Trait]


def each(prefixes: str, names: str, *traits: Trait) -> tuple[Pair, ...]:
    """Every trait for every name under every prefix; an empty ``names`` means the prefixes."""
    if not names:
        return tuple((prefix, item) for prefix in prefixes.split() for item in traits)
    return tuple(
        (f"{prefix}.{name}", item)
        for prefix in prefixes.split()
        for name in names.split()
        for item in traits
    )


def spelled(prefix: str, canonical: str, names: str) -> tuple[Pair, ...]:
    """The names under ``prefix`` are other spellings of those under ``canonical``."""
    return tuple((f"{prefix}.{name}", Names(f"{canonical}.{name}")) for name in names.split())


@dataclass(frozen=True, slots=True)
class Words:
    """A list of names that rules share, by the key under which a configuration extends it."""

    key: str
    pattern: str
    """A regular expression for the whole name, lower case."""
    without: str = ""
    """What is excluded again."""

    def match(self, name: str | None) -> bool:
        """Whether the list has the name, in any case."""
        if not name:
            return False
        return bool(_compiled(self.pattern).fullmatch(name)) and not (
            self.without and _compiled(self.without).fullmatch(name)
        )

    def extended(self, patterns: Iterable[str]) -> Words:
        """The list with more patterns."""
        return replace(
            self, pattern="|".join((self.pattern, *(f"(?:{item})" for item in patterns)))
        )


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@trait
class Knowledge:
    """All that is known of one library."""

    distribution: str
    """Its name on PyPI; empty for the standard library."""
    versions: str
    """The versions whose source was read, as ``first-last``."""
    documentation: str
    traits: tuple[Pair, ...]


class Table(Mapping[str, T]):
    """The rows of one trait, by qualified name; ``Class.*`` stands for what has no row of its own."""

    __slots__ = ("_lasts", "_lasts_by_package", "_named", "_rows", "lasts", "packages", "starred")

    def __init__(self, rows: Mapping[str, T], named: frozenset[str] = frozenset()) -> None:
        self._rows = rows
        self._named = named
        """All names that have a row of their own, in whatever table."""
        self.lasts = frozenset(name.rpartition(".")[2] for name in rows) - {"*"}
        """The last identifiers of all names: what a walk can look for without resolving."""
        self.starred = frozenset(name[:-2] for name in rows if name.endswith(".*"))
        """The classes whose other members have a row together."""
        self.packages = frozenset(name.partition(".")[0] for name in self.starred)
        """The packages of those classes."""
        self._lasts: dict[frozenset[str], frozenset[str]] = {}
        self._lasts_by_package: dict[str, set[str]] = {}
        for name in rows:
            package, last = name.partition(".")[0], name.rpartition(".")[2]
            if last != "*":
                self._lasts_by_package.setdefault(package, set()).add(last)

    def lasts_in(self, packages: frozenset[str]) -> frozenset[str]:
        """The last identifiers of the names in some packages."""
        found = self._lasts.get(packages)
        if found is None:
            own = self._lasts_by_package
            found = self._lasts[packages] = frozenset().union(
                *(own[package] for package in packages if package in own)
            )
        return found

    def __getitem__(self, name: str) -> T:
        row = self._rows.get(name)
        if row is None and self._is_starred(name):
            row = self._rows[f"{name.rpartition('.')[0]}.*"]
        if row is None:
            raise KeyError(name)
        return row

    def _is_starred(self, name: str) -> bool:
        owner, _, last = name.rpartition(".")
        return owner in self.starred and not last.startswith("_") and name not in self._named

    @overload
    def get(self, name: str, /) -> T | None: ...
    @overload
    def get(self, name: str, default: U, /) -> T | U: ...
    def get(self, name: str, default: object = None, /) -> object:
        """The row of a name; `Mapping` would raise and catch to say that there is none."""
        row = self._rows.get(name)
        if row is None and self.starred and self._is_starred(name):
            return self[name]
        return default if row is None else row

    def __contains__(self, name: object) -> bool:
        return name in self._rows or (
            bool(self.starred) and isinstance(name, str) and self._is_starred(name)
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


class Tables:
    """All tables, joined; answers the model's questions about libraries."""

    def __init__(self, tables: Iterable[Knowledge]) -> None:
        self._rows: dict[type[Trait], dict[str, Trait]] = {}
        for knowledge in tables:
            for name, item in knowledge.traits:
                kind: Any = type(item) if not isinstance(item, Is) else item.word
                self._rows.setdefault(kind, {})[name] = item
        self._named = frozenset(name for rows in self._rows.values() for name in rows)
        self._starred = frozenset(name[:-2] for name in self._named if name.endswith(".*"))
        self._tables: dict[Any, Table[Any]] = {}
        self._spellings: dict[str, str] = {}
        self._classes = self._known_classes()
        self._leads = self._leading()
        self._reached: dict[frozenset[str], frozenset[str]] = {}

    def _leading(self) -> dict[str, set[str]]:
        """By package: where an import of it leads, through types, bases and other spellings."""
        leads: dict[str, set[str]] = {
            package: set() for package in {name.partition(".")[0] for name in self._named}
        }
        for name, returns in self.table(Returns).items():
            leads[name.partition(".")[0]].add(returns.type.name.partition(".")[0])
        for name, inherits in self.table(Inherits).items():
            leads[name.partition(".")[0]].update(base.partition(".")[0] for base in inherits.bases)
        for name, spelling in self.table(Names).items():
            leads[name.partition(".")[0]].add(spelling.canonical.partition(".")[0])
        return leads

    def reach(self, packages: Iterable[str]) -> frozenset[str]:
        """The packages whose names a file may use that imports these."""
        known = frozenset(package for package in packages if package in self._leads)
        found = self._reached.get(known)
        if found is None:
            todo, seen = [*known, "builtins"], {*known, "builtins"}
            while todo:
                more = self._leads.get(todo.pop(), set()) - seen
                seen |= more
                todo += more
            found = self._reached[known] = frozenset(seen)
        return found

    def _known_classes(self) -> frozenset[str]:
        owners = {name.rpartition(".")[0] for rows in self._rows.values() for name in rows}
        marked = self._rows.get(cast("Any", "class"), {})
        return frozenset(
            # A package may begin with a capital too: `MySQLdb`.
            name
            for name in owners
            if "." in name and name.rpartition(".")[2][:1].isupper()
        ).union(
            self._rows.get(Inherits, {}),
            *(row.bases for row in self.table(Inherits).values()),
            *(self._rows.get(kind, {}) for kind in (ViewBase, ModelBase, SettingsBase)),
            *((name,) for name, row in self.table(EntryTrait).items() if row.methods),
            *((name,) for name, row in self.table(TaskTrait).items() if row.method),
            marked,
        )

    def table(self, kind: type[T]) -> Table[T]:
        """The rows of one trait class."""
        if kind not in self._tables:
            self._tables[kind] = Table(self._rows.get(cast("Any", kind), {}), self._named)
        return self._tables[kind]

    def word(self, word: str) -> Table[Is]:
        """The names that carry one word of `Is`."""
        if word not in self._tables:
            self._tables[word] = Table(self._rows.get(cast("Any", word), {}), self._named)
        return self._tables[word]

    def canonical(self, name: str) -> str:
        """The spelling under which the tables know a name; the name itself if there is no other."""
        found = self._spellings.get(name)
        if found is None:
            found = self._spellings[name] = self._canonical(name)
        return found

    def _canonical(self, name: str) -> str:
        spellings = self.table(Names)
        head, tail = name, ""
        while head:
            if head in spellings:
                return self.canonical(spellings[head].canonical + tail)
            head, dot, last = head.rpartition(".")
            tail = f"{dot}{last}{tail}"
        return name

    def returns(self, name: str) -> Type | None:
        """The type of a call's value or of an attribute."""
        row = self.table(Returns).get(name)
        return row.type if row else None

    def chooser(self, name: str) -> tuple[str, int | None] | None:
        """The parameter by which a call names the class that it gives instead."""
        row = self.table(Returns).get(name)
        return (row.given.name, row.given.position) if row and row.given else None

    def is_class(self, name: str) -> bool:
        """Whether a name is a class: the owner of a method in some table, or marked so."""
        return name in self._classes

    def knows(self, name: str) -> bool:
        """Whether any table has a row for the name."""
        if name in self._named:
            return True
        owner, _, last = name.rpartition(".")
        return owner in self._starred and not last.startswith("_")

    def member(self, owner: str, attribute: str) -> str:
        """The name under which a class's member is known: its own, or that of the base that has it."""
        own = f"{owner}.{attribute}"
        if self.knows(own):
            return own
        inherits = self.table(Inherits).get(owner)
        for base in inherits.bases if inherits else ():
            name = self.member(base, attribute)
            if self.knows(name):
                return name
        return own

    def has(self, word: str, name: str) -> bool:
        """Whether a name carries a word of `Is`."""
        return name in self.word(word)

    def value(self, name: str) -> Known | None:
        """The value of a constant, such as ``rest_framework.status.HTTP_500_...``."""
        row = self.table(Constant).get(name)
        return Known(row.value) if row else None

    def bases(self, name: str) -> tuple[str, ...]:
        """A library class and those it inherits from, as far as the tables say."""
        row = self.table(Inherits).get(name)
        found = [name]
        for base in row.bases if row else ():
            found.extend(item for item in self.bases(base) if item not in found)
        return tuple(found)


@cache
def collect(package: str) -> Tables:
    """Join every `Knowledge` of every module of a package."""
    paths = importlib.import_module(package).__path__
    names = sorted(module.name for module in pkgutil.iter_modules(paths))
    modules = [
        importlib.import_module(f"{package}.{name}")
        for name in names
        if name not in {"schema", "words"}
    ]
    return Tables(
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, Knowledge)
    )
