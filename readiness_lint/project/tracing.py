"""User flows from where they begin: what each entry leads to, over all files of a program."""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path

from readiness_lint.audit import End, Entry, Spot, Step, Tier, Trace
from readiness_lint.config import Cascade
from readiness_lint.engine import crash
from readiness_lint.facts.certainty import asks_strangers, is_replaced, is_stub
from readiness_lint.facts.links import (
    CALL,
    DEPENDENCY,
    MIDDLEWARE,
    ONLY,
    Key,
    Link,
    Target,
    lines_of,
)
from readiness_lint.facts.narrowing import Contexts
from readiness_lint.facts.relations import settle
from readiness_lint.facts.starts import FUNCTION, Start, function_start, links_of_start
from readiness_lint.facts.tiers import tier_of
from readiness_lint.finding import Finding
from readiness_lint.model import File, FunctionNode
from readiness_lint.pattern import Pattern
from readiness_lint.project.analysis import settle_role
from readiness_lint.project.discovery import Unreachable, files, key_of
from readiness_lint.project.reading import Unreadable
from readiness_lint.project.run import Kept, Pass, beside
from readiness_lint.project.workers import uncollected
from readiness_lint.record import record
from readiness_lint.terms import Role

LOOKED_AT = frozenset({Role.APPLICATION, Role.SETTINGS, Role.SCRIPT})
MOST = 150
"""Links of one tree; what more there is, is told by the last ones that are shown."""
MOST_AROUND = 40
"""Further links, of what only the middleware does."""
BEST = 20
"""Entries that are followed where only the name of a flow is known."""
NEAR = 5
"""Names that are proposed in the place of one that nothing has."""
SMALL = 4
"""Lines of a function that does nothing a reader would look for."""
DIRECT = frozenset({CALL, DEPENDENCY})
"""Ways to a function that is done before its caller goes on."""
WORD = Pattern(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "ANY"})


Head = tuple[str, int, int, str]
"""A file, the first line and the last of what stands above the body of a function, its name."""


class NoEntryError(Exception):
    """Nothing in the program is what somebody named as an entry; the message says what is near."""


@record
class Traced:
    """The entries of a program, and what the chosen ones lead to."""

    entries: tuple[Entry, ...]
    """All of them."""
    chosen: tuple[Entry, ...]
    traces: tuple[Trace, ...]
    reached: frozenset[tuple[str, str]]
    """Files, as findings name them, with functions and classes that a trace comes to."""
    frameworks: tuple[str, ...]
    files: int
    direct: frozenset[tuple[str, str]] = frozenset()
    """Of these, those to which calls alone lead: no queue, no signal, no function handed on."""
    heads: frozenset[Head] = frozenset()
    """Decorators and parameters of the functions of those files."""
    unreachable: tuple[Unreachable, ...] = ()
    errors: tuple[Finding, ...] = ()
    """RDY000 and RDY001: an entry that could not be followed, a file that cannot be read."""


def traced(
    paths: Sequence[Path],
    cascade: Cascade,
    *,
    entries: Sequence[str] = (),
    flow: str = "",
    force_exclude: bool = True,
    on_progress: Callable[[int, int], None] | None = None,
    kept: Kept | None = None,
) -> Traced:
    """Follow the entries that are named, or else those that speak of a flow, through the program.

    With neither, no entry is followed, and all are listed.  A trace may come to any file, so one
    process has all of them.

    Raises:
        NoEntryError: nothing is what one of the entries names.
        ConfigurationError: a configuration file that holds for one of the files cannot be used.
    """
    discovery = files(paths, cascade, force_exclude=force_exclude)
    asked = discovery.files
    rest = beside(paths, discovery, cascade)
    task = TracePass(cascade, (*asked, *rest) if asked else (), len(asked))
    if kept is not None:
        kept.hand_on(task)
    with uncollected():
        task.read_all(on_progress)
        found = task.starts()
        if entries:
            wanted = task.chosen(found, entries)
        elif flow:
            wanted = proposed([start.entry for start in found], flow)[:BEST]
        else:
            wanted = ()
        begins = {start.entry: start for start in found} | task.named
        walks = [walk for entry in wanted if (walk := task.follow(begins[entry])) is not None]
        reached = frozenset(spot for walk in walks for spot in walk.reached)
        result = Traced(
            tuple(start.entry for start in found),
            tuple(wanted),
            tuple(walk.trace for walk in walks),
            reached,
            task.frameworks(begins[entry].start for entry in wanted or begins),
            len(asked),
            frozenset(spot for walk in walks for spot in walk.direct),
            frozenset(task.heads(reached)),
            discovery.unreachable,
            tuple(sorted((*task.unread(), *task.errors), key=lambda item: item.order)),
        )
        if kept is None:
            task.forget()
    return result


