from readiness_lint.knowledge.schema import Is, Knowledge, each

STOPIT = Knowledge(
    "stopit",
    "1.1",
    "https://github.com/glenfant/stopit",
    (
        *each(
            "stopit",
            "SignalTimeout ThreadingTimeout signal_timeoutable threading_timeoutable",
            Is("bounds"),
        ),
    ),
)
