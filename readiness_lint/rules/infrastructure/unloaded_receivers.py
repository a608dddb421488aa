"""Receivers in a module that nothing imports.

A receiver is connected, and a task is known to its worker, when their module is imported.  Nothing
imports this one: the stock is never reserved, the clean-up never runs, and no error says so, since
sending a signal to nobody is no failure.

## Bad

```python
# file: shop/signals.py
from django.db.models.signals import post_save
from django.dispatch import receiver


@receiver(post_save)
def reserve_stock(sender, instance, **kwargs):
    instance.reserve()
# file: shop/settings.py
ROOT_URLCONF = "shop.urls"
```

## Good

```python
# file: shop/signals.py
from django.db.models.signals import post_save
from django.dispatch import receiver


@receiver(post_save)
def reserve_stock(sender, instance, **kwargs):
    instance.reserve()
# file: shop/apps.py
from django.apps import AppConfig


class ShopConfig(AppConfig):
    name = "shop"

    def ready(self):
        from shop import signals
# file: shop/settings.py
ROOT_URLCONF = "shop.urls"
```

## Not reported

Modules that another one imports, anywhere, or that a text names: `include=["shop.jobs"]`,
`import_module("shop.signals")`.  Modules that a framework looks for by their name, such as
`models`, `tasks`, `admin` and `translation`, and those that make an application.  Programs that
load modules by names which they compute, and packages without an application of their own.  Actors
and functions of queues whose workers are told their modules on the command line.  What tests import
does not count.
"""

from readiness_lint.facts.unloaded import UnloadedModule
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY113",
    "`{module}` registers {what} but nothing imports it, so {they} never {run}",
    severity=Severity.HIGH,
    status=Status.MISSING,
    source="S1 layer 1",
    since="0.1.0",
    reach="project",
    parked=True,
)
def unloaded_receivers(unloaded: UnloadedModule, file: File) -> Problems:
    """Report each module once, at the first thing that it registers."""
    one = unloaded.what.startswith("one ")
    yield Problem(
        unloaded.node,
        module=file.module,
        what=unloaded.what,
        they="it" if one else "they",
        run="runs" if one else "run",
    )
