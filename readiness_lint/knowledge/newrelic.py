from readiness_lint.knowledge.schema import Is, Knowledge, each

NEWRELIC = Knowledge(
    "newrelic",
    "7.16-14.1",
    "https://docs.newrelic.com/docs/apm/agents/python-agent",
    (
        # `record_exception` is the name before version 8.
        *each("newrelic.agent", "notice_error record_exception record_log_event", Is("reporter")),
        *each(
            "newrelic.agent",
            "record_custom_metric record_custom_metrics record_custom_event",
            Is("metric"),
        ),
    ),
)
