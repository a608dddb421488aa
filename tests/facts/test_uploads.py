"""Which uploads get into memory as a whole."""

from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.uploads import WholeUpload

ROUTE = """
    from fastapi import APIRouter, UploadFile
    router = APIRouter()
    @router.post("/")
    async def upload(file: UploadFile):
        return await file.read()
    """
MIDDLEWARE = """
    from starlette.middleware.base import BaseHTTPMiddleware
    from starlette.responses import Response
    class Limit(BaseHTTPMiddleware):
        async def dispatch(self, request, call_next):
            if int(request.headers.get("content-length", 0)) > 1_000_000:
                return Response(status_code=413)
            return await call_next(request)
    """
FORWARDS = """
    HOP_BY_HOP = {"content-length", "connection"}
    def forwarded(headers):
        return {key: value for key, value in headers.items() if key not in HOP_BY_HOP}
    """
SETTINGS = """
    MAX_CONTENT_LENGTH = 16_000_000
    """


@pytest.mark.parametrize(
    ("other", "found"), [(FORWARDS, 1), (MIDDLEWARE, 0), (SETTINGS, 0)], ids=["none", "own", "set"]
)
def test_a_limit_may_stand_in_another_module(other: str, found: int) -> None:
    files = modules({"shop.routes": ROUTE, "shop.other": other})

    assert found == len(files["shop.routes"].facts(WholeUpload))


def test_what_no_request_comes_to_is_not_known() -> None:
    files = modules(
        {
            "shop.reading": """
                from fastapi import UploadFile
                async def content(file: UploadFile):
                    return await file.read()
                """
        }
    )

    assert () == files["shop.reading"].facts(WholeUpload)
