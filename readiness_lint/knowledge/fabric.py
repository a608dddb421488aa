from readiness_lint.knowledge.schema import Blocks, Knowledge, Names, Outbound, each
from readiness_lint.terms import Held, Service

CONNECTION = "fabric.Connection"
RUNS = Outbound(Service.SOCKET)

FABRIC = Knowledge(
    "fabric",
    "3.2",
    "https://docs.fabfile.org",
    (
        *each(CONNECTION, "get open put run sudo", RUNS),
        *each(CONNECTION, "local", Blocks(Held.PROCESS)),
        ("fabric.connection.Connection", Names(CONNECTION)),
    ),
)
