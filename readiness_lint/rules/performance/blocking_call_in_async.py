"""Blocking call in a coroutine.

An event loop runs one coroutine at a time.  While one of them waits in a call that holds the
thread, no other request makes progress: not those that are being answered, and not the health
check, so that an orchestrator may kill a process that only waits.

It does not matter how many functions stand between the coroutine and the call; the message names
them.  Where more than five coroutines come to one call, the finding stands in the first function
that they share.

## Bad

```python
import time

import requests
from fastapi import APIRouter

router = APIRouter()


def rate(currency: str) -> float:
    return requests.get(f"https://rates.example/{currency}", timeout=3).json()["rate"]


@router.get("/convert")
async def convert(amount: float, currency: str) -> float:
    time.sleep(0.1)
    return amount * rate(currency)
```

## Good

Await a library that is made for it, or hand the call to a thread.  A route that is a plain `def`
runs on a thread by itself: right where all of it works on a synchronous database session.

```python
import asyncio

import httpx
import requests
from fastapi import APIRouter

router = APIRouter()
client = httpx.AsyncClient(timeout=5)


def rate(currency: str) -> float:
    return requests.get(f"https://rates.example/{currency}", timeout=3).json()["rate"]


@router.get("/convert")
async def convert(amount: float, currency: str) -> float:
    return amount * await asyncio.to_thread(rate, currency)


async def latest(currency: str) -> float:
    response = await client.get(f"https://rates.example/{currency}")
    return response.json()["rate"]


@router.get("/rates/{currency}")
async def current(currency: str) -> float:
    return await latest(currency)
```

## Not reported

A function that is only handed over, to a thread pool, a task or a decorator.  Calls that return at
once, such as `queue.get(block=False)`, sleep for a hundredth of a second at most, join a thread for
one second at most, or ask a cache that
the settings keep in the process.  The result of a future once a test has found that it is done, or
that the state of its work says so: `assert job.status == Status.successful`.  Start-up and shutdown
code, and coroutines that `asyncio.run` gives a loop of their own, with the tasks that they make:
nobody waits there.  Private coroutines that nothing in the program speaks of, and databases in
memory.  Programs patched by gevent or eventlet, terminal applications and notebooks.

A helper that blocks only under a test of the settings, only until a lazy singleton or a cached
property exists, only while it handles an exception, only for some values that the call here does
not pass, or only where no event loop runs.  What a forked child does.
"""

from readiness_lint.facts.blocking import LoopHold
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY301",
    "`{call}` blocks the event loop in {coroutines}{effect}",
    severity=Severity.HIGH,
    status=Status.MISSING,
    source="S1 layer 3, S2 11.2",
    since="0.1.0",
)
def blocking_call_in_async(hold: LoopHold, file: File) -> Problems:
    """Report each resource once per coroutine, at its first call; many at the helper they share."""
    path, many = hold.reached.path, hold.coroutines > 1
    yield Problem(
        hold.node,
        severity=Severity.CRITICAL if hold.urgent and hold.reached.bounded is False else None,
        group=f"{file.label(hold.function)} {hold.function.lineno} {hold.reached.resource}",
        via=path,
        related=[(place, "one of them") for place in hold.nearest],
        call=hold.reached.origin.what,
        coroutines=f"{hold.coroutines} coroutines" if many else f"async `{hold.function.name}`",
        effect="" if path else ": every other request waits until it returns",
    )
