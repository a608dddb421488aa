from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from readiness_lint.config import (
    Cascade,
    ConfigurationError,
    Profile,
    ProjectPass,
    Settings,
    below,
    build_options,
    load,
    override,
    program_root,
    repository_of,
    settings_for,
    validate_codes,
    validate_rules,
    validate_words,
)
from readiness_lint.terms import Activation, Role, Severity

CODES = ("RDY401", "RDY402", "RDY609")


@dataclass(frozen=True, slots=True)
class Options:
    most_rows: int = 100
    ratio: float = 0.5
    strictly: bool = False
    prefix: str = ""
    domain_packages: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.most_rows < 0:
            text = "most-rows is negative"
            raise ValueError(text)


KNOWN: Mapping[str, tuple[type[Any] | None, tuple[str, ...]]] = {
    "split-write": (None, ("journals",)),
    "transport-in-domain": (Options, ("strict-imports",)),
}


def written(folder: Path, text: str, name: str = "readiness-lint.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def problem(folder: Path, text: str, name: str = "readiness-lint.toml") -> str:
    file = written(folder, text, name)
    with pytest.raises(ConfigurationError) as caught:
        load(file)
    return str(caught.value).removeprefix(f"{file}: ")


def test_without_a_file_everything_has_its_default() -> None:
    settings = Settings()

    assert ("RDY",) == settings.select
    assert Severity.LOW is settings.fail_on
    assert Profile.DEFAULT is settings.profile
    assert not settings.preview


def test_every_key_is_read(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        """
        root = true
        select = ["RDY4"]
        extend-select = ["RDY609"]
        ignore = ["RDY402"]
        extend-ignore = ["RDY403"]
        exclude = ["legacy"]
        extend-exclude = ["old"]
        profile = "strict"
        preview = true
        project-pass = "never"
        fail-on = "high"
        [per-file-ignores]
        "shop/*.py" = ["RDY1"]
        [roles]
        script = ["jobs/**"]
        [words]
        journals = ["ledger"]
        [rules.split-write]
        journals = true
        """,
    )

    settings = load(file)

    assert file == settings.path
    assert tmp_path == settings.root
    assert settings.is_root
    assert ("RDY4",) == settings.select
    assert ("RDY609",) == settings.extend_select
    assert ("RDY402",) == settings.ignore
    assert ("RDY403",) == settings.extend_ignore
    assert Profile.STRICT is settings.profile
    assert settings.preview
    assert ProjectPass.NEVER is settings.project_pass
    assert Severity.HIGH is settings.fail_on
    assert settings.excluded(tmp_path / "legacy" / "a.py")
    assert settings.excluded(tmp_path / "old", folder=True)
    assert ("RDY1",) == settings.per_file_ignores_for(tmp_path / "shop" / "a.py")
    assert Role.SCRIPT is settings.role_for(tmp_path / "jobs" / "daily.py")
    assert {"journals": ("ledger",)} == settings.words
    assert settings.switch("split-write", "journals")


def test_pyproject_has_the_keys_in_our_table(tmp_path: Path) -> None:
    file = written(tmp_path, '[tool.readiness-lint]\nselect = ["RDY4"]\n', "pyproject.toml")

    assert ("RDY4",) == load(file).select


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("selct = []", "selct: unknown key; did you mean `select`?"),
        ("extend_select = []", "extend_select: unknown key; did you mean `extend-select`?"),
        ('select = "RDY4"', "select: a list of strings is expected, not a string"),
        ('select = ["RDY4", 4]', "select[1]: a string is expected, not a whole number"),
        ("preview = 1", "preview: true or false is expected, not a whole number"),
        ("roles = []", "roles: a table is expected, not a list"),
        ("fail-on = 1.5", "fail-on: a string is expected, not a number"),
        ("extend = 2020-01-01", "extend: a string is expected, not a date"),
        ("[roles]\ntests = []", "roles.tests: unknown key; did you mean `test`?"),
        (
            'profile = "strickt"',
            "profile: `strickt` is none of default, strict, audit; did you mean `strict`?",
        ),
        ("project-pass = true", "project-pass: a string is expected, not true or false"),
        ('project-pass = "no"', "project-pass: `no` is none of auto, always, never"),
        ('fail-on = "x"', "fail-on: `x` is none of low, medium, high, critical"),
        ('exclude = ["a[z-a]"]', "exclude: `a[z-a]` is no pattern of .gitignore"),
        (
            '[per-file-ignores]\n"!a.py" = ["RDY1"]',
            'per-file-ignores."!a.py": `!a.py`: a negated pattern matches nothing here',
        ),
        (
            "[tool.readiness-lint]\npreview = true",
            "tool: keys stand at the top of this file, in no table",
        ),
        (
            "[rules]\nsplit-write = true",
            "rules.split-write: a table is expected, not true or false",
        ),
    ],
)
def test_what_cannot_be_meant_is_an_error_with_its_key(
    tmp_path: Path, text: str, expected: str
) -> None:
    assert expected == problem(tmp_path, text)


