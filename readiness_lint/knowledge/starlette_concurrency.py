from readiness_lint.knowledge.schema import Is, Knowledge, Names, each

STARLETTE_CONCURRENCY = Knowledge(
    "starlette",
    "1.10",
    "https://www.starlette.io/threadpool/",
    (
        *each("starlette.concurrency", "run_in_threadpool", Is("offload"), Is("coroutine")),
        *each("starlette.concurrency", "iterate_in_threadpool", Is("offload")),
        *each("fastapi.concurrency", "contextmanager_in_threadpool", Is("offload")),
        *each(
            "fastapi.concurrency",
            "run_in_threadpool",
            Names("starlette.concurrency.run_in_threadpool"),
        ),
        *each(
            "fastapi.concurrency",
            "iterate_in_threadpool",
            Names("starlette.concurrency.iterate_in_threadpool"),
        ),
    ),
)
