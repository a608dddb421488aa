from __future__ import annotations

import ast
import sys

import pytest
from programs import expression, name, program


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("import requests\nrequests.get", "requests.get", "requests.get"),
        ("import requests as http\nhttp.get", "http.get", "requests.get"),
        (
            "import urllib.request\nurllib.request.urlopen",
            "urllib.request.urlopen",
            "urllib.request.urlopen",
        ),
        ("from requests import get\nget", "get", "requests.get"),
        ("from requests import get as fetch\nfetch", "fetch", "requests.get"),
        ("import requests\nfetch = requests.get\nfetch", "fetch", "requests.get"),
        ("import requests\na = requests\nb = a\nb.get", "b.get", "requests.get"),
        ("from requests import sessions\nsessions.Session", "sessions.Session", "requests.Session"),
        ("import requests\ns = requests.Session()\ns.get", "s.get", "requests.Session.get"),
        (
            "import requests\nwith requests.Session() as s:\n    s.get",
            "s.get",
            "requests.Session.get",
        ),
        ("import requests\na, b = requests.get, 1\na", "a", "requests.get"),
        ("import requests\n[a, (b, c)] = [1, (2, requests.get)]\nc", "c", "requests.get"),
        ("from requests import *\nget", "get", "requests.get"),
        ("from requests import *\nfrom elsewhere import *\nget", "get", None),
        ("from elsewhere import *\nfrom requests import *\nget", "get", "requests.get"),
        ("from elsewhere import *\nget", "get", None),
        ("get = 1\nfrom requests import *\nprint(get)", "get", None),
        ("from os import *\nprint", "print", None),
        ("print", "print", "builtins.print"),
        ("IOError", "IOError", "builtins.OSError"),
        ("unknown_thing", "unknown_thing", None),
        ("def charge(): ...\ncharge", "charge", "shop.orders.charge"),
        ("class Cart:\n    def add(self): ...\nCart.add", "Cart.add", "shop.orders.Cart.add"),
        ("class Cart:\n    def add(self): ...\nCart().add", "Cart().add", "shop.orders.Cart.add"),
        (
            "class Base:\n    def add(self): ...\nclass Cart(Base): ...\nCart().add",
            "Cart().add",
            "shop.orders.Base.add",
        ),
        (
            "import requests\nclass Http(requests.Session): ...\nHttp().get",
            "Http().get",
            "requests.Session.get",
        ),
        (
            "import requests\nfrom x import Unknown\nclass Http(Unknown, requests.Session): ...\n"
            "Http().get",
            "Http().get",
            None,
        ),
        (
            "import requests\nclass Http(requests.Session):\n    def get(self): ...\nHttp().get",
            "Http().get",
            "shop.orders.Http.get",
        ),
    ],
)
def test_name_of(source: str, text: str, expected: str | None) -> None:
    assert expected == name(source, text)


def test_optional_import_that_falls_back_to_none_is_still_the_import() -> None:
    source = """
    try:
        import requests
    except ImportError:
        requests = None
    requests.get
    """

    assert name(source, "requests.get") == "requests.get"


def test_two_different_imports_of_one_name_are_not_known() -> None:
    source = """
    try:
        import ujson as json
    except ImportError:
        import json
    json.loads
    """

    assert name(source, "json.loads") is None


def test_what_is_defined_where_an_import_fails_stands_in_for_it() -> None:
    source = """
    try:
        from requests import get
    except ImportError:
        def get(url):
            return None
    get
    """

    assert name(source, "get") == "requests.get"


def test_what_is_defined_beside_an_import_is_another_thing() -> None:
    source = """
    if OWN:
        def get(url):
            return None
    else:
        from requests import get
    get
    """

    assert name(source, "get") is None


@pytest.mark.parametrize(
    ("module", "package", "statement", "expected"),
    [
        ("shop.orders", False, "from . import models", "shop.models.Order"),
        ("shop.orders", False, "from .models import Order\nmodels = Order", None),
        ("shop.orders", True, "from . import models", "shop.orders.models.Order"),
        ("shop.api.orders", False, "from .. import models", "shop.models.Order"),
        ("orders", False, "from ... import models", "....models.Order"),
    ],
)
def test_relative_imports(module: str, package: bool, statement: str, expected: str | None) -> None:  # noqa: FBT001
    found = name(f"{statement}\nmodels.Order", "models.Order", module=module, package=package)

    if expected is None:
        assert found == "shop.models.Order.Order"
    else:
        assert expected.lstrip(".") == (found or "").lstrip(".")


