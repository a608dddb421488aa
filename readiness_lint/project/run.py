"""Many files: found, read, linked and checked, in one process or several."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cache, cached_property, partial
from itertools import compress
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from readiness_lint import storage
from readiness_lint.config import Cascade, Settings
from readiness_lint.engine import own_finding, unreadable_file
from readiness_lint.facts.program import APART, Text
from readiness_lint.facts.tables import tables
from readiness_lint.finding import Finding, Region
from readiness_lint.model import File, code_of
from readiness_lint.project.analysis import Unit, judged, opened, settle_role
from readiness_lint.project.discovery import (
    Discovered,
    Discovery,
    Layout,
    Place,
    Unreachable,
    files,
    ground,
    key_of,
)
from readiness_lint.project.link import Modules, Outline, outline_of
from readiness_lint.project.manifests import probed
from readiness_lint.project.pins import newest, published, requires, requires_python
from readiness_lint.project.reading import Unreadable, content_of, text_of
from readiness_lint.project.records import Notes, Recorder, Told, told, united
from readiness_lint.project.selection import Selection, select
from readiness_lint.project.workers import in_turn, uncollected
from readiness_lint.project.works import Question, Work, WorkedFile, Works
from readiness_lint.record import record
from readiness_lint.registry import all_rules
from readiness_lint.terms import Role

if TYPE_CHECKING:
    from readiness_lint.project.past import Past


@record
class Run:
    """What a run over files found."""

    findings: tuple[Finding, ...]
    """Sorted; those that are hidden, and RDY000, RDY001 and RDY002, included."""
    files: int
    unreadable: int
    unreachable: tuple[Unreachable, ...]
    """What was asked for and is not there."""
    lost: int
    """Files whose process died; they were checked again in this one."""
    watched: Mapping[str, str] | None = field(default=None, compare=False)
    """The stamps of all that the findings rest on; ``None``: they say not enough, or who knows."""
    asked: tuple[Discovered, ...] = field(default=(), compare=False)
    """What the paths name or hold, of whatever share."""
    others: tuple[Discovered, ...] = field(default=(), compare=False)
    """What else the programs consist of."""


@record
class Shard:
    """One share of the files of a run, of some number of shares.

    A file stays in its share whatever else comes or goes, and wherever the code lies.
    """

    number: int
    """From 1."""
    of: int

    def holds(self, item: Discovered, root: Path) -> bool:
        """Whether a file is in this share."""
        key = key_of(item.path, root).encode("utf-8", "surrogatepass")
        return int.from_bytes(storage.digest(key)) % self.of == self.number - 1


@record
class Checked:
    """What is reported of one file."""

    findings: tuple[Finding, ...]
    unreadable: bool = False
    items: tuple[Any, ...] = ()
    """What else was taken out of it."""


def check_paths(
    paths: Sequence[Path],
    cascade: Cascade,
    *,
    jobs: int = 1,
    force_exclude: bool = True,
    full_codes: frozenset[str] = frozenset(),
    on_progress: Callable[[int, int], None] | None = None,
    cache: str | None = None,
    last: bool = False,
    shard: Shard | None = None,
    kept: Kept | None = None,
) -> Run:
    """Check every Python file that the paths name or hold; ``jobs`` 0: one process per core.

    ``full_codes`` are those that a host selects by name.  What other modules of the program know
    is known, whether they were asked for or not.  The findings are the same, and in the same order,
    for any number of processes and any order of the paths, and with a folder for a ``cache`` or
    without.  What was read is not given back where the run is the ``last`` thing that the process
    does.  With a ``shard`` only that share of the files is reported, and the rest is known.  What
    was read is ``kept`` for another pass where that is given.

    Raises:
        ConfigurationError: a configuration file that holds for one of the files cannot be used.
    """
    started = time.time_ns()
    discovery = files(paths, cascade, force_exclude=force_exclude)
    others = _others(paths, discovery, cascade)
    rest = tuple(_without(others.files, discovery.files))
    asked, apart = _shared(discovery.files, shard, cascade.root)
    program = (*asked, *apart, *rest) if asked else ()
    task = Pass(cascade, program, len(asked), full_codes, recording=cache is not None)
    if kept is not None:
        kept.hand_on(task)
    own: dict[int, Checked] = {}
    findings: list[Finding] = []
    done = unreadable = lost = 0
    watched = None
    with uncollected(last=last):
        past = _past(cache, task, full_codes, started) if cache is not None else None
        for result in in_turn(task, past, jobs or os.cpu_count() or 1):
            done += 1
            lost += result.again
            unreadable += result.checked.unreadable
            findings += result.checked.findings
            if not result.stood:
                own[result.index] = result.checked
            if on_progress:
                on_progress(done, len(asked))
        # Of shards only what all of them found together can be compared.
        lasting = shard is not None or _mark(findings, cascade, asked)
        if past is not None:
            past.keep(own, task.noted)
            if lasting:
                watched = past.watched(_ground(cascade, discovery, others), task.noted)
        if not last and kept is None:
            task.forget()
    return Run(
        tuple(sorted(findings, key=lambda finding: finding.order)),
        done,
        unreadable,
        discovery.unreachable,
        lost,
        watched,
        discovery.files,
        rest,
    )


def _mark(findings: list[Finding], cascade: Cascade, asked: Sequence[Discovered]) -> bool:
    """Say of each finding whether a baseline accepts it; whether that will be so on every day."""
    if not any(map(os.path.lexists, cascade.baselines)):
        return True
    # Most programs have none.
    from readiness_lint.project.baseline import mark  # noqa: PLC0415

    marked = mark(findings, cascade.baseline_for, [str(item.path) for item in asked])
    findings[:] = marked.findings
    return marked.lasting


def _shared(
    files: Sequence[Discovered], shard: Shard | None, root: Path
) -> tuple[Sequence[Discovered], Sequence[Discovered]]:
    """The files of a share, and those of the others."""
    if shard is None:
        return files, ()
    own = [shard.holds(item, root) for item in files]
    return list(compress(files, own)), [
        item for item, is_own in zip(files, own, strict=True) if not is_own
    ]


def _without(files: Sequence[Discovered], those: Sequence[Discovered]) -> Iterator[Discovered]:
    if files:
        known = {os.path.abspath(item.path) for item in those}  # noqa: PTH100
        yield from (item for item in files if str(item.path) not in known)


def _ground(cascade: Cascade, *discoveries: Discovery) -> Iterator[str]:
    yield from map(str, cascade.baselines)
    for discovery in discoveries:
        yield from ground(discovery, cascade)


def _past(folder: str, task: Pass, full_codes: frozenset[str], started: int) -> Past:
    # A host need not have what the cache is written with.
    from readiness_lint.project.cache import Cache  # noqa: PLC0415
    from readiness_lint.project.past import Past  # noqa: PLC0415

    root = task.cascade.root
    wishes = (task.cascade.settings_in(root), sorted(full_codes))
    return Past(Cache(folder, root, *wishes), task, started)


def beside(paths: Sequence[Path], discovery: Discovery, cascade: Cascade) -> tuple[Discovered, ...]:
    """The files that were not asked for, of the programs that those belong to that were."""
    return tuple(_without(_others(paths, discovery, cascade).files, discovery.files))


def _others(paths: Sequence[Path], discovery: Discovery, cascade: Cascade) -> Discovery:
    """The files of the programs that those belong to that were asked for."""
    whole = {os.path.abspath(path) for path in paths}  # noqa: PTH100
    roots = sorted({item.root for item in discovery.files} - {Path(path) for path in whole})
    return files(roots, cascade) if roots else Discovery(())


@record
class Seen:
    """What a file was when it was read."""

    content: bytes
    """A digest."""
    code: bytes
    """A digest of the text without lines that are blank or a comment."""
    stamp: str
    """From before it was read."""
    role: str
    bare: str
    """Its role if it were empty: by its path, and by the names around it."""


@record
class Noted:
    """What files rest on, as one process or several have noted it."""

    seen: dict[int, Seen] = field(default_factory=dict)
    checked: set[int] = field(default_factory=set)
    """The files whose questions are all here: another process may have read one, and asked less."""
    outspoken: set[int] = field(default_factory=set)
    """The files whose comments have a part in what others are told."""
    asked: dict[int, list[Question]] = field(default_factory=dict)
    """What they asked, and whatever their findings rest on."""
    based: dict[int, tuple[list[Question], bytes]] = field(default_factory=dict)
    """What all rests on that they are asked, and what stands for the packages that they may use."""
    derived: dict[tuple[Path, str], list[Question]] = field(default_factory=dict)
    parts: dict[tuple[Path, str], list[str]] = field(default_factory=dict)
    """Of derivations, the modules that have a part."""
    told: dict[Path, dict[Question, Told]] = field(default_factory=dict)

    def add(self, other: Noted) -> None:
        """Join what another process has noted, which may have asked the same file other things."""
        self.seen.update(other.seen)
        self.checked.update(other.checked)
        self.outspoken.update(other.outspoken)
        for index, questions in other.asked.items():
            self.asked[index] = list(dict.fromkeys((*self.asked.get(index, ()), *questions)))
        for index, (questions, reach) in other.based.items():
            before, known = self.based.get(index, ([], b""))
            self.based[index] = (list(dict.fromkeys((*before, *questions))), known or reach)
        self.parts.update(other.parts)
        for name, questions in other.derived.items():
            self.derived[name] = list(dict.fromkeys((*self.derived.get(name, ()), *questions)))
        for root, answers in other.told.items():
            united(self.told.setdefault(root, {}), answers)


class Pass:
    """One pass over the files of a run; the parts that a process does stay in that process."""

    parts: ClassVar[tuple[str, ...]] = (
        *("cascade", "found", "asked", "recording", "selections"),
        *("outlines", "unchanged"),
    )
    """What another process is given."""

    def __init__(
        self,
        cascade: Cascade,
        found: Sequence[Discovered],
        asked: int,
        full_codes: frozenset[str] = frozenset(),
        *,
        recording: bool = False,
    ) -> None:
        """The first ``asked`` files are reported; the others only answer their questions.

        ``recording``: note what the findings of each file rest on.
        """
        self.cascade = cascade
        self.found = found
        self.asked = asked
        self.recording = recording
        self.selections = _selections(cascade, found, full_codes)
        self.outlines: dict[int, Outline | None] = {}
        """Of the files that have been read, by whomever."""
        self.unchanged: frozenset[int] = frozenset()
        """The files of which all is known that a former run noted."""
        self.noted = Noted()
        self._clear()

    def _clear(self) -> None:
        self._layouts: dict[Path, Layout] = {}
        self._units: dict[int, Unit | Unreadable] = {}
        self._opened: dict[int, File | Finding] = {}
        self._recorders: dict[int, Recorder] = {}
        self._works: dict[Path, Works] = defaultdict(Works)
        self._finding: dict[int, Work] = {}
        self._linked = False
        self.__dict__.pop("programs", None)

    def go_on(self, before: Pass) -> None:
        """Begin with what another pass over the same files has read and linked."""
        self.outlines = before.outlines
        self._layouts, self._units, self._opened = before._layouts, before._units, before._opened
        self._linked = before._linked
        if self._linked:
            self.programs = before.programs

    def __getstate__(self) -> dict[str, Any]:
        """Go to a process of its own without what was made in this one."""
        return {name: getattr(self, name) for name in self.parts}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.noted = Noted()
        self._clear()

    def load(self) -> None:
        """Load what every process needs, before they part."""
        all_rules()
        tables()

    @cached_property
    def certain(self) -> dict[Path, dict[str, int]]:
        """By program, the modules that one file alone defines, with that file."""
        members: dict[Path, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for index, item in enumerate(self.found):
            members[item.root][item.module].append(index)
        return {
            root: {name: one for name, many in modules.items() if (one := self._one(many)) >= 0}
            for root, modules in members.items()
        }

    def module_of(self, index: int) -> str:
        """The module that a file alone defines; empty: there are several."""
        item = self.found[index]
        return item.module if self.certain[item.root].get(item.module) == index else ""

    @cached_property
    def programs(self) -> dict[Path, Modules]:
        """The programs, by their folders."""
        return {root: self._program(root, modules) for root, modules in self.certain.items()}

    def _program(self, root: Path, certain: dict[str, int]) -> Modules:
        packages = {module for module, index in certain.items() if self.found[index].is_package}
        packages |= {module.rpartition(".")[0] for module in certain} - {""}
        every = [index for index, item in enumerate(self.found) if item.root == root]
        every.sort(key=lambda index: os.path.abspath(self.found[index].path))  # noqa: PTH100
        modules = Modules(
            certain,
            packages,
            lambda name: self._file(certain[name]),
            tables(),
            lambda: self._texts(every),
            requires_python(root),
            cache(partial(newest, root)),
            cache(partial(requires, root)),
            cache(partial(published, root)),
            cache(partial(probed, root)),
        )
        if self.recording:
            works = self._works[root]

            def work_out(name: str, make: Callable[[Any], Any]) -> Any:
                work = works.under(name)
                return works.within(work, lambda: make(Recorder(modules, works, work)))

            modules.work_out = work_out
        return modules

    def _one(self, indices: list[int]) -> int:
        """The one file of a module; -1: there are several.

        A stub stands behind its module, and a module behind the package of its name (the Python
        Language Reference, 5.5: the path based finder looks for a package first).
        """
        for wins in (_is_package_module, _is_source):
            sources = [index for index in indices if wins(self.found[index])]
            if sources:
                return sources[0] if len(sources) == 1 else -1
        return indices[0] if len(indices) == 1 else -1

    def _place(self, index: int, role: Role) -> Place:
        """A source that cannot be imported under its name has none."""
        item = self.found[index]
        one = self.certain[item.root].get(item.module, index)
        hidden = one != index and _is_source(item)
        return Place("" if hidden else item.module, item.is_package, role)

    def _texts(self, indices: list[int]) -> Iterator[Text]:
        for index in indices:
            unit = self._unit(index)
            if isinstance(unit, Unit):
                yield Text(unit.place.module, unit.place.role, unit.text)

    def _file(self, index: int) -> File | None:
        file = self._open(index)
        return file if isinstance(file, File) else None

    def _open(self, index: int) -> File | Finding | None:
        """A file, parsed once; ``None``: it cannot be read."""
        unit = self._unit(index)
        if isinstance(unit, Unreadable):
            return None
        if index not in self._opened:
            asker = self._asker(index)
            kind = WorkedFile if self.recording else File
            file = self._opened[index] = opened(unit, library=asker, program=asker, kind=kind)
            if isinstance(file, WorkedFile):
                file.works = self._works[self.found[index].root]
        return self._opened[index]

    def _asker(self, index: int) -> Modules | Recorder:
        """The program, to one of its files."""
        program = self.programs[self.found[index].root]
        if not self.recording:
            return program
        if index not in self._recorders:
            works = self._works[self.found[index].root]
            self._recorders[index] = Recorder(program, works, Work(), self.module_of(index))
        return self._recorders[index]

    def _unit(self, index: int) -> Unit | Unreadable:
        if index not in self._units:
            self._units[index] = self._read(index)
        return self._units[index]

    def _read(self, index: int) -> Unit | Unreadable:
        item = self.found[index]
        is_noted = self.recording and index not in self.unchanged
        stamp = storage.stamp(str(item.path)) if is_noted else ""
        content = content_of(item.path)
        if isinstance(content, Unreadable):
            return content
        text = text_of(item.path, content)
        if isinstance(text, Unreadable):
            return text
        settings = self.cascade.settings_in(Path(item.folder))
        role = self.role_of(item, settings, text.source)
        if is_noted:
            # Any other role goes by the path alone.
            told_by_text = role in {Role.EXAMPLE, Role.TEST, Role.MIGRATION}
            bare = self.role_of(item, settings, "") if told_by_text else role
            digest = storage.digest(content)
            code = storage.digest(code_of(text.source).encode("utf-8", "surrogatepass"))
            self.noted.seen[index] = Seen(digest, code, stamp, role.value, bare.value)
        selection = self.selections[item.folder]
        return Unit(str(item.path), text.source, settings, selection, self._place(index, role))

    def text_of(self, index: int) -> str | None:
        """The text of a file; ``None``: it has none."""
        unit = self._unit(index)
        return unit.text if isinstance(unit, Unit) else None

    def role_of(self, item: Discovered, settings: Settings, text: str) -> Role:
        """What a file is for, with this text."""
        layout = self._layouts.get(item.root)
        if layout is None:
            layout = self._layouts[item.root] = Layout(item.root)
        return layout.role_of(item.path, settings, text)

    def read(self, index: int) -> Outline | None:
        """Parse a file; what the other files need to know of it.  ``None``: nothing."""
        unit = self._unit(index)
        # What stands apart is no part of the program, even where a rule looks at it.
        looked_at = isinstance(unit, Unit) and unit.place.role not in APART and unit.is_looked_at()
        file = self._file(index) if looked_at else None
        return outline_of(file) if file else None

    def link(self) -> None:
        """Make known what all files import and call, once they are read; in their order."""
        if not self._linked:
            self._linked = True
            for index in range(len(self.found)):
                self._add(index)

    def _add(self, index: int) -> None:
        item, outline = self.found[index], self.outlines[index]
        # One that another file of its name hides cannot be asked for, and says nothing.
        is_hidden = self.certain[item.root].get(item.module, index) != index
        if outline is not None and not is_hidden:
            self.programs[item.root].add(outline)

    def restart(self, root: Path) -> None:
        """Let all go that was worked out of a program that has been linked."""
        self.programs[root].forget()
        self._works.pop(root, None)
        self.programs[root] = self._program(root, self.certain[root])
        for index, item in enumerate(self.found):
            if item.root == root:
                self._recorders.pop(index, None)
                self._finding.pop(index, None)
                file = self._opened.pop(index, None)
                if isinstance(file, File):
                    file.forget()
                self._add(index)

    def note(self) -> Noted:
        """What this process has noted."""
        noted = self.noted
        if not self.recording:
            return noted
        own = Noted()
        notes = {root: Notes(program) for root, program in self.programs.items()}
        for index, recorder in self._recorders.items():
            reach = told(recorder.reached) if recorder.reached is not None else b""
            own.based[index] = (notes[self.found[index].root].take(recorder.work), reach)
        for index, work in self._finding.items():
            own.asked[index] = notes[self.found[index].root].take(work)
        own.outspoken.update(
            index
            for index, file in self._opened.items()
            if isinstance(file, File) and file.outspoken
        )
        for root, works in self._works.items():
            for name, having in self.programs[root].made():
                own.parts[root, name] = having
                # That none comes or goes has to be found out, whoever asks for one.
                works.under(name).asked["having", name] = having
            for name, work in works.named.items():
                own.derived[root, name] = notes[root].take(work)
        for root, note in notes.items():
            united(own.told.setdefault(root, {}), note.told)
        # Other processes may have asked the same files more.
        noted.add(own)
        return noted

    def check(self, index: int) -> Checked:
        """What the rules find in a file."""
        self.noted.checked.add(index)
        if not self.recording:
            return self._checked(index)
        work = self._finding.setdefault(index, Work())
        works = self._works[self.found[index].root]
        return works.within(work, lambda: self._checked(index))

    def _checked(self, index: int) -> Checked:
        unit = self._unit(index)
        if isinstance(unit, Unreadable):
            return self._unread(index, unit)
        # One that was parsed because another file asked for it is still none of the rules'.
        file = self._open(index) if self._is_looked_at(index, unit) else None
        if isinstance(file, WorkedFile):
            # Whoever asks the file afterwards may see what came of that.
            file.works.within(self._recorders[index].work, partial(settle_role, file))
        return self._judged(unit, file)

    def _is_looked_at(self, index: int, unit: Unit) -> bool:
        """Whether somebody looks at a file, now that it may ask the others."""
        return unit.is_looked_at(self._asker(index))

    def _judged(self, unit: Unit, file: File | Finding | None) -> Checked:
        result = judged(unit, file)
        return Checked((*result.findings, *result.errors), unreadable=isinstance(file, Finding))

    def _unread(self, index: int, unit: Unreadable) -> Checked:
        path = str(self.found[index].path)
        region = Region(unit.line, 0, unit.line, 0)
        reason = own_finding(unreadable_file, path, region, reason=unit.message)
        return Checked((reason,), unreadable=True)

    def forget(self) -> None:
        """Let the trees go."""
        for program in self.__dict__.get("programs", {}).values():
            program.forget()
        for file in self._opened.values():
            if isinstance(file, File):
                file.forget()
        self._clear()


class Kept:
    """What passes over the same files leave to each other: texts, trees and answers."""

    def __init__(self) -> None:
        self._task: Pass | None = None

    def hand_on(self, task: Pass) -> None:
        """Let a pass begin with what the one before it has read, if that was over the same files."""
        before, self._task = self._task, task
        if before is not None and before.found == task.found:
            task.go_on(before)

    def forget(self) -> None:
        """Let it go, after the last pass."""
        if self._task is not None:
            self._task.forget()
            self._task = None


def _is_source(item: Discovered) -> bool:
    return item.path.suffix == ".py"


def _is_package_module(item: Discovered) -> bool:
    return item.is_package and _is_source(item)


def _selections(
    cascade: Cascade, found: Sequence[Discovered], full_codes: frozenset[str]
) -> dict[str, Selection]:
    """The selection of each folder; folders of one configuration share it."""
    made: dict[int, Selection] = {}
    selections: dict[str, Selection] = {}
    for folder in sorted({item.folder for item in found}):
        # The cascade holds its settings, so that no others can have their `id`.
        settings = cascade.settings_in(Path(folder))
        if id(settings) not in made:
            made[id(settings)] = select(settings, full_codes=full_codes)
        selections[folder] = made[id(settings)]
    return selections
