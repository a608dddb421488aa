"""Rows fetched to count.

The database can count rows, or say that there is one, without sending any of them.  ``len`` of a
query loads every row, makes an object of each and throws them away: memory and time grow with the
table, for a number that an index holds.  ``count() > 0`` sends nothing and still visits all rows
that match, where `exists` stops at the first.

## Bad

```python
from django.http import JsonResponse
from shop.models import Order


def open_orders(request):
    return JsonResponse({"open": len(Order.objects.filter(user=request.user, paid=False))})
```

## Good

```python
from django.http import JsonResponse
from shop.models import Order


def open_orders(request):
    return JsonResponse({"open": Order.objects.filter(user=request.user, paid=False).count()})
```

## Not reported

Rows that are used for something else as well: then they are loaded anyway, and ``len`` is free, or
counting them first is a query more.  Rows that are kept and only tested: they may be loaded for the
session to have them.  Queries with a limit, groups, and those that came out of sight or went
through an unknown function.  Queries for what no two rows share, by a key, a constraint, or the
name of a field, as ``email``, ``slug`` or ``uuid``.  Relations, whose rows may have been loaded
before.  Numbers that are compared with more than none; of a whole table whose second row is asked
for, ``len`` either.  A count of a table that stays small by its name, or in a database that is a
file of the same machine; a count under which a function refuses with an exception what is there
already, or next to which it makes a row of just that.  Counts of what joins rows of two other
tables, as `filter(user=user, group=group)`, of rows whose keys are at hand, of rows that are handed
on to another function, of a table that the same module loads as a whole; a number that is used as
well.  Sums and extremes of rows, and the first of those that Python has sorted.
"""

from readiness_lint.facts.counted_rows import ANY, COUNT, EXISTS, FIRST, MEMBER, NeedlessRows
from readiness_lint.facts.shapes import spelled
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Because, Severity, Status

SAID = {
    COUNT: "loads all rows to count them: the database can do that",
    EXISTS: "loads all rows to see whether there are any: `exists`, or a limit of one, is enough",
    FIRST: "loads all rows to take the first: `first`, or a limit of one, is enough",
    MEMBER: "loads all rows to look for one: `contains`, or a filter by its key, is enough",
    ANY: "counts all rows to see whether there are any: `exists`, or a limit of one, is enough",
}


@rule(
    "RDY323",
    "`{query}` {wasted}",
    severity=Severity.MEDIUM,
    status=Status.PARTIAL,
    source="S2 11.2",
    since="0.1.0",
)
def rows_fetched_to_count(found: NeedlessRows, file: File) -> Problems:
    """Report the expression that asks for so little."""
    if not file.under(found.node, Because.DEV):
        yield Problem(
            found.node,
            severity=Severity.LOW if found.wanted == ANY else None,
            query=spelled(found.query),
            wasted=SAID[found.wanted],
        )