@pytest.mark.parametrize(
    "source",
    [
        "import requests\ndef f(requests):\n    requests.get",
        "import requests\ndef f():\n    for requests in x:\n        requests.get",
        "import requests\ndef f():\n    with x as requests:\n        requests.get",
        "import requests\ndef f():\n    try: ...\n    except E as requests:\n        requests.get",
        "import requests\n[requests.get for requests in x]",
        "import requests\nlambda requests: requests.get",
        "import requests\nmatch x:\n    case [requests]:\n        requests.get",
        "import requests\nif (requests := x):\n    requests.get",
        "import requests\nrequests = other()\nrequests.get",
        "import requests\ndef f():\n    global requests\n    requests = other()\nrequests.get",
        "import requests\nfor requests, b in x:\n    requests.get",
    ],
)
def test_a_name_that_is_bound_again_is_not_the_import(source: str) -> None:
    assert name(source, "requests.get") is None


def test_a_class_body_does_not_hide_names_from_its_methods() -> None:
    source = """
    import requests
    class Gateway:
        requests = 3
        def pay(self):
            requests.get
    """

    assert name(source, "requests.get") == "requests.get"


def test_a_comprehension_sees_the_outer_name_in_its_first_iterable() -> None:
    source = "import requests\n[requests for requests in requests.get]"

    assert name(source, "requests.get") == "requests.get"


def test_a_default_argument_is_outside_of_its_function() -> None:
    source = "import requests\ndef f(requests=requests.get): ..."

    assert name(source, "requests.get") == "requests.get"


def test_nonlocal_binds_in_the_function_around() -> None:
    source = """
    import requests
    def outer():
        fetch = requests.get
        def inner():
            nonlocal fetch
            fetch = other()
        fetch
    """

    assert name(source, "fetch") is None


def test_nonlocal_that_only_reads_keeps_the_name() -> None:
    source = """
    import requests
    def outer():
        fetch = requests.get
        def inner():
            nonlocal fetch
            fetch
    """

    assert name(source, "fetch") == "requests.get"


def test_an_attribute_of_self_is_the_class_that_init_gives_it() -> None:
    source = """
    import requests
    class Gateway:
        def __init__(self):
            self.http = requests.Session()
        def pay(self):
            self.http.post
    """

    assert name(source, "self.http.post") == "requests.Session.post"


def test_an_attribute_of_self_with_two_classes_is_not_known() -> None:
    source = """
    import requests, httpx
    class Gateway:
        def __init__(self, old):
            self.http = requests.Session()
            if not old:
                self.http = httpx.Client()
        def pay(self):
            self.http.post
    """

    assert name(source, "self.http.post") is None


def test_a_static_method_has_no_self() -> None:
    source = """
    class Gateway:
        @staticmethod
        def pay(self):
            self.pay
    """

    assert name(source, "self.pay") is None


def test_endless_definitions_end() -> None:
    source = "a = b\nb = a\nc = c.d\na.get\nc.get"

    assert name(source, "a.get") is None
    assert name(source, "c.get") is None


def test_a_chain_of_a_thousand_calls_is_not_known_and_no_crash() -> None:
    file = program("import requests\nx = requests" + ".get()" * 300 + "\n")
    last = file.tree.body[1]
    assert isinstance(last, ast.Assign)

    assert file.type_of(last.value) is None


@pytest.mark.skipif(sys.version_info < (3, 12), reason="type parameters are syntax of 3.12")
def test_a_type_parameter_hides_a_name() -> None:
    source = "import requests\ndef f[requests](x: requests):\n    requests.get"

    assert name(source, "requests.get") is None


def test_calls_to_finds_aliased_callees() -> None:
    from readiness_lint.facts.tables import tables  # noqa: PLC0415
    from readiness_lint.knowledge.schema import Outbound  # noqa: PLC0415

    file = program("""
    import requests
    from requests import get as fetch
    send = requests.post
    again = send
    fetch("a"); send("b"); again("c"); requests.put("d"); other("e")
    """)
    found = [name for name, _ in file.calls_to(tables().table(Outbound))]

    assert found == ["requests.get", "requests.post", "requests.post", "requests.put"]


def test_last_name_reads_names_attributes_and_keys() -> None:
    file = program("a.b\nc['d']\nf(1)\ng")

    assert file.last_name(expression(file, "a.b")) == "b"
    assert file.last_name(expression(file, "c['d']")) == "d"
    assert file.last_name(expression(file, "f(1)")) == "f"


def test_a_class_body_sees_the_outer_name_until_it_binds_its_own() -> None:
    source = """
    from datetime import date
    class Invoice:
        date = column(default=date.today())
    """

    assert name(source, "date.today") == "datetime.date.today"
