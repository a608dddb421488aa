"""blinker: signals, those of Flask among them."""

from readiness_lint.knowledge.schema import Is, Knowledge, each

BLINKER = Knowledge(
    "blinker",
    "1.9",
    "https://blinker.readthedocs.io",
    (*each("blinker.Signal", "send send_async", Is("sends-signal")),),
)
