"""What frameworks call by themselves, and what a piece of code runs in."""

from __future__ import annotations

import ast

import pytest
from programs import modules, program

from readiness_lint.facts.entries import Entry, entry_of
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.tasks import Task
from readiness_lint.terms import EntryKind


def entries(source: str) -> list[tuple[str, EntryKind, str | None]]:
    return [(entry.name, entry.kind, entry.subject) for entry in program(source).facts(Entry)]


def test_decorators_and_calls_register_entries() -> None:
    found = entries("""
        from fastapi import Depends, FastAPI
        from django.db.models.signals import post_save
        from django.dispatch import receiver
        app = FastAPI()

        @app.on_event("startup")
        def start(): ...

        @app.on_event("shutdown")
        def stop(): ...

        @app.exception_handler(ValueError)
        def failed(request, error): ...

        @app.middleware("http")
        async def log(request, call_next): ...

        @receiver(post_save)
        def saved(sender, **_): ...

        def connected(sender, **_): ...
        post_save.connect(connected)

        def session(): ...

        @app.get("/")
        def index(db=Depends(session), other=Depends(session)): ...
        """)

    assert [
        ("start", EntryKind.STARTUP, "startup"),
        ("stop", EntryKind.SHUTDOWN, "shutdown"),
        ("failed", EntryKind.ERROR_HANDLER, "builtins.ValueError"),
        ("log", EntryKind.MIDDLEWARE, None),
        ("saved", EntryKind.RECEIVER, "django.db.models.signals.post_save"),
        ("connected", EntryKind.RECEIVER, None),
        ("session", EntryKind.DEPENDENCY, None),
    ] == found


def test_options_of_an_application_are_entries() -> None:
    found = entries("""
        from contextlib import asynccontextmanager
        from starlette.applications import Starlette

        @asynccontextmanager
        async def lifespan(app): yield
        def on_error(request, error): ...
        def done(): ...

        HANDLERS = {500: on_error}
        app = Starlette(lifespan=lifespan, exception_handlers=HANDLERS, on_shutdown=[done])
        """)

    assert [
        ("lifespan", EntryKind.STARTUP, None),
        ("on_error", EntryKind.ERROR_HANDLER, None),
        ("done", EntryKind.SHUTDOWN, None),
    ] == found


def test_factory_hands_over_the_function_that_it_defines() -> None:
    found = entries("""
        from contextlib import asynccontextmanager
        from starlette.applications import Starlette

        def cycle(service, *, workers):
            @asynccontextmanager
            async def running(app): yield
            def unused(): ...
            return running

        app = Starlette(lifespan=cycle("shop", workers=2))
        """)

    assert [("running", EntryKind.STARTUP, None)] == found


def test_methods_of_base_classes_are_entries() -> None:
    found = entries("""
        from django.apps import AppConfig
        from django.core.management.base import BaseCommand

        class Shop(AppConfig):
            def ready(self): ...
            def other(self): ...

        class Command(BaseCommand):
            def handle(self, *args, **options): ...
        """)

    assert [("ready", EntryKind.STARTUP, None), ("handle", EntryKind.COMMAND, None)] == found


def test_the_settings_of_a_worker_hold_entries() -> None:
    found = entries("""
        async def start(ctx): ...
        async def work(ctx): ...

        class WorkerSettings:
            on_startup = start
            functions = [work]
        """)

    assert [("start", EntryKind.STARTUP, None)] == found


def around(source: str) -> Handler | Task | Entry | None:
    """The entry around the call of ``here``."""
    file = program(source)
    ((call, _),) = file.index.calls["here"]
    return entry_of(call, file)


def test_code_runs_in_the_entry_around_it() -> None:
    found = around("""
        from celery import shared_task

        @shared_task
        def work():
            if True:
                here()
        """)

    assert isinstance(found, Task)


def test_a_definition_is_its_own_entry() -> None:
    file = program("""
        from fastapi import FastAPI
        app = FastAPI()

        @app.get("/")
        def index(): ...
        """)
    (function,) = file.nodes(ast.FunctionDef)

    assert isinstance(entry_of(function, file), Handler)


def test_a_handler_that_is_a_dependency_too_is_a_handler() -> None:
    found = around("""
        from fastapi import Depends, FastAPI
        app = FastAPI()

        @app.get("/")
        def index(): here()

        @app.get("/again")
        def again(inner=Depends(index)): ...
        """)

    assert isinstance(found, Handler)


