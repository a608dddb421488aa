"""Mail over TLS without a check of the certificate.

The mail modules of the standard library encrypt, and trust whoever answers: without a context of
the caller's own they make one that accepts every certificate for every host.  `login` then shows
the password of the mail account to anybody who can put himself in between.

## Bad

```python
import smtplib


def send(host: str, user: str, password: str, message: str) -> None:
    with smtplib.SMTP(host, 587, timeout=10) as server:
        server.starttls()
        server.login(user, password)
        server.sendmail(user, [user], message)
```

## Good

```python
import smtplib
import ssl


def send(host: str, user: str, password: str, message: str) -> None:
    with smtplib.SMTP(host, 587, timeout=10) as server:
        server.starttls(context=ssl.create_default_context())
        server.login(user, password)
        server.sendmail(user, [user], message)
```

## Not reported

A context that is given, whatever it is.  Arguments that are hidden in `**options`.  A server with a
literal address of this machine.  `aiosmtplib` and the mail of Django check by themselves; of the
former `validate_certs=False` is reported.

## See also

CWE-295: improper certificate validation.
"""

from readiness_lint.facts.mail_tls import UncheckedMail
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Because, Severity, Status


@rule(
    "RDY266",
    "`{call}` {how} does not verify the server certificate: mail credentials go to whoever answers",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S2 9",
    since="0.1.0",
)
def unverified_mail_tls(mail: UncheckedMail, file: File) -> Problems:
    """Report the calls that begin TLS."""
    if not file.under(mail.node, Because.DEV):
        yield Problem(mail.node, call=mail.name, how=mail.how)
