"""Call to another service while a module is imported.

Whatever imports the module makes the call: the web server, each worker, the migration that is to
repair the database, every test, a developer's shell.  When the other side is down or slow, none of
them starts, and the error names an import instead of the service.  What was read stays as it was
until the next restart.

## Bad

```python
import requests

rates = requests.get("https://rates.shop.example/today", timeout=5).json()


def price(amount: float, currency: str) -> float:
    return amount * rates[currency]
```

## Good

Make the call when it is needed, or when the application starts, and keep what it gave.

```python
from functools import cache

import requests


@cache
def rates() -> dict[str, float]:
    return requests.get("https://rates.shop.example/today", timeout=5).json()


def price(amount: float, currency: str) -> float:
    return amount * rates()[currency]
```

In a form, give the query instead of its rows: `ModelChoiceField(queryset=Country.objects.all())`.

## Not reported

Scripts, also by a first line `#!` in a module that nothing imports, and what stands under a
`__main__` guard.  A module of an application that nothing imports: what runs it, if anything does,
has a loader for its file.  A module that a process is started with, such as `wsgi`, where it makes
the application.  Calls under a test, and functions that make theirs under one, or leave before it
where something is not set.  What does not go out yet: a queryset that nobody iterates,
`redis.from_url`, `create_engine`, `boto3.client`.  SQLite, which needs nothing to be up, also as
the default of an address that nobody gives.  Settings for development.
"""

from readiness_lint.facts.import_time import ImportTimeCall
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Activation, Severity, Status


@rule(
    "RDY116",
    "`{call}()` runs when `{module}` is imported: start-up, migrations and tests {need}",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S1 layer 1, S2 4.5, S2 15",
    since="0.1.0",
    activation=Activation.PREVIEW,
)
def import_time_io(found: ImportTimeCall, file: File) -> Problems:
    """Report each call; one whose failure is caught only delays."""
    yield Problem(
        found.node,
        severity=Severity.MEDIUM if found.tolerant else None,
        via=found.via,
        group=found.call if found.via else None,
        call=found.call,
        module=file.module,
        need=f"wait for {found.peer}" if found.tolerant else f"need {found.peer} to be up",
    )
