"""What the findings of a file rest on: the questions that it asked, and what it was told.

A file is a function of its text, of its settings, and of the answers that it was given.  So what
was found in it still holds if each of its questions would be answered as before, and whether that
is so is asked again only where a module has changed that had a part in the answer.

A file is two askers.  What the model asked to resolve its names and types is behind all that others
are told of it: with another answer, the file is another to them, too.  What else was asked to find
something in it is nothing to others; who uses a fact of it asked what that asked (`Work`).
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from enum import Enum
from functools import cache, partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar, cast

from readiness_lint.project.link import spelled
from readiness_lint.project.works import CUT, Question, Work, Works, is_of_model
from readiness_lint.record import record
from readiness_lint.storage import digest
from readiness_lint.terms import Type, heads

if TYPE_CHECKING:
    from readiness_lint.facts.program import Derivation, Text
    from readiness_lint.model import Fact, File, Inquiry, Named
    from readiness_lint.project.link import Modules
    from readiness_lint.terms import Known, Role

A = TypeVar("A")
F = TypeVar("F", bound="Fact")

"""`Question`: a kind, and what it is about; most are the name of a method of `Library`, and a first-party name.

Of a program: ``home`` which module has a name; ``file`` all that a module may be asked; ``modules``
which there are, ``files`` which of them a rule looks at; ``calling``, ``importing``, ``naming``,
``reaching`` and ``using`` which modules do; ``nothing`` whether a function of ours finds nothing in a module;
``texts`` what the modules of some roles hold, or which hold some words;
``known`` what was worked out over the whole; ``derived`` a module's part in that, ``having`` which
have one.
"""
UNTOLD = b""
"""The digest of an answer that nothing is equal to: it hung on what else was being asked."""
SHORT = (True, False, None, (), frozenset[str]())
"""Answers that a digest tells: that it stands is enough to give it again."""
LISTINGS = ("calling", "files", "importing", "naming", "reaching", "using")
"""Questions that outlines answer."""
UNTRACED = frozenset(
    [
        *LISTINGS,
        "derived",
        "file",
        "having",
        "known",
        "modules",
        "nothing",
        "probed",
        "published",
        "python",
        "texts",
    ]
)
"""Questions that no module answers, or that say themselves which does."""


@record
class Told:
    """An answer, for one who only wants to know whether it is still the same."""

    digest: bytes
    homes: tuple[str, ...]
    """The modules that it was read off, where the question does not say so."""


def told(answer: object) -> bytes:
    """What stands for an answer; it holds no lines, and is the same in every process."""
    try:
        return digest(_text(answer).encode("utf-8", "surrogatepass"))
    except (TypeError, RecursionError):
        return UNTOLD


_PLAIN = frozenset([str, bytes, bool, int, float, complex, type(None), type(...)])


def _text(value: object) -> str:
    """All of a value as text, always in the same order.

    Raises:
        TypeError: it is of a kind whose text may leave something out.
    """
    kind: Any = type(value)
    if kind in _PLAIN:
        return repr(value)
    if isinstance(value, Enum):
        return f"{kind.__name__}.{value.value!r}"
    if isinstance(value, Type):
        return f"{value.name!r}{value.of_class}[{' '.join(map(_text, value.args))}]"
    if isinstance(value, tuple | list):
        return f"{kind.__name__}[{' '.join(map(_text, value))}]"
    if isinstance(value, set | frozenset):
        return f"{kind.__name__}[{' '.join(sorted(map(_text, value)))}]"
    if isinstance(value, Mapping):
        return f"dict[{' '.join(map(_text, value.items()))}]"
    parts = (_text(getattr(value, name)) for name in _fields(kind))
    return f"{kind.__name__}({' '.join(parts)})"


@cache
def _fields(kind: type[Any]) -> tuple[str, ...]:
    if not dataclasses.is_dataclass(kind):
        raise TypeError(kind.__name__)
    return tuple(item.name for item in dataclasses.fields(kind))


class Recorder:
    """The library and the program of one file, or of a derivation: `Modules`, and what it asked.

    Only first-party names are noted: what the tables say of others is the same in every run.
    """

    __slots__ = ("_modules", "_works", "inquiry", "module", "reached", "work")

    def __init__(self, modules: Modules, works: Works, work: Work, module: str = "") -> None:
        """``work``: what each of its answers rests on; ``module``: the one that it alone defines."""
        self.inquiry: Inquiry = modules.inquiry
        self.module = module
        self.work = work
        self.reached: frozenset[str] | None = None
        self._modules = modules
        self._works = works

    def _note(self, question: Question, answer: object = None) -> None:
        # Of what the model asks, the file keeps the answers for all.
        busy = self.inquiry.busy
        work = self.work if busy and is_of_model(busy) else self._works.current
        work.asked[question] = answer

    def _ask(self, kind: str, *words: str) -> Any:
        """The answer of `Modules` to a question of the same name."""
        inquiry = self.inquiry
        cuts = inquiry.cuts
        found = getattr(self._modules, kind)(*words)
        question = (kind, *words)
        asked = self.work.asked
        if cuts != inquiry.cuts:
            asked[question] = CUT
        elif question not in asked:
            asked[question] = found
        return found

    # ── the library ──────────────────────────────────────────────────────────────────────────
    def canonical(self, name: str) -> str:
        """The name under which something is defined."""
        modules = self._modules
        found: str = self._ask("canonical", name) if modules.owns(name) else modules.canonical(name)
        return found

    def returns(self, name: str) -> Type | None:
        """The type of what a call gives."""
        modules = self._modules
        return self._ask("returns", name) if modules.owns(name) else modules.returns(name)

    def holds(self, name: str) -> Type | None:
        """The type of the object that has the name."""
        modules = self._modules
        return self._ask("holds", name) if modules.owns(name) else modules.holds(name)

    def renamed(self, packages: frozenset[str]) -> Mapping[str, frozenset[str]]:
        """Other last identifiers under which libraries' names are known; tables say so."""
        return self._modules.renamed(packages)

    def chooser(self, name: str) -> tuple[str, int | None] | None:
        """The parameter by which a call names the class that it gives instead; tables say so."""
        return self._modules.chooser(name)

    def injector(self, name: str) -> tuple[str, int | None] | None:
        """The parameter of a default that names the function to call for it; tables say so."""
        return self._modules.injector(name)

    def annotates(self, name: str) -> Type | None:
        """The type that an alias of a type stands for."""
        modules = self._modules
        return self._ask("annotates", name) if modules.owns(name) else modules.annotates(name)

    def is_class(self, name: str) -> bool:
        """Whether it is a class."""
        modules = self._modules
        return bool(self._ask("is_class", name) if modules.owns(name) else modules.is_class(name))

    def knows(self, name: str) -> bool:
        """Whether the name certainly exists."""
        modules = self._modules
        return bool(self._ask("knows", name) if modules.owns(name) else modules.knows(name))

    def member(self, owner: str, attribute: str) -> str:
        """The name of a class's member."""
        modules = self._modules
        own = modules.owns(owner)
        found = self._ask("member", owner, attribute) if own else modules.member(owner, attribute)
        return str(found)

    def bases(self, name: str) -> tuple[str, ...]:
        """The class and those it inherits from, as far as they are known."""
        modules = self._modules
        found: tuple[str, ...]
        found = self._ask("bases", name) if modules.owns(name) else modules.bases(name)
        return found

    def mro(self, name: str) -> tuple[str, ...] | None:
        """The class and all that it inherits from."""
        modules = self._modules
        return self._ask("mro", name) if modules.owns(name) else modules.mro(name)

    def has(self, word: str, name: str) -> bool:
        """Whether a name carries a word."""
        modules = self._modules
        return bool(self._ask("has", word, name) if modules.owns(name) else modules.has(word, name))

    def value(self, name: str) -> Known | None:
        """The value of a constant."""
        modules = self._modules
        return self._ask("value", name) if modules.owns(name) else modules.value(name)

    def reach(self, imported: Iterable[str]) -> frozenset[str]:
        """The packages whose names the file may use."""
        self.reached = self._modules.reach(imported)
        return self.reached

    # ── the program ──────────────────────────────────────────────────────────────────────────
    @property
    def modules(self) -> frozenset[str]:
        """The names of all modules that one file alone defines."""
        self._note(("modules",))
        return self._modules.modules

    def owns(self, name: str) -> bool:
        """Whether a name begins with a package or module of the program.

        Nothing of a program holds any longer once that has changed.
        """
        return self._modules.owns(name)

    def file(self, module: str) -> File | None:
        """A module."""
        self._note(("home", module), self._home(module))
        return self._handed(module)

    def defining(self, name: str) -> tuple[File, str] | None:
        """The module that a canonical first-party name belongs to, and the name inside it."""
        if not self._modules.owns(name):
            return None
        home = self._home(name)
        self._note(("home", name), home)
        self._handed(home)
        return self._modules.defining(name)

    def _home(self, name: str) -> str:
        split = self._modules.split(name)
        return split[0] if split else ""

    def _handed(self, module: str) -> File | None:
        """A file may be asked anything: what it answers changes when it does."""
        if module != self.module and module in self._modules.modules:
            # One that cannot be parsed may be another day.
            self._note(("file", module))
        return self._modules.file(module)

    def _each(self, modules: Iterable[str]) -> Iterator[File]:
        for module in modules:
            file = self._handed(module)
            if file is not None:
                yield file

    def spellings(self, last: str) -> frozenset[str]:
        """An identifier, and the aliases that modules have for what it names."""
        self._note(("calling", last), self._modules.callers(last))
        return self._modules.spellings(last)

    @property
    def python(self) -> tuple[int, ...] | None:
        """The oldest Python that the program runs on."""
        found = self._modules.python
        self._note(("python",), found)
        return found

    def newest(self, package: str) -> tuple[int, ...] | None:
        """The newest version of a library that the project admits."""
        found = self._modules.newest(package)
        self._note(("newest", package), found)
        return found

    def requires(self, package: str) -> bool:
        """Whether the project asks for a library where it runs, or may do so."""
        found = self._modules.requires(package)
        self._note(("requires", package), found)
        return found

    def published(self) -> tuple[str, ...]:
        """The packages that the project is published with, as patterns; empty: it lists none."""
        found = self._modules.published()
        self._note(("published",), found)
        return found

    def probed(self) -> tuple[tuple[str, str], ...]:
        """The paths that manifests of the project name, and what each asks."""
        found = self._modules.probed()
        self._note(("probed",), found)
        return found

    def files(self) -> Iterator[File]:
        """All modules that some rule looks at."""
        found = self._modules.every()
        self._note(("files",), found)
        return self._each(found)

    def using(self, *tables: Named) -> Iterator[File]:
        """The modules that may call what one of the tables names."""
        return self._each(self.users(*tables))

    def users(self, *tables: Named) -> list[str]:
        """The names of the modules that `using` gives."""
        found = self._modules.users(*tables)
        if all(table.name for table in tables):
            self._note(("using", *(table.name for table in tables)), found)
        else:
            self._note(("file", ""))
        return found

    def calling(self, last: str) -> Iterator[File]:
        """The modules that call something under this last identifier."""
        found = self._modules.callers(last)
        self._note(("calling", last), found)
        return self._each(found)

    def importing(self, packages: frozenset[str]) -> Iterator[File]:
        """The modules that import one of these libraries themselves."""
        found = self._modules.importers(packages)
        self._note(("importing", *sorted(packages)), found)
        return self._each(found)

    def naming(self, name: str) -> Iterator[File]:
        """The modules that import a module or a member by this very name, or all that it holds."""
        found = self._modules.namers(name)
        self._note(("naming", name), found)
        return self._each(found)

    def texts(self, *roles: Role, holding: tuple[str, ...] = ()) -> Iterator[Text]:
        """The modules of these roles, unparsed; with ``holding``, that have one of these words."""
        self._note(("texts", " ".join(sorted(role.value for role in roles)), *holding))
        for text in self._modules.texts(*roles, holding=holding):
            if holding:
                self._handed(text.module)
            yield text

    def facts(self, kind: type[F], packages: frozenset[str]) -> Iterator[tuple[File, F]]:
        """Every fact of a kind in the modules that one of the libraries reaches."""
        found = self._modules.reaching(packages)
        self._note(("reaching", *sorted(packages)), found)
        for file in self._each(found):
            for fact in file.facts(kind):
                yield file, fact

    def each(
        self,
        find: Callable[..., Iterable[A]],
        *words: object,
        calling: str = "",
        tables: Sequence[Named] = (),
    ) -> Iterator[tuple[File, A]]:
        """What a function finds in each module; those in which it finds nothing have no part."""
        modules, name = self._modules, spelled(find, *words)
        if calling:
            searched = modules.callers(calling)
            self._note(("calling", calling), searched)
        elif tables:
            searched = self.users(*tables)
        else:
            searched = modules.every()
            self._note(("files",), searched)
        for module in searched:
            question = ("nothing", module, *name)
            if modules.stands(question, True):
                self._note(question, True)
                continue
            file = modules.file(module)
            cuts = self.inquiry.cuts
            work = Work()
            items = self._works.within(work, partial(_found, find, file, words))
            if items or not name or cuts != self.inquiry.cuts or module == self.module:
                self._handed(module)
                self._works.current.used[work] = None
            else:
                self._note(question, True)
                self._works.under(looking(question)).used[work] = None
            yield from ((file, item) for item in items if file is not None)

    def memo(self, key: object, make: Callable[[], A]) -> A:
        """Something that is worked out once per program, by somebody who asks for it alone."""
        name = f"memo {_key(key)}"

        def made() -> A:
            before, self.module = self.module, ""
            # It is the same whoever asks first.
            try:
                return self._works.within(self._works.under(name), make)
            finally:
                self.module = before

        found = self._modules.memo(("noted", key), made)
        self._note(("file", derived(name)))
        return found

    def known(self, make: Callable[..., A], *words: object) -> A:
        """Something plain that is worked out once per program."""
        question = ("known", *spelled(make, *words))
        for plain in SHORT:
            if self._modules.stands(question, plain):
                self._note(question, plain)
                return cast("A", plain)
        found = self._modules.known(make, *words)
        self._note(question, found)
        return found

    def having(self, derivation: Derivation[A]) -> list[str]:
        """The modules that have a part in what is worked out once over the program."""
        question = ("having", derivation.name)
        former = self._modules.former(derivation.name)
        found = self._modules.having(derivation) if former is None else list(former)
        self._note(question, found)
        return found

    def derived(self, derivation: Derivation[A], module: str) -> A | None:
        """The part of a module in what is worked out once over the program."""
        question = ("derived", derivation.name, module)
        former = self._modules.former(derivation.name)
        if former is not None and module not in former:
            self._note(question)
            return None
        found = self._modules.derived(derivation, module)
        self._note(question, None if found is None else derivation.told(found))
        return found


