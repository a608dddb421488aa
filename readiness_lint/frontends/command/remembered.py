"""What a run printed, to be printed again where nothing has changed that it rests on.

Asked before anything else is imported: looking at some thousand files takes less time than
importing what could check one of them.
"""

from __future__ import annotations

import os
import sys

from readiness_lint import storage
from readiness_lint.frontends.command.output import put

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FORM = b"readiness-lint answer 2"
FOLDER = "answers"
ANSWERS = 32
"""Command lines that are remembered."""
LONGEST = 4_000_000
"""Characters; what is longer is printed by a run of its own."""
VARIABLES = (
    *("HOME", "USERPROFILE", "READINESS_LINT_CONFIG", "READINESS_LINT_OUTPUT_FORMAT"),
    *("READINESS_LINT_DEBUG", "NO_COLOR", "FORCE_COLOR", "TERM"),
)
"""What else than the command line decides what is printed."""


def recall(words: Sequence[str]) -> int | None:
    """Print what these words printed before, and answer the exit code; ``None``: run them."""
    cache = _place(words)
    if cache is None:
        return None
    try:
        with open(os.path.join(cache, FOLDER, _name(words)), "rb") as stream:
            body = storage.unsealed(FORM, stream.read())
    except OSError:
        return None
    if body is None:
        return None
    code, stamps, text = body.split(b"\n", 2)
    watched = stamps.decode("utf-8", "surrogatepass").split("\0")
    if not storage.is_unchanged(zip(watched[1::2], watched[::2], strict=False)):
        return None
    put(text.decode("utf-8", "surrogatepass"))
    return int(code)


def remember(
    words: Sequence[str], cache: str, watched: Mapping[str, str], code: int, text: str
) -> None:
    """Keep what was printed; ``watched`` are the stamps of what it rests on."""
    if _place(words) != cache or len(text) > LONGEST or any("\n" in path for path in watched):
        return
    pairs = "\0".join(f"{stamp}\0{path}" for path, stamp in watched.items())
    parts = (
        b"%d" % code,
        pairs.encode("utf-8", "surrogatepass"),
        text.encode("utf-8", "surrogatepass"),
    )
    name = os.path.join(FOLDER, _name(words))
    if storage.write(cache, name, storage.sealed(FORM, b"\n".join(parts))):
        storage.trim(os.path.join(cache, FOLDER), ANSWERS)


def _place(words: Sequence[str]) -> str | None:
    """The cache of a command line whose output can be remembered; wrong words have none."""
    if not {"-", "--no-cache"}.isdisjoint(words) or os.environ.get("GITHUB_STEP_SUMMARY"):
        return None
    named = None
    for position, word in enumerate(words):
        if word == "--cache-dir":
            named = "".join(words[position + 1 : position + 2])
        elif word.startswith("--cache-dir="):
            named = word.partition("=")[2]
    return storage.place(named)


def _name(words: Sequence[str]) -> str:
    environment = [os.environ.get(name) for name in VARIABLES]
    stream = (sys.stdout.isatty(), sys.stdout.encoding)
    key = repr((list(words), os.getcwd(), environment, stream))
    return f"{storage.digest(key.encode('utf-8', 'surrogatepass')).hex()}{storage.SUFFIX}"
