from readiness_lint.knowledge.schema import (
    Inherits,
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

TRACE, METRICS = "opentelemetry.trace", "opentelemetry.metrics"
SPAN, TRACER, METER = f"{TRACE}.Span", f"{TRACE}.Tracer", f"{METRICS}.Meter"

OPENTELEMETRY = Knowledge(
    "opentelemetry-api",
    "1.14-1.45",
    "https://opentelemetry-python.readthedocs.io",
    (
        *each(SPAN, "record_exception set_status add_event", Is("reporter")),
        *each(SPAN, "set_attribute set_attributes add_event", Is("tells-values")),
        *each(TRACE, "get_tracer", Returns(Type(TRACER))),
        ("opentelemetry.trace.TracerProvider.get_tracer", Returns(Type(TRACER))),
        *each(TRACER, "start_span start_as_current_span", Returns(Type(SPAN))),
        (f"{TRACER}.start_span", SpanTrait(Param("name", 0), "end")),
        (f"{TRACER}.start_as_current_span", SpanTrait(Param("name", 0), decorates=True)),
        *each(TRACE, "get_current_span use_span", Returns(Type(SPAN))),
        *each(TRACE, "use_span", Is("makes-current")),
        *each(TRACE, "set_span_in_context", Is("span-context")),
        *each(TRACE, "get_current_span", Is("reads-context"), Is("reads-span")),
        *each(TRACE, "get_tracer_provider", Returns(Type(f"{TRACE}.TracerProvider"))),
        ("opentelemetry.trace.span.Span", Names(SPAN)),
        (
            "opentelemetry.trace.propagation.set_span_in_context",
            Names(f"{TRACE}.set_span_in_context"),
        ),
        *each(METRICS, "get_meter", Returns(Type(METER))),
        (f"{METRICS}.MeterProvider.get_meter", Returns(Type(METER))),
        (f"{METER}.create_counter", Returns(Type(f"{METRICS}.Counter"))),
        (f"{METER}.create_up_down_counter", Returns(Type(f"{METRICS}.UpDownCounter"))),
        (f"{METER}.create_histogram", Returns(Type(f"{METRICS}.Histogram"))),
        # From 1.23; the class is public since 1.30.
        (f"{METER}.create_gauge", Returns(Type(f"{METRICS}._Gauge"))),
        *each(
            METER,
            "create_counter create_up_down_counter create_histogram create_gauge "
            "create_observable_counter create_observable_gauge create_observable_up_down_counter",
            Is("instrument"),
        ),
        *each(METRICS, "Counter.add UpDownCounter.add Histogram.record _Gauge.set", Is("metric")),
        *each(
            METRICS,
            "Counter.add UpDownCounter.add Histogram.record _Gauge.set",
            Labels(Param("attributes", 1)),
        ),
    ),
)

OPENTELEMETRY_SDK = Knowledge(
    "opentelemetry-sdk",
    "1.45-1.45",
    "https://opentelemetry-python.readthedocs.io",
    (
        *each("opentelemetry.sdk", "trace.TracerProvider metrics.MeterProvider", Is("provider")),
        ("opentelemetry.sdk.trace.Span", Inherits((SPAN,))),
        ("opentelemetry.sdk.trace.TracerProvider", Inherits((f"{TRACE}.TracerProvider",))),
        ("opentelemetry.sdk.trace.Tracer", Inherits((TRACER,))),
        ("opentelemetry.sdk.metrics.MeterProvider", Inherits((f"{METRICS}.MeterProvider",))),
        ("opentelemetry.sdk.metrics.Meter", Inherits((METER,))),
    ),
)

OPENTELEMETRY_THREADING = Knowledge(
    "opentelemetry-instrumentation-threading",
    "0.45-0.66",
    "https://opentelemetry-python-contrib.readthedocs.io",
    (("opentelemetry.instrumentation.threading.ThreadingInstrumentor", Is("carries-context")),),
)
