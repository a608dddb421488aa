"""Whose choice it is that a peer is not checked: an operator's, or that of the code, which says why."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from readiness_lint.facts.words import CHECK_CHOICES, TLS_OBJECTS, UNCHECKED
from readiness_lint.model import File
from readiness_lint.pattern import Pattern
from readiness_lint.terms import Because

WHY = Pattern(r"on purpose|intentional|deliberate|trusted network|never authenticat", re.IGNORECASE)
"""Words of a comment that says why nobody is checked."""
READS = ("getpeercert", "get_peer_certificate", "get_peer_cert_chain")
"""Methods that read the certificate of a peer, which somebody then looks at."""


def is_chosen(file: File, node: ast.expr) -> bool:
    """Whether an operator chooses it, or the code says why it has to be."""
    if file.under(node, Because.DEV) or _is_named_so(file, node):
        return True
    if any(_asks_for_checks(file, test) for test in _tests(file, node)):
        return True
    function = file.function(node)
    asked = (file.function(call) for name in READS for call, _ in file.index.calls.get(name, ()))
    if function is not None and function in asked:
        # It reads the certificate in order to look at it.
        return True
    return file.intent(node, lambda text: WHY.search(text) is not None) is not None


def _tests(file: File, node: ast.AST) -> Iterator[ast.expr]:
    """The tests on which it hangs whether a node runs, those around its function left out."""
    yield from (condition.test for condition in file.conditions(node))
    for around in file.ancestors(node):
        if isinstance(around, ast.IfExp | ast.If | ast.While):
            yield around.test
        elif isinstance(around, ast.Match):
            yield around.subject
        elif isinstance(around, ast.FunctionDef | ast.AsyncFunctionDef):
            return


def _asks_for_checks(file: File, test: ast.expr) -> bool:
    choices, objects = file.words(CHECK_CHOICES), file.words(TLS_OBJECTS)
    for part in ast.walk(test):
        if isinstance(part, ast.Constant):
            name = part.value if isinstance(part.value, str) else None
        else:
            name = file.last_name(part) if isinstance(part, ast.Name | ast.Attribute) else None
        if choices.match(name):
            return True
        if isinstance(part, ast.Compare) and objects.match(file.last_name(part.left)):
            return True
    return False


def _is_named_so(file: File, node: ast.expr) -> bool:
    """Whether what holds it, or the function or class around it, has a name that says so."""
    words = file.words(UNCHECKED)
    names = file.label(node).split(".")
    statement = file.statement(node)
    if isinstance(statement, ast.Assign | ast.AnnAssign):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        # What is switched off may have a name of that kind itself.
        held = (target for target in targets if target is not node)
        names.extend(filter(None, map(file.last_name, held)))
    return any(map(words.match, names))
