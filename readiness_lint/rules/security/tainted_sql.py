"""Client's text in a statement of SQL.

Text that is pasted into a statement becomes a part of it.  A client who may choose the text can end
the literal in which it stands and go on with SQL of his own: read the rows of others, log in as
somebody else, delete the table.

A bound parameter travels beside the statement and is never read as SQL.  It does not matter how
many functions stand between the request and the database; the message names them.

## Bad

```python
from fastapi import FastAPI
from sqlalchemy import create_engine, text

app = FastAPI()
engine = create_engine("postgresql://localhost/shop")


def rows_named(name: str):
    with engine.connect() as connection:
        return connection.execute(text(f"SELECT id FROM users WHERE name = '{name}'")).all()


@app.get("/users")
def users(name: str):
    return rows_named(name)
```

## Good

Bind values.  Names of columns cannot be bound: take them from a list of your own.

```python
from fastapi import FastAPI, HTTPException
from sqlalchemy import create_engine, text

app = FastAPI()
engine = create_engine("postgresql://localhost/shop")
SORTABLE = {"name", "created"}


@app.get("/users")
def users(name: str, sort: str = "name"):
    if sort not in SORTABLE:
        raise HTTPException(422)
    statement = text(f"SELECT id FROM users WHERE name = :name ORDER BY {sort} LIMIT 100")
    with engine.connect() as connection:
        return connection.execute(statement, {"name": name}).all()
```

## Not reported

Numbers, identifiers of type `UUID`, members of an enumeration, and text that a test, a list or a
validator has accepted on the way, in whichever function; text under which a row was found.  Text that nobody proves to be a client's.
Names that a driver quotes, such as `psycopg.sql.Identifier`.
"""

from readiness_lint.facts.entries import entry_of
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.tainted import TaintedSql
from readiness_lint.facts.words import RUNS_SQL
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY240",
    "{origin} {goes} the SQL of `{sink}`: {harm}",
    severity=Severity.CRITICAL,
    status=Status.MISSING,
    source="S2 9",
    since="0.1.0",
)
def tainted_sql(call: TaintedSql, file: File) -> Problems:
    """Report each text of a function once."""
    entry = entry_of(call.node, file)
    purpose = isinstance(entry, Handler) and any(
        file.words(RUNS_SQL).match(name) for name in (entry.path, entry.name)
    )
    purpose = purpose and call.whole
    verb = "are" if call.several else "is"
    yield Problem(
        call.node,
        severity=Severity.HIGH if purpose else None,
        group=f"{file.label(call.node)} {call.texts}",
        via=call.path,
        origin=call.texts,
        goes=verb if call.whole else f"{verb} pasted into",
        sink=call.sink,
        harm="it runs what the caller chooses"
        if purpose
        else "the caller can change the statement",
    )
