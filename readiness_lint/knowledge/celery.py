from readiness_lint.knowledge.schema import (
    Blocks,
    Dispatches,
    EntryTrait,
    ErrorFamily,
    Inherits,
    Is,
    Knowledge,
    Limit,
    Names,
    NamesTask,
    Param,
    Returns,
    RunsTasks,
    TaskTrait,
    each,
)
from readiness_lint.terms import EntryKind, Held, Type

QUEUE, DELAY, IGNORES = "celery", ("countdown", "eta"), "ignore_result"
TASK, SIGNATURE, RESULT = "celery.Task", "celery.canvas.Signature", "celery.result.AsyncResult"
REGISTRY = "celery.app.registry.TaskRegistry"
DJANGO_TASK = "celery.contrib.django.task.DjangoTask"
CONNECTED = Param("fun", 0)
# Read in the source: neither the application nor a task has a time limit of its own.
RUNS = RunsTasks(
    QUEUE,
    ("time_limit", "soft_time_limit"),
    r"(?i)task_(?:soft_)?time_limit|--(?:soft-)?time-limit|task_annotations|celery_annotations"
    r"|worker_pool\W+(?:threads|solo)\b",
    ("config_from_object", "config_from_envvar", "conf.update"),
    ("django.conf:settings", "django.conf.settings"),
)
CONTROL = "celery.app.control"

