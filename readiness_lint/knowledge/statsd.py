from readiness_lint.knowledge.schema import Is, Knowledge, Labels, Names, Param, Returns, each
from readiness_lint.terms import Type

CLIENTS = "statsd.StatsClient statsd.TCPStatsClient statsd.UnixSocketStatsClient"

STATSD = Knowledge(
    "statsd",
    "4.0-4.0",
    "https://statsd.readthedocs.io",
    (
        *each(
            CLIENTS,
            "incr decr gauge set timing timer",
            Is("metric"),
            Labels(name=Param("stat", 0)),
        ),
        # A pipeline has the same methods.
        ("statsd.StatsClient.pipeline", Returns(Type("statsd.StatsClient"))),
        ("statsd.TCPStatsClient.pipeline", Returns(Type("statsd.TCPStatsClient"))),
        ("statsd.UnixSocketStatsClient.pipeline", Returns(Type("statsd.UnixSocketStatsClient"))),
        ("statsd.client", Names("statsd")),
    ),
)
