from readiness_lint.knowledge.schema import Is, Knowledge, each

ASYNCER = Knowledge(
    "asyncer",
    "0.0",
    "https://asyncer.tiangolo.com",
    (
        *each("asyncer", "asyncify", Is("offload")),
        *each("asyncer", "syncify runnify", Is("own-loop")),
    ),
)
