"""Who asks the program: pieces of work, each of which is done once and used by many.

What a file is asked hangs on no more than the work that was done for it.  That one of its functions
calls another module is nothing to somebody who only wants to know its routes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from readiness_lint.model import File, names

if TYPE_CHECKING:
    import ast

    from readiness_lint.model import Fact

A = TypeVar("A")
F = TypeVar("F", bound="Fact")

Question = tuple[str, ...]
OURS = "readiness_lint."
OF_MODEL = frozenset(
    ["annotation", "bases", "binding", "export", "mro", "name", "template", "type", "value"]
)
"""The questions that the model keeps the answers of; what these ask is asked on behalf of the file."""


class _Cut:
    """In the place of an answer that hung on what else was being asked."""


CUT = _Cut()


class Work:
    """What a piece of work has asked, and whose results it used."""

    __slots__ = ("asked", "used")

    def __init__(self) -> None:
        self.asked: dict[Question, object] = {}
        self.used: dict[Work, None] = {}

    def all(self) -> dict[Question, object]:
        """What it rests on, with the answers: its own questions, and those behind what it used."""
        found: dict[Question, object] = {}
        seen: set[Work] = {self}
        todo = [self]
        while todo:
            work = todo.pop()
            for question, answer in work.asked.items():
                if answer is CUT or question not in found:
                    found[question] = answer
            more = [item for item in work.used if item not in seen]
            seen.update(more)
            todo += more
        return found


def is_of_model(busy: Iterable[tuple[str, object]]) -> bool:
    """Whether the model is at work, given the questions that are being answered."""
    return any(kind in OF_MODEL for kind, _ in busy)


class Works:
    """The pieces of work of one program, and the one that is being done."""

    __slots__ = ("_spare", "current", "named")

    def __init__(self) -> None:
        self._spare: Work | None = None
        self.current = Work()
        """At first nobody's: what it asks, no result rests on."""
        self.named: dict[str, Work] = {}
        """What is worked out over the program."""

    def within(self, work: Work, make: Callable[[], A]) -> A:
        """Do a piece of work, or more of it."""
        before, self.current = self.current, work
        try:
            return make()
        finally:
            self.current = before

    def done(self, make: Callable[[], A]) -> tuple[A, Work | None]:
        """Do a piece of work; ``None``: it asked nothing, as most do."""
        before = self.current
        work = self.current = self._spare or Work()
        self._spare = None
        try:
            found = make()
        finally:
            self.current = before
        if work.asked or work.used:
            return found, work
        self._spare = work
        return found, None

    def under(self, name: str) -> Work:
        """The work that has a name."""
        found = self.named.get(name)
        if found is None:
            found = self.named[name] = Work()
        return found


class WorkedFile(File):
    """A file whose facts, and whatever else it keeps, are pieces of work."""

    works: Works

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """As `File`; ``works`` are those of its program."""
        super().__init__(*arguments, **named)
        self._finding: dict[type[Any], Work] = {}
        self._keeping: dict[tuple[object, ...], Work] = {}
        self._answering: dict[tuple[str, object], Work] = {}

    def facts(self, kind: type[F], within: ast.AST | None = None) -> tuple[F, ...]:
        """Every fact of a kind, in source order; found once per file."""
        if kind not in self._facts:
            _, work = self.works.done(lambda: File.facts(self, kind))
            if work is not None:
                self._finding[kind] = work
        if kind in self._finding:
            self.works.current.used[self._finding[kind]] = None
        return File.facts(self, kind, within)

    def subjects(self, kinds: Sequence[type[Any]]) -> Sequence[Any]:
        """What a rule of these kinds is called with."""
        for kind in kinds:
            if kind in self._finding:
                self.works.current.used[self._finding[kind]] = None
        return File.subjects(self, kinds)

    def memo(self, key: tuple[object, ...], make: Callable[[], A]) -> A:
        """Something that is worked out once per file."""
        found: A = self._memo.get(key, names.MISSING)
        if found is names.MISSING:
            found, work = self.works.done(make)
            self._memo[key] = found
            if work is not None or _remembers(found):
                self._keeping[key] = work or Work()
        if key in self._keeping:
            done, current = self._keeping[key], self.works.current
            current.used[done] = None
            if _remembers(found):
                # Who uses it may ask more on its behalf, of which it keeps the answers.
                done.used[current] = None
        return found

    def answer(self, kind: str, subject: object, make: Callable[[], A | None]) -> A | None:
        """Answer a question once; ``None`` also where it is asked while it is being answered."""
        if kind in OF_MODEL:
            return File.answer(self, kind, subject, make)
        key = kind, subject
        found: A | None = self.kept(kind, subject)
        if found is names.MISSING:
            found, work = self.works.done(lambda: File.answer(self, kind, subject, make))
            if work is not None:
                self._answering[key] = work
        if key in self._answering:
            self.works.current.used[self._answering[key]] = None
        return found


def _remembers(value: object) -> bool:
    """Whether something may keep answers of questions that are yet to come."""
    kind = type(value)
    return kind.__module__.startswith(OURS) and "__dataclass_fields__" not in vars(kind)
