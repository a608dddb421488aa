"""Settings that say nothing of who may call the views of a framework."""

from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.open_settings import OpenSettings

VIEWS = """
    from rest_framework import viewsets
    from shop.models import Order
    class Orders(viewsets.ModelViewSet):
        queryset = Order.objects.all()
    """
INSTALLED = 'INSTALLED_APPS = ["rest_framework", "shop"]\n'


@pytest.mark.parametrize(
    ("settings", "views", "found"),
    [
        (INSTALLED + 'REST_FRAMEWORK = {"PAGE_SIZE": 10}', VIEWS, [2]),
        (INSTALLED, VIEWS, [1]),
        ('INSTALLED_APPS = ["shop"]', VIEWS, []),
        (INSTALLED + 'REST_FRAMEWORK = {"PAGE_SIZE": 10, **MORE}', VIEWS, []),
        (INSTALLED + "REST_FRAMEWORK = made()", VIEWS, []),
        (INSTALLED + 'REST_FRAMEWORK = {"DEFAULT_PERMISSION_CLASSES": ["shop.Own"]}', VIEWS, []),
        (
            INSTALLED + 'MORE = {}\nMORE["DEFAULT_PERMISSION_CLASSES"] = ["shop.Own"]\n'
            'REST_FRAMEWORK = {"PAGE_SIZE": 10}',
            VIEWS,
            [],
        ),
        (INSTALLED, VIEWS.replace("ModelViewSet", "ReadOnlyModelViewSet"), []),
        (INSTALLED, VIEWS.replace("Orders(", "LoginOrders("), []),
        (INSTALLED, VIEWS.replace("Orders(", "Orders(Known, "), []),
        (INSTALLED, VIEWS.replace("queryset", "permission_classes = [Own]; queryset"), []),
    ],
)
def test_what_is_found(settings: str, views: str, found: list[int]) -> None:
    files = modules({"shop.settings": settings, "shop.views": views})
    assert found == [item.node.lineno for item in OpenSettings.find(files["shop.settings"])]
