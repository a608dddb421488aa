from readiness_lint.knowledge.schema import Inherits, Knowledge, Returns, each
from readiness_lint.terms import Type

ADAPTER = "oslo_log.log.KeywordArgumentAdapter"

OSLO_LOG = Knowledge(
    "oslo.log",
    "8.3-8.3",
    "https://docs.openstack.org/oslo.log",
    (
        ("oslo_log.log.getLogger", Returns(Type(ADAPTER))),
        *each("oslo_log.log", "BaseLoggerAdapter", Inherits(("logging.LoggerAdapter",))),
        (ADAPTER, Inherits(("oslo_log.log.BaseLoggerAdapter",))),
    ),
)
