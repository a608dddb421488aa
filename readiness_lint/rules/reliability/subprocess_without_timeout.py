"""Child process without a timeout.

A converter that meets a damaged file, a `git` that asks for a password: sooner or later a child
process hangs.  Who waits for it without a limit hangs with it, and a handful of such files takes
all workers of a service away.

## Bad

```python
import subprocess

from celery import shared_task


@shared_task
def thumbnail(path: str) -> None:
    subprocess.run(["pdftoppm", "-png", path], check=True)
```

## Good

```python
import subprocess

from celery import shared_task


@shared_task
def thumbnail(path: str) -> None:
    subprocess.run(["pdftoppm", "-png", path], check=True, timeout=30)
```

`os.system` and `subprocess.getoutput` take no timeout: take `subprocess.run`.  A process of asyncio
is waited for under `asyncio.timeout`.

Alike calls in one function are one finding, at the first of them.

## Not reported

Calls that pass `**options` or a variable: the timeout may be in there.  A process that was started
in another function, that its function kills, or that has been waited for before.  A program that is
only asked for its version, that only looks up what this machine knows, as `dpkg -s`, `wc` or `git
rev-parse`, that checks a file of it, as `haproxy -c`, that only changes the index of a repository,
as `git add`, that hands a file to the desktop, as `open`, or that sends a signal.  Calls under
`asyncio.timeout`, and in a function with a decorator that names a timeout.  What runs when a module
is imported.

Code that no handler and no task is seen to come to, as that of a command: there somebody watches.
The switch `anywhere` reports it too.

Tests and scripts, and what stands under `if __name__ == "__main__"`.

With the option `trust-task-limit`: tasks with a `time_limit` of their own.  Their queue ends them,
though not always the process that they started.
"""

from dataclasses import dataclass

from readiness_lint.facts.children import ChildWait
from readiness_lint.facts.entries import Entry
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.shapes import alike_in_function
from readiness_lint.facts.tasks import Task
from readiness_lint.facts.time_limits import ends_by_itself
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import FOREVER, Severity, Status, When


@dataclass(frozen=True)
class Options:
    """What else ends a wait."""

    trust_task_limit: bool = False
    """Whether the time limit of a task is one for the programs that it runs."""


@rule(
    "RDY404",
    "`{call}` {has} no timeout, so a child process that hangs holds {holder} for good",
    severity=Severity.MEDIUM,
    status=Status.MISSING,
    source="S2 11.4, S3 resilience, S1 layer 4",
    since="0.1.0",
    options=Options,
    switches={"anywhere": "waits that no request or task is seen to come to"},
)
def subprocess_without_timeout(wait: ChildWait, file: File) -> Problems:
    """Report waits of requests and tasks for a child process that nothing limits."""
    if wait.bound.seconds != FOREVER or wait.bound.by != "library":
        return
    trusting = file.options(Options).trust_task_limit
    if trusting and isinstance(wait.holder, Task) and ends_by_itself(wait.holder):
        return
    if file.when(wait.node) is When.CALL:
        yield Problem(
            wait.node,
            group=alike_in_function(file, wait.node, wait.name),
            switch=None if wait.holder else "anywhere",
            call=wait.name,
            has="has" if wait.bound.settable else "takes",
            holder=_waiting(wait.holder),
        )


def _waiting(holder: Handler | Task | Entry | None) -> str:
    if holder is None:
        return "whoever waits for it"
    return f"{'task' if isinstance(holder, Task) else 'request'} `{holder.node.name}`"
