from readiness_lint.knowledge.schema import (
    ClientTrait,
    Inherits,
    Knowledge,
    Outbound,
    Param,
    Pays,
    Returns,
    each,
)
from readiness_lint.terms import Service, Type

CLIENT, RESOURCE = "razorpay.Client", "razorpay.resources.base.Resource"
PAYMENT, REFUND = "razorpay.resources.Payment", "razorpay.resources.Refund"
ASKS = Outbound(Service.SDK)
# What a call is given besides its data goes to `requests`; refunds alone know a key, as
# `X-Refund-Idempotency`.
KEYED = Pays((), Param("headers"))

RAZORPAY = Knowledge(
    "razorpay",
    "2.0",
    "https://razorpay.com/docs/api/refunds/normal-refunds-idempotent/",
    (
        *each(CLIENT, "", ClientTrait(Service.SDK)),
        *each(CLIENT, "payment", Returns(Type(PAYMENT))),
        *each(CLIENT, "refund", Returns(Type(REFUND))),
        # `client.order`, `client.customer`: one class that stands for all others.
        *each(CLIENT, "*", Returns(Type(RESOURCE))),
        *each("razorpay.resources", "Payment Refund", Inherits((RESOURCE,))),
        *each(RESOURCE, "all create delete edit fetch", ASKS),
        *each(PAYMENT, "capture transfer", ASKS),
        *each(PAYMENT, "refund", ASKS, KEYED),
        *each(REFUND, "create", ASKS, KEYED),
    ),
)
