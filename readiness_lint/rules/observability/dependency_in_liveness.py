"""Liveness route that asks a dependency.

An orchestrator kills and starts again what does not answer its liveness probe.  If that probe asks
the database, an outage of the database ends every healthy instance at once, again and again, and
when the database is back they all connect at the same moment.  Nothing of it helps: a restart mends
a process that hangs, not a peer that is away.

## Bad

```python
from fastapi import Depends, FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

app = FastAPI()


@app.get("/livez")
async def livez(session: AsyncSession = Depends(get_session)):
    await session.execute(text("select 1"))
    return {"status": "ok"}
```

## Good

Liveness says that the process answers.  What it depends on belongs to readiness, which takes it out
of the load balancer and lets it live.

```python
from fastapi import Depends, FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

app = FastAPI()


@app.get("/livez")
async def livez():
    return {"status": "ok"}


@app.get("/readyz")
async def readyz(session: AsyncSession = Depends(get_session)):
    await session.execute(text("select 1"))
    return {"status": "ok"}
```

## Not reported

Readiness and health routes, unless a `livenessProbe` of the project names their path, as `/health`.
Manifests are read that lie in the folder of the program, or below it in one that is named for them as
`deploy` or `charts`, where they are plain.  What a `HEALTHCHECK` or the `healthcheck` of Compose asks:
Docker itself starts nothing again for it, Swarm does; that is the switch `healthchecks`.  State of the process itself: a flag, a thread, the length of a queue.
A call whose failure changes nothing in the answer, or that is made only on a parameter.  A route
that asks who calls.
"""

from readiness_lint.facts.probes import LivenessCall
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status

HEALTHCHECKS = "healthchecks"


@rule(
    "RDY537",
    "liveness route `{route}` calls `{dependency}`: "
    "when that is down, the orchestrator restarts every healthy instance",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S2 8.3, S3 resilience",
    since="0.1.0",
    switches={HEALTHCHECKS: "routes that only a check of Docker asks, which Swarm acts on"},
)
def dependency_in_liveness(call: LivenessCall, _file: File) -> Problems:
    """Report the first call of a liveness route that reaches a peer."""
    switch = None if call.probe.ends else HEALTHCHECKS
    yield Problem(call.node, switch=switch, route=call.probe.route, dependency=call.callee)
