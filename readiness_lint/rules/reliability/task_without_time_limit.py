"""Tasks without a time limit.

A Celery task runs for as long as it likes unless somebody says otherwise.  One that waits for a
peer which never answers, or that goes round in a loop, holds its slot of the worker until that is
killed by hand; after as many of them as there are slots the worker does nothing at all, and the
queue grows while every process is said to be healthy.

## Bad

```python
from celery import Celery

app = Celery("shop", broker="redis://store/0")


@app.task
def export(number: int) -> str:
    return f"order {number}"
```

## Good

One limit for all tasks, and others for those that need longer.  The soft limit raises in the task,
so that it can tidy up; the hard one kills it.

```python
from celery import Celery

app = Celery("shop", broker="redis://store/0")
app.conf.update(task_soft_time_limit=240, task_time_limit=300)


@app.task(soft_time_limit=3300, time_limit=3600)
def export(number: int) -> str:
    return f"order {number}"
```

## Not reported

Programs that set a limit anywhere: in the configuration, in the settings of Django, in a text that
holds the command line of a worker.  Queues whose configuration comes from elsewhere: from a
variable of the environment, an object that is not known, `**options`; queues without a broker that
nothing in the program configures.  Queues to which the program only sends by name, which others
work off.  Pools of threads, which Celery cannot interrupt.  Queues with a limit of their own:
Dramatiq, RQ and arq.

The command line of a worker that stands outside of Python, in a `Procfile` or an image, is not
read: with `--time-limit` there the rule has to be turned off.
"""

from readiness_lint.facts.time_limits import UnlimitedTasks
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Activation, Severity, Status


@rule(
    "RDY433",
    "{unlimited} of {tasks} tasks of this `{queue}` have no time limit, and neither has the queue: "
    "one that hangs holds a worker for ever",
    severity=Severity.MEDIUM,
    status=Status.MISSING,
    source="S2 11.4",
    since="0.1.0",
    activation=Activation.PREVIEW,
    reach="project",
)
def task_without_time_limit(found: UnlimitedTasks, _file: File) -> Problems:
    """Report queues some of whose tasks nothing limits."""
    unlimited = found.tasks - found.limited
    yield Problem(found.node, unlimited=str(unlimited), tasks=str(found.tasks), queue=found.name)
