"""Run other linters over a folder of projects and compare what they find with what we find.

    python tests/peers.py FOLDER [--project NAME] [--peer NAME] [--python PYTHON] [--table]
        [--sample N]

``PYTHON`` is the interpreter of the environment that the peers are installed in: ruff, flake8 with
flake8-async and flake8-logging, bandit, pylint.  One that is missing is skipped, with a line.  Only
what means the same defect is compared, see ``PAIRS``; the rest of a peer's findings are counted.
A peer and we have found the same thing if both stand on one statement, or on its head if it has a
body.  Suppressed findings count on both sides, but for pylint, whose comments cannot be turned off.

``elsewhere`` is what a peer alone finds in modules that our rules of that pair do not look at, such
as tests and migrations.  Of what only a peer finds, ``--sample`` prints some, spread evenly.
"""

from __future__ import annotations

import argparse
import ast
import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from readiness_lint.config import Cascade, Settings
from readiness_lint.facts.roles import is_script
from readiness_lint.facts.tables import tables
from readiness_lint.model import File
from readiness_lint.project import check_paths
from readiness_lint.project.discovery import role_of
from readiness_lint.registry import all_rules
from readiness_lint.terms import Role

RUFF = "BLE,S110,S112,S113,RUF006,LOG,G,TRY,ASYNC"


@dataclass(frozen=True, slots=True)
class Pair:
    """Codes of a peer and codes of ours that mean one defect."""

    peer: str
    theirs: tuple[str, ...]
    ours: tuple[str, ...]


