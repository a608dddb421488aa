"""Which migrations need a look, and the statements that add columns."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from programs import modules

from readiness_lint.facts.live_reads import may_read_live
from readiness_lint.facts.program import Program, Text
from readiness_lint.facts.schema_changes import (
    RequiredColumn,
    may_add_required,
    may_drop_nameless,
)
from readiness_lint.terms import Role

HEAD = "from alembic import op\ndef upgrade():\n    "


@pytest.mark.parametrize(
    ("sieve", "source", "expected"),
    [
        (may_add_required, "AddField('a', 'b', models.CharField(default=''))", False),
        (may_add_required, "AddField('a', 'b', f(null=True)), AddField('a', 'c', f())", True),
        (may_add_required, "op.add_column('a', Column('b', Integer))", False),
        (may_add_required, "op.add_column('a', Column('b', Integer, nullable=False))", True),
        (may_add_required, "op.execute('ALTER TABLE a ALTER b SET NOT NULL')", False),
        (may_add_required, "op.execute('ALTER TABLE a ADD b int NOT NULL')", True),
        (may_drop_nameless, "op.drop_column('a', 'b', None)", False),
        (may_drop_nameless, "op.drop_constraint(None, 'a')", True),
        (may_read_live, "settings.AUTH_USER_MODEL, settings.OAUTH_MODEL", False),
        (may_read_live, "settings.LANGUAGE_CODE", True),
        (may_read_live, "from shop.fields import Slug\nX = Slug", False),
        (may_read_live, "from shop.models import (\n    Order,\n)\nOrder.objects", True),
        (may_read_live, "from store.models import Order\nOrder.objects", False),
    ],
)
def test_few_migrations_are_parsed(
    sieve: Callable[[Text, Program | None], bool], source: str, expected: object
) -> None:
    program = modules({"shop.models": ""})["shop.models"].program

    assert expected is sieve(Text("shop.migrations.0002_it", Role.MIGRATION, source), program)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("ALTER TABLE a ADD COLUMN b integer NOT NULL", ["a.b"]),
        ("alter table only x.a add b numeric(1, 2) not null, add c int", ["a.b"]),
        ("ALTER TABLE a ADD COLUMN b serial NOT NULL", []),
        ("ALTER TABLE a ADD COLUMN b integer NOT NULL DEFAULT 0", []),
        ("ALTER TABLE a ADD COLUMN b int; ALTER TABLE c ALTER d SET NOT NULL", []),
        ("ALTER TABLE a ADD CONSTRAINT b CHECK (c IS NOT NULL)", []),
    ],
)
def test_statement_that_adds_a_required_column(statement: str, expected: list[str]) -> None:
    file = modules({"shop.a1": f"{HEAD}op.execute({statement!r})\n"})["shop.a1"]

    assert expected == [f"{item.table}.{item.column}" for item in file.facts(RequiredColumn)]
