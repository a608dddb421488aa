"""Changes of what outlives a call."""

from __future__ import annotations

import ast

import pytest
from programs import modules, program

from readiness_lint.facts.state import (
    LostState,
    StateWrite,
    is_memo,
    is_read_back,
    serving,
    takes_in,
)
from readiness_lint.model import File


def writes(source: str) -> list[StateWrite]:
    return list(program(source).facts(StateWrite))


def only(source: str) -> tuple[StateWrite, File]:
    file = program(source)
    (found,) = file.facts(StateWrite)
    return found, file


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        ("{}", "dict"),
        ("dict()", "dict"),
        ("[]", "list"),
        ("set()", "set"),
        ("collections.defaultdict(list)", "dict"),
        ("collections.deque()", "deque"),
    ],
)
def test_container_of_the_module(made: str, kind: str) -> None:
    found, _ = only(f"import collections\nITEMS = {made}\ndef f():\n    ITEMS.pop()\n")

    assert ("ITEMS", "module", kind, True) == (found.name, found.owner, found.kind, found.plain)


@pytest.mark.parametrize(
    ("change", "how"),
    [
        ("ITEMS[1] = 2", "item"),
        ("ITEMS[1] += 2", "item"),
        ("del ITEMS[1]", "item"),
        ("ITEMS.update(a=1)", "method"),
        ("ITEMS[1].append(2)", "method"),
        ("ITEMS.setdefault(1, []).append(2)", "method"),
    ],
)
def test_change_of_a_container(change: str, how: str) -> None:
    found = writes(f"ITEMS = {{}}\ndef f():\n    {change}\n")

    assert how in {write.change for write in found}


@pytest.mark.parametrize(
    "source",
    [
        "ITEMS = {}\nITEMS[1] = 2",
        "ITEMS = {}\ndef f():\n    ITEMS = {}\n    ITEMS[1] = 2",
        "ITEMS = make()\ndef f():\n    ITEMS[1] = 2",
        "import collections\nITEMS = collections.deque(maxlen=3)\ndef f():\n    ITEMS.append(2)",
        "ITEMS = {}\ndef f():\n    return ITEMS[1]",
        "class A:\n    items = []\n    def __init__(self):\n        self.items = []\n"
        "    def f(self):\n        self.items.append(1)",
    ],
)
def test_what_is_no_change(source: str) -> None:
    assert [] == writes(source)


def test_container_of_a_class() -> None:
    found, _ = only("class A:\n    items = []\n    def f(self):\n        self.items.append(1)\n")

    assert ("items", "class") == (found.name, found.owner)


@pytest.mark.parametrize(
    ("change", "how"),
    [("N += 1", "count"), ("N = N + 1", "count"), ("N = value", "rebind")],
)
def test_name_that_is_bound_anew(change: str, how: str) -> None:
    found, _ = only(f"N = 0\ndef f(value):\n    global N\n    {change}\n")

    assert ("variable", how) == (found.kind, found.change)


@pytest.mark.parametrize(
    "container", ["dict[str, WebSocket]", "dict[str, asyncio.Task]", "list[threading.Lock]"]
)
def test_container_of_what_lives_in_the_process_is_not_plain(container: str) -> None:
    found, _ = only(
        "import asyncio, threading\nfrom fastapi import WebSocket\n"
        f"ITEMS: {container} = None or dict()\n".replace("None or dict()", "{}")
        + "def f(key, value):\n    ITEMS[key] = value\n"
    )

    assert found.plain is False


@pytest.mark.parametrize("value", ["asyncio.create_task(work())", "lambda: 1", "threading.Lock()"])
def test_value_that_lives_in_the_process_is_not_plain(value: str) -> None:
    found, _ = only(f"import asyncio, threading\nITEMS = {{}}\ndef f():\n    ITEMS[1] = {value}\n")

    assert found.plain is False


def test_state_of_an_application() -> None:
    found, _ = only("def f(request):\n    request.app.state.items[1] = 2\n")

    assert ("app.state.items", "app", "state") == (found.name, found.owner, found.kind)


def test_state_of_a_request_is_not_that_of_the_application() -> None:
    assert [] == writes("def f(request):\n    request.state.items[1] = 2\n")


@pytest.mark.parametrize(
    ("value", "expected"),
    [("order", True), ("order.number", True), ("await order.json()", True), ("make(order)", False)],
)
def test_what_the_caller_sent(value: str, *, expected: bool) -> None:
    found, file = only(f"N = 0\nasync def f(order):\n    global N\n    N = {value}\n")

    function = file.function(found.node)

    assert function is not None
    assert expected is takes_in(file, found.value, function, function)


