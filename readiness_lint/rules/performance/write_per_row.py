"""Write per row.

Each write of a loop is a round trip to the database, and each `commit` waits for its disk.  A
thousand rows take as long as a thousand requests, where one statement for all of them takes a few
milliseconds.  A commit in the loop also leaves half of the rows behind when one of them fails, and
nobody can tell which half.

## Bad

```python
from sqlalchemy.orm import Session

from shop.models import Tag


def add_tags(session: Session, names: list[str]) -> None:
    for name in names:
        session.add(Tag(name=name))
        session.commit()
```

## Good

Collect the rows, and send them together: `add_all`, `bulk_create`, `executemany`, or `update` of
the queryset where all rows get the same value.

```python
from sqlalchemy.orm import Session

from shop.models import Tag


def add_tags(session: Session, names: list[str]) -> None:
    session.add_all([Tag(name=name) for name in names])
    session.commit()
```

With the switch `any-write` also `row.save()` and `row.delete()` of the rows of a loop, `update` for one
row, `get_or_create` and `update_or_create`; `bulk_create` needs a constraint to know such rows by.

## Not reported

Rounds that are work of their own: they wait for another service, send mail, enqueue a task, take a
lock, open a transaction or a session, or may fail alone inside a ``try``.  Batches, commits that a
test lets through once in a number of rounds, and rounds that change any number of rows first.
Loops that do not grow with the data, or end with the write, and streams of messages.  Writes with a
comment that says why it is one at a time.

Models whose rows need more than a statement: a `save` or a manager of their own, receivers of their
signals, a file that is deleted with them, a parent with a table, a base that is not known.  Rows whose key, or the row itself, is
used afterwards.  SQLite and DuckDB, to which there is no round trip; a commit there, where a query
has looked for the row before it is added, so that what an error leaves out is added the next time.
"""

import ast

from readiness_lint.facts.loops import answers
from readiness_lint.facts.row_writes import ANY, TOGETHER, RowWrite
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Because, Severity, Status

LONGEST = 40


@rule(
    "RDY315",
    "`{call}` runs once per `{target}` of `{iterable}`: {together}",
    severity=Severity.MEDIUM,
    status=Status.PARTIAL,
    source="S1 layer 3, S2 11.2",
    since="0.1.0",
    switches={"any-write": "rows that are saved, deleted, changed or looked for one by one"},
)
def write_per_row(found: RowWrite, file: File) -> Problems:
    """Report one write for each loop."""
    if file.under(found.node, Because.DEV):
        return
    other = found.verb in ANY
    urgent = found.verb == "commit" or answers(found.node, file)
    iterable = ast.unparse(found.loop.iterable)
    yield Problem(
        found.node,
        severity=Severity.HIGH if urgent else None,
        group=f"{file.label(found.node)} {found.loop.node.lineno} {other}",
        switch="any-write" if other else None,
        call=found.spelling,
        target=ast.unparse(found.loop.target),
        iterable=iterable if len(iterable) <= LONGEST else f"{iterable[:LONGEST]}...",
        together=TOGETHER[found.verb],
    )