def _named(spelling: str) -> Any:
    """What is spelled so."""
    if spelling.startswith("'"):
        return spelling[1:]
    module, _, name = spelling.partition(":")
    if not module.startswith("readiness_lint."):
        raise LookupError(spelling)
    return getattr(import_module(module), name)


def _key(key: object) -> str:
    """The key of a memo, the same in every process."""
    if isinstance(key, tuple):
        return f"({' '.join(map(_key, key))})"
    return " ".join(spelled(key)) or told(key).hex()


def united(first: dict[Question, Told], second: Mapping[Question, Told]) -> None:
    """Add answers to others; where two processes were told different things, neither counts."""
    for question, answer in second.items():
        known = first.get(question)
        if known is None or known.digest == answer.digest:
            first[question] = answer
        else:
            first[question] = Told(UNTOLD, known.homes)


class Notes:
    """What the recorders of one process have noted, in a form that can be kept."""

    def __init__(self, modules: Modules) -> None:
        self._modules = modules
        self.told: dict[Question, Told] = {}

    def take(self, work: Work) -> list[Question]:
        """The questions that a piece of work rests on; their answers are noted."""
        asked = work.all()
        for question, answer in asked.items():
            known = self.told.get(question)
            if known is None or (answer is CUT and known.digest):
                self.told[question] = self._told(question, answer)
        return list(asked)

    def _told(self, question: Question, answer: object) -> Told:
        return Told(UNTOLD if answer is CUT else told(answer), self.homes(question))

    def homes(self, question: Question) -> tuple[str, ...]:
        """The modules that answer a question, where that does not say so itself."""
        kind = question[0]
        if kind == "canonical":
            return self._modules.homes(question[1])
        if kind in UNTRACED:
            return ()
        return self._modules.homes(name_of(question), follow=False)


