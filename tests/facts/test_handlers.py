"""Functions that answer requests, through every way to make one."""

from __future__ import annotations

import pytest
from programs import modules, program

from readiness_lint.facts.handlers import Handler
from readiness_lint.terms import EntryKind, Role


def handlers(source: str, module: str = "shop") -> dict[str, Handler]:
    file = program(source, module=module)
    return {handler.name: handler for handler in file.facts(Handler)}


def the(source: str, module: str = "shop") -> Handler:
    (found,) = handlers(source, module).values()
    return found


def test_a_decorator_makes_a_handler_with_method_path_and_router() -> None:
    handler = the("""
        from fastapi import APIRouter
        router = APIRouter()

        @router.post("/orders", status_code=201)
        async def create_order(): ...
        """)

    assert ("fastapi", frozenset({"POST"}), "/orders", "router", 201) == (
        handler.framework,
        handler.methods,
        handler.path,
        handler.router,
        handler.status,
    )
    assert (True, True, True, None) == (
        handler.registered,
        handler.writes,
        handler.asynchronous,
        handler.owner,
    )


def test_methods_are_read_off_the_argument() -> None:
    found = handlers("""
        from flask import Flask
        app = Flask(__name__)
        METHODS = ["put", "PATCH"]

        @app.route("/plain")
        def plain(): ...

        @app.route("/listed", methods=["GET", "post"])
        def listed(): ...

        @app.route("/named", methods=METHODS)
        def named(): ...

        @app.route("/computed", methods=allowed())
        def computed(): ...
        """)

    assert {
        "plain": frozenset({"GET"}),
        "listed": frozenset({"GET", "POST"}),
        "named": frozenset({"PUT", "PATCH"}),
        "computed": None,
    } == {name: handler.methods for name, handler in found.items()}
    assert [False, True, True, None] == [handler.writes for handler in found.values()]


def test_stacked_routes_are_one_handler_with_the_methods_of_all() -> None:
    handler = the("""
        from flask import Flask
        app = Flask(__name__)

        @app.get("/a")
        @app.post("/b")
        def both(): ...
        """)

    assert frozenset({"GET", "POST"}) == handler.methods
    assert 2 == len(handler.registrations)


def test_a_function_given_to_a_call_is_a_handler() -> None:
    found = handlers("""
        from django.contrib.auth.decorators import login_required
        from django.urls import path
        from fastapi import FastAPI

        def listed(request): ...
        def wrapped(request): ...
        def endpoint(): ...
        def curried(): ...
        def neither(): ...

        app = FastAPI()
        app.add_api_route("/endpoint", endpoint, methods=["DELETE"])
        app.get("/curried")(curried)
        urlpatterns = [path("listed/", listed), path("wrapped/", login_required(wrapped))]
        """)

    assert {
        "listed": "listed/",
        "wrapped": "wrapped/",
        "endpoint": "/endpoint",
        "curried": "/curried",
    } == {name: handler.path for name, handler in found.items()}
    assert frozenset({"DELETE"}) == found["endpoint"].methods


def test_a_method_given_to_a_call_is_a_handler() -> None:
    handler = the("""
        from aiohttp import web

        class Server:
            async def ping(self, request): ...

            def start(self):
                app = web.Application()
                app.router.add_get("/ping", self.ping)
        """)

    assert ("aiohttp", frozenset({"GET"}), "Server") == (
        handler.framework,
        handler.methods,
        handler.owner and handler.owner.name,
    )


def test_the_methods_of_a_view_class_are_handlers_and_its_hooks_are_not() -> None:
    found = handlers("""
        from rest_framework import viewsets
        from rest_framework.decorators import action

        class Base(viewsets.ModelViewSet):
            def perform_create(self, serializer): ...

        class Orders(Base):
            def destroy(self, request, pk=None): ...
            @action(detail=True, methods=["post"])
            def pay(self, request, pk=None): ...
            def total(self): ...
        """)

    assert {"destroy": frozenset({"DELETE"}), "pay": frozenset({"POST"})} == {
        name: handler.methods for name, handler in found.items()
    }


def test_a_view_class_hands_its_path_to_its_methods() -> None:
    handler = the("""
        from django.urls import path
        from django.views import View

        class Health(View):
            def get(self, request): ...

        urlpatterns = [path("status/", Health.as_view())]
        """)

    assert ("status/", True) == (handler.path, handler.health)


def test_markers_make_a_handler_without_a_path() -> None:
    handler = the("""
        from django.views.decorators.http import require_POST

        @require_POST
        def pay(request): ...
        """)

    assert (True, None, frozenset({"POST"})) == (handler.registered, handler.path, handler.methods)


def test_what_looks_like_a_django_view_is_not_known_to_be_registered() -> None:
    found = handlers(
        """
        from django.shortcuts import render

        def index(request): return render(request, "x", context(request))
        def context(request): ...
        def _private(request): ...
        def other(order): ...
        """,
        "shop.views",
    )

    assert {"index": None} == {name: handler.registered for name, handler in found.items()}


def test_a_function_with_a_request_elsewhere_is_no_handler() -> None:
    source = """
        import django

        def index(request): ...
        """

    assert {} == handlers(source, "shop.middleware")


