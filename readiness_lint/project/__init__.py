"""Files in, findings out: reading, roles, and the engine over one file or many."""

from __future__ import annotations

from readiness_lint.project.analysis import Result, check_text
from readiness_lint.project.run import Kept, Run, Shard, check_paths
from readiness_lint.project.selection import Selection, select

__all__ = ["Kept", "Result", "Run", "Selection", "Shard", "check_paths", "check_text", "select"]
