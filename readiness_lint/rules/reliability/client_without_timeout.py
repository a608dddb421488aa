"""Client without a timeout.

Where the calls of a client take no timeout, the client sets it when it is made.  Without it a peer
that stops answering holds every worker that asks it, for as long as the connection seems to live.

## Bad

```python
import ldap3
import valkey

cache = valkey.Valkey(host="cache")
directory = ldap3.Server("ldap.example")
```

## Good

```python
import ldap3
import valkey

cache = valkey.Valkey(host="cache", socket_timeout=2, socket_connect_timeout=1)
directory = ldap3.Server("ldap.example", connect_timeout=5)
```

## Not reported

Clients whose library times out by itself.  redis does so from 8.0 on, and which version runs is not
known.  Clients that are made with `**options`, or from a URL that is a variable or a connection pool,
where the limit may stand.  Clients whose calls take a timeout of their own: the calls are reported.
A database that is on this machine as far as the call says.

Tests and scripts, and what stands under `if __name__ == "__main__"`.
"""

from readiness_lint.facts.outbound import Client
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import FOREVER, Severity, Status, When


@rule(
    "RDY402",
    "`{client}` is made without `{parameter}`, so its calls wait for ever on a peer that is gone",
    severity=Severity.HIGH,
    status=Status.MISSING,
    source="S3 resilience, S2 11.2, S2 11.4",
    since="0.1.0",
)
def client_without_timeout(client: Client, file: File) -> Problems:
    """Report clients that alone could limit their calls, and do not."""
    if client.bound.seconds != FOREVER or client.bound.by != "library" or not client.decides:
        return
    if file.when(client.node) is not When.MAIN:
        yield Problem(client.node, client=client.name, parameter=client.bound.parameter)
