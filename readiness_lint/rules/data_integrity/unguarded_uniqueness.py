"""Row that concurrent requests make twice.

`get_or_create` looks for a row and makes it where there is none; so does a check with `exists()`
before a `create`.  Between the look and the insert another request does the same, and both insert.
Only a unique constraint of the database makes the second one fail, so that the row of the first is
taken.

Without it there are two rows from then on: the next `get` raises, sums count both, a user whose
e-mail stands twice logs in as one of them.

## Bad

```python
from django.db import models


class Subscription(models.Model):
    email = models.EmailField()


def subscribe(email: str) -> Subscription:
    subscription, _ = Subscription.objects.get_or_create(email=email)
    return subscription
```

## Good

Declare what is to be unique: `unique=True`, a `UniqueConstraint` over several fields.

```python
from django.db import models


class Subscription(models.Model):
    email = models.EmailField(unique=True)


def subscribe(email: str) -> Subscription:
    subscription, _ = Subscription.objects.get_or_create(email=email)
    return subscription
```

## Not reported

Look-ups with a transform, such as `name__iexact`, or with `**values`; those of constant values
only.  Classes with a base, a field or a list of constraints that is not known, and unmanaged ones,
whose table is somebody else's.  A conditional constraint counts as one, and so does one that the
values complete with which a row is made.  Look-ups of rows that belong to one which the function
has just made, or opened elsewhere.  Functions that catch errors of the database, take several rows
into account, order them, speak of a lock or are called by what does, or by their name, or that of
what they stand in or of all that calls them, set a program up or make samples.  A count that is
held against a limit.  Commands, and functions that end the process.  Look-ups under a comment that
says that there is to be no constraint.
"""

from readiness_lint.facts.duplicates import LooseLookup
from readiness_lint.facts.words import NATURAL_KEYS
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY615",
    "{how} on `{model}({keys})` has no unique constraint behind it: concurrent requests create duplicates",
    severity=Severity.MEDIUM,
    status=Status.PARTIAL,
    source="S2 10.1, S2 10.4, S2 6.4, S1 layer 6",
    since="0.1.0",
    reach="project",
)
def unguarded_uniqueness(lookup: LooseLookup, file: File) -> Problems:
    """Report rows that are made where none was found, and that no constraint keeps single."""
    dear = any(file.words(NATURAL_KEYS).match(key) for key in lookup.keys)
    yield Problem(
        lookup.node,
        severity=Severity.HIGH if dear else None,
        how=f"`{lookup.how}`" if "-" not in lookup.how else lookup.how,
        model=lookup.model,
        keys=", ".join(lookup.keys),
    )
