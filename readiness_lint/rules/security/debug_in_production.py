"""Debug mode for everybody.

What helps a developer helps an intruder: the debugger of Werkzeug runs what is typed into the
page of an error, and the pages of Django and Starlette show the code and the variables around
one.  It takes one bad request to see them.

A default that is on is as bad: one variable that is forgotten opens it.

## Bad

```python
from flask import Flask

app = Flask(__name__)
app.debug = True

if __name__ == "__main__":
    app.run(host="0.0.0.0")
```

```python
from fastapi import FastAPI

app = FastAPI(debug=True)
```

## Good

```python
import os

from fastapi import FastAPI

app = FastAPI(debug=os.environ.get("SHOP_DEBUG") == "1")
```

## Not reported

What hangs on a test or on a value that is no constant.  Settings modules, classes and branches for
development, tests and examples, by their name, and settings that a module on top of them sets anew.
`reload=True` on this machine alone, in a command line, or with the application itself instead of
its name, where nothing is watched; elsewhere its severity is medium.  What an enumeration or a
level of logs calls `DEBUG`.  Settings that no service starts with: those of a library that its
tests and developers alone go on from, those of an application that is published for the projects of
others (`django-` and its name, or a list of packages that leaves the settings out), those of a
demonstration (`shop_demo`), those of a framework that writes projects with settings of their
own, and those of a program that names others, which are not in sight.  `app.debug` where the
program never starts that application's own server, the only one to ask for it.  The end of an
`__init__.py` that imports its neighbours as such: run as a file, it has none.  An application
whose middleware, in the same module, answers every exception of every request.

`debug_toolbar` among the applications, which is shown where `DEBUG` is on: that is reported with
the switch `toolbar`, and without it where `SHOW_TOOLBAR_CALLBACK` says yes to everybody.

Where somebody starts the module by hand, on this machine alone, the severity is low.

## See also

CWE-489: active debug code.
"""

from readiness_lint.facts.debug_modes import DebugMode
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Activation, Severity, Status

RELOADS = 1
TOOLBAR = "toolbar"
SEVERITIES = (Severity.LOW, Severity.MEDIUM, Severity.CRITICAL)


@rule(
    "RDY220",
    "{what} switches {mode} on {when}: {consequence}",
    severity=Severity.CRITICAL,
    status=Status.PARTIAL,
    source="S2 9, S2 14.2",
    since="0.1.0",
    activation=Activation.PREVIEW,
    instead_of=("RDY119",),
    switches={TOOLBAR: "the toolbar of Django, where `DEBUG` alone decides whether it is shown"},
)
def debug_in_production(mode: DebugMode, _file: File) -> Problems:
    """Report what is on."""
    yield Problem(
        mode.node,
        switch=TOOLBAR if mode.toolbar else None,
        severity=SEVERITIES[mode.weight],
        what=mode.what,
        mode="reloading" if mode.weight == RELOADS else "the debugger",
        when="when nothing is set" if mode.fallback else "unconditionally",
        consequence=mode.consequence,
    )