CELERY = Knowledge(
    "celery",
    "5.2-5.7",
    "https://docs.celeryq.dev",
    (
        *each(
            "celery",
            "shared_task Celery.task",
            TaskTrait(QUEUE, binds="bind", ignores=IGNORES, classes=("base", "cls")),
            Returns(Type(TASK)),
        ),
        ("celery.Celery", RUNS),
        ("celery.Celery", Is("starts-with")),
        (TASK, TaskTrait(QUEUE, method="run", ignores=IGNORES)),
        # Called on the sender of a signal, of which nothing says what it is.
        (
            "celery.Celery.add_periodic_task",
            TaskTrait(QUEUE, Param("sig", 1), periodic=True, by_name=True),
        ),
        *each(
            TASK,
            "delay apply_async",
            Dispatches(QUEUE, delay=DELAY, by_name=True),
            Returns(Type(RESULT)),
        ),
        *each(
            SIGNATURE,
            "delay apply_async",
            Dispatches(QUEUE, delay=DELAY),
            Returns(Type(RESULT)),
        ),
        ("celery.Celery.send_task", Dispatches(QUEUE, delay=DELAY)),
        ("celery.Celery.send_task", NamesTask(Param("name", 0))),
        *each("celery celery.Celery", "signature", NamesTask(Param("varies", 0))),
        ("celery.Celery.send_task", Returns(Type(RESULT))),
        *each("celery.Celery", "control AsyncResult", Is("asks-queue")),
        ("celery.Celery.control", Returns(Type(f"{CONTROL}.Control"))),
        (f"{CONTROL}.Control.inspect", Returns(Type(f"{CONTROL}.Inspect"))),
        *each(f"{CONTROL}.Control {CONTROL}.Inspect", "ping", Is("asks-peer")),
        *each(f"{CONTROL}.Inspect", "active stats registered reserved", Is("asks-peer")),
        # A task that is looked up by its name.
        ("celery.Celery.tasks", Returns(Type(REGISTRY))),
        *each(REGISTRY, "get __getitem__", Returns(Type(TASK))),
        # What tasks of the application inherit from.
        ("celery.Celery.Task", Returns(Type(TASK, of_class=True))),
        # A chain, a group and a chord are sent by a call, too.
        *each("celery", "chain group chord", Inherits((SIGNATURE,)), Is("class")),
        *each("celery.chain celery.group celery.chord", "__call__", Dispatches(QUEUE, delay=DELAY)),
        *each("celery", "signature", Returns(Type(SIGNATURE))),
        *each(TASK, "s si signature subtask chunks map starmap", Returns(Type(SIGNATURE))),
        # The Django fix-up gives every task this base.
        (DJANGO_TASK, Inherits((TASK,))),
        *each(
            f"{DJANGO_TASK} {TASK}",
            "delay_on_commit apply_async_on_commit",
            Dispatches(QUEUE, after_commit=True, delay=DELAY, by_name=True),
        ),
        *each(TASK, "retry", Is("never-returns"), Is("retry-signal")),
        (f"{TASK}.replace", Is("never-returns")),
        (f"{TASK}.update_state", Is("outcome")),
        *each(
            "celery.exceptions",
            "Retry Ignore Reject",
            Is("retry-signal"),
            ErrorFamily("retry-signal"),
            Inherits(("celery.exceptions.TaskPredicate",)),
        ),
        ("celery.exceptions.TaskPredicate", Inherits(("celery.exceptions.CeleryError",))),
        *each(
            RESULT,
            "get wait",
            Blocks(Held.FUTURE, Limit(Param("timeout", 0))),
        ),
        *each(
            "celery.result.ResultSet celery.result.GroupResult",
            "get join join_native",
            Blocks(Held.FUTURE, Limit(Param("timeout", 0))),
        ),
        ("celery.current_app", Returns(Type("celery.Celery"))),
        ("celery.current_task", Returns(Type(TASK))),
        *each("celery.utils.log", "get_task_logger get_logger", Returns(Type("logging.Logger"))),
        *each(
            "celery.signals",
            "celeryd_init.connect celeryd_after_setup.connect worker_init.connect "
            "worker_process_init.connect worker_ready.connect beat_init.connect "
            "beat_embedded_init.connect import_modules.connect setup_logging.connect "
            "after_setup_logger.connect after_setup_task_logger.connect",
            EntryTrait(EntryKind.STARTUP, QUEUE, function=CONNECTED),
        ),
        *each(
            "celery.Celery",
            "on_configure.connect on_after_configure.connect on_after_finalize.connect",
            EntryTrait(EntryKind.STARTUP, QUEUE, function=CONNECTED),
        ),
        *each(
            "celery.signals",
            "worker_process_shutdown.connect worker_shutdown.connect worker_shutting_down.connect",
            EntryTrait(EntryKind.SHUTDOWN, QUEUE, function=CONNECTED),
        ),
        *each(
            "celery.signals",
            "before_task_publish.connect after_task_publish.connect task_received.connect "
            "task_prerun.connect task_postrun.connect task_success.connect task_retry.connect "
            "task_failure.connect task_internal_error.connect task_revoked.connect "
            "task_rejected.connect task_unknown.connect heartbeat_sent.connect",
            EntryTrait(EntryKind.RECEIVER, QUEUE, function=CONNECTED, idle=True),
        ),
        *each(TASK, "s si signature", Is("makes-signature")),
        ("celery.app.base.Celery", Names("celery.Celery")),
        ("celery.app.Celery", Names("celery.Celery")),
        ("celery.app.shared_task", Names("celery.shared_task")),
        ("celery.app.task.Task", Names(TASK)),
        ("celery.Signature", Names(SIGNATURE)),
        ("celery.canvas.chain", Names("celery.chain")),
        ("celery.canvas.group", Names("celery.group")),
        ("celery.canvas.chord", Names("celery.chord")),
        ("celery.canvas.signature", Names("celery.signature")),
        ("celery.result.EagerResult", Inherits((RESULT,))),
    ),
)

# Read in the source: a subclass that an application of Flask configures.
FLASK_CELERY = Knowledge(
    "Flask-Celery-Helper",
    "1.1.0",
    "https://github.com/Robpol86/Flask-Celery-Helper",
    (("flask_celery.Celery", Inherits(("celery.Celery",))),),
)

PERIODIC, LABEL = "django_celery_beat.models.PeriodicTask", Param("name")

CELERY_BEAT = Knowledge(
    "django-celery-beat",
    "2.5-2.9",
    "https://django-celery-beat.readthedocs.io",
    (
        (PERIODIC, NamesTask(Param("task"), entry=LABEL)),
        (f"{PERIODIC}.objects.create", NamesTask(Param("task"), entry=LABEL)),
        *each(
            f"{PERIODIC}.objects",
            "get_or_create update_or_create",
            NamesTask(Param("task"), inside=Param("defaults", 0), entry=LABEL),
        ),
    ),
)
