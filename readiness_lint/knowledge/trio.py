from readiness_lint.knowledge.schema import Is, Knowledge, Outbound, each
from readiness_lint.terms import Service

TRIO = Knowledge(
    "trio",
    "0.35",
    "https://trio.readthedocs.io",
    (
        *each("trio", "fail_after fail_at move_on_after move_on_at", Is("bounds")),
        *each("trio.to_thread", "run_sync", Is("offload"), Is("coroutine")),
        *each("trio.from_thread", "run run_sync", Is("offload")),
        *each("trio", "run", Is("own-loop")),
        *each(
            "trio",
            "open_ssl_over_tcp_stream open_tcp_stream open_unix_socket",
            Outbound(Service.SOCKET, blocking=False),
            Is("coroutine"),
        ),
        *each(
            "trio",
            "open_file run_process serve_tcp sleep sleep_forever sleep_until",
            Is("coroutine"),
        ),
        ("trio.Cancelled", Is("cancellation")),
        *each("trio", "run_process sleep sleep_forever sleep_until", Is("pauses")),
    ),
)
