"""Catch-all that is silent.

A framework logs the exceptions that it has no handler for.  A handler for `Exception` takes that
from it: Flask and Sanic write nothing any more, and no framework does for a handler of `ValueError`
or of the database's errors.  Then a programming error is an answer like any other, and the log is
empty.

## Bad

```python
from flask import Flask

app = Flask(__name__)


@app.errorhandler(Exception)
def on_error(error):
    return {"error": "internal"}, 500
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

## Not reported

A handler for errors of the project, for validation, for HTTP exceptions or for a status.  One that
logs, reports or counts, itself or through a function that it calls, raises, or hands the exception
on.  A handler for `Exception` of Starlette or FastAPI, which raise it again once it is answered,
unless it answers with a success.  A registration for development only.
"""

from readiness_lint.facts.silent_answers import SilentAnswer
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY518",
    "handler answers every `{subject}` and tells nobody: {framework} does not log it either",
    severity=Severity.HIGH,
    status=Status.MISSING,
    source="S2 8.1, S2 15, S2 6.3",
    since="0.1.0",
)
def silent_catch_all(answer: SilentAnswer, _file: File) -> Problems:
    """Report registrations that turn mistakes into answers of which no log knows."""
    yield Problem(answer.node, subject=answer.subject, framework=answer.framework)
