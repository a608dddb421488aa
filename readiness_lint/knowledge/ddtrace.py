from readiness_lint.knowledge.schema import (
    Is,
    Knowledge,
    Labels,
    Names,
    Param,
    Returns,
    SpanTrait,
    each,
)
from readiness_lint.terms import Type

SPAN, TRACER = "ddtrace.trace.Span", "ddtrace.trace.Tracer"

DDTRACE = Knowledge(
    "ddtrace",
    "2.21-4.16",
    "https://ddtrace.readthedocs.io",
    (
        *each(SPAN, "set_exc_info set_traceback record_exception", Is("reporter")),
        *each(TRACER, "trace start_span current_span current_root_span", Returns(Type(SPAN))),
        *each(TRACER, "trace start_span", SpanTrait(Param("name", 0), "finish")),
        (f"{TRACER}.wrap", SpanTrait(Param("name", 0), decorates=True)),
        ("ddtrace.trace.tracer", Returns(Type(TRACER))),
        ("ddtrace.tracer", Names("ddtrace.trace.tracer")),
        ("ddtrace.Span", Names(SPAN)),
        ("ddtrace.Tracer", Names(TRACER)),
    ),
)

DATADOG = Knowledge(
    "datadog",
    "0.56-0.56",
    "https://datadogpy.readthedocs.io",
    (
        ("datadog.statsd", Returns(Type("datadog.DogStatsd"))),
        *each(
            "datadog.DogStatsd",
            "increment decrement gauge histogram distribution timing set service_check",
            Is("metric"),
            Labels(Param("tags", 2), Param("metric", 0)),
        ),
        ("datadog.DogStatsd.event", Is("reporter")),
        ("datadog.api.Event.create", Is("reporter")),
        ("datadog.dogstatsd.DogStatsd", Names("datadog.DogStatsd")),
    ),
)
