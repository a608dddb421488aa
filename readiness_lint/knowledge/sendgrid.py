from readiness_lint.knowledge.schema import (
    ClientTrait,
    Knowledge,
    Limit,
    Names,
    Outbound,
    Param,
    Returns,
    each,
)
from readiness_lint.terms import Service, Type

CLIENT, RESOURCE = "sendgrid.SendGridAPIClient", "python_http_client.Client"
ASKS = Outbound(Service.MAIL)

SENDGRID = Knowledge(
    "sendgrid",
    "6.12",
    "https://github.com/sendgrid/sendgrid-python",
    (
        # The limit is an attribute of the HTTP client: `client.client.timeout = 10`.
        *each(CLIENT, "", ClientTrait(Service.MAIL, Limit(None))),
        *each(CLIENT, "send", ASKS),
        *each(CLIENT, "client", Returns(Type(RESOURCE))),
        *each(RESOURCE, "", ClientTrait(Service.HTTP, Limit(Param("timeout", 5)))),
        *each(RESOURCE, "*", Returns(Type(RESOURCE))),
        *each(RESOURCE, "delete get patch post put", ASKS),
        ("sendgrid.sendgrid.SendGridAPIClient", Names(CLIENT)),
        ("python_http_client.client.Client", Names(RESOURCE)),
    ),
)
