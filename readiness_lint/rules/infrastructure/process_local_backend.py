"""Backend that ends with its process.

Sessions, jobs, rows and mails that stay in the memory of one process are gone at the next
deployment, and the second worker never sees them.  A console for mails, a memory for a cache and an
SQLite database without a file are made for a developer's machine, and so is the store that Litestar
takes where none is chosen; here nothing chooses another one elsewhere.

## Bad

```python
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

engine = create_engine("sqlite:///:memory:")
Session = sessionmaker(engine)
```

## Good

```python
import os

from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

engine = create_engine(os.environ["DATABASE_URL"])
Session = sessionmaker(engine)
```

For Django that is a `CACHES` with Redis behind it, an `EMAIL_BACKEND` that sends, and in Celery no
`task_always_eager`.

## Not reported

What stands under a test, in a function that does not make the application, or in settings for
development or tests.  Settings of Django with `DEBUG = True` and no allowed host, of which no
others are made: they answer only who runs them.  Values from the environment, with whatever
default.  A setting to which another line, class or module of the program gives something that
lasts, or that is overridden from outside: by a local module under `try`, by `setattr` with names
from elsewhere, by `dynaconf`, by a file or the environment that Flask loads, or by settings that
are none of the program's modules, or that whoever starts it names.  Mail in a program that sends
none, and a layer of channels through which nothing is sent.  Caches other than the default one.
SQLite in a file, but in one that `tempfile` names or that lies in `/tmp`.

Rate limits in memory, which are right in a service of one process, unless the switch `limits` is
on.
"""

from readiness_lint.facts.process_local import LocalBackend
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Activation, Severity, Status

LIMITS = "limits"


@rule(
    "RDY108",
    "`{setting}` uses `{backend}` in every environment: {lost}",
    severity=Severity.HIGH,
    status=Status.STUBBED,
    source="S1 layer 1",
    since="0.1.0",
    activation=Activation.PREVIEW,
    switches={LIMITS: "rate limits that each process counts for itself"},
)
def process_local_backend(found: LocalBackend, _file: File) -> Problems:
    """Report each choice."""
    yield Problem(
        found.node,
        switch=LIMITS if found.several else None,
        severity=None if found.grave else Severity.MEDIUM,
        setting=found.setting,
        backend=found.backend,
        lost=found.lost,
    )
