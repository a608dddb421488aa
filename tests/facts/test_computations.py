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
    file = program("""
        import bcrypt
        def helper(password, known):
            return bcrypt.checkpw(password, known)
        async def login(password, known):
            return helper(password, known)
        """)
    (work,) = file.facts(LoopComputation)

    assert ("login", 200, 1) == (work.function.name, work.milliseconds(file), work.coroutines)


@pytest.mark.parametrize(
    ("told", "milliseconds"),
    [
        ("schemes=['bcrypt']", 200),
        ("['argon2', 'pbkdf2_sha256']", 200),
        ("hash.bcrypt_sha256,", 200),
        ("(hash.scrypt,)", 200),
        ("schemes=schemes", 200),
        ("['pbkdf2_sha1']", 40),
        ("['pbkdf2_sha256'], pbkdf2_sha256__rounds=290_000", 100),
        ("['pbkdf2_sha256'], pbkdf2_sha256__default_rounds=rounds", None),
        ("['pbkdf2_sha256', 'bcrypt']", None),
        ("['bcrypt', 'pbkdf2_sha256'], default='pbkdf2_sha256'", None),
        ("['md5_crypt']", None),
        ("KNOWN", None),
    ],
)
def test_a_context_hashes_by_its_first_algorithm(told: str, milliseconds: int | None) -> None:
    file = program(f"""
        from passlib import hash
        from passlib.context import CryptContext
        KNOWN = ["sha256_unknown"]
        context = CryptContext({told})
        async def login(password, known):
            return context.verify(password, known)
        """)
    found = [work.milliseconds(file) for work in file.facts(LoopComputation)]

    assert ([] if milliseconds is None else [milliseconds]) == found
