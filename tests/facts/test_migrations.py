"""Which migrations a class belongs to, where no settings say what is installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness_lint.facts.mapped_classes import MappedClass
from readiness_lint.facts.migrations import missing_from
from readiness_lint.terms import Role

from fixtures import linked

MODEL = "from django.db import models\nclass Coupon(models.Model): ..."
MIGRATION = "class Migration(migrations.Migration): operations = []"


@pytest.mark.parametrize(
    ("configured", "expected"),
    [
        ({"shop.models": "from shop.extras.models import Coupon"}, True),
        (
            {
                "shop.models": "from shop.extras.models import Coupon",
                "shop.extras.apps": "class C: ...",
            },
            False,
        ),
        # It may be installed by itself, in a project of the tests, say.
        ({}, False),
        ({"shop.models": "from shop.orders import Order"}, False),
    ],
)
def test_a_package_with_a_configuration_or_models_is_no_part_of_the_application_around_it(
    configured: dict[str, str], *, expected: bool
) -> None:
    sources = {"shop.extras.models": MODEL, "shop.migrations.0001_it": MIGRATION, **configured}
    modules = linked(
        {name: (Path(f"{name.replace('.', '/')}.py"), text) for name, text in sources.items()},
        roles={"shop.migrations.0001_it": Role.MIGRATION},
    )
    file = modules["shop.extras.models"]
    (mapped,) = file.facts(MappedClass)

    assert expected == (missing_from(file, mapped) is not None)
