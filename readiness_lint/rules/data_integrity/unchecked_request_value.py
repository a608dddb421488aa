"""Request value that is read without a check.

A key that the client left out, or `?page=two`, is a mistake of the client, and raises in the middle
of the handler.  The client is told 500, so it tries again or reports an outage; the error tracker
fills with exceptions that are none, and alarms on the rate of failures are in the hands of whoever
sends bad requests.

## Bad

```python
from flask import Flask, request

app = Flask(__name__)


@app.post("/groups")
def create_group():
    size = int(request.args.get("size", 10))
    return groups.create(request.json["name"], size)
```

## Good

```python
from flask import Flask, request

from shop.schemas import GroupIn

app = Flask(__name__)


@app.post("/groups")
def create_group():
    size = request.args.get("size", 10, type=int)
    body = GroupIn.model_validate(request.get_json())
    return groups.create(body.name, size)
```

## Not reported

`request.form[...]`, `request.args[...]`, `request.files[...]` and `request.headers[...]` of Flask
and Quart, which answer 400 by themselves.  What a `try` that takes the exception holds, in the
handler or in its decorator.  Keys that were looked for before, by `in`, `get` or a difference of
keys, in the handler or in the `dispatch` of its view.  Requests that a form, a serializer, a schema
or a function was given before, whole, which a function of the program that names the key got and may
refuse, which the base of the class handled, or that a decorator checks by its name; signed ones, after
the signature.  Methods that a view calls after its serializer or its form has judged the body, such
as `perform_create` and `form_valid`; `get_queryset`, `get_context_data` and `dispatch` are looked at,
with what any method of the class looked for before.  Texts whose digits were tested, those that are one of some constants there, and
those that went through the same conversion, or were given to what may raise, before.  Programs with an error handler for `KeyError`
or `ValueError`.  Keys of which nobody knows what they are, headers, cookies and parts of the path.
Benchmarks, by the name and the route of the handler.  Pyramid, whose routes may promise a key.

The bodies that a handler of FastAPI or Litestar reads by itself belong to `untyped-request-body`.
"""

import ast

from readiness_lint.facts.unchecked_values import UncheckedValue
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY603",
    "`{expression}` raises `{exception}` on malformed input: the client gets a 500 instead of a 400",
    severity=Severity.MEDIUM,
    status=Status.PARTIAL,
    source="S2 7.2, S2 6.3, S3 Validate all incoming data",
    since="0.1.0",
)
def unchecked_request_value(value: UncheckedValue, _file: File) -> Problems:
    """Report keys that may be missing, and texts that may be no numbers."""
    yield Problem(value.node, expression=ast.unparse(value.node), exception=value.exception)
