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

A default that the file itself recognises later and refuses to start with; where it only warns, the
severity is medium.  An empty default.  Branches for development, and settings modules and classes
that are for development or tests by their name, such as `settings/local.py` or `DevelopmentConfig`.
Keys of other services, such as `STRIPE_SECRET_KEY`: a made-up one opens nothing.
"""

from readiness_lint.facts.settings import EnvironmentRead, inspection_of, is_for_development
from readiness_lint.facts.words import OWN_PASSWORDS, SIGNING_KEYS
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Because, Severity, Status

EVERYONE = "production starts with a secret everyone knows"
PROCESS = "sessions break on restart and differ per worker"
LONGEST = 40


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
    names = (read.variable, read.target)
    signs = any(file.words(SIGNING_KEYS).match(name) for name in names)
    opens = any(file.words(OWN_PASSWORDS).match(name) for name in names)
    value = read.default.value if read.default else None
    known = isinstance(value, str) and bool(value.strip())
    if not (known and (signs or opens)) and not (read.generated and signs):
        return
    if file.under(read.node, Because.DEV) or is_for_development(read.node, file):
        return
    inspection = inspection_of(read, file)
    if inspection.refused:
        return
    text = str(value) if len(str(value)) <= LONGEST else f"{str(value)[:LONGEST]}..."
    severity = Severity.CRITICAL if signs else Severity.HIGH
    yield Problem(
        read.node,
        severity=Severity.MEDIUM if inspection.compared or not known else severity,
        about=read.node,
        variable=read.variable or read.target or "",
        default=f'`"{text}"`' if known else "a random value",
        consequence=EVERYONE if known else PROCESS,
    )
