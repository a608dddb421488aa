from readiness_lint.knowledge.schema import (
    ClientTrait,
    Is,
    Knowledge,
    Limit,
    Names,
    Outbound,
    Param,
    Returns,
    SetsLimit,
    each,
)
from readiness_lint.terms import Service, Type

CLIENTS = "anthropic.Anthropic anthropic.AnthropicBedrock anthropic.AnthropicVertex"
LOOP_CLIENTS = (
    "anthropic.AsyncAnthropic anthropic.AsyncAnthropicBedrock anthropic.AsyncAnthropicVertex"
)
# The base of all resources stands for each: `client.messages`, `client.beta.messages.batches`.
RESOURCE = "anthropic._resource.SyncAPIResource"
LOOP_RESOURCE = "anthropic._resource.AsyncAPIResource"
TIMEOUT = Limit(Param("timeout"), 600.0, at=("client",))
MADE = ClientTrait(Service.LLM, Limit(Param("timeout"), 600.0))
# Half a second, then twice as long each time.
REPEATS = Param("max_retries")
ASKS = Outbound(Service.LLM, TIMEOUT, repeats=REPEATS)
AWAITED = Outbound(Service.LLM, TIMEOUT, blocking=False, repeats=REPEATS)
VERBS = (
    "cancel count_tokens create delete download parse results retrieve retrieve_metadata update"
    " upload"
)

ANTHROPIC = Knowledge(
    "anthropic",
    "2.12",
    "https://docs.anthropic.com/en/api/client-sdks",
    (
        *each(
            "anthropic",
            "Anthropic AsyncAnthropic AnthropicVertex AsyncAnthropicVertex",
            MADE,
        ),
        *each(
            "anthropic",
            "AnthropicBedrock AsyncAnthropicBedrock",
            ClientTrait(Service.LLM, Limit(Param("timeout", 7), 600.0)),
        ),
        *each(CLIENTS, "*", Returns(Type(RESOURCE))),
        *each(LOOP_CLIENTS, "*", Returns(Type(LOOP_RESOURCE))),
        *each(
            "anthropic.Anthropic",
            "copy with_options",
            Returns(Type("anthropic.Anthropic")),
        ),
        *each(
            "anthropic.AsyncAnthropic",
            "copy with_options",
            Returns(Type("anthropic.AsyncAnthropic")),
        ),
        *each(f"{CLIENTS} {LOOP_CLIENTS}", "copy with_options", SetsLimit(Limit(Param("timeout")))),
        *each(CLIENTS, "close", Is("pure")),
        *each(LOOP_CLIENTS, "close", Is("coroutine")),
        *each(RESOURCE, "*", Returns(Type(RESOURCE))),
        *each(RESOURCE, f"{VERBS} list stream", ASKS),
        *each(LOOP_RESOURCE, "*", Returns(Type(LOOP_RESOURCE))),
        *each(LOOP_RESOURCE, VERBS, AWAITED, Is("coroutine")),
        # A page that may be awaited or iterated, and a context manager.
        *each(LOOP_RESOURCE, "list stream", AWAITED),
        ("anthropic.Client", Names("anthropic.Anthropic")),
        ("anthropic.AsyncClient", Names("anthropic.AsyncAnthropic")),
        ("anthropic._client.Anthropic", Names("anthropic.Anthropic")),
        ("anthropic._client.AsyncAnthropic", Names("anthropic.AsyncAnthropic")),
    ),
)
