"""Text from the environment taken for a yes or a no.

A variable of the environment is a text, and every text but the empty one is true.  Somebody sets
`USE_CACHE=false` to turn something off in an incident, and it stays on; with `"False"` for a
default it cannot be turned off at all.

## Bad

```python
import os

DEBUG_TOOLBAR = bool(os.environ.get("DEBUG_TOOLBAR", "False"))
USE_CACHE = os.environ.get("USE_CACHE", True)
```

## Good

```python
import os

YES = {"1", "true", "yes", "on"}
DEBUG_TOOLBAR = os.environ.get("DEBUG_TOOLBAR", "false").lower() in YES
USE_CACHE = os.environ.get("USE_CACHE", "true").lower() in YES
```

## Not reported

Questions whether a variable is set: `if os.getenv("SENTRY_DSN")`,
`bool(os.environ.get("DATABASE_URL"))`, `os.environ.get("TOKEN", False)`.  Numbers:
`int(os.environ.get("WORKERS", 1))`.  What anything compares, parses or hands to a function, in any
module, under the name that it is kept under; what is put into a dictionary or returned.  Hooks for
tests, such as `SHOP_TEST_SLOW_LOGIN`.  Readers that give a type, such as those of `decouple`,
`environ` and `pydantic-settings`, `Config` of Starlette with a `cast`, and a project's own.  The
second read of a variable in a file is told with the first one.
"""

from readiness_lint.facts.environment import EnvironmentFlag
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY119",
    '`{variable}` is a string when set: `{expression}` is true even for `"{text}"`',
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S2 7.2, S2 7.4",
    since="0.1.0",
)
def env_flag_truthiness(flag: EnvironmentFlag, _file: File) -> Problems:
    """Report texts that are taken for a truth value as they are."""
    yield Problem(
        flag.node,
        about=flag.node,
        group=flag.variable,
        variable=flag.variable,
        expression=flag.expression,
        text=flag.text,
    )