def _has_part(question: Question, texts: Collection[tuple[str, str | None]]) -> bool:
    """Whether what some files say now has a part in the answer.

    That one held a word before, nobody need know: who asked looked at its file.
    """
    _, roles, *words = question
    return any(
        role in roles.split(" ")
        and (not words or (text is not None and any(word in text for word in words)))
        for role, text in texts
    )


def name_of(question: Question) -> str:
    """The first-party name that a question is about."""
    return question[2] if question[0] == "has" else question[1]


def derived(name: str) -> str:
    """What a derivation is called where modules are meant: no module has such a name."""
    return f"={name}"


def looking(question: Question) -> str:
    """What it is called to look for what a module does not have."""
    return f"nothing {question[1]}"


def homes_of(question: Question, traced: tuple[str, ...]) -> tuple[str, ...]:
    """The modules and derivations that answer a question; ``traced``: those of its answer."""
    kind = question[0]
    if kind == "nothing":
        return question[1], derived(looking(question))
    if kind == "file":
        return (question[1],)
    if kind in {"derived", "having"}:
        return (derived(question[1]),)
    return (derived(" ".join(question[1:])),) if kind == "known" else traced


def base(asker: str) -> str:
    """What a file is called, which others ask, beside what is found in it."""
    return f"/{asker}"


