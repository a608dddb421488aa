"""``readiness-lint merge``: what the shards of a run have found, reported as by one run."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from readiness_lint.frontends.command.arguments import UsageError, formats
from readiness_lint.frontends.command.check import complaints_of
from readiness_lint.frontends.command.reporting import Outcome, publish
from readiness_lint.project.partial import PartialError, merged


def run(arguments: Namespace) -> int:
    """Put together what was found, report it, and answer the exit code."""
    targets = formats(arguments)
    try:
        whole = merged([Path(file) for file in arguments.files])
    except PartialError as error:
        raise UsageError(error) from None
    complaints = complaints_of(whole.missing, whole.lost)
    outcome = Outcome(whole.findings, whole.files, whole.unreadable, complaints)
    code, _ = publish(arguments, targets, outcome, whole.fail_on)
    return code
