from __future__ import annotations

import pytest
from programs import program

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


@pytest.mark.parametrize(
    "line", ["raise HTTPException(404, str(error))", "raise HTTPException(code, str(error))"]
)
def test_an_answer_to_a_mistake_of_the_client_is_designed(line: str) -> None:
    assert [] == what(line)


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
