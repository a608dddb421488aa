"""The JSON Schema of ``[tool.readiness-lint]``, for editors and for those who check their files."""

from __future__ import annotations

import dataclasses
import typing
from typing import Any

from readiness_lint.config import BASELINE, DEFAULT_EXCLUDE, Profile, ProjectPass
from readiness_lint.frontends.command.linters import PREFIX
from readiness_lint.project.auditing.checklist import CHECKLIST
from readiness_lint.project.selection import word_lists
from readiness_lint.registry import all_rules
from readiness_lint.rule import Rule
from readiness_lint.terms import Layer, Role, Severity

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_CODES = {"type": "array", "items": {"$ref": "#/$defs/code"}}
_TEXTS = {"type": "array", "items": {"type": "string"}}
_DAY = {"type": "string", "format": "date"}
_TYPES: dict[Any, dict[str, Any]] = {
    bool: {"type": "boolean"},
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
}


def schema() -> dict[str, Any]:
    """Give the schema, with all rules, their options and their switches."""
    return {
        "$schema": DRAFT,
        "title": "readiness-lint: [tool.readiness-lint] in pyproject.toml, or readiness-lint.toml",
        "type": "object",
        "additionalProperties": False,
        "properties": {**_properties(), "rules": _rules(), "words": _words()},
        "$defs": {"code": _code()},
    }


def _code() -> dict[str, Any]:
    """What an editor proposes, with what it says of each; what codes begin with is no rule's."""
    titles = {
        **{f"{PREFIX}{layer.value}": f"all rules of the layer {layer.label}" for layer in Layer},
        **{rule.code: f"{rule.name}: {rule.title}" for rule in all_rules().values()},
    }
    named = {"enum": list(titles), "x-taplo": {"docs": {"enumValues": list(titles.values())}}}
    return {
        "type": "string",
        "description": "a code, or what codes begin with",
        "anyOf": [named, {"pattern": "^RDY\\d{0,3}$"}],
    }


def _properties() -> dict[str, dict[str, Any]]:
    codes = "codes, or what codes begin with"
    return {
        "attest": _attest(),
        "baseline": _told(
            {"type": "string"}, "the file of what is accepted; empty: none", BASELINE
        ),
        "exclude": _told(_TEXTS, "patterns of files that are left out", list(DEFAULT_EXCLUDE)),
        "extend": _told({"type": "string"}, "another configuration file, whose settings hold here"),
        "extend-exclude": _told(_TEXTS, "more patterns of files that are left out"),
        "extend-ignore": _told(_CODES, f"{codes}, that are not reported either"),
        "extend-select": _told(
            _CODES, f"{codes}, that are reported too; a full code activates its rule"
        ),
        "fail-on": _told(
            _choice(severity.label for severity in Severity),
            "the least severity with which a finding fails the run",
            Severity.LOW.label,
        ),
        "flows": _flows(),
        "ignore": _told(_CODES, f"{codes}, that are not reported"),
        "migrations-since": _told(
            _TEXTS,
            "the last migrations that have run, shop.0042_coupon or the identifier of a revision: of"
            " those and the ones before nothing is reported",
        ),
        "per-file-ignores": _told(
            {"type": "object", "additionalProperties": _CODES},
            "by pattern of files, what is not reported there; all that match count",
        ),
        "preview": _told({"type": "boolean"}, "rules that are not proven yet", default=False),
        "profile": _told(
            _choice(profile.value for profile in Profile),
            "which rules are active without being named",
            Profile.DEFAULT.value,
        ),
        "project-pass": _told(
            _choice(wish.value for wish in ProjectPass),
            "whether flake8 and pylint look at the whole program first",
            ProjectPass.AUTO.value,
        ),
        "roles": _told(
            {
                "type": "object",
                "additionalProperties": False,
                "properties": {role.value: _TEXTS for role in Role},
            },
            "patterns of files by what they are for, where their paths do not tell",
        ),
        "root": _told({"type": "boolean"}, "the folder is a program of its own", default=False),
        "select": _told(_CODES, f"{codes}, that are reported", ["RDY"]),
    }


def _attest() -> dict[str, Any]:
    answer = {
        "type": "object",
        "additionalProperties": False,
        "required": ["by", "on"],
        "properties": {
            "by": _told({"type": "string"}, "who says so"),
            "on": _told(_DAY, "the day on which it was found to be so"),
            "link": _told({"type": "string"}, "where it can be looked up"),
            "expires": _told(_DAY, "the last day on which it holds"),
        },
    }
    return {
        "type": "object",
        "description": "answers to the questions of an audit, by the key of the item",
        "additionalProperties": False,
        "properties": {
            ask.key: {**answer, "description": f"{ask.text}. {ask.question}"} for ask in CHECKLIST
        },
    }


def _flows() -> dict[str, Any]:
    entries = 'where it begins: "POST /orders", "shop.jobs:nightly", "task shop.tasks.charge"'
    flow = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "entries": _told(_TEXTS, entries),
            "criteria": _told({"type": "string"}, "what must persist or complete"),
        },
    }
    return {
        "type": "object",
        "description": "what users do, by a name for `readiness-lint audit --flow`",
        "additionalProperties": flow,
    }


def _told(kind: dict[str, Any], text: str, default: object = None) -> dict[str, Any]:
    told = {**kind, "description": text}
    return told if default is None else {**told, "default": default}


def _choice(names: typing.Iterable[str]) -> dict[str, Any]:
    return {"enum": list(names)}


def _rules() -> dict[str, Any]:
    tables = {
        rule.name: _rule(rule) for rule in all_rules().values() if rule.options or rule.switches
    }
    return {
        "type": "object",
        "description": "options and switches, by the name of the rule",
        "additionalProperties": False,
        "properties": tables,
    }


def _rule(rule: Rule) -> dict[str, Any]:
    properties: dict[str, Any] = {
        name: _told({"type": "boolean"}, text, default=False)
        for name, text in rule.switches.items()
    }
    if rule.options is not None:
        kinds = typing.get_type_hints(rule.options)
        defaults = rule.options()
        for item in dataclasses.fields(rule.options):
            default: Any = getattr(defaults, item.name)
            kind = _TYPES.get(kinds[item.name])
            properties[item.name.replace("_", "-")] = (
                {**kind, "default": default} if kind else {**_TEXTS, "default": list(default)}
            )
    return {
        "type": "object",
        "description": f"{rule.code}: {rule.title}",
        "additionalProperties": False,
        "properties": properties,
    }


def _words() -> dict[str, Any]:
    return {
        "type": "object",
        "description": "patterns that a list of words gets in addition, by the name of the list",
        "additionalProperties": False,
        "properties": dict.fromkeys(sorted(word_lists()), _TEXTS),
    }
