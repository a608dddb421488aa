from readiness_lint.knowledge.schema import (
    Dispatches,
    EntryOptions,
    ErrorFamily,
    Is,
    Knowledge,
    Names,
    NamesTask,
    Param,
    Returns,
    TaskTrait,
    each,
)
from readiness_lint.terms import EntryKind, Type

# Tasks are listed in ``WorkerSettings.functions``, an attribute of a plain class.
ARQ = Knowledge(
    "arq",
    "0.28-0.28",
    "https://arq-docs.helpmanual.io",
    (
        ("arq.func", TaskTrait("arq", Param("coroutine", 0))),
        ("arq.cron", NamesTask(Param("coroutine", 0), path=True)),
        ("arq.cron", TaskTrait("arq", Param("coroutine", 0), periodic=True, told=False)),
        (
            "arq.Worker",
            EntryOptions(
                (
                    ("functions", EntryKind.TASK),
                    ("on_startup", EntryKind.STARTUP),
                    ("on_shutdown", EntryKind.SHUTDOWN),
                    ("on_job_start", EntryKind.MIDDLEWARE),
                    ("on_job_end", EntryKind.MIDDLEWARE),
                    ("after_job_end", EntryKind.MIDDLEWARE),
                ),
                "arq",
                settings="WorkerSettings",
            ),
        ),
        ("arq.create_pool", Returns(Type("arq.ArqRedis"))),
        ("arq.create_pool", Is("coroutine")),
        ("arq.ArqRedis.enqueue_job", Dispatches("arq", delay=("_defer_until", "_defer_by"))),
        ("arq.ArqRedis.enqueue_job", Is("coroutine")),
        *each("arq", "Retry", Is("retry-signal"), ErrorFamily("retry-signal")),
        *each("arq.worker", "RetryJob", Is("retry-signal"), ErrorFamily("retry-signal")),
        ("arq.worker.func", Names("arq.func")),
        ("arq.worker.Retry", Names("arq.Retry")),
        ("arq.worker.Worker", Names("arq.Worker")),
        ("arq.cron.cron", Names("arq.cron")),
        ("arq.connections.create_pool", Names("arq.create_pool")),
        ("arq.connections.ArqRedis", Names("arq.ArqRedis")),
    ),
)
