from __future__ import annotations

import pytest
from programs import modules, program

from readiness_lint.facts.error_answers import ErrorAnswer, ends_as_answer, logged_by_line
from readiness_lint.facts.error_handlers import ErrorHandler
from readiness_lint.facts.failures import ExceptHandler
from readiness_lint.model import File

HEAD = """
import logging

import redis
from aiohttp import web
from fastapi import FastAPI, HTTPException
from fastapi.exception_handlers import http_exception_handler
from fastapi.responses import JSONResponse
from flask import Flask, abort, jsonify
from starlette.exceptions import HTTPException as StarletteError
from werkzeug.exceptions import BadGateway
from werkzeug.exceptions import HTTPException as FlaskError

from shop.errors import answer, report

app = FastAPI()
site = Flask(__name__)
cache = redis.Redis(socket_timeout=1)
logger = logging.getLogger(__name__)
"""


def indented(lines: str, by: int) -> str:
    return "\n".join(" " * by + line for line in lines.split("\n"))


def answering(
    answer: str, *, around: str = "{}", more: str = "", above: str = '@app.get("/x")'
) -> File:
    """A handler with a ``try`` that answers so, inside ``around``."""
    lines = f"try:\n    cart.add(1)\nexcept Exception as error:\n{indented(answer, 4)}"
    place = next(line for line in around.split("\n") if "{}" in line)
    depth = len(place) - len(place.lstrip())
    body = around.replace("{}", indented(lines, depth).lstrip())
    return program(f"{HEAD}\n{more}\n{above}\ndef work(cart):\n{indented(body, 4)}\n")


FAILED = "raise HTTPException(500)"


@pytest.mark.parametrize(
    ("heard", "around"),
    [
        (True, "try:\n    {}\nexcept Exception:\n    logger.exception('x')"),
        (True, "try:\n    {}\nexcept HTTPException:\n    logger.exception('x')\n    raise"),
        (True, "try:\n    {}\nexcept StarletteError:\n    logger.exception('x')\n    raise"),
        (True, "try:\n    {}\nexcept unheard_of:\n    logger.exception('x')"),
        (
            True,
            "try:\n    try:\n        {}\n    except HTTPException:\n        raise\n"
            "except Exception:\n    logger.exception('x')\n    raise",
        ),
        (
            False,
            "try:\n    {}\nexcept HTTPException:\n    raise\nexcept Exception:\n"
            "    logger.exception('x')",
        ),
        (False, "try:\n    {}\nexcept HTTPException:\n    return None"),
        (False, "try:\n    {}\nexcept KeyError:\n    logger.exception('x')"),
        (False, "try:\n    {}\nfinally:\n    cart.close()"),
        (False, "{}"),
    ],
)
def test_a_clause_around_it_may_hear_what_is_raised(*, heard: bool, around: str) -> None:
    found = answering(FAILED, around=around).facts(ErrorAnswer)

    assert heard == (not found)


def test_nobody_around_it_hears_what_is_returned() -> None:
    around = "try:\n    {}\nexcept Exception:\n    logger.exception('x')"
    found = answering("return JSONResponse({}, 500)", around=around).facts(ErrorAnswer)

    assert [500] == [answer.status for item in found for answer in item.answers]


LOGGING = "(request, error):\n    logger.error('x')\n    return JSONResponse({}, 500)"