def _found(find: Callable[..., Iterable[A]], file: File | None, words: Iterable[object]) -> list[A]:
    return list(find(file, *words)) if file is not None else []


def ask(modules: Modules, question: Question) -> object:
    """Answer a question that was noted in another run."""
    kind, *words = question
    if kind == "calling":
        return modules.callers(*words)
    if kind == "importing":
        return modules.importers(frozenset(words))
    if kind == "naming":
        return modules.namers(*words)
    if kind == "reaching":
        return modules.reaching(frozenset(words))
    if kind == "home":
        split = modules.split(words[0])
        return split[0] if split else ""
    if kind == "python":
        return modules.python
    if kind == "newest":
        return modules.newest(words[0])
    if kind == "requires":
        return modules.requires(words[0])
    if kind == "published":
        return modules.published()
    if kind == "probed":
        return modules.probed()
    if kind == "using":
        return modules.users(*map(modules.named, words))
    if kind == "files":
        return modules.every()
    if kind == "nothing":
        file = modules.file(words[0])
        find, *more = map(_named, words[1:])
        return not modules.work_out(looking(question), lambda _: _found(find, file, more))
    if kind == "known":
        make, *more = map(_named, words)
        return modules.known(make, *more)
    if kind == "having":
        return modules.having(_derivation(modules, words[0]))
    if kind == "derived":
        derivation = _derivation(modules, words[0])
        found = modules.derived(derivation, words[1])
        return None if found is None else derivation.told(found)
    return getattr(modules, kind)(*words)


