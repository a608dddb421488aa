"""Readiness check that always answers 200.

A load balancer reads the status, nothing else.  A health route that catches the failure of its
check and writes `"database": "unhealthy"` into a response of 200 keeps a broken instance in
rotation: every request that it is sent fails, and no alert goes off.  A readiness route that checks
nothing does the same.

## Bad

```python
from fastapi import APIRouter
from sqlalchemy import text

router = APIRouter()


@router.get("/health")
async def health(session: SessionDep):
    try:
        await session.execute(text("select 1"))
        database = "healthy"
    except Exception as error:
        database = f"unhealthy: {type(error).__name__}"
    return {"database": database}
```

## Good

Answer 503 if what requests need is away.

```python
from fastapi import APIRouter
from fastapi.responses import JSONResponse
from sqlalchemy import text

router = APIRouter()


@router.get("/health")
async def health(session: SessionDep):
    try:
        await session.execute(text("select 1"))
    except Exception:
        return JSONResponse({"database": "unhealthy"}, status_code=503)
    return JSONResponse({"database": "healthy"})
```

## Not reported

A constant answer of a liveness or health route: that is right for liveness.  A constant answer of a
readiness route in a project that uses no database, cache or broker, or whose docstring says that it
is a liveness probe, or does not check what it needs.  A block that asks nobody, but calls a
function of the program that puts together what this process has noted.  A route that sets a status
or raises on some path.  A health route beside a readiness route.  Pages of details, below or beside
the probe (`/health/details`), and routes that ask who calls.
"""

from readiness_lint.facts.probes import BlindProbe
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY536",
    "`{route}` answers 200 {how}: traffic keeps reaching a broken instance",
    severity=Severity.HIGH,
    status=Status.STUBBED,
    source="S2 8.3, S2 8.1, S1 layer 5",
    since="0.1.0",
    instead_of=("RDY421", "RDY422", "RDY506"),
)
def readiness_always_ok(blind: BlindProbe, _file: File) -> Problems:
    """Report where a failed check ends, or the route that checks nothing."""
    yield Problem(
        blind.node,
        severity=Severity.MEDIUM if blind.hollow else None,
        route=blind.probe.route,
        how="without checking anything" if blind.hollow else "even when its check failed",
    )
