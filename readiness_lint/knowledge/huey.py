from readiness_lint.knowledge.schema import (
    Attempts,
    Dispatches,
    EntryTrait,
    ErrorFamily,
    Inherits,
    Is,
    Knowledge,
    Names,
    Param,
    Returns,
    TaskTrait,
    each,
)
from readiness_lint.terms import EntryKind, Type

QUEUE, HUEY, TASK = "huey", "huey.Huey", "huey.api.TaskWrapper"
DJANGO = "huey.contrib.djhuey"

# To call a task is to send it.
HUEY_TABLE = Knowledge(
    "huey",
    "2.4-3.5",
    "https://huey.readthedocs.io",
    (
        *each(f"{HUEY} {DJANGO}", "task", TaskTrait(QUEUE), Returns(Type(TASK))),
        *each(
            f"{HUEY} {DJANGO}",
            "periodic_task",
            TaskTrait(QUEUE, periodic=True, told=False),
            Returns(Type(TASK)),
        ),
        *each(DJANGO, "db_task", TaskTrait(QUEUE), Returns(Type(TASK))),
        *each(
            f"{HUEY} {DJANGO}",
            "task",
            Attempts(
                (Param("retries", 0),),
                (Param("retry_delay", 1), Param("retry_backoff", 2)),
                default=1,
                first=1,
                queued=True,
            ),
        ),
        *each(
            f"{HUEY} {DJANGO}",
            "periodic_task",
            Attempts(
                (Param("retries", 1),),
                (Param("retry_delay", 2), Param("retry_backoff", 3)),
                default=1,
                first=1,
                queued=True,
            ),
        ),
        *each(
            DJANGO,
            "db_periodic_task",
            TaskTrait(QUEUE, periodic=True, told=False),
            Returns(Type(TASK)),
        ),
        # Its tasks are sent when the transaction commits.
        *each(
            DJANGO,
            "on_commit_task",
            TaskTrait(QUEUE),
            Returns(Type(f"{DJANGO}.on_commit_task")),
            Is("class"),
        ),
        (f"{DJANGO}.on_commit_task.__call__", Dispatches(QUEUE, after_commit=True)),
        (f"{TASK}.__call__", Dispatches(QUEUE)),
        (f"{TASK}.schedule", Dispatches(QUEUE, delay=("eta", "delay"), later=True)),
        (f"{TASK}.map", Dispatches(QUEUE)),
        *each(f"{HUEY} {DJANGO}", "enqueue", Dispatches(QUEUE)),
        *each(f"{HUEY} {DJANGO}", "on_startup", EntryTrait(EntryKind.STARTUP, QUEUE)),
        *each(f"{HUEY} {DJANGO}", "on_shutdown", EntryTrait(EntryKind.SHUTDOWN, QUEUE)),
        *each(
            f"{HUEY} {DJANGO}",
            "signal",
            EntryTrait(EntryKind.RECEIVER, QUEUE, subject=Param("signals", 0)),
        ),
        *each(
            f"{HUEY} {DJANGO}",
            "pre_execute post_execute",
            EntryTrait(EntryKind.MIDDLEWARE, QUEUE),
        ),
        *each(
            "huey",
            "BlackHoleHuey FileHuey MemoryHuey PriorityRedisExpireHuey PriorityRedisHuey "
            "RedisExpireHuey RedisHuey SqliteHuey",
            Inherits((HUEY,)),
        ),
        *each(
            "huey.exceptions",
            "RetryTask CancelExecution",
            Is("retry-signal"),
            ErrorFamily("retry-signal"),
        ),
        ("huey.api.Huey", Names(HUEY)),
        ("huey.api.RedisHuey", Names("huey.RedisHuey")),
        ("huey.api.SqliteHuey", Names("huey.SqliteHuey")),
    ),
)
