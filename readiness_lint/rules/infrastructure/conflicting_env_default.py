"""Variable with two defaults.

Two modules read the same variable, and each has its own idea of what it is when nobody sets it.
The purge deletes after 30 days what the settings promise to keep for 60; sign-up is open for one
route and closed for another.  Nothing fails: which default holds depends on the module that happens
to ask.

## Bad

```python
# file: shop/settings.py
import os

HARD_DELETE_AFTER_DAYS = int(os.environ.get("HARD_DELETE_AFTER_DAYS", 60))
# file: shop/tasks.py
import os


def cutoff() -> int:
    return int(os.environ.get("HARD_DELETE_AFTER_DAYS", 30))
```

## Good

Read it in one place, and import it from there.

```python
# file: shop/settings.py
import os

HARD_DELETE_AFTER_DAYS = int(os.environ.get("HARD_DELETE_AFTER_DAYS", 60))
# file: shop/tasks.py
from shop.settings import HARD_DELETE_AFTER_DAYS


def cutoff() -> int:
    return HARD_DELETE_AFTER_DAYS
```

## Not reported

Defaults that come to the same: `60` and `"60"`, `True` and `"1"`, a slash at the end.  No default,
an empty one, and `None` or `False` where the others have a text: these ask whether it is set.
Several defaults in one module, and in modules that have one of them in common.  A settings module
that takes over all names of another one, to replace some; a class whose field replaces that of its
base.  Branches and settings for development.  Variables that a platform sets, such as `HOME`,
`PORT` or `TZ`.  A read that stands in for another one.  A word for no value, such as `unset`.
Modules that set the variable for all others, as a launcher does.  What a function takes where its
caller has said nothing, and what a command line begins with.  What a module gives to a name that
nothing reads.  What goes under its own name into the environment of another process.  The default
of one of several choices, under a test such as `provider == "azure"`.
"""

from readiness_lint.facts.environment import ConflictingDefault
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Activation, Severity, Status


@rule(
    "RDY118",
    "`{variable}` defaults to `{default}` here and to `{other}` in `{module}`: which one holds"
    " depends on who reads it",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S2 7.4",
    since="0.1.0",
    activation=Activation.PREVIEW,
    reach="project",
)
def conflicting_env_default(read: ConflictingDefault, _file: File) -> Problems:
    """Report each default of a module that another one contradicts, once."""
    yield Problem(
        read.node,
        about=read.node,
        group=f"{read.variable} {read.shown}",
        variable=read.variable,
        default=read.shown,
        other=read.other,
        module=read.module,
    )
