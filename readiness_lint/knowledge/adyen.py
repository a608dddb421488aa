from readiness_lint.knowledge.schema import (
    ClientTrait,
    Knowledge,
    Limit,
    Outbound,
    Param,
    Pays,
    Returns,
    each,
)
from readiness_lint.terms import Service, Type

# One class that stands for all services: `client.checkout`, `client.checkout.payments_api`.
CLIENT, SERVICE = "Adyen.Adyen", "Adyen.services.base.AdyenServiceBase"
OF_MODULE = "balancePlatform checkout payment payout recurring storedValue terminal transfers"
# Thirty seconds, an argument of the client: `http_timeout`.
ASKS = Outbound(Service.SDK, Limit(None, 30.0))
PAID = "authorise payments payout refund transfer_funds"
# Of the versions before 8, which have no `payments_api`.
PAID_BEFORE = "payments_refunds"
CHANGED = (
    "cancel cancel_authorised_payment cancel_or_refund capture capture_authorised_payment"
    " payment_links payment_methods payments_details refund_or_cancel_payment sessions"
)

ADYEN = Knowledge(
    "Adyen",
    "7.1-16.0",
    "https://docs.adyen.com/development-resources/api-idempotency",
    (
        *each(CLIENT, "", ClientTrait(Service.SDK, Limit(None, 30.0))),
        *each(f"{CLIENT} {SERVICE}", "*", Returns(Type(SERVICE))),
        *each("Adyen", OF_MODULE, Returns(Type(SERVICE))),
        *each(SERVICE, f"{PAID} {PAID_BEFORE} {CHANGED} refund_captured_payment", ASKS),
        *each(SERVICE, f"{PAID} {PAID_BEFORE}", Pays((Param("idempotency_key", 1),))),
        *each(SERVICE, "refund_captured_payment", Pays((Param("idempotency_key", 2),))),
    ),
)
