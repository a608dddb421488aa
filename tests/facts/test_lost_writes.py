"""Changes through a session that a request hands on."""

from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.lost_writes import LostWrite

HEAD = """
from typing import Annotated
from fastapi import Depends, FastAPI
from sqlalchemy.orm import Session, sessionmaker
from shop.rows import HiddenShop, KeepingShop, Order, Shop, Special, Usual, keep, leave, twice

app = FastAPI()
Local = sessionmaker()

def opened():
    with Local() as session:
        yield session
"""
ROWS = """
from sqlalchemy import update
from sqlalchemy.orm import Session

class Order: ...

class Usual:
    def store(self, session: Session):
        session.add(self)

class Special(Usual):
    def store(self, session: Session):
        session.commit()

def leave(session: Session, commit: bool = False):
    session.execute(update(Order))
    if commit:
        session.commit()

def keep(session: Session):
    leave(session, commit=True)

class Shop:
    def __init__(self, session: Session, name: str = ""):
        self._session = session
        self.name = name

    def open(self):
        self._session.add(Order())
        self.told(self.name)

    def told(self, name):
        print(name)

    def place(self):
        self.open()
        self._session.commit()

    def hand_on(self, other):
        self.open()
        other(self)

    def hand_over(self, other):
        self.open()
        other(self._session)

    def later(self, other):
        self.open()
        other(self.place)

    def swap(self, other):
        self.open()
        self._session = other

class KeepingShop(Shop):
    def told(self, name):
        self._session.commit()

class HiddenShop:
    def __init__(self, session: Session):
        self.kept = [session]

    def open(self):
        self.kept[0].add(Order())

def twice(session: Session, times: int):
    if times:
        twice(session, times - 1)
    session.add(Order())
"""


def lost(body: str, given: str = "session: Annotated[Session, Depends(opened)]") -> list[str]:
    """The calls of a route that lose a write."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    source = f"{HEAD}\n@app.post('/orders')\ndef place({given}, other=None):\n{lines}\n"
    files = modules({"shop.rows": ROWS, "shop.main": source})
    return [item.spelling for item in files["shop.main"].facts(LostWrite)]


@pytest.mark.parametrize(
    ("body", "calls"),
    [
        ("session.add(Order())", ["session.add"]),
        ("leave(session)", ["leave"]),
        ("leave(session=session)", ["leave"]),
        ("leave(session, commit=False)", ["leave"]),
        ("twice(session, 2)", ["twice"]),
        ("Shop(session).open()", ["Shop(session).open"]),
        ("shop = Shop(session, 'x')\nshop.name\nshop.open()", ["shop.open"]),
        ("leave(session)\nshop = Shop(session)", ["leave"]),
        ("session.commit()\nsession.add(Order())", ["session.add"]),
        ("session.add(Order())\nif session is None:\n    pass", ["session.add"]),
        ("session.add(Order())\nsession.bind.dialect", ["session.add"]),
        ("with open('x') as x:\n    session.add(Order())", ["session.add"]),
        (
            "try:\n    session.add(Order())\nexcept OSError:\n    session.rollback()",
            ["session.add"],
        ),
    ],
)
def test_what_nobody_commits_is_lost(body: str, calls: list[str]) -> None:
    assert calls == lost(body)


@pytest.mark.parametrize(
    "body",
    [
        "session.flush()",
        "session.scalars(other)",
        "keep(session)",
        "leave(session, True)",
        "leave(session, other)",
        "leave(*other, session)",
        "leave(session)\nkeep(session)",
        "leave(session)\nsession.run(other)",
        "leave(session)\nsession.rollback()",
        "leave(session)\nother.kept = session",
        "leave(session)\nother.after(session.commit)",
        "leave(session)\nother.commit()",
        "leave(session)\nsession = other",
        "leave(session)\nunknown(session)",
        "with session.begin():\n    leave(session)",
        "with session.begin_nested():\n    leave(session)",
        "for each in other:\n    leave(session)\n    session.commit()",
        "Usual().store(session)",
        "def after():\n    session.commit()\nleave(session)\nother(after)",
        "after = lambda: session.commit()\nleave(session)\nother(after)",
        "Shop(session).place()",
        "Shop(session).hand_on(other)",
        "Shop(session).hand_over(other)",
        "Shop(session).later(other)",
        "Shop(session).swap(other)",
        "Shop(session).unknown(other)",
        "KeepingShop(session).open()",
        "HiddenShop(session).open()",
        "leave(session)\nShop(session).place()",
        "leave(session)\nother(Shop(session))",
        "shop = Shop(session)\nshop.open()\nother(shop)",
        "shop = Shop(session)\nshop.open()\nother(shop._session)",
        "shop = Shop(session)\nshop.open()\nother(shop.place)",
        "shop = Shop(session)\nshop.open()\nshop.place()",
        "try:\n    pass\nexcept OSError:\n    leave(session)",
    ],
)
def test_what_is_committed_or_may_be_is_not_lost(body: str) -> None:
    assert not lost(body)


@pytest.mark.parametrize(
    "given",
    [
        "session: Session",
        "session: Annotated[Session, Depends()]",
        "session: Annotated[str, Depends(opened)]",
        "session: Annotated[Session, Depends(lambda: Local())]",
    ],
)
def test_a_session_from_elsewhere_may_be_committed_there(given: str) -> None:
    assert not lost("session.add(Order())", given)