def test_an_unknown_key_that_is_near_to_none_lists_all(tmp_path: Path) -> None:
    assert "zzz: unknown key; known are attest, baseline, exclude, extend," in problem(
        tmp_path, "zzz = 1"
    )


def test_a_key_of_pyproject_is_named_with_its_table(tmp_path: Path) -> None:
    text = "[tool.readiness-lint]\nprofil = 'strict'"

    assert "tool.readiness-lint.profil: unknown key; did you mean `profile`?" == problem(
        tmp_path, text, "pyproject.toml"
    )


def test_our_table_in_pyproject_is_a_table(tmp_path: Path) -> None:
    assert "tool.readiness-lint: a table is expected, not true or false" == problem(
        tmp_path, "[tool]\nreadiness-lint = true", "pyproject.toml"
    )


def test_broken_toml_is_named_with_its_line(tmp_path: Path) -> None:
    text = problem(tmp_path, "preview = true\nselect = [\n]]\n")

    assert text.startswith("not valid TOML: ")
    assert "line 3" in text


def test_toml_that_is_nested_without_end_is_no_crash(tmp_path: Path) -> None:
    assert problem(tmp_path, "a = " + "[" * 100_000).startswith("not valid TOML: ")


def test_bytes_that_are_not_utf_8_are_named_with_their_line(tmp_path: Path) -> None:
    file = tmp_path / "readiness-lint.toml"
    file.write_bytes(b"preview = true\nprofile = '\xff'\n")

    with pytest.raises(ConfigurationError, match=r"readiness-lint.toml: not UTF-8 \(line 2\)"):
        load(file)


def test_a_byte_order_mark_is_no_part_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "readiness-lint.toml"
    file.write_bytes(b"\xef\xbb\xbfpreview = true\r\n")

    assert load(file).preview


def test_a_folder_is_no_configuration(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="not a regular file"):
        load(tmp_path)


def test_a_pipe_is_no_configuration(tmp_path: Path) -> None:
    file = tmp_path / "readiness-lint.toml"
    os.mkfifo(file)

    with pytest.raises(ConfigurationError, match="not a regular file"):
        load(file)


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read: No such file"):
        load(tmp_path / "none.toml")


def test_pyproject_that_is_asked_for_has_our_table(tmp_path: Path) -> None:
    assert "has no table [tool.readiness-lint]" == problem(
        tmp_path, "[tool.other]\ndev = ['readiness-lint']", "pyproject.toml"
    )


def test_a_configuration_extends_another(tmp_path: Path) -> None:
    written(
        tmp_path,
        """
        root = true
        select = ["RDY4"]
        extend-select = ["RDY609"]
        preview = true
        extend-exclude = ["old"]
        [per-file-ignores]
        "*.py" = ["RDY1"]
        [words]
        journals = ["ledger"]
        [rules.transport-in-domain]
        most-rows = 5
        ratio = 0.1
        """,
        "base.toml",
    )
    file = written(
        tmp_path / "shop",
        """
        extend = "../base.toml"
        select = ["RDY6"]
        extend-select = ["RDY401"]
        extend-exclude = ["older"]
        [per-file-ignores]
        "*.py" = ["RDY2"]
        [words]
        journals = ["ledger", "audit"]
        [rules.transport-in-domain]
        ratio = 0.2
        """,
    )

    settings = load(file)

    assert (file, tmp_path / "shop" / "../base.toml") == settings.sources
    assert not settings.is_root
    assert ("RDY6",) == settings.select
    assert ("RDY609", "RDY401") == settings.extend_select
    assert settings.preview
    assert ("RDY1", "RDY2") == settings.per_file_ignores_for(tmp_path / "shop" / "a.py")
    assert settings.excluded(tmp_path / "shop" / "old" / "a.py")
    assert settings.excluded(tmp_path / "shop" / "older" / "a.py")
    assert {"journals": ("ledger", "audit")} == settings.words
    assert {"most-rows": 5, "ratio": 0.2} == settings.rules["transport-in-domain"]


