"""Query in a loop.

Each round waits for a round trip to the database.  With the ten rows of a test nobody notices; a
list of two thousand takes two thousand round trips, holds its connection all the while, and is the
usual reason why a page becomes slow as the customers' data grows.

## Bad

```python
from django.http import JsonResponse
from shop.models import Product


def totals(request):
    total = 0
    for line in request.data["lines"]:
        product = Product.objects.get(pk=line["product"])
        total += product.price * line["quantity"]
    return JsonResponse({"total": total})
```

## Good

Ask once, for all rows: `in_bulk`, `filter(pk__in=ids)`, `select(...).where(Product.id.in_(ids))`,
an annotation, or a prefetch.

```python
from django.http import JsonResponse
from shop.models import Product


def totals(request):
    lines = request.data["lines"]
    products = Product.objects.in_bulk([line["product"] for line in lines])
    total = sum(products[line["product"]].price * line["quantity"] for line in lines)
    return JsonResponse({"total": total})
```

## Not reported

Loops that do not grow with the data: literals and constants, a few retries, batches and pages.
Rounds that write, lock, send or enqueue, or hand the row to a function that does: each is a unit of
work of its own, and one query more does not matter.  Searches that end with the first hit, branches
that end the loop, values kept in a mapping or, from the first round on, in a name, what is asked
where an exception is handled.  Rows that are loaded again, as by `session.refresh`, and rows that
the session has loaded before.  What a data loader is given, which collects the keys of a round.
`while` loops.  What runs once for each installation, by the name of its function, decorator or
module: `migrate`, `upgrade`, `backfill`. SQLite and DuckDB, to which there is no round trip: by
their own drivers, and by engines of SQLAlchemy where the module, or else the program, makes none
for another database.  A parameter of which only the name says that it holds many, where all who
call hand over a list that is written out, or one group of a grouping.

Private functions that nothing in the program speaks of.

Helpers are followed where they do nothing but read, and their answer is used.
"""

import ast

from readiness_lint.facts.loops import RepeatedQuery, answers
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Because, Severity, Status

GROWING = ": n rows cost n round trips"
SAME = ", and does not depend on it: once before the loop is enough"
LONGEST = 40


@rule(
    "RDY311",
    "`{query}` {runs} once per `{target}` of `{iterable}`{cost}",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S1 layer 3, S2 11.2",
    since="0.1.0",
)
def query_in_loop(found: RepeatedQuery, file: File) -> Problems:
    """Report one query for each loop and model."""
    if file.under(found.node, Because.DEV):
        return
    target, iterable = ast.unparse(found.loop.target), ast.unparse(found.loop.iterable)
    place = f"{file.label(found.node)} {found.loop.node.lineno} {found.model}"
    yield Problem(
        found.node,
        severity=Severity.HIGH if found.varies and answers(found.node, file) else Severity.MEDIUM,
        group=place if found.model else None,
        via=found.path,
        query=found.what,
        runs="runs a query" if found.path else "runs",
        target=target,
        iterable=iterable if len(iterable) <= LONGEST else f"{iterable[:LONGEST]}...",
        cost=GROWING if found.varies else SAME,
    )
