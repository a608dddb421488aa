"""Adds the sample rules to each Python of a test, workers of hosts included."""

from pathlib import Path

from readiness_lint import rules

rules.__path__.append(str(Path(__file__).parents[1] / "sample_rules"))
