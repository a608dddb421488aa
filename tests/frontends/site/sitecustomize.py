"""Adds the sample rules to each Python of a test, workers of hosts included, and notes its start."""

import os
import sys
from pathlib import Path

from readiness_lint import rules

rules.__path__.append(str(Path(__file__).parents[1] / "sample_rules"))
if "SHOP_LOG" in os.environ:
    with Path(os.environ["SHOP_LOG"]).open("a", encoding="utf-8") as stream:
        stream.write(" ".join(sys.orig_argv[1:]) + "\n")
if os.environ.get("SHOP_DIES") in sys.orig_argv:
    os._exit(3)
