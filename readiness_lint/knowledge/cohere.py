from readiness_lint.knowledge.schema import (
    ClientTrait,
    Is,
    Knowledge,
    Limit,
    Outbound,
    Param,
    each,
)
from readiness_lint.terms import Service

CLIENTS, LOOP_CLIENTS = "cohere.Client cohere.ClientV2", "cohere.AsyncClient cohere.AsyncClientV2"
# Five minutes where nothing is given.
TIMEOUT = Limit(None, 300.0, at=("client",))
MADE = ClientTrait(Service.LLM, Limit(Param("timeout"), 300.0, never=()))

COHERE = Knowledge(
    "cohere",
    "7.3",
    "https://docs.cohere.com",
    (
        *each(f"{CLIENTS} {LOOP_CLIENTS}", "", MADE),
        *each(
            CLIENTS,
            "chat chat_stream embed rerank",
            Outbound(Service.LLM, TIMEOUT),
        ),
        *each(
            "cohere.Client",
            "classify detokenize generate generate_stream summarize tokenize",
            Outbound(Service.LLM, TIMEOUT),
        ),
        *each(
            LOOP_CLIENTS,
            "chat embed rerank",
            Outbound(Service.LLM, TIMEOUT, blocking=False),
            Is("coroutine"),
        ),
        *each(
            "cohere.AsyncClient",
            "classify generate summarize",
            Outbound(Service.LLM, TIMEOUT, blocking=False),
            Is("coroutine"),
        ),
        *each(LOOP_CLIENTS, "chat_stream", Outbound(Service.LLM, TIMEOUT, blocking=False)),
    ),
)
