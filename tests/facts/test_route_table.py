"""Routes with their whole paths, in the ways of each framework."""

from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.route_table import Endpoint

FASTAPI = """
    from fastapi import APIRouter, FastAPI

    from settings import PREFIX

    users, free, lost = APIRouter(prefix="/users"), APIRouter(), APIRouter()
    members = APIRouter(prefix="/members")
    dynamic = APIRouter()

    @members.get("/{member_id}")
    def member(member_id: int): ...

    @free.api_route("/items", methods=["GET", "POST"])
    def items(): ...

    @free.websocket("/feed")
    async def feed(socket): ...

    @dynamic.get("/known")
    def known(): ...

    def make():
        app = FastAPI()
        return app

    api = APIRouter(prefix="/api")
    api.include_router(members, prefix="/v1")
    api.include_router(free)
    app = make()
    app.include_router(api)
    app.include_router(free, prefix="/again")
    app.include_router(dynamic, prefix=f"/{PREFIX}/deep")
    unmounted = APIRouter(prefix="/alone")

    @unmounted.get("/route")
    def route(): ...

    sub = FastAPI()
    app.mount("/sub", sub)

    @sub.get("/inner")
    def inner(): ...
    """
STARLETTE = """
    from starlette.applications import Starlette
    from starlette.endpoints import HTTPEndpoint
    from starlette.routing import Mount, Route, WebSocketRoute

    async def home(request): ...
    async def feed(socket): ...

    class Items(HTTPEndpoint):
        async def get(self, request): ...
        async def post(self, request): ...

    inner = [Route("/items", Items), Route("/one/{id:int}", home, methods=["DELETE"])]
    deep = Mount("/deep", routes=[Route("/x", home)])
    app = Starlette(
        routes=[
            Route("/", home),
            Mount("/api", routes=inner),
            WebSocketRoute("/feed", feed),
            Mount("/v2", routes=[Mount("/v3", routes=[Route("/y", home)])]),
        ]
    )
    """
FLASK = """
    from flask import Blueprint, Flask
    from flask.views import MethodView

    outer = Blueprint("outer", __name__, url_prefix="/outer")
    inner = Blueprint("inner", __name__, url_prefix="/inner")
    moved = Blueprint("moved", __name__, url_prefix="/old")

    @inner.route("/things", methods=["GET", "POST"])
    def things(): ...

    @moved.get("/here")
    def here(): ...

    class Users(MethodView):
        def get(self): ...
        def delete(self): ...

    outer.add_url_rule("/users", view_func=Users.as_view("users"))
    outer.register_blueprint(inner)

    def create(prefix):
        app = Flask(__name__)
        app.register_blueprint(outer)
        app.register_blueprint(moved, url_prefix="/new")
        app.register_blueprint(moved, url_prefix=f"/{prefix}/more", name="again")

        @app.route("/")
        def root(): ...

        return app
    """
LITESTAR = """
    from litestar import Controller, Litestar, Router, get, post

    class Orders(Controller):
        path = "/orders"

        @get()
        async def every(self) -> list[str]: ...

        @post("/new/")
        async def make(self, data: str) -> str: ...

    @get(["/health", "/alive"])
    async def health() -> str: ...

    api = Router(path="/api", route_handlers=[Orders])
    app = Litestar(route_handlers=[api, health])
    """
AIOHTTP = """
    from aiohttp import web

    from settings import DEBUG

    routes = web.RouteTableDef()

    @routes.get("/table")
    async def table(request): ...

    @routes.view("/view")
    class View(web.View):
        async def get(self): ...

    async def one(request): ...

    sub = web.Application()
    sub.router.add_post("/sub", one)
    if DEBUG:
        app = web.Application(middlewares=[])
    else:
        app = web.Application()
    app.add_routes(routes)
    app.add_routes([web.get("/one", one), web.delete("/one/{id}", one)])
    app.add_subapp("/admin", sub)
    """
