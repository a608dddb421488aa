"""Error response that is not logged.

A handler that turns every exception into a status of 500 ends the exception's life.  The framework
logs what it does not catch, but it logs nothing of an HTTP exception or of a response: the cause of
the failure is in the answer to the client, or nowhere.  `raise ... from error` changes nothing.

## Bad

```python
from fastapi import APIRouter, HTTPException

router = APIRouter()


@router.delete("/files/{number}")
async def delete(number: int):
    try:
        await files.delete(number)
    except Exception as error:
        raise HTTPException(500, detail="the file was not deleted") from error
```

## Good

Log it with what identifies the request; or let it through, and the framework logs it and answers 500.

```python
import logging

from fastapi import APIRouter, HTTPException

router = APIRouter()
logger = logging.getLogger(__name__)


@router.delete("/files/{number}")
async def delete(number: int):
    try:
        await files.delete(number)
    except Exception as error:
        logger.exception("file was not deleted", extra={"file": number})
        raise HTTPException(500, detail="the file was not deleted") from error
```

## Not reported

A narrow `except`.  A handler that reports, counts, keeps or hands on the exception, or calls
something that is named like a report.  A `try` around it, or a decorator, that logs.  Health checks:
their answer is the report.  Answers below 500, unless the option `client-errors` is on.
"""

from dataclasses import dataclass

from readiness_lint.facts.entries import entry_of
from readiness_lint.facts.exception_texts import answers_requests, is_of_class
from readiness_lint.facts.failures import OBSERVED, ExceptHandler
from readiness_lint.facts.handlers import Handler
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status

LOGGED_BY_LINE = frozenset({"django", "rest_framework", "ninja"})
"""Frameworks that write one line, without the cause, for a response of 5xx."""


@dataclass(frozen=True)
class Options:
    """Which answers count as failures."""

    client_errors: bool = False
    """Whether 4xx does."""


@rule(
    "RDY517",
    "broad except turns {what} into HTTP {code} and logs nothing: "
    "the cause exists only in the answer to the client",
    severity=Severity.HIGH,
    status=Status.MISSING,
    source="S2 8.1, S2 8.2, S2 6.3",
    since="0.1.0",
    instead_of=("RDY506",),
    options=Options,
)
def unlogged_error_response(handler: ExceptHandler, file: File) -> Problems:
    """Report handlers that answer for an exception which nobody hears of."""
    if not handler.broad or handler.silent or not handler.answers or handler.some & OBSERVED:
        return
    lowest = 400 if file.options(Options).client_errors else 500
    failures = [
        answer
        for answer in handler.answers
        if answer.status is not None
        and answer.status >= lowest
        and not (handler.name and is_of_class(file, answer, handler.name))
    ]
    if not failures or not answers_requests(handler.guard, file):
        return
    entry = entry_of(handler.guard, file)
    if (isinstance(entry, Handler) and entry.health) or handler.logged_outside:
        return
    answer = failures[0]
    logged = answer.framework in LOGGED_BY_LINE and not answer.raised
    yield Problem(
        handler.node,
        severity=Severity.LOW if logged else None,
        what=f"a failure of `{handler.first_call}`" if handler.first_call else "a failure",
        code=str(answer.status),
    )