SWALLOWED = ("RDY421", "RDY422", "RDY423", "RDY424", "RDY517", "RDY518")
BLOCKING = (210, 211, 212, 220, 221, 222, 230, 231, 232, 240, 250, 251)
PAIRS = (
    # A broad clause, whatever it does, and one that does nothing: they ask for a narrower one, we
    # for a trace of a failure that reached another process or the database.
    Pair("ruff", ("BLE001", "S110", "S112"), SWALLOWED),
    # Only calls of requests and httpx; they take `timeout=None` for a missing one.
    Pair("ruff", ("S113",), ("RDY401", "RDY402", "RDY403")),
    # Tasks of asyncio; ours are futures and gathered outcomes, too.
    Pair("ruff", ("RUF006",), ("RDY437",)),
    # `logger.error` in a handler, and `logger.exception(exc_info=False)`: they report each, we those
    # in a broad handler after which nobody else can log the traceback.
    Pair("ruff", ("TRY400", "LOG007"), ("RDY506",)),
    # `logger.exception` and `exc_info=True` outside handlers.
    Pair("ruff", ("LOG004", "LOG014"), ("RDY509",)),
    # A key of `extra` that the record has already.
    Pair("ruff", ("G101",), ("RDY505",)),
    # Requests, child processes, files, `input` and `time.sleep` on the event loop; a file that is
    # small is quick to read, so ours are those that may be large.
    Pair("ruff", tuple(f"ASYNC{number}" for number in BLOCKING), ("RDY301",)),
    Pair("flake8-async", tuple(f"ASYNC{number}" for number in BLOCKING), ("RDY301",)),
    # A task of asyncio that is not kept.
    Pair("flake8-async", ("ASYNC300",), ("RDY437",)),
    # A cancellation, or all that ends a process, that is not raised again.
    Pair("flake8-async", ("ASYNC103", "ASYNC104"), ("RDY423", "RDY424")),
    # A key of `extra` that clashes, and messages that do not fit their arguments.
    Pair("flake8-logging", ("LOG003", "LOG012", "LOG013"), ("RDY505",)),
    # `exception()` and `exc_info=True` outside handlers.
    Pair("flake8-logging", ("LOG004", "LOG014"), ("RDY509",)),
    # `exception(exc_info=False)`.
    Pair("flake8-logging", ("LOG007",), ("RDY506",)),
    # Clauses of all exceptions that do nothing.
    Pair("bandit", ("B110", "B112"), SWALLOWED),
    # Calls of requests and httpx without a timeout, or with `None`.
    Pair("bandit", ("B113",), ("RDY401", "RDY402", "RDY403")),
    # Text that looks like SQL and is put together; ours holds something of the client's.
    Pair("bandit", ("B608",), ("RDY240",)),
    # Any text that is bound to the name of a password; ours is a default that production may keep.
    Pair("bandit", ("B105", "B106", "B107"), ("RDY214",)),
    # Broad and bare clauses that do not raise.
    Pair("pylint", ("W0718", "W0702"), SWALLOWED),
    # The calls of requests.
    Pair("pylint", ("W3101",), ("RDY401", "RDY402", "RDY403")),
    # Messages that do not fit their arguments.
    Pair("pylint", ("E1200", "E1201", "E1205", "E1206"), ("RDY505",)),
    # A `return` or `break` in a `finally`.
    Pair("pylint", ("W0134", "W0150"), ("RDY425",)),
    # Statements behind a `return`, a `raise` and the like.
    Pair("pylint", ("W0101",), ("RDY541",)),
    # `breakpoint()`, `pdb.set_trace()`.
    Pair("pylint", ("W1515",), ("RDY539",)),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a peer says about a line."""

    code: str
    path: Path
    line: int


def _output(project: Path, *command: str) -> str:
    """What a peer prints; its exit code says whether it found something, not whether it failed."""
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    if not done.stdout:
        print(f"{project.name}: {' '.join(command[:3])}: {done.stderr[-300:]}", file=sys.stderr)
    return done.stdout


def ruff(python: str, project: Path) -> Iterator[Seen]:
    options = ("--isolated", "--no-cache", "--ignore-noqa", "--exit-zero", "--no-respect-gitignore")
    command = (python, "-m", "ruff", "check", "--select", RUFF, "--output-format", "json", *options)
    for row in json.loads(_output(project, *command, ".") or "[]"):
        if row["code"]:
            yield Seen(row["code"], project / row["filename"], row["location"]["row"])


@cache
def _flake8(python: str, project: Path) -> tuple[Seen, ...]:
    """What the plugins of flake8 find, together: most of the time goes into its own checks."""
    options = ("--isolated", "--disable-noqa", "--exit-zero", "--jobs=1", "--select=ASYNC,LOG")
    form = "--format=%(code)s\t%(row)d\t%(path)s"
    output = _output(project, python, "-m", "flake8", *options, form, ".")
    rows = (line.split("\t") for line in output.splitlines())
    return tuple(Seen(code, project / path, int(row)) for code, row, path in rows)


def flake8_async(python: str, project: Path) -> Iterator[Seen]:
    return (seen for seen in _flake8(python, project) if seen.code.startswith("ASYNC"))


def flake8_logging(python: str, project: Path) -> Iterator[Seen]:
    return (seen for seen in _flake8(python, project) if seen.code.startswith("LOG"))


def bandit(python: str, project: Path) -> Iterator[Seen]:
    options = ("-q", "-r", "-f", "json", "--ignore-nosec", "--exit-zero")
    output = _output(project, python, "-m", "bandit", *options, ".")
    for row in json.loads(output or '{"results": []}')["results"]:
        yield Seen(row["test_id"], project / row["filename"], row["line_number"])


def pylint(python: str, project: Path) -> Iterator[Seen]:
    codes = ",".join(code for pair in PAIRS if pair.peer == "pylint" for code in pair.theirs)
    only = ("--rcfile=", "--disable=all", f"--enable={codes}", "--recursive=y", "--jobs=1")
    output = _output(project, python, "-m", "pylint", *only, "--output-format=json", ".")
    for row in json.loads(output or "[]"):
        yield Seen(row["message-id"], project / row["path"], row["line"])


PEERS: dict[str, Callable[[str, Path], Iterator[Seen]]] = {
    "ruff": ruff,
    "flake8-async": flake8_async,
    "flake8-logging": flake8_logging,
    "bandit": bandit,
    "pylint": pylint,
}


def installed(python: str, peers: Iterable[str]) -> Iterator[str]:
    """Those of the peers that an interpreter has, with a line for each that it has not."""
    asks = "import sys, importlib.metadata as m; print(m.version(sys.argv[1]))"
    for peer in peers:
        done = subprocess.run(
            (python, "-c", asks, peer), capture_output=True, text=True, check=False
        )
        print(f"{peer} {done.stdout.strip() or 'is not installed: skipped'}", file=sys.stderr)
        if not done.returncode:
            yield peer


Stretch = tuple[int, int]
Spot = tuple[Path, Stretch]


def _head(node: ast.stmt | ast.excepthandler) -> Stretch:
    """The lines of a statement, without those of its body."""
    start = _start(node)
    body: list[ast.AST] = [*getattr(node, "body", ()), *getattr(node, "cases", ())]
    first = getattr(body[0], "pattern", body[0]) if body else None
    end = (node.end_lineno or start) if first is None else _start(first) - 1
    return start, max(start, end)


def _start(node: ast.AST) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    start: int = getattr(node, "lineno", 1)
    return min([start, *(item.lineno for item in decorators)])


@dataclass(frozen=True, slots=True)
class Text:
    """A module, as far as comparing needs it."""

    lines: list[str]
    heads: dict[int, Stretch]
    role: Role

    @classmethod
    def read(cls, path: Path, project: Path) -> Text:
        text = path.read_text(encoding="utf-8", errors="replace")
        role = role_of(path, project, Settings(root=project), text)
        heads: dict[int, Stretch] = {}
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError):
            return cls(text.splitlines(), heads, role)
        if role is Role.APPLICATION and is_script(File(path, text, tree, tables())):
            role = Role.SCRIPT
        # A statement is met before those in it, so that the innermost one stays.
        for node in ast.walk(tree):
            if isinstance(node, ast.stmt | ast.excepthandler):
                start, end = _head(node)
                heads |= dict.fromkeys(range(start, end + 1), (start, end))
        return cls(text.split("\n"), heads, role)


@dataclass(slots=True)
class Comparison:
    """One pair, over all projects."""

    both: int = 0
    we: int = 0
    they: int = 0
    elsewhere: int = 0


@dataclass(frozen=True, slots=True)
class Missed:
    """What a peer alone has found."""

    pair: Pair
    code: str
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Total:
    """What the projects came to."""

    pairs: dict[Pair, Comparison]
    missed: list[Missed]
    apart: Counter[tuple[str, str]]
    """How many findings of which peer and code have no pair."""


def compare(project: Path, python: str, peers: Iterable[str], total: Total) -> None:
    """Add a project's findings to the total."""

    @cache
    def text_of(path: Path) -> Text:
        return Text.read(path, project)

    def spot(path: Path, line: int) -> Spot:
        return path, text_of(path).heads.get(line, (line, line))

    rules = all_rules()
    cascade = Cascade(project, fixed=Settings(root=project), overrides={"preview": True})
    ours: defaultdict[str, set[Spot]] = defaultdict(set)
    for finding in check_paths([project], cascade).findings:
        if finding.code >= "RDY100":
            path = Path(finding.path).resolve()
            ours[finding.code].add(spot(path, finding.region.line))
    for peer in peers:
        paired = {code for pair in total.pairs if pair.peer == peer for code in pair.theirs}
        theirs: defaultdict[str, dict[Spot, Seen]] = defaultdict(dict)
        for seen in PEERS[peer](python, project):
            if seen.code in paired:
                theirs[seen.code][spot(seen.path.resolve(), seen.line)] = seen
            else:
                total.apart[peer, seen.code] += 1
        for pair, comparison in total.pairs.items():
            if pair.peer != peer:
                continue
            we = set().union(*(ours[code] for code in pair.ours))
            they = {place: seen for code in pair.theirs for place, seen in theirs[code].items()}
            roles = {role for code in pair.ours for role in rules[code].roles}
            comparison.both += len(we & they.keys())
            comparison.we += len(we - they.keys())
            for place in sorted(they.keys() - we):
                seen, (path, _) = they[place], place
                text = text_of(path)
                if text.role not in roles:
                    comparison.elsewhere += 1
                    continue
                comparison.they += 1
                label = f"{project.name}/{path.relative_to(project).as_posix()}:{seen.line}"
                line = text.lines[seen.line - 1].strip()
                total.missed.append(Missed(pair, seen.code, label, line))


def _spread(items: list[Missed], count: int) -> list[Missed]:
    """So many of them, from the first to the last."""
    step = max(1, len(items) / count) if count else 1
    return [items[int(index * step)] for index in range(min(count, len(items)))]


def show(total: Total, *, table: bool, sample: int) -> None:
    bar = "|" if table else ""
    between = " | " if table else "  "
    heads = ("both", "only we", "only they", "elsewhere")
    titles = (f"{'peer':14}", f"{'theirs':38}", f"{'ours':48}")
    print(bar + between.join((*titles, *(f"{head:>9}" for head in heads))) + bar)
    if table:
        print("|---|---|---|--:|--:|--:|--:|")
    for pair, found in total.pairs.items():
        cells = (f"{pair.peer:14}", f"{' '.join(pair.theirs):38}", f"{' '.join(pair.ours):48}")
        counts = (found.both, found.we, found.they, found.elsewhere)
        print(bar + between.join((*cells, *(f"{count:>9}" for count in counts))) + bar)
    rest = ", ".join(f"{peer} {code} {n}" for (peer, code), n in sorted(total.apart.items()))
    print(f"\nwithout a pair: {rest or 'nothing'}")
    for pair in total.pairs if sample else ():
        items = [missed for missed in total.missed if missed.pair == pair]
        if items:
            print(f"\n{pair.peer} {' '.join(pair.theirs)}, of {len(items)} not {pair.ours}:")
        for missed in _spread(items, sample):
            print(f"{missed.place} {missed.code}\n    {missed.text}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--project", action="append", help="only the folder of this name")
    parser.add_argument("--peer", action="append", choices=PEERS, help="only this one")
    parser.add_argument("--python", default=sys.executable, help="where the peers are installed")
    parser.add_argument("--table", action="store_true", help="print the table as Markdown")
    parser.add_argument("--sample", type=int, default=0, help="print so many that only they find")
    arguments = parser.parse_args()
    peers = tuple(installed(arguments.python, arguments.peer or PEERS))
    pairs = {pair: Comparison() for pair in PAIRS if pair.peer in peers}
    total = Total(pairs, [], Counter())
    for project in sorted(path for path in arguments.folder.iterdir() if path.is_dir()):
        if not arguments.project or project.name in arguments.project:
            print(project.name, file=sys.stderr)
            compare(project.resolve(), arguments.python, peers, total)
    show(total, table=arguments.table, sample=arguments.sample)
    return 0


if __name__ == "__main__":
    sys.exit(main())
