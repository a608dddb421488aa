"""Route that can never match.

FastAPI, Starlette and Django take the first route that matches.  A route whose path an earlier one
matches as well is written, reviewed and documented, and no request comes to it: `/minimal` behind
`/{case_id}` answers what the other handler says about a case of the name "minimal", mostly 404 or
422.  A type of the parameter does not help: `case_id: int` is checked after the route is chosen.

Two routes with the same method and the same path are alike in Flask, too: the first one answers.
In an application the routes of a router come where it is mounted, with the path that it has there:
those of FastAPI and Flask are compared across routers, where one block mounts them in sight.
Lists of URLs of Django are compared with those that they include.

## Bad

```python
from fastapi import APIRouter

router = APIRouter(prefix="/cases")


@router.get("/{case_id}")
def case(case_id: int) -> dict[str, int]:
    return {"id": case_id}


@router.get("/minimal")
def minimal() -> list[int]:
    return []
```

## Good

```python
from fastapi import APIRouter

router = APIRouter(prefix="/cases")


@router.get("/minimal")
def minimal() -> list[int]:
    return []


@router.get("/{case_id}")
def case(case_id: int) -> dict[str, int]:
    return {"id": case_id}
```

A parameter that takes numbers only, `{case_id:int}` or `<int:case_id>`, lets the other one through.

## Not reported

Parameters with a converter before a text that it does not take; regular expressions, unless they
are the same; another method, another trailing slash, another host, subdomain or version; paths that
are not constants; routes that are registered under a test or in a loop; two routers that functions
make for themselves, whatever they are called; two paths of one handler; a route that is reached at
another place of its router; routers that a loop or a test mounts.  Flask, Quart, aiohttp,
Litestar and Sanic rank texts before parameters, whatever the order.
"""

from readiness_lint.facts.dead_routes import DeadRoute
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY112",
    "`{route}` can never match: `{earlier}` is registered first",
    severity=Severity.HIGH,
    status=Status.MISSING,
    source="S1 layer 1",
    since="0.1.0",
)
def unreachable_route(dead: DeadRoute, _: File) -> Problems:
    """Report routes that an earlier one of their router, or of their list, matches as a whole."""
    yield Problem(
        dead.node,
        related=[(dead.before, "registered first")],
        route=dead.route,
        earlier=dead.earlier,
    )
