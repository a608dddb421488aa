"""Update that another request overwrites.

A row is read, a number in it is counted up or down in Python, and the result is saved.  Two
requests that do it at once both read 5 and both save 4: one of the two sales costs no stock, one of
the two payments no credit.  It happens under load only, leaves no error, and the books do not tell
when.

## Bad

```python
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import path


class Account(models.Model):
    credit = models.IntegerField(default=0)


def spend(request: HttpRequest, pk: int) -> HttpResponse:
    account = Account.objects.get(pk=pk)
    account.credit -= 10
    account.save()
    return HttpResponse(status=204)


urlpatterns = [path("accounts/<int:pk>/spend", spend)]
```

## Good

Let the database count, and let it check the bound in the same statement; or lock the row with
`select_for_update()`.

```python
from django.db import models
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import path


class Account(models.Model):
    credit = models.IntegerField(default=0)


def spend(request: HttpRequest, pk: int) -> HttpResponse:
    paid = Account.objects.filter(pk=pk, credit__gte=10).update(credit=F("credit") - 10)
    return HttpResponse(status=204 if paid else 409)


urlpatterns = [path("accounts/<int:pk>/spend", spend)]
```

## Not reported

Functions that speak of a lock, and views that do so where `get_object` reads the row; models with a
version column, and modules that ask for serializable transactions.  Texts and lists that are added to.  Objects that are new, are given to the function,
or come from somewhere else than one read in the same function.  What neither a request nor a task
runs itself: with the switch `elsewhere` it is reported as well.
"""

from readiness_lint.facts.lost_updates import LostUpdate
from readiness_lint.facts.words import MONEY, MONEY_PERHAPS, SCARCE
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status

ELSEWHERE = "elsewhere"


@rule(
    "RDY616",
    "`{field}` is read, changed in Python and saved without a lock: concurrent requests lose updates",
    severity=Severity.MEDIUM,
    status=Status.PARTIAL,
    source="S2 10.4, S2 10.1",
    since="0.1.0",
    switches={ELSEWHERE: "functions that neither a request nor a task runs itself"},
)
def lost_update(update: LostUpdate, file: File) -> Problems:
    """Report numbers that are counted between a read and a save."""
    dear = any(
        file.words(words).match(update.attribute) for words in (MONEY, MONEY_PERHAPS, SCARCE)
    )
    yield Problem(
        update.node,
        severity=Severity.HIGH if dear else None,
        switch=None if update.serves else ELSEWHERE,
        field=update.field,
    )
