"""Where each request is given an id that its records carry."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from readiness_lint.facts.callables import given
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import REQUEST_IDS
from readiness_lint.knowledge.schema import Installs
from readiness_lint.model import File
from readiness_lint.record import record


@record
class RequestId:
    """A call that adds the id of a request to its records, or a middleware that gives it one."""

    node: ast.Call
    text: str

    @classmethod
    def find(cls, file: File) -> Iterable[RequestId]:
        """Every one of the file."""
        words = file.words(REQUEST_IDS)
        for _, call in file.calls_to(tables().word("binds-context")):
            for keyword in call.keywords:
                if keyword.arg and words.match(keyword.arg):
                    yield cls(call, f"every record of the request has `{keyword.arg}`")
        table = tables().table(Installs)
        for name, call in file.calls_to(table):
            installed = given(file, call, table[name].middleware)
            middleware = file.name_of(installed) if installed is not None else None
            if middleware in tables().word("correlates"):
                yield cls(call, f"`{middleware}` gives each request an id")
