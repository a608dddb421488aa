"""Client without a timeout.

Where the calls of a client take no timeout, the client sets it when it is made; that of Django's
mail is a setting, which is `None` by default.  Without it a peer that stops answering holds every
worker that asks it, for as long as the connection seems to live.

## Bad

```python
import ldap3
import valkey

cache = valkey.Valkey(host="cache")
directory = ldap3.Connection("ldap.example")
```

```python
# file: shop/settings.py
import os

EMAIL_HOST = os.environ["MAIL_HOST"]

# file: shop/notices.py
from django.core.mail import send_mail


def tell(customer):
    send_mail("Shipped", "Your order is on its way.", None, [customer.email])
```

## Good

```python
import ldap3
import valkey

cache = valkey.Valkey(host="cache", socket_timeout=2, socket_connect_timeout=1)
directory = ldap3.Connection("ldap.example", receive_timeout=5)
```

```python
# file: shop/settings.py
import os

EMAIL_HOST = os.environ["MAIL_HOST"]
EMAIL_TIMEOUT = 10

# file: shop/notices.py
from django.core.mail import send_mail


def tell(customer):
    send_mail("Shipped", "Your order is on its way.", None, [customer.email])
```

Clients of one kind that a function makes are one finding, at the first of them.

## Not reported

Clients whose library times out by itself.  redis does so from 8.0 on: its clients are reported
where the files at the root of the program, `pyproject.toml`, `requirements.txt`, `setup.cfg` or a
lock file, admit older ones only.

Clients in a module that waits for messages: a limit would break that off.  Clients that are made
with `**options`, or from a URL that is a variable or a connection pool, where the limit may stand.
Clients whose calls take a timeout of their own: the calls are reported.  A client that a class
keeps and uses only under a limit, as inside `asyncio.wait_for`. A database, a mail server, or
another peer that is on this machine as far as its address says.  A limit for connecting alone, as
`connect_timeout` of psycopg2 and aiomysql: there the system gives up by itself, and what is asked
later waits with it, too.

Mail that goes by another backend than Django's for SMTP; settings that take names from modules out
of sight; a program that sends no mail itself, or that names a limit for it anywhere.

Tests and scripts, and what stands under `if __name__ == "__main__"`.
"""

from readiness_lint.facts.mail_limits import UnlimitedMail
from readiness_lint.facts.outbound import Client
from readiness_lint.facts.shapes import alike_in_function
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import FOREVER, Severity, Status, When


@rule(
    "RDY402",
    "`{client}` is {done} without {limit}, so its calls wait for ever on a peer that is gone",
    severity=Severity.HIGH,
    status=Status.MISSING,
    source="S3 resilience, S2 11.2, S2 11.4",
    since="0.1.0",
)
def client_without_timeout(client: Client | UnlimitedMail, file: File) -> Problems:
    """Report clients that alone could limit their calls, and do not."""
    if isinstance(client, UnlimitedMail):
        yield Problem(client.node, client=client.setting, done="set", limit=f"`{client.limit}`")
        return
    if client.bound.seconds != FOREVER or client.bound.by != "library" or not client.decides:
        return
    if file.when(client.node) is not When.MAIN:
        missing = client.bound.parameter
        limit = f"`{missing}`" if missing else "a time limit"
        yield Problem(
            client.node,
            group=alike_in_function(file, client.node, client.name),
            client=client.name,
            done="made",
            limit=limit,
        )
