"""Registrations that answer for exceptions of which nobody hears."""

from __future__ import annotations

import pytest
from programs import modules, program

from readiness_lint.facts.silent_answers import SilentAnswer

FLASK = """
import logging
from flask import Flask
from sqlalchemy.exc import OperationalError
import werkzeug.exceptions as server_errors

logger = logging.getLogger(__name__)
app = Flask(__name__)

"""
FASTAPI = """
from fastapi import FastAPI
from fastapi.responses import JSONResponse

app = FastAPI()

"""


def silent(subject: str, body: str = "return {}, 500") -> list[tuple[str, str]]:
    text = f"{FLASK}@app.errorhandler({subject})\ndef answer(error):\n    {body}\n"
    return [(found.subject, found.lost) for found in program(text).facts(SilentAnswer)]


@pytest.mark.parametrize("subject", ["Exception", "KeyError", "OperationalError"])
def test_mistakes_and_failures_are_of_certain_classes(subject: str) -> None:
    assert [(subject, "and tells nobody: flask does not log it either")] == silent(subject)


@pytest.mark.parametrize("subject", ["500", "StopIteration", "app.Error"])
def test_others_are_not(subject: str) -> None:
    assert silent(subject) == []


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("if app.debug: return error\n    return {}, 500", 1),
        ("text = str(error); return {'error': text}, 400", 1),
        ("logger.error(error); return {}, 500", 0),
        ("raise error", 0),
        ("app.last = error; return {}, 500", 0),
        ("app.kept(error); return {}, 500", 0),
        ("pass", 0),
    ],
)
def test_somebody_may_hear_of_it(body: str, count: int) -> None:
    assert count == len(silent("KeyError", body))


@pytest.mark.parametrize(
    ("subject", "status", "count"),
    [("Exception", 500, 0), ("Exception", 200, 1), ("ValueError", 400, 1)],
)
def test_a_framework_may_raise_it_again(subject: str, status: int, count: int) -> None:
    text = (
        f"{FASTAPI}@app.exception_handler({subject})\nasync def answer(request, error):\n"
        f"    return JSONResponse({{}}, status_code={status})\n"
    )

    assert count == len(program(text).facts(SilentAnswer))


def test_a_handler_may_stand_in_another_module() -> None:
    answers = "import logging\ndef answer(error):\n    {}return {{}}, 500\n"
    uses = "from shop.answers import answer\napp.register_error_handler(KeyError, answer)\n"

    def found(body: str) -> int:
        files = modules({"shop.answers": answers.format(body), "shop.site": FLASK + uses})
        return len(files["shop.site"].facts(SilentAnswer))

    assert found("") == 1
    assert found("logging.error(error); ") == 0


@pytest.mark.parametrize(
    ("subject", "body", "lost"),
    [
        ("500", "return {'a': 1}", "with 200: clients and monitors see a success"),
        (
            "server_errors.InternalServerError",
            "return {}, 201",
            "with 201: clients and monitors see a success",
        ),
        ("500", "return {}, 500", None),
        ("500", "return app.page", None),
        ("500", "answer = jsonify(); answer.status_code = 500; return answer", None),
        ("404", "return {}", None),
    ],
)
def test_a_failure_may_be_answered_with_a_success(subject: str, body: str, lost: str) -> None:
    body = f"from flask import jsonify\n    {body}"

    assert [lost for _, lost in silent(subject, body)] == ([lost] if lost else [])


MIDDLEWARE = """
import logging
from django.http import JsonResponse
from django.utils.deprecation import MiddlewareMixin

logger = logging.getLogger(__name__)

class Failures(MiddlewareMixin):
    def process_exception(self, request, exception):
"""


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("return JsonResponse({}, status=500)", 1),
        ("return JsonResponse({'args': exception.args})", 1),
        ("if not isinstance(exception, KeyError): return JsonResponse({})", 1),
        (
            "if isinstance(exception, KeyError) and request.GET: return None\nreturn JsonResponse({})",
            1,
        ),
        ("if isinstance(exception, KeyError): return JsonResponse({})", 0),
        ("if isinstance(exception, KeyError) or request.GET: return JsonResponse({})", 0),
        ("known = kinds[type(exception)]\nif known: return JsonResponse({})", 0),
        ("match exception:\n    case KeyError(): return JsonResponse({})", 0),
        ("return JsonResponse({}, status=exception.status)", 0),
        ("logger.info('failed')\nreturn JsonResponse({})", 0),
        ("known: bool = exception in kinds\nif known: return JsonResponse({})", 0),
        (
            "page = ''\nif isinstance(exception, KeyError): page = 'x'\nif page: return JsonResponse({})",
            0,
        ),
        ("print(request.path)", 0),
    ],
)
def test_a_middleware_of_django_may_name_what_it_answers(body: str, count: int) -> None:
    lines = "".join(f"        {line}\n" for line in body.splitlines())

    assert count == len(program(MIDDLEWARE + lines).facts(SilentAnswer))


HANDLER = """
from rest_framework.response import Response
from rest_framework.views import exception_handler

def answer(error, context):
    response = exception_handler(error, context)
    {}
    return response
"""


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("if response is None: response = Response({}, status=500)", 1),
        ("if not response: return Response({}, status=500)", 1),
        ("if response is not None: return response\n    return Response({}, status=500)", 1),
        ("if response is not None: return Response({})", 0),
        ("if response: return Response({})", 0),
        ("if response is None and isinstance(error, KeyError): return Response({})", 0),
        ("return Response(response.data)", 0),
        ("context.tell(error); return Response({})", 0),
        ("pass", 0),
    ],
)
def test_a_setting_names_what_answers_where_the_framework_does_not(body: str, count: int) -> None:
    setting = "REST_FRAMEWORK = {'EXCEPTION_HANDLER': 'shop.errors.answer'}\n"
    # Braces are part of what is tried.
    handler = HANDLER.replace("{}", body)
    files = modules({"shop.errors": handler, "shop.settings": setting})

    assert count == len(files["shop.settings"].facts(SilentAnswer))


STARLETTE = """
import logging
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import JSONResponse

class Failures(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        try:
            return await call_next(request)
        except Exception as error:
            {}
"""
TOLD = """
class Told(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        try:
            return await call_next(request)
        except Exception:
            {}
            raise
"""


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("return JSONResponse('', 500)", 1),
        ("return JSONResponse('')", 1),
        ("return JSONResponse(str(error), 400)", 1),
        ("logging.error(error); return JSONResponse('')", 0),
        ("self.error = error; return JSONResponse('')", 0),
        ("raise", 0),
        ("return None", 0),
        ("return JSONResponse('')  # not logged: the gateway does", 0),
    ],
)
def test_a_middleware_may_answer_what_the_rest_raises(body: str, count: int) -> None:
    assert count == len(program(STARLETTE.format(body)).facts(SilentAnswer))


@pytest.mark.parametrize(("body", "count"), [("logging.exception('failed')", 0), ("pass", 1)])
def test_another_middleware_may_have_told_of_it(body: str, count: int) -> None:
    answers = STARLETTE.format("return JSONResponse('', 500)")

    assert count == len(program(answers + TOLD.format(body)).facts(SilentAnswer))
