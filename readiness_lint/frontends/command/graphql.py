"""Requests to a GraphQL API: with time limits, and repeated only where that does no harm."""

from __future__ import annotations

import email.utils
import http.client
import json
import random
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from email.message import Message
from typing import Any, TypeVar

from readiness_lint.record import record
from readiness_lint.reports.prose import cut
from readiness_lint.reports.text import shown

TIMEOUT = 20.0
"""Seconds: for the connection, and for each wait for a part of the answer."""
PATIENCE = 60.0
"""Seconds for a whole answer, and the longest pause at the word of the peer."""
ATTEMPTS = 5
PAUSE = 0.5
"""Seconds before the second attempt; twice as long before each one after it."""
LARGEST = 8 * 2**20
"""Bytes of an answer."""
_PART = 2**16
_REASON = 200
T = TypeVar("T")


class PeerError(Exception):
    """The peer cannot be reached, or refuses; the message is one line."""


class UnsureError(PeerError):
    """It is not known whether the peer has done what it was asked for."""


class LimitedError(PeerError):
    """The peer has done nothing, because it was asked too often."""

    def __init__(self, reason: str, pause: float | None) -> None:
        super().__init__(reason)
        self.pause = pause
        """Seconds until it may be asked again, if it says so."""


@record
class Api:
    """An API, and who asks it."""

    name: str
    url: str
    key: str
    timeout: float = TIMEOUT
    pause: float = PAUSE

    def ask(self, document: str, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        """Send a query, which may be repeated.

        Raises:
            PeerError: there is no answer.
        """
        try:
            return self._repeated(lambda: self._send(document, variables), PeerError)
        except UnsureError as error:
            # Nothing was to be done, so nothing is unsure.
            raise PeerError(str(error)) from None

    def tell(self, document: str, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        """Send a mutation, which is repeated only if it was certainly not done.

        Raises:
            UnsureError: it may have been done.
            PeerError: it was refused.
        """
        return self._repeated(lambda: self._send(document, variables), LimitedError)

    def settle(self, step: Callable[[], T]) -> T:
        """Repeat what looks first and then acts, until it is known how it ended.

        Raises:
            PeerError: it is not known.
        """
        return self._repeated(step, UnsureError)

    def _repeated(self, step: Callable[[], T], transient: type[PeerError]) -> T:
        for attempt in range(1, ATTEMPTS):
            try:
                return step()
            except (UnsureError, LimitedError) as error:
                if not isinstance(error, transient):
                    raise
                time.sleep(self._pause(error, attempt))
        return step()

    def _pause(self, error: PeerError, attempt: int) -> float:
        # What all clients wait for together ends for all of them at once.
        jitter = random.uniform(0.5, 1.0)  # noqa: S311
        told = error.pause if isinstance(error, LimitedError) else None
        if told is None:
            return self.pause * 2.0 ** (attempt - 1) * jitter
        if told > PATIENCE:
            reason = f"{error}; it may be asked again in {told:.0f} s, and nothing is done twice"
            raise PeerError(reason) from None
        return told + self.pause * jitter

    # ── one request ──────────────────────────────────────────────────────────────────────────────
    def _send(self, document: str, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        body = json.dumps({"query": document, "variables": variables}).encode("ascii")
        head = {"Authorization": self.key, "Content-Type": "application/json"}
        request = urllib.request.Request(self.url, body, head, method="POST")  # noqa: S310
        opener = urllib.request.build_opener(_Unredirected)
        try:
            with opener.open(request, timeout=self.timeout) as answer:
                return self._content(_read(answer), answer.status, answer.headers)
        except urllib.error.HTTPError as error:
            with error:
                return self._content(_read_what_is_there(error), error.code, error.headers)
        except (OSError, http.client.HTTPException) as error:
            raise self._unreachable(error) from None

    def _unreachable(self, error: Exception) -> PeerError:
        cause = error.reason if isinstance(error, urllib.error.URLError) else error
        if isinstance(cause, TimeoutError):
            return UnsureError(f"{self.name} did not answer in {self.timeout:g} s")
        text = getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
        is_certain = isinstance(cause, ssl.SSLCertVerificationError)
        kind = PeerError if is_certain else UnsureError
        return kind(f"{self.name} cannot be reached: {_line(text)}")

    def _content(self, body: bytes, status: int, headers: Message) -> Mapping[str, Any]:
        answer = _parsed(body)
        errors = _errors(answer)
        codes = {code for _, code in errors}
        reason = f"{self.name} answers {status}"
        if errors and errors[0][0]:
            reason = f"{reason}: {_line(errors[0][0])}"
        if status == http.HTTPStatus.TOO_MANY_REQUESTS or "RATELIMITED" in codes:
            raise LimitedError(reason, _told_pause(headers))
        if status in {401, 403} or "AUTHENTICATION_ERROR" in codes:
            refused = f"{self.name} refuses the key: {reason}"
            raise PeerError(refused)
        if status == http.HTTPStatus.REQUEST_TIMEOUT or status >= 500:
            raise UnsureError(reason)
        if status != http.HTTPStatus.OK or errors:
            raise PeerError(reason)
        content = answer.get("data") if isinstance(answer, dict) else None
        if not isinstance(content, dict):
            unclear = f"{reason}, and that is no answer of GraphQL"
            raise UnsureError(unclear)
        return content


class _Unredirected(urllib.request.HTTPRedirectHandler):
    """Follows nobody: a request that is sent on takes the key with it."""

    def redirect_request(self, *_: object) -> None:
        return None


def _read(answer: http.client.HTTPResponse | urllib.error.HTTPError) -> bytes:
    end = time.monotonic() + PATIENCE
    parts: list[bytes] = []
    size = 0
    while part := answer.read1(_PART):
        parts.append(part)
        size += len(part)
        if size > LARGEST or time.monotonic() > end:
            reason = f"the answer is not at its end after {size:,} bytes"
            raise OSError(reason)
    return b"".join(parts)


def _read_what_is_there(error: urllib.error.HTTPError) -> bytes:
    try:
        return _read(error)
    except (OSError, http.client.HTTPException):
        # The status says enough.
        return b""


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _errors(answer: object) -> list[tuple[str, str]]:
    """What went wrong by the answer's own word: messages and their codes."""
    errors = answer.get("errors") if isinstance(answer, dict) else None
    found: list[tuple[str, str]] = []
    for error in errors if isinstance(errors, list) else ():
        told = error if isinstance(error, dict) else {}
        extensions = told.get("extensions")
        code = extensions.get("code") if isinstance(extensions, dict) else ""
        found.append((str(told.get("message") or ""), str(code or "")))
    return found


def _told_pause(headers: Message) -> float | None:
    """Seconds after which the peer wants to be asked again."""
    after = headers.get("Retry-After", "").strip()
    if after.isdecimal():
        return float(after)
    now = time.time()
    date = email.utils.parsedate_tz(after) if after else None
    if date is not None:
        return max(email.utils.mktime_tz(date) - now, 0.0)
    resets = [
        float(value) / 1000
        for name in ("X-RateLimit-Requests", "X-RateLimit-Complexity")
        if headers.get(f"{name}-Remaining", "").strip() == "0"
        and (value := headers.get(f"{name}-Reset", "").strip()).isdecimal()
    ]
    return max(max(resets) - now, 0.0) if resets else None


def _line(text: str) -> str:
    return cut(" ".join(shown(text).split()), _REASON)
