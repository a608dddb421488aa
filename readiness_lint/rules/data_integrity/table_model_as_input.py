"""Table model as input.

A SQLModel class with `table=True` does not validate: the handler below answers 200 to an age of
`"old"`, stores it, and takes an object without a name.  The client also chooses what it should not,
such as the identifier of the row, since all columns are fields of the body.

## Bad

```python
from fastapi import APIRouter
from sqlmodel import Field, SQLModel

router = APIRouter()


class Hero(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str
    age: int


@router.post("/heroes")
def create_hero(hero: Hero):
    return heroes.add(hero)
```

## Good

Take a model without a table, and make the row of it.

```python
from fastapi import APIRouter
from sqlmodel import Field, SQLModel

router = APIRouter()


class HeroCreate(SQLModel):
    name: str
    age: int


class Hero(HeroCreate, table=True):
    id: int | None = Field(default=None, primary_key=True)


@router.post("/heroes")
def create_hero(hero: HeroCreate):
    return heroes.add(Hero.model_validate(hero))
```

## Not reported

`Hero.model_validate(...)`, which does validate, and `Hero(**hero.model_dump())` of an object that
was validated.  Table models as the answer, and as a parameter that a dependency fills.
"""

from readiness_lint.facts.bodies import UncheckedRow
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY602",
    "`{handler}` accepts the table class `{model}` as input: `table=True` classes skip validation",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S1 layer 6, S2 7.2",
    since="0.1.0",
)
def table_model_as_input(row: UncheckedRow, _file: File) -> Problems:
    """Report rows that are made of what a client sent, without a look at it."""
    yield Problem(row.node, handler=row.handler.name, model=row.cls)