@pytest.mark.parametrize(
    ("test", "change", "expected"),
    [
        ("key not in ITEMS", "ITEMS[key] = 1", True),
        ("ITEMS.get(key) is None", "ITEMS[key] = 1", True),
        ("len(ITEMS) > 9", "ITEMS.pop()", True),
        ("len(ITEMS) < 9", "ITEMS[key] = 1", False),
        ("key", "ITEMS[key] = 1", False),
    ],
)
def test_memo_fills_what_is_missing(test: str, change: str, *, expected: bool) -> None:
    found, file = only(f"ITEMS = {{}}\ndef f(key):\n    if {test}:\n        {change}\n")

    assert expected is is_memo(found, file)


SERVICE = """
from fastapi import FastAPI

app = FastAPI()
ITEMS = {}

def keep(item):
    ITEMS[item] = 1

@app.post("/items")
def add(item: str):
    keep(item)
"""


def test_helper_of_handlers_serves_them() -> None:
    found, file = only(SERVICE)
    entry = serving(found, file)

    assert entry is not None
    assert "add" == entry.entry.name


def test_helper_that_others_call_too_serves_nobody_for_certain() -> None:
    found, file = only(f"{SERVICE}\ndef load():\n    keep(1)\n")

    assert serving(found, file) is None


def test_other_handlers_read_it_back() -> None:
    found, file = only(f'{SERVICE}\n@app.get("/items")\ndef show():\n    return ITEMS\n')
    entry = serving(found, file)

    assert entry is not None
    assert is_read_back(found, entry.entry.node, file)
    assert isinstance(found.node, ast.Assign)


OBJECT = """
from fastapi import Depends, FastAPI

app = FastAPI()

class Store:
    def __init__(self):
        self.items = {}
        self.numbers = []

    def add(self, item):
        self.items[item] = 1
        self._note(item)

    def _note(self, item):
        self.numbers.append(item)

    def all(self):
        return self.items

store = Store()
"""
ROUTE = "@app.post('/items')\ndef add(item: str{parameter}):\n    {call}\n"


def lost(source: str) -> list[tuple[str, str, bool]]:
    return [
        (found.name, found.handler, found.read_back) for found in program(source).facts(LostState)
    ]


def test_object_that_serves_all_requests_loses_what_they_put_into_it() -> None:
    route = ROUTE.format(parameter=", to: Store = Depends(lambda: store)", call="to.add(item)")

    taken = "@app.put('/items')\ndef take():\n    return store.all()\n"

    assert [("Store.items", "add", False)] == lost(f"{OBJECT}{route}{taken}")


def test_what_nobody_else_asks_for_nobody_misses() -> None:
    route = ROUTE.format(parameter="", call="store.add(item); return store.all()")

    assert [] == lost(f"{OBJECT}{route}")


def test_what_another_request_reads_from_the_object_is_read_back() -> None:
    route = ROUTE.format(parameter="", call="store.add(item)")
    other = "@app.get('/items')\ndef show():\n    return store.all()\n"

    assert [("Store.items", "add", True)] == lost(f"{OBJECT}{route}{other}")


@pytest.mark.parametrize(
    ("source", "parameter", "call"),
    [
        # An object of each request, or of nobody's.
        (OBJECT, ", to: Store = Depends()", "to.add(item)"),
        (OBJECT, "", "Store().add(item)"),
        (f"{OBJECT}def load(item):\n    store.add(item)\n", "", "return item"),
        # Meant for the process, by the name of its class.
        (OBJECT.replace("Store", "ItemCache"), "", "store.add(item)"),
    ],
)
def test_object_that_loses_nothing(source: str, parameter: str, call: str) -> None:
    assert [] == lost(f"{source}{ROUTE.format(parameter=parameter, call=call)}")


@pytest.mark.parametrize(
    ("change", "name", "kind"),
    [
        ("current_app.themes['x'] = 1", "app.themes", "attribute"),
        ("current_app.config['x'] = 1", "app.config", "config"),
        ("app.config['x'] = 1", "app.config", "config"),
    ],
)
def test_application_of_flask(change: str, name: str, kind: str) -> None:
    found, _ = only(f"from flask import current_app\ndef f(app):\n    {change}\n")

    assert (name, kind, "app") == (found.name, found.kind, found.owner)


@pytest.mark.parametrize(
    ("given", "count"),
    [
        ("app.orders = {}", 1),
        ("app.state.orders = set()", 1),
        ("app.orders = OrderService()", 0),
        ("other.orders = {}", 0),
    ],
)
def test_what_hangs_on_an_application_may_be_a_service(given: str, count: int) -> None:
    source = f"from flask import current_app\ndef make(app, other):\n    {given}\n"
    found = program(f"{source}def f():\n    current_app.orders.add(1)\n").facts(StateWrite)

    assert count == sum(item.name == "app.orders" and item.change == "method" for item in found)