@record
class Begin:
    """An entry, and the function behind it."""

    entry: Entry
    start: Start


class TracePass(Pass):
    """A pass that reads all files and follows entries, and checks nothing."""

    def read_all(self, on_progress: Callable[[int, int], None] | None = None) -> None:
        """Parse what the programs consist of, and join it."""
        self.load()
        self.named: dict[Entry, Begin] = {}
        self.errors: list[Finding] = []
        for index in range(len(self.found)):
            self.outlines[index] = self.read(index)
            if on_progress and index < self.asked:
                on_progress(index + 1, self.asked)
        self.link()

    def looked_at(self) -> Iterator[File]:
        """The files that were asked for and that a service runs."""
        for index in range(self.asked):
            file = self._opened.get(index)
            if isinstance(file, File):
                settle_role(file)
                if file.role in LOOKED_AT:
                    yield file

    def starts(self) -> list[Begin]:
        """All entries, by title and place; of those that are the same, the first."""
        found: dict[Entry, Begin] = {}
        for file in self.looked_at():
            # Asked for in the middle of another question, they would lack what hangs on that.
            settle(file)
            break
        for file in self.looked_at():
            try:
                starts = file.facts(Start)
            except Exception as error:  # noqa: BLE001 - the other files have entries all the same
                self.errors.append(crash("audit", str(file.path), error))
                continue
            for start in starts:
                begin = self.begin(start)
                found.setdefault(begin.entry, begin)
        return sorted(found.values(), key=lambda item: _order(item.entry))

    def begin(self, start: Start) -> Begin:
        """An entry as the audit has it."""
        home, node = start.file, start.node
        if start.target is not None:
            home, node = start.target.file, start.target.node
        return Begin(Entry(start.title, start.kind, start.handler, self.spot(home, node)), start)

    def spot(self, file: File, node: ast.AST) -> Spot:
        """Where something stands; of a definition, its name's line and what it is called."""
        region = file.region(node)
        scope = file.index.scopes.get(node) or file.scope(node)
        line, column = region.line, region.column
        end_line, end_column = region.end_line, region.end_column
        return Spot(self.key(file), line, column, end_line, end_column, scope.qualname)

    def key(self, file: File) -> str:
        """What a file is called wherever the project lies."""
        return key_of(file.path, self.cascade.root)

    def chosen(self, found: Sequence[Begin], words: Sequence[str]) -> tuple[Entry, ...]:
        """The entries that words name; a function that is none by itself becomes one."""
        every = [begin.entry for begin in found]
        picked: dict[Entry, None] = {}
        for word in words:
            matches = matching(every, word) or self.functions(word)
            if not matches:
                raise NoEntryError(_unknown(every, word))
            picked |= dict.fromkeys(matches)
        return tuple(picked)

    def functions(self, word: str) -> list[Entry]:
        """The functions that ``module:function`` names, a module by its end."""
        module, colon, qualname = word.partition(":")
        if not colon:
            return []
        found: list[Entry] = []
        for file in self.looked_at():
            if file.module == module or file.module.endswith(f".{module}"):
                for node in file.index.definitions.get(qualname, ())[:1]:
                    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                        begin = self.begin(function_start(file, node))
                        self.named[begin.entry] = begin
                        found.append(begin.entry)
        return found

    def follow(self, begin: Begin) -> Walk | None:
        """All that an entry leads to; ``None``: it cannot be followed, by a fault of ours."""
        walk = Walk(self, begin)
        try:
            walk.run()
        except Exception as error:  # noqa: BLE001 - the other entries are followed all the same
            self.errors.append(crash("audit", str(begin.start.file.path), error))
            return None
        return walk

    def heads(self, reached: frozenset[tuple[str, str]]) -> Iterator[Head]:
        """The decorators and parameters of all functions in files that are reached."""
        paths = {path for path, _ in reached}
        for file in self.looked_at():
            path = str(file.path)
            if path not in paths:
                continue
            nodes: list[FunctionNode] = [
                *file.nodes(ast.FunctionDef),
                *file.nodes(ast.AsyncFunctionDef),
            ]
            for node in nodes:
                first = min((item.lineno for item in node.decorator_list), default=node.lineno)
                last = max(node.lineno, node.body[0].lineno - 1)
                yield path, first, last, file.label(node)

    def unread(self) -> Iterator[Finding]:
        """The files that were asked for and cannot be read."""
        for index in range(self.asked):
            unit = self._unit(index)
            file = self._opened.get(index)
            if isinstance(unit, Unreadable):
                yield from self._unread(index, unit).findings
            elif isinstance(file, Finding):
                yield file

    def frameworks(self, starts: Iterable[Start]) -> tuple[str, ...]:
        """The packages through which entries are reached."""
        return tuple(sorted({start.framework for start in starts if start.framework}))


