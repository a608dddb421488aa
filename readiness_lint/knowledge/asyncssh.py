from readiness_lint.knowledge.schema import Is, Knowledge, Names, Outbound, Returns, each
from readiness_lint.terms import Service, Type

CONNECTION = "asyncssh.SSHClientConnection"
AWAITED = Outbound(Service.SOCKET, blocking=False)

# Connecting is bounded by `login_timeout`, 120 seconds.
ASYNCSSH = Knowledge(
    "asyncssh",
    "2.24",
    "https://asyncssh.readthedocs.io",
    (
        *each("asyncssh", "connect", AWAITED, Is("coroutine"), Returns(Type(CONNECTION))),
        *each("asyncssh", "scp", AWAITED, Is("coroutine")),
        *each(CONNECTION, "run create_process start_sftp_client", AWAITED, Is("coroutine")),
        *each(CONNECTION, "wait_closed", Is("coroutine")),
        ("asyncssh.connection.connect", Names("asyncssh.connect")),
        ("asyncssh.connection.SSHClientConnection", Names(CONNECTION)),
    ),
)
