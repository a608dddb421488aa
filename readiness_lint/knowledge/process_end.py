"""What runs when a process is told to end."""

from readiness_lint.knowledge.schema import Is, Knowledge, each

PROCESS_END = Knowledge(
    "",
    "3.11-3.14",
    "https://docs.python.org/3",
    (
        ("signal.signal", Is("hears-signal")),
        ("asyncio.AbstractEventLoop.add_signal_handler", Is("hears-signal")),
        ("atexit.register", Is("at-exit")),
        *each("signal", "SIGTERM SIGINT", Is("ends-process")),
        *each("signal", "SIG_DFL SIG_IGN", Is("no-handler")),
    ),
)
