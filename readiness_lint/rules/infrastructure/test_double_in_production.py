"""Tool of tests in production code.

A `MagicMock` answers every call and does nothing: where one takes the place of a gateway, orders
are paid for that nobody has charged.  And tools of tests belong to the development dependencies: in
the image that production runs, the import fails, often in a function that is called once a week.

## Bad

```python
from unittest.mock import MagicMock

gateway = MagicMock()


def pay(order: int, amount: int) -> None:
    gateway.charge(order, amount)
```

## Good

Build the real thing from the configuration, and let tests put theirs in its place.

```python
from shop.gateway import Gateway, build_gateway
from shop.settings import payments

gateway: Gateway = build_gateway(payments)


def pay(order: int, amount: int) -> None:
    gateway.charge(order, amount)
```

## Not reported

Tests, examples, scripts and migrations; modules with test classes or fixtures, and those whose name
says that they are there for tests: `testing`, `pytest_plugin`, `fake_gateway`, `factories`.
Imports for type checkers, under `try` with `except ImportError`, and under a test that names tests
or development, or of an argument that callers may leave out; what is used under a test that a test
run alone passes.  Modules that are imported under such a test only, or by tests only.  Tools that
the project asks for where it runs, as far as `pyproject.toml`, `setup.py`, `setup.cfg` or its lists
of requirements say.  Modules that take all they have from tests, and benchmarks.  A library that
the program asks for somewhere under `except ImportError`.  A package named `tests` in which nothing
tests the code.  `patch` under a lock, with nothing that stands in for something.  `RequestFactory`
of Django and that of its REST framework, which make a request where there is none, and what is kept
as the client of an application's tests.

`faker`, which makes data anonymous and fills databases for a trial, unless a request handler
answers with what it invents.
"""

from readiness_lint.facts.doubles import ToolForTests
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Activation, Severity, Status


@rule(
    "RDY104",
    "production module `{module}` uses `{name}`, a tool of tests: {outcome}",
    severity=Severity.HIGH,
    status=Status.STUBBED,
    source="S1 layer 1, S2 12.4",
    since="0.1.0",
    activation=Activation.PREVIEW,
)
def test_double_in_production(tool: ToolForTests, file: File) -> Problems:
    """Report each import, and each invented value of a handler."""
    yield Problem(tool.node, module=file.module, name=tool.name, outcome=tool.outcome)
