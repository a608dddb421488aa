from __future__ import annotations

import os
from itertools import permutations
from pathlib import Path

import pytest

from readiness_lint.config import Cascade, Settings, load
from readiness_lint.project.discovery import (
    Discovery,
    Place,
    Unreachable,
    files,
    is_dev_settings,
    is_excluded,
    is_package,
    module_name,
    place_of,
    role_of,
)
from readiness_lint.terms import Role

MODULES = """
from django.db import models
"""
ALEMBIC = """
from alembic import op
revision: str = "a1"
down_revision = "a0"
"""
DJANGO = """
from django.db import migrations
class Migration(migrations.Migration):
    dependencies = []
"""


def made(root: Path, *names: str) -> None:
    for name in names:
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()


def found(root: Path, *paths: Path, force_exclude: bool = True) -> list[str]:
    return names_of(root, files(paths or [root], Cascade(root), force_exclude=force_exclude))


def names_of(root: Path, discovery: Discovery) -> list[str]:
    return [item.path.relative_to(root).as_posix() for item in discovery.files]


def ignoring(folder: Path, *lines: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".gitignore").write_text("\n".join(lines), encoding="utf-8")


def test_python_files_are_found_in_order(tmp_path: Path) -> None:
    made(tmp_path, "b.py", "a/c.py", "a/b.pyi", "a.txt", "n.ipynb", "c.pyc", "z", "a/.hidden.py")

    assert ["a/b.pyi", "a/c.py", "b.py"] == found(tmp_path)


def test_hidden_vendored_and_built_folders_are_passed_over(tmp_path: Path) -> None:
    made(
        tmp_path,
        ".git/hooks/a.py",
        ".semgrep/a.py",
        "node_modules/a.py",
        "build/lib/a.py",
        "shop/_vendor/a.py",
        "shop/vendor/models.py",
        "env/lib/a.py",
        "env/pyvenv.cfg",
        "shop/__pycache__/a.py",
        "a.py",
    )

    assert ["a.py", "shop/vendor/models.py"] == found(tmp_path)


def test_a_name_of_an_excluded_folder_above_the_root_means_nothing(tmp_path: Path) -> None:
    root = tmp_path / "build" / ".work" / "shop"
    made(root, "a.py")

    assert ["a.py"] == found(root)


def test_a_named_file_is_taken_whatever_its_suffix(tmp_path: Path) -> None:
    made(tmp_path, "bin/worker", ".github/check.py")

    assert [".github/check.py", "bin/worker"] == found(
        tmp_path, tmp_path / "bin/worker", tmp_path / ".github/check.py"
    )


def test_what_is_excluded_stays_so_where_it_is_named(tmp_path: Path) -> None:
    made(tmp_path, "legacy/a.py", "legacy/deep/b.py", "venv/c.py", "d.py")
    (tmp_path / "readiness-lint.toml").write_text('extend-exclude = ["legacy/"]', encoding="utf-8")
    named = [tmp_path / "legacy/a.py", tmp_path / "legacy/deep", tmp_path / "venv/c.py"]

    discovery = files([*named, tmp_path / "d.py"], Cascade(tmp_path))

    assert ["d.py"] == names_of(tmp_path, discovery)
    assert tuple(named) == discovery.excluded
    assert ["legacy/a.py", "legacy/deep/b.py", "venv/c.py"] == found(
        tmp_path, *named, force_exclude=False
    )


def test_an_outer_configuration_excludes_what_an_inner_one_does_not_speak_of(
    tmp_path: Path,
) -> None:
    made(tmp_path, "old/shop/a.py", "old/shop/readiness-lint.toml", "new/a.py")
    (tmp_path / "readiness-lint.toml").write_text('exclude = ["/old"]', encoding="utf-8")

    assert ["new/a.py"] == found(tmp_path)
    assert [] == found(tmp_path, tmp_path / "old/shop/a.py")
    assert is_excluded(tmp_path / "old/shop/a.py", Cascade(tmp_path))
    assert not is_excluded(tmp_path / "new/a.py", Cascade(tmp_path))


