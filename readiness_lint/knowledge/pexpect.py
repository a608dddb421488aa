from readiness_lint.knowledge.schema import Blocks, Is, Knowledge, Limit, Names, Param, each
from readiness_lint.terms import Held

PEXPECT = Knowledge(
    "pexpect",
    "4.9",
    "https://pexpect.readthedocs.io",
    (
        *each("pexpect", "run", Blocks(Held.PROCESS, Limit(Param("timeout", 1), 30.0))),
        *each(
            "pexpect.spawn",
            "expect expect_exact expect_list",
            Blocks(Held.PROCESS, Limit(Param("timeout", 1), 30.0)),
        ),
        *each("pexpect.spawn", "interact read readline wait", Blocks(Held.PROCESS)),
        ("pexpect.pty_spawn.spawn", Names("pexpect.spawn")),
        *each("pexpect.spawn", "", Is("class")),
    ),
)
