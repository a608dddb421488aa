"""What a module is there for, as far as what it does and what it is called say the same."""

from __future__ import annotations

from readiness_lint.facts.classes import classes_of
from readiness_lint.facts.ends import DATABASE, Ending
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.route_table import Endpoint
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tasks import Task
from readiness_lint.knowledge.schema import ModelBase, Route, ViewBase
from readiness_lint.model import File
from readiness_lint.pattern import Pattern
from readiness_lint.terms import Role

TRANSPORT, APPLICATION = "transport", "application"
DOMAIN, PERSISTENCE = "domain", "persistence"
NAMED = {
    TRANSPORT: frozenset(
        [
            "api",
            "apis",
            "controllers",
            "deps",
            "dependencies",
            "endpoints",
            "handlers",
            "http",
            "middleware",
            "middlewares",
            "permissions",
            "resources",
            "rest",
            "routers",
            "routes",
            "serializers",
            "urls",
            "v1",
            "v2",
            "views",
            "viewsets",
            "web",
        ]
    ),
    APPLICATION: frozenset(
        [
            "application",
            "commands",
            "jobs",
            "service",
            "services",
            "tasks",
            "usecase",
            "usecases",
            "use_cases",
            "worker",
            "workers",
        ]
    ),
    PERSISTENCE: frozenset(
        [
            "crud",
            "dal",
            "dao",
            "daos",
            "database",
            "db",
            "managers",
            "models",
            "orm",
            "persistence",
            "querysets",
            "repositories",
            "repository",
            "store",
            "stores",
            "storage",
        ]
    ),
    DOMAIN: frozenset(["domain", "entities", "entity"]),
}
SUFFIX = Pattern(r"_?(service|services|repository|repo|dao|store|views?|routes?|tasks?)$")
OF_SUFFIX = {
    "service": APPLICATION,
    "services": APPLICATION,
    "repository": PERSISTENCE,
    "repo": PERSISTENCE,
    "dao": PERSISTENCE,
    "store": PERSISTENCE,
    "view": TRANSPORT,
    "views": TRANSPORT,
    "route": TRANSPORT,
    "routes": TRANSPORT,
    "task": APPLICATION,
    "tasks": APPLICATION,
}


def tier_of(file: File) -> str:
    """``transport``, ``application``, ``domain`` or ``persistence``; empty: not clear."""
    found: str = file.memo(("tier",), lambda: _tier(file))
    return found


def _tier(file: File) -> str:
    if file.role is Role.MIGRATION:
        return PERSISTENCE
    if file.facts(Handler):
        return TRANSPORT
    if file.facts(Endpoint):
        return TRANSPORT
    if file.facts(Task):
        return APPLICATION
    if any(rows[0].stored for _, rows in classes_of(file, tables().table(ModelBase))):
        return PERSISTENCE
    named = _named(file)
    ends = {ending.end for ending in file.facts(Ending)}
    if named == PERSISTENCE:
        return PERSISTENCE if ends in ({DATABASE}, set()) else ""
    if named == DOMAIN:
        return "" if ends else DOMAIN
    if named == TRANSPORT:
        return TRANSPORT if _speaks_http(file) else ""
    return named


def _named(file: File) -> str:
    """What its name says, the nearest part first."""
    for part in reversed(file.module.split(".")):
        for tier, words in NAMED.items():
            if part in words:
                return tier
        suffix = SUFFIX.search(part)
        if suffix is not None:
            return OF_SUFFIX[suffix[1]]
    return ""


def _speaks_http(file: File) -> bool:
    """Whether a module uses a framework that serves requests."""
    packages = {row.framework for row in tables().table(Route).values()}
    packages |= {row.framework for row in tables().table(ViewBase).values()}
    return any(file.uses(package) for package in packages)
