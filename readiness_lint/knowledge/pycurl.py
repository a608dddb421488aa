from readiness_lint.knowledge.schema import Knowledge, Outbound, each
from readiness_lint.terms import Service

# The limit is an option of the handle, set by a call of its own: `setopt(pycurl.TIMEOUT, 10)`.
PYCURL = Knowledge(
    "pycurl",
    "7.49",
    "http://pycurl.io/docs/latest/",
    (*each("pycurl.Curl", "perform perform_rb perform_rs", Outbound(Service.HTTP)),),
)
