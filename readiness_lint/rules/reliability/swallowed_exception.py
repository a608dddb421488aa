"""Exception that is swallowed.

An `except Exception: pass` ends every failure of its block, those that nobody thought of included:
a lost connection, a full disk, a typing error.  The program goes on as if the work were done, and
nothing anywhere says that it was not.

## Bad

```python
import redis

cache = redis.Redis(host="cache", socket_timeout=1)


def subscribe(issue, user):
    try:
        cache.sadd(f"subscribers:{issue.id}", user.id)
    except Exception:
        pass
```

## Good

Name the failure that is harmless, and let the others through.  Where all of them are, say why.

```python
import logging

import redis

cache = redis.Redis(host="cache", socket_timeout=1)
logger = logging.getLogger(__name__)


def subscribe(issue, user):
    try:
        cache.sadd(f"subscribers:{issue.id}", user.id)
    except redis.ConnectionError:
        logger.warning("not subscribed", exc_info=True, extra={"issue": issue.id})


def preview(document):
    try:
        cache.set(f"preview:{document.id}", document.summary(), ex=60)
    except Exception:
        # The page renders without it, only slower.
        pass
```

## Not reported

A handler with a comment of three words or more; a function whose name, docstring or comments say
that it may fail; a `try` under a comment that says what is tried, or with a default under one; a
loop under a comment that the failure ends.  A block in which nothing is known to reach another
process or the database, unless the switch `local` is on.  A `try` that only computes a value; a
function that returns `None` or goes on to another value instead; a name that keeps its default.  A
`try` that only closes or stops something, sends one message to a peer, passes messages from one
peer to another, or imports an optional module; one behind which a name that is still empty gets its
value otherwise, or is a part of a warning.  A `try` inside another `except` or `finally`, in
`__exit__` or `__del__`.  A loop that sleeps and tries again, or that raises or logs behind its last
round.  A function that only hands its parameters to the cache of Django.  A logging handler, which
must not raise; a `try` right behind a warning or an error in the log, or right before a `raise`;
one behind which the same peer is called unguarded, or behind which what has been gathered is looked
at.  A call of the program's own that logs why it fails, or ends the failure itself; a function that
is only called where something has failed already.  A block that tries what a value is, or that
reads a page in a browser.  A handler that does anything at all with the failure.
"""

from readiness_lint.facts.failures import ExceptHandler
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY421",
    "broad {clause} discards every failure of {what}",
    severity=Severity.HIGH,
    status=Status.MISSING,
    source="S2 8.1, S2 15",
    since="0.1.0",
    instead_of=("RDY517", "RDY506", "RDY507", "RDY532"),
    switches={"local": "nothing in the block is known to reach another process or the database"},
)
def swallowed_exception(handler: ExceptHandler, _file: File) -> Problems:
    """Report broad handlers that do nothing, and whose silence nothing explains."""
    if not handler.broad or not handler.silent or handler.nested != "none":
        return
    if handler.cleanup_only or handler.defaulted or handler.intent or handler.tells_a_peer:
        return
    if handler.finishes or handler.pure or handler.excused or handler.probes_import:
        return
    if handler.tried_otherwise or handler.waits or handler.gives_up_aloud or handler.reports_itself:
        return
    if handler.told_before or handler.ends_in_failure or handler.looked_at or handler.asks_kind:
        return
    if handler.told_behind or handler.keeps_copy or handler.heard_elsewhere:
        return
    call = handler.first_call
    yield Problem(
        handler.node,
        switch=None if handler.reaches_a_peer else "local",
        clause="except" if handler.statements else "suppress",
        what=f"`{call}`" if call else "its block",
    )
