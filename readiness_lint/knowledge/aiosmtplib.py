from readiness_lint.knowledge.schema import (
    ClientTrait,
    Is,
    Knowledge,
    Limit,
    Names,
    Outbound,
    Param,
    each,
)
from readiness_lint.terms import Service

MINUTE = Limit(Param("timeout"), 60.0)
OF_CLIENT = Limit(Param("timeout"), 60.0, at=("client",))
AWAITED = Outbound(Service.MAIL, OF_CLIENT, blocking=False)

AIOSMTPLIB = Knowledge(
    "aiosmtplib",
    "5.1",
    "https://aiosmtplib.readthedocs.io",
    (
        *each(
            "aiosmtplib",
            "send",
            Outbound(Service.MAIL, MINUTE, blocking=False),
            Is("coroutine"),
        ),
        *each("aiosmtplib", "SMTP", ClientTrait(Service.MAIL, MINUTE)),
        *each(
            "aiosmtplib.SMTP",
            "connect ehlo noop quit sendmail send_message starttls",
            AWAITED,
            Is("coroutine"),
        ),
        *each(
            "aiosmtplib.SMTP",
            "login",
            Outbound(
                Service.MAIL, Limit(Param("timeout", 2), 60.0, at=("client",)), blocking=False
            ),
            Is("coroutine"),
        ),
        ("aiosmtplib.api.send", Names("aiosmtplib.send")),
        ("aiosmtplib.smtp.SMTP", Names("aiosmtplib.SMTP")),
    ),
)
