"""Health checks, and what they ask."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_lint.evidence import Shown, evidence
from readiness_lint.facts.mounts import whole_path
from readiness_lint.facts.peers import reaching_a_peer
from readiness_lint.facts.probes import Probe
from readiness_lint.facts.shapes import spelled
from readiness_lint.model import File
from readiness_lint.terms import Layer


@evidence("health", layer=Layer.OBSERVABILITY, title="health checks, and what they ask")
def health(file: File) -> Iterator[Shown]:
    """Registered routes, by their names and paths, with the calls that reach a peer."""
    for probe in file.facts(Probe):
        if probe.handler.registered:
            calls = dict.fromkeys(map(spelled, reaching_a_peer(file, probe.node)))
            asked = ", ".join(f"`{call}`" for call in calls) or "no other process that is known"
            yield Shown(probe.node, f"`{_route(probe, file)}` asks {asked}")


def _route(probe: Probe, file: File) -> str:
    methods = "/".join(sorted(probe.handler.methods or ()))
    return f"{methods} {whole_path(probe.handler, file)}".strip()
