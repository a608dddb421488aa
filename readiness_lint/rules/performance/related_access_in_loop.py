"""Related rows fetched row by row.

An attribute that leads to another table is a query the first time it is read.  In a loop over rows
it is one query for each of them, and nobody sees it: the line looks like any other attribute.  With
the ten rows of a test it costs nothing; a list of two thousand waits for two thousand round trips
and holds its connection all the while.

## Bad

```python
from django.db import models
from django.http import JsonResponse


class Queue(models.Model):
    title = models.CharField(max_length=100)


class Ticket(models.Model):
    queue = models.ForeignKey(Queue, on_delete=models.PROTECT)


def open_tickets(request):
    tickets = Ticket.objects.filter(is_open=True)
    return JsonResponse({"tickets": [ticket.queue.title for ticket in tickets]})
```

## Good

Load what is read together with the rows: `select_related` for one row, `prefetch_related` for many;
with SQLAlchemy `joinedload` and `selectinload` in the options of the statement.

```python
from django.db import models
from django.http import JsonResponse


class Queue(models.Model):
    title = models.CharField(max_length=100)


class Ticket(models.Model):
    queue = models.ForeignKey(Queue, on_delete=models.PROTECT)


def open_tickets(request):
    tickets = Ticket.objects.filter(is_open=True).select_related("queue")
    return JsonResponse({"tickets": [ticket.queue.title for ticket in tickets]})
```

Where only the key is asked for, `ticket.queue_id` has it; where rows are only counted, the database
counts them with `annotate(Count("tickets"))`.

## Not reported

Queries whose chain is not in sight: rows that a function was given, methods of managers that the
program does not define, options from elsewhere.  Functions of the program that give the rows, and
methods and default queries of its own managers, are looked into.

What `prefetch_related_objects` or an assignment loads.  Relations that load themselves
(`lazy="selectin"`), and rows that a session of SQLAlchemy has at hand.  The row from which a
relation was reached: `line.order` of `order.lines.all()`.

`order_id` and `pk`, values instead of objects, loops over ten rows or fewer, or over those with one
address or another value that one row has, branches that end the loop, logs of rows that are left
out.  One row of a relation, as by `latest()`, in a round that changes something.  A second loop
over what a local query holds: its objects keep what they loaded.  Rounds that delete their row,
also where a comprehension chose the rows, rounds that always make a row of another model and save
it, or, where no request waits, save one that their row leads to.  SQLite, by an engine of
SQLAlchemy that can be no other.  Methods of the row and helpers are followed over two calls, unless
they write, themselves or for each of the rows that they read; the fields of a model of pydantic
that is made of the row are reads too.

Chains that begin at an object, as `order.lines.all()`, are the switch `from-instance`: who fetched
the object may have loaded them.

## See also

Behind an asynchronous session of SQLAlchemy it is an error: RDY303.
"""

from readiness_lint.facts.loops import answers
from readiness_lint.facts.related import RelatedAccess
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Because, Severity, Status

INSTANCE = "from-instance"


@rule(
    "RDY312",
    "`{row}.{name}` is fetched row by row: {remedy}",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S1 layer 3, S2 11.2",
    since="0.1.0",
    switches={INSTANCE: "chains that begin at an object, whose rows the caller may have loaded"},
)
def related_access_in_loop(access: RelatedAccess, file: File) -> Problems:
    """Report one read for each loop and path."""
    if access.fails or file.under(access.node, Because.DEV):
        return
    yield Problem(
        access.node,
        severity=Severity.HIGH if answers(access.node, file) else Severity.MEDIUM,
        switch=INSTANCE if access.rows.start == "instance" else None,
        via=access.via,
        related=[(place, "the query") for place in access.rows.built or (access.rows.node,)],
        row=access.row,
        name=access.name,
        remedy=access.remedy,
    )
