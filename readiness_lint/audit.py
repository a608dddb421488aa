"""What an audit of one user flow says: the trace, the evidence, the gaps and the score, as data.

The readiness framework's workflow (S1, "Evaluation Workflow") is the order of the parts.
Everything here is plain, so that a report is JSON first and Markdown or HTML from that.
"""

from __future__ import annotations

import enum
from dataclasses import field

from readiness_lint.record import ordered_record, record
from readiness_lint.terms import Layer, Severity, Status

VERSION = 1
"""Of the form of an audit as JSON; it changes when a reader of the last form would misread the next."""
ALGORITHM = 1
"""Of the score: two scores are comparable where it is the same."""


class End(enum.Enum):
    """Where a chain of calls ends."""

    DATABASE = "database"
    QUEUE = "queue"
    EXTERNAL = "external"
    CACHE = "cache"
    FILE = "file"
    STUB = "stub"
    """A function that is not implemented."""
    NOTHING = "nothing"
    """A function of ours that does none of these."""
    OUT_OF_SIGHT = "out of sight"
    """What is called cannot be told."""


class Tier(enum.Enum):
    """What a module is there for (S2 section 4)."""

    TRANSPORT = "transport"
    APPLICATION = "application"
    DOMAIN = "domain"
    PERSISTENCE = "persistence"


class State(enum.Enum):
    """What is known of an item of the checklist."""

    VERIFIED = "verified"
    GAP = "gap"
    UNKNOWN = "unknown"
    ATTESTED = "attested"
    """A person has answered; it is never scored as verified."""


class Verdict(enum.Enum):
    """Whether a layer stands; infrastructure's words are those of the framework's layer 1."""

    PASS = "pass"  # noqa: S105 - a verdict
    PARTIAL = "partial"
    FAIL = "fail"
    NOT_ASSESSED = "not assessed"


class Gate(enum.Enum):
    """Whether the flow may go to production, apart from any score."""

    READY = "ready"
    CONDITIONAL = "conditional"
    NOT_READY = "not ready"


@ordered_record
class Spot:
    """A stretch of the code: lines from 1, columns from 0, in characters, the end exclusive."""

    path: str
    """From the root of the program, with ``/``."""
    line: int
    column: int = 0
    end_line: int = 0
    end_column: int = 0
    function: str = ""
    """``Class.method`` around it; empty for the module."""


@record
class Step:
    """One link of the trace: what is called, from where, and where that leads."""

    name: str
    """As a reader calls it: ``place_order``, ``requests.post``."""
    how: str
    """``entry``, ``call``, ``dependency``, ``task``, ``signal``, ``callback``."""
    call: Spot
    """Where it is called; of an entry, where it is registered."""
    target: Spot | None = None
    """Where it is defined; ``None``: not in this program."""
    tier: Tier | None = None
    end: End | None = None
    detail: str = ""
    """What is read, written, sent or asked: ``INSERT orders``, ``POST https://pay.example``."""
    condition: str = ""
    """The test that must hold on the way; empty: none."""
    steps: tuple[Step, ...] = ()
    repeated: bool = False
    """What it leads to is shown elsewhere in the tree."""
    cut: bool = False
    """What it leads to is left out, since the tree is large enough."""
    leads: tuple[End, ...] = ()
    """Of what is left out: the ends that it leads to."""


@record
class Entry:
    """Where a flow begins."""

    title: str
    """``POST /orders``, ``task shop.tasks.charge``, ``shop.jobs:nightly``."""
    kind: str
    """``route``, ``task``, ``command``, ``function``."""
    handler: str
    """The qualified name of the function."""
    place: Spot


@record
class Trace:
    """An entry with all that it leads to."""

    entry: Entry
    root: Step
    links: int
    """Links that were followed, each counted once."""
    unresolved: int
    """Calls of which it cannot be told what they call."""


@record
class Proof:
    """Evidence: a place that shows that something is there."""

    kind: str
    """The kind of evidence, as of ``readiness-lint facts``."""
    text: str
    spot: Spot


@record
class Excerpt:
    """Lines of the code, as they are."""

    first: int
    lines: tuple[str, ...]
    marked: int
    """The line that is meant."""


@record
class Evidence:
    """One finding of an issue."""

    spot: Spot
    message: str
    severity: Severity
    status: Status
    excerpt: Excerpt | None = None
    via: tuple[tuple[Spot, str], ...] = ()
    """The path to an effect elsewhere, and other places that it speaks of."""
    hidden: tuple[str, ...] = ()
    """What hides it, such as ``noqa`` or ``baseline``; it does not count in the score."""
    fingerprint: str = ""
    """Its name from run to run, by which audits are compared."""


@record
class Issue:
    """All findings of one rule in the flow, as the framework records an issue (S1, step 4)."""

    code: str
    name: str
    title: str
    layer: Layer
    severity: Severity
    """The gravest of its findings."""
    status: Status
    sees: str
    """What users see."""
    happens: str
    """What actually happens."""
    fix: tuple[str, ...]
    """Steps."""
    evidence: tuple[Evidence, ...]
    preview: bool = False
    """Listed, and never scored."""
    example: str = ""
    """Code that does it right, from the rule's page."""


@record
class Attestation:
    """A person's answer to a question, from the configuration."""

    by: str
    on: str
    link: str = ""
    expires: str = ""


@record
class Item:
    """One item of a layer's checklist."""

    key: str
    """``layer-1-endpoints``: what an attestation names."""
    layer: Layer
    text: str
    state: State
    proofs: tuple[Proof, ...] = ()
    issues: tuple[str, ...] = ()
    """Codes."""
    question: str = ""
    """For a person, where no tool can tell."""
    attested: Attestation | None = None


@record
class Penalty:
    """What one rule takes off the score of its layer."""

    code: str
    severity: Severity
    findings: int
    points: float


@record
class LayerScore:
    """One layer: its score, and why."""

    layer: Layer
    verdict: Verdict
    word: str
    """The verdict as the framework words it for this layer."""
    weight: float
    """Its part of the whole, after those that were not assessed are shared out."""
    score: int | None
    """``None``: there is nothing to judge."""
    without_suppressions: int | None
    penalties: tuple[Penalty, ...] = ()


@record
class Score:
    """The whole, apart from the gate."""

    score: int | None
    without_suppressions: int | None
    layers: tuple[LayerScore, ...]
    gate: Gate
    gate_reason: str
    algorithm: int = field(default=ALGORITHM)


@record
class Change:
    """One finding, compared with an earlier audit."""

    code: str
    spot: Spot
    message: str


@record
class Comparison:
    """What changed since an earlier audit."""

    score: int | None
    """Of the earlier one."""
    new: tuple[Change, ...]
    fixed: tuple[Change, ...]
    persisting: int


@record
class Audit:
    """All of it."""

    flow: str
    """The name; empty: the whole service."""
    project: str
    tool: str
    """The version of the linter."""
    criteria: str
    """What must persist or complete, as the configuration says it; may be empty."""
    files: int
    frameworks: tuple[str, ...]
    traces: tuple[Trace, ...]
    score: Score
    items: tuple[Item, ...]
    issues: tuple[Issue, ...]
    """What the flow can reach, the gravest first."""
    elsewhere: int
    """Findings of the service that the flow cannot reach."""
    proofs: tuple[Proof, ...] = ()
    """Evidence on the way."""
    compared: Comparison | None = None
    unread: int = 0
    """Files that cannot be read: of those nothing is known."""
    version: int = field(default=VERSION)