def test_a_hook_of_a_view_runs_in_a_request() -> None:
    found = around("""
        from rest_framework.viewsets import ModelViewSet

        class Orders(ModelViewSet):
            def perform_create(self, serializer): here()
        """)

    assert isinstance(found, Entry)
    assert EntryKind.HANDLER == found.kind


@pytest.mark.parametrize(
    ("inner", "inside"),
    [
        ("def part(): here()\n    part()", True),
        ("def part(): here()\n    return [part() for _ in range(3)]", True),
        ("async def part(): here()\n    await part()", True),
        ("async def part(): here()\n    await asyncio.gather(part(), part())", True),
        ("async def part(): here()\n    asyncio.create_task(part())", False),
        ("def part(): here()\n    thprogram(target=part)", False),
        ("def part(): here()\n    return lambda: part()", False),
        ("def part(): here()\n    return part", False),
        ("def part():\n        here()\n        yield 1\n    return Streaming(part())", False),
        ("@later\n    def part(): here()", False),
        ("def part(): here()", False),
        ("class Part:\n        def part(self): here()\n    Part().part()", False),
        ("return lambda: here()", True),
    ],
)
def test_a_nested_function_counts_where_it_is_only_called_and_waited_for(
    inner: str, *, inside: bool
) -> None:
    found = around(
        "import asyncio\nfrom fastapi import FastAPI\napp = FastAPI()\n"
        f"@app.get('/')\nasync def index():\n    {inner}\n"
    )

    assert inside is isinstance(found, Handler)


def test_code_of_a_module_or_a_plain_function_has_no_entry() -> None:
    assert around("here()") is None
    assert (
        around("""
        from celery import shared_task

        @shared_task
        def work(): ...

        def plain(): here()
        """)
        is None
    )


def test_what_other_modules_register_is_an_entry() -> None:
    files = modules(
        {
            "shop.parts": """
                def session(): ...
                async def failed(request, error): ...
                def done(): ...
                def saved(sender, **_): ...
                def chained(db): ...
                """,
            "shop.routes": """
                from fastapi import APIRouter, Depends
                from shop import parts
                from typing import Annotated
                router = APIRouter()
                SessionDep = Annotated[object, Depends(parts.session)]

                @router.get("/")
                def index(db: SessionDep): ...
                """,
            "shop.app": """
                from django.db.models.signals import post_save
                from fastapi import FastAPI
                from shop.parts import done, failed as on_error, saved
                from shop.settings import AT_END

                post_save.connect(saved)
                app = FastAPI(on_shutdown=AT_END)
                app.add_exception_handler(ValueError, on_error)
                """,
            "shop.settings": "from shop.parts import done\n\nAT_END = [done]\n",
        }
    )

    assert [
        ("session", EntryKind.DEPENDENCY),
        ("failed", EntryKind.ERROR_HANDLER),
        ("done", EntryKind.SHUTDOWN),
        ("saved", EntryKind.RECEIVER),
    ] == [(entry.name, entry.kind) for entry in files["shop.parts"].facts(Entry)]


def test_middleware_that_settings_list_are_entries() -> None:
    known = modules(
        {
            "shop.settings": """
            MIDDLEWARE = ["shop.middleware.Timed", "shop.middleware.simple"]
            MIDDLEWARE += ["shop.middleware.gone"]
            MIDDLEWARE.append("shop.middleware.both")
            """,
            "shop.middleware": """
            from asyncio import iscoroutinefunction

            class Base:
                def __init__(self, get_response): ...
                def process_view(self, request, view, args, kwargs): ...

            class Timed(Base):
                def __call__(self, request): ...
                def helper(self): ...

            class Unlisted(Base):
                def __call__(self, request): ...

            def simple(get_response):
                def middleware(request):
                    return get_response(request)
                def unused(request): ...
                return middleware

            def both(get_response):
                if iscoroutinefunction(get_response):
                    async def call(request): ...
                else:
                    def call(request): ...
                return call
            """,
        }
    )

    found = known["shop.middleware"].facts(Entry)

    assert {(item.name, item.asynchronous) for item in found} == {
        ("process_view", False),
        ("__call__", False),
        ("middleware", False),
        ("call", True),
        ("call", False),
    }
    assert {item.kind for item in found} == {EntryKind.MIDDLEWARE}
    assert len(found) == 5
