"""Routes that nobody guards among routes that are: what asks instead, and what may."""

from __future__ import annotations

from textwrap import dedent

import pytest
from programs import modules

from readiness_lint.facts.unguarded import UnguardedRoute

SECURITY = """
from fastapi import Depends, HTTPException

def get_user(): raise HTTPException(401)
def count_calls(): ...
def only_user(): raise HTTPException(status_code=403)
"""
ITEMS = """
from fastapi import APIRouter, Depends
from security import count_calls, get_user, only_user
{head}
router = APIRouter({router})

@router.get("/")
def rows(user=Depends(get_user)): ...

@router.post("/")
def add(user=Depends(get_user)): ...

@router.put("/{{number}}")
def change(number: int, user=Depends(get_user)): ...

{route}
"""
OPEN = """
@router.delete("/{number}")
def drop(number: int): ...
"""
MAIN = """
from fastapi import Depends, FastAPI
import items
from security import count_calls, get_user
app = FastAPI()
app.include_router(items.router)
"""


def found(sources: dict[str, str]) -> list[tuple[str, int, int]]:
    files = modules({name: dedent(source) for name, source in sources.items()})
    return [
        (route.route, route.guarded, route.siblings)
        for file in files.values()
        for route in file.facts(UnguardedRoute)
    ]


def items(
    route: str = OPEN, *, head: str = "", router: str = "", main: str = MAIN, **more: str
) -> list[tuple[str, int, int]]:
    text = ITEMS.format(head=head, router=router, route=dedent(route))
    return found({"security": SECURITY, "items": text, "main": main, **more})


def test_a_route_without_a_guard_among_guarded_ones_is_found() -> None:
    assert [("DELETE /{number}", 3, 4)] == items()


def test_a_router_that_is_the_application_is_looked_at() -> None:
    text = ITEMS.format(head="from fastapi import FastAPI", router="", route=OPEN)

    assert [("DELETE /{number}", 3, 4)] == found(
        {"security": SECURITY, "items": text.replace("= APIRouter(", "= FastAPI(")}
    )


def test_routers_are_followed_through_factories_and_those_above_them() -> None:
    main = """
    from fastapi import APIRouter, FastAPI
    import items

    api = APIRouter(prefix="/api")
    api.include_router(items.router)

    def mount(app: FastAPI) -> None:
        app.include_router(api)

    def create():
        app = FastAPI()
        mount(app)
        return app
    """

    assert [("DELETE /{number}", 3, 4)] == items(main=main)


@pytest.mark.parametrize(
    "route",
    [
        # Another way to ask.
        "@router.delete('/', dependencies=[Depends(only_user)])\ndef drop(): ...",
        "CHECKS = [Depends(get_user)]\n@router.delete('/', dependencies=CHECKS)\ndef drop(): ...",
        "@router.delete('/')\ndef drop(key: str):\n    only_user()",
        "@router.delete('/')\ndef drop(authorization: str): ...",
        "@router.delete('/')\ndef drop(request: Request):\n    return request.state.user",
        "@router.delete('/')\ndef drop(request: Request):\n    return remove(request)",
        # Perhaps one.
        "@router.delete('/', dependencies=given())\ndef drop(): ...",
        "@router.delete('/', **more)\ndef drop(): ...",
        "from elsewhere import Owner\n@router.delete('/')\ndef drop(owner: Owner): ...",
        "def passed_on(request: Request): return inspect(request)\n"
        "@router.delete('/')\ndef drop(seen=Depends(passed_on)): ...",
        "from elsewhere import Base\nclass Checked(Base): ...\n"
        "@router.delete('/')\ndef drop(seen=Depends(Checked())): ...",
        "from elsewhere import wrapped\n@router.delete('/')\n@wrapped\ndef drop(): ...",
        # Nothing that needs one.
        "@router.get('/more')\ndef more(): ...",
        "@router.post('/login')\ndef enter(): ...",
        "@router.post('/search')\ndef look(): ...",
        "@router.websocket('/follow')\ndef follow(): ...",
        "# Anonymous visitors may vote.\n@router.post('/votes')\ndef vote(): ...",
        "@router.post('/votes')\ndef vote():\n    '''Public on purpose.'''",
    ],
)
def test_a_route_that_asks_or_need_not_ask_is_none(route: str) -> None:
    assert [] == items(route)