def test_a_path_that_does_not_exist_is_reported_and_the_others_are_found(tmp_path: Path) -> None:
    made(tmp_path, "a.py")
    os.mkfifo(tmp_path / "pipe.py")

    discovery = files(
        [tmp_path / "none", tmp_path / "a.py", tmp_path / "pipe.py", Path("a\0")], Cascade(tmp_path)
    )

    assert ["a.py"] == names_of(tmp_path, discovery)
    assert {
        Unreachable(tmp_path / "none", "no such file or directory"),
        Unreachable(tmp_path / "pipe.py", "not a regular file"),
        Unreachable(Path("a\0"), "its name holds a null character"),
    } == set(discovery.unreachable)


def test_a_pipe_in_a_folder_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "gone.py").symlink_to(tmp_path / "none.py")

    assert [] == found(tmp_path)


@pytest.mark.skipif(os.getuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_reported(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o000)

    discovery = files([tmp_path], Cascade(tmp_path))

    assert (Unreachable(closed, "permission denied"),) == discovery.unreachable


def test_the_home_directory_is_never_walked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path, "a.py", "project/b.py")
    monkeypatch.setenv("HOME", str(tmp_path))

    discovery = files([tmp_path, Path("/"), tmp_path / "project"], Cascade(tmp_path / "project"))

    assert ["project/b.py"] == names_of(tmp_path, discovery)
    assert [Path("/"), tmp_path] == [item.path for item in discovery.unreachable]


def test_a_home_directory_on_the_way_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path, "home/a.py", "shop/b.py")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))

    assert ["shop/b.py"] == found(tmp_path)


def test_the_order_of_arguments_means_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path, "shop/a.py", "shop/api/b.py", "c.py")
    monkeypatch.chdir(tmp_path)
    arguments = [Path(), Path("shop"), tmp_path / "shop/api", Path("shop/a.py")]

    answers = {files(order, Cascade(tmp_path)).files for order in permutations(arguments)}

    assert 1 == len(answers)
    assert [Path("c.py"), Path("shop/a.py"), Path("shop/api/b.py")] == [
        item.path for item in answers.pop()
    ]


def test_links_make_no_loop_and_no_second_file(tmp_path: Path) -> None:
    made(tmp_path, "shop/a.py", "other/b.py")
    (tmp_path / "shop" / "loop").symlink_to(tmp_path)
    (tmp_path / "aaa").symlink_to(tmp_path / "shop")
    (tmp_path / "aaa.py").symlink_to(tmp_path / "shop" / "a.py")

    assert ["other/b.py", "shop/a.py"] == found(tmp_path)


def test_a_folder_that_only_a_link_leads_to_is_entered_once(tmp_path: Path) -> None:
    made(tmp_path, ".git/config", "shop/a.py", "shared/b.py")
    (tmp_path / "shop" / "one").symlink_to(tmp_path / "shared")
    (tmp_path / "shop" / "two").symlink_to(tmp_path / "shared")

    assert ["shop/a.py", "shop/one/b.py"] == found(tmp_path, tmp_path / "shop")


def test_a_link_leads_neither_outside_nor_where_nothing_is_looked_at(tmp_path: Path) -> None:
    root = tmp_path / "root"
    made(tmp_path, "root/.git/config", "root/shop/a.py", "root/.cache/b.py", "outside/c.py")
    made(tmp_path, "root/venv/d.py", "root/ignored/e.py")
    ignoring(root, "ignored/")
    for number, target in enumerate(["../outside", ".cache", "venv", "ignored", ".", "none"]):
        (root / "shop" / f"link{number}").symlink_to(root / target)

    assert ["shop/a.py"] == found(root, root / "shop")


def test_a_file_that_a_link_leads_to_is_found(tmp_path: Path) -> None:
    made(tmp_path, "store/a.py")
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "a.py").symlink_to(tmp_path / "store" / "a.py")

    assert ["a.py"] == found(tmp_path / "root")


