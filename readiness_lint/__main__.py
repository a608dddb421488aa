"""``python -m readiness_lint``: the command, run by module name."""

import os
import sys

# Both are loaded before any path is searched.  What is imported from here on must not come from
# the linted code: Python puts the current directory first, and `json.py` may stand there.
_here = os.getcwd()  # noqa: PTH109 - `pathlib` would be imported from the current directory
_home = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
sys.path[:] = [entry for entry in sys.path if entry not in {"", _here}]
if _home == _here:
    # A checkout of the linter itself: workers find it again, after the standard library.
    sys.path.append(_home)

from readiness_lint.frontends.command import execute  # noqa: E402

if __name__ == "__main__":
    execute()
