"""``readiness-lint init``: write what a team needs to begin, once they have seen it.

What is there stays as it is, comments included: a value is added to a list, or a block at the end.
"""

from __future__ import annotations

import difflib
import os
import re
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from readiness_lint import __version__
from readiness_lint.config import FILE_NAMES, file_in
from readiness_lint.frontends.command.arguments import UsageError
from readiness_lint.frontends.command.linters import (
    CHECKERS,
    PACKAGE,
    PLUGIN,
    PRE_COMMIT,
    PREFIX,
    PYPROJECT,
    document,
    flake8_in,
    pylint_in,
    ruff_in,
    sections,
)
from readiness_lint.frontends.command.reporting import write_bytes
from readiness_lint.frontends.command.terminal import colourful, write
from readiness_lint.pattern import Pattern
from readiness_lint.project.pins import requires_python
from readiness_lint.record import record

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

REPOSITORY = "https://github.com/readiness-lint/readiness-lint"
SECTION = """\
[tool.readiness-lint]
# Codes, or what codes begin with, that are not reported: `readiness-lint rules` lists all.
ignore = []
# The least severity with which a finding fails the run: low, medium, high or critical.
fail-on = "low"
"""
HOOK = f"""\
- repo: {REPOSITORY}
  rev: v{__version__}
  hooks:
    - id: {PACKAGE}
"""
WORKFLOW = """\
name: readiness-lint
on: [push, pull_request]
permissions:
  contents: read
jobs:
  readiness-lint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.13"
      - run: pip install readiness-lint
      - run: readiness-lint check --output-format github
"""
GITLAB = """\
# Take it in with `include: [{local: .gitlab/readiness-lint.yml}]` in .gitlab-ci.yml.
readiness-lint:
  image: python:3.13
  script:
    - pip install readiness-lint
    - readiness-lint check --output-format text --output-format gitlab:gl-code-quality.json
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality.json
"""
PYTHON = "3.13"
"""Of a job, unless the project says that it needs a later one."""
_FIRST_ITEM = Pattern(r"(?m)^(?P<margin>[ \t]*)- +repo:")
_REPOS = Pattern(r"(?m)^repos:[ \t]*(?P<rest>.*)$")
_TOP_KEY = Pattern(r"(?m)^[^\s#-].*:")


@record
class Edit:
    """A file as it is to be."""

    file: Path
    before: str | None
    """``None``: it is not there."""
    after: str
    newline: str
    """How its lines end; in ``before`` and ``after`` with a plain one."""


def run(arguments: Namespace) -> int:
    """Show what would be written, ask, and write it."""
    folder = Path.cwd()
    edits = list(_edits(arguments, folder))
    if not edits:
        write(["All is in place: there is nothing to write"])
        return 0
    write(_difference(edits, folder))
    if not (arguments.yes or _agreed(edits)):
        write(["Nothing written; --yes writes without asking"])
        return 0 if sys.stdin.isatty() else 1
    for edit in edits:
        edit.file.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(str(edit.file), edit.after.replace("\n", edit.newline).encode())
    names = ", ".join(edit.file.relative_to(folder).as_posix() for edit in edits)
    write([f"Wrote {names}", "Next: readiness-lint check, then readiness-lint baseline create"])
    return 0


