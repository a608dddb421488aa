"""Which schemas of registration let people say what they may."""

from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.own_privileges import own_privileges

PEOPLE = """
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
class Base(DeclarativeBase): ...
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    role: Mapped[str]
"""
ROUTES = """
from enum import Enum
from typing import Literal, Optional
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field, model_validator
from sqlalchemy.orm import Session
from people import User
app = FastAPI()
class Role(Enum):
    MEMBER = "member"
    OWNER = "owner"
class Body(BaseModel):
    email: str
    {field}
@app.post("{path}")
def {name}(body: Body, db: Session):
    {code}
"""
SPREAD = "db.add(User(**body.model_dump()))"


def found(
    field: str = "role: str",
    code: str = SPREAD,
    *,
    path: str = "/register",
    name: str = "enter",
) -> list[str]:
    text = ROUTES.format(field=field, code=code, path=path, name=name)
    files = modules({"people": PEOPLE, "routes": text})
    return [item.field for item in own_privileges(files["routes"])]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("role: str", ["role"]),
        ("role: Optional[str] = None", ["role"]),
        ("role: Role = Role.MEMBER", ["role"]),
        ("role: Literal['member', 'admin'] = 'member'", ["role"]),
        ("role: str = Field('member', pattern='^(member|admin)$')", ["role"]),
        ("role: Literal['member', 'guest'] = 'member'", []),
        ("role: str = Field('member', pattern='^(member|guest)$')", []),
        ("role: str = Field('member', exclude=True)", []),
        ("role: Unknown", []),
        ("name: str", []),
        (
            "role: str\n    @model_validator(mode='after')\n    def known(self):\n"
            "        assert self.role == 'member'\n        return self",
            [],
        ),
    ],
)
def test_schema_says_which_values_there_are(field: str, expected: list[str]) -> None:
    assert found(field) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (SPREAD, ["role"]),
        ("db.add(User(email=body.email, role=body.role))", ["role"]),
        ("data = body.dict()\n    db.add(User(**data))", ["role"]),
        ("data = dict(body)\n    db.add(User(**data))", ["role"]),
        ("row = db.get(User, 1)\n    row.role = body.role", ["role"]),
        ("row = db.get(User, 1)\n    row.role = str(body.role)", []),
        ("db.add(User(**body.model_dump(exclude={'email'})))", ["role"]),
        ("db.add(User(**body.model_dump(exclude={'role'})))", []),
        ("db.add(User(**body.model_dump(include={'email', 'role'})))", []),
        ("db.add(User(**body.model_dump(include=SOME)))", []),
        ("db.add(User(email=body.email, role='member'))", []),
        ("user = User(**body.model_dump())\n    user.role = 'member'\n    db.add(user)", []),
        ("if body.role != 'member':\n        raise HTTPException(400)\n    " + SPREAD, []),
        ("print(User(email=body.email).role)\n    " + SPREAD, ["role"]),
        ("db.add(Other(**body.model_dump()))", []),
    ],
)
def test_function_replaces_it_or_leaves_it_out(code: str, expected: list[str]) -> None:
    assert found(code=code) == expected


@pytest.mark.parametrize(
    ("path", "name", "expected"),
    [
        ("/register", "enter", ["role"]),
        ("/auth/sign-up", "enter", ["role"]),
        ("/users/me", "enter", ["role"]),
        ("/", "register_user", ["role"]),
        ("/users", "enter", []),
        ("/accounts", "enter", []),
    ],
)
def test_route_is_of_registration(path: str, name: str, expected: list[str]) -> None:
    assert found(path=path, name=name) == expected
