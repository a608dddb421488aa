"""Certificate that nobody checks.

TLS without a check of the certificate keeps out only who does not try: whoever stands between the
program and its peer answers in the name of the peer, reads what is sent, passwords among it, and
changes what comes back.  SSH that accepts any host key is the same.

A peer with a certificate of its own authority is no reason: `verify` takes the file of that.  It is
no better to ask a machine of another network for no TLS at all: credentials for a literal `http://`,
`sslmode=disable` in the address of a database or in `DATABASES`, `grpc.insecure_channel`.
`ssl.SSLContext()` checks nobody until it is told to.  Versions of TLS before 1.2 are broken, which is
of medium severity; SNMP without encryption is of low.

## Bad

```python
import requests


def order_of(number: int, user: str, password: str) -> dict:
    url = f"https://shop.example/orders/{number}"
    return requests.get(url, auth=(user, password), verify=False, timeout=10).json()
```

```python
import ssl

context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
```

## Good

```python
import requests

AUTHORITY = "/etc/shop/authority.pem"


def order_of(number: int, user: str, password: str) -> dict:
    url = f"https://shop.example/orders/{number}"
    return requests.get(url, auth=(user, password), verify=AUTHORITY, timeout=10).json()
```

## Not reported

What an operator chooses: a value that is no constant, and what stands under a test of such a
switch, `if settings.skip_verification:`; a test of whether there is TLS at all is none.  Objects,
functions and classes whose name says so, `insecure_transport`.  Code that fetches a certificate in
order to look at it.  A literal address of this machine, clients for addresses that begin with
`http://`, and those that are told to use no TLS, as with `use_ssl=False`.  Contexts of servers, and those that compare no names where they load an authority of
their own.  What a comment gives a reason for.  Objects that a function sets up and gives to nobody.
Further calls of a library in a function of which one is reported.  Functions of a program's own
that have a parameter `verify`.

Addresses without TLS whose host stands elsewhere, is this machine, a single word, a private address, or
a name of a network of its own, such as `db.internal`.  Contexts that something else is given, too,
and that may be told there.  Addresses that are compared, or taken out of a text, or are examples.

Connections that check the certificate and not whose it is, with `ssl_check_hostname=False`, unless the
switch `names` is on.

In scripts the severity is medium at most.

## See also

CWE-295: improper certificate validation.
"""

from readiness_lint.facts.open_channels import OpenChannel
from readiness_lint.facts.unchecked_peers import Unchecked
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Role, Severity, Status


@rule(
    "RDY265",
    "`{how}` {does}: anyone on the path can read and change the traffic",
    severity=Severity.HIGH,
    status=Status.MISSING,
    source="S2 9",
    since="0.1.0",
    roles=frozenset({Role.APPLICATION, Role.SETTINGS, Role.SCRIPT}),
    switches={"names": "certificates that are checked, for whatever host"},
)
def unverified_tls(found: Unchecked | OpenChannel, file: File) -> Problems:
    """Report each object that checks nobody once, and the calls of a function once."""
    shown = found.credentials and found.severity is Severity.HIGH
    severity = Severity.CRITICAL if shown else found.severity
    yield Problem(
        found.node,
        severity=min(severity, Severity.MEDIUM) if file.role is Role.SCRIPT else severity,
        group=found.subject,
        switch=found.switch,
        how=found.how,
        does=found.does,
    )
