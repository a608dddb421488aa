"""Which routers certainly nothing mounts, and what leaves that open."""

from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.routers import Router, unmounted

ROUTES = """
    from fastapi import APIRouter

    router = APIRouter()

    @router.get("/")
    def work():
        ...
    """
APP = "from fastapi import FastAPI\n\napp = FastAPI()\n"


def left_out(main: str, module: str = "shop.refunds", **others: str) -> list[int]:
    """How many routes of each router of a module are mounted nowhere."""
    sources = {"shop.__init__": "", module: ROUTES, "shop.main": f"{APP}{main}\n"}
    sources = {"shop" if name == "shop.__init__" else name: text for name, text in sources.items()}
    more = {name.replace("__", "."): text for name, text in others.items()}
    file = modules({**sources, **more})[module]
    return [unmounted(file, router) for router in file.facts(Router)]


@pytest.mark.parametrize(
    "main",
    [
        "",
        "import shop.refunds",
        "from shop.refunds import router",
        "from shop.refunds import router as it\n@it.get('/more')\ndef more(): ...",
        "from shop import refunds\nprint(refunds.work())",
    ],
)
def test_a_router_that_is_only_imported_is_mounted_nowhere(main: str) -> None:
    assert [2 if "more" in main else 1] == left_out(main)


@pytest.mark.parametrize(
    "main",
    [
        "from shop.refunds import router\napp.include_router(router)",
        "from shop.refunds import router as it\napp.include_router(it)",
        "from shop import refunds\napp.include_router(refunds.router)",
        "import shop.refunds\napp.include_router(shop.refunds.router)",
        "import shop.refunds as module\napp.mount('/x', module.router)",
        "from shop.refunds import *\napp.include_router(router)",
        "from shop import refunds\nfor module in (refunds,):\n    app.include_router(module.router)",
        "from shop import refunds\ninstall(app, refunds)",
        "from shop.refunds import router\nROUTERS = {'x': router}",
        "from shop.refunds import router\napp.router.routes.extend(router.routes)",
        "from shop.refunds import router\nfor route in router.routes:\n    app.add_api_route(route)",
        "import shop\napp.include_router(getattr(shop.refunds, 'router'))",
        "install(app, 'shop.refunds:router')",
        "install(app, ['refunds.router'])",
    ],
)
def test_a_router_that_anything_reads_may_be_mounted(main: str) -> None:
    assert [0] == left_out(main)


@pytest.mark.parametrize(
    ("routes", "exported", "main"),
    [
        (1, "from shop.v1.refunds import router as again", ""),
        (0, "from shop.v1.refunds import router as again", "app.include_router(v1.again)"),
        (0, "from shop.v1.refunds import router", "app.include_router(v1.router)"),
        (0, "from shop.v1 import refunds", "app.include_router(v1.refunds.router)"),
        (0, "from shop.v1.refunds import *", "app.include_router(v1.router)"),
        (0, "import shop.v1.refunds as it\nALL = [it.router]", "for r in v1.ALL: use(r)"),
    ],
)
def test_a_package_may_hand_it_on(routes: int, exported: str, main: str) -> None:
    main = f"from shop import v1\n{main}"

    assert [routes] == left_out(main, "shop.v1.refunds", shop__v1=exported)


def test_a_name_goes_through_several_modules() -> None:
    assert [0] == left_out(
        "from shop import routes\napp.include_router(routes.last)",
        "shop.v1.refunds",
        shop__v1="from shop.v1.refunds import router as first",
        shop__routes="from shop.v1 import first as last",
    )


LOOP = "for name in names:\n    app.include_router(load(name).router)"


@pytest.mark.parametrize(
    ("routes", "main", "loader"),
    [
        (0, LOOP, "from importlib import import_module as get\nget('x')"),
        (0, LOOP, "import pkgutil\npkgutil.iter_modules([])"),
        (0, LOOP, "from importlib.metadata import entry_points\nentry_points()"),
        (0, LOOP, "__import__('x')"),
        (0, "found = getattr(load('x'), 'router')\napp.include_router(found)", "__import__('x')"),
        (0, "app.include_router(getattr(load('x'), 'router'))", "__import__('x')"),
        # Nothing can get at the module.
        (1, LOOP, ""),
        # All that is mounted is known.
        (1, "from shop import carts\napp.include_router(carts.router)", "__import__('x')"),
        # What is not known belongs to another framework.
        (1, "from flask import Flask\nFlask('x').register_blueprint(load('x'))", "__import__('x')"),
    ],
)
def test_what_is_loaded_by_name_may_be_mounted(routes: int, main: str, loader: str) -> None:
    assert [routes] == left_out(
        main,
        shop__loading=loader,
        shop__carts="from fastapi import APIRouter\nrouter = APIRouter()",
    )


def test_a_library_leaves_it_to_others() -> None:
    file = modules({"shop": "", "shop.refunds": ROUTES})["shop.refunds"]

    assert [0] == [unmounted(file, router) for router in file.facts(Router)]


def test_an_import_may_leave_out_the_folder_of_the_program() -> None:
    sources = {"backend.shop.refunds": ROUTES, "backend.main": f"{APP}from shop import refunds\n"}
    file = modules(sources)["backend.shop.refunds"]

    assert [0] == [unmounted(file, router) for router in file.facts(Router)]


