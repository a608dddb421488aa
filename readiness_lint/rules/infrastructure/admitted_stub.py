"""Code that a comment admits to be a stand-in.

Whoever wrote it knew that the real thing was still to come; whoever deploys it does not.  The
function answers as if it had charged the card, sent the mail or asked the other service, and
nothing in its answer, its logs or its tests says that it has not.

## Bad

```python
def charge(card: str, amount: int) -> dict[str, str]:
    # In a real application, you would call the payment provider here
    return {"status": "paid"}
```

## Good

```python
from shop.payments import Receipt, gateway


def charge(card: str, amount: int, key: str) -> Receipt:
    return gateway.charge(card, amount, idempotency_key=key)
```

Until it is written, fail: an error says what a made-up answer hides.

## Not reported

Weak words, such as `TODO`, "hardcoded for now" or "not implemented yet": they are too often about
something small.  Comments that were code, that speak of tests, or that say what the code is not.
Texts, and docstrings, save those of handlers and tasks.  A remark that asks for the call of an API
where there is one by now, and one that asks for something to be saved above a statement that waits
for what saves it; one that asks for a value from the environment above a statement that reads one.
A private function that nothing speaks of.  Tests, scripts, migrations and branches for development.
Functions, classes and modules whose name says what they are: `sandbox`, `demo`, `fake_gateway`.
Generators that hand an answer out slowly.  Functions that only raise.  The second such comment of a
function.

## See also

RDY101 and RDY102 for handlers that do nothing.
"""

from readiness_lint.facts.admissions import Admission
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY103",
    'the comment says that this is a stand-in ("{phrase}"): the real thing is not implemented',
    severity=Severity.HIGH,
    status=Status.STUBBED,
    source="S1 layer 1, S2 14.2",
    since="0.1.0",
)
def admitted_stub(found: Admission, _file: File) -> Problems:
    """Report the comment; what is found about its function by other rules is about the same."""
    yield Problem(found.at, about=found.node, phrase=found.phrase)
