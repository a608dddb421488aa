from readiness_lint.knowledge.schema import Knowledge, Outbound, Returns, each
from readiness_lint.terms import Service, Type

SENDS = Outbound(Service.MAIL)

FLASK_MAIL = Knowledge(
    "Flask-Mail",
    "0.10",
    "https://flask-mail.readthedocs.io",
    (
        *each("flask_mail.Mail", "send send_message", SENDS),
        *each("flask_mail.Mail", "connect", Returns(Type("flask_mail.Connection"))),
        *each("flask_mail.Connection", "send send_message", SENDS),
        *each("flask_mail.Connection", "__enter__", SENDS),
    ),
)