def test_ignored_files_are_passed_over(tmp_path: Path) -> None:
    made(tmp_path, ".git/config", "a.py", "local.py", "gen/b.py", "gen_keep/c.py", "shop/gen/d.py")
    ignoring(tmp_path, "local.py", "/gen/", "# comment", "", "a[z-a]\r", "!")

    assert ["a.py", "gen_keep/c.py", "shop/gen/d.py"] == found(tmp_path)


def test_a_nearer_gitignore_decides(tmp_path: Path) -> None:
    made(tmp_path, ".git/config", "a_gen.py", "shop/b_gen.py", "shop/keep_gen.py", "shop/c.py")
    ignoring(tmp_path, "*_gen.py")
    ignoring(tmp_path / "shop", "!keep_gen.py", "/c.py")

    assert ["shop/keep_gen.py"] == found(tmp_path)


def test_what_lies_in_an_ignored_folder_cannot_be_taken_back(tmp_path: Path) -> None:
    made(tmp_path, ".git/config", "gen/keep.py")
    ignoring(tmp_path, "gen/")
    ignoring(tmp_path / "gen", "!keep.py")

    assert [] == found(tmp_path)


def test_a_gitignore_above_the_argument_holds(tmp_path: Path) -> None:
    made(tmp_path, ".git/config", "shop/local.py", "shop/a.py")
    ignoring(tmp_path, "/shop/local.py")

    assert ["shop/a.py"] == found(tmp_path, tmp_path / "shop")


def test_what_is_ignored_and_named_is_looked_at(tmp_path: Path) -> None:
    made(tmp_path, ".git/config", "gen/a.py", "gen/deep/b.py", "local.py")
    ignoring(tmp_path, "gen/", "local.py")

    assert ["gen/a.py", "gen/deep/b.py", "local.py"] == found(
        tmp_path, tmp_path / "gen", tmp_path / "local.py"
    )


def test_the_repository_has_ignores_of_its_own(tmp_path: Path) -> None:
    made(tmp_path, ".git/info/exclude", "a.py", "local.py", "shop/local.py")
    (tmp_path / ".git/info/exclude").write_text("local.py\n", encoding="utf-8")

    assert ["a.py"] == found(tmp_path)
    assert [] == found(tmp_path, tmp_path / "shop")


def test_ignores_do_not_reach_into_another_repository(tmp_path: Path) -> None:
    made(tmp_path, ".git/config", "inner/.git", "inner/local.py", "local.py")
    ignoring(tmp_path, "local.py")

    assert ["inner/local.py"] == found(tmp_path)


def test_a_gitignore_that_is_no_file_ignores_nothing(tmp_path: Path) -> None:
    made(tmp_path, ".gitignore/a", "b.py")

    assert ["b.py"] == found(tmp_path)


@pytest.mark.parametrize(
    ("name", "around", "expected"),
    [
        ("manage.py", [], "manage"),
        ("shop/orders/api.py", ["shop/__init__.py", "shop/orders/__init__.py"], "shop.orders.api"),
        ("shop/__init__.py", ["shop/__init__.py"], "shop"),
        ("src/shop/api.py", ["src/shop/__init__.py"], "shop.api"),
        ("src/shop/api.py", [], "shop.api"),
        ("src/shop/api.py", ["src/__init__.py", "src/shop/__init__.py"], "src.shop.api"),
        ("app/orders/api.py", [], "app.orders.api"),
        ("bank/loans/api.py", ["bank/loans/__init__.py"], "bank.loans.api"),
        ("backend/app/api.py", ["backend/pyproject.toml", "backend/app/__init__.py"], "app.api"),
        ("services/order-api/app/main.py", [], "app.main"),
        ("shop/0001_initial.py", ["shop/__init__.py"], "shop.0001_initial"),
        ("shop/types.pyi", ["shop/__init__.pyi"], "shop.types"),
        ("bin/worker", [], "bin.worker"),
        ("__init__.py", ["__init__.py"], "__init__"),
    ],
)
def test_a_module_is_called_as_it_is_imported(
    tmp_path: Path, name: str, around: list[str], expected: str
) -> None:
    made(tmp_path, name, *around)

    assert expected == module_name(tmp_path / name, tmp_path)


