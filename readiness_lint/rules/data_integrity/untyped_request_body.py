"""Request body without a schema.

A body that is any mapping promises nothing: which fields are needed, of what type and how long is
known to the code that reads them, if at all.  A missing key is a 500, a wrong type is stored and
breaks whoever reads it next week, and the API document that clients are generated from says
`object`.

## Bad

```python
from fastapi import APIRouter

from shop.database import SessionDep

router = APIRouter()


@router.post("/forms")
def create_form(form: dict, session: SessionDep):
    return forms.create(session, title=form["title"], fields=form["fields"])
```

## Good

```python
from fastapi import APIRouter
from pydantic import BaseModel, Field

from shop.database import SessionDep

router = APIRouter()


class FormCreate(BaseModel):
    title: str = Field(max_length=200)
    fields: list[str]


@router.post("/forms")
def create_form(form: FormCreate, session: SessionDep):
    return forms.create(session, title=form.title, fields=form.fields)
```

## Not reported

Reading routes, and parameters of the path, the query or a form.  A mapping with typed values, such
as `dict[str, int]`.  Mappings whose keys clients choose, by their name: labels, metadata, settings;
and one field of several; both unless the handler reads single keys.  A body that is given to a
model, a schema or a check, one whose values are tested with `isinstance` or by a check, also a few
calls away, one whose every value must be among some that are known, one of which every pair is
looked at and may be refused, one that is given to what may raise a `ValueError` that is caught, or
a refusal that is answered with 400 or 422, one whose every value is made a type and refused where
it fits none, one that nobody reads, or only a log does, and one that is sent
on as it is.  Signed requests, whose body is read after the signature, and bodies
that are decoded by hand where anything else looks at the bytes.  GraphQL, JSON-RPC, MCP, A2A,
SCIM and chat bots, by the route or the module.

Frameworks other than FastAPI and Litestar: see `unchecked-request-value`.
"""

from readiness_lint.facts.bodies import UntypedBody
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY601",
    "`{handler}` takes the request body as `{type}`: "
    "required fields, types and limits are unchecked and missing from the API contract",
    severity=Severity.HIGH,
    status=Status.MISSING,
    source="S1 layer 6, S2 6.1, S2 7.1, S2 7.2, S3 validation",
    since="0.1.0",
)
def untyped_request_body(body: UntypedBody, _file: File) -> Problems:
    """Report bodies that are any mapping, and JSON that is read key by key."""
    yield Problem(body.node, handler=body.handler.name, type=body.type)
