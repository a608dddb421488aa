"""What other programs are told of an audit, read back from its JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from readiness_lint.audit import VERSION, Evidence, Issue, Spot
from readiness_lint.reports.prose import cut
from readiness_lint.reports.text import shown
from readiness_lint.terms import Layer, Severity, Status

_CODE = re.compile(r"[A-Z]{3,4}\d{3}")
_LAYERS = {layer.label: layer for layer in Layer}
_SEVERITIES = {severity.label: severity for severity in Severity}
_STATUSES = {status.value: status for status in Status}
_SAID = 60
"""Characters of a value that an error repeats."""
T = TypeVar("T")


class UnusableAuditError(Exception):
    """A text is no audit that this version can read; the message is one line."""


@dataclass(frozen=True, slots=True)
class AuditFile:
    """What is read of an audit."""

    flow: str
    """Empty: the whole service."""
    project: str
    issues: tuple[Issue, ...]


def read(text: str) -> AuditFile:
    """Read the JSON of an audit.

    Raises:
        UnusableAuditError: it is not one, of another version, or lacks what is needed.
    """
    try:
        whole = _Node("", json.loads(text))
    except (ValueError, RecursionError) as error:
        reason = f"not valid JSON: {error}"
        raise UnusableAuditError(reason) from None
    if not isinstance(whole.value, dict) or "version" not in whole.value:
        reason = "not an audit of readiness-lint: it has no `version`"
        raise UnusableAuditError(reason)
    if whole.value["version"] != VERSION:
        version = _said(whole.value["version"])
        reason = f"version {version} of the form of audits is not known, only {VERSION}"
        raise UnusableAuditError(reason)
    parts = whole.parts("flow", "project", "issues")
    issues = tuple(_issue(node) for node in parts["issues"].items())
    _refuse_repeats(issues)
    return AuditFile(parts["flow"].text(), parts["project"].text(), issues)


def _refuse_repeats(issues: tuple[Issue, ...]) -> None:
    seen: set[tuple[str, Layer]] = set()
    for issue in issues:
        if (issue.code, issue.layer) in seen:
            reason = f"`issues` has {issue.code} twice; an audit has one issue for each rule"
            raise UnusableAuditError(reason)
        seen.add((issue.code, issue.layer))


@dataclass(frozen=True, slots=True)
class _Node:
    """A value, and where in the document it stands."""

    path: str
    value: Any

    def parts(self, *names: str) -> Mapping[str, _Node]:
        """Some of the values of an object."""
        if not isinstance(self.value, dict):
            self._refuse("an object")
        missing = [f"`{self._inner(name)}`" for name in names if name not in self.value]
        if missing:
            reason = f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing"
            raise UnusableAuditError(reason)
        return {name: self.optional(name, None) for name in names}

    def optional(self, name: str, default: object) -> _Node:
        """One of the values of an object."""
        return _Node(self._inner(name), self.value.get(name, default))

    def items(self) -> Iterator[_Node]:
        """The values of a list."""
        if not isinstance(self.value, list):
            self._refuse("a list")
        for index, value in enumerate(self.value):
            yield _Node(f"{self.path}[{index}]", value)

    def text(self) -> str:
        """A text."""
        if not isinstance(self.value, str):
            self._refuse("a text")
        return self.value

    def number(self) -> int:
        """A whole number."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            self._refuse("a whole number")
        return self.value

    def flag(self) -> bool:
        """A yes or a no."""
        if not isinstance(self.value, bool):
            self._refuse("true or false")
        return self.value

    def one_of(self, known: Mapping[str, T]) -> T:
        """What a word stands for."""
        word = self.text()
        if word not in known:
            self._refuse(f"one of {', '.join(known)}")
        return known[word]

    def _inner(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def _refuse(self, wanted: str) -> NoReturn:
        reason = f"`{self.path or 'the whole'}` is {_said(self.value)}, not {wanted}"
        raise UnusableAuditError(reason)


def _said(value: object) -> str:
    return cut(shown(json.dumps(value)), _SAID)


def _issue(node: _Node) -> Issue:
    named = ("code", "name", "title", "layer", "severity", "status")
    told = node.parts(*named, "sees", "happens", "fix", "evidence")
    code = told["code"].text()
    if not _CODE.fullmatch(code):
        reason = f"`{told['code'].path}` is {_said(code)}, which is no code of a rule"
        raise UnusableAuditError(reason)
    return Issue(
        code,
        told["name"].text(),
        told["title"].text(),
        told["layer"].one_of(_LAYERS),
        told["severity"].one_of(_SEVERITIES),
        told["status"].one_of(_STATUSES),
        told["sees"].text(),
        told["happens"].text(),
        tuple(step.text() for step in told["fix"].items()),
        tuple(_evidence(each) for each in told["evidence"].items()),
        node.optional("preview", default=False).flag(),
    )


def _evidence(node: _Node) -> Evidence:
    told = node.parts("spot", "message", "severity", "status")
    return Evidence(
        _spot(told["spot"]),
        told["message"].text(),
        told["severity"].one_of(_SEVERITIES),
        told["status"].one_of(_STATUSES),
        via=tuple(_link(each) for each in node.optional("via", []).items()),
        hidden=tuple(each.text() for each in node.optional("hidden", []).items()),
    )


def _link(node: _Node) -> tuple[Spot, str]:
    pair = list(node.items())
    if len(pair) != 2:
        reason = f"`{node.path}` is no place with its text"
        raise UnusableAuditError(reason)
    return _spot(pair[0]), pair[1].text()


def _spot(node: _Node) -> Spot:
    told = node.parts("path", "line")
    function = node.optional("function", "").text()
    return Spot(told["path"].text(), told["line"].number(), function=function)
