"""A file is checked again if it is told something else than before, and if not then not."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from tree import Tree

from readiness_lint.config import Settings, override
from readiness_lint.facts.program import Program
from readiness_lint.model import Library
from readiness_lint.project import link, records, run
from readiness_lint.terms import Known, Type

SHOP = {
    "__init__": "",
    "settings": "RATE = 3\nOTHER = 4\n",
    "clients": """
import requests
from shop import settings

class Client(requests.Session):
    limit = settings.RATE

def client() -> Client:
    return Client()

default = client()
""",
    "names": "from shop.clients import Client as Http, default\n",
    "views": """
from shop import settings
from shop.names import Http, default

probe("value", settings.RATE)
""",
    "plain": "import json\n\njson.loads('1')\n",
}
USER = "from shop import settings, names\nfrom shop.names import Http, default\n\n"


@pytest.mark.parametrize(
    ("question", "change", "again"),
    [
        # What nobody has asked for may change.
        ("'value', settings.RATE", {"settings": "RATE = 3\nOTHER = 5\n"}, False),
        ("'value', settings.RATE", {"settings": "# Three.\n\n\nRATE = 1 + 2\n"}, False),
        ("'value', settings.RATE", {"settings": "RATE = 4\n"}, True),
        ("'value', settings.RATE", {"settings": "OTHER = 4\n"}, True),
        ("'value', settings.RATE", {"settings": None}, True),
        ("'value', settings.RATE", {"settings": "def f(:\n"}, True),
        ("'value', settings.LATER", {"settings": "RATE = 3\nLATER = 4\n"}, True),
        # Through other modules, that have not changed themselves.
        ("'value', Http.limit", {"settings": "RATE = 5\n"}, True),
        ("'value', Http.limit", {"settings": "OTHER = 5\nRATE = 3\n"}, False),
        ("'type', default", {"clients": SHOP["clients"].replace("-> Client", "")}, False),
        ("'type', default", {"clients": "default = 1\n"}, True),
        ("'name', Http", {"names": SHOP["names"] + "from shop import clients\n"}, False),
        ("'name', Http", {"names": "from shop.clients import Client as Http\n"}, True),
        ("'name', Http", {"names": "class Http: ...\n"}, True),
        ("'mro', Http", {"clients": SHOP["clients"].replace("Session", "Response")}, True),
        ("'libraries', 0", {"settings": "import celery\n"}, True),
        ("'libraries', 0", {"settings": "import requests\n"}, False),
        ("'libraries', 0", {"plain": "import celery\n"}, False),
        # A name that no module has yet, one that another has now, and one that no longer has it.
        ("'name', names.fresh.Http", {"fresh": "class Http: ...\n"}, False),
        ("'file', shop.fresh", {"fresh": ""}, True),
        ("'file', shop.plain", {"plain": None}, True),
        ("'modules', 0", {"fresh": ""}, True),
        ("'modules', 0", {"plain": "# text\n"}, False),
        # All of a module, if it was handed out.
        ("'code', Http", {"clients": SHOP["clients"] + "x = 1\n"}, True),
        ("'code', Http", {"clients": f"# A comment.\n\n{SHOP['clients']}\n\n"}, False),
        ("'code', Http", {"clients": None}, True),
        ("'code', Http", {"settings": "RATE = 3\n"}, False),
        # A comment that counts, or might.
        ("'intent', Http", {"clients": f"# More of a comment.\n{SHOP['clients']}"}, True),
        ("'holding', 0", {"plain": "WORD = 3\n"}, True),
        ("'holding', 0", {"settings": "RATE = 3\n"}, False),
        ("'holding', 0", {"fresh": "WORD = 1\n"}, True),
        ("'holding', 0", {"fresh": "NO = 1\n"}, False),
        ("'place', Http", {"clients": "\n" + SHOP["clients"]}, True),
        # Who calls and imports.
        ("'calling', rate", {"plain": "rate()\n"}, True),
        ("'calling', rate", {"plain": "other()\n"}, False),
        ("'calling', rate", {"fresh": "from shop.rates import rate as x\n\nx()\n"}, True),
        ("'importing', json", {"plain": ""}, True),
        ("'importing', json", {"plain": "import json, re\n"}, True),
        ("'importing', json", {"settings": "import json\n"}, True),
        ("'importing', json", {"settings": "RATE = 5\n"}, False),
        ("'counted', 0", {"plain": "counted()\ncounted()\n"}, True),
        ("'counted', 0", {"plain": "other()\n"}, False),
        # A part of what was worked out over the whole program.
        ("'users', 0", {"plain": "use_user()\n"}, True),
        ("'users', 0", {"plain": "use_plain()\n"}, False),
        ("'users', 0", {"plain": None}, False),
        ("'having', 0", {"plain": "use_plain()\n"}, False),
        ("'having', 0", {"fresh": "x = 1\n"}, True),
        # What a function finds in each module, and what is made of it.
        ("'each', mark", {"plain": "other()\n"}, False),
        ("'each', mark", {"plain": "mark(1)\n"}, True),
        ("'each', mark", {"fresh": "mark(1)\n"}, True),
        ("'each', mark", {"plain": None}, True),
        ("'each calling', mark", {"plain": "other()\n"}, False),
        ("'each calling', mark", {"plain": "mark(1)\n"}, True),
        ("'each calling', mark", {"fresh": "other()\n"}, False),
        ("'each calling', mark", {"fresh": "mark(1)\n"}, True),
        ("'known', mark", {"plain": "mark(1)\n"}, True),
        ("'known', mark", {"fresh": "other()\n"}, False),
        ("'known', json", {"plain": None}, False),
        ("'known', loads", {"plain": "json.loads(2)\nother()\n"}, False),
        ("'known', loads", {"plain": "json.loads(2)\njson.loads(3)\n"}, True),
        ("'tasks', 0", {"plain": "import celery\n\n@celery.shared_task\ndef f(): ...\n"}, True),
        ("'tasks', 0", {"settings": "RATE = 6\n"}, False),
        ("'migrations', 0", {"migrations/one": "x = 1\n"}, True),
        ("'migrations', 0", {"settings": "RATE = 6\n"}, False),
    ],
)
def test_who_asks_is_checked_again_if_the_answer_is_another(
    tree: Tree,
    question: str,
    change: dict[str, str | None],
    again: bool,  # noqa: FBT001
) -> None:
    tree.write(**SHOP, user=f"{USER}probe({question})\n")
    tree.check()
    tree.write(**change)
    tree.check()

    assert ("shop.user" in tree.checked) is again
    assert {f"shop.{name.replace('/', '.')}" for name, text in change.items() if text} <= set(
        tree.checked
    )
    assert "plain" in change or "shop.plain" not in tree.checked

    tree.check()

    assert not set(tree.checked) - {"shop.settings"}


def test_only_the_changed_file_is_read_where_no_answer_changes(tree: Tree) -> None:
    tree.write(**SHOP, user=f"{USER}probe('value', Http.limit)\n")
    tree.check()
    tree.write(settings="OTHER = 4\n\nRATE = 3\n")
    tree.check()

    # The package around it says whether it has the name itself.
    assert set(tree.read) <= {"shop", "shop.settings"}
    assert dict(tree.checked) == {"shop.settings": 1}


def test_what_a_module_asks_for_its_own_findings_is_nothing_to_others(tree: Tree) -> None:
    tree.write(
        __init__="",
        far="class Far: ...\n",
        middle="from shop.far import Far\n\nclass Middle: ...\n\nprobe('code', Far)\n",
        user="from shop.middle import Middle\n\nprobe('code', Middle)\n",
    )
    tree.check()
    tree.write(far="class Far: ...\n\nx = 1\n")
    tree.check()

    assert ["shop.far", "shop.middle"] == sorted(tree.checked)


def test_a_comment_is_read_by_nobody_else(tree: Tree) -> None:
    helper = "import requests\n\ndef rate(url):\n    return requests.get(url)\n"
    handler = "from shop.rates import rate\n\nasync def show(url):\n    return rate(url)\n"
    tree.write(**SHOP, user=f"{USER}probe('code', Http)\n", rates=helper, handler=handler)
    tree.check()
    tree.write(clients=f"# A client, and only one.\n\n{SHOP['clients']}\n\n# The end.\n")
    tree.check()

    assert set(tree.checked) == {"shop.clients"}
    assert "shop.user" not in tree.read

    # A comment in a line of code, and one in a text, are part of it.
    tree.write(clients=SHOP["clients"].replace("Client()", "Client()  # One."))
    tree.check()

    assert "shop.user" in tree.checked


def test_what_others_asked_a_file_is_known_after_a_comment(tree: Tree) -> None:
    tree.write(**SHOP, user=f"{USER}probe('value', Http.limit)\n")
    tree.check()
    tree.write(clients=f"# A comment.\n{SHOP['clients']}")
    tree.check()
    tree.write(settings="RATE = 9\n")
    tree.check()

    assert "shop.user" in tree.checked


def test_a_module_that_a_package_hides_has_no_part_in_what_others_ask(tree: Tree) -> None:
    tree.write(**SHOP, user=f"{USER}probe('calling', rate)\n")
    tree.write(**{"hidden": "rate()\n", "hidden/__init__": "import json\n"})
    tree.check()
    tree.write(plain="import re\n")
    tree.check()

    assert dict(tree.checked) == {"shop.plain": 1}


def test_a_name_moves_to_a_module_that_comes(tree: Tree) -> None:
    tree.write(
        **{"__init__": "", "rates/__init__": ""},
        user="import shop.rates\nprobe('value', shop.rates.rate.x)\n",
    )
    tree.check()
    tree.write(**{"rates/rate": "x = 1\n"})
    tree.check()

    assert set(tree.checked) == {"shop.rates.rate", "shop.user"}


def test_a_name_of_a_folder_without_a_package_is_found_when_its_module_comes(tree: Tree) -> None:
    tree.write(
        names="from shop.deep.down import rate\n",
        user="from shop.names import rate\nprobe('value', rate)\n",
    )
    tree.check()
    tree.write(**{"deep/down": "rate = 5\n"})

    assert [finding.message for finding in tree.check().findings] == ["value is Known(value=5)"]


def test_a_top_level_module_makes_names_first_party(tree: Tree) -> None:
    tree.write(user="from lib import rate\nprobe('value', rate)\n")
    tree.check()
    (tree.folder / "lib").mkdir()
    (tree.folder / "lib" / "__init__.py").write_text("rate = 5\n")

    assert [finding.message for finding in tree.check().findings] == ["value is Known(value=5)"]


def test_a_line_in_another_file_is_shown_as_it_is_now(tree: Tree) -> None:
    tree.write(
        rates="def rate(): ...\n", user="from shop.rates import rate\nprobe('place', rate)\n"
    )
    tree.check()
    tree.write(rates="\n\ndef rate(): ...\n")
    (finding,) = tree.check().findings

    assert [related.region.line for related in finding.related] == [3]


def test_files_that_ask_each_other_in_circles_end(tree: Tree) -> None:
    tree.write(
        first="from shop.second import b\n\na = b\nprobe('type', a)\n",
        second="from shop.first import a\n\nb = a\nprobe('type', b)\n",
        other="x = 1\n",
    )
    tree.check()
    tree.write(second="b = 'text'\nprobe('type', b)\n")
    tree.check()

    assert set(tree.checked) == {"shop.first", "shop.second"}


def test_many_changes_are_read_by_several_processes(tree: Tree) -> None:
    parts = {f"part{number}": "from shop.base import X\n" for number in range(60)}
    tree.write(**parts, base="X = 1\n", user="from shop.base import X\nprobe('value', X)\n")
    tree.check(jobs=2)
    tree.write(**{name: f"{text}\n" for name, text in parts.items()}, base="X = 2\n")

    assert [item.message for item in tree.check(jobs=2).findings] == ["value is Known(value=2)"]

    tree.write(base="X = 3\n")

    assert [item.message for item in tree.check(jobs=2).findings] == ["value is Known(value=3)"]
    assert set(tree.checked) == {"shop.base", "shop.user"}


def test_a_change_that_many_hang_on_is_checked_by_several_processes(tree: Tree) -> None:
    parts = {
        f"part{number}": f"from shop.base import X\nprobe('value', X + {number})\n"
        for number in range(60)
    }
    tree.write(**parts, base="X = 1\n")
    tree.check(jobs=2)
    tree.write(base="X = 2\n")
    found = tree.check(jobs=2).findings

    assert len(found) == 60
    assert "value is Known(value=61)" in {finding.message for finding in found}

    tree.check()

    assert not tree.checked


def test_what_a_process_noted_that_died_is_not_relied_upon(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = {
        f"part{number}": f"from shop.base import X\nprobe('value', X + {number})\n"
        for number in range(60)
    }
    tree.write(**parts, base="X = 1\n")
    noted = run.Noted.add
    dropped: list[object] = []

    def losing(self: run.Noted, other: run.Noted) -> None:
        # Only what comes from a process says what was checked.
        if dropped or not other.checked:
            noted(self, other)
        else:
            dropped.append(other)

    monkeypatch.setattr(run.Noted, "add", losing)
    tree.run(jobs=2, cache=str(tree.cache))
    monkeypatch.setattr(run.Noted, "add", noted)
    tree.write(base="X = 2\n")

    assert "value is Known(value=61)" in {finding.message for finding in tree.check().findings}


@pytest.mark.parametrize(
    "answer",
    [
        "text",
        None,
        True,
        Type("a.B", (Type("c.D"),), of_class=True),
        Known({"b": [1, 2.5], "a": {"x", b"y"}}),
        ("a", ("b", None)),
        frozenset({"a", "b"}),
    ],
)
def test_equal_answers_are_told_equally_and_others_are_not(answer: object) -> None:
    others = [Known(answer), (answer,), "other"]

    assert records.told(answer)
    assert records.told(answer) not in map(records.told, others)


def test_an_answer_that_cannot_be_told_equals_nothing() -> None:
    assert records.UNTOLD == records.told(Known(object()))


def test_every_question_is_noted() -> None:
    """What `Modules` can be asked by a file, and a recorder does not note, would go stale."""
    asked = {
        name
        for protocol in (Library, Program)
        for name in (*vars(protocol), *protocol.__annotations__)
        if not name.startswith("_")
    }

    assert asked <= set(vars(records.Recorder))
    assert asked <= {
        *vars(link.Modules),
        "inquiry",
        "modules",
        "newest",
        "python",
        "requires",
        "published",
        "probed",
    }


NAME = re.compile(r"(?:def|class) (\w+)")
IMPORT = re.compile(r"^(?:from|import) .*$", re.MULTILINE)
ASSIGNED = re.compile(r"^(\w+) = .*$", re.MULTILINE)


def edited(files: list[Path], dice: random.Random) -> None:
    """Change a program in one of the ways in which people do."""
    path, other = dice.choice(files), dice.choice(files)
    text = path.read_text()
    lines = text.split("\n")
    names = NAME.findall(text)
    match dice.randrange(8):
        case 0 if len(files) > 3:
            path.unlink()
        case 1:
            other.with_name(f"new{dice.randrange(1000)}.py").write_text(text)
        case 2:
            other.write_text(text)
        case 3:
            path.write_text(f"# moved\n{text}")
        case 4:
            start = dice.randrange(len(lines))
            del lines[start : start + 3]
            path.write_text("\n".join(lines))
        case 5 if names:
            path.write_text(re.sub(rf"\b{dice.choice(names)}\b", "renamed", text))
        case 6 if IMPORT.search(text):
            path.write_text(text.replace(dice.choice(IMPORT.findall(text)), "", 1))
        case _:
            path.write_text(ASSIGNED.sub(r"\1 = None", text))


@pytest.mark.parametrize("seed", range(3))
def test_after_any_edits_the_findings_are_those_of_a_run_without_a_cache(
    tree: Tree, seed: int
) -> None:
    dice = random.Random(seed)  # noqa: S311
    backends = Path(__file__).parents[2] / "fixtures" / "backends"
    for path in backends.rglob("*.py"):
        copy = tree.folder / path.relative_to(backends)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text())
    strict = override(Settings(root=tree.folder), profile="strict", preview=True)
    tree.check(settings=strict)
    for _ in range(12):
        files = sorted(tree.folder.rglob("*.py"))
        for _ in range(dice.choice([1, 1, 1, 3])):
            edited([path for path in files if path.exists()], dice)
        tree.check(settings=strict)
