"""Guards that no request meets, by shape."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest
from programs import modules, program

from readiness_lint.facts.guards import IneffectiveGuard, is_for_admins, stands_in_guard
from readiness_lint.facts.handlers import Handler

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


@pytest.mark.parametrize(
    ("guard", "count"),
    [
        ("jwt_required()", 1),
        ("jwt_required(optional=True)", 0),
        ("jwt_required(True)", 0),
        ("jwt_required(optional=False)", 1),
    ],
)
def test_a_guard_that_is_told_to_let_everybody_in_guards_nothing(guard: str, count: int) -> None:
    found = guards(f"""
        from flask import Flask
        from flask_jwt_extended import jwt_required
        app = Flask(__name__)

        @{guard}
        @app.get("/a")
        def orders(): ...
        """)

    assert count == len(found)


@pytest.mark.parametrize(
    ("policy", "count"), [("IsOwner", 1), ("PublicAccess", 1), ("AllowAnyone", 0), ("Public", 0)]
)
def test_a_policy_that_lets_everybody_in_is_known_by_name_too(policy: str, count: int) -> None:
    found = guards(f"""
        from rest_framework.views import APIView
        from shop.policies import {policy}

        class Orders(APIView):
            permission_class = [{policy}]
        """)

    assert count == len(found)


ADMINS = """
    from django.contrib.admin.views.decorators import staff_member_required
    from fastapi import APIRouter, Depends
    from flask import Flask
    from rest_framework.permissions import IsAdminUser, IsAuthenticated
    from rest_framework.views import APIView
    from shop.access import AdminUser, get_current_superuser, get_user, require_admin

    router = APIRouter()
    of_admins = APIRouter(dependencies=[Depends(require_admin)])
    flask = Flask(__name__)

    {code}
    """


@pytest.mark.parametrize(
    ("expected", "code"),
    [
        (True, "@router.get('/a', dependencies=[Depends(require_admin)])\n    def a(): ..."),
        (True, "@router.get('/a')\n    def a(user=Depends(get_current_superuser)): ..."),
        (True, "@router.get('/a')\n    def a(user: AdminUser): ..."),
        (True, "@of_admins.get('/a')\n    def a(): ..."),
        (True, "@flask.get('/a')\n    @staff_member_required\n    def a(): ..."),
        (
            True,
            "class A(APIView):\n"
            "        permission_classes = [IsAdminUser]\n"
            "        def get(self, request): ...",
        ),
        (
            False,
            "class A(APIView):\n"
            "        permission_classes = [IsAuthenticated]\n"
            "        def get(self, request): ...",
        ),
        (False, "@router.get('/admin')\n    def admin(): ..."),
        (
            True,
            "@router.get('/a')\n    def a(user):\n        if not _is_admin(user): raise ValueError",
        ),
        (
            True,
            "@router.get('/a')\n    def a(user):\n"
            "        if user is None or user.role != 'admin': raise ValueError",
        ),
        (
            False,
            "@router.get('/a')\n    def a(user, owner):\n"
            "        if not user.is_admin and user != owner: raise ValueError",
        ),
        (False, "@router.get('/a')\n    def a(user):\n        if not user.is_admin: print(user)"),
        (
            True,
            "@router.get('/a', dependencies=[Depends(require_roles(['admin', 'staff']))])\n"
            "    def a(): ...",
        ),
        (
            True,
            "@router.get('/a', dependencies=[Depends(require_scope('admin'))])\n    def a(): ...",
        ),
        (
            False,
            "@router.get('/a', dependencies=[Depends(require_scope('read'))])\n    def a(): ...",
        ),
        (
            False,
            "@router.get('/a', dependencies=[Depends(require_roles(['admin', 'user']))])\n"
            "    def a(): ...",
        ),
        (False, "@router.get('/a')\n    def a(user=Depends(get_user)): ..."),
    ],
)
def test_a_handler_is_for_administrators_by_its_guards(expected: bool, code: str) -> None:  # noqa: FBT001
    file = program(ADMINS.format(code=code))
    (handler,) = file.facts(Handler)

    assert expected is is_for_admins(handler, file)


@pytest.mark.parametrize(
    ("expected", "code"),
    [
        (
            True,
            "def login_required(view):\n        def inner():\n            pass\n        return inner",
        ),
        (True, "def verify_token(request):\n        pass"),
        (
            True,
            "class A(BasePermission):\n        def has_permission(self, request):\n            pass",
        ),
        (False, "def load(request):\n        pass"),
        (False, "class A:\n        def has_permission(self, request):\n            pass"),
    ],
)
def test_code_of_a_guard_is_known_by_the_function_or_class_around_it(
    expected: bool,  # noqa: FBT001
    code: str,
) -> None:
    file = program(
        f"from rest_framework.permissions import BasePermission\n{dedent('    ' + code)}"
    )
    (statement,) = file.nodes(ast.Pass)

    assert expected is stands_in_guard(statement, file)


@pytest.mark.parametrize(("urls", "count"), [("api_view(['GET'])(report)", 0), ("report", 1)])
def test_a_function_may_become_an_api_view_in_another_module(urls: str, count: int) -> None:
    files = modules(
        {
            "views": """
                from rest_framework.decorators import permission_classes
                from rest_framework.permissions import IsAuthenticated

                @permission_classes([IsAuthenticated])
                def report(request): ...
                """,
            "urls": "from rest_framework.decorators import api_view\nfrom views import report\n"
            f"view = {urls}\n",
        }
    )

    assert count == len(files["views"].facts(IneffectiveGuard))
