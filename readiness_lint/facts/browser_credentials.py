"""Whether a program knows its callers by what a browser shows by itself.

To the request of another site's page a browser adds cookies, the password of HTTP Basic and the
certificate of its user, and nothing else.  A token that the page has to write into a header or a
body, that page does not have.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.app_configs import values_of
from readiness_lint.facts.cookies import Cookie, stays_home
from readiness_lint.facts.origins import made_or_installed
from readiness_lint.facts.program import APART, Program
from readiness_lint.facts.settings import configured, held_by, is_for_development
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import IDENTITY_HEADERS
from readiness_lint.knowledge.schema import BrowserCredential
from readiness_lint.model import File
from readiness_lint.pattern import Pattern

SENT, KEPT, READ = "sent", "kept", "read"
"""Sent with requests of other sites' pages; kept from them (SameSite); read, whoever has set it."""
QUOTED = Pattern(r"""["']([\w-]{8,50})["']""")
COOKIES = ("cookies", "COOKIES")
GETTERS = ("get_cookie", "get_secure_cookie", "get_signed_cookie")
REQUESTS = frozenset({"request", "req", "websocket", "ws", "connection", "conn", "info", "context"})
"""What a handler calls the request, where nothing says of which class it is."""


def knows_browsers(file: File) -> bool:
    """Whether pages of other sites are seen to get in with what the browser of a user adds.

    A cookie that is read counts unless the program sets its own, which all stay with its pages.
    """
    program = file.program
    signs = frozenset(program.known(_signs) if program is not None else signs_of(file))
    return SENT in signs or (READ in signs and KEPT not in signs)


def _signs(program: Program) -> tuple[str, ...]:
    return tuple(sorted({sign for _, sign in program.each(signs_of)}))


def signs_of(file: File) -> Iterator[str]:
    """What a module sets, reads, or has the framework keep in a browser."""
    if file.role in APART:
        return
    for call, row in made_or_installed(file, tables().table(BrowserCredential)):
        yield KEPT if stays_home(file, call, row.same_site, default=row.home) is True else SENT
    for cookie in file.facts(Cookie):
        if cookie.credential:
            yield KEPT if cookie.home is True else SENT
    for home, value in _same_site(file):
        known = held_by(home, value)
        if known is not None:
            yield SENT if str(known.value).lower() in {"none", "false"} else KEPT
    if any(name in file.source for name in tables().word("asks-for-password")):
        yield SENT
    words = file.words(IDENTITY_HEADERS)
    if any(map(words.match, set(QUOTED.findall(file.source)))):
        yield SENT
    if _reads_cookies(file):
        yield READ


def _same_site(file: File) -> Iterator[tuple[File, ast.expr]]:
    """What settings and the configuration of an application say of the cookie of its sessions."""
    yield from configured(file, "session-same-site")
    bound = file.index.module.bindings
    for key in sorted(tables().word("app-session-same-site").lasts - bound.keys()):
        for value in values_of(file, key):
            if not is_for_development(value, file):
                yield file, value


def _reads_cookies(file: File) -> bool:
    known = tables()
    if file.calls_to(known.word("reads-cookie")) or any(map(file.index.calls.get, GETTERS)):
        return True
    session = known.word("session-cookie")
    if any(file.name_of(node) in session for node in file.reads.of(*session.lasts)):
        return True
    return any(
        isinstance(node, ast.Attribute) and (file.last_name(node.value) or "").lower() in REQUESTS
        for node in file.reads.of(*COOKIES)
    )
