from readiness_lint.knowledge.schema import Is, Knowledge, Names, Param, Returns, SpanTrait, each
from readiness_lint.terms import Type

SCOPE, SPAN = "sentry_sdk.Scope", "sentry_sdk.tracing.Span"

SENTRY_SDK = Knowledge(
    "sentry-sdk",
    "1.19-2.75",
    "https://docs.sentry.io/platforms/python",
    (
        *each(
            f"sentry_sdk {SCOPE} sentry_sdk.Hub",
            "capture_exception capture_message capture_event",
            Is("reporter"),
        ),
        *each(
            f"sentry_sdk {SCOPE}",
            "set_extra set_context set_tag capture_message",
            Is("tells-values"),
        ),
        *each(SPAN, "set_data set_tag", Is("tells-values")),
        ("sentry_sdk.Client.capture_event", Is("reporter")),
        ("sentry_sdk.crons.capture_checkin", Is("reporter")),
        *each("sentry_sdk.logger", "warning error fatal", Is("reporter")),
        *each("sentry_sdk.metrics", "count distribution gauge", Is("metric")),
        # Until 2.43.
        *each("sentry_sdk.metrics", "incr increment timing set", Is("metric")),
        (f"{SPAN}.set_status", Is("reporter")),
        *each(
            "sentry_sdk",
            "get_current_scope get_isolation_scope get_global_scope new_scope push_scope "
            "isolation_scope",
            Returns(Type(SCOPE)),
        ),
        ("sentry_sdk.Hub.current", Returns(Type("sentry_sdk.Hub"))),
        *each("sentry_sdk", "start_span start_transaction get_current_span", Returns(Type(SPAN))),
        *each(
            "sentry_sdk",
            "start_span start_transaction",
            SpanTrait(Param("name"), "finish", logs=True),
        ),
        ("sentry_sdk.api", Names("sentry_sdk")),
        ("sentry_sdk.hub.Hub", Names("sentry_sdk.Hub")),
        ("sentry_sdk.scope.Scope", Names(SCOPE)),
        ("sentry_sdk.client.Client", Names("sentry_sdk.Client")),
    ),
)
