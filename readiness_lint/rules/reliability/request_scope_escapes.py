"""Session or request that outlives its request.

A session is given to one request, and closed or handed to the next one when that is answered.  What
runs later in a background task, a thread or a queue finds it closed, or shares it with a stranger:
rows of one customer are committed with the order of another, or the statement fails at a time when
nobody is left to be told.  Whether a background task still finds it open has changed between
versions of FastAPI.

## Bad

```python
from fastapi import BackgroundTasks, Depends, FastAPI
from sqlalchemy.orm import Session

from shop.database import get_session
from shop.mails import confirm

app = FastAPI()


@app.post("/orders/{number}")
def order(number: int, tasks: BackgroundTasks, session: Session = Depends(get_session)):
    tasks.add_task(confirm, number, session)
    return {"order": number}
```

## Good

Pass what names the row, and let the work open a session of its own.

```python
from fastapi import BackgroundTasks, Depends, FastAPI
from sqlalchemy.orm import Session

from shop.database import get_session
from shop.mails import confirm

app = FastAPI()


@app.post("/orders/{number}")
def order(number: int, tasks: BackgroundTasks, session: Session = Depends(get_session)):
    tasks.add_task(confirm, number)
    return {"order": number}
```

## Not reported

What is read from such an object (`request.user.id`), and what a call makes of it.  Tasks that the
function waits for, gathers or cancels, and those of a `TaskGroup`; calls that are awaited at once.
A request that is handed to a background task of its own answer, and a connection from which the
loop that hands it over goes on receiving.  Factories of sessions.  An object
that a module keeps for all requests.  Objects that the function made itself, or that the coroutine
it starts closes.
"""

from readiness_lint.facts.escapes import EscapedObject
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY441",
    "`{name}` ({kind}) is handed to a {receiver} and is closed or shared by the time that runs",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S2 10.4",
    since="0.1.0",
    instead_of=("RDY620", "RDY621"),
)
def request_scope_escapes(escaped: EscapedObject, _file: File) -> Problems:
    """Report sessions, connections and requests that are handed to later work."""
    yield Problem(escaped.node, name=escaped.node.id, kind=escaped.kind, receiver=escaped.receiver)
