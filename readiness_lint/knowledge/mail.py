"""What sends mail: what waits until a mail server, or the service of a provider, has taken it."""

from readiness_lint.knowledge.schema import Is, Knowledge, Names, each

SENDS = Is("sends-mail")
QUEUES = Is("queues-mail")
BY_SETTINGS, CONNECTS = Is("mail-by-settings"), Is("mail-connection")
MESSAGE = "django.core.mail.EmailMessage"

SMTP = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/library/smtplib.html",
    (
        # Connecting is the better part of it.
        *each("smtplib", "SMTP SMTP_SSL LMTP", SENDS),
        *each("smtplib.SMTP", "sendmail send_message", SENDS),
    ),
)

AIOSMTPLIB_MAIL = Knowledge(
    "aiosmtplib",
    "5.1",
    "https://aiosmtplib.readthedocs.io",
    (
        ("aiosmtplib.send", SENDS),
        *each("aiosmtplib.SMTP", "sendmail send_message", SENDS),
    ),
)

DJANGO_SENDS = Knowledge(
    "Django",
    "5.2",
    "https://docs.djangoproject.com/en/stable/topics/email/",
    (
        *each(
            "django.core.mail",
            "mail_admins mail_managers send_mail send_mass_mail",
            SENDS,
            BY_SETTINGS,
        ),
        *each(MESSAGE, "send", SENDS, BY_SETTINGS),
        ("django.core.mail.backends.base.BaseEmailBackend.send_messages", SENDS),
        # Backends that only store a message, for a task to send.
        *each("djcelery_email post_office mailer celery_email", "", QUEUES),
        ("django.conf.settings.EMAIL_BACKEND", Is("mail-backend")),
        # `EMAIL_TIMEOUT` is `None` by default, which is for ever.
        ("django.conf.settings.EMAIL_HOST", Is("mail-server")),
        ("django.conf.settings.EMAIL_TIMEOUT", Is("mail-limit")),
        # From 6.1 on, with the limit among its options.
        ("django.conf.settings.MAILERS", Is("mail-limit")),
        *each("django.core.mail.backends.smtp", "EmailBackend", Is("smtp-backend"), CONNECTS),
        ("django.core.mail.get_connection", CONNECTS),
        ("django.core.mail.get_connection", BY_SETTINGS),
    ),
)

FLASK_MAIL_SENDS = Knowledge(
    "Flask-Mail",
    "0.10",
    "https://flask-mail.readthedocs.io",
    (*each("flask_mail.Mail flask_mail.Connection", "send send_message", SENDS),),
)

FASTAPI_MAIL = Knowledge(
    "fastapi-mail",
    "1.6",
    "https://sabuhish.github.io/fastapi-mail/",
    (
        ("fastapi_mail.FastMail.send_message", SENDS),
        ("fastapi_mail.FastMail.send_message", Is("coroutine")),
        ("fastapi_mail.fastmail.FastMail", Names("fastapi_mail.FastMail")),
    ),
)

SENDGRID_SENDS = Knowledge(
    "sendgrid",
    "6.12",
    "https://github.com/sendgrid/sendgrid-python",
    (("sendgrid.SendGridAPIClient.send", SENDS),),
)

RESEND = Knowledge(
    "resend",
    "2.52",
    "https://resend.com/docs/send-with-python",
    (("resend.Emails.send", SENDS),),
)

LATER = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/",
    (
        *each(
            "arq celery django_q django_rq django_tasks dramatiq huey procrastinate rq taskiq",
            "",
            Is("task-queue"),
        ),
        # `BackgroundTasks` and `BackgroundTask` come with the framework.
        *each("fastapi litestar starlette", "", Is("runs-after-answer")),
        *each(
            "fastapi.BackgroundTasks starlette.background.BackgroundTasks",
            "",
            Is("runs-after-answer"),
            Is("class"),
        ),
    ),
)
