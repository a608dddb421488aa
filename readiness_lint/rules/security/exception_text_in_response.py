"""Text of an exception in a response.

What an unexpected exception says is written for developers: statements with their values, paths on
the server, names of internal hosts.  Sent to the client it tells an attacker how the service is
built and where it breaks, and it tells a user nothing that helps.

## Bad

```python
import logging

from fastapi import APIRouter, HTTPException

router = APIRouter()
logger = logging.getLogger(__name__)


@router.get("/invoices/{number}/export")
def export(number: int):
    try:
        return invoices.export(number)
    except Exception as error:
        logger.exception("export failed", extra={"invoice": number})
        raise HTTPException(500, detail=f"export failed: {error}")
```

## Good

Log the exception, and answer with words that were chosen for the client.

```python
import logging

from fastapi import APIRouter, HTTPException

router = APIRouter()
logger = logging.getLogger(__name__)


@router.get("/invoices/{number}/export")
def export(number: int):
    try:
        return invoices.export(number)
    except Exception:
        logger.exception("export failed", extra={"invoice": number})
        raise HTTPException(500, detail="The export failed")
```

## Not reported

The text of an exception of the project, or of a `ValueError`, that becomes the answer to a client's
mistake.  The name of the class alone, a branch that asks for the class first, and code that runs in
development only.  Health checks.  A `PermissionError` that becomes a 401 or 403.
What a comment of the clause tells CodeQL to accept.  An HTTP exception whose answer the program's own
handler of its status writes without that text.  A block that only makes an answer of a
generator: it runs, and fails, later.  What a function raises of which nobody speaks.

A broad `except` that answers 4xx, since there it is mostly the text of a validation: only where the
switch `refusals` is on, as in the profile `strict`, and with severity low.  What handlers answer
whose guards let administrators in alone, who run the service, themselves or by a function between:
only with the switch `administrators`, and with that severity too; a traceback is reported without
it.

Phrases that the program has chosen itself: a function that the block calls raises that class with a
fixed text.  A block that only computes, such as one that reads JSON: its text is about the value.

Answers of JSON-RPC, and what the tools of a language model give back to it: an agent on the same
machine makes something of the text.  The option `agent-protocols` reports them.

After the fifth in a module, all others are one finding.
"""

from dataclasses import dataclass

from readiness_lint.facts.exception_texts import ExceptionText, goes_to_admins
from readiness_lint.facts.handlers import Handler
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Because, Severity, Status

SINGLE = 5
"""So many of a module are findings of their own."""
SEVERITIES = {
    "database": Severity.HIGH,
    "driver": Severity.HIGH,
    "http-client": Severity.LOW,
}


@dataclass(frozen=True)
class Options:
    """Who counts as a client."""

    agent_protocols: bool = False
    """Whether an agent does that speaks JSON-RPC or calls the tools of a language model."""


@rule(
    "RDY228",
    "text of {what} is returned to the client: internals (SQL, paths, hosts) leak",
    severity=Severity.MEDIUM,
    status=Status.PARTIAL,
    source="S2 6.3, S2 9",
    since="0.1.0",
    instead_of=("RDY605",),
    switches={
        "refusals": "a broad `except` that answers 4xx",
        "administrators": "what a handler for administrators alone answers",
    },
    options=Options,
)
def exception_text_in_response(text: ExceptionText, file: File) -> Problems:
    """Report the first five of a module one by one, the others together."""
    handler = text.entry if isinstance(text.entry, Handler) else None
    if (handler and handler.health) or file.under(text.response.statement, Because.DEV):
        return
    if text.agent and not file.options(Options).agent_protocols:
        return
    admins = goes_to_admins(text, file)
    low, quiet = text.refusal or admins, "administrators" if admins and not text.traceback else None
    alike = [item for item in file.facts(ExceptionText) if item.kind == text.kind]
    severity = Severity.HIGH if text.traceback else SEVERITIES.get(text.family or "")
    yield Problem(
        text.node,
        about=text.response.node,
        severity=Severity.LOW if low else severity,
        group=f"others {text.kind}" if alike.index(text) >= SINGLE else None,
        switch="refusals" if text.refusal else quiet,
        what=text.what,
    )
