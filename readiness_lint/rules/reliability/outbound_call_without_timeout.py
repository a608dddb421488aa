"""Outbound call without a timeout.

A call to another service that sets no timeout waits for as long as that service likes.  When the
service stalls, every worker that calls it stalls with it, and an outage over there becomes an
outage over here.

## Bad

```python
import smtplib

import requests


def exchange_rate(currency: str) -> float:
    return requests.get(f"https://rates.example/{currency}").json()["rate"]


def send(message, host: str) -> None:
    with smtplib.SMTP(host) as smtp:
        smtp.send_message(message)
```

## Good

Choose the limit from what the caller can wait for, not from what the service usually needs.

```python
import smtplib

import requests


def exchange_rate(currency: str) -> float:
    return requests.get(f"https://rates.example/{currency}", timeout=3).json()["rate"]


def send(message, host: str) -> None:
    with smtplib.SMTP(host, timeout=10) as smtp:
        smtp.send_message(message)
```

The calls of one client that a class keeps are one finding, at the first of them, and so are those
of one library in the branches of one `if`.

Where the call takes no timeout, as `urllib.request.urlretrieve`, take another one that does, such
as `urllib.request.urlopen`.

## Not reported

Calls of a library that times out by itself, such as httpx after five seconds.  An explicit
`timeout=None`: that is another rule.  Calls that pass `**options` or a variable: the timeout may
be in there.  Where the options are those of the function around the call, the calls of that
function that give no timeout are reported instead; where more than two do so, the call itself.
Calls under `asyncio.timeout`, inside `asyncio.wait_for`, in a function with a decorator that names
a timeout, and files that call `socket.setdefaulttimeout`.  A session whose class overrides `send`
or `request`, or that mounts an adapter of its own.  A `partial` that is only handed on.  Unix
sockets, what is asked of this machine as far as the address says, here or where callers give it,
and `data:` URLs, which ask nobody.  Connecting by asyncio, which the system gives up by itself;
reading from a connection that another function opened.  Calls of a gRPC stub whose answers are gone
through as a stream.

Tests and scripts, what stands under `if __name__ == "__main__"`, and what nothing but these calls.
"""

from readiness_lint.facts.outbound import OutboundCall
from readiness_lint.facts.roles import is_of_command
from readiness_lint.facts.shapes import alternative
from readiness_lint.facts.wrapped_calls import WrappedCall
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import FOREVER, Severity, Status, When

NEAREST = 3
"""So many callers of a wrapper are shown."""


@rule(
    "RDY401",
    "`{call}` {has} no timeout, so a stalled peer holds this {holder} for good",
    severity=Severity.HIGH,
    status=Status.MISSING,
    source="S3 resilience, S2 11.4, S1 layer 4",
    since="0.1.0",
)
def outbound_call_without_timeout(found: OutboundCall | WrappedCall, file: File) -> Problems:
    """Report calls whose library waits forever and that nothing else limits."""
    call = found.call if isinstance(found, WrappedCall) else found
    if call.bound.seconds != FOREVER or call.bound.by != "library":
        return
    if file.when(call.node) is When.MAIN or is_of_command(file, call.node):
        return
    yield Problem(
        call.node,
        group=call.kept_by(file) or alternative(file, call.node, call.library),
        via=call.path,
        related=[(place, "gives no timeout") for place in call.callers[:NEAREST]],
        call=call.spelling,
        has="has" if call.bound.settable else "takes",
        holder="task" if call.in_coroutine else "worker",
    )
