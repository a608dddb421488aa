"""Run other linters over a folder of projects and compare what they find with what we find.

    python tests/peers.py FOLDER [--project NAME] [--peer NAME] [--python PYTHON] [--keep FOLDER]
        [--rules PATH] [--limit SECONDS] [--table] [--sample N] [--missed FILE]

``PYTHON`` is the interpreter of the environment that the peers are installed in: ruff, flake8 with
flake8-async, flake8-logging, bandit, pylint, semgrep.  One that is missing is skipped, with a
line.  semgrep comes without rules: ``--rules`` names a file of some; those that ``PAIRS`` knows are
shipped by rowan-sast 0.4.2.  With ``--keep`` what a peer says of a project is written there, and read from
there the next time.  pylint is not asked about projects of more than 1,500 modules; nor is a peer
that has not answered within ``--limit`` seconds.

Only what means the same defect is compared, see ``PAIRS``; the rest of a peer's findings are
counted.  A pair whose rules do not exist yet is left out.  A peer and we have found the same thing
if both stand on one statement, or on its head if it has a body; where a finding of ours names other
places too, such as the text that a query is made of, those count as well.  Suppressed findings
count on both sides, but for pylint, whose comments cannot be turned off.

``elsewhere`` is what a peer alone finds in modules that our rules of that pair do not look at, such
as tests and migrations.  Of what only a peer finds, ``--sample`` prints some, spread evenly, and
``--missed`` writes all of it.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
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

RUFF = (
    "S,BLE,RUF006,RUF009,RUF013,LOG,G,TRY,ASYNC,T10,T20,DJ,PLW1508,PLE1205,PLE1206,B008,B012,B018"
)
PYLINT_MODULES = 1500
"""It infers types in all of them, so that larger projects take it hours."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Codes of a peer and codes of ours that mean one defect."""

    peer: str
    theirs: tuple[str, ...]
    ours: tuple[str, ...]


