"""The checklist of the readiness framework: thirty items, five for each layer."""

from __future__ import annotations

import enum
from collections.abc import Iterator

from readiness_lint.audit import End
from readiness_lint.record import record
from readiness_lint.terms import Layer


class Proven(enum.Enum):
    """When evidence settles an item; otherwise it is shown beside the question."""

    NEVER = "never"
    """It is about what runs, or what people do: code cannot tell."""
    SERVICE = "service"
    """One place anywhere stands for the whole service."""
    FLOW = "flow"
    """One place on the way of the flow does, and not only in work that it hands on."""
    ENTRIES = "entries"
    """Each entry of the flow that it concerns has one."""
    CALLS = "calls"
    """Each call of another service on the way has one, at the call or in the function around it."""
    ENDS = "ends"
    """Each entry comes to one of the ends."""


@record
class Ask:
    """One item: what makes it a gap, what proves it, and what a person is asked otherwise."""

    key: str
    layer: Layer
    text: str
    question: str
    rules: frozenset[str]
    """Their findings on the way of the flow are a gap."""
    everywhere: frozenset[str] = frozenset()
    """Of these, those that concern each flow wherever they stand: settings, migrations."""
    kinds: tuple[str, ...] = ()
    """Evidence that settles it, as ``proven`` says."""
    beside: tuple[str, ...] = ()
    """Evidence that belongs to it and settles nothing."""
    about: str = ""
    """Of evidence beside it only what has these words; empty: all."""
    proven: Proven = Proven.NEVER
    unless: str = ""
    """With these words in it, a place settles nothing."""
    methods: frozenset[str] = frozenset()
    """Methods of HTTP of the routes that it concerns; empty: every entry."""
    ends: frozenset[End] = frozenset()
    """Ends of the trace that are evidence for it."""


WRITING = frozenset({"POST", "PUT", "PATCH"})


def _codes(text: str) -> frozenset[str]:
    return frozenset(_spelled(text))


def _spelled(text: str) -> Iterator[str]:
    for part in text.split():
        first, _, last = part.partition("-")
        yield from (f"RDY{number}" for number in range(int(first), int(last or first) + 1))


