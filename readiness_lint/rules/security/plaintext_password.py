"""Password kept as it was typed.

Whoever sees the table, a backup of it or one bad query has every password, for this program and for
all others where its users took the same one.  A comparison with what was typed shows that the table
has them; a message with one keeps it in a mailbox for ever.

A hash that is made slowly tells whether a password is right, and tells nobody what it is; a link
with which one chooses it is worth nothing once it was used.

## Bad

```python
from sqlalchemy import String, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(200))
    password: Mapped[str] = mapped_column(String(200))


def login(session: Session, email: str, password: str) -> User | None:
    return session.query(User).filter_by(email=email, password=password).first()
```

```python
import sqlite3


def find(db: sqlite3.Connection, email: str, password: str) -> tuple[int] | None:
    query = "SELECT id FROM users WHERE email = ? AND password = ?"
    return db.execute(query, (email, password)).fetchone()
```

```python
import secrets

from django.contrib.auth.models import User
from django.core.mail import send_mail


def invite(email: str) -> None:
    password = secrets.token_urlsafe(12)
    User.objects.create_user(email, password=password)
    send_mail("Welcome", f"Your password is {password}", None, [email])
```

```python
from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

router = APIRouter()


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(200))
    password: Mapped[str] = mapped_column(String(200))


class Registration(BaseModel):
    email: str
    password: str


@router.post("/users")
def register(registration: Registration, session: Session) -> None:
    session.add(User(**registration.model_dump()))
    session.commit()
```

## Good

```python
from passlib.context import CryptContext
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

hashes = CryptContext(schemes=["argon2"])


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(200))


def login(session: Session, email: str, password: str) -> User | None:
    user = session.query(User).filter_by(email=email).first()
    return user if user and hashes.verify(password, user.password_hash) else None
```

## Not reported

A password that a call has hashed, encrypted or checked on the way, or that a schema changes; the fields
of a schema where the function itself names the password, or is not called with what a handler was
given.  Models that do so by
themselves: a property, a validator, a type of column.  Accounts with other programs, whose password
has to be shown to them, such as those with a host or a port; models without a name to log in with.
What a row held before, with its key.  `create_user` and `set_password` of Django.  Messages to
whoever has chosen the password, and of one with which a new account logs in once, to choose
another; passwords that nothing in the function gives to an account.

## See also

CWE-256: plaintext storage of a password.
"""

from readiness_lint.facts.clear_passwords import ClearPassword
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Because, Severity, Status


@rule(
    "RDY215",
    "the password of {model} is {what} in clear text",
    severity=Severity.CRITICAL,
    status=Status.STUBBED,
    source="S1 layer 1, S1 layer 2, S2 9",
    since="0.1.0",
)
def plaintext_password(password: ClearPassword, file: File) -> Problems:
    """Report what production keeps or compares."""
    if not file.under(password.node, Because.DEV):
        yield Problem(password.node, model=password.model, what=password.what)