@pytest.mark.parametrize(
    ("routes", "made"),
    [
        (1, "def make():\n    made = APIRouter()\n    return made"),
        (1, "def make():\n    made = APIRouter()\n    made.get('/x')(work)\n    return made"),
        (0, "def make():\n    made = APIRouter()\n    keep(made)\n    return made"),
        (1, "class make(APIRouter):\n    def __init__(self):\n        self.x = 1"),
        (0, "class make(APIRouter):\n    def __init__(self):\n        ALL.append(self)"),
        (0, "class make(APIRouter, metaclass=Keeping):\n    pass"),
        (
            0,
            "class Base(APIRouter):\n    def __init__(self):\n        keep(self)\n"
            "class make(Base):\n    pass",
        ),
    ],
)
def test_what_makes_a_router_may_keep_it(routes: int, made: str) -> None:
    sources = {
        "making": f"from fastapi import APIRouter\n{made}\n",
        "routes": 'from making import make\nrouter = make()\n@router.get("/")\ndef work(): ...\n',
        "main": APP,
    }
    file = modules(sources)["routes"]

    assert [routes] == [unmounted(file, router) for router in file.facts(Router)]


@pytest.mark.parametrize(
    ("routes", "source"),
    [
        (
            1,
            "from flask import Blueprint, Flask\nFlask('x')\nrouter = Blueprint('x', 'y')\n"
            "@router.route('/')\ndef work(): ...\n@router.errorhandler(404)\ndef none(error): ...",
        ),
        (
            0,
            "from flask import Blueprint, Flask\nrouter = Blueprint('x', 'y')\n"
            "@router.route('/')\ndef work(): ...\nrouter.register(Flask('x'), {})",
        ),
        (
            2,
            "from flask import Blueprint, Flask\nfrom flask_classful import FlaskView\nFlask('x')\n"
            "router = Blueprint('x', 'y')\nclass Orders(FlaskView): ...\nclass Bills(Orders): ...\n"
            "Orders.register(router)\nBills.register(router, '/')",
        ),
        (
            0,
            "from flask import Blueprint, Flask\nFlask('x')\nrouter = Blueprint('x', 'y')\n"
            "class Orders: ...\n@router.route('/')\ndef work(): ...\nOrders.register(router)",
        ),
        (
            1,
            "from sanic import Blueprint, Sanic\nSanic('x')\nrouter = Blueprint('x')\n"
            "@router.get('/')\ndef work(request): ...",
        ),
        (
            0,
            "from sanic import Blueprint, Sanic\nrouter = Blueprint('x')\n"
            "@router.get('/')\ndef work(request): ...\nSanic('x').blueprint([router])",
        ),
        (
            2,
            "from litestar import Litestar, Router\nLitestar([])\n"
            "router = Router('/', route_handlers=[one, two])",
        ),
        (
            0,
            "from litestar import Litestar, Router\nrouter = Router('/', route_handlers=[one])\n"
            "app = Litestar(route_handlers=[router])",
        ),
        (
            1,
            "from aiohttp import web\nweb.Application()\nrouter = web.RouteTableDef()\n"
            "@router.get('/')\nasync def work(request): ...",
        ),
        (
            0,
            "from aiohttp import web\nrouter = web.RouteTableDef()\n"
            "@router.get('/')\nasync def work(request): ...\nweb.Application().add_routes(router)",
        ),
        (
            1,
            "from ninja import NinjaAPI, Router\nNinjaAPI()\nrouter = Router()\n"
            "@router.get('/')\ndef work(request): ...",
        ),
        (
            0,
            "from ninja import NinjaAPI, Router\nrouter = Router()\n"
            "@router.get('/')\ndef work(request): ...\nNinjaAPI().add_router('/x', router)",
        ),
        (
            1,
            "from rest_framework.routers import SimpleRouter\nROOT_URLCONF = 'x'\n"
            "router = SimpleRouter()\nrouter.register('x', View)",
        ),
        (
            0,
            "from rest_framework.routers import SimpleRouter\n"
            "router = SimpleRouter()\nrouter.register('x', View)",
        ),
        (
            0,
            "from rest_framework.routers import SimpleRouter\nROOT_URLCONF = 'x'\n"
            "router = SimpleRouter()\nrouter.register('x', View)\nurlpatterns = router.get_urls()",
        ),
    ],
)
def test_each_framework_mounts_in_its_own_way(routes: int, source: str) -> None:
    file = modules({"shop.routes": source})["shop.routes"]

    assert [routes] == [unmounted(file, router) for router in file.facts(Router)]


@pytest.mark.parametrize(("function", "routes"), [("init_app", 0), ("build", 1)])
def test_an_extension_leaves_its_routers_to_the_application_of_its_user(
    function: str, routes: int
) -> None:
    extension = f"""
        from flask import Blueprint

        pages = Blueprint("pages", __name__)

        class Extension:
            def {function}(self, app):
                app.register_blueprint(pages)
    """
    views = """
        from flask import Blueprint

        blueprint = Blueprint("views", __name__)

        @blueprint.route("/")
        def work():
            ...
    """
    file = modules({"shop.ext": extension, "shop.views": views})["shop.views"]

    assert [routes] == [unmounted(file, router) for router in file.facts(Router)]
