"""The word lists: each has a name and a key that no other has."""

from __future__ import annotations

import ast
import inspect

from readiness_lint.knowledge import words


def test_no_list_takes_the_place_of_another() -> None:
    lists = [node for node in ast.parse(inspect.getsource(words)).body if type(node) is ast.Assign]
    names = [ast.unparse(node.targets[0]) for node in lists]
    keys = [ast.unparse(node.value.args[0]) for node in lists if isinstance(node.value, ast.Call)]

    assert sorted(set(names)) == sorted(names)
    assert sorted(set(keys)) == sorted(keys)
