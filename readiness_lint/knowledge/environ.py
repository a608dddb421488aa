from readiness_lint.knowledge.schema import EnvironmentTrait, Inherits, Knowledge, Param, each

ENV = "environ.Env"
VAR = Param("var", 0)

ENVIRON = Knowledge(
    "django-environ",
    "0.9-0.14",
    "https://django-environ.readthedocs.io",
    (
        *each(
            ENV,
            "str bool int float json bytes url db db_url cache cache_url email email_url "
            "search_url channels channels_url path",
            EnvironmentTrait("environ", VAR, scheme=True),
        ),
        *each(
            ENV,
            "__call__ get_value list tuple dict",
            EnvironmentTrait("environ", VAR, Param("default", 2), scheme=True),
        ),
        ("environ.FileAwareEnv", Inherits((ENV,))),
        ("environ.environ.Env", Inherits((ENV,))),
    ),
)