@pytest.mark.parametrize(
    "guard",
    [
        "import elsewhere\n@router.delete('/')\ndef drop(user=Depends(elsewhere.current_user)): ...",
        "import elsewhere\n@router.delete('/')\ndef drop(user=Depends(elsewhere.user_session)): ...",
        "import elsewhere\n@router.delete('/')\ndef drop(user=Depends(elsewhere.tenant)): ...",
        "@router.delete('/')\ndef drop(calls=Depends(get_user)): ...",
        "from fastapi.security import HTTPBearer\nclass Bearer(HTTPBearer): ...\nbearer = Bearer()\n"
        "@router.delete('/')\ndef drop(key=Depends(bearer)): ...",
        "class Checks:\n    def __init__(self, role): ...\n"
        "    def __call__(self, user=Depends(get_user)): ...\n"
        "@router.delete('/')\ndef drop(key=Depends(Checks('editor'))): ...",
        "def checks(role):\n    def check(user=Depends(get_user)): ...\n    return check\n"
        "@router.delete('/')\ndef drop(key=Depends(checks('editor'))): ...",
        "from typing import Annotated\nOwner = Annotated[int, Depends(get_user)]\n"
        "@router.delete('/')\ndef drop(owner: 'Owner'): ...",
    ],
)
def test_a_guard_counts_from_wherever_it_comes(guard: str) -> None:
    assert [] == items(guard)


@pytest.mark.parametrize(
    "route",
    [
        "@router.delete('/', dependencies=[Depends(count_calls)])\ndef drop(): ...",
        "@router.delete('/', dependencies=[])\ndef drop(): ...",
        "@router.delete('/')\ndef drop(calls=Depends(count_calls)): ...",
        "import elsewhere\n@router.delete('/')\ndef drop(db=Depends(elsewhere.get_session)): ...",
        "@router.delete('/')\ndef drop(user: int): ...",
        # A class, and what belongs to a row, is nobody who calls.
        "from rows import User\n@router.delete('/')\ndef drop(number: int): User.drop(number)",
        "@router.delete('/')\ndef drop(row: Row): row.related.user.drop()",
    ],
)
def test_what_only_looks_like_a_guard_is_none(route: str) -> None:
    assert [("DELETE /", 3, 4)] == items(route)


@pytest.mark.parametrize(
    "router",
    [
        "dependencies=[Depends(get_user)]",
        "route_class=Guarded",
        "dependencies=given()",
        "prefix='/public'",
    ],
)
def test_a_router_may_ask_for_all_its_routes(router: str) -> None:
    assert [] == items(router=router)


@pytest.mark.parametrize(
    "mount",
    [
        "app.include_router(items.router, dependencies=[Depends(get_user)])",
        "app.include_router(items.router, prefix='/public')",
        "app.include_router(items.router, **options)",
        "api = APIRouter(dependencies=[Depends(get_user)])\n"
        "api.include_router(items.router)\napp.include_router(api)",
        # Perhaps one of the two is for development.
        "app.include_router(items.router)\n"
        "app.include_router(items.router, dependencies=[Depends(get_user)])",
        # Not mounted in sight.
        "",
        "from elsewhere import api\napi.include_router(items.router)",
        "api = APIRouter()\napi.include_router(items.router)",
        "for each in find(): app.include_router(each)",
    ],
)
def test_what_mounts_a_router_may_ask(mount: str) -> None:
    main = MAIN.replace("app.include_router(items.router)", mount).replace(
        "import Depends", "import APIRouter, Depends"
    )

    assert [] == items(main=main)


