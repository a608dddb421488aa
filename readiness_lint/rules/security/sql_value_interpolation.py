"""A value that is written into a statement of SQL.

Whoever chooses the value can end the literal in which it stands and go on with SQL of his own.
That the value is harmless today is a property of all callers, now and later; that a bound parameter
is never read as SQL is a property of the driver.

A statement with its values inside is parsed and planned anew for each of them as well, and breaks
on the first name with an apostrophe.

## Bad

```python
from sqlalchemy import text


def of_kind(session, kind):
    return session.execute(text(f"SELECT id FROM findings WHERE kind = '{kind}' LIMIT 100")).all()
```

## Good

```python
from sqlalchemy import text


def of_kind(session, kind):
    statement = text("SELECT id FROM findings WHERE kind = :kind LIMIT 100")
    return session.execute(statement, {"kind": kind}).all()
```

## Not reported

Names of tables, columns and databases, those that a catalogue is asked for among them, pieces of
statements and lists of placeholders, which cannot be bound.  Numbers, times, hashes, `UUID`,
members of an enumeration, constants and settings, and what a mapping of these gives.  Keys by which
one row names another, and what a program answers that this one has started.  What a function has
quoted, or a test, a list or a validator has accepted.  Code that only commands come to.  Statements
that take no parameters: `SET`, `NOTIFY`, `CREATE`.  Drivers and dialects.  Text that is proved to
be a client's: that is RDY240.

With the switch `sql-identifiers` names are reported, too.

## See also

CWE-89.
"""

from readiness_lint.facts.sql_values import InterpolatedValue
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Activation, Severity, Status


@rule(
    "RDY241",
    "`{hole}` is interpolated into SQL ({position}); pass it as a bound parameter of `{sink}`",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S2 9",
    since="0.1.0",
    activation=Activation.PREVIEW,
    switches={"sql-identifiers": "names of tables and columns that are written into a statement"},
)
def sql_value_interpolation(value: InterpolatedValue, _file: File) -> Problems:
    """Report the first value of each statement."""
    yield Problem(
        value.node,
        switch="sql-identifiers" if value.position == "identifier" else None,
        hole=value.hole,
        position=value.position,
        sink=value.sink,
    )
