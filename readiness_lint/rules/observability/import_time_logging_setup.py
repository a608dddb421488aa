"""Logs of the whole process that are configured where a module is imported.

`logging.basicConfig` does nothing once the root logger has a handler: who calls it first wins, and
that is the module that is imported first.  Level, format and destination of all logs then hang on
the order of imports, and the configuration of the service is ignored, or both handlers stay and
every line is written twice.

## Bad

```python
# file: shop/embedding.py
import logging

logging.basicConfig(level=logging.INFO)
logger = logging.getLogger(__name__)
# file: shop/main.py
from fastapi import FastAPI

from shop import embedding

app = FastAPI()
```

## Good

A module only takes its logger.  The program configures the logs, once, where it starts.

```python
# file: shop/embedding.py
import logging

logger = logging.getLogger(__name__)
# file: shop/main.py
import logging

from fastapi import FastAPI

logging.basicConfig(level=logging.INFO)
app = FastAPI()
```

## Not reported

Modules that make the application, of a class of their own as well, have a `__main__` block or a
command line, and those whose name says that they are there for the logs or for the start:
`logging_config`, `telemetry`, `wsgi`; entry points of AWS Lambda, and modules that change
`sys.path`.  `basicConfig` in a program that calls it with `force=True` as well, and so configures
anew what was there.  A class of loggers that is put back to what `getLoggerClass` gave, or that the
package around the whole program sets.  Modules that nothing imports and that serve nobody: they are
programs.  Calls under any test.  Functions, save `basicConfig` in a request handler, a task or an
`__init__`.  Settings, save `basicConfig`: the framework configures the logs after it.  The level of
a named logger, `NullHandler`, and handlers of a logger that is not named like a library that the
program imports.
"""

from readiness_lint.facts.log_setups import LogSetup
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY503",
    "`{call}` configures the logs of the whole process {when}: it pre-empts what the service configures",
    severity=Severity.MEDIUM,
    status=Status.PARTIAL,
    source="S2 7.4, S2 8.3, S2 15",
    since="0.1.0",
)
def import_time_logging_setup(setup: LogSetup, _file: File) -> Problems:
    """Report each call, those on one logger as one finding."""
    yield Problem(setup.node, group=setup.logger, call=setup.call, when=setup.when)
