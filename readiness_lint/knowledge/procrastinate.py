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
        *each(f"{APP} {BLUEPRINT}", "periodic", TaskTrait(QUEUE, periodic=True, told=False)),
        *each(f"{TASK} {DEFERRER}", "defer defer_async batch_defer batch_defer_async", SENT),
        *each(f"{TASK} {DEFERRER}", "defer_async batch_defer_async", Is("coroutine")),
        (f"{TASK}.configure", Returns(Type(DEFERRER))),
        (f"{APP}.configure_task", Returns(Type(DEFERRER))),
        ("procrastinate.contrib.django.app", Returns(Type(APP))),
        # What they send is committed at once; Django's connector sends with Django's transaction.
        *each(
            "procrastinate",
            "PsycopgConnector SyncPsycopgConnector contrib.aiopg.AiopgConnector "
            "contrib.psycopg2.Psycopg2Connector contrib.sqlalchemy.SQLAlchemyPsycopg2Connector",
            Is("class"),
            Is("own-connections"),
        ),
        (
            "procrastinate.psycopg_connector.PsycopgConnector",
            Names("procrastinate.PsycopgConnector"),
        ),
        (
            "procrastinate.sync_psycopg_connector.SyncPsycopgConnector",
            Names("procrastinate.SyncPsycopgConnector"),
        ),
        *each("procrastinate.exceptions", "JobRetry", Is("retry-signal")),
        ("procrastinate.app.App", Names(APP)),
        ("procrastinate.blueprints.Blueprint", Names(BLUEPRINT)),
        (APP, Inherits((BLUEPRINT,))),
    ),
)
