"""The word lists, for rules and facts: ask ``file.words(HEALTH).match(name)``."""

from __future__ import annotations

from readiness_lint.knowledge.words import HEALTH

__all__ = ["HEALTH"]
