from readiness_lint.knowledge.schema import Is, Knowledge, Names, each

FUNC_TIMEOUT = Knowledge(
    "func-timeout",
    "4.3",
    "https://github.com/kata198/func_timeout",
    (
        *each("func_timeout", "func_timeout func_set_timeout", Is("bounds")),
        ("func_timeout.dafunc", Names("func_timeout")),
    ),
)
