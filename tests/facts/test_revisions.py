"""What migrations say that they follow, and what is wrong with the graph."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness_lint.facts.program import Text
from readiness_lint.facts.revisions import BROKEN, LINES, Revision, revision_of
from readiness_lint.terms import Role

from fixtures import linked

PACKAGE = {"shop/__init__": "", "shop/migrations/__init__": ""}


def django(body: str) -> str:
    return f"class Migration(migrations.Migration):\n    {body}\n"


def revision(source: str) -> Revision:
    found = revision_of(Text("shop.migrations.0002_it", Role.MIGRATION, source))
    assert found is not None

    return found


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("dependencies = [('shop', '0001')]", (("shop", "0001"),)),
        ("dependencies: list[tuple[str, str]] = [('a', 'b'), f(X)]", (("a", "b"),)),
        ("dependencies = [  # ]\n        ('a', 'b]'),\n    ]", (("a", "b]"),)),
        ("dependencies = (\n        ('a', 'b'),\n    )", (("a", "b"),)),
        ("dependencies = [*[('a', 'b')]] + [('c', 'd')]", (("a", "b"), ("c", "d"))),
        ("operations = []", ()),
    ],
)
def test_what_a_migration_of_an_application_follows(
    body: str, expected: tuple[tuple[str, str], ...]
) -> None:
    found = revision(django(body))

    assert (expected, False) == (found.follows, found.of("shop").is_open)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("dependencies = [('a', 'b')] + MORE", (("a", "b"),)),
        ("dependencies = [('a', 'b')] + get()", (("a", "b"),)),
        ("dependencies = [('a', 'b'), *(MORE if MORE else [])]", (("a", "b"),)),
        ("dependencies = get()", ()),
        ("dependencies = [LAST]", ()),
        ("dependencies = [('a', 'b')]\n    dependencies += [('a', 'b')]", (("a", "b"),)),
        ("dependencies = [('a', 'b')]\n    dependencies.pop()", ()),
        ("dependencies = [('a', 'b')", ()),
        ("dependencies = [('a', 'b')]\n    replaces = OLD", (("a", "b"),)),
        ("dependencies = [('a', 'b')]\n    replaces = settings.OLD", (("a", "b"),)),
        ("dependencies = settings.MORE", ()),
    ],
)
def test_what_a_migration_computes_is_open(
    body: str, expected: tuple[tuple[str, str], ...]
) -> None:
    found = revision("from shop import settings\n" + django(body))

    assert (expected, True) == (found.follows, found.of("a-label").is_open)


@pytest.mark.parametrize("more", ["+ settings.MORE", "+ names", "+ [*settings.MORE]"])
def test_what_another_module_names_belongs_to_other_applications(more: str) -> None:
    source = "from shop import settings\nfrom shop.settings import (\n    names,\n)\n"
    found = revision(source + django(f"dependencies = [('shop', '0001')] {more}"))

    assert not found.of("shop").is_open
    assert found.of("shop", are_others=False).is_open
    assert found.of("other").is_open


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("None", ()),
        ("'a'", (("", "a"),)),
        ("('a', 'b')", (("", "a"), ("", "b"))),
        ("'a'\ndown_revision = 'a'", (("", "a"),)),
    ],
)
def test_what_a_version_follows(value: str, expected: object) -> None:
    found = revision(f"revision: str = 'x'\ndown_revision: str | None = {value}\n")

    assert (expected, False) == (found.follows, found.is_open)


@pytest.mark.parametrize("value", ["'a'\ndown_revision = 'b'", "LAST"])
def test_what_a_version_computes_is_open(value: str) -> None:
    found = revision(f"revision = 'x'\ndown_revision = {value}\n")

    assert ((), True) == (found.follows, found.is_open)


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
        # Nothing follows the other, which is no sign of another label.
        ({"0001_b": ""}, ["0001_b: two leaves"]),
        # They call each other otherwise: the label is not known.
        ({"0002_b": "('store', '0001_a')", "0002_c": "('store', '0001_a')"}, []),
    ],
)  # fmt: skip
def test_graph_of_an_application(more: dict[str, str], expected: list[str]) -> None:
    files = {
        f"shop/migrations/{name}": django(f"dependencies = [{deps}]") for name, deps in more.items()
    }

    assert expected == problems({**FIRST, **files})


CHAIN = {
    **FIRST,
    "shop/migrations/0002_b": "X = []\n" + django("dependencies = [('shop', '0001_a')] + X"),
    "shop/migrations/0003_c": django("dependencies = [('shop', '0002_b')]"),
    "shop/migrations/0004_d": django("dependencies = [('shop', '0003_c')]"),
}


@pytest.mark.parametrize(
    ("name", "after", "expected"),
    [
        # What is computed cannot come after what follows it, and may come after anything else.
        ("0004_e", "0003_c", ["0004_e: two leaves"]),
        ("0003_e", "0002_b", ["0004_d: two leaves"]),
        ("0002_e", "0001_a", []),
        ("0005_e", "0003_z", ["0005_e: unknown migration"]),
    ],
)
def test_graph_with_a_migration_that_computes_what_it_follows(
    name: str, after: str, expected: list[str]
) -> None:
    more = {f"shop/migrations/{name}": django(f"dependencies = [('shop', '{after}')]")}

    assert [] == problems(CHAIN)
    assert expected == problems({**CHAIN, **more})


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("MORE = getattr(settings, 'MORE', [('teams', '0004_auto')])", ["0002_c: two leaves"]),
        ("MORE = [('shop', '0002_c')] if X else []", []),
        ("", []),
    ],
)
def test_what_a_module_tells_of_what_a_migration_follows(
    settings: str, expected: list[str]
) -> None:
    after = "dependencies = [('shop', '0001_a')]"
    files = {
        **FIRST,
        "shop/conf": settings,
        "shop/migrations/0002_b": "from shop import conf\n" + django(f"{after} + conf.MORE"),
        "shop/migrations/0002_c": django(after),
    }

    assert expected == problems(files)


VERSIONS = {
    **PACKAGE,
    "shop/migrations/a": "revision = 'a'\ndown_revision = None\n",
    "shop/migrations/b": "revision = 'b'\ndown_revision = LAST\n",
    "shop/migrations/c": "revision = 'c'\ndown_revision = 'b'\n",
}


@pytest.mark.parametrize(
    ("after", "expected"),
    [("b", ["d: two heads"]), ("a", []), ("z", ["d: unknown revision"])],
)
def test_versions_of_which_one_computes_what_it_follows(after: str, expected: list[str]) -> None:
    more = {"shop/migrations/d": f"revision = 'd'\ndown_revision = '{after}'\n"}

    assert [] == problems(VERSIONS)
    assert expected == problems({**VERSIONS, **more})


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, ["0001_a: unknown migration"]),
        ({"stock/migrations/__init__": ""}, ["0001_a: unknown migration"]),
        (
            {
                "stock/migrations/__init__": "",
                "stock/migrations/0001_initial": django("dependencies = []"),
            },
            [],
        ),
        # What looks like a test is not read at first.
        ({"stock/migrations/0001_test": django("dependencies = []")}, []),
        ({"shop/settings": "INSTALLED_APPS = ['shop', 'stock']\nMIGRATION_MODULES = get()\n"}, []),
        ({"shop/settings": "INSTALLED_APPS = ['shop']\n"}, []),
    ],
)
def test_application_that_has_no_migrations_is_followed(
    more: dict[str, str], expected: list[str]
) -> None:
    files = {
        **PACKAGE,
        "stock/__init__": "",
        "shop/settings": "INSTALLED_APPS = ['shop', 'stock']\n",
        "shop/migrations/0001_a": django("dependencies = [('stock', '0001_initial')]"),
    }

    assert expected == problems({**files, **more})


@pytest.mark.parametrize(
    ("installed", "expected"),
    [
        # Run from the folder that is a package here, the application is the one beside it.
        ("'cms'", ["0001_a: unknown migration"]),
        # Else that is a part of a package, and `cms` is a library.
        ("'shop', 'cms'", []),
    ],
)
def test_a_part_of_a_package_is_no_application_of_its_name(
    installed: str, expected: list[str]
) -> None:
    files = {
        **PACKAGE,
        "shop/cms/__init__": "",
        "shop/settings": f"INSTALLED_APPS = [{installed}]\n",
        "shop/migrations/0001_a": django("dependencies = [('cms', '0001_initial')]"),
    }

    assert expected == problems(files)


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