@pytest.mark.parametrize(
    "mount",
    [
        "app.include_router(items.router, dependencies=[Depends(count_calls)])",
        "for each in (items.router,): app.include_router(each)",
        "app.include_router(items.router)\n"
        "for each in find(): app.include_router(each, dependencies=[Depends(get_user)])",
        "ALL = [items.router]\nfor each in ALL: app.include_router(each)",
    ],
)
def test_a_mount_that_asks_nobody_is_seen_as_such(mount: str) -> None:
    main = MAIN.replace("app.include_router(items.router)", mount)

    assert [("DELETE /{number}", 3, 4)] == items(main=main)


@pytest.mark.parametrize(
    "policy",
    [
        # For an application.
        "app = FastAPI(dependencies=[Depends(get_user)])",
        "app = FastAPI(**options)",
        # Middleware.
        "@app.middleware('http')\nasync def gate(request, go):\n    raise HTTPException(401)",
        "@app.middleware('http')\nasync def gate(request, go):\n"
        "    return JSONResponse({}, status_code=403)",
        "@app.middleware('http')\nasync def check_access(request, go):\n    return await go(request)",
        "async def gate(request, go): get_user()\napp.middleware('http')(gate)",
        "class Gate(BaseHTTPMiddleware):\n    async def dispatch(self, request, go): get_user()\n"
        "app.add_middleware(Gate)",
        "class Gate:\n    async def __call__(self, scope, receive, send): get_user()\n"
        "app.add_middleware(Gate)",
        "from elsewhere import AuthMiddleware\napp.add_middleware(AuthMiddleware)",
        "app.add_middleware(choose())",
        "app = FastAPI(middleware=[Middleware(AuthMiddleware)])",
        "class Gate:\n    async def __call__(self, scope, receive, send): get_user()\n"
        "served = Gate(app)",
        # Of an application that nothing is known of.
        "def install(app):\n    @app.middleware('http')\n"
        "    async def gate(request, go): raise HTTPException(401)",
        "def install(app):\n    app.add_middleware(Gate)",
    ],
)
def test_a_program_that_asks_everybody_or_may_is_left_alone(policy: str) -> None:
    head = (
        "from fastapi import HTTPException\n"
        "from fastapi.middleware import Middleware\n"
        "from fastapi.responses import JSONResponse\n"
        "from starlette.middleware.base import BaseHTTPMiddleware\n"
    )

    assert [] == items(main=f"{head}{MAIN}\n{policy}\n")


@pytest.mark.parametrize(
    "policy",
    [
        "app.add_middleware(CORSMiddleware, allow_origins=['https://shop.example'])",
        "from starlette.types import Receive, Scope, Send\nclass Limit:\n"
        "    def __init__(self, app: ASGIApp) -> None: self.app = app\n"
        "    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:\n"
        "        await self.app(scope, receive, send)\n"
        "app.add_middleware(Limit)",
        "@app.middleware('http')\nasync def timing(request, go):\n    return await go(request)",
        "@app.exception_handler(ValueError)\ndef failed(request, error): ...",
    ],
)
def test_middleware_that_lets_everybody_pass_is_no_policy(policy: str) -> None:
    head = "from fastapi.middleware.cors import CORSMiddleware"

    assert [("DELETE /{number}", 3, 4)] == items(main=f"{head}\n{MAIN}\n{policy}\n")


