"""The tree of calls from an entry, over the files of a program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from readiness_lint.audit import End, Entry, Spot, Step
from readiness_lint.config import Cascade, Settings
from readiness_lint.project.tracing import (
    NoEntryError,
    Traced,
    matching,
    proposed,
    traced,
    words_of,
)

FASTAPI = {
    "models": """
        from sqlalchemy import ForeignKey
        from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

        class Base(DeclarativeBase):
            pass

        class Order(Base):
            __tablename__ = "orders"
            id: Mapped[int] = mapped_column(primary_key=True)
            paid: Mapped[bool]
    """,
    "repository": """
        from sqlalchemy import select
        from sqlalchemy.orm import Session
        from .models import Order

        class OrderRepository:
            def __init__(self, session: Session):
                self.session = session

            def add(self, order):
                self.session.add(order)
                self.session.commit()

            def find(self, number):
                return self.session.scalars(select(Order).where(Order.id == number)).first()
    """,
    "service": """
        import httpx
        from .models import Order
        from .repository import OrderRepository
        from .tasks import send_receipt

        class OrderService:
            def __init__(self, orders: OrderRepository):
                self.orders = orders

            def place(self, number, *, urgent=False):
                order = Order(id=number, paid=False)
                self.orders.add(order)
                self._charge(order)
                if urgent:
                    refund(order)
                send_receipt.delay(order.id)
                return order

            def _charge(self, order):
                try:
                    httpx.post("https://pay.example/charges", json={"order": order.id})
                except httpx.HTTPError:
                    self.orders.add(order)

        def refund(order):
            raise NotImplementedError
    """,
    "tasks": """
        from celery import shared_task
        import smtplib

        @shared_task
        def send_receipt(number):
            deliver(number)

        def deliver(number):
            server = smtplib.SMTP("mail")
            server.sendmail("shop", "you", str(number))
    """,
    "api": """
        from fastapi import APIRouter, Depends, FastAPI, UploadFile
        from sqlalchemy import create_engine
        from sqlalchemy.orm import Session
        from .repository import OrderRepository
        from .service import OrderService

        engine = create_engine("postgresql://db/shop", pool_size=5)
        router = APIRouter(prefix="/orders")
        app = FastAPI()

        def get_session():
            with Session(engine) as session:
                yield session

        def require_user(session: Session = Depends(get_session)):
            return session.get(User, 1)

        @router.post("")
        def place_order(number: int, user=Depends(require_user), session: Session = Depends(get_session)):
            service = OrderService(OrderRepository(session))
            return service.place(number, urgent=True)

        @router.post("/label")
        async def upload_label(file: UploadFile):
            with open(f"/labels/{file.filename}", "wb") as target:
                target.write(await file.read())

        app.include_router(router)
    """,
}
DJANGO = {
    "models": """
        from django.db import models

        class Order(models.Model):
            paid = models.BooleanField(default=False)

            def mark_paid(self):
                self.paid = True
                self.save()
    """,
    "signals": """
        from django.core.cache import cache
        from django.db.models.signals import post_save
        from django.dispatch import Signal, receiver
        from .models import Order

        order_placed = Signal()

        @receiver(order_placed)
        def forget_totals(sender, **kwargs):
            cache.delete("totals")
    """,
    "serializers": """
        from rest_framework import serializers
        from .models import Order

        class OrderSerializer(serializers.ModelSerializer):
            class Meta:
                model = Order
                fields = ["paid"]

            def create(self, validated_data):
                return Order.objects.create(**validated_data)
    """,
    "tasks": """
        from celery import shared_task
        from .models import Order

        @shared_task(name="orders.settle")
        def settle(pk):
            Order.objects.get(pk=pk).mark_paid()
    """,
    "views": """
        from rest_framework.viewsets import ModelViewSet
        from .models import Order
        from .serializers import OrderSerializer
        from .signals import order_placed
        from .tasks import settle

        class OrderViewSet(ModelViewSet):
            queryset = Order.objects.all()
            serializer_class = OrderSerializer

            def perform_create(self, serializer):
                order = serializer.save()
                order_placed.send(sender=Order)
                settle.delay(order.pk)
    """,
    "urls": """
        from django.urls import include, path
        from rest_framework.routers import DefaultRouter
        from .views import OrderViewSet

        router = DefaultRouter()
        router.register("orders", OrderViewSet)
        urlpatterns = [path("api/", include(router.urls))]
    """,
    "settings": """
        ROOT_URLCONF = "shop.urls"
        INSTALLED_APPS = ["shop"]
    """,
    "management/__init__": "",
    "management/commands/__init__": "",
    "management/commands/settle_all": """
        from django.core.management.base import BaseCommand
        from shop.models import Order
        from shop.tasks import settle

        class Command(BaseCommand):
            def handle(self, *args, **options):
                for order in Order.objects.filter(paid=False):
                    settle.delay(order.pk)
    """,
}
FLASK = {
    "app": """
        import functools
        import sqlite3
        from flask import Flask, request, session
        from werkzeug.security import check_password_hash

        app = Flask(__name__)

        def connect():
            return sqlite3.connect("/data/shop.db")

        def login_required(view):
            @functools.wraps(view)
            def wrapped(*args, **kwargs):
                account(session["user"])
                return view(*args, **kwargs)
            return wrapped

        def account(name):
            connection = connect()
            return connection.execute("SELECT * FROM accounts WHERE name = ?", (name,)).fetchone()

        @app.route("/login", methods=["POST"])
        def login():
            found = account(request.form["name"])
            check_password_hash(found["password"], request.form["password"])
            return "ok"

        @app.route("/profile")
        @login_required
        def profile():
            return "you"
    """,
}
AIOHTTP = {
    "app": """
        import asyncio
        import redis.asyncio as redis
        from aiohttp import ClientSession, web

        cache = redis.Redis()

        class Gate:
            async def __aenter__(self):
                await cache.incr("running")

            async def __aexit__(self, *args):
                await cache.decr("running")

        class Source:
            async def load(self, key):
                raise NotImplementedError

        class Remote(Source):
            def __init__(self, session: ClientSession):
                self.session = session

            async def load(self, key):
                async with self.session.get(f"https://api.example/{key}") as answer:
                    return await answer.json()

        def digest(value):
            total = 0
            for item in value:
                total += item
            total *= 2
            return total

        async def webhook(request):
            async with ClientSession() as session, Gate():
                source: Source = Remote(session)
                found = await source.load("rates")
            asyncio.get_running_loop().run_in_executor(None, store, found)
            return web.json_response({"sum": digest(found), "again": await again(request, 3)})

        def store(found):
            with open(found["path"], "w") as target:
                target.write("x")

        async def again(request, count):
            if count == 0:
                await cache.get("x")
            return await again(request, count - 1)

        app = web.Application()
        app.router.add_post("/hooks", webhook)
    """,
}


def written(folder: Path, modules: dict[str, str]) -> Path:
    for name, text in {"__init__": "", **modules}.items():
        path = folder / "shop" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text))
    return folder


def run(folder: Path, modules: dict[str, str], *entries: str, flow: str = "") -> Traced:
    root = written(folder, modules)
    return traced([root], Cascade(root, fixed=Settings(root=root)), entries=entries, flow=flow)


def lines(step: Step, depth: int = 0) -> Iterator[str]:
    """A tree in words: how, name, where it leads, its end, and its condition."""
    parts = [step.how, step.name]
    if step.target is not None:
        parts.append(f"-> {step.target.path.rpartition('/')[2]}:{step.target.function}")
    if step.end is not None:
        parts.append(f"[{step.end.value}]")
    if step.detail:
        parts.append(step.detail)
    if step.condition:
        parts.append(f"when {step.condition}")
    if step.repeated:
        parts.append("(repeated)")
    yield "  " * depth + " ".join(parts)
    for below in step.steps:
        yield from lines(below, depth + 1)


def tree(found: Traced) -> str:
    return "\n".join(line for trace in found.traces for line in lines(trace.root)) + "\n"


def test_a_route_of_fastapi_leads_to_database_queue_and_service(tmp_path: Path) -> None:
    found = run(tmp_path, FASTAPI, "POST /orders")
    expected = """\
        entry POST /orders -> api.py:place_order
          dependency require_user -> api.py:require_user
            dependency get_session -> api.py:get_session [nothing]
            call session.get [database] SELECT User
          dependency get_session -> api.py:get_session [nothing]
          call service.place -> service.py:OrderService.place
            call self.orders.add -> repository.py:OrderRepository.add
              call self.session.add [database] INSERT Order
              call self.session.commit [database] COMMIT
            call self._charge -> service.py:OrderService._charge
              call httpx.post [external] POST https://pay.example/charges
              call self.orders.add -> repository.py:OrderRepository.add when on httpx.HTTPError (repeated)
            call refund -> service.py:refund [stub] when urgent
            task send_receipt.delay -> tasks.py:send_receipt [queue] to celery
              call deliver -> tasks.py:deliver
                call smtplib.SMTP [external] mail
                call server.sendmail [external] mail
    """

    assert dedent(expected) == tree(found)


def test_an_upload_ends_in_a_file(tmp_path: Path) -> None:
    found = run(tmp_path, FASTAPI, "POST /orders/label")
    expected = """\
        entry POST /orders/label -> api.py:upload_label
          call open [file] write f'/labels/{file.filename}'
    """

    assert dedent(expected) == tree(found)


def test_what_a_view_set_of_rest_framework_runs_is_followed(tmp_path: Path) -> None:
    found = run(tmp_path, DJANGO, "POST /api/orders/")
    expected = """\
        entry POST /api/orders/ -> views.py:OrderViewSet
          call OrderViewSet.perform_create -> views.py:OrderViewSet.perform_create
            signal order_placed.send (forget_totals) -> signals.py:forget_totals
              call cache.delete [cache]
            task settle.delay -> tasks.py:settle [queue] to celery
              call Order.objects.get [database] SELECT Order
              call Order...mark_paid -> models.py:Order.mark_paid
                call self.save [database] INSERT or UPDATE Order
          call OrderSerializer.create -> serializers.py:OrderSerializer.create
            call Order.objects.create [database] INSERT Order
    """

    assert dedent(expected) == tree(found)


def test_what_a_library_answers_itself_ends_in_the_database(tmp_path: Path) -> None:
    found = run(tmp_path, DJANGO, "GET /api/orders/")
    expected = """\
        entry GET /api/orders/ -> views.py:OrderViewSet
          call OrderViewSet.list [database] SELECT Order
    """

    assert dedent(expected) == tree(found)


def test_a_command_is_followed_through_the_broker(tmp_path: Path) -> None:
    found = run(tmp_path, DJANGO, "command settle_all")
    expected = """\
        entry command settle_all -> settle_all.py:Command.handle
          call Order.objects.filter [database] SELECT Order
          task settle.delay -> tasks.py:settle [queue] to celery
            call Order.objects.get [database] SELECT Order
            call Order...mark_paid -> models.py:Order.mark_paid
              call self.save [database] INSERT or UPDATE Order
    """

    assert dedent(expected) == tree(found)


def test_a_decorator_of_flask_is_a_part_of_the_flow(tmp_path: Path) -> None:
    found = run(tmp_path, FLASK, "GET /profile")
    expected = """\
        entry GET /profile -> app.py:profile
          dependency @login_required -> app.py:login_required.wrapped
            call account -> app.py:account
              call connection.execute [database] SELECT accounts
    """

    assert dedent(expected) == tree(found)


def test_managers_callbacks_and_recursion_of_aiohttp_are_followed(tmp_path: Path) -> None:
    found = run(tmp_path, AIOHTTP, "POST /hooks")
    expected = """\
        entry POST /hooks -> app.py:webhook
          call Gate.__aenter__ -> app.py:Gate.__aenter__
            call cache.incr [cache]
          call Gate.__aexit__ -> app.py:Gate.__aexit__
            call cache.decr [cache]
          call source.load -> app.py:Remote.load
            call self.session.get [external] GET https://api.example/{key}
          callback store -> app.py:store
            call open [file] write found['path']
          call digest -> app.py:digest [nothing]
          call again -> app.py:again
            call again -> app.py:again
              call cache.get [cache] when count == 0
              call again -> app.py:again (repeated)
    """

    assert dedent(expected) == tree(found)


def entry(title: str, handler: str, kind: str = "route") -> Entry:
    return Entry(title, kind, handler, Spot("a.py", 1))


ENTRIES = [
    entry("POST /api/orders", "shop.api.place_order"),
    entry("GET /api/orders/{id}", "shop.api.read_order"),
    entry("GET /health", "shop.api.health"),
    entry("task shop.tasks.send_receipt", "shop.tasks.send_receipt", "task"),
]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("POST /api/orders", ["POST /api/orders"]),
        ("POST /orders", ["POST /api/orders"]),
        ("/health", ["GET /health"]),
        ("shop.api:health", ["GET /health"]),
        ("api.health", ["GET /health"]),
        ("shop.tasks.send_receipt", ["task shop.tasks.send_receipt"]),
        ("send_receipt", ["task shop.tasks.send_receipt"]),
        ("GET /orders", []),
        ("eceipt", []),
        ("", []),
    ],
)
def test_an_entry_is_named_in_full_or_by_its_end(word: str, expected: list[str]) -> None:
    assert expected == [item.title for item in matching(ENTRIES, word)]


@pytest.mark.parametrize(
    ("flow", "expected"),
    [
        ("order", ["POST /api/orders", "GET /api/orders/{id}"]),
        ("Orders", ["POST /api/orders", "GET /api/orders/{id}"]),
        ("place-order", ["POST /api/orders"]),
        ("receipts", ["task shop.tasks.send_receipt"]),
        ("ord", []),
        ("", []),
    ],
)
def test_entries_that_speak_of_a_flow_are_proposed(flow: str, expected: list[str]) -> None:
    assert expected == [item.title for item in proposed(ENTRIES, flow)]


def test_names_are_taken_apart_into_singular_words() -> None:
    assert ["place", "order", "category", "status", "http", "address"] == words_of(
        "placeOrders/categories_status HTTPAddress"
    )


def test_all_entries_are_listed_where_none_is_named(tmp_path: Path) -> None:
    found = run(tmp_path, FASTAPI)

    assert ((), frozenset()) == (found.traces, found.reached)
    assert ["POST /orders", "POST /orders/label", "task shop.tasks.send_receipt"] == [
        item.title for item in found.entries
    ]
    assert ("celery", "fastapi") == found.frameworks


def test_the_name_of_a_flow_chooses_its_entries(tmp_path: Path) -> None:
    found = run(tmp_path, FASTAPI, flow="labels")

    assert ["POST /orders/label"] == [trace.entry.title for trace in found.traces]


def test_a_function_may_be_an_entry(tmp_path: Path) -> None:
    found = run(tmp_path, FASTAPI, "service:OrderService._charge")

    assert ["shop.service:OrderService._charge"] == [item.title for item in found.chosen]
    assert "POST https://pay.example/charges" == found.traces[0].root.steps[0].detail


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("POST /order", "no entry is called 'POST /order'; near are: POST /orders, "),
        ("zzz", "no entry is called 'zzz'"),
    ],
)
def test_what_is_near_is_told_where_nothing_has_a_name(
    word: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(NoEntryError) as error:
        run(tmp_path, FASTAPI, word)

    assert str(error.value).startswith(message)


def test_what_a_flow_comes_to_is_known_by_file_and_function(tmp_path: Path) -> None:
    found = run(tmp_path, FASTAPI, "POST /orders")
    reached = {(Path(path).name, function) for path, function in found.reached}

    assert {
        ("api.py", "require_user"),
        ("models.py", "Order"),
        ("service.py", "OrderService._charge"),
        ("tasks.py", "deliver"),
    } <= reached
    assert ("api.py", "upload_label") not in reached


def test_places_are_those_of_the_call_and_of_the_definition(tmp_path: Path) -> None:
    found = run(tmp_path, FLASK, "POST /login")
    (step, *_) = found.traces[0].root.steps

    assert ("shop/app.py", 25) == (step.call.path, step.call.line)
    assert step.target is not None
    assert ("shop/app.py", 19, "account") == (
        step.target.path,
        step.target.line,
        step.target.function,
    )


def test_the_same_program_gives_the_same_tree(tmp_path: Path) -> None:
    first = run(tmp_path, DJANGO, "POST /api/orders/", "orders.settle")

    assert first == run(tmp_path, DJANGO, "POST /api/orders/", "orders.settle")


def test_what_is_called_without_an_implementation_is_a_stub(tmp_path: Path) -> None:
    modules = {
        "app": """
            from flask import Flask
            app = Flask(__name__)

            @app.post("/refunds")
            def refund():
                give_back()

            def give_back():
                raise NotImplementedError
        """
    }

    assert "call give_back -> app.py:give_back [stub]" in tree(run(tmp_path, modules, "/refunds"))


def test_what_nobody_can_tell_is_out_of_sight_only_where_it_matters(tmp_path: Path) -> None:
    modules = {
        "app": """
            import requests
            from flask import Flask
            app = Flask(__name__)

            class Card:
                def pay(self):
                    requests.post("https://pay.example")

                def name(self):
                    return "card"

            class Cash:
                def pay(self):
                    return 1

                def name(self):
                    return "cash"

            @app.post("/pay")
            def pay():
                ways = choose()
                ways.pay()
                ways.name()
                ways.upper()
        """
    }
    found = run(tmp_path, modules, "POST /pay")

    assert ["entry POST /pay -> app.py:pay", "  call ways.pay [out of sight]"] == tree(
        found
    ).splitlines()
    assert (End.EXTERNAL,) == found.traces[0].root.steps[0].leads
    assert 1 == found.traces[0].unresolved


def test_hostile_names_and_long_texts_stay_on_one_line(tmp_path: Path) -> None:
    modules = {
        "app": f"""
            import requests
            from flask import Flask
            app = Flask(__name__)

            @app.get("/<script>|=cmd()\\x1b[31m")
            def hostile(name):
                if name == {"x" * 400!r}:
                    requests.get("https://api.example/" + '''
                    {"y" * 400}''' + name)
        """
    }
    found = run(tmp_path, modules, "shop.app:hostile")
    (step,) = found.traces[0].root.steps

    assert [] == [text for text in (step.name, step.detail, step.condition) if "\n" in text]
    assert [] == [text for text in (step.name, step.detail, step.condition) if len(text) > 130]


def test_a_block_for_groups_of_errors_is_followed_like_any_other(tmp_path: Path) -> None:
    modules = {
        "app": """
            import requests
            from flask import Flask
            app = Flask(__name__)

            class Card:
                def pay(self):
                    requests.post("https://pay.example")

            class Gift(Card):
                def pay(self):
                    requests.put("https://gift.example")

            @app.post("/pay")
            def pay():
                way = Gift()
                way = Card()
                try:
                    way.pay()
                except* ValueError:
                    way.pay()
        """
    }
    (step,) = run(tmp_path, modules, "POST /pay").traces[0].root.steps

    assert ("way.pay", "Card.pay") == (step.name, step.target and step.target.function)


def test_a_view_that_asks_the_library_comes_back_to_its_own_methods(tmp_path: Path) -> None:
    modules = {
        **DJANGO,
        "views": """
            from rest_framework.generics import CreateAPIView
            from .serializers import OrderSerializer
            from .tasks import settle

            class OrderView(CreateAPIView):
                serializer_class = OrderSerializer

                def post(self, *args, **kwargs):
                    return super().post(*args, **kwargs)

                def create(self, request, *args, **kwargs):
                    settle.delay(1)
        """,
        "urls": """
            from django.urls import path
            from .views import OrderView

            urlpatterns = [path("orders", OrderView.as_view())]
        """,
    }
    found = tree(run(tmp_path, modules, "POST /orders"))

    assert "call OrderView.create -> views.py:OrderView.create" in found
    assert "task settle.delay -> tasks.py:settle [queue]" in found


def test_what_is_handed_on_and_the_heads_of_other_functions_are_told_apart(tmp_path: Path) -> None:
    found = run(tmp_path, FASTAPI, "POST /orders")
    direct = {function for _, function in found.direct}
    text = (tmp_path / "shop" / "api.py").read_text().splitlines()
    heads = {
        name: text[first - 1] for path, first, _, name in found.heads if path.endswith("api.py")
    }

    assert "OrderService.place" in direct
    assert "send_receipt" not in direct
    assert ("tasks.py", "send_receipt") in {
        (Path(path).name, function) for path, function in found.reached
    }
    assert heads["place_order"].startswith("@")
    assert all(line.startswith(("@", "def ", "async def ")) for line in heads.values())


def test_a_request_to_django_passes_the_middleware_of_its_settings(tmp_path: Path) -> None:
    modules = {
        **DJANGO,
        "settings": """
            import os
            ROOT_URLCONF = "shop.urls"
            MIDDLEWARE = [
                "django.middleware.security.SecurityMiddleware",
                "shop.middleware.TenantMiddleware",
                "shop.middleware.timed",
            ]
            if os.environ.get("AUDIT"):
                MIDDLEWARE.append("shop.middleware.AuditMiddleware")
        """,
        "middleware": """
            from django.core.cache import cache
            from django.utils.deprecation import MiddlewareMixin
            from .models import Order

            class TenantMiddleware(MiddlewareMixin):
                def process_request(self, request):
                    request.orders = Order.objects.count()

                def process_exception(self, request, exception):
                    cache.delete("tenant")

                def _unused(self):
                    cache.set("never", 1)

            class AuditMiddleware:
                def __init__(self, get_response):
                    self.get_response = get_response

                def __call__(self, request):
                    cache.incr("requests")
                    return self.get_response(request)

            def timed(get_response):
                def around(request):
                    cache.set("last", request.path)
                    return get_response(request)
                return around
        """,
    }
    found = run(tmp_path, modules, "GET /api/orders/")
    expected = """\
        entry GET /api/orders/ -> views.py:OrderViewSet
          middleware TenantMiddleware.process_request -> middleware.py:TenantMiddleware.process_request
            call Order.objects.count [database] SELECT Order
          middleware TenantMiddleware.process_exception -> middleware.py:TenantMiddleware.process_exception when on an error
            call cache.delete [cache]
          middleware timed -> middleware.py:timed.around
            call cache.set [cache]
          middleware AuditMiddleware.__call__ -> middleware.py:AuditMiddleware.__call__ when os.environ.get('AUDIT')
            call cache.incr [cache]
          call OrderViewSet.list [database] SELECT Order
    """

    assert dedent(expected) == tree(found)


def test_a_request_to_fastapi_passes_what_is_put_around_its_application(tmp_path: Path) -> None:
    modules = {
        "app": """
            import httpx
            from fastapi import FastAPI
            from starlette.middleware.base import BaseHTTPMiddleware
            from starlette.middleware.cors import CORSMiddleware

            class Quota(BaseHTTPMiddleware):
                async def dispatch(self, request, call_next):
                    await httpx.AsyncClient().get("https://quota.example")
                    return await call_next(request)

            class Plain:
                def __init__(self, app):
                    self.app = app

                async def __call__(self, scope, receive, send):
                    open(f"/data/{scope}", "a").write("request")
                    await self.app(scope, receive, send)

            app = FastAPI()
            other = FastAPI()
            app.add_middleware(CORSMiddleware, allow_origins=["*"])
            app.add_middleware(Quota)
            other.add_middleware(Plain)

            @app.middleware("http")
            async def timed(request, call_next):
                open(f"/data/{request.url}", "w").write("")
                return await call_next(request)

            @app.get("/orders")
            def orders(name: str):
                return open(f"/data/{name}").read()
        """,
    }
    found = run(tmp_path, modules, "GET /orders")
    expected = """\
        entry GET /orders -> app.py:orders
          middleware timed -> app.py:timed
            call open [file] write f'/data/{request.url}'
          middleware Quota.dispatch -> app.py:Quota.dispatch
            call httpx...get [external] GET https://quota.example
          call open [file] read f'/data/{name}'
    """

    assert dedent(expected) == tree(found)


def test_a_request_to_flask_passes_the_hooks_of_its_blueprint_and_application(
    tmp_path: Path,
) -> None:
    modules = {
        "orders": """
            import redis
            from flask import Blueprint
            orders, admin = Blueprint("orders", __name__), Blueprint("admin", __name__)
            store = redis.Redis()

            @orders.before_request
            def load():
                store.get("tenant")

            @orders.after_request
            def remember(response):
                store.set("last", "orders")
                return response

            @admin.before_request
            def only_admins():
                store.get("admins")

            @admin.before_app_request
            def count():
                store.incr("requests")

            @orders.context_processor
            def values():
                return {"number": store.get("number")}

            @orders.get("/orders")
            def listed():
                return store.get("orders")
        """,
        "app": """
            from flask import Flask
            from .orders import admin, orders

            def create_app():
                app = Flask(__name__)
                app.register_blueprint(orders)
                app.register_blueprint(admin)
                return app
        """,
    }
    found = run(tmp_path, modules, "GET /orders")
    expected = """\
        entry GET /orders -> orders.py:listed
          middleware count (before_app_request) -> orders.py:count
            call store.incr [cache]
          middleware load (before_request) -> orders.py:load
            call store.get [cache]
          middleware remember (after_request) -> orders.py:remember
            call store.set [cache]
          call store.get [cache]
    """

    assert dedent(expected) == tree(found)


def test_a_class_that_decorates_runs_what_it_was_given(tmp_path: Path) -> None:
    modules = {
        "app": """
            import functools
            import sqlite3
            from flask import Flask
            app = Flask(__name__)

            class before:
                def __init__(self, check):
                    self.check = check

                def __call__(self, view):
                    @functools.wraps(view)
                    def wrapped(*args):
                        sqlite3.connect("shop.db").execute("INSERT INTO calls VALUES (1)")
                        self.check()
                        return view(*args)
                    return wrapped

            def limit():
                sqlite3.connect("shop.db").execute("SELECT * FROM limits")

            @app.post("/pay")
            @before(limit)
            def pay():
                return "paid"
        """
    }
    found = run(tmp_path, modules, "POST /pay")
    expected = """\
        entry POST /pay -> app.py:pay
          dependency @before -> app.py:before.__call__.wrapped
            call sqlite3...execute [database] INSERT calls
          callback limit -> app.py:limit
            call sqlite3...execute [database] SELECT limits
    """

    assert dedent(expected) == tree(found)


RELATED = {
    "models": """
        from django.apps import apps
        from django.db import models

        class Order(models.Model):
            def close(self):
                self.save()

            @property
            def open_lines(self):
                return self.lines.filter(open=True).count()

        class Line(models.Model):
            order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")

            def ship(self):
                self.save()

        def order_model():
            return apps.get_model("shop", "Order")
    """,
}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "Order.objects.get(pk=1).lines.create(number=2)",
            [
                "call Order.objects.get [database] SELECT Order",
                "call Order...lines.create [database] INSERT Line",
            ],
        ),
        ("order.lines.filter(open=True).first()", ["call order...first [database] SELECT Line"]),
        ("order.lines.get(1)", []),
        ("order.lines.get('open')", []),
        ("order.other.filter(open=True).first()", []),
        ("order_model().objects.get(pk=1)", ["call order_model().objects.get [database] SELECT"]),
        (
            "for line in order.lines.all(): line.ship()",
            [
                "call order.lines.all [database] SELECT Line",
                "call line.ship -> models.py:Line.ship",
                "  call self.save [database] INSERT or UPDATE Line",
            ],
        ),
        (
            "order, made = Order.objects.get_or_create(pk=1); order.close()",
            [
                "call Order.objects.get_or_create [database] SELECT or INSERT Order",
                "call order.close -> models.py:Order.close",
                "  call self.save [database] INSERT or UPDATE Order",
            ],
        ),
        (
            "line = order.lines.filter(open=True).last(); line.ship()",
            [
                "call order...last [database] SELECT Line",
                "call line.ship -> models.py:Line.ship",
                "  call self.save [database] INSERT or UPDATE Line",
            ],
        ),
        (
            "Order.objects.get(pk=1).open_lines",
            [
                "call Order.objects.get [database] SELECT Order",
                "property Order...open_lines -> models.py:Order.open_lines",
                "  call self...count [database] SELECT Line",
            ],
        ),
    ],
)
def test_rows_behind_relations_are_in_the_database(
    tmp_path: Path, body: str, expected: list[str]
) -> None:
    views = f"""
        from django.http import Http404
        from .models import Order, order_model

        def work(order):
            {body}
    """
    found = run(tmp_path, {**RELATED, "work": views}, "work:work")
    _, *below = tree(found).splitlines()

    assert expected == [line.removeprefix("  ") for line in below]


def test_a_call_that_stands_in_several_branches_says_so(tmp_path: Path) -> None:
    modules = {
        "app": """
            def work(event):
                if event == "paid":
                    note("paid")
                elif event == "failed":
                    note("failed")

            def note(text):
                open(f"/data/{text}", "w")
        """
    }
    found = run(tmp_path, modules, "app:work")

    assert [
        "  call note -> app.py:note when event == 'paid', or in another case",
        "    call open [file] write f'/data/{text}'",
    ] == tree(found).splitlines()[1:]


def test_a_test_that_another_one_implies_is_left_out(tmp_path: Path) -> None:
    modules = {
        "app": """
            def work(event):
                if event == "paid":
                    pass
                elif event == "failed":
                    open(f"/data/{event}", "w")
        """
    }
    found = run(tmp_path, modules, "app:work")

    assert "  call open [file] write f'/data/{event}' when event == 'failed'" in tree(found)


def test_nothing_is_said_only_of_what_is_known_in_full(tmp_path: Path) -> None:
    modules = {
        "app": """
            from flask import Flask
            app = Flask(__name__)

            @app.post("/pay")
            def pay():
                asks(app)
                adds(1)

            def asks(client):
                first = 1
                second = 2
                third = 3
                return client.charge(first, second, third)

            def adds(number):
                first = 1
                second = 2
                third = 3
                return first + second + third + number
        """
    }
    found = run(tmp_path, modules, "POST /pay")

    assert [
        "  call asks -> app.py:asks",
        "  call adds -> app.py:adds [nothing]",
    ] == tree(found).splitlines()[1:]


def test_what_the_settings_ask_of_all_views_is_followed_where_a_view_says_nothing(
    tmp_path: Path,
) -> None:
    modules = {
        **DJANGO,
        "settings": """
            ROOT_URLCONF = "shop.urls"
            INSTALLED_APPS = ["shop"]
            REST_FRAMEWORK = {"DEFAULT_PERMISSION_CLASSES": ["shop.permissions.IsMember"]}
        """,
        "permissions": """
            from rest_framework.permissions import BasePermission
            from .models import Order

            class IsMember(BasePermission):
                def has_permission(self, request, view):
                    return Order.objects.filter(pk=request.user.pk).exists()
        """,
    }
    found = run(tmp_path, modules, "GET /api/orders/")

    assert [
        "  dependency IsMember.has_permission -> permissions.py:IsMember.has_permission",
        "    call Order...exists [database] SELECT Order",
    ] == tree(found).splitlines()[1:3]
