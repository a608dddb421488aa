"""The word lists, for rules and facts: ask ``file.words(HEALTH).match(name)``."""

from __future__ import annotations

from readiness_lint.knowledge.words import (
    CLEANUP,
    CURRENCY,
    GUARDS,
    HEALTH,
    KEPT_IN_PROCESS,
    LOGGERS,
    MONEY,
    MONEY_PERHAPS,
    OBSERVERS,
    OUTCOMES,
    OWN_PASSWORDS,
    PAGING,
    SIGNING_KEYS,
    SMALL_TABLES,
    WHOLE_LISTS,
    WRITERS,
)

__all__ = [
    "CLEANUP",
    "CURRENCY",
    "GUARDS",
    "HEALTH",
    "KEPT_IN_PROCESS",
    "LOGGERS",
    "MONEY",
    "MONEY_PERHAPS",
    "OBSERVERS",
    "OUTCOMES",
    "OWN_PASSWORDS",
    "PAGING",
    "SIGNING_KEYS",
    "SMALL_TABLES",
    "WHOLE_LISTS",
    "WRITERS",
]
