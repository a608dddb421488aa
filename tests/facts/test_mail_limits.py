from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.mail_limits import UnlimitedMail

HOST = "import os\nEMAIL_HOST = os.environ.get('MAIL_HOST', 'localhost')\n"
SENDS = "from django.core.mail import send_mail\ndef shipped(order):\n    send_mail('', '', '', [order])\n"
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def found(settings: str, notices: str = SENDS, **others: str) -> list[int]:
    named = {f"shop.{name}": text for name, text in others.items()}
    files = modules({"shop.settings": settings, "shop.notices": notices, **named})
    return [item.node.lineno for item in files["shop.settings"].facts(UnlimitedMail)]


@pytest.mark.parametrize(
    "settings",
    [
        HOST,
        f"{HOST}EMAIL_BACKEND = '{SMTP}'\n",
        f"{HOST}EMAIL_BACKEND = os.environ.get('MAIL_BACKEND', '{SMTP}')\n",
        f"{HOST}if DEBUG:\n    EMAIL_BACKEND = 'django.core.mail.backends.console.EmailBackend'\n"
        f"else:\n    EMAIL_BACKEND = '{SMTP}'\n",
        f"{HOST}EMAIL_HOST = 'mail.example'\n",
        f"from shop.base import *\n{HOST}",
    ],
)
def test_mail_by_smtp_without_a_limit_is_found_once(settings: str) -> None:
    assert len(found(settings, base="DEBUG = False")) == 1


def test_it_stands_where_the_server_is_named() -> None:
    assert found(HOST) == [2]


def test_of_several_settings_the_first_is_told() -> None:
    assert found(HOST, base=HOST) == []
    assert found(HOST, testbed=HOST) == [2]


def test_a_connection_without_a_limit_limits_nothing() -> None:
    notices = "from django.core.mail import get_connection\nget_connection(fail_silently=True)\n"

    assert found(HOST, notices + SENDS) == [2]


def test_a_connection_of_the_settings_sends() -> None:
    made = "from django.core.mail import get_connection\nmail = get_connection({})\n"

    assert found(HOST, made.format("fail_silently=True")) == [2]
    assert found(HOST, made.format("'django.core.mail.backends.console.EmailBackend'")) == []
    assert found(HOST, made.format("backend=BACKEND")) == []


@pytest.mark.parametrize(
    "settings",
    [
        f"{HOST}EMAIL_TIMEOUT = 10\n",
        f"{HOST}MAILERS = {{}}\n",
        f"{HOST}EMAIL_BACKEND = 'anymail.backends.mailgun.EmailBackend'\n",
        f"{HOST}EMAIL_BACKEND = chosen()\n",
        f"from site_settings import *\n{HOST}",
        f"{HOST}globals().update(read())\n",
        f"{HOST}exec(open('override.py').read())\n",
        "EMAIL_HOST = 'localhost'\n",
        "EMAIL_HOST = ''\n",
        "EMAIL_PORT = 25\n",
    ],
)
def test_other_settings_are_silent(settings: str) -> None:
    assert found(settings) == []


@pytest.mark.parametrize(
    "notices",
    [
        "def shipped(order):\n    return order\n",
        "from django.core.mail import get_connection\n"
        f"{SENDS}CONNECTION = get_connection(timeout=5)\n",
        "from django.core.mail.backends.smtp import EmailBackend\n"
        f"{SENDS}def connect(**options):\n    return EmailBackend(**options)\n",
        f"{SENDS}from django.test import override_settings\noverride_settings(EMAIL_TIMEOUT=1)\n",
    ],
)
def test_other_programs_are_silent(notices: str) -> None:
    assert found(HOST, notices) == []


def test_settings_for_development_are_silent() -> None:
    files = modules({"shop.settings.development": HOST, "shop.notices": SENDS})

    assert not files["shop.settings.development"].facts(UnlimitedMail)
