from readiness_lint.knowledge.schema import Is, Knowledge, each

# Calls after which nothing follows.
ENDS = Knowledge(
    "",
    "3.11-3.13",
    "https://docs.python.org/3/library/sys.html#sys.exit",
    (
        ("sys.exit", Is("never-returns")),
        ("sys.exit", Is("ends-program")),
        *each("sys", "exc_info exception", Is("current-exception")),
        *each("os", "_exit abort", Is("never-returns"), Is("ends-program")),
        *each("builtins", "exit quit", Is("never-returns"), Is("ends-program")),
        *each("_thread", "interrupt_main", Is("interrupts")),
        *each("signal", "raise_signal", Is("interrupts")),
        *each("typing typing_extensions", "assert_never", Is("never-returns")),
        *each("typing typing_extensions", "cast", Is("cast")),
        *each("builtins", "SystemExit KeyboardInterrupt GeneratorExit", Is("exit-signal")),
        *each("unittest.TestCase", "fail skipTest", Is("never-returns")),
    ),
)

PYTEST = Knowledge(
    "pytest",
    "9.2-9.2",
    "https://docs.pytest.org",
    (*each("pytest", "fail skip exit xfail", Is("never-returns")),),
)