OTHERS = """
    from quart import Blueprint, Quart
    from sanic import Blueprint as Group, Sanic

    part = Blueprint("q", __name__, url_prefix="/q")
    group = Group("s", url_prefix="/s")

    @part.get("/a")
    async def a(): ...

    @group.post("/b")
    async def b(request): ...

    app, server = Quart(__name__), Sanic("x")
    one = Quart(__name__)
    one.register_blueprint(part)
    two = Sanic("y")
    two.blueprint(group)
    """
URLS = r"""
    from django.contrib.auth.decorators import login_required
    from django.urls import include, path, re_path
    from django.views.generic import TemplateView
    from rest_framework.routers import DefaultRouter

    from shop import views

    router, plain = DefaultRouter(), None
    first = DefaultRouter()
    first.register("books", views.Books)
    bare = DefaultRouter(trailing_slash=False)
    bare.register("pens", views.Pens)
    more = [path("a/", views.about)]
    urlpatterns = [
        path("", views.about),
        path("api/", include(first.urls)),
        path("bare/", include(bare.urls)),
        path("more/", include(more)),
        path("inline/", include([path("b/<int:pk>/", login_required(views.only))])),
        path("shop/", include("shop.catalog")),
        re_path(r"^old/(?P<year>\d{4})/$", views.Old.as_view()),
        path("who/", views.who),
        path("set/", views.Books.as_view({"get": "list"})),
        path("page/", TemplateView.as_view(template_name="page.html")),
    ]
    urlpatterns += [path("late/", views.about)]
    """
VIEWS = """
    from django.views.decorators.http import require_POST
    from django.views.generic import ListView, View
    from rest_framework import mixins, viewsets
    from rest_framework.decorators import action, api_view

    from elsewhere import Mixin, wrapped

    def about(request): ...

    @require_POST
    def only(request): ...

    @wrapped
    def hidden(request): ...

    class Old(View):
        http_method_names = ["get"]

        def get(self, request, year): ...
        def post(self, request, year): ...

    class Lists(ListView): ...

    class Odd(Mixin, View):
        def get(self, request): ...

    @api_view(["GET", "PUT"])
    def who(request): ...

    class Books(viewsets.ModelViewSet):
        lookup_field = "slug"
        http_method_names = ["get", "post"]

        @action(detail=True, methods=["post"], url_path="do-it")
        def do(self, request, slug=None): ...

        @action(detail=False)
        def recent(self, request): ...

        @recent.mapping.post
        def renew(self, request): ...

    class Pens(mixins.ListModelMixin, viewsets.GenericViewSet): ...
    """
CATALOG = """
    from django.urls import path
    from shop import views

    urlpatterns = [
        path("c/", views.Lists.as_view()),
        path("d/", views.hidden),
        path("e/", views.Odd.as_view()),
    ]
    """


