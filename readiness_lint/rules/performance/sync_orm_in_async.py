"""Synchronous query in a coroutine.

Django's ORM knows when it is called on the thread of a running event loop, and refuses:
`SynchronousOnlyOperation`.  The query is not slow, it is never sent, and the request ends in a
server error.  It comes to light only where the coroutine runs as one: under a synchronous test
client or WSGI all is well.

A helper that sends the query is refused just the same.

## Bad

```python
from django.contrib.auth.models import User
from django.http import HttpRequest, JsonResponse


async def profile(request: HttpRequest, name: str) -> JsonResponse:
    user = User.objects.get(username=name)
    return JsonResponse({"email": user.email})
```

## Good

Call the asynchronous twin.  What has none, a transaction above all, goes into one function that
`sync_to_async` runs on a thread.

```python
from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, JsonResponse


async def profile(request: HttpRequest, name: str) -> JsonResponse:
    user = await User.objects.aget(username=name)
    await sync_to_async(rename)(user.pk, name.lower())
    return JsonResponse({"email": user.email})


def rename(pk: int, name: str) -> None:
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=pk)
        user.username = name
        user.save()
```

## Not reported

Querysets that are only built, or that an `async for` or another function may have gone through
before, `async for`, methods that begin with `a`.  `request.user` and `request.session` where
middleware or a decorator that is not known may have loaded it, and sessions that settings keep elsewhere
than in the database.  `full_clean` of rows, which may have nothing to look
up, and a decorator on a coroutine, which is over before that runs.  What is handed to
`sync_to_async` or `database_sync_to_async`, by a call, a decorator or a lambda.  Programs with
`DJANGO_ALLOW_ASYNC_UNSAFE`, and projects that admit only a Django older than 3.0, which refuses
nothing yet.  Management commands, start-up code, and coroutines that `asyncio.run`
gives a loop of their own.  The cache, hashes of passwords and mail, which Django does not refuse.

The `__acall__` of middleware that is a plain class and does not call it itself: nor does Django.

A helper that queries only under a test of the settings or of a value, or while it handles an
exception.

## See also

RDY301 for ORMs that hold the loop instead; RDY303 for SQLAlchemy's asynchronous sessions.
"""

from readiness_lint.facts.entries import Entry, entry_of
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.sync_queries import SyncQuery
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import EntryKind, Severity, Status


@rule(
    "RDY302",
    "`{call}` {what} in async `{function}`: Django raises `SynchronousOnlyOperation`",
    severity=Severity.HIGH,
    status=Status.MISSING,
    source="S1 layer 3, S2 11.2",
    since="0.1.0",
    instead_of=("RDY301", "RDY312"),
)
def sync_orm_in_async(query: SyncQuery, file: File) -> Problems:
    """Report each query, and each call of a helper that sends one."""
    entry = entry_of(query.function, file)
    serving = isinstance(entry, Handler) or (
        isinstance(entry, Entry) and entry.kind is EntryKind.MIDDLEWARE
    )
    yield Problem(
        query.node,
        severity=Severity.CRITICAL if serving else None,
        call=query.what,
        what="queries synchronously" if query.direct else "comes to a synchronous query",
        function=query.function.name,
    )
