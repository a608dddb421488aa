from readiness_lint.knowledge.schema import Blocks, Is, Knowledge, Limit, Names, Returns, each
from readiness_lint.terms import Held, Type

COMMAND = "plumbum.commands.BaseCommand"
RUNS = Blocks(Held.PROCESS, Limit(None))

# Any attribute of the module is a program.
SH = Knowledge(
    "sh",
    "2.4",
    "https://sh.readthedocs.io",
    (
        *each(
            "sh", "*", Blocks(Held.PROCESS, Limit(None), at_once=(("_bg", True), ("_async", True)))
        ),
        *each("sh", "Command ErrorReturnCode CommandNotFound glob pushd", Is("pure")),
    ),
)

PLUMBUM = Knowledge(
    "plumbum",
    "2.0",
    "https://plumbum.readthedocs.io",
    (
        *each("plumbum.cmd", "*", RUNS),
        *each(COMMAND, "run", RUNS),
        ("plumbum.machines.local.LocalMachine.get", Returns(Type(COMMAND))),
        ("plumbum.local", Returns(Type("plumbum.machines.local.LocalMachine"))),
        ("plumbum.machines.LocalMachine", Names("plumbum.machines.local.LocalMachine")),
    ),
)
