"""What repeats a run of a task that failed."""

from readiness_lint.knowledge.schema import (
    AsksAgain,
    Inherits,
    Knowledge,
    Names,
    Param,
    RetryOptions,
    SoftLimit,
    each,
)

SOFT = "celery.exceptions.SoftTimeLimitExceeded"

CELERY_RETRIES = Knowledge(
    "celery",
    "5.2-5.7",
    "https://docs.celeryq.dev",
    # `max_retries` alone repeats nothing: it bounds what the others, or `retry`, begin.
    (
        *each(
            "celery",
            "shared_task Celery.task",
            RetryOptions(
                (Param("autoretry_for"),),
                Param("max_retries"),
                Param("retry_kwargs"),
                frozenset({"retries", "max_retries"}),
                Param("retry_jitter"),
            ),
        ),
        *each("celery", "shared_task Celery.task Task", SoftLimit("soft_time_limit", SOFT)),
        # Read in the source: an `Exception` of billiard, 4.2.
        (SOFT, Inherits(("builtins.Exception",))),
        *each("billiard billiard.exceptions", "SoftTimeLimitExceeded", Names(SOFT)),
        # Read in the source: `max_retries=None` of a call is that of the task, which is 3.
        (
            "celery.Task.retry",
            AsksAgain(
                (Param("countdown", 5), Param("eta", 4)),
                waits=True,
                limit=Param("max_retries", 6),
                default=4,
                first=1,
            ),
        ),
    ),
)

DRAMATIQ_RETRIES = Knowledge(
    "dramatiq",
    "1.13-2.2",
    "https://dramatiq.io",
    each("dramatiq", "actor", RetryOptions((Param("max_retries"), Param("retry_when")))),
)

HUEY_RETRIES = Knowledge(
    "huey",
    "2.4-3.5",
    "https://huey.readthedocs.io",
    (
        *each("huey.Huey", "task", RetryOptions((Param("retries", 0),))),
        *each("huey.Huey", "periodic_task", RetryOptions((Param("retries", 1),))),
        *each(
            "huey.contrib.djhuey",
            "task db_task periodic_task db_periodic_task",
            RetryOptions((Param("retries"),)),
        ),
    ),
)

RQ_RETRIES = Knowledge(
    "rq",
    "1.10-3.0",
    "https://python-rq.org",
    (
        *each("rq.decorators", "job", RetryOptions((Param("retry"),))),
        *each("rq.Queue", "enqueue enqueue_call", RetryOptions((Param("retry"),))),
        *each("django_rq", "job enqueue", RetryOptions((Param("retry"),))),
    ),
)

ARQ_RETRIES = Knowledge(
    "arq",
    "0.28-0.28",
    "https://arq-docs.helpmanual.io",
    (
        *each("arq", "func cron", RetryOptions((Param("max_tries"),))),
        # A worker runs a job five times, unless it is told otherwise.
        ("arq.Retry", AsksAgain((Param("defer", 0),), default=5)),
    ),
)

PROCRASTINATE_RETRIES = Knowledge(
    "procrastinate",
    "3.10-3.10",
    "https://procrastinate.readthedocs.io",
    each("procrastinate.App procrastinate.Blueprint", "task", RetryOptions((Param("retry"),))),
)
