"""Guards that no request meets, by shape."""

from __future__ import annotations

import pytest
from programs import program

from readiness_lint.facts.guards import IneffectiveGuard

FLASK = """
import functools
from flask import Flask
from flask_login import login_required
app = Flask(__name__)

def admin_required(view):
    {body}

"""
WRAPS = "def guarded(*args): return view(*args)\n    return guarded"
MARKS = "view.admin = True\n    return view"
FACTORY_OF_MARKS = "def mark(f):\n        f.role = view\n        return f\n    return mark"


def guards(source: str) -> list[tuple[str, str]]:
    return [(found.guard, found.name) for found in program(source).facts(IneffectiveGuard)]


def reasons(source: str) -> list[str]:
    return [found.reason for found in program(source).facts(IneffectiveGuard)]


@pytest.mark.parametrize(
    ("decorators", "expected"),
    [
        (["@login_required", "@app.get('/a')"], ["login_required"]),
        (["@app.get('/a')", "@login_required"], []),
        (["@login_required", "@app.get('/a')", "@login_required"], []),
        (["@app.get('/a')", "@login_required", "@app.get('/b')"], ["login_required"]),
        (["@login_required", "@admin_required", "@app.get('/a')"], ["admin_required"]),
        (["@functools.cache", "@app.get('/a')"], []),
    ],
)
def test_a_guard_above_the_lowest_route_alone_is_ineffective(
    decorators: list[str], expected: list[str]
) -> None:
    source = FLASK.format(body=WRAPS) + "\n".join([*decorators, "def purge(): ..."])

    assert [(guard, "purge") for guard in expected] == guards(source)


@pytest.mark.parametrize(("body", "count"), [(WRAPS, 1), (MARKS, 0), (FACTORY_OF_MARKS, 0)])
def test_a_guard_of_the_project_is_one_that_calls_what_it_wraps(body: str, count: int) -> None:
    source = FLASK.format(body=body) + "@admin_required\n@app.get('/a')\ndef purge(): ..."

    assert count == len(guards(source))


def test_the_reason_names_the_route() -> None:
    source = FLASK.format(body=WRAPS) + "@login_required\n@app.get('/a')\ndef purge(): ..."

    assert ["`app.get` below it has registered the function without it"] == reasons(source)


@pytest.mark.parametrize(
    ("bases", "count"),
    [
        ("ListView, LoginRequiredMixin", 1),
        ("LoginRequiredMixin, ListView", 0),
        ("Page, LoginRequiredMixin", 1),
        ("Secure, PermissionRequiredMixin", 0),
        ("Unknown, LoginRequiredMixin", 0),
        ("Hidden, LoginRequiredMixin", 0),
        ("APIView, LoginRequiredMixin", 1),
        ("Loop, LoginRequiredMixin", 0),
    ],
)
def test_a_mixin_behind_a_view_is_ineffective(bases: str, count: int) -> None:
    found = guards(f"""
        from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
        from django.views import View
        from django.views.generic import ListView
        from rest_framework.views import APIView
        from shop.views import Unknown

        class Page(View): ...
        class Secure(LoginRequiredMixin, View): ...
        class Hidden(Unknown, View): ...
        class Loop(Loop, View): ...

        class Orders({bases}): ...
        """)

    assert count == len(found)


@pytest.mark.parametrize(
    ("decorators", "count"),
    [
        (["@permission_classes([IsAdminUser])", "@api_view(['GET'])"], 1),
        (["@api_view(['GET'])", "@permission_classes([IsAdminUser])"], 0),
        (["@permission_classes([IsAdminUser])"], 1),
        (["@permission_classes([AllowAny])"], 0),
        (["@permission_classes([])"], 0),
        (["@unknown", "@permission_classes([IsAdminUser])"], 0),
    ],
)
def test_a_policy_is_read_off_an_api_view_above_it(decorators: list[str], count: int) -> None:
    lines = [
        "from rest_framework.decorators import api_view, permission_classes",
        "from rest_framework.permissions import AllowAny, IsAdminUser",
        "from shop import unknown",
        *decorators,
        "def orders(request): ...",
    ]

    assert count == len(guards("\n".join(lines)))


def test_a_function_that_becomes_an_api_view_later_keeps_its_policy() -> None:
    assert [] == guards("""
        from rest_framework.decorators import api_view, permission_classes
        from rest_framework.permissions import IsAdminUser

        @permission_classes([IsAdminUser])
        def orders(request): ...

        view = api_view(["GET"])(orders)
        """)


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("permission_class = [IsAdminUser]", 1),
        ("permission_classes = [IsAdminUser]", 0),
        ("permission_class = []", 0),
        ("permission_class = [IsAdminUser]\n    permission_classes = [IsAdminUser]", 0),
        ("permission_class = [IsAdminUser]\n    def get_permissions(self): ...", 0),
        ("permission_class = [IsAdminUser]\n    def get(self): return self.permission_class", 0),
    ],
)
def test_a_misspelt_policy_is_one_that_nobody_reads(body: str, count: int) -> None:
    source = (
        "from rest_framework.permissions import IsAdminUser\n"
        "from rest_framework.views import APIView\n"
        f"class Orders(APIView):\n    {body}\n"
    )

    assert count == len(guards(source))