def _derivation(modules: Modules, name: str) -> Derivation[Any]:
    # A run that finds everything as it was needs no facts.
    from readiness_lint.facts.effects import derivation_of  # noqa: PLC0415
    from readiness_lint.facts.program import Derivation, telling  # noqa: PLC0415

    spelling, *tables = name.split(" ")
    found = _named(spelling)
    if tables and tables[0].startswith("'"):
        made: Derivation[Any] = found(*(text[1:] for text in tables))
        return made
    if isinstance(found, Derivation):
        return found
    if isinstance(found, type):
        return derivation_of(found)
    return telling(found, [modules.named(table) for table in tables])


@record
class Asked:
    """What an asker rests on: a file, what is found in it, or a derivation."""

    module: str
    """Under which its answers are asked for; empty: nobody can."""
    questions: Collection[Question]
    imports: Collection[str] = ()
    reach: bytes = b""
    """What stands for the packages that these lead to; empty: it did not ask."""
    finder: str = ""
    """Of a file: the asker that finds something in it."""


@record
class Change:
    """What is not as it was in a program."""

    askers: AbstractSet[str]
    """Those whose text, place or settings are not the same, or that are new."""
    modules: AbstractSet[str]
    """Modules that are new, or gone."""
    texts: Collection[tuple[str, str | None]]
    """Of files that have changed, are new, or gone, their roles and what they say now."""
    imports: bool
    """Whether a module imports something else."""
    calls: bool
    """Whether a module calls something else, or under another name."""


class Overtaken(Exception):  # noqa: N818  nothing is wrong: it is done again, with more care
    """An answer was taken to stand, and turned out to be another."""