def test_a_package_is_told_by_its_file() -> None:
    assert is_package(Path("shop/__init__.py"))
    assert is_package(Path("shop/__init__.pyi"))
    assert not is_package(Path("shop/api.py"))


@pytest.mark.parametrize(
    ("expected", "names"),
    [
        (
            Role.TEST,
            "tests/a.py shop/tests/api.py shop/test/a.py unittests/a.py shop/testing/a.py e2e/a.py "
            "integration_tests/a.py testdata/a.py load_tests/a.py fixtures/a.py factories/a.py "
            "shop/test_support/a.py "
            "evals/run.py benchmarks/a.py test_api.py shop/api_test.py shop/tests.py "
            "shop/conftest.py shop/plugins/pytest/kafka.py shop/factories.py locustfile.py "
            "tests/settings.py test_settings.py shop/integrationtests.py functionaltests/api/base.py "
            "test_project/site/settings.py testapp/views.py",
        ),
        (
            Role.EXAMPLE,
            "docs/conf.py doc/a.py examples/app.py shop/examples/app.py samples/a.py shop/project-static/docs/a.py demo/a.py "
            ".semgrep/a.py shop/.claude/skill.py shop/orders_pb2.py shop/orders_pb2_grpc.py "
            "vendor/a.py shop/vendor/six.py shop/thirdparty/six.py shop/skeletons/handler.py "
            "example.py example_orders.py orders_example.py shop/demo_projects/bikes.py {{cookiecutter.name}}/a.py shop/__generated__/a.py "
            "parts/hello_world/app.py parts/bikes-master/app.py parts/bikes-main/shop/app.py",
        ),
        (
            Role.MIGRATION,
            "shop/migrations/0001_initial.py alembic/env.py alembic/versions/a.py "
            "shop/db_migrations/0001_initial.py shop/migrations/__init__.py",
        ),
        (
            Role.SCRIPT,
            "scripts/a.py shop/scripts/a.py bin/a.py tools/a.py dev/a.py ci/a.py contrib/a.py "
            "manage.py setup.py "
            "shop/management/commands/send.py shop/__main__.py shop/seed.py shop/seed_users.py "
            "shop/populate_db.py shop/dummy_data.py shop/cli/orders.py noxfile.py",
        ),
        (
            Role.SETTINGS,
            "settings.py shop/settings.py shop/config.py shop/conf.py shop/settings/base.py "
            "shop/settings/__init__.py shop/settings/test.py config/production.py api/config.py "
            "shop/local_settings.py shop/settings_prod.py gunicorn.conf.py shop/core/config.py",
        ),
        (
            Role.APPLICATION,
            "shop/api.py shop/contrib/api.py shop/tools/search.py shop/evals/api.py shop/fixtures.py shop/seedling.py "
            "shop/population.py shop/config/urls.py shop/settings/views.py shop/routers/config.py "
            "shop/api/config.py shop/models/settings.py shop/user_config.py shop/tools.py "
            "shop/samples/models.py shop/core/setup.py shop/migrations.py shop/versions/api.py "
            "shop/example.py counterexample.py shop/api/seed.py shop/contest.py shop/dev/api.py shop/contrib/api.py",
        ),
    ],
)
def test_a_role_is_told_by_the_path(tmp_path: Path, expected: Role, names: str) -> None:
    packages = "shop shop/contrib shop/core shop/samples shop/tools shop/api shop/evals".split()  # noqa: SIM905
    made(tmp_path, *(f"{name}/__init__.py" for name in packages))

    roles = {name: role_of(tmp_path / name, tmp_path, Settings()) for name in names.split()}

    assert dict.fromkeys(names.split(), expected) == roles


def test_an_application_may_have_the_name_of_a_kind_of_folder(tmp_path: Path) -> None:
    made(
        tmp_path, "tools/__init__.py", "samples/__init__.py", "vendor/models.py", "examples/apps.py"
    )

    for name in ("tools/api.py", "samples/views.py", "vendor/api.py", "examples/views/page.py"):
        assert Role.APPLICATION is role_of(tmp_path / name, tmp_path, Settings())


