from readiness_lint.knowledge.schema import EnvironmentTrait, Is, Knowledge, Param, each

OS_ENVIRON = Knowledge(
    "",
    "3.11-3.13",
    "https://docs.python.org/3/library/os.html#os.environ",
    (
        *each("os", "environ environb", Is("environment")),
        *each("os.environ os.environb", "get pop", EnvironmentTrait("os")),
        *each(
            "os.environ os.environb",
            "setdefault",
            EnvironmentTrait("os", default=Param("value", 1)),
        ),
        *each("os.environ os.environb", "setdefault", Is("sets-environment")),
        ("os.putenv", Is("sets-environment")),
        *each("os", "getenv getenvb", EnvironmentTrait("os")),
        *each(
            "os.environ os.environb", "__getitem__", EnvironmentTrait("os", Param("key", 0), None)
        ),
    ),
)
