from readiness_lint.knowledge.schema import Inherits, Is, Knowledge, LoggerTrait, Returns, each
from readiness_lint.terms import Type

ADAPTER = "oslo_log.log.KeywordArgumentAdapter"
LEVELS = (
    ("debug", "debug"),
    ("info", "info"),
    ("warning", "warning"),
    ("warn", "warning"),
    ("error", "error"),
    ("exception", "error"),
    ("critical", "critical"),
    ("log", ""),
)

OSLO_LOG = Knowledge(
    "oslo.log",
    "8.3-8.3",
    "https://docs.openstack.org/oslo.log",
    (
        ("oslo_log.log.getLogger", Returns(Type(ADAPTER))),
        *each("oslo_log.log", "BaseLoggerAdapter", Inherits(("logging.LoggerAdapter",))),
        (ADAPTER, Inherits(("oslo_log.log.BaseLoggerAdapter",))),
        *each("oslo_log.log", "BaseLoggerAdapter", LoggerTrait("oslo", LEVELS)),
    ),
)
OSLO_UTILS = Knowledge(
    "oslo.utils",
    "10.2-10.2",
    "https://docs.openstack.org/oslo.utils",
    (("oslo_utils.excutils.save_and_reraise_exception", Is("reraises-behind")),),
)