def routes(**sources: str) -> list[str]:
    """Method, path and handler of each route of a program."""
    files = modules({name.replace("__", "."): source for name, source in sources.items()})
    found = (endpoint for file in files.values() for endpoint in file.facts(Endpoint))
    return sorted(f"{item.method} {item.path} {item.target.name}" for item in found)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            FASTAPI,
            [
                "GET /again/items main.items",
                "GET /api/items main.items",
                "GET /api/v1/members/{member_id} main.member",
                "GET /sub/inner main.inner",
                "GET /{?}/deep/known main.known",
                "GET {?}/alone/route main.route",
                "POST /again/items main.items",
                "POST /api/items main.items",
                "WEBSOCKET /again/feed main.feed",
                "WEBSOCKET /api/feed main.feed",
            ],
        ),
        (
            STARLETTE,
            [
                "DELETE /api/one/{id:int} main.home",
                "GET / main.home",
                "GET /api/items main.Items.get",
                "GET /v2/v3/y main.home",
                "GET {?}/deep/x main.home",
                "POST /api/items main.Items.post",
                "WEBSOCKET /feed main.feed",
            ],
        ),
        (
            FLASK,
            [
                "DELETE /outer/users main.Users.delete",
                "GET / main.create.root",
                "GET /new/here main.here",
                "GET /outer/inner/things main.things",
                "GET /outer/users main.Users.get",
                "GET /{?}/more/here main.here",
                "POST /outer/inner/things main.things",
            ],
        ),
        (
            LITESTAR,
            [
                "GET /alive main.health",
                "GET /api/orders main.Orders.every",
                "GET /health main.health",
                "POST /api/orders/new main.Orders.make",
            ],
        ),
        (
            AIOHTTP,
            [
                "DELETE /one/{id} main.one",
                "GET /one main.one",
                "GET /table main.table",
                "GET /view main.View.get",
                "POST /admin/sub main.one",
            ],
        ),
        (OTHERS, ["GET /q/a main.a", "POST /s/b main.b"]),
    ],
    ids=["fastapi", "starlette", "flask", "litestar", "aiohttp", "quart and sanic"],
)
def test_prefixes_are_joined_as_the_framework_does(source: str, expected: list[str]) -> None:
    assert expected == routes(main=source)


def test_urlconfs_routers_and_views_of_django() -> None:
    found = routes(
        settings='ROOT_URLCONF = "shop.urls"',
        shop="",
        shop__urls=URLS,
        shop__views=VIEWS,
        shop__catalog=CATALOG,
    )

    assert [
        "? /page/ TemplateView.as_view(template_name='page.html')",
        "? /shop/d/ shop.views.hidden",
        "? /shop/e/ shop.views.Odd",
        "ANY / shop.views.about",
        "ANY /late/ shop.views.about",
        "ANY /more/a/ shop.views.about",
        "GET /api/books/ shop.views.Books.list",
        "GET /api/books/<slug>/ shop.views.Books.retrieve",
        "GET /api/books/recent/ shop.views.Books.recent",
        "GET /bare/pens shop.views.Pens.list",
        r"GET /old/(?P<year>\d{4})/ shop.views.Old.get",
        "GET /set/ shop.views.Books.list",
        "GET /shop/c/ shop.views.Lists.get",
        "GET /shop/e/ shop.views.Odd.get",
        "GET /who/ shop.views.who",
        "POST /api/books/ shop.views.Books.create",
        "POST /api/books/<slug>/do-it/ shop.views.Books.do",
        "POST /api/books/recent/ shop.views.Books.renew",
        "POST /inline/b/<int:pk>/ shop.views.only",
        "PUT /who/ shop.views.who",
    ] == found


def test_without_settings_nothing_is_known_above_a_list_of_urls() -> None:
    found = routes(shop="", shop__views=VIEWS, shop__catalog=CATALOG)

    assert "GET {?}c/ shop.views.Lists.get" in found


CLASSFUL = """
    from uuid import UUID

    from flask import Blueprint, Flask
    from flask_classful import FlaskView, method, route

    class Listing:
        def index(self, **options): ...
        @route("/filter")
        def filter(self): ...
        def shown(self): ...

    class Base(FlaskView):
        route_prefix = "/v3/"
        trailing_slash = False
        ready = None

        def _own(self): ...
        def before_request(self, name): ...
        @classmethod
        def made(cls): ...

    class OrderLinesView(Listing, Base):
        excluded_methods = ["helper"]

        def get(self, number: int, depth=1): ...
        def count_all(self, kind): ...
        @method("post")
        def strange(self): ...
        @route("/a/<name>", methods=["GET", "PUT"])
        @route("")
        def named(self, name=""): ...
        def helper(self): ...
        def shown(self, key: UUID): ...
        @property
        def kind(self): ...

    class Deep(FlaskView):
        route_base = "/of/<shop>/deep/"
        base_args = ["lang"]
        default_methods = ["GET", "POST"]

        def all_of(self, lang, shop): ...
        def post(self): ...
        def delete(self, key): ...

    class PlainView(FlaskView):
        inspect_args = False
        filter = None
        def index(self): ...
        def one(self, key): ...

    class Shared(FlaskView):
        def kept(self): ...

    class Other(Shared, Listing):
        def mine(self): ...

    api = Blueprint("api", __name__)
    OrderLinesView.register(api)
    Deep.register(api, method_dashified=True)
    app = Flask(__name__)
    PlainView.register(app, route_base="/", trailing_slash=False)
    Other.register(app, "others", base_class=Shared)
    app.register_blueprint(api, url_prefix="/api")
    """


