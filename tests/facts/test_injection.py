"""Objects that serve all requests, and those that serve one."""

from __future__ import annotations

import pytest
from programs import expression, modules, program

from readiness_lint.facts.injection import is_shared, shared_classes

HEAD = """
from functools import lru_cache
from typing import Annotated
from fastapi import Depends

class Store:
    pass

store = Store()
lazy = None

def get_store():
    return store

@lru_cache(maxsize=None)
def get_cached():
    return Store()

def get_new():
    return Store()

def get_either(fresh):
    if fresh:
        return Store()
    return store

def get_lazy():
    global lazy
    if lazy is None:
        lazy = Store()
    return lazy

StoreDep = Annotated[Store, Depends(get_store)]
"""


@pytest.mark.parametrize(
    ("parameter", "shared"),
    [
        ("it: Store = Depends(get_store)", True),
        ("it: Annotated[Store, Depends(get_store)]", True),
        ("it: StoreDep", True),
        ("it: StoreDep | None", True),
        ("it=Depends(lambda: store)", True),
        ("it: Store = Depends(get_cached)", True),
        ("it: Store = Depends(get_lazy)", True),
        ("it: Store = Depends(get_new)", False),
        ("it: Store = Depends(get_either)", False),
        ("it: Store = Depends(Store)", False),
        ("it: Store = Depends()", False),
        ("it: Store", False),
        ("it=store", False),
    ],
)
def test_what_a_parameter_is_filled_with(parameter: str, *, shared: bool) -> None:
    file = program(f"{HEAD}\ndef handler({parameter}):\n    use(it)\n")

    assert shared is is_shared(file, expression(file, "it"))


def test_name_of_the_module_is_shared_and_a_local_is_not() -> None:
    file = program(f"{HEAD}\ndef handler():\n    own = Store()\n    return store, own\n")

    assert is_shared(file, expression(file, "store"))
    assert not is_shared(file, expression(file, "own"))


def test_class_of_which_one_object_is_kept() -> None:
    file = program(f"{HEAD}\nclass Basket:\n    pass\ndef get_basket():\n    return Basket()\n")

    assert ["Store"] == [cls.name for cls in shared_classes(file)]


STORES = """
class Store:
    def add(self): ...

class Service:
    def __init__(self, store):
        self.store = store

    def place(self):
        self.store.add()
"""
GIVING = """
from functools import cache
from fastapi import Depends
from shop.stores import Service, Store as Kept

shared = Kept()

@cache
def get_store():
    return Kept()

def get_service(store=Depends(get_store)):
    return Service({argument})
"""
ROUTES = """
from typing import Annotated
from fastapi import Depends
from shop import giving
from shop.giving import get_service, get_store as of_process, shared as mine

StoreDep = Annotated[object, Depends(of_process)]

def handler({parameter}):
    use({used})
"""


@pytest.mark.parametrize(
    ("parameter", "used", "shared"),
    [
        ("it: StoreDep", "it", True),
        ("it=Depends(giving.get_store)", "it", True),
        ("", "mine", True),
        ("", "giving.shared", True),
        ("it=Depends(get_service)", "it", False),
        ("mine", "mine", False),
    ],
)
def test_objects_of_other_modules(parameter: str, used: str, *, shared: bool) -> None:
    routes = ROUTES.format(parameter=parameter, used=used)
    giving = GIVING.format(argument="store")
    file = modules({"shop.stores": STORES, "shop.giving": giving, "shop.routes": routes})[
        "shop.routes"
    ]

    assert shared is is_shared(file, expression(file, used))


@pytest.mark.parametrize(("argument", "shared"), [("store", True), ("Kept()", False)])
def test_what_an_object_is_made_with(argument: str, *, shared: bool) -> None:
    giving = GIVING.format(argument=argument)
    file = modules({"shop.stores": STORES, "shop.giving": giving})["shop.stores"]

    assert shared is is_shared(file, expression(file, "self.store"))


def test_class_of_which_another_module_keeps_an_object_and_its_bases() -> None:
    files = modules(
        {
            "shop.stores": "class Base: ...\nclass Store(Base): ...\nclass Other: ...\n",
            "shop.state": "from shop.stores import Other, Store\nstore = Store()\n"
            "def new():\n    return Other()\n",
        }
    )

    assert {"Base", "Store"} == {cls.name for cls in shared_classes(files["shop.stores"])}
