from __future__ import annotations

import pytest
from programs import kind


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("import requests\nrequests.Session()", "requests.Session()", "requests.Session"),
        ("import requests\nrequests.session()", "requests.session()", "requests.Session"),
        ("import queue\nqueue.Queue[int](3)", "queue.Queue[int](3)", "queue.Queue"),
        ("makers[1](3)", "makers[1](3)", None),
        ("import requests\ndef f(s: requests.Session):\n    s", "s", "requests.Session"),
        ("import requests\ndef f(s: 'requests.Session'):\n    s", "s", "requests.Session"),
        (
            "from sqlalchemy.orm import sessionmaker\ndef f(make: sessionmaker):\n    make()",
            "make",
            "sqlalchemy.orm.sessionmaker",
        ),
        (
            "from sqlalchemy.orm import sessionmaker\ndef f(make: sessionmaker):\n    make()",
            "make()",
            "sqlalchemy.orm.Session",
        ),
        (
            "import requests\ndef f(s: requests.Session | None = None):\n    s",
            "s",
            "requests.Session",
        ),
        (
            "import requests\nfrom typing import Optional\ndef f(s: Optional[requests.Session]):\n"
            "    s",
            "s",
            "requests.Session",
        ),
        (
            "import requests\nfrom typing import Annotated\n"
            "def f(s: Annotated[requests.Session, 1]):\n    s",
            "s",
            "requests.Session",
        ),
        (
            "import requests\nfrom typing import Annotated\nHttp = Annotated[requests.Session, 1]\n"
            "def f(s: Http):\n    s",
            "s",
            "requests.Session",
        ),
        ("import requests, httpx\ndef f(s: requests.Session | httpx.Client):\n    s", "s", None),
        (
            "import requests, httpx\nfrom typing import Union\n"
            "def f(s: Union[requests.Session, httpx.Client]):\n    s",
            "s",
            None,
        ),
        ("import requests\ns: requests.Session = make()\ns", "s", "requests.Session"),
        (
            "import requests\nfrom typing import cast\ns = cast(requests.Session, x)\ns",
            "s",
            "requests.Session",
        ),
        (
            "import requests\ndef f(all: list[requests.Session]):\n    for s in all:\n        s",
            "s",
            "requests.Session",
        ),
        (
            "import requests\ndef f(all: list[requests.Session]):\n    all[0]",
            "all[0]",
            "requests.Session",
        ),
        (
            "import requests\ndef f(all: dict[str, requests.Session]):\n    all['a']",
            "all['a']",
            "requests.Session",
        ),
        (
            "import requests\ndef make():\n    return requests.Session()\nmake()",
            "make()",
            "requests.Session",
        ),
        (
            "import requests\ndef make() -> requests.Session: ...\nmake()",
            "make()",
            "requests.Session",
        ),
        ("import requests\n@unknown\ndef make() -> requests.Session: ...\nmake()", "make()", None),
        (
            "import requests\ndef make(a):\n    if a: return None\n    return requests.Session()\n"
            "make()",
            "make()",
            "requests.Session",
        ),
        (
            "import requests\nasync def make():\n    return requests.Session()\n"
            "async def f():\n    await make()",
            "await make()",
            "requests.Session",
        ),
        (
            "import requests\nfrom contextlib import contextmanager\n@contextmanager\n"
            "def make():\n    yield requests.Session()\nwith make() as s:\n    s",
            "s",
            "requests.Session",
        ),
        ("import requests\nx = requests.Session() if a else None\nx", "x", "requests.Session"),
        ("import requests\nx = y or requests.Session()\nx", "x", None),
        ("import requests\nif (x := requests.Session()):\n    x", "x", "requests.Session"),
        ("x = None\nimport requests\nx = requests.Session()\nx", "x", "requests.Session"),
        (
            "import requests\nclass A:\n    s: requests.Session\n    def f(self):\n        self.s",
            "self.s",
            "requests.Session",
        ),
        (
            "import requests\nclass A:\n    @property\n    def s(self) -> requests.Session: ...\n"
            "    def f(self):\n        self.s",
            "self.s",
            "requests.Session",
        ),
        (
            "import requests\nclass A:\n    @property\n    def s(self):\n"
            "        return requests.Session()\n    def f(self):\n        self.s",
            "self.s",
            "requests.Session",
        ),
        ("from somewhere import Thing\nThing()", "Thing()", "somewhere.Thing"),
        ("from somewhere import make\nmake()", "make()", None),
        ("class A:\n    @classmethod\n    def make(cls):\n        cls()", "cls()", "shop.orders.A"),
        ("'a'", "'a'", "builtins.str"),
        ("[1]", "[1]", "builtins.list"),
        ("a == b", "a == b", "builtins.bool"),
        (
            "from sqlalchemy.orm import sessionmaker\nLocal = sessionmaker()\nLocal()",
            "Local()",
            "sqlalchemy.orm.Session",
        ),
        ("try: ...\nexcept ValueError as e:\n    e", "e", "builtins.ValueError"),
        ("def f(*args, **kwargs):\n    args", "args", None),
        ("def f(x: 'not a type ('):\n    x", "x", None),
        (
            "import requests\ndef pair() -> tuple[int, requests.Session]: ...\na, b = pair()\nb",
            "b",
            "requests.Session",
        ),
        ("import requests\nclass A(requests.Session): ...\nA()", "A()", "shop.orders.A"),
        (
            "import sqlite3\nfrom contextlib import closing\n"
            "with closing(sqlite3.connect('x')) as c:\n    c",
            "c",
            "sqlite3.Connection",
        ),
        (
            "from sqlalchemy.orm import sessionmaker\n"
            "from sqlalchemy.ext.asyncio import AsyncSession\n"
            "Local = sessionmaker(class_=AsyncSession)\nLocal()",
            "Local()",
            "sqlalchemy.ext.asyncio.AsyncSession",
        ),
        (
            "from datetime import date\nclass A:\n    date = f(date.today())",
            "date.today()",
            "datetime.date",
        ),
        ("super().x", "super()", None),
    ],
)
def test_type_of(source: str, text: str, expected: str | None) -> None:
    assert expected == kind(source, text)


