"""The words of the command line."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from readiness_lint import config, storage

if TYPE_CHECKING:
    from datetime import date

VERBS = (
    "audit",
    "baseline",
    "check",
    "clean",
    "config",
    "doctor",
    "export",
    "facts",
    "init",
    "merge",
    "routes",
    "rule",
    "rules",
)
FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown")
REPORTS = ("md", "html", "json")
SEVERITIES = ("low", "medium", "high", "critical")
PROFILES = ("default", "strict", "audit")
FORMAT_VARIABLE = "READINESS_LINT_OUTPUT_FORMAT"


class UsageError(Exception):
    """The command line asks for what does not exist."""


def parse(words: Sequence[str]) -> argparse.Namespace:
    """Read the words, and keep them; usage errors and ``--help`` end the process."""
    parser = _parser(words[0] if words and words[0] in VERBS else None)
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


def _parser(verb: str | None) -> argparse.ArgumentParser:
    """The parser of one verb; ``None``: of all, which takes as long as checking a file."""
    parser = argparse.ArgumentParser(
        prog="readiness-lint",
        description="Report what stands between a Python backend and production.",
    )
    parser.add_argument("-V", "--version", action="store_true", help="print the version and exit")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, fill, text in (
        ("audit", _audit, "follow what users do through the code, and score it"),
        ("baseline", _baseline, "accept what is found today, and see what is new"),
        ("check", _check, "report findings in files and folders"),
        ("clean", _clean, "remove the cache"),
        ("doctor", _doctor, "find out why findings are not seen"),
        ("config", _config, "print the settings, and where each comes from"),
        ("export", _export, "hand what an audit found to the team's tracker"),
        ("facts", _facts, "list what is there: time limits, retries, health checks"),
        ("init", _init, "write what a team needs to begin"),
        ("merge", _merge, "report what the shards of a run have found"),
        ("routes", _routes, "list the routes, and what is known of each"),
        ("rule", _rule, "print the page of a rule"),
        ("rules", _rules, "list all rules"),
    ):
        if verb in {None, name}:
            fill(verbs.add_parser(name, help=text))
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
    running = parser.add_argument_group("running")
    _running(running)
    running.add_argument(
        "--add-suppressions",
        metavar="REASON",
        help="report nothing: write a comment with the reason above each finding",
    )
    _sharing(parser.add_argument_group("several machines"))


def _audit(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Follow a flow from where it begins to databases and other services, and write what is there,"
        " what is missing, and what no code can tell.  Without a flow the whole service is audited. "
        " Exit code: 0; 1 the score is below --fail-under; 2 as of `check`."
    )
    parser.add_argument(
        "path", nargs="?", default=".", metavar="PATH", help="default: the current folder"
    )
    _flow_named(parser.add_argument_group("flow"))
    _audit_output(parser.add_argument_group("output"))
    configuration = parser.add_argument_group("configuration")
    _configuration(configuration)
    _accepted(configuration, "count what the baseline accepts, too")
    _running(parser.add_argument_group("running"))


def _flow_named(flow: argparse._ArgumentGroup) -> None:
    which = flow.add_mutually_exclusive_group()
    which.add_argument("--flow", type=_flow, metavar="NAME", help="what users do, such as checkout")
    which.add_argument(
        "--all-flows", action="store_true", help="audit each flow that the configuration has"
    )
    flow.add_argument(
        "--entry",
        action="append",
        metavar="ENTRY",
        help='where it begins: "POST /orders", module:function, "task NAME"; may be repeated '
        "(default: as configured; else some are proposed by the name of the flow)",
    )


def _audit_output(output: argparse._ArgumentGroup) -> None:
    output.add_argument(
        "--output-dir",
        default=".",
        metavar="DIR",
        help="where backend-readiness-audit-NAME is written (default: the current folder)",
    )
    output.add_argument(
        "--format",
        action="append",
        type=_reports,
        metavar="FORMATS",
        help=f"{', '.join(REPORTS)} (default: md); may be repeated",
    )
    output.add_argument(
        "--compare", metavar="FILE", help="the JSON of an earlier audit: what is new, what is fixed"
    )
    output.add_argument(
        "--fail-under", type=_score, metavar="N", help="exit with 1 if the score is below N"
    )
    output.add_argument("-q", "--quiet", action="store_true", help="no progress, and no numbers")


def _baseline(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Keep the findings that are accepted for now in a file beside the configuration.  `check`,"
        " flake8 and pylint report what is not in it."
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, text in (
        ("create", "accept what is found today"),
        ("update", "accept what is found today, and drop what is mended"),
        ("prune", "drop what is mended, and accept nothing new"),
        ("show", "list what is accepted"),
    ):
        action = actions.add_parser(name, help=text, description=f"{text.capitalize()}.")
        action.add_argument(
            "paths",
            nargs="*",
            default=["."],
            metavar="PATH",
            help="files and folders (default: the current folder); what is accepted elsewhere stays",
        )
        if name == "prune":
            action.add_argument(
                "--check",
                action="store_true",
                help="write nothing; exit with 1 if something is to be dropped",
            )
        if name in {"create", "update"}:
            action.add_argument("--reason", default="", metavar="TEXT", help="why, for what is new")
            action.add_argument(
                "--expires",
                type=_day,
                metavar="DAY",
                help="until when, for what is new: the last day, like 2027-03-31",
            )
        action.add_argument(
            "-q", "--quiet", action="store_true", help="no progress, and no numbers"
        )
        _selection(action.add_argument_group("rules"))
        if name != "show":
            _running(action.add_argument_group("running"))


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
    _accepted(group, "report what the baseline accepts, too")


def _accepted(group: argparse._ArgumentGroup, without: str) -> None:
    """Which baseline holds; ``without`` is what the flag does that says none."""
    either = group.add_mutually_exclusive_group()
    either.add_argument(
        "--baseline", metavar="FILE", help="the file of the findings that are accepted"
    )
    either.add_argument(
        "--no-baseline", action="store_const", const="", dest="baseline", help=without
    )


def _configuration(group: argparse._ArgumentGroup) -> None:
    where = group.add_mutually_exclusive_group()
    where.add_argument(
        "--config",
        metavar="FILE",
        help="configuration for all files, instead of the nearest one"
        f" (default: ${config.VARIABLE}, if it is set)",
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
        "--max-findings",
        type=_number,
        default=0,
        metavar="N",
        help="so many findings do not make the exit code 1 (default: 0)",
    )
    group.add_argument(
        "--exit-zero", action="store_true", help="findings do not make the exit code 1"
    )
    group.add_argument(
        "--report-unused-suppressions",
        action="store_true",
        help="report comments that suppress nothing (RDY002)",
    )
    group.add_argument(
        "--show-baselined",
        action="store_true",
        help="print what the baseline accepts, too; the exit code does not count it",
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


def _routes(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "List every route with its method, path and handler, and whether it has authentication, "
        "authorization, an input model, a response model, pages, a rate limit and time limits for "
        "its outbound calls: yes, no or not known.  Exit code: 0; 2 usage or configuration error, "
        "a file that cannot be read, or a failure of the linter itself."
    )
    parser.add_argument(
        "paths",
        nargs="*",
        default=["."],
        metavar="PATH",
        help="files and folders (default: the current folder)",
    )
    _configuration(parser.add_argument_group("configuration"))
    output = parser.add_argument_group("output")
    output.add_argument("--output-format", choices=("text", "json", "markdown"), default="text")
    output.add_argument(
        "-q", "--quiet", action="store_true", help="print the table only: no numbers, no progress"
    )
    _color(output)
    _files(parser.add_argument_group("running"))


def _export(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Make one issue of each rule that an audit found something of.  Exit code: 0; 2 usage error,"
        " no readable audit, or a tracker that refuses."
    )
    targets = parser.add_subparsers(dest="target", required=True, metavar="TRACKER")
    linear = targets.add_parser("linear", help="a table for the importer, or over the API")
    linear.description = "Make issues for Linear; nothing is sent without --push."
    github = targets.add_parser("github", help="files, or commands of `gh`")
    github.description = "Print commands of `gh` that make the issues; with a folder, write files."
    for target in (linear, github):
        target.add_argument(
            "audit", metavar="AUDIT.json", help="what `audit --format json` has written"
        )
        target.add_argument("--preview", action="store_true", help="rules in preview, too")
        target.add_argument("-q", "--quiet", action="store_true", help="no numbers")
    linear.add_argument(
        "--format",
        choices=("csv", "graphql"),
        default="graphql",
        help="a table for Linear's importer, or what would be sent (default: graphql)",
    )
    linear.add_argument(
        "--push",
        action="store_true",
        help="send it, with the key in LINEAR_API_KEY; what is there already is not made again",
    )
    linear.add_argument(
        "--team", default="", metavar="KEY", help="the team, like ENG (default: the only one)"
    )
    github.add_argument(
        "--output-dir", metavar="DIR", help="write each issue as a Markdown file there"
    )


def _cache(group: argparse._ActionsContainer) -> None:
    group.add_argument(
        "--cache-dir",
        metavar="DIR",
        help=f"where the cache is kept (default: ${storage.VARIABLE}, else the user's cache folder)",
    )


def _clean(parser: argparse.ArgumentParser) -> None:
    parser.description = "Remove what former runs have kept, of all programs."
    _cache(parser)


def _config(parser: argparse.ArgumentParser) -> None:
    parser.description = "Print the settings of a file or folder, and where each comes from."
    parser.add_argument(
        "path", nargs="?", default=".", metavar="PATH", help="default: the current folder"
    )
    parser.add_argument(
        "--json-schema",
        action="store_true",
        help="print the JSON Schema of the configuration instead, for editors",
    )
    parser.add_argument("--output-format", choices=("text", "json"), default="text")
    _selection(parser.add_argument_group("rules"))


def _doctor(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Find out why findings are not seen: hosts that leave the plugin out, codes that name no"
        " rule, files that cannot be parsed.  Exit code: 0 nothing, 1 something, 2 as of `check`."
    )
    parser.add_argument("paths", nargs="*", default=["."], metavar="PATH", help="what is checked")
    parser.add_argument("-q", "--quiet", action="store_true", help="print problems only")
    _selection(parser.add_argument_group("rules"))
    _running(parser.add_argument_group("running"))


def _init(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Write what a team needs to begin: a section of settings, what flake8, pylint and ruff must"
        " know where they are configured, a hook of pre-commit, a job of CI.  The difference is shown"
        " before anything is written."
    )
    parser.add_argument("-y", "--yes", action="store_true", help="write without asking")
    parser.add_argument(
        "--pre-commit",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="add the hook (default: where there is a .pre-commit-config.yaml)",
    )
    parser.add_argument(
        "--ci",
        choices=("auto", "github", "gitlab", "none"),
        default="auto",
        help="which CI gets a job (default: the one whose files are there)",
    )


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
    parser.add_argument(
        "--pages", metavar="DIR", help="write one Markdown page for each rule there, and an index"
    )
    parser.add_argument("--output-format", choices=("text", "json"), default="text")


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code for part in text.split(",") if (code := part.strip().upper()))


def _day(text: str) -> date:
    import datetime as dt  # noqa: PLC0415

    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        reason = f"`{text}` is no day like 2027-03-31"
        raise argparse.ArgumentTypeError(reason) from None


def _flow(text: str) -> str:
    if not text.strip():
        reason = "a flow has a name"
        raise argparse.ArgumentTypeError(reason)
    return text.strip()


def _reports(text: str) -> tuple[str, ...]:
    names = tuple(name for part in text.split(",") if (name := part.strip().lower()))
    for name in names:
        if name not in REPORTS:
            reason = f"`{name}` is none of {', '.join(REPORTS)}"
            raise argparse.ArgumentTypeError(reason)
    return names


def _score(text: str) -> int:
    if not text.isdecimal() or int(text) > 100:
        reason = f"`{text}` is no score: those are 0 to 100"
        raise argparse.ArgumentTypeError(reason)
    return int(text)


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


def _number(text: str) -> int:
    if not text.isdecimal():
        reason = f"`{text}` is no number of findings"
        raise argparse.ArgumentTypeError(reason)
    return int(text)


def _jobs(text: str) -> int:
    number = int(text) if text.isdecimal() else -1
    if number < 0:
        reason = f"`{text}` is no number of processes"
        raise argparse.ArgumentTypeError(reason)
    return number
