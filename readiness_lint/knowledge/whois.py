from readiness_lint.knowledge.schema import Knowledge, Outbound, each
from readiness_lint.terms import Service

# Two distributions share the package; the other one asks by `query`.
WHOIS = Knowledge(
    "python-whois",
    "0.9",
    "https://github.com/richardpenman/whois",
    each("whois", "whois", Outbound(Service.SOCKET)),
)
