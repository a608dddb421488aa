from __future__ import annotations

import ast

import pytest
from programs import modules, program

from readiness_lint.facts.responses import Response

HEAD = """
from http import HTTPStatus

import flask
from django.http import HttpResponse, HttpResponseServerError, JsonResponse
from fastapi import APIRouter, HTTPException, status
from fastapi.responses import JSONResponse
from flask import Flask, abort, jsonify
from rest_framework import status as codes
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from werkzeug.exceptions import BadGateway

router = APIRouter()
app = Flask(__name__)

def work(error, code, options):
    {line}
"""


def one(line: str) -> Response:
    found = program(HEAD.format(line=line)).facts(Response)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("code", "line"),
    [
        (500, "raise HTTPException(500, 'away')"),
        (503, "raise HTTPException(status_code=status.HTTP_503_SERVICE_UNAVAILABLE)"),
        (502, "raise HTTPException(HTTPStatus.BAD_GATEWAY)"),
        (502, "raise HTTPException(HTTPStatus.BAD_GATEWAY.value)"),
        (None, "raise HTTPException(code)"),
        (None, "return JSONResponse({}, **options)"),
        (200, "return JSONResponse({})"),
        (500, "return JSONResponse({}, status_code=500)"),
        (500, "return HttpResponseServerError('away')"),
        (404, "return HttpResponse('away', status=404)"),
        (500, "abort(500)"),
        (500, "raise APIException('away')"),
        (500, "raise APIException"),
        (None, "raise HTTPException"),
        (502, "raise BadGateway from error"),
        (400, "return Response({}, status=codes.HTTP_400_BAD_REQUEST)"),
        (500, "return jsonify(error=1), 500"),
        (200, "return jsonify(error=1)"),
    ],
)
def test_the_status_is_the_one_that_is_given_or_implied(code: int | None, line: str) -> None:
    response = one(line)

    assert code == response.status
    assert response.failure == (code is not None and code >= 500)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ([], "raise HTTPException(500)"),
        (["str(error)"], "raise HTTPException(500, str(error))"),
        (["{'a': 1}"], "return JsonResponse({'a': 1})"),
        (["error"], "return jsonify(text=error)"),
        (["error"], "return jsonify(error), 500"),
    ],
)
def test_the_content_is_what_the_client_reads(content: list[str], line: str) -> None:
    assert content == [ast.unparse(part) for part in one(line).content]


def test_an_answer_inside_an_answer_is_one() -> None:
    response = one("return flask.make_response(jsonify(error=1), 503)")

    assert ("flask.make_response", 503) == (response.name, response.status)


def test_plain_values_are_answers_where_a_handler_returns_them() -> None:
    file = program("""
        from fastapi import FastAPI
        from flask import Blueprint

        app = FastAPI()
        pages = Blueprint("pages", __name__)

        @app.post("/a", status_code=201)
        def a():
            return {"a": 1}

        @pages.get("/b")
        def b():
            if a:
                return {"b": 1}, 503
            return "b", "c"

        @app.get("/c")
        def c():
            def inner():
                return {"c": 1}
            return [inner]

        def d():
            return {"d": 1}

        def e():
            return "e", 500
    """)

    assert [(201, "fastapi"), (503, "flask")] == [
        (response.status, response.framework) for response in file.facts(Response)
    ]


MAKERS = """
    from fastapi import HTTPException
    from fastapi.responses import JSONResponse

    def failed(detail):
        return _made(500, detail)

    def _made(code, detail):
        return HTTPException(code, detail)

    def page(error, code=503):
        return JSONResponse({"kind": error.kind, "detail": str(error)}, status_code=code)

    def silent(error):
        return JSONResponse({"detail": "away", "kind": type(error)}, status_code=500)

    def either(detail):
        if detail:
            return HTTPException(404)
        return HTTPException(500)

    def circle(detail):
        return circle(detail)
    """


@pytest.mark.parametrize(
    ("status", "content", "line"),
    [
        (500, ["'x'"], "raise makers.failed('x')"),
        (500, ["str(error)"], "raise makers.failed(detail=str(error)) from error"),
        (502, ["'x'"], "raise makers._made(502, 'x')"),
        (None, ["'x'"], "raise makers._made(code, 'x')"),
        (503, ["error"], "return makers.page(error)"),
        (504, ["error"], "return makers.page(error, 504)"),
        (500, [], "return makers.silent(error)"),
    ],
)
def test_a_helper_of_another_module_may_make_the_answer(
    status: int | None, content: list[str], line: str
) -> None:
    source = f"import makers\n\ndef work(error, code):\n    {line}\n"
    (found,) = modules({"makers": MAKERS, "orders": source})["orders"].facts(Response)

    assert (status, content) == (found.status, [ast.unparse(item) for item in found.content])


@pytest.mark.parametrize("line", ["raise makers.either('x')", "return makers.circle('x')"])
def test_what_a_helper_makes_is_known_where_it_is_one_answer(line: str) -> None:
    source = f"import makers\n\ndef work(error, code):\n    {line}\n"

    assert () == modules({"makers": MAKERS, "orders": source})["orders"].facts(Response)
