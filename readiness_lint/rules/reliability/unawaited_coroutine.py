"""Coroutine that nobody awaits.

A call of a coroutine function runs nothing: it gives a coroutine, and what the function does
happens when that is awaited.  Where the coroutine is thrown away the mail is not sent, the row not
written and the permission not checked, and all that tells of it is a warning in a log.  Where it
is tested, the test always holds: a coroutine is a true object.

## Bad

```python
import asyncio


async def may_refund(user, order):
    return await user.may("refund", order)


async def confirm(order):
    await order.customer.mail("refunded")


async def refund(order, user):
    if not may_refund(user, order):
        raise PermissionError
    await order.refund()
    confirm(order)
    asyncio.sleep(1)
```

## Good

```python
import asyncio


async def may_refund(user, order):
    return await user.may("refund", order)


async def confirm(order):
    await order.customer.mail("refunded")


async def refund(order, user):
    if not await may_refund(user, order):
        raise PermissionError
    await order.refund()
    await confirm(order)
    await asyncio.sleep(1)
```

## Not reported

A coroutine that is passed on, returned, kept or awaited through its name.  Functions under a
decorator that may change what their call gives, methods of which a subclass makes something else,
names that are defined more than once, generators.  Statements of a database, of which another rule
tells.
"""

from readiness_lint.facts.unawaited import UnawaitedCall
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY438",
    "`{call}()` gives a coroutine that nobody awaits, so {effect}",
    severity=Severity.CRITICAL,
    status=Status.STUBBED,
    source="S2 2, S2 8.1",
    since="0.1.0",
)
def unawaited_coroutine(unawaited: UnawaitedCall, _file: File) -> Problems:
    """Report coroutines that are thrown away, and those that a test takes for an answer."""
    yield Problem(
        unawaited.node,
        call=unawaited.spelling,
        effect="the test always holds" if unawaited.tested else "nothing runs",
    )
