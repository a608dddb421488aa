from __future__ import annotations

import pytest
from programs import expression, program, value

from readiness_lint.terms import Known


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("None", "None", Known(None)),
        ("A = 3\nA", "A", Known(3)),
        ("A = 3\nB = A * 2 + 1\nB", "B", Known(7)),
        ("A = 'x'\nA + 'y'", "A + 'y'", Known("xy")),
        ("A = 'x'\nf'{A}y'", "f'{A}y'", Known("xy")),
        ("f'{unknown}y'", "f'{unknown}y'", None),
        ("f'{1!r}'", "f'{1!r}'", None),
        ("-1", "-1", Known(-1)),
        ("not True", "not True", Known(False)),
        ("~1", "~1", None),
        ("(1, 'a')", "(1, 'a')", Known((1, "a"))),
        ("[1, 2]", "[1, 2]", Known([1, 2])),
        ("{'a': 1}", "{'a': 1}", Known({"a": 1})),
        ("{'a': b}", "{'a': b}", None),
        ("{**a}", "{**a}", None),
        ("A = 1\nA = 2\nA", "A", None),
        ("A = 1\nA += 1\nA", "A", None),
        ("for A in x:\n    A", "A", None),
        ("def f(a=1):\n    a", "a", None),
        ("class C:\n    A = 1\n    def f(self):\n        self.A", "self.A", Known(1)),
        ("class C:\n    A = 1\nC.A", "C.A", Known(1)),
        ("class C:\n    A = 1\n    def f(self):\n        self.A = 2\nC.A", "C.A", None),
        ("'a' * 10 ** 9", "'a' * 10 ** 9", None),
        ("'a' * 99999999", "'a' * 99999999", None),
        ("'%09999999999d' % 1", "'%09999999999d' % 1", None),
        ("1 / 0", "1 / 0", None),
        ("1 + 'a'", "1 + 'a'", None),
        ("int('3')", "int('3')", Known(3)),
        ("float('inf')", "float('inf')", Known(float("inf"))),
        ("int('x')", "int('x')", None),
        ("int(x)", "int(x)", None),
        ("len('x')", "len('x')", None),
        ("A = B\nB = A\nA", "A", None),
        ("(x := 3)", "(x := 3)", Known(3)),
    ],
)
def test_value_of(source: str, text: str, expected: Known | None) -> None:
    assert expected == value(source, text)


@pytest.mark.parametrize(
    ("source", "text", "holes", "made_by"),
    [
        ("'abc'", "abc", [], "literal"),
        ("f'a{b}c{d!r}'", "a{}c{}", ["b", "d"], "f-string"),
        ("'a %s' % b", "a %s", ["b"], "percent"),
        ("'a %s %s' % (b, c)", "a %s %s", ["b", "c"], "percent"),
        ("'a %(k)s' % {'k': v}", "a %(k)s", ["v"], "percent"),
        ("'a' + b", "a{}", ["b"], "plus"),
        ("'a' + b + 'c'", "a{}c", ["b"], "plus"),
        ("'a {}'.format(b)", "a {}", ["b"], "format"),
        ("'a {k}'.format(k=b)", "a {k}", ["b"], "format"),
        ("', '.join([a, b])", "{}", ["a", "b"], "join"),
        ("', '.join(rows)", "{}", ["rows"], "join"),
    ],
)
def test_template_of(source: str, text: str, holes: list[str], made_by: str) -> None:
    import ast  # noqa: PLC0415

    file = program(source)
    statement = file.tree.body[0]
    assert isinstance(statement, ast.Expr)
    found = file.template_of(statement.value)

    assert found is not None
    assert (text, holes, made_by) == (
        found.text,
        [ast.unparse(hole.expr) for hole in found.holes],
        found.made_by,
    )


def test_template_goes_through_a_local() -> None:
    file = program("def f(x):\n    text = f'a {x}'\n    return text")
    found = file.template_of(expression(file, "text"))

    assert found is not None
    assert found.text == "a {}"


def test_what_is_no_text_has_no_template() -> None:
    file = program("a + b\n3\nf(x)\ny")
    texts = ["a + b", "3", "f(x)", "y"]

    assert [None] * 4 == [file.template_of(expression(file, text)) for text in texts]


@pytest.mark.parametrize(
    ("made", "test", "expected"),
    [
        ("[]", "items", None),
        ("[1]", "items and 1", None),
        ("{}", "not items", None),
        ("()", "items", False),
        ("[]", "[]", False),
        ("0", "items", False),
    ],
)
def test_what_a_list_with_a_name_holds_is_not_known(
    made: str, test: str, *, expected: bool | None
) -> None:
    file = program(f"items = {made}\nshown = {test}\n")
    binding = file.index.module.bindings["shown"][0]

    assert binding.value is not None
    assert expected is file.truth_of(binding.value)
