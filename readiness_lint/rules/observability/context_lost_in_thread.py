"""Context that a thread does not get.

Context variables follow an `await` and a task, but not a thread that is started by hand: there they
are unset, or have their default.  The request id is missing from the log of exactly the work that
was moved away, a tenant falls back to the default one, and a proxy of Flask raises `Working outside
of request context`.

## Bad

```python
import asyncio
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")


def audit(action: str) -> None:
    trail.write(action, request_id.get())


async def remove(order):
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, audit, "remove")
```

## Good

`asyncio.to_thread` runs the function in a copy of the context; for a pool, `copy_context().run`
does.

```python
import asyncio
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")


def audit(action: str) -> None:
    trail.write(action, request_id.get())


async def remove(order):
    await asyncio.to_thread(audit, "remove")
```

## Not reported

What copies the context: `asyncio.to_thread`, `run_in_threadpool`, `sync_to_async`, `create_task`,
`copy_context().run`, `copy_current_request_context`.  A function that sets a variable or enters a
context by itself, or reads with a default of its own, or under a test.  A thread that no request
and no coroutine starts, or a helper that others call as well.  What a function reads through more
than two helpers.  Spans, where `ThreadingInstrumentor` carries them.  What only a filter of the log
reads, unless the option `any-logging-callee` is on.
"""

from dataclasses import dataclass

from readiness_lint.facts.contexts import LostContext
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@dataclass(frozen=True)
class Options:
    """Which reads count."""

    any_logging_callee: bool = False
    """Whether those of the filters of the log do, for each function that logs."""


@rule(
    "RDY522",
    "`{runner}` does not carry context variables: `{variable}` {outcome} in `{callee}`",
    severity=Severity.MEDIUM,
    status=Status.PARTIAL,
    source="S2 8.4",
    since="0.1.0",
    options=Options,
)
def context_lost_in_thread(lost: LostContext, file: File) -> Problems:
    """Report where a thread is started that misses what it reads."""
    if lost.logs and not file.options(Options).any_logging_callee:
        return
    yield Problem(
        lost.node,
        runner=lost.runner,
        variable=lost.variable,
        outcome="raises" if lost.raises else "is unset, or has its default,",
        callee=lost.callee,
    )
