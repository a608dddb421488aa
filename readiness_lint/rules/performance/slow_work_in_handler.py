"""Mail sent while a client waits.

A mail server takes its time: a connection, a handshake, a login, a greeting delayed on purpose
against spam.  A handler that waits for all of it holds a worker and keeps its client waiting, for
something that the answer does not depend on; when the mail server is away, signing up is away too.

It is reported where something that runs work later is at hand: the project has a task queue, or the
framework runs functions after the answer.

## Bad

```python
import smtplib
from email.message import EmailMessage

from fastapi import APIRouter

from shop.accounts import create_account

router = APIRouter()


def welcome(address: str) -> None:
    message = EmailMessage()
    message["To"] = address
    with smtplib.SMTP("mail.example", timeout=10) as server:
        server.send_message(message)


@router.post("/accounts")
def register(address: str) -> dict[str, int]:
    account = create_account(address)
    welcome(address)
    return {"id": account.id}
```

## Good

```python
import smtplib
from email.message import EmailMessage

from fastapi import APIRouter, BackgroundTasks

from shop.accounts import create_account

router = APIRouter()


def welcome(address: str) -> None:
    message = EmailMessage()
    message["To"] = address
    with smtplib.SMTP("mail.example", timeout=10) as server:
        server.send_message(message)


@router.post("/accounts")
def register(address: str, tasks: BackgroundTasks) -> dict[str, int]:
    account = create_account(address)
    tasks.add_task(welcome, address)
    return {"id": account.id}
```

Mail that must not get lost belongs in a task queue, which tries again; with a database, sent from
`transaction.on_commit`.

With the switch `work` it also names what takes the longer the more it is given: images, documents, data
frames and workbooks, archives that a growing loop fills, converters such as `ffmpeg`, `git clone` and
`git push`, rows of a file that are written to the database, a walk through the uploaded files, and
answers of language models that do not come as a stream.

## Not reported

Of other work, what a comparison of sizes limits, what administrators come to, and what is done only
until a kept result exists.

Mail that is handed to a task, to `BackgroundTasks`, to `on_commit`, to another thread, or to a
backend that stores it for a task, such as `post_office`.  Mail of tasks and commands.  Handlers
with which an operator tries the mail server, by their name.  Mail of which the client is told why
it could not be sent, by the handler or by what a helper returns, or by an error that speaks of
mail: it is what the client asked for.  Projects without a task queue whose framework has nothing of
the kind.
"""

from readiness_lint.facts.long_work import LongWorkInRequest
from readiness_lint.facts.slow_work import MailInRequest
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY344",
    "The client of `{handler}` waits for {what} that a task could {do}: `{call}`",
    severity=Severity.MEDIUM,
    status=Status.PARTIAL,
    source="S1 layer 3, S2 11.2",
    since="0.1.0",
    instead_of=("RDY121",),
    switches={"work": "other work than mail: documents, tables, archives, language models"},
)
def slow_work_in_handler(work: MailInRequest | LongWorkInRequest, _file: File) -> Problems:
    """Report each handler once, and once for work that is no mail."""
    is_mail = isinstance(work, MailInRequest)
    yield Problem(
        work.node,
        via=work.reached.path,
        switch=None if is_mail else "work",
        handler=work.handler.name,
        what="mail" if is_mail else work.reached.resource,
        do="send" if is_mail else "see to",
        call=work.reached.origin.what,
    )