@pytest.mark.parametrize(
    ("others", "expected"),
    [("", Role.APPLICATION), ("tests config", Role.APPLICATION), ("tests shop", Role.EXAMPLE)],
)
def test_an_example_may_be_a_package_beside_another(
    tmp_path: Path, others: str, expected: Role
) -> None:
    made(tmp_path, "example/__init__.py", *(f"{name}/__init__.py" for name in others.split()))

    assert expected is role_of(tmp_path / "example" / "orders.py", tmp_path, Settings())


def test_a_program_may_be_one_file_called_example(tmp_path: Path) -> None:
    made(tmp_path, "example.py", "lib/src/shop/api.py", "static/a.css")

    assert Role.APPLICATION is role_of(tmp_path / "example.py", tmp_path, Settings())
    assert Role.EXAMPLE is role_of(tmp_path / "lib/example.py", tmp_path, Settings())
    assert Role.APPLICATION is role_of(tmp_path / "gone/example.py", tmp_path, Settings())


def test_a_manual_may_be_a_package(tmp_path: Path) -> None:
    made(tmp_path, "doc/__init__.py", "doc/conf.py", "doc/index.rst", "shop/docs/__init__.py")

    for name in ("doc/conf.py", "doc/commands.py"):
        assert Role.EXAMPLE is role_of(tmp_path / name, tmp_path, Settings())
    assert Role.APPLICATION is role_of(tmp_path / "shop/docs/api.py", tmp_path, Settings())


def test_a_folder_of_tests_may_have_a_name_of_one_letter(tmp_path: Path) -> None:
    made(tmp_path, "t/conftest.py", "t/proj/settings.py", "shop/t/conftest.py", "shop/t/prices.py")

    assert Role.TEST is role_of(tmp_path / "t/proj/settings.py", tmp_path, Settings())
    assert Role.APPLICATION is role_of(tmp_path / "shop/t/prices.py", tmp_path, Settings())


def test_folders_above_the_root_give_no_role(tmp_path: Path) -> None:
    root = tmp_path / "tests" / ".work" / "scripts"
    made(root, "shop/api.py")

    assert Role.APPLICATION is role_of(root / "shop" / "api.py", root, Settings())


def test_a_file_outside_the_root_is_judged_by_its_package(tmp_path: Path) -> None:
    made(tmp_path, "tests/bank/__init__.py", "tests/bank/api.py", "tests/bank/config.py")
    root = tmp_path / "root"

    assert "bank.api" == module_name(tmp_path / "tests/bank/api.py", root)
    assert Role.SETTINGS is role_of(tmp_path / "tests/bank/config.py", root, Settings())


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("db/revisions/a1_add_orders.py", ALEMBIC, Role.MIGRATION),
        ("db/changes/0001_initial.py", DJANGO, Role.MIGRATION),
        ("db/env.py", "from alembic import context\ncontext.configure(url)\n", Role.MIGRATION),
        ("db/env.py", "import os\n", Role.APPLICATION),
        ("shop/models.py", MODULES, Role.APPLICATION),
        ("shop/revision.py", "from alembic import command\nrevision = 1\n", Role.APPLICATION),
        ("shop/commands/test_connection.py", "class Command:\n    pass\n", Role.APPLICATION),
        ("shop/test_orders.py", "def test_total():\n    pass\n", Role.TEST),
        ("shop/test_orders.py", "async def test_total():\n    pass\n", Role.TEST),
        ("shop/tests.py", "", Role.TEST),
        ("shop_tests/test_urls.py", "urlpatterns = []\n", Role.TEST),
        ("shop_tests/urls.py", "urlpatterns = []\n", Role.APPLICATION),
        ("shop/factories.py", "def make_gateway():\n    pass\n", Role.APPLICATION),
        ("shop/factories.py", "import factory\n", Role.TEST),
        ("shop/factories/orders.py", "from factory.django import Factory\n", Role.TEST),
        ("shop/test_settings.py", "DEBUG = True\n", Role.TEST),
        ("shoptest/flows.py", "from shop.models.factories import OrderFactory\n", Role.TEST),
        ("shop/contest/flows.py", "from shop.models import Order\n", Role.APPLICATION),
        ("shop/rank_benchmark.py", "hits = run()\nprint(hits)\n", Role.TEST),
        ("shop/rank_benchmark.py", "def measure():\n    print(1)\n", Role.APPLICATION),
        ("extras/ssh_soak_test.py", "if __name__ == '__main__':\n    run()\n", Role.TEST),
        ("shop/load_tests_of.py", "def start():\n    pass\n", Role.APPLICATION),
        ("example.py", "if __name__ == '__main__':\n    serve()\n", Role.EXAMPLE),
        ("example.py", "def serve():\n    pass\n", Role.EXAMPLE),
        ("flows/demo_orders.py", "print(order())\n", Role.EXAMPLE),
        ("shop/demo.py", "print(order())\n", Role.APPLICATION),
        ("shop/client.py", "# Code made by a generator. DO NOT EDIT.\n", Role.EXAMPLE),
        ("shop/client.py", "NOTE = 'do not edit'\n", Role.APPLICATION),
    ],
)
def test_a_text_says_more_than_its_path(
    tmp_path: Path, name: str, text: str, expected: Role
) -> None:
    made(tmp_path, "shop/__init__.py")

    assert expected is role_of(tmp_path / name, tmp_path, Settings(), text)


