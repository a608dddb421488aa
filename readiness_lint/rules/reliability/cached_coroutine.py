"""Cache or retry around a coroutine function.

A call of a coroutine function gives a coroutine, which can be awaited once.  A cache that knows
nothing of that keeps the coroutine and not its result: the first caller gets the value, and every
other one a `RuntimeError`.  A decorator that tries again sees a coroutine come back without a
failure, and is content before the function has begun.

The first test passes, because it is the first caller.

## Bad

```python
from functools import lru_cache

import httpx

client = httpx.AsyncClient(timeout=5)


@lru_cache
async def exchange_rate(currency: str) -> float:
    return (await client.get(f"https://rates.example/{currency}")).json()["rate"]
```

## Good

Keep the result, or take a cache that awaits.

```python
import httpx
from async_lru import alru_cache

client = httpx.AsyncClient(timeout=5)


@alru_cache(ttl=300)
async def exchange_rate(currency: str) -> float:
    return (await client.get(f"https://rates.example/{currency}")).json()["rate"]
```

## Not reported

Caches and retries that know coroutine functions, such as `async_lru`, `aiocache`, `cashews`,
tenacity and backoff; decorators that are not known.  A function under another decorator, which may
give something that can be awaited again.
"""

from readiness_lint.facts.cached_coroutines import CachedCoroutine
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status

EFFECTS = {
    "used-up": "keeps the generator, and every call but the first gets one that is used up",
    "ended": "keeps the coroutine, and awaiting the second call raises",
    "untried": "is content with what the call gives, and never tries again",
}


@rule(
    "RDY466",
    "`{decorator}` on `{name}` {effect}",
    severity=Severity.HIGH,
    status=Status.STUBBED,
    source="S2 2",
    since="0.1.0",
)
def cached_coroutine(cached: CachedCoroutine, _file: File) -> Problems:
    """Report decorators that take a coroutine or a generator for its result."""
    yield Problem(
        cached.node,
        decorator=cached.spelling,
        name=cached.function.name,
        effect=EFFECTS[cached.loss],
    )
