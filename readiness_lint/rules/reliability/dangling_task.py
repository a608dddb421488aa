"""Task or future that nobody keeps.

An event loop refers to its tasks weakly: a task to which nothing else refers may be collected in
the middle of its work, without a word.  A future is the only one that knows of a failure in a
thread, and `gather(return_exceptions=True)` returns failures instead of raising them: where the
value is thrown away, the work may fail each time and nobody learns of it.

## Bad

```python
import asyncio
from concurrent.futures import ThreadPoolExecutor

from shop.mails import invoice, remind

pool = ThreadPoolExecutor(4)


async def order(number: int) -> None:
    asyncio.create_task(remind(number))
    pool.submit(invoice, number)


async def remind_all(numbers: list[int]) -> None:
    await asyncio.gather(*(remind(number) for number in numbers), return_exceptions=True)
```

## Good

Keep what was started until it ends, and look at how it ended.

```python
import asyncio
import logging
from concurrent.futures import Future, ThreadPoolExecutor

from shop.mails import invoice, remind

logger = logging.getLogger(__name__)
pool = ThreadPoolExecutor(4)
started: set[asyncio.Task[None]] = set()


def tell(done: "Future[None]") -> None:
    if error := done.exception():
        logger.error("no invoice", exc_info=error)


async def order(number: int) -> None:
    task = asyncio.create_task(remind(number))
    started.add(task)
    task.add_done_callback(started.discard)
    pool.submit(invoice, number).add_done_callback(tell)


async def remind_all(numbers: list[int]) -> None:
    results = await asyncio.gather(*map(remind, numbers), return_exceptions=True)
    for number, result in zip(numbers, results, strict=True):
        if isinstance(result, Exception):
            logger.error("not reminded", exc_info=result, extra={"order": number})
```

Inside `asyncio.TaskGroup` tasks are kept and waited for.

## Not reported

Tasks of a `TaskGroup`.  A task that is stored, passed on, awaited or given a callback.  A local
that is never read, but whose function waits for something else: its frame keeps the task.  Futures
and outcomes of functions that catch every failure themselves, of calls that only clean up, and of
what is not known.  Tasks that were cancelled before they are gathered, lists that are read again
afterwards, and a comment of three words or more at the gathering.  The last statement of a
coroutine that is given to `asyncio.run`, a `__del__`, a method that nobody in the program calls,
which makes objects of its class, and an `asyncio.create_task` where a module is imported, which has
no event loop.
"""

from readiness_lint.facts.dropped_results import DroppedResult
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status

EFFECTS = {
    "task": "nothing else refers to the task, so it may be collected before it ends",
    "future": "nobody learns that the work failed",
    "outcomes": "nobody learns which of them failed",
}


@rule(
    "RDY437",
    "result of `{call}` is dropped: {effect}",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S2 8.1, S2 10.4, S3 shutdown",
    since="0.1.0",
)
def dangling_task(dropped: DroppedResult, _file: File) -> Problems:
    """Report tasks, futures and outcomes that are thrown away."""
    yield Problem(dropped.node, call=dropped.name, effect=EFFECTS[dropped.form])