@pytest.mark.parametrize(
    ("heard", "answer", "more"),
    [
        (True, FAILED, f"@app.exception_handler(HTTPException)\ndef f{LOGGING}"),
        (True, FAILED, f"@app.exception_handler(StarletteError)\ndef f{LOGGING}"),
        (True, FAILED, f"def f{LOGGING}\napp.add_exception_handler(HTTPException, f)"),
        (True, FAILED, "app.add_exception_handler(HTTPException, answer)"),
        (True, FAILED, f"def f{LOGGING}\nFastAPI(exception_handlers={{HTTPException: f}})"),
        (True, FAILED, "FastAPI(exception_handlers=answer)"),
        (True, "raise HTTPException(503)", f"@app.exception_handler(503)\ndef f{LOGGING}"),
        (False, "raise HTTPException(503)", f"@app.exception_handler(502)\ndef f{LOGGING}"),
        (False, FAILED, f"@app.exception_handler(500)\ndef f{LOGGING}"),
        (False, FAILED, f"@app.exception_handler(Exception)\ndef f{LOGGING}"),
        (False, FAILED, f"@app.exception_handler(ValueError)\ndef f{LOGGING}"),
        (
            False,
            "return JSONResponse({}, 500)",
            f"@app.exception_handler(HTTPException)\ndef f{LOGGING}",
        ),
        (
            False,
            FAILED,
            "@app.exception_handler(HTTPException)\nasync def f(request, error):\n"
            "    return await http_exception_handler(request, error)",
        ),
        (
            True,
            FAILED,
            "@app.exception_handler(HTTPException)\nasync def f(request, error):\n"
            "    report(error)\n    return await http_exception_handler(request, error)",
        ),
        (
            True,
            FAILED,
            "@app.exception_handler(HTTPException)\nasync def f(request, error):\n"
            "    if error.status_code >= 500:\n        logger.error('x')\n"
            "    return JSONResponse({}, error.status_code)",
        ),
        (
            False,
            FAILED,
            "@app.exception_handler(HTTPException)\nasync def f(request, error):\n"
            "    if error.status_code < 500:\n        logger.info('x')\n"
            "    return JSONResponse({}, error.status_code)",
        ),
        (
            True,
            FAILED,
            "@app.exception_handler(HTTPException)\nasync def f(request, error):\n"
            "    if error.detail != 500 and 400 <= error.status_code < 600:\n"
            "        logger.error('x')\n    return JSONResponse({}, error.status_code)",
        ),
        (True, FAILED, f"@app.exception_handler()\ndef f{LOGGING}"),
        (
            False,
            FAILED,
            "@app.exception_handler(HTTPException)\nasync def f(request, error):\n"
            "    if error.status_code == 404:\n        logger.info('x')\n"
            "    elif error.detail:\n        pass\n"
            "    return JSONResponse({}, error.status_code)",
        ),
    ],
)
def test_an_error_handler_hears_what_is_raised_as_its_class(
    *, heard: bool, answer: str, more: str
) -> None:
    assert heard == (not answering(answer, more=more).facts(ErrorAnswer))


WRITING = "(error):\n    site.logger.error('x')\n    return 'x', 500"


@pytest.mark.parametrize(
    ("heard", "subject"),
    [
        (True, "Exception"),
        (True, "FlaskError"),
        (True, "502"),
        (True, "BadGateway"),
        (False, "500"),
        (False, "KeyError"),
    ],
)
@pytest.mark.parametrize("answer", ["abort(502)", "raise BadGateway"])
def test_some_frameworks_ask_the_handler_of_every_exception_too(
    *, heard: bool, subject: str, answer: str
) -> None:
    more = f"@site.errorhandler({subject})\ndef f{WRITING}"
    if answer == "raise BadGateway":
        answer = "raise BadGateway()"
    file = answering(answer, more=more, above='@site.get("/x")')

    assert heard == (not file.facts(ErrorAnswer))


@pytest.mark.parametrize(
    ("heard", "clause"), [(True, "Exception"), (True, "web.HTTPException"), (False, "KeyError")]
)
def test_a_middleware_hears_what_crosses_it(*, heard: bool, clause: str) -> None:
    more = (
        "@web.middleware\nasync def f(request, handler):\n    try:\n"
        f"        return await handler(request)\n    except {clause}:\n"
        "        logger.exception('x')\n        raise"
    )
    raised = "raise web.HTTPInternalServerError()"

    assert heard == (not answering(raised, more=more).facts(ErrorAnswer))
    assert answering(FAILED, more=more.replace(clause, "Exception")).facts(ErrorAnswer)


