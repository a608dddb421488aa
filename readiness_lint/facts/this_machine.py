"""Whether an address leads to the machine that asks."""

from __future__ import annotations

import ast
import re

from readiness_lint.facts.callers import Caller, bindings_of_value, callers_of
from readiness_lint.facts.conditions import given_for
from readiness_lint.facts.program import APART
from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Carries, Param
from readiness_lint.model import Binding, Bound, File, Given
from readiness_lint.model.types import default_of
from readiness_lint.pattern import Pattern
from readiness_lint.terms import SinkKind

HOST = r"(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[?::1\]?)"
SCHEME = r"(?:[a-z][a-z0-9+.\-]*://(?:[^/@]*@)?)?"
LOCAL = Pattern(rf"{SCHEME}{HOST}(?:[:/].*)?", re.IGNORECASE | re.DOTALL)
"""What leads to this machine: a host, or a URL."""
BEGUN = Pattern(rf"{SCHEME}\{{\}}(?:[:/].*)?", re.IGNORECASE | re.DOTALL)
"""An address whose host, or all up to its path, stands elsewhere."""
HOPS = 6
"""Names, parameters and attributes that an address is followed through."""
TAKES = frozenset({"get", "pop"})


def asks_here(file: File, call: ast.Call, name: str, peer: Param | None) -> bool:
    """Whether a call names this machine, in its argument for a peer or where it takes any address."""
    sink = tables().sinks(SinkKind.URL).get(name)
    param = sink.value if peer is None and sink is not None else peer
    given = file.argument(call, param.name, param.position) if param is not None else None
    return isinstance(given, Given) and is_here(file, given.value)


def is_here(file: File, address: ast.expr, hops: int = HOPS) -> bool:
    """Whether an address certainly leads to this machine, or does so unless somebody out of sight objects."""
    if isinstance(address, ast.Tuple) and address.elts:
        address = address.elts[0]
    template = file.template_of(address)
    if template is not None and LOCAL.fullmatch(template.text):
        return True
    if not hops:
        return False
    if template is not None and template.holes and BEGUN.fullmatch(template.text):
        return is_here(file, template.holes[0].expr, hops - 1)
    if isinstance(address, ast.Call):
        carried = _carried(file, address)
        if carried is not None:
            return is_here(file, carried, hops - 1)
        return _is_option_here(file, address, hops - 1)
    found = bindings_of_value(file, address)
    return bool(found) and all(_is_bound_here(file, address, item, hops - 1) for item in found)


def _carried(file: File, call: ast.Call) -> ast.expr | None:
    """The text that begins what a call makes of it, as `urljoin` does."""
    row = tables().table(Carries).get(file.callee(call) or "")
    param = row.params[0] if row is not None and row.params else None
    given = file.argument(call, param.name, param.position) if param is not None else None
    return given.value if isinstance(given, Given) else None


def _is_bound_here(file: File, address: ast.expr, binding: Binding, hops: int) -> bool:
    """Whether what gives a name its value is an address of this machine."""
    function = binding.scope.node
    if binding.kind is Bound.VALUE and binding.value is not None and not binding.index:
        return is_here(file, binding.value, hops)
    if binding.kind is not Bound.PARAMETER or not isinstance(address, ast.Name):
        return False
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    callers = [item for item in callers_of(file, function) if item.file.role not in APART]
    default = default_of(function.args, address.id)
    if not callers:
        return default is not None and is_here(file, default, hops)
    given = [given_for(caller, file, function, address.id) for caller in callers]
    return all(item is not None and is_here(*item, hops) for item in given)


def _is_option_here(file: File, call: ast.Call, hops: int) -> bool:
    """Whether an option of ``**options`` is this machine where nobody gives another."""
    function = file.function(call)
    options = function.args.kwarg if function is not None else None
    taken = isinstance(call.func, ast.Attribute) and call.func.attr in TAKES
    if function is None or options is None or not taken or len(call.args) != 2:
        return False
    known = file.value_of(call.args[0])
    if not isinstance(call.func, ast.Attribute) or not is_name(call.func.value, options.arg):
        return False
    return (
        known is not None
        and is_here(file, call.args[1], hops)
        and not any(
            _gives_another(caller, str(known.value), hops) for caller in callers_of(file, function)
        )
    )


def _gives_another(caller: Caller, option: str, hops: int) -> bool:
    """Whether a caller names an option, and another machine in it."""
    found = caller.file.argument(caller.arguments, option) if caller.arguments else None
    return isinstance(found, Given) and not is_here(caller.file, found.value, hops)
