"""The project pass that flake8 and pylint start: a request on stdin, findings in a table.

No verb of the command line: it is not listed, and its request may change with every release.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from readiness_lint import storage
from readiness_lint.config import Cascade, ProjectPass, repository_of
from readiness_lint.frontends.command.arguments import UsageError
from readiness_lint.frontends.host import Wishes
from readiness_lint.frontends.table import LARGE, WHOLE, Table, encoded, remember
from readiness_lint.project import check_paths, select
from readiness_lint.project.discovery import Discovered, Discovery, files

MANY = 10_000
"""Files; above that a host's run of a few of them is not kept waiting, unless it is asked for."""


def run(_: object) -> int:
    """Look at all files of the program, and write the table."""
    try:
        request = json.load(sys.stdin)
        key, maker, path = request["key"], request["maker"], Path(request["table"])
    except (ValueError, KeyError, TypeError):
        reason = (
            "`project-pass` is started by flake8 and pylint; to check files: readiness-lint check"
        )
        raise UsageError(reason) from None
    table(key, maker).write(path)
    return 0


def table(key: dict[str, Any], maker: int, *, many: int = MANY) -> Table:
    """Look at all files of the program that a host asks for."""
    wishes = Wishes.of(key["wishes"])
    cascade = wishes.cascade()
    discovery = files([cascade.root], cascade)
    wish = cascade.settings_in(cascade.root).project_pass
    if len(discovery.files) > many and wish is not ProjectPass.ALWAYS:
        return Table(key, maker, LARGE, {}, {}, {})
    before = _stamps(str(item.path) for item in discovery.files)
    ground = _ground(discovery, cascade)
    findings = {}
    watched = None
    if _can_print(discovery.files, cascade, wishes.codes):
        found = check_paths(
            [cascade.root],
            cascade,
            jobs=0,
            full_codes=wishes.codes,
            cache=storage.place(None),
            last=True,
        )
        findings, watched = encoded(found.findings), found.watched
    # What was saved in between may have been read before or after.
    same = {path: known for path, known in before.items() if storage.stamp(path) == known}
    made = Table(key, maker, WHOLE, same, ground, findings)
    if watched is not None:
        remember(made, watched)
    return made


def _can_print(found: Iterable[Discovered], cascade: Cascade, codes: frozenset[str]) -> bool:
    settings = {id(each): each for each in (cascade.settings_in(Path(i.folder)) for i in found)}
    return any(select(each, full_codes=codes).printed for each in settings.values())


def _ground(discovery: Discovery, cascade: Cascade) -> dict[str, str]:
    """What says which files there are, and what holds for them."""
    top = repository_of(cascade.root) or cascade.root
    above = [str(folder) for folder in cascade.root.parents if folder.is_relative_to(top)]
    paths = [
        *discovery.folders,
        *(f"{folder}{os.sep}.gitignore" for folder in (*above, *discovery.folders)),
        *map(str, (*cascade.sources, *cascade.baselines)),
    ]
    return {path: known for path, known in _stamps(paths).items() if known}


def _stamps(paths: Iterable[str]) -> dict[str, str]:
    return {path: storage.stamp(path) for path in paths}