# ── which entries ────────────────────────────────────────────────────────────────────────────────
def _order(entry: Entry) -> tuple[int, str, str, str, Spot]:
    kinds = ("route", "task", "command", "receiver", FUNCTION)
    verb, _, path = entry.title.partition(" ")
    return kinds.index(entry.kind), path or verb, verb, entry.handler, entry.place


def matching(entries: Sequence[Entry], word: str) -> list[Entry]:
    """The entries that a word names: by title, handler or name, else by the one end that it has."""
    word = " ".join(word.split())
    exact = [
        entry for entry in entries if word in names_of(entry) or _bare(word) == _bare(entry.title)
    ]
    if exact:
        return exact
    ends = [entry for entry in entries if any(_ends(name, word) for name in names_of(entry))]
    places = {(entry.handler, entry.title.partition(" ")[2]) for entry in ends}
    return ends if len(places) == 1 or len({entry.handler for entry in ends}) == 1 else []


def names_of(entry: Entry) -> set[str]:
    """Under which names an entry may be asked for."""
    verb, _, rest = entry.title.partition(" ")
    found = {entry.title, entry.handler, rest}
    if entry.kind == "route":
        found |= {f"{verb} {rest.rstrip('/')}", rest.rstrip("/")}
    else:
        found.add(rest)
    module, _, last = entry.handler.rpartition(".")
    found.add(f"{module}:{last}")
    outer, _, owner = module.rpartition(".")
    if owner[:1].isupper():
        found.add(f"{outer}:{owner}.{last}")
    return found - {""}


def _bare(title: str) -> str:
    """A route without what may stand before it, and without slashes around it."""
    verb, _, path = title.rpartition(" ")
    return f"{verb.upper()} {path.removeprefix('{?}').strip('/')}"


def _ends(name: str, word: str) -> bool:
    """Whether a name ends with a word, and the word begins where a part of it begins."""
    verb, space, path = word.partition(" ")
    if space and verb.upper() in METHODS:
        own, _, rest = name.partition(" ")
        return own in {verb.upper(), "ANY", "?"} and _ends(rest, path)
    if not name.endswith(word) or not word:
        return False
    before = name[: len(name) - len(word)]
    return not before or before[-1] in "/.: " or word[0] in "/.:"


def _unknown(entries: Sequence[Entry], word: str) -> str:
    names = sorted({name for entry in entries for name in (entry.title, entry.handler)})
    ends = sorted(
        {
            entry.title
            for entry in entries
            if any(_ends(name, " ".join(word.split())) for name in names_of(entry))
        }
    )
    near = ends[:NEAR] or get_close_matches(word, names, NEAR, 0.5)
    if not near:
        return f"no entry is called '{word}'"
    what = "more than one entry ends so" if ends else "near are"
    return f"no entry is called '{word}'; {what}: {', '.join(near)}"


def proposed(entries: Sequence[Entry], flow: str) -> tuple[Entry, ...]:
    """The entries that speak of a flow by its name, the best first."""
    wanted = words_of(flow)
    if not wanted:
        return ()
    scored = [(_score(entry, wanted), entry) for entry in entries]
    best = sorted(
        ((score, entry) for score, entry in scored if score),
        key=lambda item: (-item[0], _order(item[1])),
    )
    return tuple(entry for _, entry in best)


def _score(entry: Entry, wanted: list[str]) -> int:
    """How much of a flow's name an entry has, and how near; 0: nothing."""
    module, _, last = entry.handler.rpartition(".")
    places = (
        (8, words_of(entry.title)),
        (6, words_of(last)),
        (3, words_of(module)),
    )
    score = 0
    for weight, words in places:
        if all(word in words for word in wanted):
            score = max(score, weight * 4 - min(len(words), 12))
    if score and entry.kind == "route":
        verb = entry.title.partition(" ")[0]
        score += 6 if verb == "POST" else 2 if verb in {"PUT", "PATCH"} else 0
    return score


def words_of(text: str) -> list[str]:
    """The words of a name, in lower case and singular."""
    return [_singular(word.lower()) for word in WORD.findall(text)]


