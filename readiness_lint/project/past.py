"""What a run need not do again, because a former one did it and nothing has changed since."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from readiness_lint import storage
from readiness_lint.engine import crashed_rule, unreadable_file, unused_suppression
from readiness_lint.project.cache import (
    Cache,
    Entry,
    Program,
    finding_of,
    outline_of,
    row_of,
    shape_of,
)
from readiness_lint.project.discovery import key_of
from readiness_lint.project.manifests import probed
from readiness_lint.project.pins import newest, published, requires, requires_python
from readiness_lint.project.reading import Unreadable, content_of
from readiness_lint.project.records import (
    UNTOLD,
    Asked,
    Change,
    Overtaken,
    Revision,
    Told,
    base,
    derived,
    homes_of,
    told,
    united,
)
from readiness_lint.project.run import Checked
from readiness_lint.project.works import Question
from readiness_lint.registry import all_rules
from readiness_lint.storage import digest
from readiness_lint.terms import Role

if TYPE_CHECKING:
    from readiness_lint.config import Settings
    from readiness_lint.finding import Finding
    from readiness_lint.project.link import Outline
    from readiness_lint.project.run import Noted, Pass, Seen
    from readiness_lint.rule import Rule


PINS: Mapping[str, Callable[..., object]] = {
    "python": requires_python,
    "newest": newest,
    "requires": requires,
    "published": published,
    "probed": probed,
}
"""Questions that no module answers: the files beside the program do."""


def _is_pinned(root: str, program: Program) -> bool:
    """Whether the project says of its Python and its libraries what it said."""
    return all(
        known == told(PINS[question[0]](Path(root), *question[1:]))
        for question, known, _ in program.questions
        if question[0] in PINS
    )


class Past:
    """What is known of the files of a run before any of them is parsed."""

    def __init__(self, cache: Cache, task: Pass, started: int) -> None:
        """``started``: when the run began, in nanoseconds."""
        self._cache = cache
        self._task = task
        self._started = started
        self._programs = {
            root: program for root, program in cache.read().items() if _is_pinned(root, program)
        }
        self._settings: dict[int, bytes] = {}
        self._changed = False
        self._stamps: dict[int, str] = {}
        root = task.cascade.root
        self.keys = [key_of(item.path, root) for item in task.found]
        self.members: dict[Path, dict[str, int]] = defaultdict(dict)
        """By program, the files by their keys."""
        for index, item in enumerate(task.found):
            self.members[item.root][self.keys[index]] = index
        self.valid = {
            index: entry
            for index in range(len(task.found))
            if (entry := self._entry(index)) is not None
        }
        """The entries of files that are what they were, and stand where they stood."""
        self.quiet: dict[int, Entry] = {}
        """The former entries of files that say what they said, on other lines or to readers only."""
        self.revisions: dict[Path, Revision] = {}
        """Of the programs in which something has changed."""

    @cached_property
    def outlines(self) -> dict[int, Outline | None]:
        """Of the files that need not be read."""
        found = self._task.found
        return {index: outline_of(item, found[index].module) for index, item in self.valid.items()}

    def _entry(self, index: int) -> Entry | None:
        item = self._task.found[index]
        program = self._programs.get(str(item.root))
        entry = program.entries.get(self.keys[index]) if program else None
        if entry is None or entry.ground != self._ground(index):
            return None
        stamp = self._stamps[index] = storage.stamp(str(item.path))
        if not stamp or stamp != entry.stamp:
            data = content_of(item.path)
            if isinstance(data, Unreadable) or digest(data) != entry.content:
                return None
            settled = stamp if storage.is_settled(stamp, self._started) else ""
            self._changed |= settled != entry.stamp
            entry.stamp = settled
        return entry

    def _ground(self, index: int, bare: str | None = None) -> bytes:
        """What stands for a file's place in its program and its settings.

        ``bare``, if it is known, is the role that it would have without its text: that goes by its
        path, and by the names around it.
        """
        item = self._task.found[index]
        settings = self._task.cascade.settings_in(Path(item.folder))
        bare = bare or self._task.role_of(item, settings, "").value
        # A rule may ask what its folder is called, as far as that was given.
        folder = os.path.basename(os.path.dirname(str(item.path)))  # noqa: PTH119, PTH120 - quicker
        parts = (item.module, str(item.is_package), folder, bare)
        text = "\n".join(parts).encode("utf-8", "surrogatepass")
        return digest(self._digest_of(settings), text)

    def _digest_of(self, settings: Settings) -> bytes:
        # The cascade holds its settings, so that no others can have their `id`.
        if id(settings) not in self._settings:
            self._settings[id(settings)] = digest(repr(settings).encode("utf-8", "surrogatepass"))
        return self._settings[id(settings)]

    # ── what still holds ─────────────────────────────────────────────────────────────────────
    def standing(self, *, asking: bool) -> dict[int, Checked]:
        """What is still true of files that were checked, now that the others are read.

        Without ``asking`` no question is asked again: whatever hangs on what changed is checked.
        """
        for root, members in self.members.items():
            program = self._programs.get(str(root))
            if program is not None:
                self._revise(root, program, members, asking=asking)
        return {
            index: Checked(tuple(self._findings(index, entry)))
            for index, entry in self.valid.items()
            if entry.rows is not None and index < self._task.asked
        }

    def _revise(
        self, root: Path, program: Program, members: Mapping[str, int], *, asking: bool
    ) -> None:
        changed = {key for key, index in members.items() if index not in self.valid}
        gone = program.entries.keys() - members.keys()
        if not changed and not gone:
            return
        self._changed = True
        self._task.link()
        if sorted(self._task.programs[root].heads) != program.heads:
            # A name that belonged to nobody may belong to a module now.
            again = {*members, *map(base, members), *map(derived, program.derived)}
            program.questions.clear()
            program.used = 0
        else:
            told = {question: Told(digest, homes) for question, digest, homes in program.questions}
            quiet = {
                key
                for key in changed & program.entries.keys()
                if self._says_the_same(members[key], program.entries[key])
            }
            self.quiet.update((members[key], program.entries[key]) for key in quiet)
            asked = dict(self._asked(program, members))
            moved = {*changed, *gone}
            for key, entry in program.entries.items():
                if key in quiet or not moved.isdisjoint(entry.points):
                    # Its findings are on other lines, or show some; what it was asked is as it was.
                    entry.rows = None
            change = self._change(root, program, changed - quiet, quiet, gone)
            again = self._revised(root, change, asked, told, program.parts, asking=asking).again
        for key, entry in program.entries.items():
            if key in again:
                entry.rows, entry.questions = None, []
            if base(key) in again:
                entry.based, entry.reach = [], b""
        for name in [name for name in program.derived if derived(name) in again]:
            del program.derived[name]
            program.parts.pop(name, None)

    def _revised(
        self,
        root: Path,
        change: Change,
        asked: Mapping[str, Asked],
        told: Mapping[Question, Told],
        parts: Mapping[str, Collection[str]],
        *,
        asking: bool,
    ) -> Revision:
        for trusting in (True, False):
            modules = self._task.programs[root]
            revision = self.revisions[root] = Revision(
                modules, asked, told, parts=parts, asking=asking, trusting=trusting
            )
            modules.stands, modules.former = revision.stands, revision.former
            try:
                revision.run(change)
            except Overtaken:
                self._task.restart(root)
            else:
                break
        return revision

    def _says_the_same(self, index: int, entry: Entry) -> bool:
        """Whether a file that has changed says what it said, to Python and in its place."""
        seen = self._task.noted.seen.get(index)
        return (
            seen is not None
            and bool(entry.code)
            and (entry.code, entry.role) == (seen.code, seen.role)
            and entry.ground == self._ground(index, seen.bare)
            and entry.module == self._task.module_of(index)
        )

    def _asked(self, program: Program, members: Mapping[str, int]) -> Iterator[tuple[str, Asked]]:
        questions = [question for question, *_ in program.questions]
        for key, index in members.items():
            entry = self.valid.get(index) or self.quiet.get(index)
            outline = self._task.outlines[index]
            yield key, Asked("", [questions[number] for number in entry.questions] if entry else ())
            yield (
                base(key),
                Asked(
                    self._task.module_of(index),
                    [questions[number] for number in entry.based] if entry else (),
                    outline.imports if outline else (),
                    entry.reach if entry else b"",
                    key,
                ),
            )
        for name, numbers in program.derived.items():
            yield derived(name), Asked(derived(name), [questions[number] for number in numbers])

    def _change(
        self,
        root: Path,
        program: Program,
        changed: set[str],
        quiet: set[str],
        gone: Iterable[str],
    ) -> Change:
        task, entries, members = self._task, program.entries, self.members[root]
        before = {entries[key].module for key in entries} - {""}
        modules = set(task.programs[root].modules ^ before)
        texts: list[tuple[str, str | None]] = [
            (entries[key].role, None) for key in (*gone, *(changed & entries.keys()))
        ]
        # The text of a migration is searched, comments and all.
        texts += [(entries[key].role, None) for key in quiet if entries[key].role == MIGRATION]
        imports = calls = bool(modules)
        for key in gone:
            # Where another file takes its place, the module is there and is another.
            modules.add(entries[key].module)
        for key in changed:
            index = members[key]
            seen, outline = task.noted.seen.get(index), task.outlines[index]
            texts += [(seen.role, task.text_of(index))] if seen else []
            if key not in entries:
                modules.add(task.module_of(index))
            old = outline_of(entries[key], "") if key in entries else None
            imports |= (old and old.imports) != (outline and outline.imports)
            calls |= (old and (old.called, old.aliases)) != (
                outline and (outline.called, outline.aliases)
            )
        return Change(
            set(map(base, changed & members.keys())), modules - {""}, texts, imports, calls
        )

    def _findings(self, index: int, entry: Entry) -> Iterator[Finding]:
        path = str(self._task.found[index].path)
        for row in entry.rows or ():
            yield finding_of(row, path, self._rules, self._path_of)

    @cached_property
    def _rules(self) -> dict[str, Rule]:
        return {**all_rules(), unused_suppression.code: unused_suppression}

    # ── for the next run ─────────────────────────────────────────────────────────────────────
    def keep(self, checked: Mapping[int, Checked], noted: Noted) -> None:
        """Keep what is known now; ``checked`` and ``noted`` are what this run did itself."""
        if not checked and not self._changed:
            return
        programs = {
            root: program
            for root, program in self._programs.items()
            if Path(root) not in self.members and Path(root).is_dir()
        }
        for root, members in self.members.items():
            programs[str(root)] = self._renewed(root, members, checked, noted)
        self._cache.write(programs)

    def _renewed(
        self,
        root: Path,
        members: Mapping[str, int],
        checked: Mapping[int, Checked],
        noted: Noted,
    ) -> Program:
        program = self._programs.get(str(root)) or Program([], {}, [], {}, {})
        numbers = _Numbers(program.questions, self._answers(root, program, noted))
        entries = {}
        for key, index in members.items():
            entry = self.valid.get(index) or self._new(index, noted.seen.get(index))
            if entry is None:
                continue
            if index in noted.outspoken:
                entry.code = b""
            numbers.add(entry.questions, noted.asked.get(index, ()))
            asked, reach = noted.based.get(index, ((), b""))
            numbers.add(entry.based, asked)
            entry.reach = entry.reach or reach
            if index in checked and index in noted.checked:
                self._report(root, entry, checked[index])
            entries[key] = entry
        for (of, name), asked in noted.derived.items():
            if of == root:
                numbers.add(program.derived.setdefault(name, []), asked)
        made = {name: having for (of, name), having in noted.parts.items() if of == root}
        program.heads = sorted(self._task.programs[root].heads)
        program.entries = entries
        program.questions = numbers.rows
        program.parts.update(made)
        if len(program.questions) > program.used * WASTE:
            tidy(program)
        return program

    def _new(self, index: int, seen: Seen | None) -> Entry | None:
        if seen is None:
            return None
        stamp = seen.stamp if storage.is_settled(seen.stamp, self._started) else ""
        shape = shape_of(self._task.outlines[index])
        module = self._task.module_of(index)
        ground = self._ground(index, seen.bare)
        entry = Entry(stamp, seen.content, seen.code, ground, module, seen.role, shape)
        if index in self.quiet:
            # What others asked it before, it would be asked again.
            old = self.quiet[index]
            entry.questions, entry.based = old.questions, old.based
            entry.reach, entry.code = old.reach, old.code
        return entry

    def _report(self, root: Path, entry: Entry, checked: Checked) -> None:
        codes = {finding.code for finding in checked.findings}
        if codes.isdisjoint({crashed_rule.code, unreadable_file.code}):
            entry.rows = [row_of(finding, self._key_of) for finding in checked.findings]
            related = [item for finding in checked.findings for item in finding.related]
            shown = {(item.module, item.file) for item in related} - {("", "")}
            entry.points = sorted({key for item in shown for key in self._shown(root, *item)})

    def _answers(self, root: Path, program: Program, noted: Noted) -> dict[Question, Told]:
        """The answers that this run was given, as far as they agree with those of former ones."""
        now = noted.told.get(root, {})
        answers = {
            question: Told(digest, homes)
            for question, digest, homes in program.questions
            if question in now
        }
        revision = self.revisions.get(root)
        different = revision.different if revision else set[Question]()
        if revision is not None:
            answers.update(revision.confirmed)
            for question in different:
                answers.pop(question, None)
        united(answers, now)
        answers.update(dict.fromkeys(different - answers.keys(), NOTHING_TOLD))
        return answers

    def watched(self, ground: Iterable[str], noted: Noted) -> dict[str, str] | None:
        """The stamps of all that the run rests on; ``None``: something may change unnoticed."""
        found: dict[str, str] = {}
        for index, item in enumerate(self._task.found):
            seen = noted.seen.get(index)
            stamp = seen.stamp if seen else self._stamps.get(index, "")
            if not stamp or not storage.is_settled(stamp, self._started):
                return None
            found[str(item.path)] = stamp
        for path in ground:
            found[path] = stamp = storage.stamp(path)
            if not storage.is_settled(stamp, self._started):
                return None
        return found

    @cached_property
    def _by_path(self) -> dict[str, str]:
        return {str(item.path): key for item, key in zip(self._task.found, self.keys, strict=True)}

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for key in self.keys:
            found[key.rpartition("/")[2]].append(key)
        return found

    def _shown(self, root: Path, module: str, file: str) -> list[str]:
        """The files that may be meant where a finding speaks of another file."""
        index = self._task.certain[root].get(module)
        if index is not None:
            return [self.keys[index]]
        name = file.replace(os.sep, "/")
        candidates = self._by_name.get(name.rpartition("/")[2], [])
        return [key for key in candidates if f"/{key}".endswith(f"/{name}")] or candidates

    def _key_of(self, file: str) -> str:
        """How another file is called in the cache: the run that reads it may call it otherwise."""
        key = self._by_path.get(file)
        return file if key is None else f"{KEY}{key}"

    def _path_of(self, name: str) -> str:
        return self._paths.get(name.removeprefix(KEY), name) if name.startswith(KEY) else name

    @cached_property
    def _paths(self) -> dict[str, str]:
        return {key: path for path, key in self._by_path.items()}


MIGRATION = Role.MIGRATION.value
KEY = "\0"
"""Begins what is no path, but the key of a file."""
NOTHING_TOLD = Told(UNTOLD, ())
WASTE = 1.25
"""Kept questions, over those that somebody asked, with which a file is written anew."""
Row = tuple[Question, bytes, tuple[str, ...]]


class _Numbers:
    """Numbers for questions, in the order in which they come up."""

    def __init__(self, rows: Iterable[Row], answers: Mapping[Question, Told]) -> None:
        """``rows`` have their numbers; of ``answers`` they have other ones, or none."""
        self._answers = answers
        self.rows = list(rows)
        self._known = {question: number for number, (question, *_) in enumerate(self.rows)}
        for question, answer in answers.items():
            number = self._known.get(question)
            if number is not None:
                self.rows[number] = (question, answer.digest, answer.homes)

    def add(self, numbers: list[int], questions: Collection[Question]) -> None:
        """Add the numbers of questions to others."""
        if not questions:
            return
        found = dict.fromkeys(numbers)
        for question in questions:
            number = self._known.get(question)
            if number is None:
                number = self._known[question] = len(self.rows)
                answer = self._answers.get(question, NOTHING_TOLD)
                self.rows.append((question, answer.digest, answer.homes))
            found[number] = None
        numbers[:] = found


def tidy(program: Program) -> None:
    """Let the questions go that nobody asks any longer, and the derivations."""
    old, rows = program.questions, list[Row]()
    known: dict[int, int] = {}

    def renumbered(numbers: list[int]) -> list[int]:
        for number in numbers:
            if number not in known:
                known[number] = len(rows)
                rows.append(old[number])
        return [known[number] for number in numbers]

    for entry in program.entries.values():
        entry.questions, entry.based = renumbered(entry.questions), renumbered(entry.based)
    names = {derived(name): name for name in program.derived}
    reached: dict[str, list[int]] = {}
    # Each may bring more rows.
    for question, _, homes in rows:
        for home in homes_of(question, homes):
            name = names.get(home)
            if name is not None and name not in reached:
                reached[name] = []
                reached[name] = renumbered(program.derived[name])
    program.questions, program.derived, program.used = rows, reached, len(rows)
    program.parts = {name: having for name, having in program.parts.items() if name in reached}
