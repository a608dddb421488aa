"""Write route without a guard.

Most routes of a router ask who calls; one that changes data does not.  It works in every test,
since a request with a token gets in as well as one without, and it stays until somebody on the
internet finds that records can be changed or deleted without an account.

## Bad

```python
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, FastAPI, HTTPException

app = FastAPI()
router = APIRouter(prefix="/items")


def get_current_user() -> str:
    raise HTTPException(status_code=401)


CurrentUser = Annotated[str, Depends(get_current_user)]


@router.get("/")
async def list_items(user: CurrentUser) -> list[str]:
    return await items_of(user)


@router.post("/")
async def create_item(name: str, user: CurrentUser) -> None:
    await create(name, user)


@router.put("/{item_id}")
async def rename_item(item_id: UUID, name: str, user: CurrentUser) -> None:
    await rename(item_id, name, user)


@router.delete("/{item_id}")
async def delete_item(item_id: UUID) -> None:
    await remove(item_id)


app.include_router(router)
```

## Good

Where all routes need it, the router asks once, and nobody can forget it.

```python
from uuid import UUID

from fastapi import APIRouter, Depends, FastAPI, HTTPException

app = FastAPI()


def get_current_user() -> str:
    raise HTTPException(status_code=401)


router = APIRouter(prefix="/items", dependencies=[Depends(get_current_user)])


@router.delete("/{item_id}")
async def delete_item(item_id: UUID) -> None:
    await remove(item_id)


app.include_router(router)
```

## Not reported

Routers with fewer than three guarded routes, or with less than six of ten.  A route whose function,
or something that it calls, asks who calls: by an answer of 401 or 403, a look at the user, the
session, the headers or a token, or by a name that says so; and one that hands the request to what
nobody can see into.  Decorators and dependencies of libraries that are not known.

Programs that ask everybody: in a middleware, a hook before each request, for the whole application,
for the router where it is included, or by the settings; and those where something of that kind is
not known.  A router that is not mounted in sight.

Routes that are public by their path or name (login, registration, webhooks, health and the like;
but not where those with a guard are called so too), by a comment or docstring that says so, or by a
path above them; routes whose `POST` only searches,
validates or previews; WebSockets and GraphQL.  Functions that take a request and that no list of
URLs leads to.

The rule looks at the whole program, and says nothing of a file alone.
"""

from readiness_lint.facts.unguarded import UnguardedRoute
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Activation, Severity, Status


@rule(
    "RDY201",
    "`{route}` has no identity check; {n} of {m} {kind} of `{router}` have one",
    severity=Severity.HIGH,
    status=Status.MISSING,
    source="S1 layer 2, S2 9, S2 15",
    since="0.1.0",
    activation=Activation.PREVIEW,
    reach="project",
)
def unguarded_write_route(route: UnguardedRoute, _file: File) -> Problems:
    """Report write routes that most of their siblings show to be an oversight."""
    yield Problem(
        route.node,
        severity=Severity.CRITICAL if route.powerful else None,
        route=route.route,
        n=str(route.guarded),
        m=str(route.siblings),
        kind=route.kind,
        router=route.router,
    )
