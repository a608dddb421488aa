"""Rows that belong together and are written apart.

A handler makes a row, and then one of another table.  Each insert is committed on its own.  When
the second one fails, or a check between them answers with an error, or the process is stopped, the
first row stays: an order without lines, a workspace without an owner.  The client tries again and
makes another one.

## Bad

```python
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import path


class Order(models.Model):
    number = models.CharField(max_length=20, unique=True)


class Line(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE)


def place(request: HttpRequest) -> HttpResponse:
    order = Order.objects.create(number=request.POST.get("number"))
    Line.objects.create(order=order)
    return HttpResponse(status=201)


urlpatterns = [path("orders", place)]
```

## Good

```python
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path


class Order(models.Model):
    number = models.CharField(max_length=20, unique=True)


class Line(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE)


def place(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        order = Order.objects.create(number=request.POST.get("number"))
        Line.objects.create(order=order)
    return HttpResponse(status=201)


urlpatterns = [path("orders", place)]
```

## Not reported

Programs with `ATOMIC_REQUESTS`, or with settings that may have it; where the settings for operation
are not there, those that speak of it in a template or in their tests.  What a block, decorator or
base covers that is a transaction, or is called one.  Rows of the same table, and those in two
branches of which one runs.  A first row that is looked up before it is made, or made where a
look-up failed.  Handlers that take it back where the second one fails.  Helpers that a handler calls, but for the methods in which a serializer
writes what its view saves.

Logs, events, notifications and their like: with the switch `logs` they are reported as well.

ORMs whose session sends all rows with its commit.  A handler that adds a row, commits, and adds one
of another table is reported with the switch `commits`: often the commit is there to get the number.
"""

from readiness_lint.facts.split_writes import SplitWrite
from readiness_lint.facts.words import ACCOUNTS
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status

LOGS, COMMITS = "logs", "commits"


@rule(
    "RDY617",
    "`{entry}` creates `{first}` and then `{second}` without a transaction: "
    "a failure between them leaves `{first}` behind",
    severity=Severity.HIGH,
    status=Status.MISSING,
    source="S2 10.2",
    since="0.1.0",
    reach="project",
    switches={
        LOGS: "rows that tell of what was done: logs, events, notifications",
        COMMITS: "rows of one session, and a commit between them that keeps the first",
    },
)
def split_write(split: SplitWrite, file: File) -> Problems:
    """Report rows that are made after one of another table, each on its own."""
    first, second = split.models
    tells = any(map(file.words(ACCOUNTS).match, split.words))
    yield Problem(
        split.node,
        switch=COMMITS if split.commits else LOGS if tells else None,
        related=[(split.first, f"`{first}` is committed here")],
        entry=split.entry,
        first=first,
        second=second,
    )
