"""What a call says about the function decides what the trace shows of it."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from test_tracing import run, tree

APP = """
    import functools

    import requests
    from flask import Flask

    app = Flask(__name__)
"""


def traced_lines(folder: Path, body: str) -> str:
    """The tree below the one route of an application."""
    text = dedent(APP) + dedent(body)
    return tree(run(folder, {"app": text}, "POST /orders")).partition("\n")[2]


def test_what_an_argument_rules_out_is_no_part_of_the_flow(tmp_path: Path) -> None:
    found = traced_lines(
        tmp_path,
        """
        @app.post("/orders")
        def order():
            return place("x", notify=False)

        def place(number, notify=True, audit=None):
            if notify:
                requests.post("https://mail.example")
            if audit is not None:
                requests.post("https://audit.example")
            if not notify:
                requests.post("https://quiet.example")
        """,
    )
    expected = """\
          call place -> app.py:place
            call requests.post [external] POST https://quiet.example when not notify
        """

    assert dedent(expected) == dedent(found)


def test_what_is_known_of_an_argument_goes_with_it(tmp_path: Path) -> None:
    found = traced_lines(
        tmp_path,
        """
        @app.post("/orders")
        def order():
            return outer()

        def outer(create=False):
            return inner("x", create)

        def inner(name, create):
            found = requests.get("https://find.example")
            if not found:
                if not create:
                    raise LookupError(name)
                requests.post("https://create.example")
        """,
    )
    expected = """\
          call outer -> app.py:outer
            call inner -> app.py:inner
              call requests.get [external] GET https://find.example
        """

    assert dedent(expected) == dedent(found)


def test_a_function_is_shown_for_each_way_to_call_it_that_differs(tmp_path: Path) -> None:
    found = traced_lines(
        tmp_path,
        """
        @app.post("/orders")
        def order():
            send("first", loud=True)
            send("second", loud=False)
            send("third", loud=False)

        def send(name, loud):
            if loud:
                requests.post("https://loud.example")
            else:
                requests.post("https://quiet.example")
        """,
    )
    expected = """\
          call send -> app.py:send
            call requests.post [external] POST https://loud.example when loud
          call send -> app.py:send
            call requests.post [external] POST https://quiet.example when not loud
        """

    assert dedent(expected) == dedent(found)


def test_an_argument_that_makes_no_difference_shows_a_function_once(tmp_path: Path) -> None:
    found = traced_lines(
        tmp_path,
        """
        @app.post("/orders")
        def order():
            first()
            second()

        def first():
            send(retry=True)

        def second():
            send(retry=False)

        def send(retry):
            limit = 3 if retry else 1
            requests.post("https://mail.example", timeout=limit)
        """,
    )
    expected = """\
          call first -> app.py:first
            call send -> app.py:send
              call requests.post [external] POST https://mail.example
          call second -> app.py:second
            call send -> app.py:send (repeated)
        """

    assert dedent(expected) == dedent(found)


def test_a_decorator_that_nobody_knows_may_fill_arguments(tmp_path: Path) -> None:
    found = traced_lines(
        tmp_path,
        """
        def injected(function):
            @functools.wraps(function)
            def wrapper(*args, **kwargs):
                return function(connect(), *args, **kwargs)
            return wrapper

        def connect():
            return object()

        @app.post("/orders")
        def order():
            return place(None)

        @injected
        def place(session, number=None):
            if session:
                requests.post("https://with.example")
            if number is not None:
                requests.post("https://number.example")
        """,
    )

    assert "https://with.example" in found
    assert "https://number.example" in found


def test_a_parameter_that_a_loop_gives_another_value_decides_nothing(tmp_path: Path) -> None:
    found = traced_lines(
        tmp_path,
        """
        @app.post("/orders")
        def order():
            return page(cursor=None)

        def page(cursor):
            while True:
                if cursor:
                    requests.get("https://next.example")
                cursor = requests.get("https://page.example").json()
        """,
    )

    assert "https://next.example" in found


def test_a_decorator_that_hands_on_all_arguments_changes_nothing(tmp_path: Path) -> None:
    found = traced_lines(
        tmp_path,
        """
        def timed(label):
            def decorator(function):
                @functools.wraps(function)
                def wrapper(*args, **kwargs):
                    print(label)
                    return function(*args, **kwargs)
                return wrapper
            return decorator

        @app.post("/orders")
        def order():
            return place("x")

        @timed("place")
        def place(number, text=None):
            if text is not None:
                requests.post("https://text.example")
            requests.post("https://number.example")
        """,
    )

    assert "https://text.example" not in found
    assert "https://number.example" in found


def test_an_object_that_is_there_is_not_none(tmp_path: Path) -> None:
    found = traced_lines(
        tmp_path,
        """
        class Order:
            def save(self):
                count(self)
                count([])

        @app.post("/orders")
        def order():
            Order().save()

        def count(order=None):
            if order is None:
                requests.post("https://none.example")
            if order:
                requests.post("https://order.example")
        """,
    )

    assert "https://none.example" not in found
    assert "https://order.example" in found


def test_a_decorator_with_a_wrapper_for_coroutines_and_one_for_others_is_known(
    tmp_path: Path,
) -> None:
    found = traced_lines(
        tmp_path,
        """
        def timed(function):
            @functools.wraps(function)
            async def waits(*args, **kwargs):
                return await function(*args, **kwargs)

            @functools.wraps(function)
            def runs(*args, **kwargs):
                requests.post("https://timed.example")
                return function(*args, **kwargs)

            return waits if functools.iscoroutine(function) else runs

        @app.post("/orders")
        def order():
            return place("x")

        @timed
        def place(number, text=None):
            if text is not None:
                requests.post("https://text.example")
            requests.post("https://number.example")
        """,
    )

    assert "https://timed.example" in found
    assert "https://text.example" not in found