class Revision:
    """Who has to be looked at again after a change: it, and whoever gets another answer for it.

    Starting from what has changed, only what those modules were asked is asked again; who gets the
    same answer as before rests on the same ground as before.
    """

    def __init__(
        self,
        modules: Modules,
        asked: Mapping[str, Asked],
        told: Mapping[Question, Told],
        *,
        parts: Mapping[str, Collection[str]],
        asking: bool = True,
        trusting: bool = True,
    ) -> None:
        """``parts``: by the names of derivations, the modules that had a part in them.

        Without ``asking`` every answer is another that a changed module had a part in.

        ``trusting``: what no changed module has had a part in so far is taken to stand.
        """
        self._modules = modules
        self._notes = Notes(modules)
        self._asked = asked
        self._told = told
        self._parts = parts
        self._asking = asking
        self._trusting = trusting
        self._trusted: set[Question] = set()
        self._askers: dict[Question, list[str]] = defaultdict(list)
        for asker, what in asked.items():
            for question in what.questions:
                self._askers[question].append(asker)
        self._homed: dict[str, list[Question]] = defaultdict(list)
        for question in self._askers:
            known = told.get(question)
            for home in homes_of(question, known.homes) if known else ():
                self._homed[home].append(question)
        self._settled: set[Question] = set()
        self._todo: list[str] = []
        self._moved: set[str] = set()
        """The modules whose answers may be others."""
        self._is_done = False
        self.again: set[str] = set()
        """The askers that have to be looked at again."""
        self.confirmed: dict[Question, Told] = {}
        """Answers that are as they were, with the modules that they come from now."""
        self.different: set[Question] = set()
        """Questions whose answers are not as they were, or were not asked again."""

    def run(self, change: Change) -> None:
        """Find out who has to be looked at again.

        Raises:
            Overtaken: what was taken to stand does not; what was worked out from it has to go.
        """
        for asker in change.askers:
            self.mark(asker)
        self._todo += change.modules
        self._moved |= change.modules
        for question in self._first(change):
            self._settle(question)
        if change.imports or change.modules:
            self._reach_again()
        while self._todo:
            for question in self._homed.get(self._todo.pop(), ()):
                self._settle(question)
        self._is_done = True

    def stands(self, question: Question, answer: object) -> bool:
        """Whether a question is known to have this answer still, as far as anything is known."""
        known = self._told.get(question)
        if known is None or question in self.different or known.digest != told(answer):
            return False
        if question not in self.confirmed:
            if not self._moved.isdisjoint(homes_of(question, known.homes)):
                return False
            if not self._is_done:
                # Only what somebody asked will be asked again when a module moves.
                if not self._trusting or question not in self._askers:
                    return False
                self._trusted.add(question)
        return True

    def former(self, name: str) -> Collection[str] | None:
        """The modules that have a part in a derivation still; ``None``: it has to be made."""
        found = self._parts.get(name)
        return found if found is not None and self.stands(("having", name), found) else None

    def _first(self, change: Change) -> Iterator[Question]:
        """The questions that are asked again whoever answers them."""
        moved = bool(change.modules)
        for question in self._askers:
            kind = question[0]
            if (
                (kind == "calling" and (change.calls or moved))
                or (kind in {"importing", "naming", "reaching"} and (change.imports or moved))
                or (kind == "using" and (change.calls or change.imports or moved))
                or (kind == "texts" and _has_part(question, change.texts))
                or kind == "files"
                or (kind == "modules" and moved)
                or kind == "python"
                or (kind == "file" and not question[1])
            ):
                yield question
        # A name may belong to a new module that belonged to the package around it.
        for module in {above for name in change.modules for above in heads(name) if above != name}:
            for question in self._homed.get(module, ()):
                if question[0] != "file":
                    yield question

    def _reach_again(self) -> None:
        known: dict[int, tuple[frozenset[str], bytes]] = {}
        for asker, what in self._asked.items():
            if what.reach and asker not in self.again:
                reached = self._modules.reach(what.imports)
                # Many files reach the same packages, and most of these sets are one.
                if id(reached) not in known:
                    known[id(reached)] = reached, told(reached)
                if known[id(reached)][1] != what.reach:
                    self.mark(asker)

    def mark(self, asker: str) -> None:
        """Look at an asker again, and at what it was asked."""
        if asker not in self.again:
            self.again.add(asker)
            what = self._asked.get(asker)
            if what is not None and what.module:
                self._moved.add(what.module)
                self._todo.append(what.module)
            if what is not None and what.finder:
                self.mark(what.finder)

    def _settle(self, question: Question) -> None:
        if question not in self._settled:
            self._settled.add(question)
            if not self._is_same(question):
                if question in self._trusted:
                    raise Overtaken
                self.different.add(question)
                for asker in self._askers[question]:
                    self.mark(asker)

    def _is_same(self, question: Question) -> bool:
        known = self._told.get(question)
        if known is None or not known.digest or question[0] in {"file", "texts", "modules"}:
            return False
        if not self._asking and question[0] not in LISTINGS:
            return False
        try:
            answer = ask(self._modules, question)
        except Exception:  # noqa: BLE001 - whoever asks it anew will say so
            return False
        if told(answer) != known.digest:
            return False
        self.confirmed[question] = Told(known.digest, self._notes.homes(question))
        return True
