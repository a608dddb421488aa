from readiness_lint.knowledge.schema import (
    EnvironmentTrait,
    Knowledge,
    Names,
    Param,
    Returns,
    each,
)
from readiness_lint.terms import Type

SETTINGS = "dynaconf.Dynaconf"

# What an object of this class has not, `dynaconf.base.Settings` has.
DYNACONF = Knowledge(
    "dynaconf",
    "3.1-3.3",
    "https://www.dynaconf.com",
    (
        *each(SETTINGS, "__call__ get get_fresh get_environ", EnvironmentTrait("dynaconf")),
        *each(
            SETTINGS,
            "as_bool as_int as_float as_json",
            EnvironmentTrait("dynaconf", Param("key", 0), None),
        ),
        ("dynaconf.settings", Returns(Type(SETTINGS))),
        ("dynaconf.LazySettings", Names(SETTINGS)),
        ("dynaconf.base.LazySettings", Names(SETTINGS)),
    ),
)
