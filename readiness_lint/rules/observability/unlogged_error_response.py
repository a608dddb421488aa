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

Log it with what identifies the request; or let it through, and the framework logs it and answers
500.

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
something that is named like a report, in this module or in another one, or whose comment says that
nothing is to be logged.  A `try` around it, a
decorator, an error handler or a middleware of its application that hears of the HTTP exception and
logs it; where it is not known which application that is, or nothing in sight mounts its router,
any.  A block of which all that may fail is caught further in, or whose functions have told of the
failure, or kept it, before they raise it again.  Health checks: their answer is the report.  An
answer that reads what only some exceptions have, `error.message`, and a function beside the
handlers that nothing speaks of.  Answers below 500, unless the option `client-errors` is on and the
block calls another process or the database.
"""

from dataclasses import dataclass

from readiness_lint.facts.error_answers import ErrorAnswer, logged_by_line
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@dataclass(frozen=True)
class Options:
    """Which answers count as failures."""

    client_errors: bool = False
    """Whether 4xx does, where the block reaches a peer."""


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
def unlogged_error_response(caught: ErrorAnswer, file: File) -> Problems:
    """Report the first answer of a clause that hides a failure."""
    answer = caught.failing(client_errors=file.options(Options).client_errors)
    if answer is None:
        return
    call = caught.handler.first_call
    yield Problem(
        caught.node,
        severity=Severity.LOW if logged_by_line(answer) else None,
        what=f"a failure of `{call}`" if call else "a failure",
        code=str(answer.status),
    )
