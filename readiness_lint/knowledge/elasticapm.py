from readiness_lint.knowledge.schema import Is, Knowledge, Names, Param, Returns, SpanTrait, each
from readiness_lint.terms import Type

CLIENT, TRANSACTION = "elasticapm.Client", "elasticapm.traces.Transaction"
# A failure that is logged is sent by the handler of logs, with the transaction that it belongs to.
SPAN = SpanTrait(Param("name", 0), decorates=True, logs=True)
BEGUN = Param("transaction_type", 0)

ELASTICAPM = Knowledge(
    "elastic-apm",
    "6.26",
    "https://www.elastic.co/guide/en/apm/agent/python/current/",
    (
        ("elasticapm.Client", Is("class")),
        ("elasticapm.get_client", Returns(Type(CLIENT))),
        *each("elasticapm", "capture_span async_capture_span", SPAN),
        # What is current ends, whoever asks: nobody needs to hold it.
        (
            f"{CLIENT}.begin_transaction",
            SpanTrait(BEGUN, "end_transaction", logs=True, current=True),
        ),
        (f"{CLIENT}.begin_transaction", Returns(Type(TRANSACTION))),
        (
            f"{TRANSACTION}.begin_span",
            SpanTrait(Param("name", 0), "end_span", logs=True, current=True),
        ),
        ("elasticapm.base.Client", Names(CLIENT)),
        ("elasticapm.base.get_client", Names("elasticapm.get_client")),
        ("elasticapm.traces.capture_span", Names("elasticapm.capture_span")),
        (
            "elasticapm.contrib.asyncio.traces.async_capture_span",
            Names("elasticapm.async_capture_span"),
        ),
    ),
)
