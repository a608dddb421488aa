"""Bytes that are made into objects in a way that runs code.

A pickle is a program: loading it calls the functions that it names, with the arguments that it
holds.  So does YAML whose loader knows tags of Python.  Whoever wrote the bytes runs code in this
process: a client, whoever can write to the cache or the queue, or a server that was asked for them.

## Bad

```python
import pickle

import redis

store = redis.Redis()


def next_job():
    return pickle.loads(store.lpop("jobs"))
```

## Good

A format that holds values alone, read into a model that says which.

```python
import redis
from pydantic import BaseModel

store = redis.Redis()


class Job(BaseModel):
    name: str


def next_job():
    return Job.model_validate_json(store.lpop("jobs"))
```

YAML is loaded with `yaml.safe_load`; a listener of `multiprocessing` asks for a key.

## Not reported

Files of the program: models, caches on disk, artefacts.  Bytes whose signature the function checks,
or that it has written itself.  Loaders that build values alone: `SafeLoader`, `BaseLoader`, and
`ruamel.yaml` as it is made by itself; `FullLoader`, and no loader at all, unless the project admits
no newer PyYAML than 5.3.  From 5.4 on it gives names of what is imported already, `os.system` among
them, but makes no object and calls nothing.

With the switch `parameters` a function that loads what it is given is reported without its callers.
It is off, as two of the five that it found in two hundred backends load what the program itself had
written elsewhere.

## See also

CWE-502.
"""

from readiness_lint.facts.tainted import TaintedLoad
from readiness_lint.facts.unsafe_loads import UnsafeLoad, is_proved
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY245",
    "`{sink}` loads {origin}: it runs code chosen by whoever wrote {what}",
    severity=Severity.CRITICAL,
    status=Status.MISSING,
    source="S2 9",
    since="0.1.0",
    switches={"parameters": "a function that loads the bytes that it is given, whoever calls it"},
)
def unsafe_deserialization(load: TaintedLoad | UnsafeLoad, file: File) -> Problems:
    """Report each text of a client once in a function."""
    known = isinstance(load, TaintedLoad)
    if known and is_proved(file, load.node):
        return
    yield Problem(
        load.node,
        severity=_severity(load),
        group=f"{file.label(load.node)} {load.texts}" if known else None,
        switch="parameters" if load.given else None,
        via=load.path,
        sink=load.sink,
        origin=load.texts,
        what=load.what,
    )


def _severity(load: TaintedLoad | UnsafeLoad) -> Severity | None:
    if isinstance(load, UnsafeLoad):
        return Severity.HIGH if load.sent else Severity.MEDIUM
    return Severity.HIGH if load.semi_trusted else None
