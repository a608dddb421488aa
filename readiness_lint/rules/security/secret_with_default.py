"""Secret with a default in the source.

A forgotten variable does not stop the program.  It starts, answers its health check, and signs
sessions and tokens with a key that everybody who has seen the repository can use too: whoever knows
it logs in as anyone.

A key that is drawn at random instead is not known to anybody, nor to the next process: every
restart and every second worker rejects the tokens of the first.

## Bad

```python
import os

SECRET_KEY = os.environ.get("SECRET_KEY", "please-change-me")
DB_PASSWORD = os.getenv("DB_PASSWORD") or "postgres"
```

## Good

Read a secret so that its absence stops the start; keep a default for development apart.

```python
import os

SECRET_KEY = os.environ["SECRET_KEY"]
```

```python
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    secret_key: str
    debug: bool = False
```

## Not reported

A default that the program recognises later and refuses to start with; where it only warns, the
severity is medium: a function may know the setting by the end of its name.
An empty default.  Branches for development, and settings modules and classes
that are for development or tests by their name, such as `settings/local.py` or `DevelopmentConfig`.
A field of settings that others use, of which nothing reads this one, or a module alone that nobody
imports.  A variable for which another module draws a value, and fills the environment, as a command
does at first, and one without which another module cannot be imported in production.  A key of an
application that then takes its configuration, with that key, from a class.  Keys of other services,
such as `STRIPE_SECRET_KEY`, or one that begins as those of a provider of payments do: a made-up one
opens nothing.
"""

from readiness_lint.facts.provided_settings import is_demanded, is_provided, is_replaced
from readiness_lint.facts.settings import (
    EnvironmentRead,
    Secret,
    inspection_of,
    is_for_development,
    is_never_read,
    secret_of,
)
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Because, Severity, Status

EVERYONE = "production starts with a secret everyone knows"
PROCESS = "sessions break on restart and differ per worker"
SEVERITIES = {Secret.SIGNS: Severity.CRITICAL, Secret.OPENS: Severity.HIGH}


@rule(
    "RDY214",
    "`{variable}` falls back to {default} when unset: {consequence}",
    severity=Severity.CRITICAL,
    status=Status.MISSING,
    source="S2 9, S2 7.4",
    since="0.1.0",
    instead_of=("RDY118", "RDY115"),
)
def secret_with_default(read: EnvironmentRead, file: File) -> Problems:
    """Report a signing key or password of our own whose default the file does not refuse."""
    secret = secret_of(read, file)
    if secret is None or not (read.text or (read.generated and secret is Secret.SIGNS)):
        return
    places = filter(None, (read.node, read.fallback))
    if any(file.under(place, Because.DEV) for place in places) or is_for_development(
        read.node, file
    ):
        return
    if is_never_read(read, file) or any(
        certain(read, file) for certain in (is_provided, is_demanded, is_replaced)
    ):
        return
    inspection = inspection_of(read, file)
    if not inspection.refused:
        weak = inspection.compared or not read.text
        yield Problem(
            read.node,
            severity=Severity.MEDIUM if weak else SEVERITIES[secret],
            about=read.node,
            variable=read.variable or read.target or "",
            default=read.shown,
            consequence=EVERYONE if read.text else PROCESS,
        )
