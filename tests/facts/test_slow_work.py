"""Which handlers send mail while their client waits."""

from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.slow_work import MailInRequest

VIEW = """
    from django.core.mail import send_mail
    from django.http import HttpRequest, JsonResponse
    def register(request: HttpRequest):
        send_mail("a", "b", "c", ["d"])
        return JsonResponse({})
    """
URLS = """
    from django.urls import path
    from shop import views
    urlpatterns = [path("register", views.register)]
    """
CELERY = """
    from celery import Celery
    app = Celery()
    """


@pytest.mark.parametrize(
    ("backend", "queue", "found"),
    [
        ("django.core.mail.backends.smtp.EmailBackend", CELERY, 1),
        ("django.core.mail.backends.smtp.EmailBackend", "", 0),
        ("post_office.EmailBackend", CELERY, 0),
    ],
)
def test_whether_something_else_could_send_it(backend: str, queue: str, found: int) -> None:
    files = modules(
        {
            "shop.views": VIEW,
            "shop.urls": URLS,
            "shop.queue": queue,
            "shop.settings": f'EMAIL_BACKEND = "{backend}"',
        }
    )

    assert found == len(files["shop.views"].facts(MailInRequest))
