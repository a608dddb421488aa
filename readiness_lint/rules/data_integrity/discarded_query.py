"""Query that is thrown away.

A method of a query gives a new query and leaves the one that it belongs to as it was.  Where nobody
takes the result, the filter is not applied and the rows are not locked: the code goes on with all
rows, and looks as if it did not.  A statement that is built and not executed changes nothing.

Texts, dates and decimals are the same: `replace` and `strip` give another one.

## Bad

```python
from django.db import models


class Listing(models.Model):
    dirty = models.BooleanField(default=False)


def to_refresh(only_dirty: bool) -> models.QuerySet:
    listings = Listing.objects.exclude(pk=0)
    if only_dirty:
        listings.filter(dirty=True)
    return listings
```

## Good

```python
from django.db import models


class Listing(models.Model):
    dirty = models.BooleanField(default=False)


def to_refresh(only_dirty: bool) -> models.QuerySet:
    listings = Listing.objects.exclude(pk=0)
    if only_dirty:
        listings = listings.filter(dirty=True)
    return listings
```

## Not reported

Objects that are not known: a `filter` or an `order_by` may be that of a template library, or of a
builder that changes itself.  Cursors of MongoDB and queries of Beanie, which change themselves.
`Path.replace` and `os.replace`, which move a file.  A call that is all that a `try` guards: it asks
whether it fails.  A manager of MongoEngine that is called without anything: that makes the
collection.
"""

from readiness_lint.facts.discarded import Discarded
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status

MISSED = {
    "query": "the result is thrown away, so `{method}` has no effect",
    "statement": "nothing executes it, so no row changes",
    "value": "the result is thrown away, so `{method}` has no effect",
}


@rule(
    "RDY613",
    "`{call}(...)` returns a new {made}; {effect}",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S1 layer 1, S2 14.2",
    since="0.1.0",
)
def discarded_query(call: Discarded, _file: File) -> Problems:
    """Report statements that are nothing but a call which gives a new object."""
    effect = MISSED[call.builds].format(method=call.method)
    yield Problem(call.node, call=call.spelling, made=call.builds, effect=effect)
