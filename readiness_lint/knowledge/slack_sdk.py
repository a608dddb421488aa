from readiness_lint.knowledge.schema import (
    ClientTrait,
    Is,
    Knowledge,
    Limit,
    Names,
    Outbound,
    Param,
    each,
)
from readiness_lint.terms import Service

CLIENT, LOOP = "slack_sdk.WebClient", "slack_sdk.web.async_client.AsyncWebClient"
HOOK, LOOP_HOOK = (
    "slack_sdk.webhook.WebhookClient",
    "slack_sdk.webhook.async_client.AsyncWebhookClient",
)
TIMEOUT = Limit(None, 30.0, at=("client",))
ASKS = Outbound(Service.SDK, TIMEOUT)
AWAITED = Outbound(Service.SDK, TIMEOUT, blocking=False)

SLACK_SDK = Knowledge(
    "slack-sdk",
    "3.47",
    "https://docs.slack.dev/tools/python-slack-sdk/",
    (
        *each("slack_sdk", "WebClient", ClientTrait(Service.SDK, Limit(Param("timeout", 2), 30.0))),
        *each(LOOP, "", ClientTrait(Service.SDK, Limit(Param("timeout", 2), 30.0))),
        *each(
            f"{HOOK} {LOOP_HOOK}", "", ClientTrait(Service.SDK, Limit(Param("timeout", 1), 30.0))
        ),
        *each(CLIENT, "*", ASKS),
        *each(LOOP, "*", AWAITED, Is("coroutine")),
        *each(
            f"{CLIENT} {LOOP}",
            "base_url headers proxy retry_handlers ssl timeout token validate_slack_signature",
            Is("pure"),
        ),
        *each(f"{CLIENT} {LOOP}", "chat_postEphemeral chat_postMessage", Is("sends-message")),
        *each(f"{HOOK} {LOOP_HOOK}", "send send_dict", Is("sends-message")),
        *each(HOOK, "send send_dict", ASKS),
        *each(LOOP_HOOK, "send send_dict", AWAITED, Is("coroutine")),
        ("slack_sdk.web.WebClient", Names(CLIENT)),
        ("slack_sdk.web.client.WebClient", Names(CLIENT)),
        ("slack_sdk.webhook.client.WebhookClient", Names(HOOK)),
    ),
)
