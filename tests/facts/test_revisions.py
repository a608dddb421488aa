"""What migrations say that they follow, and what is wrong with the graph."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness_lint.facts.program import Text
from readiness_lint.facts.revisions import BROKEN, LINES, revision_of
from readiness_lint.terms import Role

from fixtures import linked

PACKAGE = {"shop/__init__": "", "shop/migrations/__init__": ""}


def django(body: str) -> str:
    return f"class Migration(migrations.Migration):\n    {body}\n"


def follows(source: str) -> object:
    found = revision_of(Text("shop.migrations.0002_it", Role.MIGRATION, source))
    assert found is not None

    return found.follows


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("dependencies = [('shop', '0001')]", (("shop", "0001"),)),
        ("dependencies: list[tuple[str, str]] = [('a', 'b'), f(X)]", (("a", "b"),)),
        ("dependencies = [  # ]\n        ('a', 'b]'),\n    ]", (("a", "b]"),)),
        ("dependencies = (\n        ('a', 'b'),\n    )", (("a", "b"),)),
        ("operations = []", ()),
        ("dependencies = [('a', 'b')] + MORE", None),
        ("dependencies = get()", None),
        ("dependencies = [LAST]", None),
        ("dependencies = []\n    dependencies += [('a', 'b')]", None),
        ("dependencies = [('a', 'b')", None),
    ],
)
def test_what_a_migration_of_an_application_follows(body: str, expected: object) -> None:
    assert expected == follows(django(body))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("None", ()),
        ("'a'", (("", "a"),)),
        ("('a', 'b')", (("", "a"), ("", "b"))),
        ("'a'\ndown_revision = 'a'", (("", "a"),)),
        ("'a'\ndown_revision = 'b'", None),
        ("LAST", None),
    ],
)
def test_what_a_version_follows(value: str, expected: object) -> None:
    assert expected == follows(f"revision: str = 'x'\ndown_revision: str | None = {value}\n")


def test_docstring_that_shows_a_migration_is_none() -> None:
    source = '"""One.\n\nrevision = "a"\ndown_revision = None\n"""\n'

    assert revision_of(Text("shop.page", Role.MIGRATION, source)) is None


def problems(sources: dict[str, str], derivation: object = BROKEN) -> list[str]:
    files = {
        name.replace("/", ".").removesuffix(".__init__"): (Path(f"{name}.py"), source)
        for name, source in sources.items()
    }
    roles = {
        name: Role.TEST if name.endswith("_test") else Role.MIGRATION
        for name in files
        if "migrations." in name
    }
    program = linked(files, roles=roles)["shop"].program
    assert program is not None
    if derivation is LINES:
        return list(program.having(LINES))
    return [
        f"{module.rpartition('.')[2]}: {item.problem}"
        for module in program.having(BROKEN)
        for item in program.derived(BROKEN, module) or ()
    ]


FIRST = {**PACKAGE, "shop/migrations/0001_a": django("dependencies = []")}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"0002_b": "('shop', '0001_a')"}, []),
        ({"0002_b": "('shop', '0001_a')", "0002_c": "('shop', '0001_a')"}, ["0002_c: two leaves"]),
        ({"0002_b": "('shop', '0001_z')", "0003_c": "('shop', '0002_b'), ('shop', '0001_a')"},
         ["0002_b: unknown migration"]),
        ({"0002_b": "('other', '0001_z'), ('shop', '0001_a')"}, []),
        ({"0002_b": "('shop', '0001_a'), ('shop', '0003_c')", "0003_c": "('shop', '0002_b')"},
         ["0002_b: circle"]),
        # A file whose name is that of a test is a migration all the same.
        ({"0002_b": "('shop', '0001_a')", "0002_ab_test": "('shop', '0002_b')",
          "0003_c": "('shop', '0002_ab_test')"}, []),
        # They call each other otherwise: the label is not known.
        ({"0002_b": "('store', '0001_a')", "0002_c": "('store', '0001_a')"}, []),
    ],
)  # fmt: skip
def test_graph_of_an_application(more: dict[str, str], expected: list[str]) -> None:
    files = {
        f"shop/migrations/{name}": django(f"dependencies = [{deps}]") for name, deps in more.items()
    }

    assert expected == problems({**FIRST, **files})


def test_folder_without_a_package_and_file_with_a_dot_are_not_seen() -> None:
    first = django("dependencies = []")

    assert ["0001_a: package missing"] == problems(
        {"shop/__init__": "", "shop/migrations/0001_a": first}
    )
    assert ["2: name that cannot be imported"] == problems(
        {**FIRST, "shop/migrations/0002_v1.2": django("dependencies = [('shop', '0001_a')]")}
    )


def test_line_ends_in_its_one_head() -> None:
    second = django("dependencies = [('shop', '0001_a')]")

    assert [] == problems(FIRST, LINES)
    assert ["shop.migrations.0002_b"] == problems(
        {**FIRST, "shop/migrations/0002_b": second}, LINES
    )