def test_a_configuration_that_extends_itself_is_an_error(tmp_path: Path) -> None:
    written(tmp_path, 'extend = "readiness-lint.toml"', "base.toml")

    assert "`readiness-lint.toml` extends itself" in problem(tmp_path, 'extend = "base.toml"')


def test_an_error_in_what_is_extended_names_that_file(tmp_path: Path) -> None:
    written(tmp_path, "[rules.splitwrite]\njournals = 1", "base.toml")
    settings = load(written(tmp_path, 'extend = "base.toml"'))

    with pytest.raises(ConfigurationError, match=r"base.toml: rules.splitwrite: unknown rule"):
        validate_rules(settings, KNOWN)


def test_globs_are_those_of_gitignore(tmp_path: Path) -> None:
    settings = load(
        written(tmp_path, 'exclude = ["/top.py", "deep/**/x.py", "gen/", "*_pb.py", "!keep_pb.py"]')
    )

    excluded = [
        name
        for name in (
            "top.py",
            "a/top.py",
            "deep/a/b/x.py",
            "deep/x.py",
            "gen/a.py",
            "a/gen/b.py",
            "gen.py",
            "a_pb.py",
            "keep_pb.py",
            "a.py",
        )
        if settings.excluded(tmp_path / name)
    ]

    assert ["top.py", "deep/a/b/x.py", "deep/x.py", "gen/a.py", "a/gen/b.py", "a_pb.py"] == excluded


def test_what_lies_outside_is_not_matched(tmp_path: Path) -> None:
    settings = load(written(tmp_path / "build" / "shop", 'exclude = ["*"]'))

    assert not settings.excluded(tmp_path / "a.py")
    assert not settings.excluded(tmp_path / "build" / "shop")


def test_default_folders_are_excluded_below_the_configuration_only(tmp_path: Path) -> None:
    settings = load(written(tmp_path / "build" / "shop", ""))

    assert not settings.excluded(tmp_path / "build" / "shop" / "a.py")
    assert settings.excluded(tmp_path / "build" / "shop" / "node_modules" / "a.py")
    assert settings.excluded(tmp_path / "build" / "shop" / ".venv", folder=True)
    assert not settings.excluded(tmp_path / "build" / "shop" / "vendor" / "models.py")


def test_an_exclude_that_is_written_replaces_the_defaults(tmp_path: Path) -> None:
    settings = load(written(tmp_path, "exclude = []"))

    assert not settings.excluded(tmp_path / "build" / "a.py")


def test_plain_names_need_no_pathspec(tmp_path: Path) -> None:
    written(tmp_path, 'extend-exclude = ["legacy"]')
    code = (
        "import sys; from pathlib import Path; from readiness_lint.config import settings_for;"
        f"settings = settings_for(Path({str(tmp_path)!r}));"
        f"assert settings.excluded(Path({str(tmp_path)!r}) / 'legacy' / 'a.py');"
        "print('pathspec' in sys.modules)"
    )

    printed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout

    assert "False" == printed.strip()


def test_per_file_ignores_are_united(tmp_path: Path) -> None:
    settings = load(
        written(
            tmp_path,
            '[per-file-ignores]\n"shop/**" = ["RDY4", "RDY1"]\n"*.py" = ["RDY4", "RDY2"]',
        )
    )

    assert ("RDY1", "RDY2", "RDY4") == settings.per_file_ignores_for(tmp_path / "shop" / "a.py")
    assert ("RDY2", "RDY4") == settings.per_file_ignores_for(tmp_path / "a.py")


