"""Text that a shell reads as a command.

A shell splits what it is given at spaces, and at `;`, `|`, `&&`, `$(` and line breaks, and runs
every piece.  Whoever chooses a part of the text runs commands of his own, with the rights of the
service.

Without a shell the elements of a list are the arguments of one program, whatever they hold.  It
does not matter how many functions stand between the request and the command; the message names
them.

## Bad

```python
import subprocess

from fastapi import FastAPI

app = FastAPI()


@app.post("/ping")
def ping(host: str):
    return subprocess.check_output(f"ping -c 1 {host}", shell=True, timeout=5)
```

## Good

A list, no shell, and `--` before what may begin with a hyphen.

```python
import subprocess

from fastapi import FastAPI

app = FastAPI()


@app.post("/ping")
def ping(host: str):
    return subprocess.check_output(["ping", "-c", "1", "--", host], timeout=5)
```

## Not reported

Text of which nothing shows that a client chooses it.  Lists without a shell, but for a program that
the client names, and text that a library cuts into words itself and hands to no shell, such as
`container.exec_run` of Docker and `pexpect.run`, but behind `sh -c`.  Values that `shlex.quote` has quoted, or that a test, a list or a validator has
accepted.  Scripts and commands that somebody runs by hand.  A route that is there to run commands,
as its name says, and runs the one that it is given.

With the switch `unproven` every text that is put into a command is reported, but for constants,
settings and numbers, and for commands on another machine; of what it found on code that nobody had
read before, most ran what the program or its operator had chosen.  With the switch `any-command` a
function that hands the shell what it is given is reported without its callers, but for one whose
name says that this is its purpose; so are routes that run the command that they are given, commands
on another machine, and the program itself where the configuration names it.

## See also

CWE-78.
"""

from readiness_lint.facts.shell_texts import ShellText, is_meant
from readiness_lint.facts.tainted import TaintedCommand
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status

CHOOSE = "take it from a list of your own"
SEPARATE = "pass a list of arguments without a shell"
QUOTE = "quote it with `shlex.quote`"


@rule(
    "RDY243",
    "{origin} {reaches} `{sink}`; {instead}",
    severity=Severity.CRITICAL,
    status=Status.MISSING,
    source="S2 9",
    since="0.1.0",
    switches={
        "unproven": "a text of which nothing shows that a client chooses it",
        "any-command": "a function that hands the shell what it is given, whoever calls it",
    },
)
def shell_injection(command: TaintedCommand | ShellText, file: File) -> Problems:
    """Report each text of a client once in a function."""
    chosen = command.act == "program"
    known = isinstance(command, TaintedCommand)
    guess = Severity.MEDIUM if command.passed else Severity.HIGH
    sure = known and not command.semi_trusted
    yield Problem(
        command.node,
        severity=None if sure else guess,
        group=f"{file.label(command.node)} {command.texts}" if known else None,
        switch=_switch(file, command),
        via=command.path,
        origin=command.texts,
        reaches=_reaches(command, chosen=chosen),
        sink=command.sink,
        instead=CHOOSE if chosen else QUOTE if command.remote else SEPARATE,
    )


def _switch(file: File, command: TaintedCommand | ShellText) -> str | None:
    """What it takes to report a command; ``None``: nothing."""
    if isinstance(command, TaintedCommand):
        return "any-command" if is_meant(file, command) else None
    return "any-command" if command.passed else "unproven"


def _reaches(command: TaintedCommand | ShellText, *, chosen: bool) -> str:
    ending = "" if command.several else "s"
    return (
        f"name{ending} the program that is run by"
        if chosen
        else f"reach{'es' if ending else ''} a shell through"
    )
