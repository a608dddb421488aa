"""Which coroutines come to a query that the ORM refuses."""

from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.sync_queries import SyncQuery

HELPERS = """
    from django.contrib.auth.models import User
    def first():
        return User.objects.first()
    def first_unless(user):
        if user.is_superuser:
            return user
        return User.objects.first()
    def all_of_them():
        return User.objects.all()
    """


@pytest.mark.parametrize(
    ("call", "found"),
    [
        ("first()", [("first()", False)]),
        ("User.objects.count()", [("User.objects.count()", True)]),
        ("User.objects.filter().count()", [("User.objects.filter().count()", True)]),
        ("len(User.objects.all()[:3])", [("User.objects.all()", True)]),
        ("await User.objects.acount()", []),
        ("[user async for user in User.objects.all()]", []),
        ("all_of_them()", []),
        ("first_unless(user)", []),
        ("lambda: first()", []),
    ],
)
def test_what_raises(call: str, found: list[tuple[str, bool]]) -> None:
    files = modules(
        {
            "shop.helpers": HELPERS,
            "shop.views": f"""
                from django.contrib.auth.models import User
                from shop.helpers import all_of_them, first, first_unless
                async def view(user):
                    return {call}
                """,
        }
    )

    assert found == [(item.what, item.direct) for item in files["shop.views"].facts(SyncQuery)]


def test_a_program_may_ask_the_orm_to_block() -> None:
    files = modules(
        {
            "shop.asgi": 'import os\nos.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"',
            "shop.views": """
                from django.contrib.auth.models import User
                async def view():
                    return User.objects.count()
                """,
        }
    )

    assert () == files["shop.views"].facts(SyncQuery)


@pytest.mark.parametrize(("newest", "found"), [(None, 1), ((2, 2, 28), 0), ((3,), 1), ((3, 0), 1)])
def test_an_orm_that_is_older_than_the_refusal_blocks(
    monkeypatch: pytest.MonkeyPatch, newest: tuple[int, ...] | None, found: int
) -> None:
    source = """
        from django.contrib.auth.models import User
        async def view():
            return User.objects.count()
        """
    file = modules({"shop.views": source})["shop.views"]
    monkeypatch.setattr(file.program, "newest", lambda _: newest)

    assert found == len(file.facts(SyncQuery))
