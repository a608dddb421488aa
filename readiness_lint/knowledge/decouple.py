from readiness_lint.knowledge.schema import EnvironmentTrait, Knowledge, Param, each

DECOUPLE = Knowledge(
    "python-decouple",
    "3.6-3.8",
    "https://github.com/HBNetwork/python-decouple",
    (
        *each(
            "decouple",
            "config Config.__call__ Config.get AutoConfig.__call__",
            EnvironmentTrait("decouple", Param("option", 0)),
        ),
    ),
)
