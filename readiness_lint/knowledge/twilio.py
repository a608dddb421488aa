from readiness_lint.knowledge.schema import (
    ClientTrait,
    Is,
    Knowledge,
    Limit,
    Outbound,
    Param,
    Returns,
    each,
)
from readiness_lint.terms import Service, Type

CLIENT, RESOURCE = "twilio.rest.Client", "twilio.base.list_resource.ListResource"
ASKS, AWAITED = Outbound(Service.SDK), Outbound(Service.SDK, blocking=False)

TWILIO = Knowledge(
    "twilio",
    "9.13",
    "https://www.twilio.com/docs/libraries/python",
    (
        # The limit is that of the HTTP client; without one there is none.
        *each(
            CLIENT,
            "",
            ClientTrait(Service.SDK, Limit(None, also=("http_client",))),
        ),
        *each(
            "twilio.http.http_client",
            "TwilioHttpClient",
            ClientTrait(Service.SDK, Limit(Param("timeout", 2))),
        ),
        # `client.verify.v2.services(sid).verifications.create(...)`.
        *each(f"{CLIENT} {RESOURCE}", "*", Returns(Type(RESOURCE))),
        *each(RESOURCE, "__call__", Is("pure"), Returns(Type(RESOURCE))),
        *each(RESOURCE, "create delete fetch get_page list page stream update", ASKS),
        *each(
            RESOURCE,
            "create_async delete_async fetch_async list_async page_async update_async",
            AWAITED,
            Is("coroutine"),
        ),
        # Of `client.messages` and `client.calls`.
        *each(RESOURCE, "create create_async", Is("sends-message")),
        *each(CLIENT, "request", ASKS),
        *each("twilio.http.http_client.TwilioHttpClient", "request", ASKS),
    ),
)