@pytest.mark.parametrize(
    ("heard", "more"),
    [
        (True, "def f(work):\n    def g(*a):\n        logger.error('x')\n    return g"),
        (
            True,
            "def f(work):\n    def g(*a):\n        try:\n            work(*a)\n"
            "        except Exception:\n            logger.info('x')\n    return g",
        ),
        (False, "def f(work):\n    def g(*a):\n        logger.info('took')\n    return g"),
        (False, "def f(work):\n    return work"),
    ],
)
def test_a_decorator_of_the_file_hears_if_it_tells(*, heard: bool, more: str) -> None:
    file = answering(FAILED, more=more, above='@app.get("/x")\n@f')

    assert heard == (not file.facts(ErrorAnswer))


@pytest.mark.parametrize(
    ("status", "answer", "client_errors"),
    [
        (500, FAILED, False),
        (500, "if error.args:\n    raise HTTPException(404)\nraise HTTPException(500)", True),
        (None, "raise HTTPException(404)", False),
        (None, "raise HTTPException(404)", True),
    ],
)
def test_the_answer_that_blames_the_server_comes_first(
    *, status: int | None, answer: str, client_errors: bool
) -> None:
    (found,) = answering(answer).facts(ErrorAnswer)
    failing = found.failing(client_errors=client_errors)

    assert status == (failing.status if failing else None)


def test_a_client_is_blamed_wrongly_where_a_peer_may_fail() -> None:
    file = program(f"""{HEAD}
@app.get("/x")
def work(number: int):
    try:
        return cache.get(number)
    except Exception:
        raise HTTPException(404)
""")
    (found,) = file.facts(ErrorAnswer)
    failing = found.failing(client_errors=True)

    assert failing is not None
    assert (404, None) == (failing.status, found.failing(client_errors=False))


def test_some_frameworks_write_one_line_of_what_is_returned() -> None:
    file = program("""
        from django.http import HttpResponse
        from rest_framework.decorators import api_view
        from rest_framework.exceptions import APIException

        @api_view(["GET"])
        def work(request):
            try:
                ship(request)
            except Exception:
                return HttpResponse("x", status=500)

        @api_view(["GET"])
        def more_work(request):
            try:
                ship(request)
            except Exception:
                raise APIException("x")
    """)

    assert [True, False] == [
        logged_by_line(answer) for item in file.facts(ErrorAnswer) for answer in item.answers
    ]


def test_an_error_handler_is_registered_for_a_class_or_a_status() -> None:
    file = program(f"""{HEAD}
@app.exception_handler(HTTPException)
def first(request, error): ...

@site.errorhandler(404)
def second(error): ...

handlers = {{503: first, KeyError: answer}}
FastAPI(exception_handlers=handlers)
site.register_error_handler(FlaskError, second)
""")

    assert [
        ("fastapi.HTTPException", "first"),
        (404, "second"),
        (503, "first"),
        ("builtins.KeyError", None),
        ("werkzeug.exceptions.HTTPException", "second"),
    ] == [
        (item.subject, item.function.name if item.function else None)
        for item in file.facts(ErrorHandler)
    ]


def test_a_mapping_of_error_handlers_may_be_merged() -> None:
    file = program(f"""{HEAD}
own = {{ValueError: answer, **{{KeyError: answer}}}}
handlers = own | {{error: answer for error in read()}}
FastAPI(exception_handlers=handlers)
""")

    assert ["builtins.ValueError", "builtins.KeyError", None] == [
        item.subject for item in file.facts(ErrorHandler)
    ]


# ── over modules ─────────────────────────────────────────────────────────────────────────────────
ROUTES = """
    from fastapi import APIRouter, HTTPException

    router = APIRouter()

    @router.get("/x")
    def work(cart):
        try:
            cart.add(1)
        except Exception:
            raise HTTPException(500)
    """
HANDLERS = """
    import logging

    from fastapi import FastAPI, HTTPException

    logger = logging.getLogger(__name__)

    def answer(request, error):
        logger.error("x")

    def register(app):
        app.add_exception_handler(HTTPException, answer)
    """
INCLUDED = "app = FastAPI()\napp.include_router(routes.router)\n"


