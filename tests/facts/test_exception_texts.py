from __future__ import annotations

import pytest
from programs import modules, program

from readiness_lint.facts.exception_texts import ExceptionText

HEAD = """
import traceback

from fastapi import FastAPI, HTTPException
from fastapi.responses import JSONResponse
from sqlalchemy.exc import NoResultFound, SQLAlchemyError
from shop.errors import OutOfStock

app = FastAPI()

@app.get("/orders")
def orders():
    try:
        return {{"orders": load()}}
    except {clause} as error:
        {line}
"""


def what(line: str, clause: str = "Exception") -> list[str]:
    file = program(HEAD.format(line=line, clause=clause))
    return [text.what for text in file.facts(ExceptionText)]


@pytest.mark.parametrize(
    "content",
    [
        "str(error)",
        "repr(error)",
        "f'away: {error}'",
        "f'away: {error!r}'",
        "'away: %s' % error",
        "'away: %s %s' % (1, error)",
        "'away: {}'.format(error)",
        "{'why': str(error)}",
        "error.args[0]",
        "'away: ' + str(error)",
    ],
)
def test_the_text_of_an_exception_takes_many_shapes(content: str) -> None:
    assert ["an unexpected exception"] == what(f"raise HTTPException(500, {content})")


@pytest.mark.parametrize(
    "content",
    ["'away'", "type(error).__name__", "error.detail", "f'{error.code}'", "len(error.parts)"],
)
def test_what_is_no_text_of_it_is_left_alone(content: str) -> None:
    assert [] == what(f"raise HTTPException(500, {content})")


def test_the_text_may_be_made_in_the_line_before() -> None:
    assert ["an unexpected exception"] == what("text = f'{error}'; raise HTTPException(500, text)")


def test_a_status_that_is_not_known_may_be_designed() -> None:
    assert [] == what("raise HTTPException(code, str(error))")


def test_a_traceback_is_never_an_answer() -> None:
    assert ["the traceback"] == what(
        "return JSONResponse({'why': traceback.format_exc()}, 400)", "OutOfStock"
    )


@pytest.mark.parametrize(
    ("expected", "clause"),
    [
        (["`SQLAlchemyError`"], "SQLAlchemyError"),
        (["`SQLAlchemyError`"], "(ValueError, SQLAlchemyError)"),
        ([], "NoResultFound"),
        ([], "OutOfStock"),
        ([], "unheard_of"),
    ],
)
def test_a_narrow_clause_counts_where_it_names_what_the_server_talks_to(
    expected: list[str], clause: str
) -> None:
    assert expected == what("raise HTTPException(400, str(error))", clause)


def test_a_branch_that_asks_for_the_class_is_designed() -> None:
    file = program("""
        from fastapi import FastAPI, HTTPException

        app = FastAPI()

        @app.get("/orders")
        def orders():
            try:
                load()
            except Exception as error:
                if isinstance(error, KeyError):
                    raise HTTPException(500, str(error))
                raise HTTPException(500, str(error))
    """)

    assert [13] == [text.node.lineno for text in file.facts(ExceptionText)]


def test_an_error_handler_for_everything_answers_for_every_bug() -> None:
    file = program("""
        import traceback
        from fastapi import FastAPI
        from fastapi.responses import JSONResponse

        app = FastAPI()

        @app.exception_handler(Exception)
        def fail(request, error):
            if isinstance(error, KeyError):
                return JSONResponse({"why": str(error)}, 500)
            return JSONResponse({"why": str(error)}, 500)

        @app.exception_handler(500)
        def fall(request, error):
            return JSONResponse({"why": traceback.format_exc()}, 500)

        @app.exception_handler(ValueError)
        def refuse(request, error):
            return JSONResponse({"why": str(error)}, 500)

        @app.exception_handler(Exception)
        def refuse_all(request, error):
            return JSONResponse({"why": str(error)}, 400)
    """)

    assert ["an unexpected exception", "the traceback"] == [
        text.what for text in file.facts(ExceptionText)
    ]


def test_code_that_answers_nobody_leaks_nothing() -> None:
    file = program("""
        from fastapi import HTTPException

        def load():
            try:
                return fetch()
            except Exception as error:
                raise HTTPException(500, str(error))
    """)

    assert () == file.facts(ExceptionText)


def kinds(line: str, clause: str = "Exception") -> list[tuple[bool, bool]]:
    file = program(HEAD.format(line=line, clause=clause))
    return [text.kind for text in file.facts(ExceptionText)]


@pytest.mark.parametrize(
    ("line", "clause", "refusal"),
    [
        ("raise HTTPException(400, str(error))", "Exception", [(True, False)]),
        ("raise HTTPException(500, str(error))", "Exception", [(False, False)]),
        ("raise HTTPException(302, str(error))", "Exception", []),
        ("raise HTTPException(400, str(error))", "SQLAlchemyError", [(False, False)]),
        ("raise HTTPException(400, traceback.format_exc())", "Exception", [(False, False)]),
    ],
)
def test_a_broad_clause_that_blames_the_client_is_a_refusal(
    line: str, clause: str, refusal: list[tuple[bool, bool]]
) -> None:
    assert refusal == kinds(line, clause)