FLASK = """
from flask import Blueprint, Flask, abort, g
from flask_login import login_required
pages = Blueprint("pages", __name__)
app = Flask(__name__)
app.register_blueprint(pages)

@pages.get("/")
@login_required
def rows(): ...

@pages.post("/")
@login_required
def add(): ...

@pages.route("/<number>", methods=["PUT"])
@login_required
def change(number): ...

@pages.delete("/<number>")
def drop(number): ...

{policy}
"""


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("", 1),
        ("@app.before_request\ndef start(): g.started = 1", 1),
        ("@app.before_request\ndef start():\n    if not g.user: abort(401)", 0),
        ("@app.before_request\n@login_required\ndef start(): ...", 0),
        ("def gate(): abort(403)\napp.before_request(gate)", 0),
        ("@pages.before_app_request\ndef start(): abort(401)", 0),
        ("app.wsgi_app = Gate(app.wsgi_app)", 0),
        ("def install(app):\n    @app.before_request\n    def gate(): abort(401)", 0),
    ],
)
def test_hooks_of_flask_may_ask(policy: str, expected: int) -> None:
    assert expected == len(found({"shop": FLASK.format(policy=policy)}))


ASYNC = """
from elsewhere import protected
from {package} import Blueprint, {App}
pages = Blueprint("pages")
app = {App}("shop")
{mount}

@pages.get("/")
@protected
async def rows(request): ...

@pages.post("/")
@protected
async def add(request): ...

@pages.put("/<number>")
@protected
async def change(request, number): ...

@pages.delete("/<number>")
async def drop(request, number): ...

{policy}
"""


@pytest.mark.parametrize(
    ("package", "mount", "policy", "expected"),
    [
        ("sanic.Sanic", "app.blueprint(pages)", "", 1),
        ("sanic.Sanic", "", "", 0),
        (
            "sanic.Sanic",
            "app.blueprint(pages)",
            "from sanic.exceptions import Unauthorized\n"
            "@app.on_request\nasync def gate(request): raise Unauthorized('who')",
            0,
        ),
        (
            "sanic.Sanic",
            "app.blueprint(pages)",
            "async def gate(request): raise Forbidden('who')\napp.register_middleware(gate)",
            0,
        ),
        ("sanic.Sanic", "app.blueprint(pages)", "@app.on_response\nasync def end(q, a): ...", 1),
        ("quart.Quart", "app.register_blueprint(pages)", "", 1),
        (
            "quart.Quart",
            "app.register_blueprint(pages)",
            "from quart import abort\n@app.before_request\nasync def gate(): abort(401)",
            0,
        ),
        ("quart.Quart", "app.register_blueprint(pages)", "app.asgi_app = Gate(app.asgi_app)", 0),
    ],
)
def test_hooks_of_asynchronous_applications_may_ask(
    package: str, mount: str, policy: str, expected: int
) -> None:
    library, _, name = package.partition(".")
    source = ASYNC.format(package=library, App=name, mount=mount, policy=policy)

    assert expected == len(found({"shop": source}))


@pytest.mark.parametrize(
    "other",
    [
        "from aiohttp import web\n@web.middleware\n"
        "async def gate(request, handler): raise web.HTTPUnauthorized()\n"
        "app = web.Application(middlewares=[gate])",
        "from litestar import Litestar\nfrom litestar.exceptions import NotAuthorizedException\n"
        "def gate(connection, handler): raise NotAuthorizedException()\n"
        "app = Litestar(guards=[gate])",
        "from litestar import Litestar\nfrom litestar.middleware import DefineMiddleware\n"
        "from elsewhere import AuthMiddleware\n"
        "app = Litestar(middleware=[DefineMiddleware(AuthMiddleware)])",
    ],
)
def test_a_gate_of_another_application_of_the_program_may_stand_before_this_one(other: str) -> None:
    assert [] == items(other=other)


@pytest.mark.parametrize(
    ("api", "mount", "operation", "expected"),
    [
        ("", "", "", 1),
        ("auth=Key()", "", "", 0),
        ("", ", auth=Key()", "", 0),
        ("", "", ", auth=Key()", 0),
        ("", ", auth=None", "", 0),
    ],
)
def test_keys_of_ninja_are_asked_for_at_every_height(
    api: str, mount: str, operation: str, expected: int
) -> None:
    source = f"""
    from ninja import NinjaAPI, Router
    from ninja.security import APIKeyHeader
    class Key(APIKeyHeader): ...
    parts = Router()

    @parts.get("/", auth=Key())
    def rows(request): ...

    @parts.post("/", auth=Key())
    def add(request): ...

    @parts.put("/", auth=Key())
    def change(request): ...

    @parts.delete("/"{operation})
    def drop(request): ...

    api = NinjaAPI({api})
    api.add_router("/parts", parts{mount})
    """

    assert expected == len(found({"shop": source}))


