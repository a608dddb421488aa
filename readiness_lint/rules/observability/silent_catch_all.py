"""Catch-all that is silent.

A framework logs the exceptions that it has no handler for.  A handler for `Exception` takes that
from it: Flask and Sanic write nothing any more, and no framework does for a handler of `ValueError`
or of the database's errors.  A middleware that answers whatever the rest of the application raises
takes it from all of them, and so does `process_exception` of Django, or the `EXCEPTION_HANDLER` of
REST framework, that answers for more than it knows.  Then a programming error is an answer like any
other, and the log is empty.

## Bad

```python
from flask import Flask

app = Flask(__name__)


@app.errorhandler(Exception)
def on_error(error):
    return {"error": "internal"}, 500
```

```python
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import JSONResponse


class Failures(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        try:
            return await call_next(request)
        except Exception:
            return JSONResponse({"error": "internal"}, status_code=500)
```

## Good

```python
from flask import Flask
from werkzeug.exceptions import HTTPException

app = Flask(__name__)


@app.errorhandler(Exception)
def on_error(error):
    if isinstance(error, HTTPException):
        return error
    app.logger.exception("request failed", exc_info=error)
    return {"error": "internal"}, 500
```

```python
import logging

from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import JSONResponse

logger = logging.getLogger(__name__)


class Failures(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        try:
            return await call_next(request)
        except Exception:
            logger.exception("request failed")
            return JSONResponse({"error": "internal"}, status_code=500)
```

## Not reported

A handler for errors of the project, but for those that say by their name that the service has
failed, as `DependencyError`, that are answered as a failure, and that nobody logs where they are
raised; one for validation, for HTTP exceptions or for a status.  One that logs, reports or counts,
itself or through a function that it calls, raises, or hands the exception on.  A handler for
`Exception` of Starlette or FastAPI, which raise it again once it is answered, and
one for the status 500, of which the framework has told before, unless it answers with a success.  A
registration for development only.

A middleware that keeps the exception, raises it again, or says in a comment that nothing is to be
logged; any, where another one of the program logs what it raises again.  A `process_exception`, or
a handler of REST framework, that answers only for exceptions that it names, or whose answer hangs on
which one it is.  A `try` around the `get_response` of Django: no exception comes to it, since Django
answers, and logs, what a view has raised before it goes on to the middleware.
"""

from readiness_lint.facts.silent_answers import SilentAnswer
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY518",
    "{who} answers every `{subject}` {lost}",
    severity=Severity.HIGH,
    status=Status.MISSING,
    source="S2 8.1, S2 15, S2 6.3",
    since="0.1.0",
    instead_of=("RDY517",),
)
def silent_catch_all(answer: SilentAnswer, _file: File) -> Problems:
    """Report handlers and middleware that turn mistakes into answers of which no log knows."""
    yield Problem(answer.node, who=answer.who, subject=answer.subject, lost=answer.lost)
