"""What belongs to a request, and is handed to what runs without it."""

from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.escapes import EscapedObject

ROUTE = """
import asyncio, threading
from concurrent.futures import ThreadPoolExecutor
from fastapi import BackgroundTasks, FastAPI, Request
from sqlalchemy.orm import Session
app, pool, kept = FastAPI(), ThreadPoolExecutor(), []
async def work(*given): ...
@app.post("/")
async def start(session: Session, request: Request, tasks: BackgroundTasks, number: int):
    {}
"""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("tasks.add_task(work, session)", [("Session", "background task")]),
        ("tasks.add_task(work, given=request)", []),
        ("threading.Thread(target=work, args=(request,))", [("Request", "thread")]),
        ("tasks.add_task(work, number, request.url)", []),
        ("threading.Thread(target=work, args=(session,))", [("Session", "thread")]),
        ("threading.Thread(target=work, kwargs={'given': session})", [("Session", "thread")]),
        ("pool.submit(work, session)", [("Session", "thread")]),
        ("pool.submit(work, session).result()", []),
        ("asyncio.create_task(work(session))", [("Session", "task")]),
        ("kept.append(asyncio.create_task(work(session)))", [("Session", "task")]),
        ("own = []; own.append(asyncio.create_task(work(session)))", []),
        ("kept.append(asyncio.create_task(work(session))); await asyncio.gather(*kept)", []),
        ("app.state.work = asyncio.create_task(work(session))", [("Session", "task")]),
        ("app.state.work = asyncio.create_task(work(session)); await app.state.work", []),
        ("request.state.work = asyncio.create_task(work(session))", []),
        ("task = asyncio.create_task(work(session)); kept.append(task)", [("Session", "task")]),
        ("task = asyncio.create_task(work(session)); await task", []),
        ("task = asyncio.create_task(work(session)); task.cancel()", []),
        ("await work(session)", []),
    ],
)
def test_it_escapes_where_nothing_waits_for_the_work(
    body: str, expected: list[tuple[str, str]]
) -> None:
    file = modules({"routes": ROUTE.format(body)})["routes"]

    assert expected == [(item.kind, item.receiver) for item in file.facts(EscapedObject)]
