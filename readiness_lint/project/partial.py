"""What one of several runs found in its share of the files, and what all of them found together.

A partial file is JSON.  It names all that its findings rest on, so that only the shares of one and
the same run are put together: the linter, the configuration, which files there are, and their
contents.  It holds no path of the machine that wrote it.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from readiness_lint import __version__, storage
from readiness_lint.config import Cascade
from readiness_lint.engine import crashed_rule, unreadable_file, unused_suppression
from readiness_lint.finding import Finding
from readiness_lint.project.baseline import mark
from readiness_lint.project.cache import Row, finding_of, row_of
from readiness_lint.project.discovery import Discovered, key_of
from readiness_lint.project.pins import said
from readiness_lint.project.reading import Unreadable, content_of
from readiness_lint.project.run import Run, Shard
from readiness_lint.record import record
from readiness_lint.registry import all_rules
from readiness_lint.storage import digest
from readiness_lint.terms import Severity

FORM = 1


class PartialError(Exception):
    """The partial files are not those of one run, or not all of them."""


class Head(msgspec.Struct):
    """Who wrote a partial file; what else it holds goes by that."""

    form: int
    version: str
    linter: str
    """The text of the linter, and the Python that ran it."""


class Share(msgspec.Struct):
    """One file."""

    content: str
    """Empty: it could not be read."""
    baseline: str
    """Of its settings; empty: none."""
    rows: list[Row]


class Partial(Head):
    """All that a partial file holds."""

    configuration: str
    files: str
    """Which there are, of whatever share."""
    contents: str
    """Of all files."""
    fail_on: int
    shard: int
    of: int
    unreadable: int
    lost: int
    missing: list[str]
    """What was asked for and is not there, in words."""
    shares: dict[str, Share]
    """By the paths of the files from where the run was."""


@record
class Whole:
    """What a run over all files found."""

    findings: tuple[Finding, ...]
    files: int
    unreadable: int
    lost: int
    missing: tuple[str, ...]
    fail_on: Severity


# ── written ──────────────────────────────────────────────────────────────────────────────────────
def encoded(
    run: Run, shard: Shard, cascade: Cascade, fail_on: Severity, missing: Sequence[str]
) -> bytes:
    """The partial file of a run over a share of the files."""
    root = cascade.root
    every = sorted((*run.asked, *run.others), key=lambda item: key_of(item.path, root))
    contents = {item.path: _content(item.path) for item in every}
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    for finding in run.findings:
        rows[finding.path].append(row_of(finding, str))
    partial = Partial(
        FORM,
        __version__,
        storage.own_content().hex(),
        _configuration(every, cascade),
        _digest([_place(item, root) for item in every], len(run.asked)),
        _digest([contents[item.path] for item in every]),
        fail_on.value,
        shard.number,
        shard.of,
        run.unreadable,
        run.lost,
        list(missing),
        {
            _from_here(item.path): Share(
                contents[item.path], _baseline(item.path, cascade), rows[str(item.path)]
            )
            for item in run.asked
            if shard.holds(item, root)
        },
    )
    # Names of files need not be text, which only this one can write.
    return json.dumps(msgspec.to_builtins(partial), separators=(",", ":")).encode("ascii")


def _baseline(path: Path, cascade: Cascade) -> str:
    file = cascade.baseline_for(path)
    return _from_here(file) if file else ""


def _content(path: Path) -> str:
    found = content_of(path)
    return "" if isinstance(found, Unreadable) else digest(found).hex()


def _place(item: Discovered, root: Path) -> tuple[str, str, str]:
    return key_of(item.path, root), item.module, key_of(item.root, root)


def _configuration(files: Sequence[Discovered], cascade: Cascade) -> str:
    folders = sorted({item.folder for item in files})
    settings = [
        (key_of(Path(folder), cascade.root), repr(cascade.settings_in(Path(folder))))
        for folder in folders
    ]
    pins = sorted(
        (key_of(root, cascade.root), said(root)) for root in {item.root for item in files}
    )
    # Wherever the code lies, the same words mean the same.
    text = repr((settings, pins)).replace(cascade.root.as_posix(), "")
    return _digest(text)


def _digest(*parts: object) -> str:
    return digest(repr(parts).encode("utf-8", "backslashreplace")).hex()


def _from_here(path: Path) -> str:
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:  # pragma: no cover - another drive
        return path.as_posix()


# ── read ─────────────────────────────────────────────────────────────────────────────────────────
def merged(paths: Sequence[Path]) -> Whole:
    """What the run found whose partial files these are.

    Raises:
        PartialError: they are not of one run, one is missing or there twice, or the files that
            they speak of are not here, or not the same.
        ConfigurationError: a baseline cannot be read.
    """
    partials = {path: _read(path) for path in paths}
    first = paths[0]
    for path in paths[1:]:
        _compare(first, partials[first], path, partials[path])
    _count(paths, partials)
    for path, partial in partials.items():
        _look(path, partial)
    every = [partials[path] for path in paths]
    found = [finding for path in paths for finding in _findings(path, partials[path])]
    baselines = {
        file: Path(share.baseline) if share.baseline else None
        for partial in every
        for file, share in partial.shares.items()
    }
    return Whole(
        mark(found, lambda path: baselines[path.as_posix()], baselines).findings,
        sum(len(partial.shares) for partial in every),
        sum(partial.unreadable for partial in every),
        sum(partial.lost for partial in every),
        tuple(dict.fromkeys(text for partial in every for text in partial.missing)),
        Severity(every[0].fail_on),
    )


def _read(path: Path) -> Partial:
    try:
        found: Any = json.loads(path.read_bytes())
        head = msgspec.convert(found, Head)
    except OSError as error:
        text = f"{path}: cannot be read: {error.strerror or error}"
        raise PartialError(text) from None
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise _no_partial(path) from None
    if (head.form, head.linter) != (FORM, storage.own_content().hex()):
        text = (
            f"{path}: written by readiness-lint {head.version}, of another version or under"
            f" another Python than this one ({__version__})"
        )
        raise PartialError(text)
    try:
        return msgspec.convert(found, Partial)
    except msgspec.MsgspecError:
        raise _no_partial(path) from None


def _no_partial(path: Path) -> PartialError:
    return PartialError(f"{path}: not a whole file of `check --write-partial`")


DIFFERENCES: Mapping[str, Callable[[Partial], object]] = {
    "under different configurations": lambda partial: (partial.configuration, partial.fail_on),
    "about different files": lambda partial: partial.files,
    "about different contents of the files": lambda partial: partial.contents,
    "for different numbers of shards": lambda partial: partial.of,
}


def _compare(first: Path, one: Partial, path: Path, other: Partial) -> None:
    for text, part in DIFFERENCES.items():
        if part(one) != part(other):
            message = f"{first} and {path} were written {text}"
            raise PartialError(message)


def _count(paths: Sequence[Path], partials: Mapping[Path, Partial]) -> None:
    known: dict[int, Path] = {}
    for path in paths:
        shard = partials[path]
        if shard.shard in known:
            text = f"{known[shard.shard]} and {path} are both shard {shard.shard} of {shard.of}"
            raise PartialError(text)
        known[shard.shard] = path
    of = partials[paths[0]].of
    absent = [str(number) for number in range(1, of + 1) if number not in known]
    if absent:
        text = f"there is no file of shard {', '.join(absent)} of {of}"
        raise PartialError(text)


def _look(path: Path, partial: Partial) -> None:
    for file, share in partial.shares.items():
        if _content(Path(file)) != share.content:
            text = (
                f"{file} is not here, or not what it was when {path} was written:"
                " merge in the same folder of the same commit"
            )
            raise PartialError(text)


def _findings(path: Path, partial: Partial) -> Iterator[Finding]:
    own = (crashed_rule, unreadable_file, unused_suppression)
    rules = {**all_rules(), **{rule.code: rule for rule in own}}
    for file, share in partial.shares.items():
        for row in share.rows:
            try:
                yield finding_of(row, file, rules, str)
            except (LookupError, ValueError):
                raise _no_partial(path) from None
