from readiness_lint.knowledge.schema import Is, Knowledge, each

ROLLBAR = Knowledge(
    "rollbar",
    "0.16-1.5",
    "https://docs.rollbar.com/docs/python",
    (*each("rollbar", "report_exc_info report_message", Is("reporter")),),
)
