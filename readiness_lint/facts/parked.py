"""Modules that are there for routes which the program does not mount."""

from __future__ import annotations

from readiness_lint.facts.broken import is_imported
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.routers import Router, unmounted
from readiness_lint.facts.words import LOADED_BY_NAME
from readiness_lint.model import File


def is_parked(file: File) -> bool:
    """Whether a module is there for its routes, none of which is mounted, and nobody imports it."""
    program = file.program
    if program is None or file.words(LOADED_BY_NAME).match(file.module.rpartition(".")[2]):
        return False
    parked = {router.name for router in file.facts(Router) if unmounted(file, router)}
    return (
        bool(parked)
        and all(handler.router in parked for handler in file.facts(Handler))
        and "__main__" not in file.source
        and not program.known(is_imported, file.module)
    )
