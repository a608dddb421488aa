"""``readiness-lint export``: what an audit found, for the tracker of the team."""

from __future__ import annotations

import os
import urllib.parse
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from readiness_lint.frontends.command.arguments import UsageError
from readiness_lint.frontends.command.output import put
from readiness_lint.frontends.command.reporting import FAILED, write_bytes
from readiness_lint.frontends.command.terminal import complain, write
from readiness_lint.reports import github_issues, linear
from readiness_lint.reports.audit_json import FormatError, from_json
from readiness_lint.reports.summary import counted
from readiness_lint.reports.text import shown
from readiness_lint.reports.tickets import Ticket, Tickets, tickets_of

KEY = "LINEAR_API_KEY"
URL = "LINEAR_API_URL"
PUBLIC = "https://api.linear.app/graphql"
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


def run(arguments: Namespace) -> int:
    """Hand on what an audit found, and answer the exit code."""
    if arguments.target == "linear" and arguments.push and arguments.format == "csv":
        reason = "--push sends over the API; a table is imported by hand"
        raise UsageError(reason)
    found = _tickets(arguments)
    code = _to_github(arguments, found) if arguments.target == "github" else 0
    if arguments.target == "linear":
        code = _to_linear(arguments, found)
    if not arguments.quiet:
        _tell_left_out(found)
    return code


def _tickets(arguments: Namespace) -> Tickets:
    name = shown(arguments.audit)
    try:
        text = Path(arguments.audit).read_text(encoding="utf-8-sig")
        return tickets_of(from_json(text), preview=arguments.preview)
    except OSError as error:
        reason = f"{name}: cannot be read: {error.strerror or error}"
    except UnicodeDecodeError:
        reason = f"{name}: not UTF-8"
    except FormatError as error:
        reason = f"{name}: {error}"
    raise UsageError(reason)


def _tell_left_out(found: Tickets) -> None:
    if found.preview:
        complain(f"{counted(found.preview, 'rule')} in preview left out; --preview takes them in")
    if found.hidden:
        complain(f"{counted(found.hidden, 'rule')} left out: suppressed or accepted everywhere")


# ── GitHub ───────────────────────────────────────────────────────────────────────────────────────
def _to_github(arguments: Namespace, found: Tickets) -> int:
    if not arguments.output_dir:
        write(github_issues.commands(found.tickets))
        return 0
    folder = Path(arguments.output_dir)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = f"{shown(str(folder))}: cannot be made: {error.strerror or error}"
        raise UsageError(reason) from None
    for ticket in found.tickets:
        name, content = github_issues.file_of(ticket)
        write_bytes(str(folder / name), content.encode("utf-8", "backslashreplace"))
    if not arguments.quiet:
        complain(f"{counted(len(found.tickets), 'issue')} in {shown(str(folder))}")
    return 0


# ── Linear ───────────────────────────────────────────────────────────────────────────────────────
def _to_linear(arguments: Namespace, found: Tickets) -> int:
    if arguments.push:
        return _push(arguments.team, found.tickets)
    if arguments.format == "csv":
        put(linear.table(found.tickets))
    else:
        write([linear.requests(found.tickets, arguments.team)])
    return 0


def _push(team: str, tickets: Sequence[Ticket]) -> int:
    from readiness_lint.frontends.command.graphql import Api, PeerError  # noqa: PLC0415
    from readiness_lint.frontends.command.linear import push  # noqa: PLC0415

    api = Api("Linear", _url(), _key())
    done = 0
    try:
        for ticket, sent in push(api, team, tickets):
            place = " ".join(filter(None, (sent.identifier, sent.url)))
            write([shown(f"{sent.outcome} {place}: {ticket.title}")])
            done += 1
    except PeerError as error:
        after = f" (after {counted(done, 'issue')} of {len(tickets)}; run it again)" if done else ""
        complain(f"{shown(str(error))}{after}")
        return FAILED
    return 0


def _key() -> str:
    key = os.environ.get(KEY, "").strip()
    if not key:
        reason = f"--push needs a key of Linear's API in {KEY}"
        raise UsageError(reason)
    if not (key.isascii() and key.isprintable() and " " not in key.removeprefix("Bearer ")):
        reason = f"what {KEY} holds is no key"
        raise UsageError(reason)
    return key


def _url() -> str:
    url = os.environ.get(URL, "").strip() or PUBLIC
    try:
        parts = urllib.parse.urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and host in _HERE)):
        reason = f"{URL} must be an address with https"
        raise UsageError(reason)
    return url