@pytest.mark.parametrize(
    "content",
    [
        "{'jsonrpc': '2.0', 'error': str(error)}",
        "jsonrpc_error(1, str(error))",
        "JSONRPCError(message=str(error))",
        "{'isError': True, 'content': str(error)}",
        "{'tool_call_id': 1, 'content': str(error)}",
    ],
)
def test_an_answer_of_a_protocol_between_programs_is_for_an_agent(content: str) -> None:
    assert [(False, True)] == kinds(f"return JSONResponse({content}, 500)")


@pytest.mark.parametrize("content", ["{'is_error': str(error)}", "rpc_answer(str(error))"])
def test_an_answer_that_only_looks_like_one_is_for_a_client(content: str) -> None:
    assert [(False, False)] == kinds(f"return JSONResponse({content}, 500)")


def test_what_a_tool_gives_back_is_for_an_agent() -> None:
    file = program("""
        from mcp.server.fastmcp import FastMCP
        from shop.errors import OutOfStock

        mcp = FastMCP("shop")

        @mcp.tool()
        def find(name):
            try:
                return load(name)
            except OutOfStock as error:
                return str(error)
            except Exception as error:
                return f"no {name}: {error}"

        def other(name):
            try:
                return load(name)
            except Exception as error:
                return f"no {name}: {error}"
    """)

    assert [(14, (False, True))] == [
        (text.node.lineno, text.kind) for text in file.facts(ExceptionText)
    ]


@pytest.mark.parametrize(
    "content",
    [
        "'away: {why}'.format(why=error)",
        "'away: %(why)s' % {'why': error}",
        "''.join(traceback.format_exception(error))",
        "''.join(traceback.TracebackException.from_exception(error).format())",
    ],
)
def test_text_may_be_given_by_name_or_be_a_traceback(content: str) -> None:
    assert 1 == len(what(f"raise HTTPException(500, {content})"))


def test_the_answer_may_be_filled_before() -> None:
    lines = "answer = {}; answer['why'] = str(error); raise HTTPException(500, answer)"

    assert ["an unexpected exception"] == what(lines)


@pytest.mark.parametrize(
    ("registered", "status", "expected"),
    [
        ("SQLAlchemyError", 400, ["`SQLAlchemyError`"]),
        ("NoResultFound", 404, []),
        ("ShopError", 500, []),
        ("500", 500, ["an unexpected exception"]),
        ("HTTPStatus.INTERNAL_SERVER_ERROR", 500, ["an unexpected exception"]),
        ("404", 500, []),
    ],
)
def test_an_error_handler_answers_for_what_it_is_registered_for(
    registered: str, status: int, expected: list[str]
) -> None:
    file = program(f"""
        from http import HTTPStatus
        from fastapi import FastAPI
        from fastapi.responses import JSONResponse
        from shop.errors import ShopError
        from sqlalchemy.exc import NoResultFound, SQLAlchemyError

        app = FastAPI()

        @app.exception_handler({registered})
        def fail(request, error):
            return JSONResponse({{"why": str(error)}}, {status})
    """)

    assert expected == [text.what for text in file.facts(ExceptionText)]


@pytest.mark.parametrize(
    ("registered", "content", "expected"),
    [
        ("500", "str(error)", []),
        ("500", "traceback.format_exc()", ["the traceback"]),
        ("Exception", "str(error)", ["an unexpected exception"]),
    ],
)
def test_flask_hands_an_error_of_its_own_to_the_handler_of_a_status(
    registered: str, content: str, expected: list[str]
) -> None:
    file = program(f"""
        import traceback
        from flask import Flask, jsonify

        app = Flask(__name__)

        @app.errorhandler({registered})
        def fail(error):
            return jsonify(why={content}), 500
    """)

    assert expected == [text.what for text in file.facts(ExceptionText)]


def test_a_guard_answers_requests() -> None:
    file = program("""
        from fastapi import HTTPException

        def require_admin(request):
            try:
                return load(request)
            except Exception as error:
                raise HTTPException(500, str(error))
    """)

    assert ["an unexpected exception"] == [text.what for text in file.facts(ExceptionText)]


MAKERS = """
    from fastapi import HTTPException
    from fastapi.responses import JSONResponse

    def failed(text):
        return HTTPException(500, text)

    def apology(error):
        return HTTPException(500, "away")

    def jsonrpc_error(text):
        return JSONResponse({"error": text}, 500)
    """


@pytest.mark.parametrize(
    ("agent", "line"),
    [
        ([False], "raise makers.failed(str(error))"),
        ([], "raise makers.failed('away')"),
        ([], "raise makers.apology(error)"),
        ([True], "return makers.jsonrpc_error(str(error))"),
    ],
)
def test_a_helper_of_another_module_may_put_the_text_into_an_answer(
    agent: list[bool], line: str
) -> None:
    source = f"import makers\n{HEAD.format(line=line, clause='Exception')}"
    found = modules({"makers": MAKERS, "orders": source})["orders"].facts(ExceptionText)

    assert agent == [text.agent for text in found]


def test_the_text_may_be_raised_by_what_a_handler_calls() -> None:
    service = """
        from fastapi import HTTPException

        def load():
            try:
                work()
            except Exception as error:
                raise HTTPException(500, str(error))

        def load_for_a_script():
            try:
                work()
            except Exception as error:
                raise HTTPException(500, str(error))
        """
    source = f"from service import load\n{HEAD.format(line='raise', clause='KeyError')}"
    files = modules({"service": service, "orders": source})
    found = files["service"].facts(ExceptionText)

    assert ["load"] == [files["service"].label(text.node) for text in found]
