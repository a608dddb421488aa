from readiness_lint.knowledge.schema import (
    Dispatches,
    Inherits,
    Is,
    Knowledge,
    Names,
    Returns,
    TaskTrait,
    each,
)
from readiness_lint.terms import Type

QUEUE, APP, BLUEPRINT = "procrastinate", "procrastinate.App", "procrastinate.Blueprint"
TASK, DEFERRER = "procrastinate.tasks.Task", "procrastinate.jobs.JobDeferrer"
# The queue is a table of PostgreSQL, most often of the service's own database.
SENT = Dispatches(QUEUE, same_database=True)

PROCRASTINATE = Knowledge(
    "procrastinate",
    "3.10-3.10",
    "https://procrastinate.readthedocs.io",
    (
        *each(f"{APP} {BLUEPRINT}", "task", TaskTrait(QUEUE), Returns(Type(TASK))),
        *each(f"{APP} {BLUEPRINT}", "periodic", TaskTrait(QUEUE, periodic=True)),
        *each(f"{TASK} {DEFERRER}", "defer defer_async batch_defer batch_defer_async", SENT),
        *each(f"{TASK} {DEFERRER}", "defer_async batch_defer_async", Is("coroutine")),
        (f"{TASK}.configure", Returns(Type(DEFERRER))),
        (f"{APP}.configure_task", Returns(Type(DEFERRER))),
        ("procrastinate.contrib.django.app", Returns(Type(APP))),
        *each("procrastinate.exceptions", "JobRetry", Is("retry-signal")),
        ("procrastinate.app.App", Names(APP)),
        ("procrastinate.blueprints.Blueprint", Names(BLUEPRINT)),
        (APP, Inherits((BLUEPRINT,))),
    ),
)
