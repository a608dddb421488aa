from readiness_lint.knowledge.schema import Is, Knowledge, each

BUGSNAG = Knowledge(
    "bugsnag",
    "4.2-4.9",
    "https://docs.bugsnag.com/platforms/python",
    (
        *each("bugsnag", "notify auto_notify auto_notify_exc_info", Is("reporter")),
        *each("bugsnag.Client", "notify notify_exc_info", Is("reporter")),
    ),
)
