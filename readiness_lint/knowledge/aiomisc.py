from readiness_lint.knowledge.schema import Is, Knowledge, each

AIOMISC = Knowledge(
    "aiomisc",
    "18.0",
    "https://aiomisc.readthedocs.io",
    (
        *each(
            "aiomisc",
            "threaded threaded_separate threaded_iterable threaded_iterable_separate",
            Is("offload"),
        ),
        *each("aiomisc", "timeout", Is("bounds")),
        *each("aiomisc", "run", Is("own-loop")),
    ),
)
