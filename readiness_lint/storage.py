"""Where the cache lies, whom it may be shared with, and how a file of it is written.

It is imported before anything is known of a run, so it imports next to nothing, `pathlib` least.
"""

from __future__ import annotations

import os
import sys

try:
    # `hashlib` loads the whole of OpenSSL.
    from _blake2 import blake2b
except ImportError:  # pragma: no cover - an implementation that has it elsewhere
    from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

VARIABLE = "READINESS_LINT_CACHE_DIR"
DISTRUSTED = 2_000_000_000
"""Nanoseconds: a file that changed so shortly before it was read may have changed again since, and
say the same time."""
MARKS = {
    "CACHEDIR.TAG": b"Signature: 8a477f597d28d172789f06886806bc55\n# The cache of readiness-lint.\n",
    ".gitignore": b"*\n",
}
"""What backups and git know a cache by."""
SUFFIX = ".rdy"
"""Of all files that are written here: nothing else is ever removed."""

PYTHON = f"{sys.implementation.cache_tag} {sys.hexversion:x}"
"""What else than the linter decides how a text is parsed."""

PACKAGE = os.path.dirname(os.path.abspath(__file__))
_TOPS = (".git", ".hg", "pyproject.toml", "readiness-lint.toml")


def place(named: str | None) -> str | None:
    """The folder of the cache, which need not exist; ``None``: there is none to be trusted.

    Unless it is named it is never inside the code that is checked: who may write there could hide
    findings.
    """
    named = named or os.environ.get(VARIABLE)
    if named:
        return os.path.abspath(named)
    above = _of_user()
    if above is None:
        return None
    folder = os.path.join(above, "readiness-lint")
    return folder if _is_ours(folder) and not _is_in_code(folder) else None


def _of_user() -> str | None:
    """The user's folder for caches."""
    if sys.platform == "win32":
        return os.environ.get("LOCALAPPDATA")
    named = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(named):
        return named
    home = os.path.expanduser("~")
    return os.path.join(home, ".cache") if os.path.isabs(home) else None


def _is_ours(folder: str) -> bool:
    """Whether nobody else can write into a folder; one that is not there will be made so."""
    if sys.platform == "win32":
        return True
    try:
        status = os.stat(folder)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return status.st_uid == os.geteuid() and not status.st_mode & 0o022


def _is_in_code(folder: str) -> bool:
    """Whether a folder lies below one that may be the root of what is checked from here."""
    step = here = os.getcwd()
    real = os.path.realpath(folder)
    home = os.path.realpath(os.path.expanduser("~"))
    while step not in {os.path.dirname(step), home}:
        if real.startswith(f"{step}{os.sep}") and (
            step == here or any(os.path.exists(os.path.join(step, name)) for name in _TOPS)
        ):
            return True
        step = os.path.dirname(step)
    return False


def write(cache: str, name: str, pieces: Iterable[bytes]) -> bool:
    """Put a file into the cache, whole or not at all; whether it is there now.

    Of two processes that write the same one the later has its way.
    """
    path = os.path.join(cache, name)
    folder, last = os.path.split(path)
    partial = os.path.join(folder, f"{os.getpid()}-{last}")
    try:
        _make(cache)
        os.makedirs(folder, 0o700, exist_ok=True)
        with open(partial, "xb") as stream:
            stream.writelines(pieces)
        os.replace(partial, path)
    except OSError:
        return False
    finally:
        # Still there: the disk is full, or the user in a hurry.
        remove(partial)
    return True


def _make(cache: str) -> None:
    """Make the folder of the cache.  One that was there before may hold more than the cache."""
    if os.path.isdir(cache):
        return
    os.makedirs(cache, 0o700)
    for name, content in MARKS.items():
        with open(os.path.join(cache, name), "wb") as stream:
            stream.write(content)


def remove(path: str) -> bool:
    """Remove a file; whether it was there."""
    try:
        os.unlink(path)
    except OSError:
        return False
    return True


def trim(folder: str, kept: int) -> None:
    """Leave the files that were written last."""
    try:
        with os.scandir(folder) as entries:
            found = [entry for entry in entries if entry.name.endswith(SUFFIX)]
            found.sort(key=lambda entry: -entry.stat().st_mtime_ns)
    except OSError:
        return
    for entry in found[kept:]:
        remove(entry.path)


def clean(cache: str) -> int:
    """Remove the cache, and nothing that is not of it; how many files it had."""
    removed = 0
    for folder, _, names in os.walk(cache, topdown=False):
        removed += sum(
            remove(os.path.join(folder, name)) for name in names if name.endswith(SUFFIX)
        )
        _remove_folder(folder)
    if all(_holds(os.path.join(cache, name), content) for name, content in MARKS.items()):
        for name in MARKS:
            remove(os.path.join(cache, name))
    _remove_folder(cache)
    return removed


def _remove_folder(folder: str) -> None:
    try:
        os.rmdir(folder)
    except OSError:
        return


def _holds(path: str, content: bytes) -> bool:
    try:
        with open(path, "rb") as stream:
            return stream.read(len(content) + 1) == content
    except OSError:
        return False


def digest(*pieces: bytes) -> bytes:
    """Bytes that stand for others."""
    found = blake2b(digest_size=16)
    for piece in pieces:
        found.update(b"%d " % len(piece))
        found.update(piece)
    return found.digest()


def stamp(path: str) -> str:
    """What changes with a file, or with the names in a folder; empty: there is none."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return ""
    return f"{status.st_mtime_ns} {status.st_size} {status.st_ino}"


def is_unchanged(stamps: Iterable[tuple[str, str]]) -> bool:
    """Whether these paths have these stamps."""
    return all(stamp(path) == known for path, known in stamps)


def sealed(form: bytes, body: bytes) -> tuple[bytes, ...]:
    """The pieces of a file that only this very linter takes for whole."""
    return form, b"\n", _seal(body), b"\n", body


def unsealed(form: bytes, content: bytes) -> bytes | None:
    """The body of such a file; ``None``: it is not whole, of another form, or of another linter."""
    found, seal, body = (*content.split(b"\n", 2), b"", b"")[:3]
    return body if found == form and seal == _seal(body) else None


def _seal(body: bytes) -> bytes:
    return digest(own_stamp(), body).hex().encode()


def is_settled(stamp: str, now: int) -> bool:
    """Whether a file that changes after ``now`` will have another stamp."""
    return not stamp or int(stamp.partition(" ")[0]) < now - DISTRUSTED


def own_stamp() -> bytes:
    """What changes with any file of the linter itself, and with the Python that runs it."""
    told = "".join(f"{name} {_told(entry)}\n" for name, entry in _own_files())
    return digest(PYTHON.encode(), told.encode())


def own_content() -> bytes:
    """What changes with the text of the linter, and with Python: the same wherever it is installed."""
    found = [PYTHON.encode()]
    for name, entry in sorted(_own_files()):
        with open(entry.path, "rb") as stream:
            found += (name.encode(), stream.read())
    return digest(*found)


def _told(entry: os.DirEntry[str]) -> str:
    status = entry.stat()
    return f"{status.st_mtime_ns} {status.st_size}"


def _own_files(folder: str = "", above: str = "") -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Our modules by their place in the package, in the order of the folder."""
    with os.scandir(folder or PACKAGE) as entries:
        for entry in entries:
            name = f"{above}/{entry.name}"
            if entry.name.endswith(".py"):
                yield name, entry
            elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                yield from _own_files(entry.path, name)
