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

CLIENTS = "openai.OpenAI openai.AzureOpenAI"
LOOP_CLIENTS = "openai.AsyncOpenAI openai.AsyncAzureOpenAI"
# The base of all resources stands for each: `client.chat.completions`, `client.beta.threads.runs`.
RESOURCE, LOOP_RESOURCE = "openai._resource.SyncAPIResource", "openai._resource.AsyncAPIResource"
TIMEOUT = Limit(Param("timeout"), 600.0, at=("client",))
MADE = ClientTrait(Service.LLM, Limit(Param("timeout"), 600.0))
# Half a second, then twice as long each time.
REPEATS = Param("max_retries")
ASKS = Outbound(Service.LLM, TIMEOUT, repeats=REPEATS)
AWAITED = Outbound(Service.LLM, TIMEOUT, blocking=False, repeats=REPEATS)
RAW = Outbound(Service.LLM, Limit(None, 600.0, at=("client",)), repeats=REPEATS)
RAW_LOOP = Outbound(
    Service.LLM, Limit(None, 600.0, at=("client",)), blocking=False, repeats=REPEATS
)
VERBS = (
    "cancel content create create_and_poll create_variation delete download_content edit generate"
    " parse poll remix retrieve retrieve_content submit_tool_outputs"
    " submit_tool_outputs_and_poll update upload upload_and_poll wait_for_processing"
)
OLD = (
    "openai.ChatCompletion openai.Completion openai.Edit openai.Embedding openai.Image"
    " openai.Moderation"
)

OPENAI = Knowledge(
    "openai",
    "3.54",
    "https://platform.openai.com/docs/libraries",
    (
        *each("openai", "OpenAI AzureOpenAI AsyncOpenAI AsyncAzureOpenAI", MADE),
        *each(CLIENTS, "*", Returns(Type(RESOURCE))),
        *each(LOOP_CLIENTS, "*", Returns(Type(LOOP_RESOURCE))),
        *each(CLIENTS, "delete get patch post put", RAW),
        *each(LOOP_CLIENTS, "delete get patch post put", RAW_LOOP, Is("coroutine")),
        *each("openai.OpenAI", "copy with_options", Returns(Type("openai.OpenAI"))),
        *each("openai.AzureOpenAI", "copy with_options", Returns(Type("openai.AzureOpenAI"))),
        *each(
            "openai.AsyncOpenAI",
            "copy with_options",
            Returns(Type("openai.AsyncOpenAI")),
        ),
        *each(
            "openai.AsyncAzureOpenAI",
            "copy with_options",
            Returns(Type("openai.AsyncAzureOpenAI")),
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
        # Before version 1.
        *each(
            OLD,
            "create",
            Outbound(Service.LLM, Limit(Param("request_timeout"), 600.0)),
        ),
        *each(
            OLD,
            "acreate",
            Outbound(Service.LLM, Limit(Param("request_timeout"), 600.0), blocking=False),
            Is("coroutine"),
        ),
        ("openai._client.Client", Names("openai.OpenAI")),
        ("openai.Client", Names("openai.OpenAI")),
        ("openai.AsyncClient", Names("openai.AsyncOpenAI")),
        ("openai._client.OpenAI", Names("openai.OpenAI")),
        ("openai._client.AsyncOpenAI", Names("openai.AsyncOpenAI")),
        ("openai.lib.azure", Names("openai")),
    ),
)
