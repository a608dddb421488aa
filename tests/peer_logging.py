"""Run flake8-logging over modules, without the other checks of flake8.

    python tests/peer_logging.py FILE [FILE ...]

Prints a code, a line and a path for each finding, between tabs.  It needs flake8-logging alone.
"""

from __future__ import annotations

import ast
import sys
from importlib import import_module
from pathlib import Path


def main(paths: list[str]) -> int:
    plugin = import_module("flake8_logging").Plugin
    for path in paths:
        try:
            tree = ast.parse(Path(path).read_text(encoding="utf-8", errors="replace"))
        except (SyntaxError, ValueError):
            continue
        for line, _, message, _ in plugin(tree).run():
            print(message.split()[0], line, path, sep="\t")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
