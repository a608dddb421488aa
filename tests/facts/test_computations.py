"""Which calls compute for long."""

from __future__ import annotations

import pytest
from programs import program

from readiness_lint.facts.computations import Computation, LoopComputation


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("bcrypt.hashpw(b, bcrypt.gensalt())", True),
        ("bcrypt.hashpw(b, bcrypt.gensalt(12))", True),
        ("bcrypt.hashpw(b, bcrypt.gensalt(4))", False),
        ("bcrypt.hashpw(b, bcrypt.gensalt(rounds=rounds))", True),
        ("bcrypt.hashpw(b, **options)", True),
        ("hashlib.pbkdf2_hmac('sha256', b, b, 600_000)", True),
        ("hashlib.pbkdf2_hmac('sha256', b, b, iterations=1)", False),
        ("hashlib.scrypt(b, n=2 ** 14, r=8, p=1)", True),
        ("hashlib.sha256(b)", False),
    ],
)
def test_a_low_cost_takes_no_time(code: str, found: bool) -> None:  # noqa: FBT001
    file = program(f"""
        import bcrypt, hashlib
        def work(b, rounds, options):
            return {code}
        """)

    assert found == bool(file.facts(Computation))


def test_how_long_is_said_by_the_table() -> None:
    (work,) = program("""
        import bcrypt
        def helper(password, known):
            return bcrypt.checkpw(password, known)
        async def login(password, known):
            return helper(password, known)
        """).facts(LoopComputation)

    assert ("login", 200, 1) == (work.function.name, work.milliseconds, work.coroutines)
