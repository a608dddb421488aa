"""Objects that serve all requests, and those that serve one."""

from __future__ import annotations

import pytest
from programs import expression, program

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