SWALLOWED = (
    *("RDY205", "RDY421", "RDY422", "RDY423", "RDY424", "RDY431", "RDY432"),
    *("RDY517", "RDY518", "RDY618"),
)
TIMEOUTS = ("RDY401", "RDY402", "RDY403")
SECRETS = ("RDY213", "RDY214", "RDY233")
XML = ("S313", "S314", "S315", "S316", "S317", "S318", "S319", "S320")
BLOCKING = (210, 211, 212, 220, 221, 222, 250, 251)
FILES = (230, 231, 232, 240)
PAIRS = (
    # Failures.
    # A broad clause, whatever it does, and one that does nothing: they ask for a narrower one, we
    # for a trace of a failure that reached another process or the database.
    Pair("ruff", ("BLE001", "S110", "S112"), SWALLOWED),
    Pair("bandit", ("B110", "B112"), SWALLOWED),
    Pair("pylint", ("W0718", "W0702"), SWALLOWED),
    # A cancellation, or all that ends a process, that is not raised again.
    Pair("flake8-async", ("ASYNC103", "ASYNC104"), ("RDY423", "RDY424")),
    # A `return` or `break` in a `finally`.
    Pair("ruff", ("B012",), ("RDY425",)),
    Pair("pylint", ("W0134", "W0150"), ("RDY425",)),
    # Time and tasks.
    # Calls of requests and httpx; they take `timeout=None` for a missing one, pylint asks requests
    # alone.
    Pair("ruff", ("S113",), TIMEOUTS),
    Pair("bandit", ("B113",), TIMEOUTS),
    Pair("pylint", ("W3101",), TIMEOUTS),
    # Tasks of asyncio that are not kept; ours are futures and gathered outcomes, too.
    Pair("ruff", ("RUF006",), ("RDY437",)),
    Pair("flake8-async", ("ASYNC300",), ("RDY437",)),
    # Requests, child processes, `input` and `time.sleep` on the event loop; we leave out the start of
    # a process, which is quick.  Files are another defect of ours.
    Pair("ruff", tuple(f"ASYNC{number}" for number in BLOCKING), ("RDY301",)),
    Pair("flake8-async", tuple(f"ASYNC{number}" for number in BLOCKING), ("RDY301",)),
    Pair("ruff", tuple(f"ASYNC{number}" for number in FILES), ("RDY306",)),
    Pair("flake8-async", tuple(f"ASYNC{number}" for number in FILES), ("RDY306",)),
    # Logs and leftovers.
    # `logger.error` in a handler, and `logger.exception(exc_info=False)`: they report each, we those
    # in a broad handler after which nobody else can log the traceback.
    Pair("ruff", ("TRY400", "LOG007"), ("RDY506",)),
    Pair("flake8-logging", ("LOG007",), ("RDY506",)),
    # `logger.exception` and `exc_info=True` outside handlers.
    Pair("ruff", ("LOG004", "LOG014"), ("RDY509",)),
    Pair("flake8-logging", ("LOG004", "LOG014"), ("RDY509",)),
    # A key of `extra` that the record has already, and messages that do not fit their arguments.
    Pair("ruff", ("G101", "PLE1205", "PLE1206"), ("RDY505",)),
    Pair("flake8-logging", ("LOG003", "LOG012", "LOG013"), ("RDY505",)),
    Pair("pylint", ("E1200", "E1201", "E1205", "E1206"), ("RDY505",)),
    # Any `print`; ours are those of handlers and tasks.
    Pair("ruff", ("T201", "T203"), ("RDY501",)),
    # `breakpoint()`, `pdb.set_trace()`, and for ruff the imports of debuggers.
    Pair("ruff", ("T100",), ("RDY539",)),
    Pair("pylint", ("W1515",), ("RDY539",)),
    # Statements behind a `return`, a `raise` and the like.
    Pair("pylint", ("W0101",), ("RDY541",)),
    # Start-up and the environment.
    # Any call in the default of a parameter or a dataclass's field; ours reach a peer, or fix the
    # default of a column.
    Pair("ruff", ("B008", "RUF009"), ("RDY116", "RDY611")),
    # A default that is no text: they warn of its type, we of a flag that `"false"` turns on.
    Pair("ruff", ("PLW1508",), ("RDY118", "RDY119")),
    Pair("pylint", ("W1508",), ("RDY118", "RDY119")),
    # Data.
    # `x: int = None` of any parameter; ours are fields of models.
    Pair("ruff", ("RUF013",), ("RDY607",)),
    # An expression whose value nobody takes; pylint's second are calls, too.
    Pair("ruff", ("B018",), ("RDY613",)),
    Pair("pylint", ("W0104", "W0106"), ("RDY438", "RDY613")),
    # Forms that take every field of their model, whatever those are.
    Pair("ruff", ("DJ006", "DJ007"), ("RDY207", "RDY208")),
    # Secrets and settings.
    # Any text that is bound to the name of a password.
    Pair("ruff", ("S105", "S106", "S107"), SECRETS),
    Pair("bandit", ("B105", "B106", "B107"), SECRETS),
    # `app.run(debug=True)`.
    Pair("ruff", ("S201",), ("RDY220",)),
    Pair("bandit", ("B201",), ("RDY220",)),
    # Access.
    # A token that is decoded and not checked.
    Pair("semgrep", ("TNT-AUTH-JWT-001",), ("RDY210",)),
    # `assert` anywhere; ours decides who may do something.
    Pair("ruff", ("S101",), ("RDY269",)),
    Pair("bandit", ("B101",), ("RDY269",)),
    # Hostile input.
    # Text that looks like SQL and is put together; ours holds something of the client's.
    Pair("ruff", ("S608", "S610", "S611"), ("RDY240", "RDY241")),
    Pair("bandit", ("B608", "B610", "B611"), ("RDY240", "RDY241")),
    Pair(
        "semgrep",
        ("TNT-SQLI-001", "TNT-SQLI-002"),
        ("RDY240", "RDY241"),
    ),
    # Operators of a document store.
    Pair("semgrep", ("TNT-NOSQL-001",), ("RDY242",)),
    # A shell, whatever it is told.
    Pair("ruff", ("S602", "S604", "S605", "S609"), ("RDY243",)),
    Pair("bandit", ("B602", "B604", "B605", "B609"), ("RDY243",)),
    Pair("semgrep", ("TNT-CMDI-001", "TNT-INJECT-002", "TNT-ARG-001"), ("RDY243",)),
    # `eval` and `exec` of anything.
    Pair("ruff", ("S102", "S307"), ("RDY244",)),
    Pair("bandit", ("B102", "B307"), ("RDY244",)),
    Pair("pylint", ("W0122", "W0123"), ("RDY244",)),
    Pair("semgrep", ("TNT-INJECT-001", "TNT-INJECT-003"), ("RDY244",)),
    # pickle, marshal, YAML and models, whoever wrote them.
    Pair("ruff", ("S301", "S302", "S506", "S614"), ("RDY245", "RDY246")),
    Pair("bandit", ("B301", "B302", "B506", "B614"), ("RDY245", "RDY246")),
    Pair(
        "semgrep",
        ("TNT-DESER-001", "TNT-DESER-003", "TNT-DESER-004", "TNT-DESER-005"),
        ("RDY245",),
    ),
    # Templates out of text, those that do not escape, and text that is declared to be safe.
    Pair("semgrep", ("TNT-SSTI-001", "TNT-SSTI-002", "TNT-SSTI-003"), ("RDY247",)),
    Pair("ruff", ("S308", "S703", "S704"), ("RDY248",)),
    Pair("bandit", ("B308", "B703", "B704"), ("RDY248",)),
    Pair("semgrep", ("TNT-XSS-001", "TNT-XSS-002"), ("RDY248",)),
    Pair("ruff", ("S701", "S702"), ("RDY249",)),
    Pair("bandit", ("B701", "B702"), ("RDY249",)),
    # Paths and archives.
    Pair(
        "semgrep",
        ("TNT-PATH-001", "TNT-PATH-002", "TNT-PY-FWK-PATH-001"),
        ("RDY250",),
    ),
    Pair("ruff", ("S202",), ("RDY251",)),
    Pair("bandit", ("B202",), ("RDY251",)),
    # `urlopen` of anything that is no literal; theirs are about `file:`.
    Pair("ruff", ("S310",), ("RDY253",)),
    Pair("bandit", ("B310",), ("RDY253",)),
    Pair(
        "semgrep",
        ("TNT-SSRF-001", "TNT-SSRF-002", "TNT-SSRF-003", "TNT-PY-FWK-URLFETCH-001"),
        ("RDY253",),
    ),
    Pair("semgrep", ("TNT-REDIR-001",), ("RDY254",)),
    Pair("semgrep", ("TNT-HEADER-001",), ("RDY255",)),
    # Parsers of the standard library, which resolve no external entities.
    Pair("ruff", XML, ("RDY256",)),
    Pair("bandit", tuple(code.replace("S", "B") for code in XML), ("RDY256",)),
    Pair("semgrep", ("TNT-LDAP-001",), ("RDY259",)),
    Pair("semgrep", ("TNT-REFLECT-001",), ("RDY260",)),
    # Cryptography and transport.
    Pair("ruff", ("S303", "S324"), ("RDY216", "RDY262")),
    Pair("bandit", ("B303", "B324"), ("RDY216", "RDY262")),
    Pair("ruff", ("S304", "S305", "S505"), ("RDY263",)),
    Pair("bandit", ("B304", "B305", "B505"), ("RDY263",)),
    # `random`, whatever for.
    Pair("ruff", ("S311",), ("RDY264",)),
    Pair("bandit", ("B311",), ("RDY264",)),
    Pair("ruff", ("S323", "S501", "S502", "S503", "S504", "S507"), ("RDY265",)),
    Pair("bandit", ("B323", "B501", "B502", "B503", "B504", "B507"), ("RDY265",)),
    # Files that others may read or replace.
    Pair("ruff", ("S108", "S306"), ("RDY267",)),
    Pair("bandit", ("B108", "B306"), ("RDY267",)),
    Pair("ruff", ("S103",), ("RDY272",)),
    Pair("bandit", ("B103",), ("RDY272",)),
    # What is told to a log.
    Pair("semgrep", ("TNT-LOG-002",), ("RDY268",)),
)