def test_alembic_is_told_by_what_lies_beside(tmp_path: Path) -> None:
    made(tmp_path, "db/script.py.mako", "db/env.py", "db/versions/a1.py", "shop/env.py")

    roles = [
        role_of(tmp_path / name, tmp_path, Settings())
        for name in ("db/env.py", "db/versions/a1.py", "shop/env.py")
    ]

    assert [Role.MIGRATION, Role.MIGRATION, Role.APPLICATION] == roles


def test_configured_roles_win(tmp_path: Path) -> None:
    file = tmp_path / "readiness-lint.toml"
    file.write_text(
        '[roles]\napplication = ["tests/app/**"]\nscript = ["jobs/"]\ntest = ["tests/"]',
        encoding="utf-8",
    )
    settings = load(file)

    roles = [
        role_of(tmp_path / name, tmp_path, settings)
        for name in ("tests/app/api.py", "jobs/deep/daily.py", "tests/test_api.py")
    ]

    assert [Role.APPLICATION, Role.SCRIPT, Role.TEST] == roles


@pytest.mark.parametrize(
    ("expected", "names"),
    [
        (
            True,
            "settings/dev.py settings/local.py settings/test.py config/ci.py settings_example.py "
            "local_settings.py settings/docker-dev.py config/dev/settings.py settings/test/__init__.py",
        ),
        (False, "settings.py settings/base.py settings/production.py devices/config.py latest.py"),
    ],
)
def test_dev_settings_are_told_by_their_name(expected: bool, names: str) -> None:  # noqa: FBT001
    assert dict.fromkeys(names.split(), expected) == {
        name: is_dev_settings(Path("shop") / name) for name in names.split()
    }


def test_a_program_within_is_judged_by_itself(tmp_path: Path) -> None:
    made(
        tmp_path, "readiness-lint.toml", "fixtures/flask/tests/test_app.py", "fixtures/flask/app.py"
    )
    (tmp_path / "fixtures/flask/readiness-lint.toml").write_text("root = true", encoding="utf-8")

    discovery = files([tmp_path], Cascade(tmp_path))

    root = tmp_path / "fixtures/flask"
    assert [
        (root / "app.py", "app", Role.APPLICATION),
        (root / "tests/test_app.py", "tests.test_app", Role.TEST),
    ] == [
        (item.path, item.module, role_of(item.path, item.root, Settings()))
        for item in discovery.files
    ]


def test_a_text_has_a_place_without_a_file(tmp_path: Path) -> None:
    settings = Cascade(tmp_path).settings_for(tmp_path / "tests" / "test_shop.py")

    assert Place("tests.test_shop", False, Role.TEST) == place_of(
        tmp_path / "tests" / "test_shop.py", settings, "def test_shop(): ..."
    )