def _agreed(edits: list[Edit]) -> bool:
    if not sys.stdin.isatty():
        return False
    number = "this file" if len(edits) == 1 else f"these {len(edits)} files"
    sys.stdout.write(f"Write {number}? [y/N] ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def _difference(edits: list[Edit], folder: Path) -> Iterator[str]:
    colour = colourful("auto", sys.stdout)
    for edit in edits:
        name = edit.file.relative_to(folder).as_posix()
        old = (edit.before or "").splitlines()
        for line in difflib.unified_diff(
            old,
            edit.after.splitlines(),
            name if edit.before is not None else os.devnull,
            name,
            lineterm="",
        ):
            style = {"+": "32", "-": "31", "@": "36"}.get(line[:1], "")
            yield f"\x1b[{style}m{line}\x1b[0m" if colour and style else line


# ── what is written ──────────────────────────────────────────────────────────────────────────────
def _edits(arguments: Namespace, folder: Path) -> Iterator[Edit]:
    texts = _Texts()
    _own(texts, folder)
    _flake8(texts, folder)
    _pylint(texts, folder)
    _ruff(texts, folder)
    if arguments.pre_commit is not False:
        _pre_commit(texts, folder, wanted=bool(arguments.pre_commit))
    _ci(texts, folder, arguments.ci)
    yield from texts.edits()


class _Texts:
    """The files that are changed, each by several hands."""

    def __init__(self) -> None:
        self._before: dict[Path, str | None] = {}
        self._after: dict[Path, str] = {}
        self._newlines: dict[Path, str] = {}

    def read(self, file: Path) -> str:
        """The text as it is to be so far; empty if there is no such file."""
        if file not in self._before:
            try:
                text: str | None = file.read_bytes().decode("utf-8")
            except FileNotFoundError:
                text = None
            except (OSError, UnicodeDecodeError) as error:
                reason = f"{file}: cannot be read: {error}"
                raise UsageError(reason) from None
            if text is not None and "\r\n" in text:
                self._newlines[file] = "\r\n"
                text = text.replace("\r\n", "\n")
            self._before[file] = text
            self._after[file] = text or ""
        return self._after[file]

    def write(self, file: Path, text: str) -> None:
        """Have it so."""
        self.read(file)
        self._after[file] = text

    def edits(self) -> Iterator[Edit]:
        """All that is changed, in the order in which it was."""
        for file, text in self._after.items():
            before = self._before[file]
            if text != (before or ""):
                yield Edit(file, before, text, self._newlines.get(file, "\n"))


def _own(texts: _Texts, folder: Path) -> None:
    if file_in(folder) is not None:
        return
    pyproject = folder / PYPROJECT
    if pyproject.exists():
        texts.write(pyproject, _appended(texts.read(pyproject), SECTION))
    else:
        body = SECTION.partition("\n")[2]
        texts.write(folder / FILE_NAMES[0], body)


def _appended(text: str, block: str) -> str:
    if not text.strip():
        return block
    return f"{text.rstrip()}\n\n{block}"


def _flake8(texts: _Texts, folder: Path) -> None:
    host = flake8_in(folder)
    if host is None or host.selects:
        return
    if host.file.suffix == ".toml":
        _toml(texts, host.file, ("tool", "flake8"), "extend-select", PREFIX)
    else:
        text = _with_option(texts.read(host.file), "flake8", "extend-select", PREFIX)
        texts.write(host.file, text)


def _pylint(texts: _Texts, folder: Path) -> None:
    host = pylint_in(folder)
    if host is None:
        return
    if not host.loads:
        _pylint_option(texts, host.file, "load-plugins", PLUGIN)
    if host.is_closed:
        _pylint_option(texts, host.file, "enable", *CHECKERS)


def _pylint_option(texts: _Texts, file: Path, name: str, *values: str) -> None:
    """Add to an option of pylint where it stands, or where its readers will look for it."""
    text = texts.read(file)
    if file.suffix == ".toml":
        tables: Any = document(file).get("tool", {}).get("pylint", {})
        titles = [title for title, table in tables.items() if isinstance(table, dict)]
        title = _section(titles, lambda title: tables[title], name) or "main"
        _toml(texts, file, ("tool", "pylint", title), name, *values)
    else:
        found = sections(file)
        titles = re.findall(r"(?m)^\[([^\]]+)\]", text)
        title = _section(titles, lambda title: found.get(title, {}), name)
        title = title or next(iter(titles), "MAIN")
        texts.write(file, _with_option(text, title, name, ", ".join(values)))


def _section(titles: list[str], options: Callable[[str], Mapping[str, Any]], name: str) -> str:
    """The section of an option, else that of its counterpart, else the main one."""
    counterpart = {"enable": "disable"}.get(name, name)
    for option in (name, counterpart):
        for title in titles:
            if option in {key.replace("_", "-") for key in options(title)}:
                return title
    return next(filter(_is_main, titles), "")


def _is_main(title: str) -> bool:
    return title.lower().rpartition(".")[2] in {"main", "master"}


def _ruff(texts: _Texts, folder: Path) -> None:
    host = ruff_in(folder)
    if host is None or host.knows:
        return
    table = ("tool", "ruff", "lint") if host.file.name == PYPROJECT else ("lint",)
    _toml(texts, host.file, table, "external", PREFIX)


def _with_option(text: str, title: str, name: str, value: str) -> str:
    """An INI text with one value more in an option of a section."""
    spelled = f"{re.escape(name)}|{re.escape(name.replace('-', '_'))}"
    section = re.search(rf"(?m)^\[{re.escape(title)}\][^\n]*\n?", text)
    if section is None:
        return _appended(text, f"[{title}]\n{name} = {value}\n")
    end = re.compile(r"(?m)^\[").search(text, section.end())
    stop = end.start() if end else len(text)
    option = re.compile(rf"(?m)^(?:{spelled})[ \t]*[=:][ \t]*").search(text, section.end(), stop)
    if option is not None:
        return _with_value(text, option.end(), value)
    body = text[section.start() : stop].rstrip()
    rest = text[section.start() + len(body) :].removeprefix("\n")
    return f"{text[: section.start()]}{body}\n{name} = {value}\n{rest}"


def _with_value(text: str, start: int, value: str) -> str:
    """An INI text with one value more before those that begin at a place."""
    head, rest = text[:start], text[start:]
    if rest.partition("\n")[0].strip():
        return f"{head}{value}, {rest}"
    # The others stand on lines of their own.
    margin = re.match(r"[^\n]*\n([ \t]+)\S", rest)
    return f"{head.rstrip(' ')}\n{margin[1]}{value},{rest}" if margin else f"{head}{value}{rest}"


def _toml(texts: _Texts, file: Path, table: tuple[str, ...], key: str, *values: str) -> None:
    import tomlkit  # noqa: PLC0415 - no other verb writes TOML

    content: TOMLDocument = tomlkit.parse(texts.read(file))
    found: Any = content
    for name in table:
        if name not in found:
            found[name] = tomlkit.table(is_super_table=name != table[-1])
        found = found[name]
    listed = found.get(key, found.get(key.replace("-", "_")))
    if listed is None:
        found[key] = list(values)
    elif isinstance(listed, list):
        listed.extend(values)
    else:
        found[key] = ",".join((str(listed), *values))
    texts.write(file, tomlkit.dumps(content))


def _pre_commit(texts: _Texts, folder: Path, *, wanted: bool) -> None:
    file = folder / PRE_COMMIT
    text = texts.read(file)
    if not (text or wanted) or PACKAGE in text:
        return
    repos = _REPOS.search(text)
    if repos is None:
        texts.write(file, _appended(text, f"repos:\n{HOOK}"))
        return
    if repos["rest"].partition("#")[0].strip() not in {"", "[]"}:
        reason = f"{file}: `repos` is written in one line: add the hook by hand\n{HOOK}"
        raise UsageError(reason)
    item = _FIRST_ITEM.search(text, repos.end())
    margin = item["margin"] if item else ""
    after = _TOP_KEY.search(text, repos.end())
    head, tail = (text[: after.start()], text[after.start() :]) if after else (text, "")
    head = head.replace("repos: []", "repos:")
    block = "".join(f"{margin}{line}\n" for line in HOOK.splitlines())
    gap = "\n" if tail else ""
    texts.write(file, f"{head.rstrip()}\n{block}{gap}{tail}")


def _ci(texts: _Texts, folder: Path, wish: str) -> None:
    jobs: dict[str, tuple[Callable[[], bool], Path, str]] = {
        "github": (
            (folder / ".github").is_dir,
            folder / ".github" / "workflows" / "readiness-lint.yml",
            WORKFLOW,
        ),
        "gitlab": (
            (folder / ".gitlab-ci.yml").is_file,
            folder / ".gitlab" / "readiness-lint.yml",
            GITLAB,
        ),
    }
    for name, (is_used, file, text) in jobs.items():
        if (wish == name or (wish == "auto" and is_used())) and not file.exists():
            texts.write(file, text.replace(PYTHON, _python_of(folder)))


def _python_of(folder: Path) -> str:
    least = requires_python(folder) or ()
    return max(PYTHON, ".".join(map(str, least[:2])), key=_version)


def _version(text: str) -> tuple[int, ...]:
    return tuple(map(int, filter(None, text.split("."))))
