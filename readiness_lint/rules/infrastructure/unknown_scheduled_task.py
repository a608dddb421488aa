"""Schedule of a task that nothing defines.

The entry names a task by a text, and no module of the program has a task of that name: it was
renamed, moved or misspelt.  The scheduler sends the message, no worker knows what to do with it,
and the clean-up or the invoice run that everybody believes in has not happened since.

## Bad

```python
# file: shop/tasks.py
from celery import shared_task


@shared_task
def purge_expired() -> None:
    carts.purge()
# file: shop/settings.py
CELERY_BEAT_SCHEDULE = {
    "purge": {"task": "shop.tasks.purge_old", "schedule": 3600},
}
```

## Good

```python
# file: shop/tasks.py
from celery import shared_task


@shared_task
def purge_expired() -> None:
    carts.purge()
# file: shop/settings.py
CELERY_BEAT_SCHEDULE = {
    "purge": {"task": "shop.tasks.purge_expired", "schedule": 3600},
}
```

## Not reported

Names of other packages, such as `celery.backend_cleanup`, and those that begin as no module and no
named task of the program does: another service may have them.  The option
`external-task-prefixes` names more of these.  Texts that are built, programs that compute the names
of tasks, and modules that make names of their own.  A name that a class, a decorator or a call of
the program is given as well.

With a path to a function, as RQ, APScheduler, Django-Q and arq take: whatever the module has under
the name.
"""

from dataclasses import dataclass

from readiness_lint.facts.task_names import TaskName, is_unknown
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@dataclass(frozen=True)
class Options:
    """Which tasks belong to others."""

    external_task_prefixes: tuple[str, ...] = ()
    """How the names of tasks begin that another service has."""


@rule(
    "RDY114",
    "`{entry}` names the task `{task}`, which no module defines, so it never runs",
    severity=Severity.HIGH,
    status=Status.MISSING,
    source="S1 layer 1, S2 6.1",
    since="0.1.0",
    options=Options,
    reach="project",
)
def unknown_scheduled_task(named: TaskName, file: File) -> Problems:
    """Report texts that certainly name no task of the program."""
    elsewhere = file.options(Options).external_task_prefixes
    if not named.task.startswith(tuple(elsewhere)) and is_unknown(file, named):
        yield Problem(named.node, entry=named.entry, task=named.task)