def test_websockets_are_a_kind() -> None:
    found = handlers("""
        from channels.generic.websocket import AsyncWebsocketConsumer
        from fastapi import FastAPI
        app = FastAPI()

        @app.websocket("/live")
        async def live(socket): ...

        class Chat(AsyncWebsocketConsumer):
            async def receive(self, text_data): ...
            async def helper(self): ...
        """)

    assert {"live": EntryKind.WEBSOCKET, "receive": EntryKind.WEBSOCKET} == {
        name: handler.kind for name, handler in found.items()
    }
    assert found["live"].methods is None


def test_what_is_declared_for_the_document_only_is_no_handler() -> None:
    source = """
        from fastapi import APIRouter, FastAPI
        app = FastAPI()
        callbacks = APIRouter()

        @app.webhooks.post("new-order")
        def new_order(): ...

        @callbacks.post("{$callback_url}/paid")
        def paid(): ...

        @app.post("/orders", callbacks=callbacks.routes)
        def create_order(): ...
        """

    assert ["create_order"] == list(handlers(source))


@pytest.mark.parametrize(
    ("path", "name", "expected"),
    [
        ("/healthz", "check", True),
        ("/api/v1/ready", "check", True),
        ("/status", "health_check", True),
        ("/wealth", "wealth", False),
        ("/shipping", "shipping", False),
    ],
)
def test_health_routes_are_told_by_path_or_name(path: str, name: str, *, expected: bool) -> None:
    handler = the(f"""
        from fastapi import FastAPI
        app = FastAPI()

        @app.get("{path}")
        def {name}(): ...
        """)

    assert expected == handler.health


def test_another_library_with_the_same_methods_makes_no_handler() -> None:
    source = """
        import locust
        from shop import registry

        @registry.get("/orders")
        def orders(): ...

        @locust.task
        def browse(self): ...
        """

    assert {} == handlers(source)


PAGES = """
from django.views import View
from django.views.decorators.http import require_POST

def shown(request): ...
@require_POST
def paid(request): ...
def other(request): ...
def context(request): ...

class Orders(View):
    def get(self, request): ...

orders = Orders.as_view()

async def feed(number: int): ...
"""


def told(routes: str) -> dict[str, Handler]:
    files = modules({"shop.views": f"import django\n{PAGES}", "shop.routes": routes})
    return {handler.name: handler for handler in files["shop.views"].facts(Handler)}


def test_a_call_in_another_module_makes_a_handler() -> None:
    found = told("""
        from django.contrib.auth.decorators import login_required as logged_in
        from django.urls import path
        from shop import views
        from shop.views import feed as order_feed
        from fastapi import FastAPI
        from starlette.routing import Route

        urlpatterns = [
            path("shown/", logged_in(views.shown)),
            path("paid/", views.paid),
            path("orders/", views.orders),
        ]
        app = FastAPI(routes=[Route("/feed", order_feed, methods=["DELETE"])])
        """)

    assert {
        "shown": (True, "shown/", None, 1),
        "paid": (True, "paid/", frozenset({"POST"}), 1),
        "get": (True, "orders/", frozenset({"GET"}), 0),
        "feed": (True, "/feed", frozenset({"DELETE"}), 1),
        "other": (None, None, None, 0),
        "context": (None, None, None, 0),
    } == {
        name: (handler.registered, handler.path, handler.methods, len(handler.elsewhere))
        for name, handler in found.items()
    }


def test_a_function_that_another_module_calls_is_no_view() -> None:
    found = told("from shop.views import context\n\ndef page(request):\n    context(request)\n")

    assert "context" not in found
    assert "other" in found


def test_a_route_of_a_test_makes_no_handler() -> None:
    sources = {
        "shop.pages": "def shown(request): ...",
        "tests.urls": "from django.urls import path\nfrom shop.pages import shown\npath('', shown)",
    }
    files = modules(sources)
    files["tests.urls"].role = Role.TEST

    assert () == files["shop.pages"].facts(Handler)


def test_the_status_of_a_route_is_that_of_its_module() -> None:
    files = modules(
        {
            "shop.pages": "async def made(): ...",
            "shop.app": """
                from fastapi import FastAPI
                from shop.pages import made
                CREATED = 201
                app = FastAPI()
                app.add_api_route("/orders", made, methods=["POST"], status_code=CREATED)
                """,
        }
    )
    (found,) = files["shop.pages"].facts(Handler)

    assert 201 == found.status


def test_methods_of_a_class_that_registers_itself_and_of_its_mixins_answer() -> None:
    found = handlers("""
        from flask import Flask
        from flask_classful import FlaskView, method, route

        class Listing:
            def index(self): ...
            def _own(self): ...

        class OrdersView(Listing, FlaskView):
            def get(self, number): ...
            def counted(self): ...
            @method("PUT")
            def renewed(self): ...
            @route("/late", methods=["POST"])
            def late(self): ...
            def before_request(self, name): ...

        class AnyView(FlaskView):
            def post(self): ...
            @route("/seen")
            def seen(self): ...
            def shown(self): ...

        OrdersView.register(Flask(__name__))
        """)

    assert {
        "index": ({"GET"}, "/orders/"),
        "get": ({"GET"}, "/orders/<number>/"),
        "counted": ({"GET"}, "/orders/counted/"),
        "renewed": ({"PUT"}, "/orders/renewed/"),
        "late": ({"POST"}, "/orders/late"),
        "post": ({"POST"}, None),
        "seen": ({"GET"}, None),
    } == {name: (set(item.methods or ()), item.path) for name, item in found.items()}