@pytest.mark.parametrize(
    ("heard", "main"),
    [
        (True, f"{INCLUDED}app.add_exception_handler(HTTPException, answer)"),
        (True, f"{INCLUDED}register(app)"),
        (False, f"{INCLUDED}other = FastAPI()\nregister(other)"),
        # What nothing in sight mounts may be a part of any.
        (True, "app = FastAPI()\nregister(app)"),
        (
            True,
            "outer = APIRouter()\nouter.include_router(routes.router)\n"
            "app = FastAPI()\napp.include_router(outer)\nregister(app)",
        ),
        (
            True,
            "def make():\n    app = FastAPI()\n    app.include_router(routes.router)\n"
            "    register(app)\n    return app\napp = make()",
        ),
        (
            True,
            "def make():\n    made = FastAPI()\n    made.include_router(routes.router)\n"
            "    return made\napp = make()\nregister(app)",
        ),
        (
            True,
            "app = FastAPI(exception_handlers={HTTPException: answer})\n"
            "app.include_router(routes.router)",
        ),
        # What is mounted is not known.
        (
            True,
            "app = FastAPI()\nfor each in routers:\n    app.include_router(each)\nregister(app)",
        ),
        (True, "class Server:\n    def start(self):\n        register(self.app)"),
        (
            False,
            f"{INCLUDED}site = Flask(__name__)\nregister(site)\nsite.register_error_handler(Exception, answer)",
        ),
    ],
)
def test_an_error_handler_of_the_application_hears_in_another_module(
    *, heard: bool, main: str
) -> None:
    head = (
        "from fastapi import APIRouter, FastAPI, HTTPException\nfrom flask import Flask\n"
        "import routes\nfrom handlers import answer, register\n"
    )
    files = modules({"routes": ROUTES, "handlers": HANDLERS, "main": f"{head}{main}\n"})

    assert heard == (not files["routes"].facts(ErrorAnswer))


@pytest.mark.parametrize(
    ("heard", "name", "setting"),
    [
        (True, "settings", "'handlers.answer'"),
        (False, "settings", "'handlers.deaf'"),
        (False, "settings", "'rest_framework.views.exception_handler'"),
        (True, "settings", "handler_of_the_site"),
        (False, "settings_test", "'handlers.answer'"),
    ],
)
def test_settings_may_name_what_answers_every_exception(
    *, heard: bool, name: str, setting: str
) -> None:
    files = modules(
        {
            "handlers": "def answer(error, context):\n    logger.error('x')\n\n"
            "def deaf(error, context):\n    return None\n",
            name: f"REST_FRAMEWORK = {{'EXCEPTION_HANDLER': {setting}}}\n",
            "views": """
                from rest_framework.decorators import api_view
                from rest_framework.exceptions import APIException

                @api_view(["GET"])
                def work(request):
                    try:
                        ship(request)
                    except Exception:
                        raise APIException("x")
                """,
        }
    )

    assert heard == (not files["views"].facts(ErrorAnswer))


SERVICE = """
    from fastapi import HTTPException
    from fastapi.responses import JSONResponse

    def load(cart):
        try:
            cart.add(1)
        except Exception:
            raise HTTPException(500)

    def page(cart):
        try:
            cart.add(1)
        except Exception:
            return JSONResponse({}, 500)

    async def wait(cart):
        try:
            await cart.add(1)
        except Exception:
            raise HTTPException(500)

    def again(cart):
        return load(cart)
    """


@pytest.mark.parametrize(
    ("names", "body"),
    [
        (["load"], "service.load(cart)"),
        (["load"], "return service.again(cart)"),
        (["page"], "return service.page(cart)"),
        ([], "service.page(cart)"),
        (["wait"], "await service.wait(cart)"),
        ([], "later(service.wait(cart))"),
        ([], "later(lambda: service.load(cart))"),
        ([], "try:\n        service.load(cart)\n    except HTTPException:\n        pass"),
        (
            [],
            "try:\n        service.load(cart)\n    except Exception:\n"
            "        logger.exception('x')\n        raise",
        ),
        (
            ["load"],
            "try:\n        service.load(cart)\n    except HTTPException:\n        raise",
        ),
    ],
)
def test_what_a_service_raises_is_an_answer_where_a_handler_lets_it_through(
    names: list[str], body: str
) -> None:
    source = (
        "import logging\nimport service\nfrom fastapi import APIRouter, HTTPException\n"
        "logger = logging.getLogger(__name__)\nrouter = APIRouter()\n\n"
        f"@router.get('/x')\nasync def work(cart):\n    {body}\n"
    )
    files = modules({"service": SERVICE, "routes": source})
    found = files["service"].facts(ErrorAnswer)

    assert names == [files["service"].label(item.node) for item in found]


