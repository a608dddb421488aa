"""Cookies of sessions that neither scripts nor the network can read."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_lint.evidence import Shown, evidence
from readiness_lint.facts.cookies import Cookie
from readiness_lint.model import File
from readiness_lint.terms import Layer


@evidence("session-cookie", layer=Layer.SECURITY, title="cookies that only their server can read")
def session_cookie(file: File) -> Iterator[Shown]:
    """Calls that certainly set both flags."""
    for cookie in file.facts(Cookie):
        if cookie.http_only and cookie.secure:
            yield Shown(cookie.node, f"cookie `{cookie.name}` has `httponly` and `secure`")
