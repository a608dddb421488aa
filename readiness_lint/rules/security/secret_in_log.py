"""Secret in a log.

A log is read by more people than a database, is sent to other companies, and is kept for years.
A password or a token in it is one that all of them can use, and nobody knows which of them did.
What a handler prints ends there as well, and what a tracker of errors is told is read by as many.

A record needs to say who and what, not with which key: write the number of the user, or the last
four characters.

## Bad

```python
import logging

logger = logging.getLogger(__name__)


def login(user: str, password: str) -> None:
    logger.warning("wrong password %r for %s", password, user)
```

## Good

```python
import logging

logger = logging.getLogger(__name__)


def login(user: str, password: str) -> None:
    logger.warning("wrong password for %s", user)
```

## Not reported

What is made of a secret: its length, its type, a part of it, `mask(token)`, a comparison.
Attributes of an object with such a name, `token.serial`, and names that turn out to be objects,
numbers or flags; `SecretStr`, which hides itself.  Tokens of another kind: of pages, locks,
streams, parsers, payments and language models, addresses of phones, and currencies beside balances;
a mapping, which is read by names; `ssn` where nothing tells of people; headers, challenges and the
records by which a domain proves itself; tokens of which the record, or the `except` clause around
it, says that they are invalid, or that they are to be entered.  Tokens whose name says of what they
are and not what they are good for: `report_token`, `last_token`; that of the first setup, which the
operator has from the log, and the password that such a function draws: `ensure_admin_exists`.
Classes that stand in for a sender; middleware that the program puts around nothing.  Plurals.  Scripts, which show a new secret once.

Whole headers, cookies and environments, and forms about accounts, are reported with medium
severity.

## See also

CWE-532: insertion of sensitive information into a log file.
"""

from readiness_lint.facts.logged_secrets import LoggedSecret
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Activation, Because, Severity, Status


@rule(
    "RDY268",
    "{call} writes {what} in clear; everyone with log access can use it",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S2 9, S2 8.2",
    since="0.1.0",
    activation=Activation.PREVIEW,
    instead_of=("RDY520",),
)
def secret_in_log(logged: LoggedSecret, file: File) -> Problems:
    """Report each value that is written."""
    if not file.under(logged.node, Because.DEV):
        yield Problem(
            logged.node,
            severity=Severity.MEDIUM if logged.whole else Severity.HIGH,
            about=logged.node,
            call=logged.call,
            what=f"all of `{logged.name}`, {logged.whole}," if logged.whole else f"`{logged.name}`",
        )
