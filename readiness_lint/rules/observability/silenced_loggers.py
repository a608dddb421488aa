"""Log configuration that silences loggers.

`dictConfig` and `fileConfig` disable every logger that exists already and that they do not name,
unless they are told not to: `disable_existing_loggers` is true by default, and to configure the
root changes nothing about it.  A disabled logger writes nothing, errors included.  Django's
`LOGGING` with it disables `django.request`, and an unhandled error of a view leaves no line at all.

Loggers that are created later are not concerned, so what goes silent hangs on the order of imports.

## Bad

```python
# file: shop/log_config.py
import logging.config

logging.config.dictConfig(
    {
        "version": 1,
        "handlers": {"console": {"class": "logging.StreamHandler"}},
        "root": {"handlers": ["console"]},
    }
)
```

## Good

```python
# file: shop/log_config.py
import logging.config

logging.config.dictConfig(
    {
        "version": 1,
        "disable_existing_loggers": False,
        "handlers": {"console": {"class": "logging.StreamHandler"}},
        "root": {"handlers": ["console"]},
    }
)
```

## Not reported

Configurations that name loggers of the project, and in Django's settings those of Django: what is
below a named logger goes on.  Those that are incremental, or whose keys are not all written out.
`fileConfig`: which loggers its file names is not seen.  `logging.disable` under a test, or where it
is taken back.  Settings that tests alone start with.
"""

from readiness_lint.facts.log_setups import SilencingSetup
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY512",
    "{cause}: {silenced} go silent, errors included",
    severity=Severity.HIGH,
    status=Status.STUBBED,
    source="S1 layer 5, S2 8.1",
    since="0.1.0",
    instead_of=("RDY503",),
)
def silenced_loggers(setup: SilencingSetup, _file: File) -> Problems:
    """Report each configuration."""
    yield Problem(setup.node, cause=setup.cause, silenced=setup.silenced)