def test_the_longer_prefix_decides_and_of_equals_ignore() -> None:
    settings = Settings(select=("RDY4", "RDY609"), ignore=("RDY40", "RDY6", "RDY411"))

    assert settings.selects("RDY421")
    assert not settings.selects("RDY401")
    assert settings.selects("RDY609")
    assert not settings.selects("RDY411")
    assert not settings.selects("RDY101")
    assert not Settings(select=("RDY401",), ignore=("RDY401",)).selects("RDY401")


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (Settings(), {Activation.ON}),
        (Settings(select=("RDY4",)), {Activation.ON}),
        (Settings(profile=Profile.STRICT), {Activation.ON, Activation.OPT_IN}),
        (Settings(preview=True), {Activation.ON, Activation.PREVIEW}),
        (
            Settings(extend_select=("RDY401",)),
            {Activation.ON, Activation.OPT_IN, Activation.PREVIEW},
        ),
        (
            Settings(profile=Profile.AUDIT),
            {Activation.ON, Activation.PREVIEW, Activation.AUDIT},
        ),
    ],
)
def test_profile_preview_and_full_codes_activate(
    settings: Settings, expected: set[Activation]
) -> None:
    assert expected == {item for item in Activation if settings.activates("RDY401", item)}


def test_a_switch_is_as_written_and_else_by_the_profile() -> None:
    written_off = {"split-write": {"journals": False}}

    assert not Settings().switch("split-write", "journals")
    assert Settings(profile=Profile.STRICT).switch("split-write", "journals")
    assert not Settings(profile=Profile.STRICT, rules=written_off).switch("split-write", "journals")


def test_settings_travel_between_processes(tmp_path: Path) -> None:
    settings = load(written(tmp_path, "[rules.split-write]\njournals = true"))

    assert settings == pickle.loads(pickle.dumps(settings))  # noqa: S301 -- our own bytes


def test_the_nearest_file_counts_alone(tmp_path: Path) -> None:
    written(tmp_path, "preview = true")
    near = written(tmp_path / "shop", 'select = ["RDY4"]')

    settings = settings_for(tmp_path / "shop" / "orders" / "api.py")

    assert near == settings.path
    assert not settings.preview


def test_a_pyproject_without_our_table_is_passed_over(tmp_path: Path) -> None:
    above = written(tmp_path, "")
    written(tmp_path / "shop", "[tool.black]", "pyproject.toml")
    written(tmp_path / "shop" / "api", "broken = [", "pyproject.toml")

    assert above == settings_for(tmp_path / "shop" / "api" / "a.py").path


def test_our_own_file_counts_before_pyproject(tmp_path: Path) -> None:
    own = written(tmp_path, "")
    written(tmp_path, "[tool.readiness-lint]", "pyproject.toml")

    assert own == settings_for(tmp_path / "a.py").path


def test_nothing_above_the_repository_counts(tmp_path: Path) -> None:
    written(tmp_path, "")
    (tmp_path / "shop" / ".git").mkdir(parents=True)

    assert settings_for(tmp_path / "shop" / "a.py").path is None


def test_nothing_above_where_the_search_stops_counts(tmp_path: Path) -> None:
    written(tmp_path, "")

    assert settings_for(tmp_path / "a" / "b.py", stop=tmp_path / "a").path is None


def test_the_home_directory_has_no_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, "")
    monkeypatch.setenv("HOME", str(tmp_path))

    assert settings_for(tmp_path / "a" / "b.py").path is None
    assert settings_for(tmp_path / "b.py").path is None


def test_the_root_is_the_folder_of_the_outermost_file(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    written(tmp_path / "backend", "")
    written(tmp_path / "backend" / "shop", "")

    assert tmp_path / "backend" == program_root(tmp_path / "backend" / "shop" / "api")


def test_a_file_can_make_its_folder_the_root(tmp_path: Path) -> None:
    written(tmp_path, "")
    written(tmp_path / "fixtures", "root = true")

    assert tmp_path / "fixtures" == program_root(tmp_path / "fixtures" / "flask")


def test_without_a_file_the_root_is_the_repository(tmp_path: Path) -> None:
    (tmp_path / ".hg").mkdir()

    assert tmp_path == program_root(tmp_path / "shop" / "api")
    assert tmp_path == repository_of(tmp_path / "shop")


def test_without_a_repository_the_root_is_the_directory(tmp_path: Path) -> None:
    assert tmp_path / "shop" == program_root(tmp_path / "shop")


def test_a_repository_of_dotfiles_is_no_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))

    assert tmp_path / "shop" == program_root(tmp_path / "shop")
    assert repository_of(tmp_path / "shop") is None


