"""Peers whose certificate is checked because the code says with what."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from readiness_lint.facts.callables import constant, given
from readiness_lint.facts.tables import tables
from readiness_lint.facts.told_values import is_one_of
from readiness_lint.knowledge.schema import MailTls, Trusts
from readiness_lint.model import File
from readiness_lint.record import record

CHECKING = "ssl.create_default_context"


@record
class CheckedPeer:
    """A call that says with what the certificate of its peer is checked."""

    node: ast.Call
    how: str

    @classmethod
    def find(cls, file: File) -> Iterable[CheckedPeer]:
        """Calls with an authority, and calls that begin TLS with a checking context."""
        trusts, mail = tables().table(Trusts), tables().table(MailTls)
        for name, call in file.calls_to(trusts):
            row = trusts[name]
            # The others say of versions, names or TLS itself what they want.
            for off in () if row.peers else row.options:
                if off.does:
                    continue
                param, value = off.param, given(file, call, off.param)
                known = constant(file, value)
                text = known is not None and (known.value is True or isinstance(known.value, str))
                if value is not None and text and not is_one_of(file, value, off.values):
                    yield cls(call, f"{ast.unparse(call.func)}({param.name}={ast.unparse(value)})")
        for name, call in file.calls_to(mail):
            context = given(file, call, mail[name].context)
            made = (file.assigned(context) or context) if context is not None else None
            if isinstance(made, ast.Call) and file.callee(made) == CHECKING:
                assert context is not None
                yield cls(call, f"{ast.unparse(call.func)}(...{ast.unparse(context)})")
