from readiness_lint.knowledge.schema import Knowledge, Names, Param, Returns, SpanTrait
from readiness_lint.terms import Type

TRACER = "opentracing.Tracer"
NAME = Param("operation_name", 0)

OPENTRACING = Knowledge(
    "opentracing",
    "2.4-2.4",
    "https://opentracing-python.readthedocs.io",
    (
        ("opentracing.tracer", Returns(Type(TRACER))),
        ("opentracing.global_tracer", Returns(Type(TRACER))),
        ("opentracing.tracer.Tracer", Names(TRACER)),
        (f"{TRACER}.start_span", SpanTrait(NAME, "finish")),
        (f"{TRACER}.start_span", Returns(Type("opentracing.Span"))),
    ),
)
