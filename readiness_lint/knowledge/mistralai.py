from readiness_lint.knowledge.schema import (
    ClientTrait,
    Is,
    Knowledge,
    Names,
    Outbound,
    Returns,
    each,
)
from readiness_lint.terms import Service, Type

CLIENT, RESOURCE = "mistralai.client.Mistral", "mistralai.client.basesdk.BaseSDK"
ASKS, AWAITED = Outbound(Service.LLM), Outbound(Service.LLM, blocking=False)
VERBS = (
    "cancel complete create delete download get list moderate process retrieve stream update upload"
)

MISTRALAI = Knowledge(
    "mistralai",
    "3.7",
    "https://docs.mistral.ai",
    (
        *each(CLIENT, "", ClientTrait(Service.LLM)),
        # The base of all resources stands for each: `client.chat`, `client.beta.agents`.
        *each(f"{CLIENT} {RESOURCE}", "*", Returns(Type(RESOURCE))),
        *each(RESOURCE, VERBS, ASKS),
        *each(
            RESOURCE,
            "cancel_async complete_async create_async delete_async download_async get_async"
            " list_async moderate_async process_async retrieve_async stream_async update_async"
            " upload_async",
            AWAITED,
            Is("coroutine"),
        ),
        ("mistralai.Mistral", Names(CLIENT)),
        ("mistralai.client.sdk.Mistral", Names(CLIENT)),
    ),
)
