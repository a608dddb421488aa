"""Modules that nothing imports, in programs that may load them all the same."""

from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.unloaded import UnloadedModule

SIGNALS = """
from django.db.models.signals import post_save
from django.dispatch import receiver

@receiver(post_save)
def reserve(sender, **kwargs):
    sender.reserve()
"""
SETTINGS = 'ROOT_URLCONF = "shop.urls"'


@pytest.mark.parametrize(
    ("other", "count"),
    [
        ("", 1),
        ("from django.db.models import signals", 1),
        ("from blog import signals", 1),
        ("from shop import signals", 0),
        ("from shop.signals import reserve", 0),
        ("from shop.signals import *", 0),
        ("def ready():\n    import shop.signals", 0),
        ("import signals", 0),
        ('RECEIVERS = ["shop.signals"]', 0),
        ("from importlib import import_module\ndef load(name):\n    import_module(name)", 0),
    ],
)
def test_module_is_loaded_if_something_may_import_it(other: str, count: int) -> None:
    files = modules(
        {
            "shop.signals": SIGNALS,
            "shop.settings": SETTINGS,
            "shop.start": other,
            "blog.signals": "",
        }
    )

    assert count == len(files["shop.signals"].facts(UnloadedModule))


def test_package_without_an_application_leaves_it_to_others() -> None:
    files = modules({"shop.signals": SIGNALS, "shop.start": ""})

    assert not files["shop.signals"].facts(UnloadedModule)
