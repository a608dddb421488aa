"""Money in a floating-point column.

Binary floating point has no 0.10.  A sum over such a column differs from the sum of the invoices,
comparisons of two amounts that print alike fail, and a rounding that comes later hides where the
cent went: `int(19.99 * 100)` is 1998.  The migration to an exact type is cheap as long as nobody
has reconciled the numbers.

## Bad

```python
from django.db import models


class Invoice(models.Model):
    currency = models.CharField(max_length=3)
    amount = models.FloatField()
    late_fee = models.FloatField(default=0)
```

## Good

Store a decimal with the digits that the currency has, or an integer of its smallest unit.

```python
from django.db import models


class Invoice(models.Model):
    currency = models.CharField(max_length=3)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    late_fee_cents = models.PositiveIntegerField(default=0)
```

## Not reported

Names that may mean something else, such as `amount`, `balance` or `budget`, unless the name carries
a currency or a currency stands in a column beside it or in a base.  Rates, shares, scores and
prices per piece, such as `cost_per_token`.  Prices and quantities of what is traded on a market, by
the names beside them (`pair`, `leverage`): what is paid there is reported.  Costs of an edge,
beside its `source` and its `target`, and costs in a program that
speaks of nothing else that is paid, which may be the points of a game.  `Float(asdecimal=True)`.

Fields of request and response schemas: with the switch `schemas` they are reported as well.  Costs
beside counts of tokens, which are estimates that nobody pays by: with the switch `usage`.
"""

import ast

from readiness_lint.facts.money import FloatMoney, TruncatedMoney
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status

SCHEMAS = "schemas"
USAGE = "usage"


@rule(
    "RDY610",
    "`{money}` {does}: {effect}",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S2 7.1, S2 10.1",
    since="0.1.0",
    switches={
        SCHEMAS: "fields of request and response schemas",
        USAGE: "costs of uses of a language model, beside the tokens of it",
    },
)
def float_money_column(found: FloatMoney | TruncatedMoney, _file: File) -> Problems:
    """Report float columns that are named for money, and floats that are cut to cents."""
    if isinstance(found, TruncatedMoney):
        money = ast.unparse(found.amount)
        does = "is a float that is cut to whole cents"
        yield Problem(found.node, money=money, does=does, effect="19.99 becomes 1998")
        return
    usage = USAGE if found.metered else None
    yield Problem(
        found.node,
        switch=usage if found.stored else SCHEMAS,
        money=found.name,
        does=f"{'stores' if found.stored else 'takes'} money as `{found.spelling}`",
        effect="sums drift and comparisons fail",
    )
