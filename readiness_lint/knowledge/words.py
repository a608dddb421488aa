"""Names that rules share: one word, one list, extended by ``[tool.readiness-lint.words]``."""

from __future__ import annotations

from readiness_lint.knowledge.schema import Words

HEALTH = Words(
    "health",
    r".*?(?:^|[/_\-.])(?:health|healthz|health_?check|live|livez|liveness|ready|readyz|readiness|ping"
    r"|alive|heartbeat)(?:$|[/_\-.]).*",
)
