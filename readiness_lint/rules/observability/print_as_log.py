"""Printed line in the place of a log record.

What a service prints has no level, no time and no request id.  No log setting reaches it: it cannot
be filtered, it goes to no handler and no error tracker, and behind a server it is buffered or
dropped.  In an `except` block it is often all that is left of a failure, and nobody sees it.

## Bad

```python
def delete(blocks, number):
    try:
        blocks.delete(number)
    except KeyError as error:
        print(f"block {number} was not deleted: {error}")
```

## Good

```python
import logging

logger = logging.getLogger(__name__)


def delete(blocks, number):
    try:
        blocks.delete(number)
    except KeyError:
        logger.exception("block was not deleted", extra={"block": number})
```

## Not reported

Lines printed anywhere but in what a framework calls (request handlers, tasks, middleware,
receivers), in `except` blocks, and in classes that have a logger; in an `except` block they must
show the exception, or the module must write a log.  With the switch `anywhere`, lines in any other
function as well.  Text that goes to a named stream, `file=`.

Scripts, tests, settings and what runs at import, which is before there is a log, and `__main__`
blocks.  Code for a terminal: modules that import `argparse`, `click`, `typer`, `cmd`, `getpass`,
`hatchling`, `textual`, `questionary`, `tkinter`, Qt or the console of `rich`, or that print where
they are imported; modules, classes and functions named like one, or like a demonstration; functions
that ask a question or open a browser, or that only such modules call; classes that by their name
stand in for a service.  Lines for which the caller may give a function that logs.  Lines under a
test of `debug`, `verbose`, `quiet`, `isatty` or the level of the log, and lines whose comment says
why they are printed.  A text of four or more lines, and a heading with a line for each of some
items.  Entry points of AWS Lambda, whose output is their log.

In an `except` block: `KeyboardInterrupt`, the end of the process, a `try` that only prints, or
above which a line says what it will do, text before an `ImportError` is raised again, modules that
write the log and classes that are a piece of it, functions that nothing speaks of in modules that
nothing imports, functions named for a report whose report failed, and what the block logs as well,
reports to an error tracker, or logs before it raises the exception again; a traceback beside a
record without one is reported.
"""

from readiness_lint.facts.prints import Print
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Role, Severity, Status

ANYWHERE = "anywhere"


@rule(
    "RDY501",
    "`{call}` in {where} is no log record: it has no level, no time and no request id",
    severity=Severity.MEDIUM,
    status=Status.PARTIAL,
    source="S2 8.3, S2 14.2, S1 layer 5",
    since="0.1.0",
    roles=frozenset({Role.APPLICATION}),
    switches={ANYWHERE: "functions that no framework calls"},
)
def print_as_log(printed: Print, file: File) -> Problems:
    """Report what one clause, function or class prints as one finding."""
    yield Problem(
        printed.node,
        severity=Severity.HIGH if printed.only_trace else None,
        switch=ANYWHERE if printed.anywhere else None,
        group=str(file.region(printed.part).line),
        call=printed.call,
        where=printed.where,
    )
