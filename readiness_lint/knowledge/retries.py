from readiness_lint.knowledge.schema import Knowledge, Names, Retries, each

TENACITY = Knowledge(
    "tenacity",
    "9.2",
    "https://tenacity.readthedocs.io",
    # Without `wait` the next attempt follows at once.
    each("tenacity", "retry", Retries(("wait",))),
)

BACKOFF = Knowledge(
    "backoff",
    "2.2",
    "https://github.com/litl/backoff",
    (
        *each("backoff", "on_exception on_predicate", Retries()),
        *each("backoff._decorator", "on_exception", Names("backoff.on_exception")),
        *each("backoff._decorator", "on_predicate", Names("backoff.on_predicate")),
    ),
)

RETRYING = Knowledge(
    "retrying",
    "1.4",
    "https://github.com/groodt/retrying",
    each(
        "retrying",
        "retry",
        Retries(
            (
                *("wait", "wait_fixed", "wait_random_min", "wait_random_max", "wait_func"),
                *("wait_incrementing_start", "wait_incrementing_increment"),
                *("wait_exponential_multiplier", "wait_exponential_max", "wait_jitter_max"),
            )
        ),
    ),
)
