"""Handler that keeps its data in the process.

What a request stores in a variable of the module is gone at the next deployment, and each worker
has a copy of its own: with two of them, every second request does not find what the one before it
has written.  On a developer's machine, with one process, it works.

## Bad

```python
from fastapi import FastAPI

app = FastAPI()
orders: dict[str, dict] = {}


@app.post("/orders/{number}")
def place(number: str, order: dict[str, str]) -> dict[str, str]:
    orders[number] = order
    return order


@app.get("/orders/{number}")
def show(number: str) -> dict[str, str]:
    return orders[number]
```

## Good

```python
from fastapi import FastAPI
from sqlalchemy.orm import Session

from shop.database import SessionDep
from shop.models import Order

app = FastAPI()


@app.post("/orders/{number}")
def place(number: str, total: int, session: SessionDep) -> int:
    session.add(Order(number=number, total=total))
    session.commit()
    return total
```

## Not reported

What is meant to live in the process, by its name: caches, registries, pools, clients, locks,
metrics.  Containers of sockets, tasks, locks and functions.  Bounded caches and weak references.
A variable that is `None` until its first use.  A value that is stored only if it is not there yet,
as a memo does, be it under `except KeyError`.  Handlers that only take out what others have put in.
What no other route, dependency or task reads: the tries that a route counts for itself.
What is written to a file or a database as well, by a function of the same module.  Objects that
hold a connection to somebody.  What is switched on and off for work that runs in this process.
What a GET looks up and puts under a fixed key.  Writes at import.

An object's own containers, unless one object serves all requests: one that a module makes, or that
a dependency keeps, as with `lru_cache`.  What a function stores that something else than handlers
calls, too.  In functions that handlers call: what is not made of what a request sent; what stands
under a test of the configuration, which may choose a database instead; and what a handler hands to
another module beside a session or a repository, since it may be a copy of what is kept there.
"""

from readiness_lint.facts.state import LostState
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status

OWNERS = {
    "module": "module-level",
    "class": "class-level",
    "instance": "shared object's",
    "app": "application",
}


@rule(
    "RDY105",
    "`{handler}` writes to {owner} {kind} `{name}`: the data is lost on restart and differs per worker",
    severity=Severity.HIGH,
    status=Status.STUBBED,
    source="S1 layer 1, S2 15, S2 10.4",
    since="0.1.0",
)
def handler_state_in_memory(found: LostState, _file: File) -> Problems:
    """Report data that a handler or task puts where only its process finds it."""
    yield Problem(
        found.node,
        severity=Severity.CRITICAL if found.read_back else None,
        about=found.container,
        group=f"{found.handler} {found.name}",
        handler=found.handler,
        owner=OWNERS[found.owner],
        kind=found.kind,
        name=found.name,
    )