VIEWS = """
from django.contrib.auth.decorators import login_required
from models import Book

@login_required
def rows(request): ...

@login_required
def add(request): Book.objects.create()

@login_required
def change(request, pk): Book.objects.update()

def drop(request, pk): {body}
"""
URLS = """
from django.urls import path
import views
urlpatterns = [path("", views.rows), path("add", views.add), path("change", views.change), {more}]
"""
MODELS = """
from django.db import models
class Book(models.Model): title = models.CharField(max_length=9)
"""
DROPS = "Book.objects.filter(pk=pk).delete()"


def views(
    settings: str, *, body: str = DROPS, more: str = "path('drop', views.drop)", **modules_: str
) -> list[tuple[str, int, int]]:
    sources = {"models": MODELS, "urls": URLS.format(more=more), "views": VIEWS.format(body=body)}
    return found({**sources, "settings": settings, **modules_})


def test_a_view_that_changes_rows_for_all_is_found() -> None:
    settings = "MIDDLEWARE = ['django.contrib.auth.middleware.AuthenticationMiddleware']"

    assert [("drop", 3, 4)] == views(settings)


@pytest.mark.parametrize(
    ("body", "more"),
    [
        ("...", "path('drop', views.drop)"),
        (f"{DROPS} if request.user.is_staff else None", "path('drop', views.drop)"),
        (DROPS, ""),
        (DROPS, "path('drop', login_required(views.drop))"),
        (DROPS, "path('drop', elsewhere(views.drop))"),
        (DROPS, "path('register/drop', views.drop)"),
    ],
)
def test_a_view_that_changes_nothing_or_that_no_list_opens_is_none(body: str, more: str) -> None:
    assert [] == views("MIDDLEWARE = []", body=body, more=more)


@pytest.mark.parametrize(
    "settings",
    [
        "MIDDLEWARE = ['django.contrib.auth.middleware.LoginRequiredMiddleware']",
        "MIDDLEWARE = ['elsewhere.AuthMiddleware']",
        "MIDDLEWARE = ['gates.Gate']",
        "MIDDLEWARE = []\nMIDDLEWARE += ['gates.Gate']",
        "MIDDLEWARE = []\nMIDDLEWARE.append('gates.Gate')",
        "MIDDLEWARE = [] + chosen()",
        "MORE = ['gates.Gate']\nMIDDLEWARE = [*MORE]",
        "MIDDLEWARE = []\nREST_FRAMEWORK = {'DEFAULT_PERMISSION_CLASSES': "
        "['rest_framework.permissions.IsAuthenticated']}",
        "MIDDLEWARE = []\nREST_FRAMEWORK = given()",
        # Nothing is known of the settings.
        "DEBUG = False",
    ],
)
def test_settings_that_ask_everybody_or_may_keep_views_out(settings: str) -> None:
    gates = """
    from django.http import HttpResponse
    class Gate:
        def __call__(self, request): return HttpResponse(status=403)
    """

    assert [] == views(settings, gates=gates)


@pytest.mark.parametrize(
    "settings",
    [
        "MIDDLEWARE = ['django.middleware.common.CommonMiddleware']",
        "MIDDLEWARE = []\nREST_FRAMEWORK = {'DEFAULT_PERMISSION_CLASSES': "
        "['rest_framework.permissions.AllowAny']}",
    ],
)
def test_settings_that_ask_nobody_are_no_policy(settings: str) -> None:
    assert [("drop", 3, 4)] == views(settings)