Row = tuple[str, str, int]
"""A code, a path and a line, as a peer names them."""


def _codes(peer: str) -> str:
    return ",".join(code for pair in PAIRS if pair.peer == peer for code in pair.theirs)


def known_pairs() -> Iterator[Pair]:
    """The pairs of those rules that exist."""
    known = all_rules()
    for pair in PAIRS:
        ours = tuple(code for code in pair.ours if code in known)
        if ours:
            yield Pair(pair.peer, pair.theirs, ours)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a peer says about a line."""

    code: str
    path: Path
    line: int


@dataclass(frozen=True, slots=True)
class Setup:
    """How the peers are run."""

    python: str
    keep: Path | None = None
    rules: str = ""
    limit: float | None = None


@dataclass(frozen=True, slots=True)
class Peer:
    """How another linter is called within a project, and what its output says."""

    package: str
    command: str
    read: Callable[[str], Iterator[Row]]
    modules: int | None = None
    """It is not asked about projects of more."""
    words: str = ""
    """It is given only the modules that hold one of these; all else costs it time."""
    needs_rules: bool = False


def _of_ruff(output: str) -> Iterator[Row]:
    for row in json.loads(output):
        if row["code"]:
            yield row["code"], row["filename"], row["location"]["row"]


def _of_flake8_async(output: str) -> Iterator[Row]:
    for line in output.splitlines():
        path, row, _, rest = line.split(":", 3)
        yield rest.split()[0], path, int(row)


def _of_flake8_logging(output: str) -> Iterator[Row]:
    for line in output.splitlines():
        code, row, path = line.split("\t")
        yield code, path, int(row)


def _of_bandit(output: str) -> Iterator[Row]:
    for row in json.loads(output)["results"]:
        yield row["test_id"], row["filename"], row["line_number"]


def _of_pylint(output: str) -> Iterator[Row]:
    for row in json.loads(output):
        yield row["message-id"], row["path"], row["line"]


def _of_semgrep(output: str) -> Iterator[Row]:
    """The name of a rule is preceded by where it was read."""
    for row in json.loads(output)["results"]:
        yield row["check_id"].rpartition(".")[2], row["path"], row["start"]["line"]


PEERS = {
    "ruff": Peer(
        "ruff",
        f"ruff check --select {RUFF} --output-format json --isolated --no-cache --ignore-noqa"
        " --exit-zero --no-respect-gitignore .",
        _of_ruff,
    ),
    # By itself: flake8 would have its other checks read every module, too.
    "flake8-async": Peer(
        "flake8-async",
        f"flake8-async --disable-noqa --enable={_codes('flake8-async')} .",
        _of_flake8_async,
        words="async (def|with|for)|import (trio|anyio)",
    ),
    "flake8-logging": Peer(
        "flake8-logging",
        f"python {Path(__file__).with_name('peer_logging.py')} .",
        _of_flake8_logging,
        words="logging",
    ),
    "bandit": Peer(
        "bandit",
        "bandit -q -r -f json --ignore-nosec --exit-zero .",
        _of_bandit,
    ),
    "pylint": Peer(
        "pylint",
        f"pylint --rcfile= --disable=all --enable={_codes('pylint')} --recursive=y --jobs=2"
        " --output-format=json .",
        _of_pylint,
        modules=PYLINT_MODULES,
    ),
    "semgrep": Peer(
        "semgrep",
        "semgrep scan --metrics=off --disable-version-check --json -q --jobs=1 --no-git-ignore"
        " --disable-nosem --include=*.py .",
        _of_semgrep,
        needs_rules=True,
    ),
}


def _holding(words: str, project: Path) -> Iterator[str]:
    """Paths of the modules, tests and migrations left out, whose text has one of the words."""
    for path in sorted(project.rglob("*.py")):
        text = path.read_text(encoding="utf-8", errors="replace")
        if re.search(words, text):
            role = role_of(path, project, Settings(root=project), text)
            if role not in {Role.TEST, Role.MIGRATION}:
                yield str(path.relative_to(project))


def _asked(peer: str, project: Path, setup: Setup) -> str:
    """What a peer prints; its exit code says whether it found something, not whether it failed."""
    tool, *rest = PEERS[peer].command.split(" ")
    if PEERS[peer].words:
        rest[-1:] = _holding(PEERS[peer].words, project)
    command = (str(Path(setup.python).with_name(tool)), *rest)
    if PEERS[peer].needs_rules:
        command = (*command, f"--config={setup.rules}")
    try:
        done = subprocess.run(
            command,
            cwd=project,
            capture_output=True,
            text=True,
            check=False,
            timeout=setup.limit,
        )
    except subprocess.TimeoutExpired:
        print(f"{project.name}: {peer}: no answer within the limit", file=sys.stderr)
        return ""
    if not done.stdout:
        print(f"{project.name}: {peer}: {done.stderr[-300:]}", file=sys.stderr)
    return done.stdout


def findings_of(peer: str, project: Path, setup: Setup) -> Iterator[Seen]:
    """What a peer says about a project, or has said before."""
    most = PEERS[peer].modules
    if most and sum(1 for _ in project.rglob("*.py")) > most:
        print(f"{project.name}: {peer}: too large, not asked", file=sys.stderr)
        return
    kept = setup.keep / f"{project.name}.{peer}.raw" if setup.keep else None
    if kept and kept.exists():
        output = kept.read_text(encoding="utf-8")
    else:
        output = _asked(peer, project, setup)
        if kept:
            kept.write_text(output, encoding="utf-8")
    for code, path, line in PEERS[peer].read(output) if output else ():
        yield Seen(code, project / path, line)


def installed(peers: Iterable[str], setup: Setup) -> Iterator[str]:
    """Those of the peers that can be asked, with a line for each that can not."""
    asks = "import sys, importlib.metadata as m; print(m.version(sys.argv[1]))"
    for peer in peers:
        done = subprocess.run(
            (setup.python, "-c", asks, PEERS[peer].package),
            capture_output=True,
            text=True,
            check=False,
        )
        version = done.stdout.strip()
        if version and PEERS[peer].needs_rules and not setup.rules:
            print(f"{peer} {version} has no rules: skipped", file=sys.stderr)
            continue
        print(f"{peer} {version or 'is not installed: skipped'}", file=sys.stderr)
        if version:
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


def compare(project: Path, setup: Setup, peers: Iterable[str], total: Total) -> None:
    """Add a project's findings to the total."""

    @cache
    def text_of(path: Path) -> Text:
        return Text.read(path, project)

    def spot(path: Path, line: int) -> Spot:
        return path, text_of(path).heads.get(line, (line, line))

    rules = all_rules()
    cascade = Cascade(project, fixed=Settings(root=project), overrides={"preview": True})
    ours: defaultdict[str, set[Spot]] = defaultdict(set)
    named: defaultdict[str, set[Spot]] = defaultdict(set)
    for finding in check_paths([project], cascade).findings:
        if finding.code >= "RDY100":
            path = Path(finding.path).resolve()
            ours[finding.code].add(spot(path, finding.region.line))
            here = (part.region.line for part in finding.related if not part.file)
            named[finding.code].update(spot(path, line) for line in here)
    for peer in peers:
        paired = {code for pair in total.pairs if pair.peer == peer for code in pair.theirs}
        theirs: defaultdict[str, dict[Spot, Seen]] = defaultdict(dict)
        for seen in findings_of(peer, project, setup):
            if seen.code in paired:
                theirs[seen.code][spot(seen.path.resolve(), seen.line)] = seen
            else:
                total.apart[peer, seen.code] += 1
        for pair, comparison in total.pairs.items():
            if pair.peer != peer:
                continue
            we = set().union(*(ours[code] for code in pair.ours))
            also = set().union(*(named[code] for code in pair.ours)) - we
            they = {place: seen for code in pair.theirs for place, seen in theirs[code].items()}
            roles = {role for code in pair.ours for role in rules[code].roles}
            comparison.both += len((we | also) & they.keys())
            comparison.we += len(we - they.keys())
            for place in sorted(they.keys() - we - also):
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
    parser.add_argument("--keep", type=Path, help="where what the peers say is kept and read")
    parser.add_argument("--rules", default="", help="the rules of semgrep, a file or a folder")
    parser.add_argument("--limit", type=float, help="seconds for a peer and a project")
    parser.add_argument("--table", action="store_true", help="print the table as Markdown")
    parser.add_argument("--sample", type=int, default=0, help="print so many that only they find")
    parser.add_argument("--missed", type=Path, help="where all that only they find is written")
    arguments = parser.parse_args()
    setup = Setup(arguments.python, arguments.keep, arguments.rules, arguments.limit)
    if setup.keep:
        setup.keep.mkdir(parents=True, exist_ok=True)
    peers = tuple(installed(arguments.peer or PEERS, setup))
    pairs = {pair: Comparison() for pair in known_pairs() if pair.peer in peers}
    total = Total(pairs, [], Counter())
    for project in sorted(path for path in arguments.folder.iterdir() if path.is_dir()):
        if not arguments.project or project.name in arguments.project:
            print(project.name, file=sys.stderr)
            compare(project.resolve(), setup, peers, total)
    if arguments.missed:
        rows = (
            f"{' '.join(missed.pair.ours)}\t{missed.pair.peer}\t{missed.code}\t{missed.place}\t{missed.text}\n"
            for missed in total.missed
        )
        arguments.missed.write_text("".join(rows), encoding="utf-8")
    show(total, table=arguments.table, sample=arguments.sample)
    return 0


if __name__ == "__main__":
    sys.exit(main())
