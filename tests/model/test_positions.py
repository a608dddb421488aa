from __future__ import annotations

import ast

import pytest
from programs import expression, program, statement

from readiness_lint.finding import Region


def test_columns_count_characters() -> None:
    file = program('x = "€€" + call()\n')

    assert file.region(expression(file, "call()")) == Region(1, 11, 1, 17)


def test_a_definition_is_its_header() -> None:
    file = program("@deco\ndef f(a,\n      b):\n    return 1\n")

    assert file.region(file.tree.body[0]) == Region(2, 0, 2, 8)


def test_lines_are_those_of_the_parser() -> None:
    file = program('a = "\f"\r\nb = """\x0b\u2028"""\r\nc()\n')

    assert file.region(expression(file, "c()")).line == 3
    assert file.positions.lines[2] == "c()"


def test_every_node_has_its_parent() -> None:
    source = """
    @deco(1)
    class C(B, key=2):
        def f(self, a: int = 3, *, b=4) -> str:
            with x as y, z:
                try: ...
                except* E as e:
                    return [i for i in j if k]
            match a:
                case [1, *rest] if rest: pass
    x = 1; y = 2
    """
    file = program(source)
    for node in ast.walk(file.tree):
        for child in ast.iter_child_nodes(node):
            if hasattr(child, "lineno"):
                assert node is file.parent(child)

    assert file.parent(file.tree) is None


@pytest.mark.parametrize(
    ("above", "inside", "explains"),
    [
        ("", "", False),
        ("# the broker may be away", "", True),
        ("# noqa: BLE001 because it is fine here", "", False),
        ("# TODO write this down somewhere", "", False),
        ("# return self.value(x)", "", False),
        ("# two words", "", False),
        ("", "  # best effort on shutdown", True),
    ],
)
def test_intent(above: str, inside: str, explains: bool) -> None:  # noqa: FBT001
    file = program(f"{above}\nx = 1{inside}\n")

    assert explains is (file.intent(statement(file, "x = 1")) is not None)


def test_a_hash_inside_a_text_is_no_comment() -> None:
    file = program("x = '# the broker may be away'\n")

    assert file.comments(statement(file, "x = '# the broker may be away'")) == ()


def test_nodes_within_a_stretch_come_in_source_order() -> None:
    file = program("def f():\n    a()\n    if b:\n        c()\n    d()\ne()\n")
    function = file.tree.body[0]
    calls = file.nodes(ast.Expr, within=function)

    assert [ast.unparse(call) for call in calls] == ["a()", "c()", "d()"]


def test_try_nodes_include_exception_groups() -> None:
    file = program("try: ...\nexcept* E: ...\ntry: ...\nexcept E: ...\n")

    assert len(file.nodes(ast.Try)) == 2


def test_body_leaves_docstring_pass_and_ellipsis_out() -> None:
    file = program('def f():\n    "text"\n    ...\n    pass\n    x = 1\n')
    function = file.tree.body[0]
    assert isinstance(function, ast.FunctionDef)

    assert [ast.unparse(item) for item in file.body(function)] == ["x = 1"]


def test_a_comment_at_the_end_of_a_block_belongs_to_it() -> None:
    file = program("def f():\n    x = 1\n    # the caller may go on\n# of nobody in particular\n")
    found = file.comments(file.tree.body[0])

    assert [comment.text.strip() for comment in found] == ["the caller may go on"]


def test_a_comment_at_the_end_of_the_try_block_says_nothing_of_the_handler() -> None:
    source = """
        try:
            work()
            # The old schema goes first
        {}except Exception:
            pass
    """
    silent, told = (program(source.format(text)) for text in ("", "# It may be gone\n        "))

    assert [None] == [silent.intent(node) for node in silent.nodes(ast.ExceptHandler)]
    assert all(told.intent(node) for node in told.nodes(ast.ExceptHandler))


def test_unordered_nodes_and_calls_are_those_that_are_sorted_elsewhere() -> None:
    file = program("def f():\n    if a(): b(c())\n\nif d():\n    e()\n")

    assert set(file.nodes(ast.If)) == set(file.unordered(ast.If))
    assert file.nodes(ast.Call) == sorted(
        (call for call, _ in file.calls()), key=lambda call: (call.lineno, call.col_offset)
    )
    assert all(file.statement(call) is statement for call, statement in file.calls())
    assert not file.unordered(ast.While)