CHECKLIST = (
    Ask(
        key="layer-1-database",
        layer=Layer.INFRASTRUCTURE,
        text="Database tables exist and are migrated",
        rules=_codes("109 110 624 625 628"),
        everywhere=_codes("624"),
        beside=("linear-migrations",),
        ends=frozenset({End.DATABASE}),
        question="Which migration is the last one that production has run, and is it the head of"
        " the repository?",
    ),
    Ask(
        key="layer-1-accounts",
        layer=Layer.INFRASTRUCTURE,
        text="Auth creates persistent user records",
        rules=_codes("106 215"),
        everywhere=_codes("106"),
        beside=("password-hash",),
        question="Register a user, restart all processes, log in: does it work?",
    ),
    Ask(
        key="layer-1-endpoints",
        layer=Layer.INFRASTRUCTURE,
        text="API endpoints exist and read or write real data",
        rules=_codes("101 102 103 107 111 112 613"),
        proven=Proven.ENDS,
        ends=frozenset({End.DATABASE}),
        question="For each user action in the flow: which row changed?",
    ),
    Ask(
        key="layer-1-integrations",
        layer=Layer.INFRASTRUCTURE,
        text="External integrations are wired: billing, mail, storage",
        rules=_codes("103 104 108 113-116"),
        everywhere=_codes("108"),
        beside=("tls-check",),
        ends=frozenset({End.EXTERNAL, End.QUEUE}),
        question="Which credentials are live in production?  Show one successful call for each"
        " integration.",
    ),
    Ask(
        key="layer-1-state",
        layer=Layer.INFRASTRUCTURE,
        text="State persists across refreshes and restarts",
        rules=_codes("105 107 108 117 614 621"),
        everywhere=_codes("108"),
        beside=("transaction",),
        question="Restart, and scale to two workers, during the flow: does anything disappear?",
    ),
    Ask(
        key="layer-2-authorization",
        layer=Layer.SECURITY,
        text="Authorization is enforced",
        rules=_codes("201-206 208-212 223-225 231 234 235"),
        beside=("authentication", "signature-check"),
        question="For each route: who may call it?  Print the table with `readiness-lint routes`, and"
        " have it signed.",
    ),
    Ask(
        key="layer-2-input",
        layer=Layer.SECURITY,
        text="Input is validated",
        rules=_codes("207 208 240-261 265-267 269 270 601-604"),
        # A shape is a part of it only; that it has one is an item of layer 6.
        beside=("validation-model",),
        question="List every input that is not typed: who checks it?",
    ),
    Ask(
        key="layer-2-secrets",
        layer=Layer.SECURITY,
        text="Secrets are kept out of code, logs and answers",
        rules=_codes("213-217 220 228 232 233 262 264 268"),
        everywhere=_codes("214 220"),
        question="Where do production secrets live, who can read them, when were they last rotated?"
        "  Is the history of the repository clean?",
    ),
    Ask(
        key="layer-2-audit-trail",
        layer=Layer.SECURITY,
        text="Sensitive actions leave an audit trail",
        rules=_codes("227"),
        question="Who changed a role, exported data or deleted an account last month, where is it"
        " written, and can the actor erase it?",
    ),
    Ask(
        key="layer-2-sessions",
        layer=Layer.SECURITY,
        text="Sessions are handled safely",
        rules=_codes("210 218 219 221 222 232"),
        everywhere=_codes("218 219 222"),
        # What a cookie is set with does not say when the session behind it ends.
        beside=("session-cookie",),
        question="Log in, copy the cookie or token, log out: does the copy still work, and when does"
        " it end?",
    ),
    Ask(
        key="layer-3-latency",
        layer=Layer.PERFORMANCE,
        text="Latency budgets are set and kept",
        rules=_codes("307 344"),
        beside=("timeout",),
        question="What is the p95 and p99 budget of each critical route, where is it written, and"
        " which alert watches it?",
    ),
    Ask(
        key="layer-3-queries",
        layer=Layer.PERFORMANCE,
        text="Queries are efficient",
        rules=_codes("302 303 311-320 323-326 328 331-333"),
        beside=("eager-loading",),
        question="Which are the ten most frequent queries (pg_stat_statements), and is the log of"
        " slow queries on?",
    ),
    Ask(
        key="layer-3-pages",
        layer=Layer.PERFORMANCE,
        text="Lists are answered in pages",
        rules=_codes("321 322 327"),
        kinds=("pagination",),
        proven=Proven.ENTRIES,
        methods=frozenset({"GET"}),
        question="How many rows does each list of the flow answer in production, and what limits it?",
    ),
    Ask(
        key="layer-3-load",
        layer=Layer.PERFORMANCE,
        text="Expected load is tolerated",
        rules=_codes("301-306 334-337 343 345"),
        beside=("connection-pool",),
        question="When was the last load test, at what concurrency, and what broke first?",
    ),
    Ask(
        key="layer-3-caching",
        layer=Layer.PERFORMANCE,
        text="Caches have an owner, an expiry and a way to be invalidated",
        rules=_codes("338-342"),
        ends=frozenset({End.CACHE}),
        question="Which caches exist, with what keys and expiry, and who accepts which staleness?",
    ),
    Ask(
        key="layer-4-retries",
        layer=Layer.RELIABILITY,
        text="Retries are limited, and wait longer each time",
        rules=_codes("411-414 432 466"),
        kinds=("retry",),
        proven=Proven.CALLS,
        question="Which calls are retried, how often, for how long in total, and what does the caller"
        " see meanwhile?",
    ),
    Ask(
        key="layer-4-rate-limits",
        layer=Layer.RELIABILITY,
        text="Exposed and expensive endpoints have a rate limit",
        rules=_codes("226 461"),
        kinds=("rate-limit",),
        proven=Proven.ENTRIES,
        question="What protects the service from one tenant, and what does it do with a 429 or a"
        " `Retry-After` of each provider?",
    ),
    Ask(
        key="layer-4-timeouts",
        layer=Layer.RELIABILITY,
        text="Calls of other services have a timeout",
        rules=_codes("401-408 433 464"),
        kinds=("timeout",),
        proven=Proven.CALLS,
        question="Is the sum of the timeouts in one request below the limit of the proxy?",
    ),
    Ask(
        key="layer-4-degradation",
        layer=Layer.RELIABILITY,
        text="Circuit breakers and graceful degradation contain a failure",
        rules=_codes("421-429"),
        beside=("circuit-breaker", "shutdown"),
        question="Switch each dependency off in staging: which part of the flow still works, what does"
        " the user read, and who notices?",
    ),
    Ask(
        key="layer-4-dead-letters",
        layer=Layer.RELIABILITY,
        text="Failed background work is kept: dead-letter queues",
        rules=_codes("431 434-437"),
        beside=("dead-letter",),
        ends=frozenset({End.QUEUE}),
        question="Where does failed work end up, who looks at it, and how is it replayed?",
    ),
    Ask(
        key="layer-5-logs",
        layer=Layer.OBSERVABILITY,
        text="Logs say what happened",
        rules=_codes("501-520 545"),
        everywhere=_codes("503 512"),
        kinds=("structured-log",),
        proven=Proven.FLOW,
        question="Pick one failed request of yesterday and find all its log lines: how long did it"
        " take?",
    ),
    Ask(
        key="layer-5-metrics",
        layer=Layer.OBSERVABILITY,
        text="Metrics measure the flow",
        rules=_codes("525-529 545"),
        kinds=("metric",),
        proven=Proven.FLOW,
        question="Show latency, traffic, errors and saturation of the flow under audit.",
    ),
    Ask(
        key="layer-5-traces",
        layer=Layer.OBSERVABILITY,
        text="Requests can be traced across services and tasks",
        rules=_codes("521-524 531-534 545"),
        kinds=("request-id",),
        # A span alone does not say that its trace goes on elsewhere.
        beside=("span",),
        proven=Proven.SERVICE,
        question="Open the trace of one request across all services and its task.",
    ),
    Ask(
        key="layer-5-health",
        layer=Layer.OBSERVABILITY,
        text="Health checks tell the truth",
        rules=_codes("535-538"),
        everywhere=_codes("535-538"),
        kinds=("health",),
        proven=Proven.SERVICE,
        unless="no other process that is known",
        question="What does each probe do when the database is down?  Try it.",
    ),
    Ask(
        key="layer-5-alerting",
        layer=Layer.OBSERVABILITY,
        text="Alerts reach somebody",
        rules=_codes("527 543 545"),
        question="Which alert fires when the error rate doubles, who receives it, and when was it last"
        " tested?",
    ),
    Ask(
        key="layer-6-schema",
        layer=Layer.DATA_INTEGRITY,
        text="Schemas are validated at the boundary of the API",
        rules=_codes("601-604 606-608"),
        kinds=("validation-model",),
        proven=Proven.ENTRIES,
        methods=WRITING,
        question="Which schema validates each request, webhook and consumed message?",
    ),
    Ask(
        key="layer-6-migrations",
        layer=Layer.DATA_INTEGRITY,
        text="Migrations are tracked and reproducible",
        rules=_codes("109 110 624-630"),
        everywhere=_codes("624-630"),
        kinds=("linear-migrations",),
        proven=Proven.SERVICE,
        question="Build a database from zero with migrations only, and diff it with production.",
    ),
    Ask(
        key="layer-6-backups",
        layer=Layer.DATA_INTEGRITY,
        text="Backups exist, and restoring them was tried",
        rules=frozenset(),
        question="When was the last restore drill, how long did it take, and what was lost?",
    ),
    Ask(
        key="layer-6-retention",
        layer=Layer.DATA_INTEGRITY,
        text="Data has a retention and deletion policy",
        rules=_codes("631 632"),
        question="For each table of personal data: how long is it kept, which job deletes it, when did"
        " that run last, and how does a deletion reach backups, caches and third parties?",
    ),
    Ask(
        key="layer-6-idempotency",
        layer=Layer.DATA_INTEGRITY,
        text="What is repeated happens once: idempotency",
        rules=_codes("413 615 616 622 623"),
        kinds=("idempotency-key",),
        beside=("constraint",),
        about="two rows",
        proven=Proven.CALLS,
        question="Send each message, webhook and payment request twice: what happens?",
    ),
)
"""Items, rules and questions are those of the framework, and of the doctrine where it names them."""

EVERYWHERE = frozenset(code for ask in CHECKLIST for code in ask.everywhere)
"""Rules whose findings concern each flow of the service."""
