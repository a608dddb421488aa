from __future__ import annotations

import ast

import pytest
from programs import expression, program, statement

from readiness_lint.model import File
from readiness_lint.terms import Because, Exit, When


def body(file: File) -> list[ast.stmt]:
    function = file.tree.body[-1]
    assert isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
    return function.body


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("pass", Exit.FALLS),
        ("return 1", Exit.RETURNS),
        ("raise X", Exit.RAISES),
        ("if a:\n    return 1", Exit.RETURNS | Exit.FALLS),
        ("if a:\n    return 1\nelse:\n    raise X", Exit.RETURNS | Exit.RAISES),
        ("while True:\n    pass", Exit.NONE),
        ("while True:\n    break", Exit.FALLS),
        ("while a:\n    return 1", Exit.RETURNS | Exit.FALLS),
        ("for a in b:\n    raise X", Exit.RAISES | Exit.FALLS),
        ("for a in b:\n    pass\nelse:\n    return 1", Exit.RETURNS),
        ("with a:\n    return 1", Exit.RETURNS),
        ("with a:\n    raise X", Exit.RAISES | Exit.FALLS),
        ("try:\n    return 1\nexcept E:\n    pass", Exit.RETURNS | Exit.FALLS),
        ("try:\n    a()\nexcept E:\n    raise\nelse:\n    return 1", Exit.RETURNS | Exit.RAISES),
        ("try:\n    a()\nfinally:\n    return 1", Exit.RETURNS),
        ("try:\n    a()\nexcept* E:\n    raise", Exit.RAISES | Exit.FALLS),
        ("import sys\nsys.exit(1)", Exit.RAISES),
        (
            "match a:\n    case 1:\n        return 1\n    case _:\n        raise X",
            Exit.RETURNS | Exit.RAISES,
        ),
        ("match a:\n    case 1:\n        return 1", Exit.RETURNS | Exit.FALLS),
        ("return 1\nraise X", Exit.RETURNS),
    ],
)
def test_exits(source: str, expected: Exit) -> None:
    lines = "\n".join(f"    {line}" for line in source.split("\n"))
    file = program(f"def f():\n{lines}\n")

    assert expected is file.exits(body(file))


def test_a_function_of_this_file_that_always_raises_never_returns() -> None:
    file = program("""
    def fail(text):
        log(text)
        raise SystemExit(text)

    def f():
        fail("x")
    """)

    assert file.exits(body(file)) is Exit.RAISES


def test_a_method_that_a_subclass_is_to_write_returns() -> None:
    file = program("""
    class Storage:
        def delete(self, name):
            raise NotImplementedError(name)

    def f():
        Storage().delete("x")
    """)

    assert file.exits(body(file)) is Exit.FALLS


def test_a_function_that_calls_itself_returns() -> None:
    file = program("def f():\n    f()\n")

    assert file.exits(body(file)) is Exit.FALLS


LOOPS = """
def f(rows):
    for row in before():
        inside(row)
        break_never = 1
    else:
        after()
    for row in rows:
        once(row)
        return
    [each(row) for row in first() if test(row)]
    [inner(b) for a in rows for b in second(a)]
    while poll():
        again()
    for row in rows:
        def later():
            nested()
        for other in row:
            twice()
    lambda: never()
"""


@pytest.mark.parametrize(
    ("text", "repeated"),
    [
        ("before()", False),
        ("inside(row)", True),
        ("after()", False),
        ("once(row)", False),
        ("each(row)", True),
        ("first()", False),
        ("test(row)", True),
        ("second(a)", True),
        ("inner(b)", True),
        ("again()", True),
        ("nested()", False),
        ("twice()", True),
        ("never()", False),
    ],
)
def test_repeats(text: str, repeated: bool) -> None:  # noqa: FBT001
    file = program(LOOPS)

    assert repeated is (file.repeats(expression(file, text)) is not None)


def test_loops_around_are_given_from_the_inside() -> None:
    file = program(LOOPS)

    assert len(list(file.loops_around(expression(file, "twice()")))) == 2


ORDER = """
def f(a):
    first()
    if a:
        second()
        return
    third()
    try:
        fourth()
    except ValueError:
        fifth()
    else:
        sixth()
    for x in a:
        seventh()
        eighth()
    if a:
        ninth()
    else:
        tenth()
    a and eleventh()
    last()
    if a > 1:
        with a:
            return twelfth()
    thirteenth()
"""