def test_methods_of_classes_that_register_themselves() -> None:
    assert [
        "DELETE /api/of/<shop>/deep/<key>/ main.Deep.delete",
        "GET / main.PlainView.index",
        "GET /api/of/<shop>/deep/all-of/ main.Deep.all_of",
        "GET /api/v3/order-lines main.OrderLinesView.index",
        "GET /api/v3/order-lines main.OrderLinesView.named",
        "GET /api/v3/order-lines/<int:number> main.OrderLinesView.get",
        "GET /api/v3/order-lines/a/<name> main.OrderLinesView.named",
        "GET /api/v3/order-lines/count_all/<kind> main.OrderLinesView.count_all",
        "GET /api/v3/order-lines/filter main.OrderLinesView.filter",
        "GET /api/v3/order-lines/shown/<uuid:key> main.OrderLinesView.shown",
        "GET /one main.PlainView.one",
        "GET /others/ main.Other.index",
        "GET /others/filter main.Other.filter",
        "GET /others/mine/ main.Other.mine",
        "GET /others/shown/ main.Other.shown",
        "POST /api/of/<shop>/deep/ main.Deep.post",
        "POST /api/of/<shop>/deep/all-of/ main.Deep.all_of",
        "POST /api/v3/order-lines/strange main.OrderLinesView.strange",
        "PUT /api/v3/order-lines/a/<name> main.OrderLinesView.named",
    ] == routes(main=CLASSFUL)


def test_classes_that_a_loop_registers() -> None:
    found = routes(
        main="""
        from flask import Flask
        from flask_classful import FlaskView

        class OrdersView(FlaskView):
            def index(self): ...

        class ItemsView(FlaskView):
            def index(self): ...

        VIEWS = [OrdersView, ItemsView]

        def make():
            app = Flask(__name__)
            for view in VIEWS:
                view.register(app)
            return app
        """
    )

    assert ["GET /items/ main.ItemsView.index", "GET /orders/ main.OrdersView.index"] == found


@pytest.mark.parametrize(
    ("attribute", "path"),
    [
        ("route_base = NAME", "/{?}/one/"),
        ("route_prefix = NAME", "/{?}/orders/one/"),
        ("trailing_slash = NAME", "/orders/one{?}"),
        ("inspect_args = NAME", "/orders/one/{?}/"),
        ("method_dashified = NAME", "/orders/one/"),
    ],
)
def test_what_a_class_does_not_say_of_its_paths(attribute: str, path: str) -> None:
    found = routes(
        main=f"""
        from flask import Flask
        from flask_classful import FlaskView
        from settings import NAME

        class OrdersView(FlaskView):
            {attribute}
            def one(self): ...

        OrdersView.register(Flask(__name__))
        """
    )

    assert [f"GET {path} main.OrdersView.one"] == found


@pytest.mark.parametrize("way", ["excluded_methods = NAMES", "default_methods = NAMES"])
def test_names_and_methods_of_http_that_are_not_known(way: str) -> None:
    found = routes(
        main=f"""
        from flask import Flask
        from flask_classful import FlaskView
        from settings import NAMES

        class OrdersView(FlaskView):
            {way}
            def one(self): ...

        OrdersView.register(Flask(__name__))
        """
    )

    assert (["? /orders/one/ main.OrdersView.one"] if "default" in way else []) == found
