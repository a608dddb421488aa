"""An audit for programs: one JSON object, from which the other reports can be made again."""

from __future__ import annotations

import dataclasses
import enum
import json
import types
import typing
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from readiness_lint import audit
from readiness_lint.pattern import Pattern
from readiness_lint.reports.prose import cut
from readiness_lint.reports.text import shown
from readiness_lint.terms import Layer, Severity

SCHEMA = Path(__file__).with_name("audit.schema.json")
"""The JSON Schema, as it is shipped."""
DRAFT = "https://json-schema.org/draft/2020-12/schema"


SAID = 60
"""Characters of a value that an error repeats."""
SPELLED = {
    str: "a text",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
}
_CODE = Pattern(r"[A-Z]{3,4}\d{3}")


class FormatError(Exception):
    """A text that is no audit of this version; its text says why."""


def report(found: audit.Audit) -> str:
    """Give the whole audit, in ASCII, so that it is JSON under any encoding."""
    return json.dumps(encoded(found), indent=2) + "\n"


def encoded(value: Any) -> Any:
    """What JSON has for a value: objects of fields, lists, and the words of enumerations."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, Severity | Layer):
        return value.label
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, tuple):
        return [encoded(item) for item in value]
    if dataclasses.is_dataclass(value):
        return {name: encoded(getattr(value, name)) for name in _fields(type(value))}
    assert isinstance(value, int | float), value
    return value


def from_json(text: str) -> audit.Audit:
    """Read an audit back; what a later version has more is left alone.

    Raises:
        FormatError: it is none, or has another version.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        _refuse(f"not valid JSON: {error}")
    if not isinstance(content, dict) or "version" not in content:
        _refuse("not an audit of readiness-lint: it has no `version`")
    if content["version"] != audit.VERSION:
        version = _said(content["version"])
        _refuse(f"version {version} of the form of audits is not known, only {audit.VERSION}")
    read: audit.Audit = _decoded(audit.Audit, content, "")
    _refuse_odd(read.issues)
    return read


def _refuse_odd(issues: tuple[audit.Issue, ...]) -> None:
    """Refuse what the fields allow, and no audit has."""
    seen: set[tuple[str, Layer]] = set()
    for index, issue in enumerate(issues):
        if not _CODE.fullmatch(issue.code):
            _refuse(f"`issues[{index}].code` is {_said(issue.code)}, which is no code of a rule")
        if (issue.code, issue.layer) in seen:
            _refuse(f"`issues` has {issue.code} twice; an audit has one issue for each rule")
        seen.add((issue.code, issue.layer))


def _refuse(reason: str) -> typing.NoReturn:
    raise FormatError(reason) from None


def _expect(wanted: str, value: object, where: str) -> typing.NoReturn:
    _refuse(f"`{where or 'the whole'}` is {_said(value)}, not {wanted}")


def _said(value: object) -> str:
    return cut(shown(json.dumps(value)), SAID)


@cache
def _tables() -> Mapping[Any, Mapping[str, Any]]:
    """The fields of each class, with their types."""
    kinds = [kind for kind in vars(audit).values() if dataclasses.is_dataclass(kind)]
    return {kind: _typed(kind) for kind in kinds}


def _typed(kind: Any) -> Mapping[str, Any]:
    hints = typing.get_type_hints(kind)
    return {item.name: hints[item.name] for item in dataclasses.fields(kind)}


def _fields(kind: Any) -> Mapping[str, Any]:
    return _tables()[kind]


def _optional(kind: Any) -> frozenset[str]:
    missing = dataclasses.MISSING
    return frozenset(item.name for item in dataclasses.fields(kind) if item.default is not missing)