@pytest.mark.parametrize(
    ("before", "after", "dominates", "reaches", "exclusive"),
    [
        ("first()", "last()", True, True, False),
        ("second()", "third()", False, False, True),
        ("fourth()", "last()", False, True, False),
        ("fifth()", "sixth()", False, False, True),
        ("eighth()", "seventh()", False, True, False),
        ("seventh()", "eighth()", True, True, False),
        ("ninth()", "tenth()", False, False, True),
        ("eleventh()", "last()", False, True, False),
        ("last()", "first()", False, False, False),
        ("twelfth()", "thirteenth()", False, False, True),
        ("thirteenth()", "twelfth()", False, False, True),
    ],
)
def test_order(before: str, after: str, dominates: bool, reaches: bool, exclusive: bool) -> None:  # noqa: FBT001
    file = program(ORDER)
    one, two = expression(file, before), expression(file, after)

    assert (dominates, reaches, exclusive) == (
        file.dominates(one, two),
        file.reaches(one, two),
        file.exclusive(one, two),
    )


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("settings.DEBUG", True),
        ("DEBUG", True),
        ("not DEBUG", False),
        ("settings.DEBUG and other", True),
        ("settings.DEBUG or other", False),
        ("os.environ['ENV'] == 'dev'", True),
        ("os.environ.get('APP_ENV') == 'production'", False),
        ("ENVIRONMENT != 'production'", True),
        ("os.getenv('SHOP_ENVIRONMENT', 'dev').strip().lower() == 'dev'", True),
        ("shop_env in ('prod', 'staging')", False),
        ("shop_env.of(place) == 'dev'", False),
        ("ENVIRONMENT in ('dev', 'test')", True),
        ("not settings.PRODUCTION", True),
        ("settings.PRODUCTION", False),
        ("settings.is_local", True),
        ("document.is_local", False),
        ("other", False),
    ],
)
def test_development_branch(test: str, expected: bool) -> None:  # noqa: FBT001
    file = program(f"import os\nif {test}:\n    here()\n")

    assert expected is file.under(expression(file, "here()"), Because.DEV)


def test_the_other_branch_of_a_production_test_is_development() -> None:
    file = program("if settings.PRODUCTION:\n    a()\nelse:\n    here()\n")

    assert file.under(expression(file, "here()"), Because.DEV)
    assert not file.under(expression(file, "a()"), Because.DEV)


def test_the_rest_of_a_block_after_an_early_return_is_under_the_test() -> None:
    file = program("def f():\n    if not DEBUG:\n        return\n    here()\n")

    assert file.under(expression(file, "here()"), Because.DEV)


def test_conditions_of_expressions() -> None:
    file = program("a if b else c\n[d for e in f if g]\nh and i\n")
    found = {
        text: [
            (ast.unparse(item.test), item.holds) for item in file.conditions(expression(file, text))
        ]
        for text in ("a", "c", "d", "i", "h")
    }

    assert found == {
        "a": [("b", True)],
        "c": [("b", False)],
        "d": [("g", True)],
        "i": [("h", True)],
        "h": [],
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("deco()", When.IMPORT),
        ("default()", When.IMPORT),
        ("inside()", When.CALL),
        ("attribute()", When.IMPORT),
        ("main()", When.MAIN),
        ("typing()", When.TYPE_CHECKING),
        ("module()", When.IMPORT),
        ("later()", When.CALL),
    ],
)
def test_when(text: str, expected: When) -> None:
    file = program("""
    from typing import TYPE_CHECKING
    module()
    x = lambda: later()
    @deco()
    def f(a=default()):
        inside()
    class C:
        b = attribute()
    if TYPE_CHECKING:
        typing()
    if __name__ == "__main__":
        main()
    """)

    assert expected is file.when(expression(file, text))


def test_withs_and_tries_around() -> None:
    file = program("""
    def f():
        with a() as x, b():
            try:
                here()
            except E:
                there()
    """)
    here, there = expression(file, "here()"), expression(file, "there()")

    assert [ast.unparse(item) for item in file.withs(here)] == ["b()", "a()"]
    assert len(list(file.tries(here))) == 1
    assert list(file.tries(there)) == []


def test_label_function_and_class() -> None:
    file = program("""
    class Cart:
        def add(self):
            def inner():
                here()
    x = 1
    """)
    here = expression(file, "here()")

    assert file.label(here) == "Cart.add.inner"
    assert file.label(statement(file, "x = 1")) == "shop.orders"
    assert file.class_(here) is file.tree.body[0]
    assert getattr(file.function(here), "name", "") == "inner"
