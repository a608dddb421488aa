"""Foreign keys without an index, and what looks rows up by them."""

from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.foreign_keys import UnindexedKey

HEAD = """
from sqlalchemy import Column, ForeignKey, Index, Integer, UniqueConstraint, select
from sqlalchemy.orm import DeclarativeBase, mapped_column, relationship

class Base(DeclarativeBase):
    pass

class Visit(Base):
    __tablename__ = "visits"
    id = Column(Integer, primary_key=True)
"""
DELETION = (
    "def forget(session, users):\n    session.query(users).delete()\n    print(users.visits)\n"
)


def uses(*lines: str, after: str = "") -> list[str]:
    body = "\n".join(f"    {line}" for line in lines)
    sources = {"shop.visits": f"{HEAD}{body}\n{after}\n", "shop.users": DELETION}
    file = modules(sources)["shop.visits"]
    return [item.use for item in file.facts(UnindexedKey)]


@pytest.mark.parametrize(
    ("lines", "after", "use"),
    [
        (
            ("user_id = Column(ForeignKey('users.id'))",),
            "def f(u): return select(Visit).where(Visit.user_id == u)",
            "each lookup by it",
        ),
        (
            ("user_id = Column(ForeignKey('users.id'))",),
            "def f(s, u): return s.query(Visit).filter_by(user_id=u)",
            "each lookup by it",
        ),
        (
            (
                "user_id = Column(ForeignKey('users.id'))",
                "user = relationship('User', back_populates='visits')",
            ),
            "",
            "loading the rows of one `users`",
        ),
        (
            ("user_id = mapped_column(ForeignKey('users.id', ondelete='CASCADE'))",),
            "",
            "each deletion of a row of `users`",
        ),
    ],
)
def test_key_that_is_looked_up(lines: tuple[str, ...], after: str, use: str) -> None:
    assert uses(*lines, after=after) == [use]


@pytest.mark.parametrize(
    "lines",
    [
        ("user_id = Column(ForeignKey('users.id'))",),
        ("user_id = Column(ForeignKey('users.id', ondelete='CASCADE'), index=True)",),
        ("user_id = Column(ForeignKey('users.id', ondelete='CASCADE'), index=INDEXED)",),
        ("user_id = Column(ForeignKey('users.id', ondelete='CASCADE'), **OPTIONS)",),
        ("user_id = Column(ForeignKey('users.id', ondelete='RESTRICT'))",),
        ("role_id = Column(ForeignKey('roles.id', ondelete='CASCADE'))",),
        (
            "user_id = Column(ForeignKey('users.id', ondelete='CASCADE'))",
            "__table_args__ = (UniqueConstraint('user_id', 'id'),)",
        ),
        (
            "user_id = Column(ForeignKey('users.id', ondelete='CASCADE'))",
            "__table_args__ = arguments()",
        ),
    ],
)
def test_key_that_is_indexed_or_is_not_looked_up(lines: tuple[str, ...]) -> None:
    assert uses(*lines) == []


def test_index_that_begins_with_another_column() -> None:
    found = uses(
        "user_id = Column(ForeignKey('users.id', ondelete='CASCADE'))",
        "__table_args__ = (UniqueConstraint('id', 'user_id'),)",
    )

    assert found == ["each deletion of a row of `users`"]


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        ("class User:\n    __tablename__ = 'users'", 0),
        ("class User:\n    __tablename__ = 'users'\ndef f(s): s.delete(s.get(User, 1))", 1),
        ("def f(s): s.execute('DELETE FROM users')", 1),
        ("def f(s): s.delete(1)\nclass User:\n    __tablename__ = 'users'", 0),
        (
            "class User:\n    __tablename__ = 'users'\n"
            "    shop_id = Column(ForeignKey('shops.id', ondelete='CASCADE'))\n"
            "def f(s, shop): s.query(shops).delete()",
            1,
        ),
        ("def f(user): return user.visits", 1),
        ("def f(self): return self.visits", 0),
    ],
)
def test_what_nobody_deletes_or_loads_costs_nothing(use: str, expected: int) -> None:
    body = (
        "    user_id = Column(ForeignKey('users.id', ondelete='CASCADE'))\n"
        "    user = relationship('User', back_populates='visits')\n"
    )
    files = modules({"shop.visits": f"{HEAD}{body}", "shop.users": f"{use}\n"})

    assert expected == len(files["shop.visits"].facts(UnindexedKey))


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("def f(s, ids): return s.execute(select(Visit).where(Visit.user_id.in_(ids)))", 1),
        ("def f(u): return models.Visit.query.options().filter_by(\n    user_id=u\n)", 1),
        ("def f(u): return OldVisit.query.filter_by(user_id=u)", 0),
        ("def f(v, u): return OldVisit.user_id == u or Visit.user_id_2 == u", 0),
        ("def f(s): return s.query(Visit).filter_by(id=1)", 0),
    ],
)
def test_lookups_are_told_by_class_and_column(after: str, expected: int) -> None:
    assert expected == len(uses("user_id = Column(ForeignKey('users.id'))", after=after))


@pytest.mark.parametrize(
    ("migration", "expected"),
    [
        ("op.create_index('ix', 'visits', ['user_id'])", 0),
        ("op.create_index('ix', 'visits', ['id', 'user_id'])", 1),
        ("op.create_index('ix', 'other', ['user_id'])\nvisits = 1", 1),
        ("op.execute('CREATE INDEX ix ON visits (user_id)')", 0),
    ],
)
def test_a_statement_of_the_program_may_index_it(migration: str, expected: int) -> None:
    key = "user_id = Column(ForeignKey('users.id', ondelete='CASCADE'))"
    files = modules(
        {
            "shop.visits": f"{HEAD}    {key}\n",
            "shop.users": DELETION,
            "shop.tables": f"from alembic import op\n{migration}\n'CREATE INDEX'\n",
        }
    )

    assert expected == len(files["shop.visits"].facts(UnindexedKey))


@pytest.mark.parametrize(
    ("setup", "expected"),
    [
        ("engine = create_engine('sqlite:///{}'.format(path))", 0),
        ("engine = create_engine(url, connect_args={'check_same_thread': False})", 0),
        ("engine = create_engine(url, connect_args=arguments)", 1),
        ("engine = create_engine(url or 'sqlite:///shop.db')", 1),
        ("engine = create_engine('sqlite:///shop.db')\n# or PostgreSQL", 1),
        ("# MySQL\nmade = create_engine('sqlite://')", 0),
        ("# MySQL\nurl = 'sqlite:////tmp/trial.db'", 0),
        ("# MySQL\nurl = 'sqlite:///shop.db'", 1),
        ("# MySQL or PostgreSQL", 1),
    ],
)
def test_databases_in_a_file_and_those_that_index_by_themselves(setup: str, expected: int) -> None:
    key = "user_id = Column(ForeignKey('users.id', ondelete='CASCADE'))"
    files = modules(
        {
            "shop.visits": f"{HEAD}    {key}\n",
            "shop.users": DELETION,
            "shop.base": f"from sqlalchemy import create_engine\n{setup}\n",
        }
    )

    assert expected == len(files["shop.visits"].facts(UnindexedKey))
