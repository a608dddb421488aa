"""State that a test changes and does not restore.

A test that sets an environment variable, a setting or an attribute of a module changes it for the
whole process.  Every later test runs with the change: one passes only after this one, another fails
only after it, and which of them runs first depends on the selection, on the order and on how the
tests are spread over workers.  To put the old value back at the end of the test helps as long as
the test passes; a failing assertion leaves the change behind, and the failures that follow hide the
first.

The rule is not on by default: no other rule looks at tests, and to read them takes time.

## Bad

```python
# file: alerts/models.py
class Alert:
    def evaluate(self) -> str:
        return "ok"


# file: tests/test_alerts.py
from unittest.mock import MagicMock

from alerts.models import Alert


def test_an_alert_is_sent():
    Alert.evaluate = MagicMock(return_value="ok")

    assert Alert().send() == "sent"
```

## Good

Take what puts the old value back whatever happens: `patch.object`, `patch.dict`, `monkeypatch`,
`override_settings`, the `settings` fixture, or a `finally`.

```python
# file: tests/test_alerts.py
from unittest.mock import patch

from alerts.models import Alert


def test_an_alert_is_sent():
    with patch.object(Alert, "evaluate", return_value="ok"):
        assert Alert().send() == "sent"
```

## Not reported

What is put back in a `finally`, by a registered clean-up, or by another function of the file, a
base class or a `conftest` module that names the same thing.  Tests inside a context, under a
decorator or with a fixture whose name says that it restores or overrides.  Resets to an empty
value, to `None` or `False`. Objects that the test makes itself, and imported objects that are
neither modules nor classes.
"""

from readiness_lint.facts.leaks import StateLeak
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Activation, Role, Severity, Status


@rule(
    "RDY481",
    "`{target}` is changed by test `{name}` and not restored on failure: later tests see it",
    severity=Severity.MEDIUM,
    status=Status.PARTIAL,
    source="S2 12.3",
    since="0.1.0",
    activation=Activation.OPT_IN,
    roles=frozenset({Role.TEST}),
)
def test_leaks_state(leak: StateLeak, file: File) -> Problems:
    """Report changes of shared state in tests that nothing puts back."""
    yield Problem(leak.node, target=leak.target, name=file.label(leak.test))
