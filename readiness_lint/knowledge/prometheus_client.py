from dataclasses import replace

from readiness_lint.knowledge.schema import (
    Is,
    Knowledge,
    Labels,
    MetricTrait,
    Names,
    Param,
    Returns,
    each,
)
from readiness_lint.terms import Type

CLIENT = "prometheus_client"
CLASSES = "Counter Histogram Summary Info Enum"
REGISTERED = MetricTrait(
    Param("name", 0), Param("labelnames", 2), Param("registry", 6), f"{CLIENT}.REGISTRY"
)
LEVEL = replace(REGISTERED, level=True)
CHILD = Labels(before=("inc", "dec", "observe", "set", "time", "count_exceptions", "info", "state"))

PROMETHEUS_CLIENT = Knowledge(
    "prometheus-client",
    "0.14-0.26",
    "https://prometheus.github.io/client_python",
    (
        *each(CLIENT, "Counter.inc Counter.count_exceptions", Is("metric")),
        *each(
            CLIENT,
            "Gauge.inc Gauge.dec Gauge.set Gauge.set_to_current_time Gauge.set_function "
            "Gauge.track_inprogress Gauge.time",
            Is("metric"),
        ),
        *each(
            CLIENT, "Histogram.observe Histogram.time Summary.observe Summary.time", Is("metric")
        ),
        *each(CLIENT, "Info.info Enum.state", Is("metric")),
        (f"{CLIENT}.Counter.labels", Returns(Type(f"{CLIENT}.Counter"))),
        (f"{CLIENT}.Gauge.labels", Returns(Type(f"{CLIENT}.Gauge"))),
        (f"{CLIENT}.Histogram.labels", Returns(Type(f"{CLIENT}.Histogram"))),
        (f"{CLIENT}.Summary.labels", Returns(Type(f"{CLIENT}.Summary"))),
        (f"{CLIENT}.Info.labels", Returns(Type(f"{CLIENT}.Info"))),
        (f"{CLIENT}.Enum.labels", Returns(Type(f"{CLIENT}.Enum"))),
        *each(CLIENT, CLASSES, REGISTERED),
        (f"{CLIENT}.Gauge", LEVEL),
        *each(
            f"{CLIENT}.Counter {CLIENT}.Gauge {CLIENT}.Histogram {CLIENT}.Summary {CLIENT}.Info "
            f"{CLIENT}.Enum",
            "labels",
            CHILD,
        ),
        ("prometheus_client.metrics", Names(CLIENT)),
        ("prometheus_client.registry.REGISTRY", Names(f"{CLIENT}.REGISTRY")),
    ),
)
