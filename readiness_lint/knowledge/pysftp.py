from readiness_lint.knowledge.schema import ClientTrait, Knowledge, Outbound, each
from readiness_lint.terms import Service

CONNECTION = "pysftp.Connection"

PYSFTP = Knowledge(
    "pysftp",
    "0.2",
    "https://pysftp.readthedocs.io",
    (
        *each("pysftp", "Connection", Outbound(Service.SOCKET), ClientTrait(Service.SOCKET)),
        *each(
            CONNECTION,
            "execute get get_d get_r getfo put put_d put_r putfo listdir listdir_attr mkdir"
            " makedirs open remove rename rmdir stat lstat exists chdir cwd walktree",
            Outbound(Service.SOCKET),
        ),
    ),
)