def _decoded(kind: Any, value: Any, where: str) -> Any:
    if isinstance(kind, types.UnionType):
        (known,) = (item for item in kind.__args__ if item is not types.NoneType)
        return None if value is None else _decoded(known, value, where)
    if typing.get_origin(kind) is tuple:
        return _list(kind, value, where)
    if dataclasses.is_dataclass(kind):
        return _object(kind, value, where)
    if issubclass(kind, enum.Enum):
        return _word(kind, value, where)
    wanted = int | float if kind is float else kind
    if not isinstance(value, wanted) or (isinstance(value, bool) and kind is not bool):
        _expect(SPELLED[kind], value, where)
    return value


def _list(kind: Any, value: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        _expect("a list", value, where)
    kinds = typing.get_args(kind)
    if kinds[-1] is Ellipsis:
        kinds = (kinds[0],) * len(value)
    if len(kinds) != len(value):
        _expect(f"a list of {len(kinds)}", value, where)
    pairs = enumerate(zip(kinds, value, strict=True))
    return tuple(_decoded(one, item, f"{where}[{index}]") for index, (one, item) in pairs)


def _object(kind: Any, value: Any, where: str) -> Any:
    if not isinstance(value, dict):
        _expect("an object", value, where)
    above = f"{where}." if where else ""
    missing = [
        f"`{above}{name}`" for name in _fields(kind) if name not in {*value, *_optional(kind)}
    ]
    if missing:
        _refuse(f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing")
    given = {
        name: _decoded(one, value[name], f"{above}{name}")
        for name, one in _fields(kind).items()
        if name in value
    }
    return kind(**given)


def _word(kind: Any, value: Any, where: str) -> Any:
    words = {encoded(item): item for item in kind}
    if all(isinstance(word, str) for word in words) and not isinstance(value, str):
        _expect(SPELLED[str], value, where)
    if isinstance(value, bool | list | dict) or value not in words:
        _expect(f"one of {', '.join(map(str, words))}", value, where)
    return words[value]


def schema() -> dict[str, Any]:
    """Give the JSON Schema of an audit, made of the classes themselves."""
    defined: dict[str, Any] = {}
    _define(audit.Audit, defined)
    top = defined.pop("Audit")
    top["properties"]["version"] = {"const": audit.VERSION}
    return {
        "$schema": DRAFT,
        "title": f"An audit of readiness-lint, version {audit.VERSION}",
        **top,
        "$defs": dict(sorted(defined.items())),
    }


def _define(kind: type[Any], defined: dict[str, Any]) -> None:
    if kind.__name__ in defined:
        return
    # It stands there before its fields are looked at: a step has steps.
    shape: dict[str, Any] = {"type": "object"}
    defined[kind.__name__] = shape
    shape["description"] = (kind.__doc__ or "").partition("\n")[0]
    shape["properties"] = {name: _kind(one, defined) for name, one in _fields(kind).items()}
    shape["required"] = [*_fields(kind)]
    shape["additionalProperties"] = False


def _kind(kind: Any, defined: dict[str, Any]) -> dict[str, Any]:
    if isinstance(kind, types.UnionType):
        known = [item for item in kind.__args__ if item is not types.NoneType]
        return {"anyOf": [*(_kind(item, defined) for item in known), {"type": "null"}]}
    if typing.get_origin(kind) is tuple:
        return _array(typing.get_args(kind), defined)
    if dataclasses.is_dataclass(kind):
        assert isinstance(kind, type)
        _define(kind, defined)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    if issubclass(kind, enum.Enum):
        return {"enum": [encoded(item) for item in kind]}
    return {"type": _NAMES[kind]}


def _array(kinds: tuple[Any, ...], defined: dict[str, Any]) -> dict[str, Any]:
    if kinds[-1] is Ellipsis:
        return {"type": "array", "items": _kind(kinds[0], defined)}
    return {
        "type": "array",
        "prefixItems": [_kind(item, defined) for item in kinds],
        "minItems": len(kinds),
        "maxItems": len(kinds),
    }


_NAMES = {str: "string", bool: "boolean", int: "integer", float: "number"}


def schema_text() -> str:
    """Give the text of the schema's file."""
    return json.dumps(schema(), indent=2) + "\n"
