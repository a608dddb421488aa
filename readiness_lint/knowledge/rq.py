from readiness_lint.knowledge.schema import (
    Attempts,
    Dispatches,
    Is,
    Knowledge,
    Names,
    NamesTask,
    Param,
    Returns,
    TaskTrait,
    each,
)
from readiness_lint.terms import Type

QUEUE, JOB = "rq.Queue", "rq.decorators.job"

RQ = Knowledge(
    "rq",
    "1.10-3.0",
    "https://python-rq.org",
    (
        # The decorated function stays itself and gets `delay`.
        *each("rq.decorators", "job", TaskTrait("rq"), Returns(Type(JOB)), Is("class")),
        (f"{JOB}.delay", Dispatches("rq")),
        *each(QUEUE, "enqueue", TaskTrait("rq", Param("f", 0)), Dispatches("rq")),
        *each(QUEUE, "enqueue_call", TaskTrait("rq", Param("func", 0)), Dispatches("rq")),
        *each(
            QUEUE,
            "enqueue_in",
            TaskTrait("rq", Param("func", 1)),
            Dispatches("rq", delay=("time_delta",), later=True),
        ),
        *each(
            QUEUE,
            "enqueue_at",
            TaskTrait("rq", Param("f", 1)),
            Dispatches("rq", delay=("datetime",), later=True),
        ),
        *each(QUEUE, "enqueue_many enqueue_job", Dispatches("rq")),
        ("rq.job.Job.create", TaskTrait("rq", Param("func", 0))),
        (f"{QUEUE}.enqueue", NamesTask(Param("f", 0), path=True)),
        (f"{QUEUE}.enqueue_call", NamesTask(Param("func", 0), path=True)),
        (f"{QUEUE}.enqueue_in", NamesTask(Param("func", 1), path=True)),
        (f"{QUEUE}.enqueue_at", NamesTask(Param("f", 1), path=True)),
        ("rq.queue.Queue", Names(QUEUE)),
        *each("rq", "Retry", Attempts((Param("max", 0),), (Param("interval", 1),), first=1)),
        ("rq.job.Retry", Names("rq.Retry")),
        ("rq.get_current_job", Returns(Type("rq.job.Job"))),
        ("rq.job.get_current_job", Names("rq.get_current_job")),
        # A worker runs one job at a time, each coroutine by itself.
        ("rq", Is("loop-per-task")),
        *each("rq.job.Job", "save_meta set_status", Is("outcome")),
    ),
)

DJANGO_RQ = Knowledge(
    "django-rq",
    "4.2-4.2",
    "https://github.com/rq/django-rq",
    (
        *each("django_rq", "job", TaskTrait("rq"), Returns(Type(JOB))),
        *each("django_rq", "enqueue", TaskTrait("rq", Param("func", 0)), Dispatches("rq")),
        ("django_rq.get_queue", Returns(Type(QUEUE))),
        ("django_rq.queues.get_queue", Names("django_rq.get_queue")),
        ("django_rq.queues.enqueue", Names("django_rq.enqueue")),
        ("django_rq.decorators.job", Names("django_rq.job")),
    ),
)

SCHEDULER = "rq_scheduler.Scheduler"

RQ_SCHEDULER = Knowledge(
    "rq-scheduler",
    "0.14-0.14",
    "https://github.com/rq/rq-scheduler",
    (
        *each(
            SCHEDULER,
            "schedule cron",
            TaskTrait("rq", Param("func", 1), periodic=True),
            NamesTask(Param("func", 1), path=True),
        ),
        *each(
            SCHEDULER,
            "enqueue_at enqueue_in",
            TaskTrait("rq", Param("func", 1)),
            NamesTask(Param("func", 1), path=True),
        ),
        ("rq_scheduler.scheduler.Scheduler", Names(SCHEDULER)),
        ("django_rq.get_scheduler", Returns(Type(SCHEDULER))),
    ),
)
