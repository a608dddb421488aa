"""Computation on the event loop.

The hash of a password is slow by design, often a tenth of a second, so that nobody can try many.
On the thread of an event loop nothing else happens in that time, and whoever sends a few wrong
passwords per second takes the service away from everybody else.

It does not matter how many functions stand between the coroutine and the hash; the message names
them.  Where more than five coroutines come to one hash, the finding stands in the first function
that they share.

## Bad

```python
import bcrypt
from fastapi import APIRouter, HTTPException

from shop.accounts import hash_of

router = APIRouter()


@router.post("/login")
async def login(name: str, password: str) -> dict[str, str]:
    if not bcrypt.checkpw(password.encode(), await hash_of(name)):
        raise HTTPException(401)
    return {"user": name}
```

## Good

Hand it to a thread: these libraries release the interpreter while they compute.  A route that is a
plain `def` runs on a thread by itself.

```python
import asyncio

import bcrypt
from fastapi import APIRouter, HTTPException

from shop.accounts import hash_of

router = APIRouter()


@router.post("/login")
async def login(name: str, password: str) -> dict[str, str]:
    known = await hash_of(name)
    if not await asyncio.to_thread(bcrypt.checkpw, password.encode(), known):
        raise HTTPException(401)
    return {"user": name}
```

With the switches `images`, `frames` and `archives` it also names calls whose time hangs on what they are
given: Pillow and PDF, data frames and models, archives, workbooks and comparisons of texts.

## Not reported

A hash that is handed to a thread or a process.  A cost that makes it quick, such as
`bcrypt.gensalt(4)`, and an algorithm that is: a context of passlib with `pbkdf2_sha256` needs ten
milliseconds as long as it is told no more rounds.  Hashes that are made when a module is imported,
start-up code, and coroutines that `asyncio.run` gives a loop of their own.

A helper that computes only under a test of the settings, only until a cached value exists, or only
for values other than those that the call here is seen to pass.

What only administrators come to, by the guards of the route or as the function is named, such as
`admin_create_user`: they make an account now and then, and nobody else can ask for it.
"""

from readiness_lint.facts.computations import LoopComputation
from readiness_lint.facts.entries import entry_of
from readiness_lint.facts.guards import is_for_admins, is_for_admins_by_name
from readiness_lint.facts.handlers import Handler
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY305",
    "`{call}` computes for {long} on the event loop in {coroutines}",
    severity=Severity.MEDIUM,
    status=Status.PARTIAL,
    source="S1 layer 3, S2 11.2",
    since="0.1.0",
    switches={
        "images": "images and PDF, which take the longer the larger they are",
        "frames": "data frames and models",
        "archives": "archives, workbooks and comparisons of texts",
    },
)
def cpu_work_in_async(work: LoopComputation, file: File) -> Problems:
    """Report each library once per coroutine; many at the helper that they share."""
    many, kind = work.coroutines > 1, work.of_input
    if not many and _is_rare(work, file):
        return
    yield Problem(
        work.node,
        severity=Severity.HIGH if work.urgent and not kind else None,
        switch=kind or None,
        group=f"{file.label(work.function)} {work.function.lineno} {work.reached.resource}",
        via=work.reached.path,
        related=[(place, "one of them") for place in work.nearest],
        call=work.reached.origin.what,
        long="as long as its input is large" if kind else f"about {work.milliseconds(file)} ms",
        coroutines=f"{work.coroutines} coroutines" if many else f"async `{work.function.name}`",
    )


def _is_rare(work: LoopComputation, file: File) -> bool:
    """Whether administrators alone come to it, who do so now and then."""
    entry = entry_of(work.node, file)
    return is_for_admins_by_name(work.function) or (
        isinstance(entry, Handler) and is_for_admins(entry, file)
    )
