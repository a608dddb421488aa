from readiness_lint.knowledge.schema import Inherits, Knowledge, Names, Returns
from readiness_lint.terms import Type

CONFIG = "traitlets.config"

TRAITLETS = Knowledge(
    "traitlets",
    "5.16-5.16",
    "https://traitlets.readthedocs.io",
    (
        (f"{CONFIG}.LoggingConfigurable.log", Returns(Type("logging.Logger"))),
        (f"{CONFIG}.LoggingConfigurable", Inherits((f"{CONFIG}.Configurable",))),
        (f"{CONFIG}.SingletonConfigurable", Inherits((f"{CONFIG}.LoggingConfigurable",))),
        (f"{CONFIG}.Application", Inherits((f"{CONFIG}.SingletonConfigurable",))),
        (
            f"{CONFIG}.configurable.LoggingConfigurable",
            Names(f"{CONFIG}.LoggingConfigurable"),
        ),
        (f"{CONFIG}.application.Application", Names(f"{CONFIG}.Application")),
    ),
)