def test_a_file_belongs_to_the_program_around_it(tmp_path: Path) -> None:
    written(tmp_path, "")
    written(tmp_path / "fixtures", "root = true")
    written(tmp_path / "fixtures" / "flask" / "inner", "")
    written(tmp_path / "other" / "inner", "")
    cascade = Cascade(tmp_path)

    programs = {
        name: cascade.settings_in(tmp_path / name).program.relative_to(tmp_path).as_posix()
        for name in (".", "shop", "fixtures/flask", "fixtures/flask/inner", "other/inner")
    }

    assert {
        ".": ".",
        "shop": ".",
        "fixtures/flask": "fixtures",
        "fixtures/flask/inner": "fixtures",
        "other/inner": ".",
    } == programs


def test_a_file_outside_the_root_belongs_to_its_own_program_under_fixed_settings_too(
    tmp_path: Path,
) -> None:
    (tmp_path / "other" / ".git").mkdir(parents=True)
    folder = tmp_path / "other" / "shop"
    folder.mkdir()
    cascade = Cascade(tmp_path / "here", fixed=Settings())

    assert cascade.settings_in(tmp_path / "here" / "shop").program == tmp_path / "here"
    assert cascade.settings_in(folder).program == tmp_path / "other"


def test_a_file_outside_the_root_belongs_to_its_own_program(tmp_path: Path) -> None:
    (tmp_path / "shop" / ".git").mkdir(parents=True)
    (tmp_path / "bank" / ".git").mkdir(parents=True)

    settings = Cascade(tmp_path / "shop").settings_in(tmp_path / "bank" / "api")

    assert tmp_path / "bank" == settings.program


def test_folders_that_share_their_settings_share_the_object(tmp_path: Path) -> None:
    written(tmp_path, "")
    cascade = Cascade(tmp_path)

    assert cascade.settings_in(tmp_path) is cascade.settings_in(tmp_path / "shop" / "api")


def test_flags_stand_above_every_file_and_settings_are_checked(tmp_path: Path) -> None:
    file = written(tmp_path, "preview = true")
    checked: list[Settings] = []
    cascade = Cascade(tmp_path, overrides={"profile": "strict"}, check=checked.append)

    settings = cascade.settings_for(tmp_path / "a.py")

    assert Profile.STRICT is settings.profile
    assert settings.preview
    assert [settings] == checked
    assert (file,) == cascade.sources


def test_a_named_file_counts_for_all(tmp_path: Path) -> None:
    written(tmp_path, "preview = true")
    fixed = load(written(tmp_path / "ci", 'select = ["RDY4"]', "strict.toml"))
    cascade = Cascade(tmp_path, fixed=fixed)

    settings = cascade.settings_for(tmp_path / "a.py")

    assert ("RDY4",) == settings.select
    assert not settings.preview
    assert tmp_path == settings.program
    assert fixed.sources == cascade.sources


def test_a_flag_takes_the_place_of_what_a_file_says(tmp_path: Path) -> None:
    settings = load(
        written(tmp_path, 'select = ["RDY6"]\nignore = ["RDY401"]\nextend-select = ["RDY1"]')
    )

    changed = override(
        settings, select=["RDY4"], extend_ignore=("RDY402",), preview=True, profile=None
    )

    assert ("RDY4",) == changed.select
    assert () == changed.extend_select
    assert () == changed.ignore
    assert ("RDY402",) == changed.extend_ignore
    assert changed.preview
    assert settings.path == changed.path


