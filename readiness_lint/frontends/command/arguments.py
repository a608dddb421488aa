"""The words of the command line."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from typing import NoReturn

from readiness_lint import storage

VERBS = ("check", "clean", "facts", "merge", "rule", "rules")
FORMATS = ("text", "concise", "json", "github")
SEVERITIES = ("low", "medium", "high", "critical")
PROFILES = ("default", "strict", "audit")
FORMAT_VARIABLE = "READINESS_LINT_OUTPUT_FORMAT"


class UsageError(Exception):
    """The command line asks for what does not exist."""


def parse(words: Sequence[str]) -> argparse.Namespace:
    """Read the words, and keep them; usage errors and ``--help`` end the process."""
    parser = _parser()
    if not words:
        parser.print_help()
        parser.exit(2)
    if words[0] not in VERBS and words[0] not in {"-h", "--help"}:
        _reject(parser, words)
    return parser.parse_args(words, argparse.Namespace(words=words))


def _reject(parser: argparse.ArgumentParser, words: Sequence[str]) -> NoReturn:
    import difflib  # noqa: PLC0415
    import shlex  # noqa: PLC0415

    first = words[0]
    near = difflib.get_close_matches(first, VERBS, 1)
    if near and not os.path.lexists(first):
        parser.error(f"there is no verb `{first}`; did you mean `{near[0]}`?")
    text = "options come after a verb" if first.startswith("-") else f"`{first}` is no verb"
    parser.error(f"{text}; to check files run: readiness-lint check {shlex.join(words)}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="readiness-lint",
        description="Report what stands between a Python backend and production.",
    )
    parser.add_argument("-V", "--version", action="store_true", help="print the version and exit")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    _check(verbs.add_parser("check", help="report findings in files and folders"))
    _clean(verbs.add_parser("clean", help="remove the cache"))
    _facts(
        verbs.add_parser("facts", help="list what is there: time limits, retries, health checks")
    )
    _merge(verbs.add_parser("merge", help="report what the shards of a run have found"))
    _rule(verbs.add_parser("rule", help="print the page of a rule"))
    _rules(verbs.add_parser("rules", help="list all rules"))
    return parser


def _check(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Report findings.  Exit code: 0 nothing found, 1 findings, "
        "2 usage or configuration error or a failure of the linter itself."
    )
    parser.add_argument(
        "paths",
        nargs="*",
        default=["."],
        metavar="PATH",
        help="files and folders (default: the current folder); `-` reads a text from stdin",
    )
    parser.add_argument(
        "--stdin-filename", metavar="FILE", help="the name of the text that `-` reads"
    )
    _selection(parser.add_argument_group("rules"))
    _output(parser.add_argument_group("output"))
    _running(parser.add_argument_group("running"))
    _sharing(parser.add_argument_group("several machines"))


def _selection(group: argparse._ArgumentGroup) -> None:
    for name, text in (
        ("--select", "codes or prefixes of codes to report, instead of those configured"),
        ("--extend-select", "codes or prefixes of codes to report, beside those configured"),
        ("--ignore", "codes or prefixes of codes not to report, beside those configured"),
    ):
        group.add_argument(name, action="append", type=_codes, metavar="CODES", help=text)
    group.add_argument(
        "--preview",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="activate the rules in preview",
    )
    group.add_argument("--profile", choices=PROFILES, help="which rules are active by default")
    _configuration(group)


def _configuration(group: argparse._ArgumentGroup) -> None:
    where = group.add_mutually_exclusive_group()
    where.add_argument(
        "--config", metavar="FILE", help="configuration for all files, instead of the nearest one"
    )
    where.add_argument("--isolated", action="store_true", help="ignore all configuration files")


def _output(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--output-format",
        action="append",
        type=_format,
        metavar="FORMAT[:FILE]",
        help=f"{', '.join(FORMATS)}; with a file, written there; may be repeated "
        f"(default: ${FORMAT_VARIABLE}, else text)",
    )
    group.add_argument(
        "--fail-on",
        choices=SEVERITIES,
        help="the least severity with which a finding makes the exit code 1 "
        "(default: as configured, else low)",
    )
    group.add_argument(
        "--exit-zero", action="store_true", help="findings do not make the exit code 1"
    )
    group.add_argument(
        "--report-unused-suppressions",
        action="store_true",
        help="report comments that suppress nothing (RDY002)",
    )
    group.add_argument("--statistics", action="store_true", help="count findings by rule")
    group.add_argument(
        "-q", "--quiet", action="store_true", help="print findings only: no summary, no progress"
    )
    _color(group)


def _color(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="auto: on a terminal, unless NO_COLOR is set; FORCE_COLOR is respected",
    )


def _running(group: argparse._ArgumentGroup) -> None:
    _files(group)
    group.add_argument("--no-cache", action="store_true", help="neither read nor write a cache")
    _cache(group)


def _files(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "-j", "--jobs", type=_jobs, default=0, metavar="N", help="processes; 0: as many as help"
    )
    group.add_argument(
        "--force-exclude",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="leave out what the configuration excludes, even if it is named here",
    )


def _sharing(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--shard",
        type=_shard,
        metavar="I/N",
        help="check share I of N of the files, with all that the others know",
    )
    group.add_argument(
        "--write-partial",
        metavar="FILE",
        help="where to write what a shard found, for `merge` to report",
    )


def _merge(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Report what the shards of a run have found, as `check` would have without shards.  It runs"
        " in the same folder of the same commit."
    )
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="what `check --write-partial` wrote, of each shard"
    )
    _output(parser.add_argument_group("output"))


def _facts(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "List places that show what the code does for readiness; nothing is checked.  Exit code: "
        "0, whatever is there; 1 a file that cannot be read; 2 as of `check`."
    )
    parser.add_argument(
        "paths",
        nargs="*",
        default=["."],
        metavar="PATH",
        help="files and folders (default: the current folder)",
    )
    group = parser.add_argument_group("evidence")
    group.add_argument(
        "--kind",
        action="append",
        type=_kinds,
        metavar="KINDS",
        help="kinds of evidence to list, instead of all; may be repeated",
    )
    _configuration(group)
    output = parser.add_argument_group("output")
    output.add_argument("--output-format", choices=("text", "json"), default="text")
    output.add_argument(
        "-q", "--quiet", action="store_true", help="print places only: no summary, no progress"
    )
    _color(output)
    _files(parser.add_argument_group("running"))


def _cache(group: argparse._ActionsContainer) -> None:
    group.add_argument(
        "--cache-dir",
        metavar="DIR",
        help=f"where the cache is kept (default: ${storage.VARIABLE}, else the user's cache folder)",
    )


def _clean(parser: argparse.ArgumentParser) -> None:
    parser.description = "Remove what former runs have kept, of all programs."
    _cache(parser)


def _rule(parser: argparse.ArgumentParser) -> None:
    parser.description = "Print what a rule reports and why, with examples."
    parser.add_argument("rule", metavar="RULE", help="code, name or pylint symbol")
    parser.add_argument(
        "--format",
        choices=("terminal", "markdown"),
        help="default: terminal on a terminal, else markdown",
    )


def _rules(parser: argparse.ArgumentParser) -> None:
    parser.description = "List all rules."
    parser.add_argument("--output-format", choices=("text", "json"), default="text")


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code for part in text.split(",") if (code := part.strip().upper()))


def _kinds(text: str) -> tuple[str, ...]:
    return tuple(name for part in text.split(",") if (name := part.strip().lower()))


def _format(text: str) -> tuple[str, str]:
    name, _, file = text.partition(":")
    if name not in FORMATS:
        reason = f"`{name}` is none of {', '.join(FORMATS)}"
        raise argparse.ArgumentTypeError(reason)
    return name, file


def formats(arguments: argparse.Namespace) -> list[tuple[str, str]]:
    """Answer formats and the files they go to; no file stands for stdout.

    Raises:
        UsageError: the environment names a format that does not exist.
    """
    if arguments.output_format:
        return list(arguments.output_format)
    try:
        return [_format(os.environ.get(FORMAT_VARIABLE) or "text")]
    except argparse.ArgumentTypeError as error:
        text = f"{FORMAT_VARIABLE}: {error}"
        raise UsageError(text) from None


def _shard(text: str) -> tuple[int, int]:
    number, _, of = text.partition("/")
    if not (number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
        reason = f"`{text}` is no share: the second of three is 2/3"
        raise argparse.ArgumentTypeError(reason)
    return int(number), int(of)


def _jobs(text: str) -> int:
    number = int(text) if text.isdecimal() else -1
    if number < 0:
        reason = f"`{text}` is no number of processes"
        raise argparse.ArgumentTypeError(reason)
    return number
