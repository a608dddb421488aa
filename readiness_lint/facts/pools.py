"""Pools of connections, and what bounds them."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from readiness_lint.facts.callables import given
from readiness_lint.facts.repeats import written
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Pools
from readiness_lint.model import File
from readiness_lint.record import record


@record
class Pool:
    """A pool of connections that somebody has made, or chosen a size of."""

    node: ast.Call
    name: str
    options: tuple[str, ...]
    """What is said of its size and its connections, as it is written."""

    @classmethod
    def find(cls, file: File) -> Iterable[Pool]:
        """Every one of the file."""
        table = tables().table(Pools)
        for name, call in file.calls_to(table):
            row = table[name]
            values = {param.name: given(file, call, param) for param in row.options}
            options = tuple(
                f"{option}={written(value)}"
                for option, value in values.items()
                if value is not None
            )
            chosen = given(file, call, row.replaced)
            none = chosen is not None and file.name_of(chosen) in tables().word("no-pool")
            if (options or row.always) and not none:
                yield cls(call, name, options)
