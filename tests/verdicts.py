"""Run the rules over a folder of projects and compare with what has been read.

    python tests/verdicts.py FOLDER [--rule RDY401] [--unread N] [--table] [--depth]
    python tests/verdicts.py --first READING

A project is called after the release that it is, as NAME-VERSION, and is its source archive, unpacked, or
its wheel where there is no other.  The rules were written with some of them at hand; the others were read
later, to see what the rules are worth on code that nobody had in mind: ``verdicts/unread.json`` names
them, by reading.  The second form runs nothing, and says how much of what was read of them was true
before anything was mended for it.

Each finding that somebody has read stands in ``tests/verdicts/<code>.jsonl`` with its verdict.  A
finding is found again by project, path, enclosing function and a hash of the text that it stands on,
so lines may move.  A verdict is ``true``, ``false`` (a false alarm that is still there) or ``fixed`` (one
that must not come back).  Exit code 1: a rule that is on by default is less than 95 % true or has
fewer than twenty verdicts while others wait to be read, or a false alarm that was fixed is back.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from readiness_lint.config import Cascade, Settings
from readiness_lint.finding import Finding
from readiness_lint.project import check_paths
from readiness_lint.registry import all_rules
from readiness_lint.terms import Activation

HERE = Path(__file__).parent / "verdicts"
ENOUGH = 0.95
HARMLESS = "shrug"
"""How the reason begins where a claim is so and its author would shrug; only later readings tell."""


@dataclass(frozen=True, slots=True)
class Key:
    """What finds a finding again."""

    project: str
    path: str
    rule: str
    function: str
    hash: str


def digest(line: str, finding: Finding) -> str:
    """Twelve hexadecimal digits of the text that a finding stands on."""
    region = finding.region
    end = region.end_column if region.end_line == region.line else len(line)
    return hashlib.sha256(line[region.column : end].strip().encode()).hexdigest()[:12]


def keys(project: Path) -> Iterator[tuple[Key, Finding, str]]:
    """Every finding of a project, suppressed ones included, with its source line."""
    cascade = Cascade(project, fixed=Settings(root=project), overrides={"preview": True})
    run = check_paths([project], cascade)
    lines: dict[str, list[str]] = {}
    for finding in run.findings:
        if finding.code < "RDY100":
            if finding.code == "RDY000":
                print(f"{finding.path}: {finding.message}", file=sys.stderr)
            continue
        if finding.path not in lines:
            text = Path(finding.path).read_text(encoding="utf-8", errors="replace")
            lines[finding.path] = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        line = lines[finding.path][finding.region.line - 1]
        path = Path(finding.path).relative_to(project).as_posix()
        label = finding.function
        yield Key(project.name, path, finding.code, label, digest(line, finding)), finding, line


def recorded() -> dict[Key, tuple[str, str]]:
    """Verdict and reason of everything that was read."""
    found: dict[Key, tuple[str, str]] = {}
    for file in sorted(HERE.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            key = Key(row["project"], row["path"], row["rule"], row["function"], row["hash"])
            found[key] = row["verdict"], row["reason"]
    return found


def first(reading: str) -> int:
    """Print what a first reading of unknown projects has found, rule by rule."""
    projects = set(json.loads((HERE / "unread.json").read_text(encoding="utf-8"))[reading])
    read: dict[str, Counter[str]] = defaultdict(Counter)
    for key, (verdict, reason) in recorded().items():
        if key.project in projects:
            harmless = verdict != "true" and reason.startswith(HARMLESS)
            read[key.rule][HARMLESS if harmless else verdict] += 1
    for code, seen in [*sorted(read.items()), ("all   ", sum(read.values(), Counter()))]:
        true, total = seen["true"], seen.total()
        also = f", {seen[HARMLESS]} more are so but do no harm" if seen[HARMLESS] else ""
        print(f"{code}  {true:4} of {total} ({true / total:.0%}){also}")
    return 0


def _by_depth(deep: Counter[tuple[int, str]]) -> Iterator[str]:
    for depth in sorted({depth for depth, _ in deep}):
        true, false = deep[depth, "true"], deep[depth, "false"]
        yield f"{depth}: {true} true and {false} false, {deep[depth, 'unread']} unread"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--first", metavar="READING", help="what this reading found at first")
    parser.add_argument("--rule", action="append", help="only this code")
    parser.add_argument("--unread", type=int, default=3, help="print so many of each rule")
    parser.add_argument("--table", action="store_true", help="print the table as Markdown")
    parser.add_argument("--depth", action="store_true", help="count by helpers on the way, too")
    arguments = parser.parse_args()
    if arguments.first:
        return first(arguments.first)
    if arguments.folder is None:
        parser.error("a folder of projects is wanted, or --first")
    verdicts = recorded()
    seen: Counter[tuple[str, str]] = Counter()
    deep: Counter[tuple[int, str]] = Counter()
    unread: dict[str, list[tuple[Key, Finding, str]]] = defaultdict(list)
    back: list[Key] = []
    for project in sorted(path for path in arguments.folder.iterdir() if path.is_dir()):
        for key, finding, line in keys(project):
            if arguments.rule and key.rule not in arguments.rule:
                continue
            verdict, _ = verdicts.get(key, ("unread", ""))
            seen[key.rule, verdict] += 1
            deep[sum(item.message.startswith("via ") for item in finding.related), verdict] += 1
            if verdict == "unread":
                unread[key.rule].append((key, finding, line))
            elif verdict == "fixed":
                back.append(key)
    bad = False
    bar = "|" if arguments.table else ""
    between = " | " if bar else "  "
    heads = ("rule", "found", "true", "false", "unread", "precision")
    print(bar + between.join(f"{head:>9}" for head in heads) + bar)
    if arguments.table:
        print("|---|--:|--:|--:|--:|--:|")
    for code, rule in all_rules().items():
        true, false = seen[code, "true"], seen[code, "false"]
        other = seen[code, "unread"]
        share = true / (true + false) if true + false else None
        text = "-" if share is None else f"{share:.0%}"
        cells = (code, true + false + other, true, false, other, text)
        print(bar + between.join(f"{cell:>9}" for cell in cells) + bar)
        read = true + false
        short = read < min(20, read + other)
        if rule.activation is Activation.ON and ((share or 1) < ENOUGH or short):
            bad = True
            print(f"{code}: on by default without enough true verdicts", file=sys.stderr)
    if arguments.depth:
        print("\nhelpers on the way: " + ", ".join(_by_depth(deep)))
    for code in sorted(unread):
        for key, finding, line in unread[code][: arguments.unread]:
            print(f"\n{key.project}/{key.path}:{finding.region.line} {code} {finding.message}")
            print(
                f"    {line.strip()}\n    {json.dumps({'function': key.function, 'hash': key.hash})}"
            )
    for key in back:
        print(f"false alarm that is back: {key}", file=sys.stderr)
    return int(bad or bool(back))


if __name__ == "__main__":
    sys.exit(main())
