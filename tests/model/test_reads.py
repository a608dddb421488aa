from __future__ import annotations

import ast

from programs import program


def read(source: str, *lasts: str) -> list[str]:
    return [ast.unparse(node) for node in program(source).reads.of(*lasts)]


def test_a_read_is_found_by_its_last_identifier() -> None:
    assert ["a.x", "x", "x"] == read("x = a.x\nx.y = x\ndel x\nb.x = 1\nprint(z.y)\n", "x")


def test_reads_are_told_as_a_walk_meets_them() -> None:
    source = "def f():\n    return g(y), x\nx\ny\nz = [x for x in y]\n"
    file = program(source)
    walked = [
        node
        for node in ast.walk(file.tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in "xy"
    ]

    assert walked == file.reads.of("y", "x", "y")


def test_what_nobody_reads_has_no_place() -> None:
    assert [] == read("x = 1\n", "x", "y")
