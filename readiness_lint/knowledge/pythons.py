from readiness_lint.knowledge.schema import Knowledge, Since, each

PYTHONS = Knowledge(
    "",
    "3.11-3.13",
    "https://docs.python.org/3/whatsnew",
    (
        *each("typing", "override TypeAliasType", Since("3.12")),
        *each("itertools", "batched", Since("3.12")),
        *each("inspect", "markcoroutinefunction getasyncgenstate", Since("3.12")),
        *each("collections.abc", "Buffer", Since("3.12")),
        *each("calendar", "Month Day", Since("3.12")),
        *each("math", "sumprod", Since("3.12")),
        *each("typing", "ReadOnly TypeIs NoDefault", Since("3.13")),
        *each("warnings", "deprecated", Since("3.13")),
        *each("queue", "ShutDown", Since("3.13")),
        *each("asyncio", "QueueShutDown", Since("3.13")),
        *each("copy", "replace", Since("3.13")),
    ),
)
