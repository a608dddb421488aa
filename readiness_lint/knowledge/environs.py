from readiness_lint.knowledge.schema import (
    EnvironmentTrait,
    Inherits,
    Knowledge,
    Param,
    Returns,
    each,
)
from readiness_lint.terms import Type

ENV = "environs.Env"

ENVIRONS = Knowledge(
    "environs",
    "15.2-15.2",
    "https://github.com/sloria/environs",
    (
        *each(
            ENV,
            "__call__ str int bool float decimal list dict json datetime date time timedelta path "
            "log_level url uuid enum dj_db_url dj_cache_url dj_email_url",
            EnvironmentTrait("environs", Param("name", 0)),
        ),
        ("environs.env", Returns(Type(ENV))),
        ("environs.env", EnvironmentTrait("environs", Param("name", 0))),
        ("environs.FileAwareEnv", Inherits((ENV,))),
    ),
)
