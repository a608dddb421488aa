"""What is mounted on what, and under which path."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from programs import modules

from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.mounts import Mount, is_apart, mounts_of, prefixes_of
from readiness_lint.terms import Role

from fixtures import linked

HEAD = """
from aiohttp import web
from django.urls import include, path
from fastapi import APIRouter, FastAPI
from flask import Blueprint, Flask
from litestar import Litestar, Router
from ninja import NinjaAPI
from rest_framework.routers import DefaultRouter
from sanic import Sanic
from starlette.routing import Mount

import routes
from routes import router, make, ROUTERS

"""
ROUTES = """
    from fastapi import APIRouter

    router = APIRouter()
    other = APIRouter()
    ROUTERS = [("/one", router), ("/two", other)]
    GROWING = [router]

    def make():
        made = APIRouter()
        return made

    def add(each):
        GROWING.append(each)
    """


def mounted(source: str) -> list[tuple[list[str] | None, list[str], str | None]]:
    """What a module mounts, what on, and the path."""
    file = modules({"main": f"{HEAD}{source}\n", "routes": ROUTES})["main"]
    return [
        (
            None if mount.routers is None else sorted(mount.routers),
            sorted(mount.onto),
            mount.prefix,
        )
        for mount in file.facts(Mount)
    ]


@pytest.mark.parametrize(
    ("routers", "onto", "prefix", "source"),
    [
        (["routes.router"], ["main.app"], None, "app = FastAPI()\napp.include_router(router)"),
        (
            ["routes.router"],
            ["main.app"],
            "/x",
            "app = FastAPI()\napp.include_router(routes.router, prefix='/x')",
        ),
        (
            ["routes.make.made"],
            ["main.create.app"],
            None,
            "def create():\n    app = FastAPI()\n    app.include_router(make())\n    return app",
        ),
        (
            ["routes.router"],
            ["main.app"],
            None,
            "def install(app, it):\n    app.include_router(it)\napp = FastAPI()\ninstall(app, router)",
        ),
        (
            ["routes.other", "routes.router"],
            ["main.app"],
            None,
            "app = FastAPI()\nfor prefix, it in ROUTERS:\n    app.include_router(it, prefix=prefix)",
        ),
        (
            ["routes.other", "routes.router"],
            ["main.app"],
            None,
            "app = FastAPI()\nfor it in (router, routes.other):\n    app.include_router(it)",
        ),
        # Somebody adds to it.
        (
            None,
            ["main.app"],
            None,
            "app = FastAPI()\nfor it in routes.GROWING:\n    app.include_router(it)",
        ),
        (None, ["main.app"], None, "app = FastAPI()\napp.include_router(getattr(routes, 'x'))"),
        ([], ["main.app"], "/x", "app = FastAPI()\napp.mount('/x', FastAPI())"),
        (
            ["main.one"],
            ["main.app"],
            "/x",
            "one = FastAPI()\napp = FastAPI()\napp.mount('/x', one)",
        ),
        (["main.one"], [], None, "one = Blueprint('a', 'b')\nunknown.register_blueprint(one)"),
        (
            ["main.one"],
            ["main.app"],
            "/x",
            "one = Blueprint('a', 'b')\napp = Flask('x')\napp.register_blueprint(one, url_prefix='/x')",
        ),
        (
            ["main.one"],
            ["main.app"],
            None,
            "one = Blueprint('a', 'b')\napp = Flask('x')\none.register(app, {})",
        ),
        (
            ["shop.urls"],
            ["main", "main.urlpatterns"],
            "shop/",
            "urlpatterns = [path('shop/', include('shop.urls'))]",
        ),
        (
            ["shop.urls"],
            ["main", "main.urlpatterns"],
            None,
            "urlpatterns = [include(('shop.urls', 'x'))]",
        ),
        (["main.urls"], ["main"], "a/", "urls = [path('b', view)]\npath('a/', include(urls))"),
        (["main.one"], ["main", "main.app"], None, "one = Router('/')\napp = Litestar([one])"),
        (
            ["main.one"],
            ["main.app"],
            None,
            "one = web.RouteTableDef()\napp = web.Application()\napp.add_routes(one)",
        ),
        (
            ["main.one"],
            ["main", "main.urls"],
            "/x",
            "one = FastAPI()\nurls = [Mount('/x', app=one)]",
        ),
        (
            ["shop.api.router"],
            ["main.api"],
            "/x",
            "api = NinjaAPI()\napi.add_router('/x', 'shop.api.router')",
        ),
    ],
)
def test_a_call_mounts(
    routers: list[str] | None, onto: list[str], prefix: str | None, source: str
) -> None:
    assert (routers, onto, prefix) in mounted(source)


def test_an_attribute_of_a_router_stands_for_it() -> None:
    found = mounted("router_ = DefaultRouter()\nurls = [path('a/', include(router_.urls))]")

    assert [(["main.router_"], ["main", "main.urls"], "a/")] == found


@pytest.mark.parametrize(
    ("prefixes", "main"),
    [
        (["/in"], ""),
        (["/v1", "/in"], "app = FastAPI()\napp.include_router(router, prefix='/v1')"),
        (
            ["/v1", "/v2", "/outer", "/in"],
            "outer = APIRouter(prefix='/outer')\nouter.include_router(router, prefix='/v1')\n"
            "app = FastAPI()\napp.include_router(outer, prefix='/v2')",
        ),
        (
            ["/v1", "/in"],
            "def install(app):\n    app.include_router(router, prefix='/v1')\ninstall(FastAPI())",
        ),
    ],
)
def test_paths_add_up(prefixes: list[str], main: str) -> None:
    routes = """
        from fastapi import APIRouter

        router = APIRouter(prefix="/in")

        @router.get("/x")
        def work(): ...
        """
    head = "from fastapi import APIRouter, FastAPI\nfrom routes import router\n"
    file = modules({"main": f"{head}{main}\n", "routes": routes})["routes"]
    (handler,) = file.facts(Handler)

    assert sorted(prefixes) == sorted(prefixes_of(handler, file))


@pytest.mark.parametrize(
    ("apart", "main"),
    [
        (False, "app.include_router(router)"),
        (True, "second = FastAPI()\nsecond.include_router(router)"),
        # What nothing in sight mounts may be a part of any.
        (False, "second = FastAPI()\nsecond.include_router(other)"),
        # A mounted application answers its own errors.
        (True, "inner = FastAPI()\ninner.include_router(router)\napp.mount('/x', inner)"),
        (False, "inner = APIRouter()\ninner.include_router(router)\napp.include_router(inner)"),
        (False, "app.include_router(load('x'))"),
        (False, "from routes import work\napp.add_api_route('/y', work)"),
    ],
)
def test_a_handler_may_be_a_part_of_an_application(*, apart: bool, main: str) -> None:
    routes = """
        from fastapi import APIRouter

        router = APIRouter()
        other = APIRouter()

        @router.get("/x")
        def work(): ...
        """
    head = "from fastapi import APIRouter, FastAPI\nfrom routes import other, router\n"
    files = modules({"main": f"{head}app = FastAPI()\n{main}\n", "routes": routes})
    (handler,) = files["routes"].facts(Handler)

    assert apart == is_apart("fastapi", frozenset({"main.app"}), handler, files["routes"])


@pytest.mark.parametrize(
    ("mounts", "role"), [(1, Role.APPLICATION), (0, Role.TEST), (0, Role.EXAMPLE)]
)
def test_what_tests_and_examples_mount_is_not_mounted(mounts: int, role: Role) -> None:
    source = f"{HEAD}app = FastAPI()\napp.include_router(router)\n"
    sources = {"main": (Path("main.py"), source), "routes": (Path("routes.py"), dedent(ROUTES))}
    files = linked(sources, roles={"main": role})

    assert mounts == len(mounts_of(files["routes"]))