def test_a_decorator_of_another_module_hears_if_it_tells() -> None:
    files = modules(
        {
            "telling": """
                def traced(work):
                    def inner(*a):
                        logger.error("x")
                    return inner

                def logged(work):
                    return work
                """,
            "routes": """
                from fastapi import APIRouter, HTTPException
                from telling import logged, traced

                router = APIRouter()

                @router.get("/x")
                @traced
                def work(cart):
                    try:
                        cart.add(1)
                    except Exception:
                        raise HTTPException(500)

                @router.get("/y")
                @logged
                def more_work(cart):
                    try:
                        cart.add(1)
                    except Exception:
                        raise HTTPException(500)
                """,
        }
    )
    found = files["routes"].facts(ErrorAnswer)

    assert ["more_work"] == [files["routes"].label(item.node) for item in found]


@pytest.mark.parametrize(
    ("heard", "main"),
    [
        (True, "app = web.Application(middlewares=[report])\napp.add_routes(routes.routes)"),
        (False, "app = web.Application(middlewares=[report])\napp.add_routes(others)"),
        (True, "app = web.Application(middlewares=[report])\napp.add_routes([web.get('/', x)])"),
    ],
)
def test_a_middleware_of_the_application_hears_in_another_module(*, heard: bool, main: str) -> None:
    files = modules(
        {
            "routes": """
                from aiohttp import web

                routes = web.RouteTableDef()

                @routes.get("/x")
                async def work(request):
                    try:
                        request.read()
                    except Exception:
                        raise web.HTTPInternalServerError()
                """,
            "reports": """
                from aiohttp import web

                @web.middleware
                async def report(request, handler):
                    try:
                        return await handler(request)
                    except web.HTTPException:
                        logger.exception("x")
                        raise
                """,
            "main": "from aiohttp import web\nimport routes\nfrom reports import report\n"
            f"others = web.RouteTableDef()\n{main}\n",
        }
    )

    assert heard == (not files["routes"].facts(ErrorAnswer))


@pytest.mark.parametrize(
    ("ends", "answer", "around"),
    [
        (True, FAILED, "{}"),
        (True, f"logger.error('x')\n{FAILED} from error", "{}"),
        (True, f"if cart.old:\n    {FAILED}\nraise HTTPException(503)", "{}"),
        (False, f"if cart.old:\n    raise\n{FAILED}", "{}"),
        (False, "raise HTTPException(400)", "{}"),
        (False, "raise ValueError(error)", "{}"),
        (False, "return JSONResponse({}, 500)", "{}"),
        (False, FAILED, "try:\n    {}\nexcept HTTPException:\n    logger.exception('x')"),
    ],
)
def test_a_clause_may_end_as_an_answer_that_nobody_logs(
    *, ends: bool, answer: str, around: str
) -> None:
    file = answering(answer, around=around)

    assert ends == ends_as_answer(file, file.facts(ExceptHandler)[-1 if around == "{}" else 0])


@pytest.mark.parametrize(
    ("count", "call"),
    [
        (1, "app.add(PageError, page)"),
        (1, "app.error(404, page)"),
        (1, "app.error(HTTPStatus.NOT_FOUND, page)"),
        (1, "app.add_exception_handler(each, page)"),
        (0, "app.add(key, page)"),
        (0, "app.add(KEY, page)"),
        (0, "app.error('no page: %s', page)"),
        (0, "app.error(f'no page {page}', page)"),
    ],
)
def test_an_application_that_is_not_known_is_told_of_a_class_or_a_status(
    count: int, call: str
) -> None:
    file = program(f"from shop import HTTPStatus, PageError, page\n\ndef make(app):\n    {call}\n")

    assert count == len(file.facts(ErrorHandler))
