from readiness_lint.knowledge.schema import (
    Is,
    Knowledge,
    Limit,
    Outbound,
    Param,
    Returns,
    SetsLimit,
    each,
)
from readiness_lint.terms import Service, Type

AWAITED = Outbound(Service.SOCKET, blocking=False)

ANYIO = Knowledge(
    "anyio",
    "4.16",
    "https://anyio.readthedocs.io",
    (
        *each("anyio", "fail_after move_on_after", Is("bounds")),
        *each("anyio", "fail_after move_on_after", SetsLimit(Limit(Param("delay", 0)))),
        *each("anyio.to_thread anyio.to_process", "run_sync", Is("offload"), Is("coroutine")),
        *each("anyio.from_thread", "run run_sync", Is("offload")),
        *each("anyio", "run", Is("own-loop")),
        ("anyio.create_task_group", Returns(Type("anyio.abc.TaskGroup"))),
        ("anyio.abc.TaskGroup.start_soon", Is("groups-tasks")),
        *each(
            "anyio",
            "connect_tcp connect_unix",
            AWAITED,
            Is("coroutine"),
        ),
        *each(
            "anyio",
            "open_file open_process run_process sleep sleep_forever sleep_until",
            Is("coroutine"),
        ),
        ("anyio.get_cancelled_exc_class", Is("cancellation")),
        *each("anyio", "run_process sleep sleep_forever sleep_until", Is("pauses")),
        *each("anyio.abc.ByteReceiveStream", "receive", AWAITED, Is("coroutine")),
        *each("anyio.abc.ByteSendStream", "send", AWAITED, Is("coroutine")),
    ),
)
