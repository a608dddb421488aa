from readiness_lint.knowledge.schema import (
    ClientTrait,
    Knowledge,
    Limit,
    Names,
    Outbound,
    Param,
    Returns,
    each,
)
from readiness_lint.terms import FOREVER, Service, Type

CLIENT, CHANNEL, SFTP = "paramiko.SSHClient", "paramiko.Channel", "paramiko.SFTPClient"
RUNS = Outbound(Service.SOCKET)

PARAMIKO = Knowledge(
    "paramiko",
    "5.1",
    "https://docs.paramiko.org",
    (
        *each("paramiko", "SSHClient", ClientTrait(Service.SOCKET)),
        # The system gives up connecting; banner, login and channels have limits of their own.
        *each(
            CLIENT,
            "connect",
            Outbound(Service.SOCKET),
            ClientTrait(Service.SOCKET, Limit(Param("timeout", 6), 130.0)),
        ),
        *each(CLIENT, "exec_command", Outbound(Service.SOCKET, Limit(Param("timeout", 2)))),
        *each(CLIENT, "invoke_shell", RUNS, Returns(Type(CHANNEL))),
        *each(CLIENT, "open_sftp", RUNS, Returns(Type(SFTP))),
        *each(CLIENT, "get_transport", Returns(Type("paramiko.Transport"))),
        *each(
            CHANNEL,
            "recv recv_stderr",
            Outbound(Service.SOCKET, Limit(None, FOREVER, at=("settimeout",))),
        ),
        *each(CHANNEL, "exec_command send sendall recv_exit_status", RUNS),
        *each(
            SFTP,
            "chdir chmod get getfo listdir listdir_attr lstat mkdir open put putfo remove rename"
            " rmdir stat truncate unlink",
            RUNS,
        ),
        *each(SFTP, "from_transport", RUNS, Returns(Type(SFTP))),
        *each(
            "paramiko.Transport",
            "connect open_session auth_password auth_publickey start_client",
            RUNS,
        ),
        *each("paramiko.Transport", "open_sftp_client", RUNS, Returns(Type(SFTP))),
        ("paramiko.client.SSHClient", Names(CLIENT)),
        ("paramiko.channel.Channel", Names(CHANNEL)),
        ("paramiko.sftp_client.SFTPClient", Names(SFTP)),
        ("paramiko.transport.Transport", Names("paramiko.Transport")),
    ),
)
