"""Timeout disabled.

Most clients wait for five seconds or for sixty; `timeout=None` makes them wait for ever.  When the
peer stalls, or a connection pool runs dry, every worker that gets there stays there, and only a
restart brings it back.

## Bad

```python
import httpx

client = httpx.AsyncClient(timeout=None)
```

## Good

Say how long the slowest answer may take.  For a stream, limit the connection and leave the reading
open.

```python
import httpx

client = httpx.AsyncClient(timeout=httpx.Timeout(10, read=60))
events = httpx.AsyncClient(timeout=httpx.Timeout(10, read=None))
```

Alike clients and calls in the branches of one `if` are one finding, at the first of them.

## Not reported

A limit of which only some parts are off.  Parameters with which `None` means the default of the
client, as in botocore.  A parameter of your own function, `def fetch(url, timeout=None)`, and what
it is passed on to: its callers decide.  Calls under `asyncio.timeout` or inside `asyncio.wait_for`,
and coroutines whose task, or whose caller's, is waited for under such a limit.  Commands that wait
for whatever comes next, such as a blocking read, `stream` of httpx, `connect_sse` of httpx-sse,
`stream=True` of httpx and requests, and answers of aiohttp whose content is gone through as it comes.  A peer on this machine,
as far as the address says, here or where callers give it.  A client that a class or a function
keeps and uses only so.  `wait_for` and `timeout` of asyncio around what comes some time, as an event
or the next message, around calls that have limits of their own, and with a limit that is set later.
What a comment right there explains.

Tests and scripts, and what stands under `if __name__ == "__main__"`.
"""

import ast

from readiness_lint.facts.lifted_limits import LiftedLimit
from readiness_lint.facts.outbound import Client, OutboundCall, is_explained
from readiness_lint.facts.shapes import alternative
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import FOREVER, Severity, Status, When


@rule(
    "RDY403",
    "`{call}` is told to wait for ever: `{parameter}={value}` turns its time limit off",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S2 11.4, S3 resilience, S1 layer 4",
    since="0.1.0",
    instead_of=("RDY401", "RDY402"),
)
def timeout_disabled(made: Client | OutboundCall | LiftedLimit, file: File) -> Problems:
    """Report calls and clients whose argument says that there is no limit."""
    bound = made.bound
    if bound.seconds != FOREVER or bound.by != "argument" or bound.node is None:
        return
    if (isinstance(made, Client) and made.default) or file.when(made.node) is When.MAIN:
        return
    if is_explained(file, made.node):
        return
    yield Problem(
        made.node,
        about=made.about if isinstance(made, LiftedLimit) else None,
        group=alternative(file, made.node, made.name),
        call=made.name,
        parameter=bound.parameter,
        value=ast.unparse(bound.node),
    )
