from readiness_lint.knowledge.schema import (
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

BROKER, TASK = "taskiq.AsyncBroker", "taskiq.AsyncTaskiqDecoratedTask"
KICKER = "taskiq.kicker.AsyncKicker"

TASKIQ = Knowledge(
    "taskiq",
    "0.13-0.13",
    "https://taskiq-python.github.io",
    (
        *each(BROKER, "task", TaskTrait("taskiq", named="task_name"), Returns(Type(TASK))),
        *each(BROKER, "register_task", TaskTrait("taskiq", Param("func", 0)), Returns(Type(TASK))),
        *each(TASK, "kiq", Dispatches("taskiq", by_name=True), Is("coroutine")),
        *each(KICKER, "kiq", Dispatches("taskiq"), Is("coroutine")),
        *each(
            f"{TASK} {KICKER}",
            "schedule_by_time",
            Dispatches("taskiq", delay=("time",), later=True),
            Is("coroutine"),
        ),
        *each(
            f"{TASK} {KICKER}",
            "schedule_by_cron",
            Dispatches("taskiq", delay=("cron",), later=True),
            Is("coroutine"),
        ),
        (f"{TASK}.kicker", Returns(Type(KICKER))),
        *each(KICKER, "with_labels with_broker with_task_id", Returns(Type(KICKER))),
        # The stopping events too: the subject says which.
        (
            f"{BROKER}.on_event",
            EntryTrait(EntryKind.STARTUP, "taskiq", subject=Param("events", 0)),
        ),
        (
            f"{BROKER}.add_event_handler",
            EntryTrait(
                EntryKind.STARTUP,
                "taskiq",
                function=Param("handler", 1),
                subject=Param("event", 0),
            ),
        ),
        (
            "taskiq.TaskiqDepends",
            EntryTrait(EntryKind.DEPENDENCY, "taskiq", function=Param("dependency", 0)),
        ),
        *each("taskiq.Context", "requeue reject", Is("retry-signal")),
        ("taskiq.Context.requeue", Is("coroutine")),
        *each("taskiq", "NoResultError", Is("retry-signal"), ErrorFamily("retry-signal")),
        *each("taskiq", "InMemoryBroker ZeroMQBroker", Inherits((BROKER,))),
        ("taskiq.async_shared_broker", Returns(Type(BROKER))),
        ("taskiq.abc.broker.AsyncBroker", Names(BROKER)),
        ("taskiq.decor.AsyncTaskiqDecoratedTask", Names(TASK)),
        ("taskiq.exceptions.NoResultError", Names("taskiq.NoResultError")),
    ),
)

TASKIQ_REDIS = Knowledge(
    "taskiq-redis",
    "1.2-1.2",
    "https://github.com/taskiq-python/taskiq-redis",
    (
        *each(
            "taskiq_redis",
            "ListQueueBroker ListQueueClusterBroker ListQueueSentinelBroker PubSubBroker "
            "PubSubSentinelBroker RedisStreamBroker RedisStreamClusterBroker "
            "RedisStreamSentinelBroker",
            Inherits((BROKER,)),
        ),
    ),
)

TASKIQ_AIO_PIKA = Knowledge(
    "taskiq-aio-pika",
    "0.6-0.6",
    "https://github.com/taskiq-python/taskiq-aio-pika",
    (("taskiq_aio_pika.AioPikaBroker", Inherits((BROKER,))),),
)
