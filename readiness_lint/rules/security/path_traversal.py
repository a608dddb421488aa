"""Client's text in the path of a file.

``../`` leads out of the directory that the program meant, and an absolute path replaces it: a
client who may choose a part of a path can read the program's secrets, or write over its code.

A route parameter of Flask or FastAPI holds no slash by itself, but ``..`` as a whole segment.
The name that a client gave an uploaded file is its text as well.  It does not matter how many
functions stand between the request and the file; the message names them.

## Bad

```python
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse

app = FastAPI()
REPORTS = Path("/srv/reports")


def location(name: str) -> Path:
    return REPORTS / name


@app.get("/reports/{name:path}")
def report(name: str):
    return FileResponse(location(name))
```

## Good

Resolve the path and look where it leads, or take the name from a list.

```python
from pathlib import Path

from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse

app = FastAPI()
REPORTS = Path("/srv/reports")


@app.get("/reports/{name:path}")
def report(name: str):
    path = (REPORTS / name).resolve()
    if not path.is_relative_to(REPORTS):
        raise HTTPException(404)
    return FileResponse(path)
```

## Not reported

What cannot lead away: numbers, `UUID`, the last part of a path (`os.path.basename`,
`Path(x).name`), `secure_filename`, `safe_join`, storages of Django, and the end of a name alone.
One segment without a slash before a part that the program chose, where the file is shown at most,
and at the end of a path that only a file fits.  Text that a test, a list or a validator has
accepted on the way, in whichever function.  The question whether a file exists.  A folder that is
looked through, or made, and is the client's as a whole: there is none to leave.  A path whose `~`
is expanded: who writes one means files of his own.  Text that nobody proves to be a client's.
"""

from readiness_lint.facts.tainted import TaintedPath
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status

READING = frozenset({"read", "list"})


@rule(
    "RDY250",
    "{origin} {becomes} a file path in `{sink}`: {what} leaves the directory",
    severity=Severity.CRITICAL,
    status=Status.MISSING,
    source="S2 9",
    since="0.1.0",
    instead_of=("RDY253",),
)
def path_traversal(call: TaintedPath, file: File) -> Problems:
    """Report each text of a function once."""
    severity = Severity.HIGH if call.act in READING else Severity.CRITICAL
    if call.narrow:
        severity = Severity(severity - 1)
    yield Problem(
        call.node,
        severity=severity,
        group=f"{file.label(call.node)} {call.texts}",
        via=call.path,
        origin=call.texts,
        becomes="become" if call.several else "becomes",
        sink=call.sink,
        what="`..`" if call.narrow else "`..` or an absolute path",
    )
