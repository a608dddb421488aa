"""Field that is null by default and declares that it never is.

The schema that clients generate their types from says `string`, and the default says `null`.  A
client that sends what it was given, `null`, is refused; one that leaves the field out hands the
service a `None` that neither the type checker nor the validation looks for, and a method of `None`
is called where the value is used for the first time.

## Bad

```python
from pydantic import BaseModel


class ArticleUpdate(BaseModel):
    title: str = None
    position: int = None
```

## Good

```python
from pydantic import BaseModel


class ArticleUpdate(BaseModel):
    title: str | None = None
    position: int | None = None
```

## Not reported

Annotations with `None`, through the aliases of the program, and those of which it is not known:
aliases of libraries, `Any`, type variables, `ClassVar`, `InitVar`.  Fields that a validator or
`__post_init__` fills, that validate their default, that take no part in the constructor, or that
nothing validates.  Lines with a `type: ignore`.  Classes that
the program never speaks of, while it uses others of their base.  Private attributes and primary keys.  Dataclasses,
unless a handler or a task takes or gives them.  Parameters of functions other than the handlers of
FastAPI; those of a path, a query, a form or a header, which no client sends `null` for, unless the
handler uses them, or hands them to a function of the program that declares a value and must have
one, and asks nowhere whether there is one.
"""

from readiness_lint.facts.implicit_optionals import ImplicitOptional
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY607",
    "`{field}: {annotation} = None` declares a non-null contract and a null default",
    severity=Severity.MEDIUM,
    status=Status.PARTIAL,
    source="S2 7.3",
    since="0.1.0",
)
def implicit_optional_field(found: ImplicitOptional, _file: File) -> Problems:
    """Report fields and parameters whose default their annotation excludes."""
    yield Problem(found.node, field=found.name, annotation=found.annotation)
