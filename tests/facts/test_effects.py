"""What a function does through those that it calls, and under which conditions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self

import pytest
from programs import program

from readiness_lint.facts.conditions import Mark
from readiness_lint.facts.effects import Reached, effects, effects_of
from readiness_lint.model import File
from readiness_lint.terms import Answer

EVERYTHING = Mark(511)


@dataclass(frozen=True, slots=True)
class Bang:
    """A call of the builtin `print`, as an effect to follow."""

    crosses_await: ClassVar[bool] = False

    node: ast.expr
    what: str = "print"
    resource: str = "print"
    bounded: Answer = None

    @classmethod
    def tables(cls) -> tuple[()]:
        return ()

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        for call, _ in file.index.calls.get("print", ()):
            yield cls(call)


class Carried(Bang):
    """The same, for who awaits the coroutine too."""

    crosses_await: ClassVar[bool] = True


def reached(
    source: str, name: str = "asked", kind: type[Bang] = Bang, accepted: Mark = EVERYTHING
) -> tuple[Reached, ...]:
    file = program(source)
    function = next(
        node for node in file.nodes(ast.FunctionDef, ast.AsyncFunctionDef) if node.name == name
    )
    return effects_of(function, file, kind, accepted)


def marks(source: str) -> list[Mark]:
    return [Mark(item.conditions.undecided) for item in reached(source)]


def test_path_names_where_each_helper_goes_on() -> None:
    (found,) = reached("""
        def last():
            print(1)

        def first():
            return last()

        def asked():
            return first()
        """)

    assert [("first", 6), ("last", 3)] == [(place.function, place.line) for place in found.path]
    assert ("print", 3) == (found.origin.what, found.origin.at.line)
    assert found.call.lineno == 9


def test_direct_effect_has_no_path() -> None:
    (found,) = reached("def asked():\n    print(1)\n")

    assert () == found.path


def test_way_with_the_fewest_conditions_is_kept_before_the_shortest() -> None:
    (found,) = reached("""
        def last():
            print(1)
        def between():
            last()
        def first(flag):
            if other():
                print(2)
            between()
        def asked():
            first(1)
        """)

    assert ["first", "between", "last"] == [place.function for place in found.path]


def test_recursion_ends() -> None:
    found = reached("""
        def first():
            print(1)
            second()
        def second():
            first()
        def asked():
            second()
        """)

    assert ["second", "first"] == [place.function for place in found[0].path]


def test_file_without_the_effect_has_none() -> None:
    assert {} == effects(program("def a(): b()\ndef b(): a()\n"), Bang)


HELPER = "def helper(*_, **__):\n    print(1)\n"


@pytest.mark.parametrize(
    ("before", "code"),
    [
        ("", "helper()"),
        ("alias = helper", "alias()"),
        ("from functools import partial", "partial(helper, 1)()"),
        ("import functools", "call = functools.partial(helper, 1)\n    call()"),
        ("class A:\n    def __init__(self):\n        helper()", "A()"),
        ("class A:\n    def __init__(self):\n        helper()\nclass B(A): ...", "B()"),
        ("class A:\n    def m(self):\n        helper()", "A().m()"),
        ("class A:\n    def m(self):\n        helper()\nclass B(A): ...", "B().m()"),
        ("class A:\n    @classmethod\n    def m(cls):\n        helper()", "A.m()"),
        ("class A:\n    @staticmethod\n    def m():\n        helper()", "A.m()"),
        ("class A:\n    @property\n    def p(self):\n        helper()", "A().p"),
        ("class A:\n    @property\n    def p(self):\n        helper()", "A().p()"),
        ("class A:\n    @property\n    def p(self):\n        helper()\nclass B(A): ...", "B().p"),
        ("class A:\n    def __enter__(self):\n        helper()", "with A(): ..."),
        ("class A:\n    def __exit__(self, *_):\n        helper()", "with A() as a: ..."),
        (
            "import contextlib\n@contextlib.contextmanager\ndef block():\n    helper()\n    yield",
            "with block(): ...",
        ),
        (
            "import contextlib\n@contextlib.contextmanager\ndef block():\n    helper()\n    yield",
            "stack.enter_context(block())",
        ),
        ("def rows():\n    helper()\n    yield 1", "for row in rows(): ..."),
        ("def rows():\n    helper()\n    yield 1", "return [row for row in rows()]"),
        ("def rows():\n    helper()\n    yield 1", "return list(rows())"),
        ("def rows():\n    helper()\n    yield 1", "return dict(enumerate(rows()))"),
        ("def rows():\n    helper()\n    yield 1", "yield from rows()"),
        ("import functools\n@functools.wraps(len)\ndef f():\n    helper()", "f()"),
        ("", "inner = [helper() for _ in range(3)]"),
        ("", "def inner():\n        helper()\n    inner()"),
    ],
)
def test_what_runs_a_function(before: str, code: str) -> None:
    assert reached(f"{HELPER}{before}\ndef asked(stack=None):\n    {code}\n")


@pytest.mark.parametrize(
    ("before", "code"),
    [
        ("", "helper"),
        ("", "pool.submit(helper)"),
        ("", "call = lambda: helper()"),
        ("import functools", "functools.partial(helper, 1)"),
        ("def rows():\n    helper()\n    yield 1", "return rows()"),
        ("def rows():\n    helper()\n    yield 1", "found = rows()"),
        (
            "import contextlib\n@contextlib.contextmanager\ndef block():\n    helper()\n    yield",
            "return block()",
        ),
        ("from asgiref.sync import sync_to_async\n@sync_to_async\ndef f():\n    helper()", "f()"),
        ("@run_in_thread\ndef f():\n    helper()", "f()"),
        ("async def f():\n    helper()", "f()"),
        ("", "def inner():\n        helper()"),
        ("def helper(): ...", "helper()"),
        ("def f():\n    try: ...\n    except OSError:\n        helper()", "f()"),
        ("def f():\n    if DEBUG:\n        helper()", "f()"),
        ("def f():\n    if False:\n        helper()", "f()"),
        ("class A:\n    def m(self):\n        helper()", "unknown.m()"),
        ("class A:\n    @property\n    def p(self):\n        helper()", "unknown.p"),
        ("class A:\n    @property\n    def p(self):\n        helper()", "A().p = 1"),
    ],
)
def test_what_does_not_run_a_function(before: str, code: str) -> None:
    assert not reached(f"{HELPER}{before}\ndef asked(pool=None, unknown=None):\n    {code}\n")


def test_awaiting_shares_what_crosses_await_only() -> None:
    source = """
        async def helper():
            print(1)
        async def asked():
            await helper()
        """

    assert () == reached(source)
    assert 1 == len(reached(source, kind=Carried))
    assert () == reached(source.replace("await helper()", "task(helper())"), kind=Carried)
    assert 1 == len(
        reached(
            "import asyncio\n"
            + source.replace("\n        ", "\n").replace(
                "await helper()", "await asyncio.gather(helper())"
            ),
            kind=Carried,
        )
    )


@pytest.mark.parametrize(
    ("test", "mark"),
    [
        ("value", Mark.PARAMETER),
        ("not value", Mark.PARAMETER),
        ("value is None", Mark.PARAMETER),
        ("value == 'a'", Mark.VALUE),
        ("value in ('a', 'b')", Mark.VALUE),
        ("value.startswith('a')", Mark.VALUE),
        ("isinstance(value, str)", Mark.VALUE),
        ("found()", Mark.OTHER),
        ("found() and value", Mark.OTHER | Mark.PARAMETER),
        ("found().status == 429", Mark.VALUE),
        ("settings.ENABLED", Mark.CONFIGURATION),
        ("ENABLED", Mark.CONFIGURATION),
        ("os.getenv('A')", Mark.CONFIGURATION),
        ("os.environ['A']", Mark.CONFIGURATION),
        ("FLAG and found()", Mark.CONFIGURATION | Mark.OTHER),
        ("flag", Mark.CONFIGURATION),
        ("flag and value", Mark.CONFIGURATION | Mark.PARAMETER),
        ("url", Mark.OTHER),
        ("is_async", Mark.DUAL),
        ("self.async_client", Mark.DUAL),
        ("inspect.iscoroutinefunction(value)", Mark.LOOP_PROBE),
        ("loop.is_running()", Mark.LOOP_PROBE),
    ],
)
def test_a_test_in_a_helper_is_a_condition(test: str, mark: Mark) -> None:
    found = marks(f"""
        import inspect, os
        enabled = int(os.getenv("ENABLED"))
        def helper(self, value, is_async, loop):
            flag = enabled if value is not None else False
            url = found(os.getenv("URL"), 1)
            if {test}:
                print(1)
        def asked():
            helper(*all)
        """)

    assert [mark] == found


@pytest.mark.parametrize(
    ("body", "mark"),
    [
        ("if self.a is None:\n            self.a = print(1)", Mark.ONCE),
        ("if not self.a:\n            self.a = print(1)", Mark.ONCE),
        ("if self.a is not None:\n            return\n        self.a = print(1)", Mark.ONCE),
        ("if key not in self.a:\n            self.a[key] = print(1)", Mark.ONCE),
        ("if self.a is None or self.a.closed:\n            self.a = print(1)", Mark.ONCE),
        ("if self.a is None or not self.a.is_alive():\n            self.a = print(1)", Mark.ONCE),
        ("a = self.b.get(key)\n        if a is None:\n            a = print(1)", Mark.ONCE),
        ("a = self.b.get(key)\n        if not a or a._stopped:\n            print(1)", Mark.ONCE),
        ("if self.a is None or self.a.expired:\n            self.a = print(1)", Mark.OTHER),
        ("if self.a is None or self.b.closed:\n            self.a = print(1)", Mark.OTHER),
        ("a = self.c.get(key)\n        if a is None:\n            a = print(1)", Mark.OTHER),
        ("a = key.get(1)\n        if a is None:\n            a = print(1)", Mark.OTHER),
        ("if self.a is None:\n            print(1)", Mark.OTHER),
        ("if self.d is None:\n            print(1)", Mark.ONCE),
        ("if self.d == 1:\n            print(1)", Mark.VALUE),
        ("while more():\n            print(1)", Mark.OTHER),
        ("while True:\n            print(1)", Mark.NONE),
        ("match key:\n            case 'a':\n                print(1)", Mark.VALUE),
        ("for row in more():\n            print(1)", Mark.NONE),
        ("more() and print(1)", Mark.OTHER),
    ],
)
def test_a_test_in_a_method_is_a_condition(body: str, mark: Mark) -> None:
    found = marks(f"""
        class Service:
            b: dict[str, int] = {{}}
            def __init__(self):
                self.d = None
            def make(self):
                self.d = 1
            def helper(self, key):
                {body.replace(chr(10), chr(10) + "        ")}
            def asked(self, name):
                self.helper(name)
        """)

    assert [mark] == found


def test_a_global_that_is_made_once_is_a_condition() -> None:
    found = marks("""
        _client = None
        def helper():
            global _client
            if _client is None:
                _client = print(1)
        def asked():
            helper()
        """)

    assert [Mark.ONCE] == found


@pytest.mark.parametrize(
    ("decorated", "mark"),
    [
        ("@functools.cache\ndef helper():", Mark.ONCE),
        ("@functools.lru_cache(maxsize=1)\ndef helper():", Mark.ONCE),
        ("@functools.cache\ndef helper(key=1):", Mark.KEPT),
    ],
)
def test_a_cache_is_a_condition(decorated: str, mark: Mark) -> None:
    source = f"import functools\n{decorated}\n    print(1)\ndef asked():\n    helper()\n"

    assert [mark] == marks(source)


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("if key in made: return made[key]\n    print(1)\n    made[key] = 1", True),
        ("at, it = made[key]\n    if at: return it\n    print(1)\n    made[key] = 1", True),
        ("print(1)\n    if key in made: return made[key]\n    made[key] = 1", False),
        ("if key in fixed: return fixed[key]\n    print(1)", False),
        ("if key: return key\n    print(1)\n    made[key] = 1", False),
    ],
)
def test_what_is_kept_of_an_earlier_call_is_a_condition(body: str, kept: bool) -> None:  # noqa: FBT001
    (found,) = marks(
        "made = {}\nfixed = {}\ndef helper(key):\n"
        f"    {body}\ndef asked(key):\n    helper(key)\n"
    )

    assert kept is (Mark.KEPT in found)


def test_where_no_loop_runs_is_a_condition() -> None:
    source = """
        import asyncio
        def helper():
            {body}
        def asked():
            helper()
        """
    probe = (
        "try:\n                asyncio.get_running_loop()\n                {inside}\n"
        "            except RuntimeError:\n                pass\n            {after}"
    )

    assert [Mark.NONE] == marks(source.format(body=probe.format(inside="print(1)", after="pass")))
    assert [Mark.LOOP_PROBE] == marks(
        source.format(body=probe.format(inside="return", after="print(1)"))
    )


def test_a_function_that_may_return_a_coroutine_is_dual() -> None:
    found = marks("""
        async def later(): ...
        def helper(value):
            if value():
                return later()
            print(1)
        def asked():
            helper(1)
        """)

    assert Mark.DUAL in found[0]


def test_a_method_that_a_subclass_replaces_may_be_overridden() -> None:
    found = marks("""
        class Base:
            def helper(self):
                print(1)
            def asked(self):
                self.helper()
        class Other(Base):
            def helper(self): ...
        """)

    assert [Mark.OVERRIDABLE] == found


@pytest.mark.parametrize(
    ("test", "call", "mark"),
    [
        ("flag", "helper(True)", Mark.NONE),
        ("flag", "helper(False)", None),
        ("flag", "helper(flag=1)", Mark.NONE),
        ("flag", "helper(unknown)", Mark.PARAMETER),
        ("flag", "helper(**unknown)", Mark.PARAMETER),
        ("flag", "helper()", None),
        ("not flag", "helper()", Mark.NONE),
        ("flag is None", "helper()", Mark.NONE),
        ("flag is None", "helper(object())", None),
        ("flag is None", "helper([])", None),
        ("flag is not None", "helper(Thing())", Mark.NONE),
        ("flag is not None", "helper(kept)", Mark.NONE),
        ("flag", "helper(Thing())", Mark.NONE),
        ("flag", "helper([])", None),
        ("flag == 'a'", "helper('a')", Mark.NONE),
        ("flag == 'a'", "helper('b')", None),
        ("'a' == flag", "helper('b')", None),
        ("flag != 'a'", "helper('a')", None),
        ("flag in ('a', 'b')", "helper('c')", None),
        ("flag not in ('a', 'b')", "helper('c')", Mark.NONE),
        ("flag.startswith('oidc/')", "helper('KEY')", None),
        ("flag.startswith('oidc/')", "helper('oidc/google')", Mark.NONE),
        ("not flag.startswith('oidc/')", "helper('oidc/google')", None),
        ("flag and other", "helper(1, other=False)", None),
        ("not (flag or other)", "helper(0, other=False)", Mark.NONE),
        ("other", "helper(1, other=other)", Mark.PARAMETER),
    ],
)
def test_an_argument_decides_a_condition(test: str, call: str, mark: Mark | None) -> None:
    found = marks(f"""
        class Thing: ...
        def helper(flag=None, *, other=None):
            if {test}:
                print(1)
        def asked(unknown, other):
            kept = Thing()
            {call}
        """)

    assert ([] if mark is None else [mark]) == found


def test_an_early_return_is_a_condition_on_the_rest() -> None:
    source = """
        def helper(path=None):
            if path is None:
                return
            print(1)
        def asked():
            helper({argument})
        """

    assert [] == marks(source.format(argument=""))
    assert [Mark.NONE] == marks(source.format(argument="'a'"))


def test_a_condition_on_an_argument_that_is_handed_on_is_decided_further_up() -> None:
    source = """
        def last(flag):
            if flag:
                print(1)
        def first(wanted):
            last(wanted)
        def asked():
            first({argument})
        """

    assert [] == marks(source.format(argument="False"))
    assert [Mark.NONE] == marks(source.format(argument="True"))


def test_a_parameter_that_was_replaced_decides_nothing() -> None:
    found = marks("""
        def helper(flag):
            flag = more()
            if flag:
                print(1)
        def asked():
            helper(False)
        """)

    assert [Mark.OTHER] == found


@pytest.mark.parametrize(
    "call", ["Thing(False)", "Thing().method(False)", "Thing.method(Thing(), False)", "Thing.of(0)"]
)
def test_positions_count_from_the_object_of_a_method(call: str) -> None:
    assert [] == marks(f"""
        class Thing:
            def __init__(self, flag=False):
                if flag:
                    print(1)
            def method(self, flag):
                if flag:
                    print(1)
            @classmethod
            def of(cls, flag):
                if flag:
                    print(1)
        def asked():
            {call}
        """)


def test_a_test_of_the_object_itself_is_decided_by_no_argument() -> None:
    assert [Mark.PARAMETER] == marks("""
        class Thing:
            def method(self):
                if self:
                    print(1)
        def asked():
            Thing().method()
        """)


def test_what_is_not_accepted_is_left_out() -> None:
    source = """
        def helper():
            if settings.ENABLED:
                print(1)
        def asked():
            helper()
        """

    assert () == reached(source, accepted=Mark.PARAMETER | Mark.OTHER)
    assert 1 == len(reached(source))
