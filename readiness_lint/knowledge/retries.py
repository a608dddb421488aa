from readiness_lint.knowledge.schema import Attempts, Is, Knowledge, Names, Param, each, spelled

NEVER = (None, "tenacity.stop_never")

TENACITY = Knowledge(
    "tenacity",
    "9.2",
    "https://tenacity.readthedocs.io",
    # Without `wait` the next attempt follows at once.
    (
        *each(
            "tenacity",
            "retry",
            Attempts((Param("stop"),), (Param("wait"),), never=NEVER, on=Param("retry")),
        ),
        *each(
            "tenacity",
            "Retrying AsyncRetrying",
            Attempts((Param("stop", 1),), (Param("wait", 2),), never=NEVER, on=Param("retry", 3)),
        ),
        ("tenacity.stop_after_attempt", Is("counts-attempts")),
        *each("tenacity", "stop_after_delay stop_before_delay", Is("counts-time")),
        ("tenacity.wait_none", Is("never-pauses")),
        ("tenacity.wait_fixed", Is("pauses-for")),
        *each("tenacity", "wait_fixed wait_incrementing wait_exponential", Is("pauses-alike")),
        *each("tenacity", "wait_combine wait_chain", Is("joins-pauses")),
        ("tenacity.stop.stop_after_attempt", Names("tenacity.stop_after_attempt")),
        ("tenacity.stop.stop_after_delay", Names("tenacity.stop_after_delay")),
        ("tenacity.stop.stop_before_delay", Names("tenacity.stop_before_delay")),
        ("tenacity.stop.stop_never", Names("tenacity.stop_never")),
        ("tenacity.wait.wait_none", Names("tenacity.wait_none")),
        *spelled(
            "tenacity.wait",
            "tenacity",
            "wait_fixed wait_incrementing wait_exponential wait_combine wait_chain",
        ),
        ("tenacity.asyncio.AsyncRetrying", Names("tenacity.AsyncRetrying")),
    ),
)

BACKOFF = Knowledge(
    "backoff",
    "2.2",
    "https://github.com/litl/backoff",
    (
        (
            "backoff.on_exception",
            Attempts((Param("max_tries"), Param("max_time")), on=Param("exception", 1)),
        ),
        ("backoff.on_predicate", Attempts((Param("max_tries"), Param("max_time")))),
        *each("backoff._decorator", "on_exception", Names("backoff.on_exception")),
        *each("backoff._decorator", "on_predicate", Names("backoff.on_predicate")),
    ),
)

PAUSES = (
    *("wait", "wait_fixed", "wait_random_min", "wait_random_max", "wait_func"),
    *("wait_incrementing_start", "wait_incrementing_increment"),
    *("wait_exponential_multiplier", "wait_exponential_max", "wait_jitter_max"),
)
RETRYING = Knowledge(
    "retrying",
    "1.4",
    "https://github.com/groodt/retrying",
    (
        # Nothing in its source awaits.
        ("retrying.retry", Is("plain-retry")),
        *each(
            "retrying",
            "retry",
            Attempts(
                (
                    Param("stop_max_attempt_number"),
                    Param("stop_max_delay"),
                    Param("stop"),
                    Param("stop_func"),
                ),
                tuple(map(Param, PAUSES)),
                on=Param("retry_on_exception"),
            ),
        ),
    ),
)

RETRY = Knowledge(
    "retry",
    "0.9",
    "https://github.com/invl/retry",
    (
        *each(
            "retry",
            "retry",
            Attempts(
                (Param("tries", 1),), (Param("delay", 2),), never=(-1,), on=Param("exceptions", 0)
            ),
        ),
        # tenacity and backoff try coroutines again; in the source of this one nothing awaits.
        ("retry.retry", Is("plain-retry")),
        *each(
            "retry.api",
            "retry_call",
            Attempts((Param("tries", 4),), (Param("delay", 5),), never=(-1,)),
        ),
        ("retry.api.retry", Names("retry.retry")),
    ),
)

STAMINA = Knowledge(
    "stamina",
    "26.1",
    "https://stamina.hynek.me",
    (
        *each(
            "stamina",
            "retry",
            Attempts((Param("attempts"), Param("timeout")), default=10, on=Param("on")),
        ),
        *each(
            "stamina",
            "retry_context",
            Attempts((Param("attempts", 1), Param("timeout", 2)), default=10),
        ),
    ),
)
