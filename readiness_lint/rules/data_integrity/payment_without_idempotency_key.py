"""Payment without an idempotency key.

The request may be lost on its way, and so may its answer; the task may run again, the client may
press the button twice.  The service on the other side cannot tell a repetition from another order:
the card is charged twice, the refund is paid twice.  The key that a library draws by itself holds
for its own retries of this one call only.

## Bad

```python
import stripe


def refund(order) -> None:
    stripe.Refund.create(payment_intent=order.intent, amount=order.total)
```

## Good

Make the key of what the payment is for, so that every repetition has the same one.

```python
import stripe


def refund(order) -> None:
    stripe.Refund.create(
        payment_intent=order.intent,
        amount=order.total,
        idempotency_key=f"refund:{order.number}",
    )
```

## Not reported

Calls whose arguments may hold a key: the `**options` of a function, a mapping that the file does
not write out, a session that may add the header, other than one that the same function makes without
headers.  What reads, changes or cancels, confirms,
captures or expires: a second one is refused.  Customers, accounts and payment methods.

Besides `stripe`, the payments and refunds of `Adyen` and the refunds of `razorpay`, requests to the
addresses of Stripe, Mollie, PayPal and Paddle are looked at, by HTTP clients.  Square is not: its
service refuses a payment without a key.
"""

from readiness_lint.facts.payments import Payment
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY622",
    "`{call}` moves money without an idempotency key: a retry repeats it",
    severity=Severity.CRITICAL,
    status=Status.MISSING,
    source="S2 6.4, S2 10.4, S1 layer 6",
    since="0.1.0",
    instead_of=("RDY413", "RDY623"),
)
def payment_without_idempotency_key(payment: Payment, _file: File) -> Problems:
    """Report payments that certainly have no key."""
    if payment.keyed is False:
        yield Problem(
            payment.node,
            severity=Severity.MEDIUM if payment.slight else None,
            call=payment.what,
        )