def _singular(word: str) -> str:
    if len(word) > 3 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 4 and word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


# ── the walk ─────────────────────────────────────────────────────────────────────────────────────
@dataclass(slots=True)
class _Node:
    """A link on its way into the tree."""

    link: Link
    children: list[_Node] = field(default_factory=list)
    repeated: bool = False
    cut: bool = False


class Walk:
    """The tree of one entry: all functions that it comes to, and then what of them is shown."""

    def __init__(self, task: TracePass, begin: Begin) -> None:
        self.task = task
        self.begin = begin
        self.links: dict[Key, tuple[Link, ...]] = {}
        self.telling: set[Key] = set()
        """What leads to an end that a reader looks for."""
        self.files: dict[Key, Target] = {}
        self.reached: set[tuple[str, str]] = set()
        self.direct: set[tuple[str, str]] = set()
        """What calls alone lead to."""
        self.unresolved: set[ast.AST] = set()
        self.trace: Trace

    def run(self) -> None:
        """Walk, and make the trace."""
        start = self.begin.start
        own = tuple(links_of_start(start))
        self.explore(start.target, own)
        self.go_directly([start.target, *(link.target for link in own)])
        self.tell()
        root = self.root(start, own)
        count = sum(len(links) for links in self.links.values()) + len(own)
        self.trace = Trace(self.begin.entry, root, count, len(self.unresolved))

    # ── what is reached ──────────────────────────────────────────────────────────────────────
    def explore(self, target: Target | None, own: Sequence[Link]) -> None:
        """Come to every function once, and again where it is called to another effect."""
        roots = [target, *(link.target for link in own)]
        contexts = Contexts(root for root in roots if root is not None)
        todo = deque([target] if target is not None else [])
        for link in own:
            self.meet(link, todo)
        while todo:
            at = todo.popleft()
            if at.key in self.links:
                continue
            self.files[at.key] = at
            self.note(at)
            self.links[at.key] = contexts.links(at)
            for link in self.links[at.key]:
                self.meet(link, todo)

    def meet(self, link: Link, todo: deque[Target]) -> None:
        """Take up where a link leads to."""
        if link.target is not None:
            todo.append(link.target)
        if link.hidden:
            self.unresolved.add(link.node)
        if link.model is not None:
            file, cls = link.model
            self.reached.add((str(file.path), file.label(cls)))

    def note(self, target: Target) -> None:
        """Note a function, and those inside it."""
        self.reached.update(_spots(target))

    def go_directly(self, roots: Iterable[Target | None]) -> None:
        """Note what is done before the entry answers, as far as calls alone lead there."""
        seen: set[Key] = set()
        todo = deque(root for root in roots if root is not None)
        while todo:
            at = todo.popleft()
            if at.key not in seen:
                seen.add(at.key)
                self.direct.update(_spots(at))
                links = self.links.get(at.key, ())
                todo.extend(item.target for item in links if item.target and item.how in DIRECT)

    # ── what is worth showing ────────────────────────────────────────────────────────────────
    def tell(self) -> None:
        """Mark what leads to an end, and all that leads there."""
        callers: dict[Key, set[Key]] = {}
        todo: list[Key] = []
        for key, links in self.links.items():
            if is_stub(self.files[key]) or any(link.end or link.hidden for link in links):
                todo.append(key)
            for link in links:
                if link.target is not None:
                    callers.setdefault(link.target.key, set()).add(key)
        while todo:
            key = todo.pop()
            if key not in self.telling:
                self.telling.add(key)
                todo.extend(callers.get(key, ()))

    def root(self, start: Start, own: Sequence[Link]) -> Step:
        """The tree, nearest first: a function that comes twice is shown where it is nearer."""
        node = start.node
        assert isinstance(node, ast.expr | ast.stmt)
        name = start.title
        top = _Node(Link(start.file, node, name, "entry", start.target))
        shown: set[Key] = {start.target.key} if start.target else set()
        count = 1
        # What the handler does is shown before what the middleware around it does.
        todo, around = deque([top]), deque[_Node]()
        while todo or around:
            is_own = bool(todo)
            at = (todo or around).popleft()
            for link in self.below(at, own if at is top else ()):
                child = _Node(link)
                at.children.append(child)
                count += 1
                key = link.target.key if link.target is not None else None
                if key is None or key not in self.telling:
                    continue
                if link.how == MIDDLEWARE:
                    around.append(child)
                elif key in shown:
                    child.repeated = True
                elif count >= (MOST if is_own else MOST + MOST_AROUND):
                    child.cut = True
                else:
                    shown.add(key)
                    (todo if is_own else around).append(child)
        return self.step(top)

    def below(self, node: _Node, own: Sequence[Link]) -> Iterator[Link]:
        """The links of a node that are shown, each place once."""
        target = node.link.target
        links = (*own, *(self.links.get(target.key, ()) if target is not None else ()))
        kept: dict[tuple[object, ...], list[Link]] = {}
        for link in links:
            if self.is_shown(link, at_top=node.link.how == "entry"):
                where = link.target.key if link.target else (link.name,)
                mark = (*where, link.end, link.detail, link.how)
                kept.setdefault(mark, []).append(link)
        for same in kept.values():
            yield _for_all(same)

    def is_shown(self, link: Link, *, at_top: bool) -> bool:
        """Whether a link tells a reader something."""
        if link.end or link.hidden:
            return True
        target = link.target
        if target is None or isinstance(target.node, ast.ClassDef):
            return False
        if target.key in self.telling:
            return True
        if link.how == DEPENDENCY:
            # What only wraps a function, and does nothing of weight, is no part of a flow.
            return not link.name.startswith("@")
        if link.detail == ONLY:
            return False
        made = isinstance(target.node, ast.FunctionDef) and target.node.name == "__init__"
        is_step = link.how == MIDDLEWARE or (at_top and link.how == CALL)
        return is_step and not made and lines_of(target.node) > SMALL

    # ── as the audit has it ──────────────────────────────────────────────────────────────────
    def step(self, node: _Node) -> Step:
        """A link with all that it leads to."""
        link, target = node.link, node.link.target
        steps = tuple(self.step(child) for child in node.children)
        home = target.file if target is not None else link.file
        return Step(
            link.name,
            link.how,
            self.task.spot(link.file, link.node),
            self.task.spot(target.file, target.node) if target is not None else None,
            _tier(home),
            self.end(node, steps),
            link.detail,
            link.condition,
            steps,
            node.repeated,
            node.cut,
            self.leads(link) if node.cut or link.hidden else (),
        )

    def leads(self, link: Link) -> tuple[End, ...]:
        """The ends that a function leads to, or may lead to, in the order of their list."""
        target = link.target
        keys = self.below_key(target.key) if target is not None else ()
        found = {*link.leads, *(below.end for key in keys for below in self.links[key])}
        return tuple(end for end in End if end.value in found)

    def end(self, node: _Node, steps: Sequence[Step]) -> End | None:
        """Where a chain ends; ``None``: it goes on."""
        link, target = node.link, node.link.target
        if link.end:
            return End(link.end)
        if link.hidden:
            return End.OUT_OF_SIGHT
        if target is None:
            return End.OUT_OF_SIGHT
        if is_stub(target):
            return End.STUB
        if steps or node.repeated or node.cut or self.asks_strangers(target):
            return None
        return End.OUT_OF_SIGHT if is_replaced(target) else End.NOTHING

    def asks_strangers(self, target: Target) -> bool:
        """Whether a function, or what it calls, hands on to libraries that nobody knows here."""
        return any(asks_strangers(self.files[key]) for key in self.below_key(target.key))

    def below_key(self, start: Key) -> set[Key]:
        """All functions that one leads to, itself included."""
        seen: set[Key] = set()
        todo = [start]
        while todo:
            key = todo.pop()
            if key not in seen and key in self.links:
                seen.add(key)
                todo += [link.target.key for link in self.links[key] if link.target is not None]
        return seen


def _spots(target: Target) -> Iterator[tuple[str, str]]:
    """A function, those inside it, and the class whose object it is called on."""
    file, node = target.file, target.node
    path = str(file.path)
    yield path, file.label(node)
    if not isinstance(node, ast.ClassDef):
        inner = file.nodes(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, within=node)
        yield from ((path, file.label(item)) for item in inner)
    if target.heir is not None:
        home, cls = target.heir
        yield str(home.path), home.label(cls)


def _for_all(same: Sequence[Link]) -> Link:
    """One of several calls of the same: the most certain one, and how many ways there are."""
    first = next((link for link in same if not link.condition), same[0])
    others = {link.condition for link in same} - {first.condition}
    if not first.condition or not others:
        return first
    more = "in another case" if len(others) == 1 else f"in {len(others)} other cases"
    return replace(first, condition=f"{first.condition}, or {more}")


def _tier(file: File) -> Tier | None:
    found = tier_of(file)
    return Tier(found) if found else None
