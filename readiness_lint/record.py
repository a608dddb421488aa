"""What nearly all of our classes are: frozen, with slots, equal where their fields are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter, ge, gt, le, lt
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")
Values = Callable[[Any], Any]
SEVERAL = 50
"""Objects of one class from which on it pays to compile its constructor."""


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """``dataclass(frozen=True, slots=True)``, in a small part of the time.

    That one reads every annotation and compiles seven methods of every class, which took more than
    half of a start: most classes of a run have no object, nobody asks for their fields, and their
    methods are the same but for the names.
    """
    return _made(cls, _equality)


@dataclass_transform(frozen_default=True, order_default=True, field_specifiers=(field,))
def ordered_record(cls: type[T]) -> type[T]:
    """A record with ``order=True``."""
    return _made(cls, lambda values: {**_equality(values), **_order(values)})


@dataclass_transform(frozen_default=True, eq_default=False, field_specifiers=(field,))
def single_record(cls: type[T]) -> type[T]:
    """A record with ``eq=False``: each object equals itself alone."""
    return _made(cls, lambda _: {})


def _made(cls: type[T], compared: Callable[[Values], dict[str, Any]]) -> type[T]:
    own = {
        name: Entry(annotation, vars(cls).get(name, MISSING))
        for name, annotation in cls.__annotations__.items()
        if "ClassVar" not in str(annotation)
    }
    before = {name: entry for base in cls.__mro__[:0:-1] for name, entry in _entries(base).items()}
    shape = Shape({**before, **own})
    kept = {
        name: value
        for name, value in vars(cls).items()
        if name not in own and name not in {"__dict__", "__weakref__"}
    }
    namespace = {
        **compared(shape.values()),
        **_methods(tuple(shape.entries)),
        **kept,
        "__slots__": tuple(name for name in own if name not in before),
        "__dataclass_fields__": shape,
    }
    kind: Any = type(cls)
    made = kind(cls.__name__, cls.__bases__, namespace)
    made.__qualname__ = cls.__qualname__
    if "__init__" not in kept:
        made.__init__ = _first_constructor(made, shape)
    finished: type[T] = made
    return finished


class Entry:
    """A field as it was written."""

    __slots__ = ("annotation", "written")

    def __init__(self, annotation: object, written: Any) -> None:
        self.annotation = annotation
        self.written = written
        """Its default, or what `field` gave; `MISSING`: nothing."""

    @property
    def default(self) -> Any:
        """The value of one that is not given; `MISSING`: it must be, or is made."""
        return self.written.default if isinstance(self.written, Field) else self.written

    @property
    def factory(self) -> Any:
        """What makes the value of one that is not given; `MISSING`: nothing does."""
        return self.written.default_factory if isinstance(self.written, Field) else MISSING

    @property
    def is_compared(self) -> bool:
        """Whether objects are equal only where it is."""
        return not isinstance(self.written, Field) or self.written.compare is not False


class Shape:
    """The fields of a record; turns into those of `dataclasses` where somebody asks for them."""

    __slots__ = ("_found", "entries")

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self.entries = entries
        self._found: dict[str, Field[Any]] | None = None

    def values(self) -> Values:
        """What answers that by which objects are compared."""
        names = [name for name, entry in self.entries.items() if entry.is_compared]
        return attrgetter(*names) if names else lambda _: ()

    def __get__(self, _: object, owner: type | None = None) -> dict[str, Field[Any]]:
        """Answer ``__dataclass_fields__``."""
        if self._found is None:
            self._found = {item.name: item for item in fields(self._stand_in())}
        return self._found

    def _stand_in(self) -> Any:
        written = {
            name: entry.written
            for name, entry in self.entries.items()
            if entry.written is not MISSING
        }
        annotations = {name: entry.annotation for name, entry in self.entries.items()}
        made = type(
            "StandIn", (), {**written, "__doc__": "A stand-in.", "__annotations__": annotations}
        )
        return dataclass(init=False, repr=False, eq=False)(made)


def _entries(base: type) -> Mapping[str, Entry]:
    shape = vars(base).get("__dataclass_fields__")
    assert shape is None or isinstance(shape, Shape), f"{base.__name__} is no record"
    return shape.entries if shape else {}


def _equality(values: Values) -> dict[str, Any]:
    def equal(self: Any, other: object) -> Any:
        same = other.__class__ is self.__class__
        return values(self) == values(other) if same else NotImplemented

    return {"__eq__": equal, "__hash__": lambda self: hash(values(self))}


def _order(values: Values) -> dict[str, Any]:
    def compared(compare: Callable[[Any, Any], bool]) -> Callable[[Any, object], Any]:
        def method(self: Any, other: object) -> Any:
            same = other.__class__ is self.__class__
            return compare(values(self), values(other)) if same else NotImplemented

        return method

    return {f"__{compare.__name__}__": compared(compare) for compare in (lt, le, gt, ge)}


def _methods(names: tuple[str, ...]) -> dict[str, Any]:
    store = object.__setattr__

    def state(self: Any) -> list[Any]:
        return [getattr(self, name) for name in names]

    def restore(self: Any, state: list[Any]) -> None:
        for name, value in zip(names, state, strict=True):
            store(self, name, value)

    return {
        "__repr__": _shown,
        "__getstate__": state,
        "__setstate__": restore,
        "__setattr__": _refuse,
        "__delattr__": _refuse,
        "__match_args__": names,
    }


def _shown(self: Any) -> str:
    shown = [item.name for item in fields(self) if item.repr]
    inner = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
    return f"{self.__class__.__qualname__}({inner})"


def _refuse(_: object, name: str, *__: object) -> None:
    text = f"cannot change field {name!r}"
    raise FrozenInstanceError(text)


def _first_constructor(made: Any, shape: Shape) -> Callable[..., None]:
    """What makes the first objects; of most classes there are few."""
    names = shape.entries.keys()
    defaults = {
        name: entry.default for name, entry in shape.entries.items() if entry.default is not MISSING
    }
    store = object.__setattr__
    left = SEVERAL

    def init(self: Any, *arguments: Any, **named: Any) -> None:
        nonlocal left
        left -= 1
        given = {**dict(zip(names, arguments, strict=False)), **named}
        values = {**defaults, **given}
        is_right = len(given) == len(arguments) + len(named) and values.keys() == names
        if left and is_right:
            for name in names:
                store(self, name, values[name])
        else:
            # The compiled one makes what factories do, and says what is wrong.
            made.__init__ = _constructor(shape)
            made.__init__(self, *arguments, **named)

    return init


def _constructor(shape: Shape) -> Callable[..., None]:
    """What is called with the values of the fields, by position or by name."""
    known: dict[str, Any] = {"_store_": object.__setattr__, "_missing_": MISSING}
    parameters = ", ".join(("_self_", *_parameters(shape, known)))
    body = "".join(f"\n _store_(_self_, {name!r}, {_value(name, known)})" for name in shape.entries)
    exec(f"def __init__({parameters}):{body or ' pass'}", known)  # noqa: S102  as `dataclass` does
    made: Callable[..., None] = known["__init__"]
    return made


def _parameters(shape: Shape, known: dict[str, Any]) -> Iterator[str]:
    for name, entry in shape.entries.items():
        if entry.factory is not MISSING:
            known[f"_make_{name}_"] = entry.factory
            yield f"{name}=_missing_"
        elif entry.default is not MISSING:
            known[f"_{name}_"] = entry.default
            yield f"{name}=_{name}_"
        else:
            yield name


def _value(name: str, known: Mapping[str, Any]) -> str:
    make = f"_make_{name}_"
    return f"{make}() if {name} is _missing_ else {name}" if make in known else name
