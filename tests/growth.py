"""How a run grows with the program: generated programs of realistic shape, and ruff beside us.

    python tests/growth.py [--files 100 1000 10000] [--repeat N]

A generated module has a model, a client, a service that calls those of other modules, and routes;
one module in ten is a package's `__init__` that re-exports.  The figures are seconds and multiples
of `ast.parse` over all files; ruff runs every rule on one thread without its cache.
"""

from __future__ import annotations

import argparse
import ast
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PACKAGE = 10
MODULE = '''"""Orders of region {number}."""

import logging
from datetime import UTC, datetime

import httpx
from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

{imports}

logger = logging.getLogger(__name__)
router = APIRouter(prefix="/region{number}")
LIMIT = {number}


class Base{number}(DeclarativeBase):
    """Tables of this region."""


class Order{number}(Base{number}):
    __tablename__ = "order{number}"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column()
    created: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))

    def label(self) -> str:
        return f"{{self.reference}}-{{self.id}}"


class Client{number}:
    def __init__(self, base: str, timeout: float = 3.0) -> None:
        self.base = base
        self.http = httpx.Client(timeout=timeout)

    def fetch(self, reference: str) -> dict[str, str]:
        answer = self.http.get(f"{{self.base}}/{{reference}}")
        answer.raise_for_status()
        return answer.json()

    def fetch_all(self, references: list[str]) -> list[dict[str, str]]:
        found = []
        for reference in references:
            try:
                found.append(self.fetch(reference))
            except httpx.HTTPError:
                logger.exception("no answer for %s", reference)
        return found


class Service{number}:
    def __init__(self, session: Session, client: Client{number}) -> None:
        self.session = session
        self.client = client

    def find(self, number: int) -> Order{number} | None:
        return self.session.get(Order{number}, number)

    def latest(self, count: int = LIMIT) -> list[Order{number}]:
        statement = select(Order{number}).order_by(Order{number}.created.desc()).limit(count)
        return list(self.session.scalars(statement))

    def refresh(self, number: int) -> str:
        order = self.find(number)
        if order is None:
            raise LookupError(number)
        answer = self.client.fetch(order.reference)
        order.reference = answer["reference"]
        self.session.commit()
        return order.label()

{calls}


def session_of_request() -> Session:
    raise NotImplementedError


def service(session: Session = Depends(session_of_request)) -> Service{number}:
    return Service{number}(session, Client{number}("https://region{number}.example"))


@router.get("/orders/{{number}}")
def read_order(number: int, orders: Service{number} = Depends(service)) -> dict[str, str]:
    order = orders.find(number)
    if order is None:
        raise HTTPException(404, "no such order")
    return {{"label": order.label()}}


@router.post("/orders/{{number}}/refresh")
def refresh_order(number: int, orders: Service{number} = Depends(service)) -> dict[str, str]:
    try:
        return {{"label": orders.refresh(number)}}
    except LookupError:
        logger.warning("order %s is unknown", number)
        raise HTTPException(404, "no such order") from None
'''
CALL = """    def from_region{other}(self, session: Session, number: int) -> str:
        other = Service{other}(session, Client{other}("https://region{other}.example"))
        return other.refresh(number)
"""


def generate(folder: Path, count: int) -> None:
    """Write a program of so many files."""
    for number in range(count):
        package = folder / "shop" / f"part{number // PACKAGE}"
        if number % PACKAGE == 0:
            package.mkdir(parents=True)
            names = "\n".join(
                f"from .region{other} import Service{other} as Region{other}"
                for other in range(number + 1, min(number + PACKAGE, count))
            )
            (package / "__init__.py").write_text(f"{names}\n", encoding="utf-8")
            continue
        others = sorted({(number * 7 + step * 13) % count for step in range(1, 4)} - {number})
        others = [other for other in others if other % PACKAGE]
        imports = "\n".join(
            f"from shop.part{other // PACKAGE}.region{other} import Client{other}, Service{other}"
            for other in others
        )
        calls = "\n".join(CALL.format(other=other) for other in others)
        text = MODULE.format(number=number, imports=imports, calls=calls)
        (package / f"region{number}.py").write_text(text, encoding="utf-8")
    (folder / "shop" / "__init__.py").write_text("", encoding="utf-8")


def seconds(command: list[str], folder: Path, repeat: int) -> float:
    found = []
    for _ in range(repeat):
        started = time.perf_counter()
        subprocess.run(
            command,
            cwd=folder,
            check=False,
            capture_output=True,
            env={**os.environ, "RAYON_NUM_THREADS": "1"},
        )
        found.append(time.perf_counter() - started)
    return min(found)


def parsing(folder: Path, repeat: int) -> float:
    found = []
    for _ in range(repeat):
        started = time.perf_counter()
        for path in folder.rglob("*.py"):
            ast.parse(path.read_bytes())
        found.append(time.perf_counter() - started)
    return min(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--files", type=int, nargs="+", default=[100, 1000, 10000])
    parser.add_argument("--repeat", type=int, default=2)
    arguments = parser.parse_args()
    ours = [sys.executable, "-P", "-m", "readiness_lint", "check", "--isolated", "--no-cache"]
    ours += ["--exit-zero", "--output-format", "concise", "."]
    ruff = shutil.which("ruff", path=os.pathsep.join([str(Path(sys.executable).parent)])) or "ruff"
    other = [ruff, "check", "--isolated", "--select", "ALL", "--no-cache", "--exit-zero", "-q", "."]
    print("| files | parse, s | -j 1, s | over parse | -j 2, s | ruff ALL, one thread, s |")
    print("|--:|--:|--:|--:|--:|--:|")
    for count in arguments.files:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            generate(folder, count)
            bare = parsing(folder, arguments.repeat)
            one = seconds([*ours, "-j", "1"], folder, arguments.repeat)
            two = seconds([*ours, "-j", "2"], folder, arguments.repeat)
            beside = seconds(other, folder, arguments.repeat)
        print(
            f"| {count:,} | {bare:.2f} | {one:.2f} | {one / bare:.2f} | {two:.2f} | {beside:.2f} |"
        )


if __name__ == "__main__":
    main()
