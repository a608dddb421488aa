"""Accounts that stand in the code.

Whoever signs up is gone after the next deployment, and whoever is to be locked out needs a release.
The passwords, or their hashes, are in the repository, in its history and in every image.  It is how
tutorials begin, and nothing fails when it stays.

## Bad

```python
from passlib.hash import bcrypt

fake_users_db = {
    "alice": {"name": "Alice", "hashed_password": "$2b$12$EixZaYVK1fsbw1ZfbX3OXe"},
}


def authenticate(name: str, password: str) -> dict | None:
    user = fake_users_db.get(name)
    return user if user and bcrypt.verify(password, user["hashed_password"]) else None
```

## Good

```python
from sqlalchemy import select
from sqlalchemy.orm import Session

from shop.models import User
from shop.passwords import verify


def authenticate(session: Session, name: str, password: str) -> User | None:
    user = session.scalars(select(User).where(User.name == name)).one_or_none()
    return user if user and verify(password, user.password_hash) else None
```

## Not reported

Containers that nothing logs in with: no handler, dependency or function such as `authenticate`,
`register` or `get_current_user` reads or changes them.  Passwords that come from the environment or
the settings.  Names without a password: roles, service accounts, members of a chat.  Containers of
sockets and tasks.  Scripts, tests, and branches and settings for development.

A function that returns the same user for every request is reported where requests depend on it.
"""

from readiness_lint.facts.accounts import CodedAccounts
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY106",
    "accounts come from {origin}: {outcome}",
    severity=Severity.CRITICAL,
    status=Status.STUBBED,
    source="S1 layer 1",
    since="0.1.0",
    instead_of=("RDY105", "RDY213", "RDY233"),
)
def in_memory_user_store(found: CodedAccounts, _file: File) -> Problems:
    """Report the container, or the function."""
    yield Problem(found.node, about=found.about, origin=found.origin, outcome=found.outcome)