def test_a_cached_property_of_a_library_is_a_property() -> None:
    source = """
    import requests
    from django.utils.functional import cached_property
    class Gateway:
        @cached_property
        def http(self):
            return requests.Session()
        def pay(self):
            self.http
    """

    assert kind(source, "self.http") == "requests.Session"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("if isinstance(s, requests.Session):\n        s.auth", "requests.Session"),
        ("if s and isinstance(s, requests.Session):\n        s.auth", "requests.Session"),
        ("if not isinstance(s, requests.Session):\n        return\n    s.auth", "requests.Session"),
        ("isinstance(s, requests.Session) and s.auth", "requests.Session"),
        ("if isinstance(s, requests.Session):\n        pass\n    s.auth", None),
        ("if not isinstance(s, requests.Session):\n        s.auth", None),
        ("if isinstance(s, (requests.Session, int)):\n        s.auth", None),
        ("if isinstance(s, requests.Session):\n        s = other()\n        s.auth", None),
        ("if isinstance(other, requests.Session):\n        s.auth", None),
    ],
)
def test_a_test_around_a_name_says_its_class(body: str, expected: str | None) -> None:
    assert expected == kind(f"import requests\ndef f(s):\n    {body}", "s")


@pytest.mark.parametrize(
    ("provider", "default", "expected"),
    [
        ("def get():\n    return requests.Session()", "Depends(get)", "requests.Session"),
        ("def get():\n    yield requests.Session()", "Depends(get)", "requests.Session"),
        ("def get() -> Iterator[requests.Session]: ...", "Depends(get)", "requests.Session"),
        ("class Shop: ...", "Depends(Shop)", "shop.orders.Shop"),
        ("", "Depends(requests.Session)", "requests.Session"),
        ("", "Depends()", None),
        ("def get():\n    return requests.Session()", "other(get)", None),
    ],
)
def test_a_dependency_has_the_type_that_its_provider_gives(
    provider: str, default: str, expected: str | None
) -> None:
    head = "import requests\nfrom fastapi import Depends\nfrom typing import Iterator"
    source = f"{head}\n{provider}\ndef f(s={default}):\n    s"

    assert expected == kind(source, "s")
