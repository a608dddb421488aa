from readiness_lint.knowledge.schema import Is, Knowledge

SNIFFIO = Knowledge(
    "sniffio",
    "1.3-1.3",
    "https://sniffio.readthedocs.io",
    (("sniffio.current_async_library", Is("loop-probe")),),
)
