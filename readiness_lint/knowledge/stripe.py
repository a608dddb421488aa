from readiness_lint.knowledge.schema import (
    ClientTrait,
    Inherits,
    Is,
    Knowledge,
    Limit,
    Outbound,
    Param,
    Pays,
    Returns,
    each,
)
from readiness_lint.terms import Service, Type

RESOURCES = (
    "Account AccountLink Balance BalanceTransaction Charge Coupon CreditNote Customer Dispute"
    " Event File Invoice InvoiceItem Mandate PaymentIntent PaymentLink PaymentMethod Payout Plan"
    " Price Product PromotionCode Quote Refund SetupIntent Source Subscription SubscriptionItem"
    " SubscriptionSchedule TaxRate Token Topup Transfer WebhookEndpoint checkout.Session"
    " billing_portal.Session issuing.Card"
)
# Eighty seconds, a setting of the HTTP client.
ASKS = Outbound(Service.SDK, Limit(None, 80.0))
AWAITED = Outbound(Service.SDK, Limit(None, 80.0), blocking=False)
RESOURCE, SERVICE = "stripe.APIResource", "stripe.StripeService"
PAID = "stripe.Charge stripe.PaymentIntent stripe.Payout stripe.Refund stripe.Topup stripe.Transfer"
# Read in the source: without a key each call draws one of its own, for its own network retries.
KEY = (Param("idempotency_key"),)
KEYED, OFFERED = Pays(KEY), Pays(KEY, slight=True)
ADDED = Pays((*KEY, Param("action")))
KEYED_SERVICE = Pays(KEY, Param("options", 1), services=True)
CREATED = (
    "stripe.Charge stripe.PaymentIntent stripe.Refund stripe.Transfer stripe.Payout stripe.Topup"
    " stripe.InvoiceItem stripe.Invoice stripe.Subscription stripe.CreditNote"
)
VERBS = "cancel capture confirm create delete list modify retrieve search update"
LOOP_VERBS = (
    "cancel_async capture_async confirm_async create_async delete_async list_async modify_async"
    " retrieve_async search_async update_async"
)

STRIPE = Knowledge(
    "stripe",
    "16.1",
    "https://docs.stripe.com/api?lang=python",
    (
        *each("stripe", RESOURCES, Inherits((RESOURCE,))),
        *each(
            RESOURCE,
            f"{VERBS} finalize_invoice pay refresh reverse save send_invoice void_invoice",
            ASKS,
        ),
        *each(RESOURCE, LOOP_VERBS, AWAITED, Is("coroutine")),
        *each(PAID, "create", ASKS, Is("pays")),
        *each(PAID, "create_async", AWAITED, Is("coroutine"), Is("pays")),
        *each("stripe.PaymentIntent", "capture confirm", ASKS, Is("pays")),
        *each(CREATED, "create create_async", KEYED),
        *each("stripe.Transfer", "create_reversal", ASKS, KEYED),
        *each("stripe.Transfer", "create_reversal_async", AWAITED, Is("coroutine"), KEYED),
        *each("stripe.ApplicationFee", "create_refund", ASKS, KEYED),
        *each("stripe.ApplicationFee", "create_refund_async", AWAITED, Is("coroutine"), KEYED),
        # Before 12: what was used, which is added to the next invoice, or replaces what was said.
        *each("stripe.SubscriptionItem", "create_usage_record", ASKS, ADDED),
        *each(
            "stripe.SubscriptionItem", "create_usage_record_async", AWAITED, Is("coroutine"), ADDED
        ),
        # A card that is made and sent; what it is paid with is the account.
        *each("stripe.issuing.Card", "create create_async", KEYED),
        *each("stripe.checkout.Session", "create create_async", OFFERED),
        *each(SERVICE, "create create_async", KEYED_SERVICE),
        *each("stripe", "StripeClient", ClientTrait(Service.SDK)),
        # `client.v1.customers`, `client.checkout.sessions`.
        *each("stripe.StripeClient", "*", Returns(Type(SERVICE))),
        *each("stripe.StripeClient", "construct_event deserialize", Is("pure")),
        *each("stripe.StripeClient", "construct_event", Is("verifies-sender")),
        *each(SERVICE, "*", Returns(Type(SERVICE))),
        *each(SERVICE, VERBS, ASKS),
        *each(SERVICE, LOOP_VERBS, AWAITED, Is("coroutine")),
        *each("stripe.Webhook", "construct_event", Is("pure"), Is("verifies-sender")),
        *each("stripe.OAuth", "token deauthorize", ASKS),
    ),
)
