"""Records behave as frozen dataclasses with slots."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace

import pytest

from readiness_lint.record import SEVERAL, ordered_record, record, single_record


@record
class Point:
    """A place with a name that is not shown."""

    x: int
    y: int = 2
    name: str = field(default="", repr=False)


@record
class Named(Point):
    """One with another field."""

    colour: str = "red"


@record
class Nothing:
    """One without a field."""


@record
class Made:
    """One with values that are made, or not compared."""

    found: list[int] = field(default_factory=list)
    seen: int = field(default=0, compare=False)


@ordered_record
class Line:
    """One that can be sorted."""

    number: int
    column: int = 0


@single_record
class Only:
    """One that equals itself alone."""

    name: str


@dataclass(frozen=True, slots=True)
class Twin:
    """What a record is compared with."""

    x: int
    y: int = 2
    name: str = field(default="", repr=False)


def test_a_record_is_made_and_shown_as_a_dataclass() -> None:
    assert repr(Twin(1, y=3, name="a")).replace("Twin", "Point") == repr(Point(1, y=3, name="a"))


def test_a_record_equals_one_of_its_class_with_the_same_values() -> None:
    assert Point(1) == Point(1, 2)
    assert hash(Point(1)) == hash(Point(1, 2))
    assert Point(1) != Point(2)
    assert Nothing() == Nothing()


def test_a_record_cannot_be_changed() -> None:
    point = Point(1)

    with pytest.raises(FrozenInstanceError):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del point.x
    assert not hasattr(point, "__dict__")


def test_a_record_has_the_fields_of_its_base() -> None:
    named = Named(1, colour="blue")

    assert ["x", "y", "name", "colour"] == [item.name for item in fields(named)]
    assert Named(5, colour="blue") == replace(named, x=5)


def test_a_record_wants_its_values() -> None:
    with pytest.raises(TypeError):
        Point()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Point(1, z=2)  # type: ignore[call-arg]


def test_a_record_travels() -> None:
    assert Named(1) == pickle.loads(pickle.dumps(Named(1)))  # noqa: S301
    assert Named(1) == copy.deepcopy(Named(1))


def test_a_record_makes_its_own_values() -> None:
    first, second = Made(), Made()
    first.found.append(1)

    assert [] == second.found
    assert Made([1], seen=5) == first


def test_the_first_objects_are_made_like_the_later_ones() -> None:
    made = [Line(number, column=1) for number in range(3 * SEVERAL)]

    assert [(number, 1) for number in range(3 * SEVERAL)] == [(o.number, o.column) for o in made]


def test_records_can_have_an_order() -> None:
    assert [Line(1, 2), Line(2), Line(2, 1)] == sorted([Line(2, 1), Line(1, 2), Line(2)])
    assert Line(1) <= Line(1)
    assert Line(2) > Line(1)
    with pytest.raises(TypeError):
        sorted([Line(1), Point(1)])  # type: ignore[type-var]


def test_records_can_be_equal_to_themselves_alone() -> None:
    only = Only("a")

    assert only == only  # noqa: PLR0124
    assert Only("a") != only
    assert 2 == len({Only("a"), only})
