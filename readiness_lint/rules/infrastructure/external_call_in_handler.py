"""Call of another service in a handler.

The handler knows the address, the payload and the failures of somebody else's service, next to the
parsing of a request.  The next route that needs the service does it once more and a little
differently: another time limit, no retry, a failure that nobody maps.  It cannot be tested without
the network, nor called by a task.  Where the handler writes rows as well, one of the two may have
happened when the other fails, and nothing undoes it.

## Bad

```python
import requests
from fastapi import APIRouter

router = APIRouter()


@router.post("/payments")
def pay(amount: int) -> dict[str, str]:
    answer = requests.post("https://pay.example.org/v1", json={"amount": amount}, timeout=5)
    return {"reference": answer.json()["id"]}
```

## Good

```python
# file: shop/api.py
from fastapi import APIRouter

from shop.gateway import charge

router = APIRouter()


@router.post("/payments")
def pay(amount: int) -> dict[str, str]:
    return {"reference": charge(amount)}
# file: shop/gateway.py
import requests


def charge(amount: int) -> str:
    answer = requests.post("https://pay.example.org/v1", json={"amount": amount}, timeout=5)
    return answer.json()["id"]
```

## Not reported

Calls in functions that the handler calls.  Calls of a client that the handler is given, by a
dependency, its object or a function of the program.  Health checks, and handlers whose name says
that they try a connection or that tell the other's status in their answer.  Databases and caches.
Modules that are the boundary, by a name on their path such as `integrations`, `clients`,
`gateways`, `adapters`, `providers` or `webhooks`; the option `handler-integration-packages` names
more.  Proxies, by the name of the handler or its module, or where it only hands on what stands at
an address of the request or on its own machine.  Branches for development.  Mail that a framework's
function sends.  Each handler is reported once.
"""

from dataclasses import dataclass

from readiness_lint.facts.direct_calls import DirectCall
from readiness_lint.facts.words import BOUNDARIES, CONNECTION_TRIALS, PROXIES
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@dataclass(frozen=True)
class Options:
    """Where handlers are the boundary themselves."""

    handler_integration_packages: tuple[str, ...] = ()
    """Packages and modules, by their dotted names."""


@rule(
    "RDY121",
    "`{handler}` calls `{call}` itself{writes}: its request carries the protocol and the failures of"
    " another service",
    severity=Severity.MEDIUM,
    status=Status.PARTIAL,
    source="S2 4.3, S2 4.5, S2 15",
    since="0.1.0",
    options=Options,
)
def external_call_in_handler(direct: DirectCall, file: File) -> Problems:
    """Report handlers that are not a boundary to another service by their place."""
    packages = file.options(Options).handler_integration_packages
    if any(f"{file.module}.".startswith(f"{package}.") for package in packages):
        return
    last = file.module.rpartition(".")[2]
    name = direct.handler.name
    if any(map(file.words(PROXIES).match, (name, last))):
        return
    if file.words(CONNECTION_TRIALS).match(name):
        return
    if not any(map(file.words(BOUNDARIES).match, file.module.split("."))):
        yield Problem(
            direct.node,
            severity=Severity.HIGH if direct.writes else None,
            handler=name,
            call=direct.call,
            writes=" and writes rows" if direct.writes else "",
        )
