"""Event loop started inside another.

A thread runs one event loop at a time.  `asyncio.run`, `run_until_complete` and their like raise
`RuntimeError` on a thread whose loop is running, which is where every coroutine is: such a line
has never worked, or it works only in tests that call the helper without a loop.
`run_coroutine_threadsafe(work(), loop).result()` raises nothing: on the thread of that same loop it
waits for what cannot begin before it is done.

It does not matter how many functions stand between the coroutine and the call; the message names
them.  Where more than five coroutines come to one call, the finding stands in the first function
that they share.

## Bad

```python
import asyncio

from fastapi import APIRouter

from shop.rates import fetch_rates

router = APIRouter()


def rate(currency: str) -> float:
    return asyncio.run(fetch_rates())[currency]


@router.get("/convert")
async def convert(amount: float, currency: str) -> float:
    return amount * rate(currency)
```

## Good

```python
from fastapi import APIRouter

from shop.rates import fetch_rates

router = APIRouter()


async def rate(currency: str) -> float:
    rates = await fetch_rates()
    return rates[currency]


@router.get("/convert")
async def convert(amount: float, currency: str) -> float:
    return amount * await rate(currency)
```

## Not reported

A loop that another thread starts: what is handed to `asyncio.to_thread` or an executor, and a route
that is a plain `def`.  What runs only where a test found no running loop: `get_running_loop` in a
`try`, `loop.is_running()`.  Programs that use `nest_asyncio`.

A helper that starts a loop only under a test of the settings, or only for some values that the call
here does not pass.

## See also

RDY301 for calls that hold the loop.
"""

from readiness_lint.facts.nested_loops import DEADLOCK, NestedLoop
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY304",
    "`{call}` {fails} in {coroutines}, whose loop is running",
    severity=Severity.HIGH,
    status=Status.STUBBED,
    source="S2 2, S1 layer 3",
    since="0.1.0",
)
def nested_event_loop(nested: NestedLoop, _file: File) -> Problems:
    """Report each call; where many come to one, the helper that they share."""
    many = nested.coroutines > 1
    yield Problem(
        nested.node,
        severity=Severity.CRITICAL if nested.urgent else None,
        via=nested.reached.path,
        related=[(place, "one of them") for place in nested.nearest],
        call=nested.reached.origin.what,
        fails="waits for ever" if nested.reached.resource == DEADLOCK else "raises `RuntimeError`",
        coroutines=f"{nested.coroutines} coroutines" if many else f"async `{nested.function.name}`",
    )