@pytest.mark.parametrize(
    ("reads", "more", "count"),
    [
        ("", "", 0),
        ("@app.get('/asked')\ndef show():\n    return asked\n", "", 1),
        (
            "",
            "from shop import app\n\n@app.app.get('/asked')\ndef show():\n    return app.asked\n",
            1,
        ),
        # A change is no question.
        ("@app.put('/asked')\ndef reset():\n    global asked\n    asked = 0\n", "", 0),
    ],
)
def test_a_counter_that_nobody_reads_loses_nothing(reads: str, more: str, count: int) -> None:
    route = "@app.post('/orders')\ndef add():\n    global asked\n    asked += 1\n"
    source = f"from fastapi import FastAPI\napp = FastAPI()\nasked = 0\n{route}{reads}"
    files = modules({"shop.app": source, "shop.pages": more})

    assert count == len(list(files["shop.app"].facts(LostState)))


@pytest.mark.parametrize(("call", "plain"), [("connect", False), ("describe", True)])
def test_what_was_started_is_no_data(call: str, plain: bool) -> None:  # noqa: FBT001
    found, _ = only(
        f"ITEMS = {{}}\nasync def f(k):\n    talk = Talk(k)\n    await talk.{call}()\n"
        "    ITEMS[k] = talk\n"
    )

    assert plain is found.plain


STORAGE = """
import threading

ORDERS = {}
LOCKS: dict[str, threading.Lock] = {}
last = None

def put(order):
    ORDERS[order] = 1
"""
APP = "from fastapi import FastAPI\nfrom shop import storage\nfrom shop.storage import ORDERS as KEPT\n"
POST = "app = FastAPI()\n@app.post('/orders')\ndef add(order: str):\n    {}\n"


def lost_in(module: str, route: str, more: str = "") -> list[tuple[str, str, str, bool]]:
    files = modules({"shop.storage": STORAGE, "shop.app": f"{APP}{POST.format(route)}{more}"})
    return [
        (found.name, found.kind, found.handler, found.read_back)
        for found in files[module].facts(LostState)
    ]


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        ("KEPT[order] = 1", ("ORDERS", "dict")),
        ("storage.ORDERS.setdefault(order, 1)", ("ORDERS", "dict")),
        ("storage.last = order", ("last", "variable")),
    ],
)
def test_state_of_another_module(route: str, expected: tuple[str, str]) -> None:
    read = "@app.put('/orders')\ndef shown():\n    return KEPT, storage.last\n"

    assert [(*expected, "add", False)] == lost_in("shop.app", route, read)


@pytest.mark.parametrize(
    "route",
    [
        "storage.LOCKS[order] = object()",
        "storage.last = 1",
        "storage.last.append(order)",
        "storage.put = order",
        "KEPT = {}; KEPT[order] = 1",
        "del KEPT[order]",
    ],
)
def test_what_is_no_data_of_another_module(route: str) -> None:
    assert [] == lost_in("shop.app", route)


def test_helpers_of_other_modules_serve_the_handlers_behind_them() -> None:
    between = "def keep(order):\n    storage.put(order)\n"
    read = "@app.get('/orders')\ndef shown():\n    return KEPT\n"

    assert [("ORDERS", "dict", "add", True)] == lost_in(
        "shop.storage", "keep(order)", between + read
    )


@pytest.mark.parametrize(
    "more",
    [
        "def load():\n    storage.put('1')\n",
        "storage.put('1')\n",
        "@app.on_event('startup')\ndef warm():\n    storage.put('1')\n",
    ],
)
def test_helper_that_something_else_calls_too_serves_nobody(more: str) -> None:
    assert [] == lost_in("shop.storage", "storage.put(order)", more)


def test_memory_that_a_configuration_chooses_is_no_loss() -> None:
    route = "storage.put(order) if not config.database else None"

    assert [] == lost_in("shop.storage", route)


def test_what_no_request_puts_into_an_object_none_can_lose() -> None:
    source = OBJECT.replace("self.items[item] = 1", "self.items.pop(item)").replace(
        "self._note(item)", "pass"
    )
    route = ROUTE.format(parameter="", call="store.add(item)")

    assert [] == lost(f"{source}{route}")


def test_value_that_a_helper_got_from_the_handler() -> None:
    files = modules(
        {
            "shop.storage": "last = None\n\ndef keep(order):\n    global last\n    last = order\n"
            "\n\ndef start():\n    global last\n    last = 1\n",
            "shop.app": f"{APP}{POST.format('storage.keep(order); storage.start()')}"
            "@app.get('/last')\ndef show():\n    return storage.last\n",
        }
    )

    assert [6] == [found.node.lineno + 1 for found in files["shop.storage"].facts(LostState)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("        pass\n    except KeyError:\n        ITEMS[key] = 1\n", False),
        ("        ITEMS[key]\n    except KeyError:\n        ITEMS[key] = 1\n", True),
        ("        ITEMS[key]\n    except ValueError:\n        ITEMS[key] = 1\n", False),
    ],
)
def test_memo_that_fills_what_it_missed(body: str, *, expected: bool) -> None:
    found, file = only(f"ITEMS = {{}}\ndef f(key):\n    try:\n{body}")

    assert expected is is_memo(found, file)
