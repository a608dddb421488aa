"""What counts as an empty body, and what the outside gets of it."""

from __future__ import annotations

import ast

import pytest
from programs import modules, program

from readiness_lint.facts.stubs import Stub, body_of


def stubs(source: str) -> list[Stub]:
    return list(program(source).facts(Stub))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("pass", "pass"),
        ("...", "..."),
        ('"""Later."""', "a docstring"),
        ('"""Later."""; pass', "pass"),
        ("return", "return"),
        ("return None", "return None"),
        ("raise NotImplementedError", "raise NotImplementedError"),
        ('raise NotImplementedError("later")', "raise NotImplementedError"),
        ("raise ValueError", ""),
        ("return []", ""),
        ("log(); return", ""),
        ("raise", ""),
    ],
)
def test_an_empty_body_is_told_by_what_it_says(body: str, expected: str) -> None:
    file = program(f"def work():\n    {body}\n")
    (function,) = file.nodes(ast.FunctionDef)

    assert expected == body_of(file, function)


@pytest.mark.parametrize(
    ("make", "body", "outcome"),
    [
        ("from fastapi import FastAPI as App", "pass", "callers get an empty success"),
        ("from fastapi import FastAPI as App", "raise NotImplementedError", "callers get a 500"),
        ("from quart import Quart as App", "pass", "callers get a 500"),
    ],
)
def test_the_outcome_is_that_of_the_framework(make: str, body: str, outcome: str) -> None:
    (stub,) = stubs(f"{make}\napp = App()\n@app.post('/refunds')\ndef refund():\n    {body}\n")

    assert ("POST /refunds", outcome, True) == (stub.subject, stub.outcome, stub.writes)


@pytest.mark.parametrize(
    "route",
    [
        '"/refunds", status_code=204, response_class=Response',
        '"/tokens/verify", dependencies=[Depends(check)]',
    ],
)
def test_a_route_that_answers_nothing_by_design_is_no_stub(route: str) -> None:
    assert [] == stubs(f"""
        from fastapi import Depends, FastAPI, Response
        app = FastAPI()

        @app.delete({route})
        def remove(): ...
        """)


def test_a_method_that_a_subclass_of_the_file_completes_is_no_stub() -> None:
    found = stubs("""
        from django.views import View

        class Report(View):
            def get(self, request): ...
            def post(self, request): ...

        class Sales(Report):
            def get(self, request): return sales(request)
        """)

    assert ["post"] == [stub.name for stub in found]


@pytest.mark.parametrize(
    ("definition", "found"),
    [
        ("def notify(order):\n    pass", True),
        ("def notify(order):\n    return order", False),
        ("def notify(order):\n    'A hook, nothing to do.'", False),
        ("@hook\ndef notify(order):\n    pass", False),
    ],
)
def test_function_that_does_nothing_and_is_called_is_suspected(
    definition: str, *, found: bool
) -> None:
    stubbed = stubs(f"{definition}\ndef place(order):\n    notify(order)\n")

    assert [True] * found == [stub.suspected for stub in stubbed]


def test_function_that_nobody_calls_is_not_suspected() -> None:
    assert [] == stubs("def notify(order):\n    pass\nHOOKS = [notify]\n")


def test_signal_without_an_effect_is_a_stub_and_one_that_switches_something_off_is_not() -> None:
    found = stubs("""
        from celery.signals import setup_logging
        from django.db.models.signals import post_save
        from django.dispatch import receiver

        @receiver(post_save)
        def saved(sender, **_): ...

        @setup_logging.connect
        def keep_our_logging(**_): ...
        """)

    assert ["saved"] == [stub.name for stub in found]


@pytest.mark.parametrize(
    ("path", "parameter", "found"),
    [
        ("/sessions/end", "user: Annotated[str, Depends(end_session)]", False),
        ("/sessions/end", "user = Depends(end_session)", False),
        ("/sessions/end", "user: str", True),
        # A guard that passes is the answer to a question only.
        ("/sessions/check", "user = Depends(current_user)", False),
        ("/orders/end", "user = Depends(current_user), db = Depends(get_db)", True),
    ],
)
def test_dependency_does_the_work_of_a_route_that_answers_nothing(
    path: str, parameter: str, *, found: bool
) -> None:
    stubbed = stubs(f"""
        from typing import Annotated
        from fastapi import Depends, FastAPI
        app = FastAPI()

        @app.post("{path}", status_code=204)
        def end({parameter}): ...
        """)

    assert found is bool(stubbed)


def stubs_of(sources: dict[str, str], module: str) -> list[tuple[str, bool]]:
    return [(stub.name, stub.suspected) for stub in modules(sources)[module].facts(Stub)]


def test_a_method_that_a_class_of_another_module_overrides_is_a_template() -> None:
    base = "from django.views import View\nclass Page(View):\n    def get(self, request): ...\n"
    page = "from shop.bases import Page\nclass Orders(Page):\n    def {}(self, request): return 1\n"

    assert [] == stubs_of({"shop.bases": base, "shop.pages": page.format("get")}, "shop.bases")
    assert [("get", False)] == stubs_of(
        {"shop.bases": base, "shop.pages": page.format("post")}, "shop.bases"
    )


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        ("books.close()", [("close", False), ("note", True)]),
        ("CLOSERS = {'month': closing}", []),
        ("run(books.close)", []),
    ],
)
def test_functions_that_other_modules_call_or_hand_on(
    use: str, expected: list[tuple[str, bool]]
) -> None:
    sources = {
        "shop.books": "def close():\n    raise NotImplementedError\n\ndef note(): ...\n",
        "shop.months": "from shop import books\nfrom shop.books import close as closing\n"
        f"{use}\nbooks.note()\n",
    }

    assert [item for item in expected if item[0] == "close"] == [
        item for item in stubs_of(sources, "shop.books") if item[0] == "close"
    ]
    assert ("note", True) in stubs_of(sources, "shop.books")


@pytest.mark.parametrize(
    ("decorator", "found"),
    [("extend_schema(summary='x')", True), ("swagger_auto_schema()", True), ("traced", False)],
)
def test_description_of_a_method_does_no_work_for_it(decorator: str, *, found: bool) -> None:
    stubbed = stubs(f"""
        from django.urls import path
        from drf_spectacular.utils import extend_schema
        from drf_yasg.utils import swagger_auto_schema
        from rest_framework.views import APIView
        from shop.tracing import traced

        class Orders(APIView):
            @{decorator}
            def post(self, request):
                pass

        urlpatterns = [path("orders", Orders.as_view())]
        """)

    assert found is bool(stubbed)


@pytest.mark.parametrize(
    ("gist", "lines", "found"),
    [("Refund", 12, True), ("Refund", 2, False), ("Not supported", 12, False)],
)
def test_document_of_an_interface_excuses_nothing_by_a_word_in_it(
    gist: str, lines: int, *, found: bool
) -> None:
    line = "\n            The amount, for managers only."
    stubbed = stubs(f'''
        from fastapi import FastAPI
        app = FastAPI()

        @app.post("/refunds")
        def refund():
            """{gist}.
            {line * lines}
            """
        ''')

    assert found is bool(stubbed)
