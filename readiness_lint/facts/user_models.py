"""Models of users, and which of their columns say what somebody may."""

from __future__ import annotations

import ast

from readiness_lint.facts.models import OrmModel
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import PRIVILEGES, USER_MODELS
from readiness_lint.model import File

GRANTED = ("is_superuser", "groups", "user_permissions")
STAFF = "is_staff"


def user_model(file: File, expr: ast.expr) -> tuple[str, frozenset[str]]:
    """The name of the model of users, and what of it says what they may; empty: it is none."""
    kind = file.type_of(expr)
    name = file.name_of(expr) if isinstance(expr, ast.Name | ast.Attribute) else None
    name = kind.name if kind is not None and kind.of_class else name
    if name is None:
        return "", frozenset()
    home, cls = file.defined(name) or (file, None)
    bases = home.bases_of(cls) if isinstance(cls, ast.ClassDef) else file.library.bases(name)
    allows = [base for base in (name, *bases) if base in tables().word("permission-rows")]
    columns = {
        column.name
        for item in (home.facts(OrmModel) if cls is not None else ())
        if item.node is cls
        for column in item.columns
    }
    granted = {item for item in columns if file.words(PRIVILEGES).match(item)}
    granted |= set(GRANTED) if allows else set()
    granted |= {STAFF} if any(base.endswith("AbstractUser") for base in allows) else set()
    last = name.rpartition(".")[2]
    users = bool(allows) or file.words(USER_MODELS).match(last)
    return (
        ("User" if last == "AbstractUser" else last, frozenset(granted))
        if users
        else ("", frozenset())
    )
