"""Router that nothing mounts.

The module declares its routes, and no application includes the router that holds them.  Every
endpoint in it answers 404, although the code is written, reviewed and perhaps tested by itself.

## Bad

```python
# file: shop/refunds.py
from fastapi import APIRouter

router = APIRouter(prefix="/refunds")


@router.get("/{number}")
def refund(number: int) -> dict[str, int]:
    return {"number": number}
# file: shop/main.py
from fastapi import FastAPI

from shop import refunds

app = FastAPI()
```

## Good

```python
# file: shop/refunds.py
from fastapi import APIRouter

router = APIRouter(prefix="/refunds")


@router.get("/{number}")
def refund(number: int) -> dict[str, int]:
    return {"number": number}
# file: shop/main.py
from fastapi import FastAPI

from shop import refunds

app = FastAPI()
app.include_router(refunds.router)
```

## Not reported

A router that anything reads: in a list, as an argument, as an attribute of its module; one that a
text names (`"shop.refunds:router"`), a package exports, or the class or function that makes it
keeps.  A router that another one includes is counted there.  A package that has no application of
its own, or only extends what `init_app` is given: whoever uses it mounts its routers.  With Django,
an application is a `ROOT_URLCONF`.

Programs that load modules by name (`import_module`, `pkgutil`, entry points) and mount something of
which nothing says what it is, as `getattr(module, "router")`: that may be any router.  Modules
whose docstring says that they are not mounted.  What tests and examples mount does not count.

Old code that was put aside: a module that nothing imports, and that imports a module of the program
which does not exist.  Nothing at all is reported there.  Of a module that nothing imports and whose
routes are mounted nowhere, this is reported, and what does not hang on its being run.
"""

from readiness_lint.facts.routers import Router, unmounted
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY111",
    "`{router}` has {routes} and is never mounted: {outcome} 404",
    severity=Severity.HIGH,
    status=Status.MISSING,
    source="S1 layer 1",
    since="0.1.0",
    reach="project",
    parked=True,
)
def unmounted_router(router: Router, file: File) -> Problems:
    """Report routers with routes that no module of the program reads as a value."""
    routes = unmounted(file, router)
    if routes:
        yield Problem(
            router.node,
            router=router.name,
            routes="one route" if routes == 1 else f"{routes} routes",
            outcome="it answers" if routes == 1 else "they answer",
        )