def test_globs_of_a_flag_are_relative_to_the_current_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    settings = override(Settings(), extend_exclude=["shop/*.py"])

    assert settings.excluded(Path("shop/a.py"))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"profile": "x"}, "--profile: `x` is none of default, strict, audit"),
        ({"profil": "x"}, "profil: unknown key; did you mean `profile`?"),
    ],
)
def test_a_wrong_flag_is_named(values: dict[str, str], expected: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        override(Settings(), **values)

    assert expected == str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('select = ["RDY4", "RDY499"]', "select: no rule has the code or prefix `RDY499`"),
        ('ignore = ["rdy401"]', "ignore: no rule has the code or prefix `rdy401`"),
        ('extend-select = [""]', "extend-select: no rule has the code or prefix ``"),
        (
            '[per-file-ignores]\n"a.py" = ["RDY60", "XYZ"]',
            "per-file-ignores: no rule has the code or prefix `XYZ`",
        ),
    ],
)
def test_a_code_that_no_rule_has_is_an_error(tmp_path: Path, text: str, expected: str) -> None:
    file = written(tmp_path, text)

    with pytest.raises(ConfigurationError) as caught:
        validate_codes(load(file), CODES)

    assert f"{file}: {expected}" == str(caught.value).partition(";")[0]


def test_a_code_in_small_letters_suggests_the_code() -> None:
    with pytest.raises(ConfigurationError, match="did you mean `RDY401`"):
        validate_codes(Settings(select=("rdy401",)), CODES)


def test_codes_and_prefixes_of_rules_are_accepted() -> None:
    validate_codes(Settings(select=("RDY", "RDY4", "RDY609"), ignore=("RDY40",)), CODES)


def test_a_list_of_words_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    settings = load(written(tmp_path, '[words]\njournal = ["a"]'))
    validate_words(settings, {"journal"})

    with pytest.raises(ConfigurationError, match=r"words.journal: unknown key; did you mean"):
        validate_words(settings, {"journals", "secrets"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[split-writ]", "rules.split-writ: unknown rule; did you mean `split-write`?"),
        (
            "[split-write]\njournal = true",
            "rules.split-write.journal: unknown key; did you mean `journals`?",
        ),
        (
            "[split-write]\njournals = 1",
            "rules.split-write.journals: true or false is expected, not a whole number",
        ),
        (
            "[transport-in-domain]\nmost_rows = 1",
            "rules.transport-in-domain.most_rows: unknown key; did you mean `most-rows`?",
        ),
        (
            "[transport-in-domain]\nmost-rows = true",
            "rules.transport-in-domain.most-rows: a whole number is expected, not true or false",
        ),
        (
            "[transport-in-domain]\nratio = '1'",
            "rules.transport-in-domain.ratio: a number is expected, not a string",
        ),
        (
            "[transport-in-domain]\ndomain-packages = 'a'",
            "rules.transport-in-domain.domain-packages: a list of strings is expected,"
            " not a string",
        ),
        (
            "[transport-in-domain]\nmost-rows = -1",
            "rules.transport-in-domain: most-rows is negative",
        ),
    ],
)
def test_an_option_that_a_rule_cannot_take_is_an_error(
    tmp_path: Path, text: str, expected: str
) -> None:
    file = written(tmp_path, text.replace("[", "[rules.", 1))

    with pytest.raises(ConfigurationError) as caught:
        validate_rules(load(file), KNOWN)

    assert f"{file}: {expected}" == str(caught.value)


def test_options_and_switches_that_are_declared_are_accepted(tmp_path: Path) -> None:
    text = (
        "[rules.split-write]\njournals = true\n[rules.transport-in-domain]\nstrict-imports = true"
    )

    validate_rules(load(written(tmp_path, text)), KNOWN)


def test_options_become_an_object() -> None:
    table = {
        "most-rows": 5,
        "ratio": 1,
        "strictly": True,
        "prefix": "x",
        "domain-packages": ["shop", "bank"],
        "strict-imports": True,
    }

    assert Options(5, 1.0, True, "x", ("shop", "bank")) == build_options(Options, table)
    assert Options() == build_options(Options, {})


def test_a_path_is_below_a_folder_that_a_link_leads_to(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")

    assert "a/b.py" == below(tmp_path / "link" / "a" / "b.py", tmp_path / "real")
    assert "." == below(tmp_path, tmp_path)
    assert below(tmp_path / "realm" / "a.py", tmp_path / "real") is None
