"""Check the types of arguments at public functions, by their annotations.

A decorated function raises :class:`~ecomgraph.ArgumentTypeError`, which names the argument, before its body runs.
Annotations are evaluated at the first call, so that importing the package costs nothing.
"""

from __future__ import annotations

import builtins
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from errno import ENAMETOOLONG
from functools import cached_property, wraps
from inspect import CO_VARARGS, unwrap
from itertools import chain, repeat
from numbers import Integral, Real
from types import FunctionType, NoneType, UnionType
from typing import Any, Literal, NamedTuple, TypeAlias, TypeVar, Union, get_args, get_origin

from ecomgraph.errors import ArgumentError, ArgumentTypeError

__all__ = ["Paths", "checked", "each_path", "hints_of", "is_resolved", "is_whole", "shown"]

Paths: TypeAlias = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]

_T = TypeVar("_T")
_Taker = Callable[[Any], Any]

# A taker is a function that converts an argument; it returns this for a value that the parameter does not accept.
_NO = object()
_MAX_SHOWN = 60


def checked(it: _T) -> _T:
    """Check arguments of a function, or of all public methods and the constructor of a class, against annotations.

    Methods that a class inherits are checked, too. ``bool`` is not a number here. Numbers of other libraries, such as
    NumPy's, are converted to Python's; iterators are converted to tuples if their elements are checked.

    >>> @checked
    ... def repeated(text: str, times: int = 2) -> str:
    ...     return text * times
    >>> repeated("ab", times="3")
    Traceback (most recent call last):
    ecomgraph.errors.ArgumentTypeError: repeated(): times must be int, not '3'
    """
    if isinstance(it, FunctionType):
        return _checked_function(it, it.__name__)  # type: ignore[return-value]
    if not isinstance(it, type):
        # functools.cache returns an object that is not a function, but has the function's annotations.
        return _checked_function(it, it.__name__)  # type: ignore[arg-type, attr-defined, return-value]
    members = {name: member for base in reversed(it.__mro__) for name, member in vars(base).items()}
    for name, member in members.items():
        if name.startswith("_") and name != "__init__":
            continue
        label = it.__name__ if name == "__init__" else name
        if isinstance(member, FunctionType):
            setattr(it, name, _checked_function(member, label))
        elif isinstance(member, classmethod | staticmethod):
            setattr(it, name, type(member)(_checked_function(member.__func__, label)))
    return it


def hints_of(function: Callable[..., object]) -> dict[str, Any]:
    """Return the annotations of a function's parameters, evaluated where the function is defined."""
    inner: Any = unwrap(function)
    scope = _Scope(inner.__globals__)
    return {
        name: eval(text, {}, scope) if isinstance(text, str) else text  # noqa: S307 - the text is source code
        for name, text in inner.__annotations__.items()
        if name != "return"
    }


def is_resolved(hint: object) -> bool:
    """Tell whether all classes that an annotation names are imported."""
    return not isinstance(hint, _NotImported) and all(map(is_resolved, get_args(hint)))


class _NotImported(type):
    """A placeholder for classes of libraries that are not imported, which therefore have no instances."""

    def __getattr__(cls, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return _NotImported(f"{cls.__name__}.{name}", (), {})

    def __getitem__(cls, parts: object) -> type:
        return cls


def each_path(paths: Paths) -> tuple[str, ...]:
    """Return one path, or several, as a tuple of text.

    >>> each_path("ours.rq"), each_path(["one.rq", "two.rq"])
    (('ours.rq',), ('one.rq', 'two.rq'))
    """
    return (os.fspath(paths),) if isinstance(paths, str | os.PathLike) else tuple(os.fspath(it) for it in paths)


class _Scope(dict[str, Any]):
    """The names that an annotation may use: those of its module, built-in ones, public ones, and imported libraries."""

    def __missing__(self, name: str) -> object:
        for module in (builtins, sys.modules[__package__]):
            found: object = getattr(module, name, None)
            if found is not None:
                return found
        return sys.modules.get(name) or _NotImported(name, (), {})


def _checked_function(function: Callable[..., Any], label: str) -> Callable[..., Any]:
    signature = _Signature(function, label)

    @wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        return function(*signature.positional(args), **(signature.keywords(kwargs) if kwargs else kwargs))

    return wrapper


class _Signature:
    """The types of a function's parameters; the call itself rejects arguments that do not fit the signature."""

    def __init__(self, function: Callable[..., Any], label: str) -> None:
        code = unwrap(function).__code__
        count = code.co_argcount + code.co_kwonlyargcount
        self._function, self._label = function, label
        self._named = code.co_varnames[code.co_posonlyargcount : count]
        # The last parameter may take any number of arguments.
        self._places = code.co_varnames[: code.co_argcount]
        if code.co_flags & CO_VARARGS:
            self._places += (code.co_varnames[count],)
        self._takers: dict[str, _Taker] = {}

    @cached_property
    def _order(self) -> list[_Taker]:
        hints = hints_of(self._function)
        return [_taker(hints.get(name, object)) for name in self._places]

    def positional(self, args: tuple[Any, ...]) -> Sequence[Any]:
        """Return positional arguments, checked and converted."""
        order = self._order
        takers = order if len(args) <= len(order) or not order else chain(order, repeat(order[-1]))
        found = args
        for at, (taker, value) in enumerate(zip(takers, args, strict=False)):
            taken = taker(value)
            if taken is not value:
                name = self._places[min(at, len(order) - 1)]
                found = (*found[:at], self._judged(name, value, taken), *found[at + 1 :])
        return found

    def keywords(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        """Return keyword arguments, checked and converted."""
        if not self._takers:
            hints = hints_of(self._function)
            self._takers = {name: _taker(hints.get(name, object)) for name in self._named}
        for name, value in kwargs.items():
            taken = self._takers.get(name, _anything)(value)
            if taken is not value:
                kwargs[name] = self._judged(name, value, taken)
        return kwargs

    def _judged(self, name: str, value: object, taken: object) -> object:
        """Return the converted value, or raise the error."""
        if isinstance(taken, _Unfit):
            raise ArgumentError(f"{self._label}(): {name} {taken.reason}")
        if isinstance(taken, _Drained):
            value, taken = taken.values, _NO
        if taken is not _NO:
            return taken
        # The library that the value comes from may have been imported since the annotation was evaluated.
        hint = hints_of(self._function)[name]
        taken = _taker(hint)(value)
        if taken is _NO:
            raise ArgumentTypeError(self._label, name, _expected(hint), shown(_culprit(value, hint)))
        return taken


# ---------------------------------------------------------------------- converters


class _Unfit(NamedTuple):
    """The result of a taker for an invalid value of the right type."""

    reason: str


class _Drained(NamedTuple):
    """The result of a taker for an iterator with a wrong element: its elements, because it cannot be read again."""

    values: tuple[object, ...]


def _taker(hint: Any) -> _Taker:
    """Return a function that converts a value for the parameter, or returns ``_NO``."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _either(parts)
    if origin is Literal:
        return _instance(*{type(value) for value in parts})
    if origin is Callable:
        return lambda value: value if callable(value) else _NO
    if origin is os.PathLike:
        return lambda value: _path(value) if isinstance(value, os.PathLike) else _NO
    if isinstance(origin, type) and issubclass(origin, Iterable) and not issubclass(origin, Mapping):
        return _several(origin, parts)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(*map(_taker, parts))
    cls = origin or hint
    if cls is object or not isinstance(cls, type):
        return _anything
    return _NUMBERS.get(cls) or _instance(cls)


def _anything(value: Any) -> Any:
    return value


def _instance(*classes: type) -> _Taker:
    if bool in classes or object in classes:
        return lambda value: value if isinstance(value, classes) else _NO
    return lambda value: value if isinstance(value, classes) and not isinstance(value, bool) else _NO


def _whole(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, Integral):
        return _NO
    return value if isinstance(value, int) else int(value)


def _real(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, Real):
        return _NO
    return value if isinstance(value, float | int) else float(value)


_NUMBERS: dict[type, _Taker] = {int: _whole, float: _real}


def _path(value: Any) -> Any:
    if not isinstance(value, str | os.PathLike) or not isinstance(os.fspath(value), str):
        return _NO
    if value == "":
        return _Unfit("is an empty path; the working directory is '.'")
    try:
        os.lstat(value)
    except ValueError:
        return _Unfit(f"is not a path that is possible on this system: {shown(value)}")
    except OSError as error:
        if error.errno == ENAMETOOLONG:
            return _Unfit(f"is longer than this system's paths can be: {shown(value)}")
    return value


def _either(parts: tuple[Any, ...]) -> _Taker:
    # If the annotation names an exact type, such as Fraction, values of that type are not converted.
    paths = any(get_origin(part) is os.PathLike for part in parts)
    plain = tuple(it for it in parts if isinstance(it, type) and get_origin(it) is None and not (paths and it is str))
    numbers = bool not in plain
    others = [
        _path if paths and part is str else _taker(part) for part in parts if part not in plain or part in _NUMBERS
    ]

    def either(value: Any) -> Any:
        if isinstance(value, plain) and not (numbers and isinstance(value, bool)):
            return value
        for taker in others:
            found = taker(value)
            if found is not _NO:
                return found
        return _NO

    return either


def _several(kind: type, parts: tuple[Any, ...]) -> _Taker:
    if not parts or (kind is tuple and parts[1:] != (...,)):
        return _instance(kind)
    element = _taker(parts[0])

    def several(value: Any) -> Any:
        if not isinstance(value, kind):
            return _NO
        values: Any = tuple(value) if isinstance(value, Iterator) else value
        found = [element(it) for it in values]
        for it in found:
            if isinstance(it, _Unfit):
                return it
        if any(it is _NO for it in found):
            return _NO if values is value else _Drained(values)
        return values if all(one is other for one, other in zip(found, values, strict=False)) else tuple(found)

    return several


def _mapping(key: _Taker, value: _Taker) -> _Taker:
    def mapping(given: Any) -> Any:
        fits = isinstance(given, Mapping) and all(
            key(one) is not _NO and value(other) is not _NO for one, other in given.items()
        )
        return given if fits else _NO

    return mapping


# ---------------------------------------------------------------------- messages


def _expected(hint: Any) -> str:
    """Return the types of an annotation in words: ``str or Skill, or several of these``."""
    parts = list(dict.fromkeys(_parts(hint)))
    many = [part for part in parts if _is_several(part)]
    single = [_name(part) for part in parts if part not in many]
    text = _list(single)
    for part in many:
        inner = [_name(it) for it in _parts(get_args(part)[0])] if get_args(part) else ["object"]
        same = set(inner) <= set(single)
        some = "several of these" if same and len(inner) > 1 else f"several {_list(inner)}"
        text = f"{text}, or {some}" if text else some
    return text


def _list(words: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _parts(hint: Any) -> tuple[Any, ...]:
    if get_origin(hint) not in (Union, UnionType):
        return (hint,)
    return tuple(inner for part in get_args(hint) for inner in _parts(part))


def _is_several(hint: Any) -> bool:
    origin = get_origin(hint)
    return isinstance(origin, type) and issubclass(origin, Iterable) and not issubclass(origin, Mapping)


def _name(hint: Any) -> str:
    if hint is NoneType:
        return "None"
    origin = get_origin(hint)
    if origin is Literal:
        return " or ".join(map(repr, get_args(hint)))
    if origin is Callable:
        return "a callable"
    cls = origin or hint
    name, library = getattr(cls, "__name__", str(cls)), getattr(cls, "__module__", "").partition(".")[0]
    return name if library in {"builtins", "ecomgraph"} else f"{library}.{name}"


def _culprit(value: object, hint: object) -> object:
    """Return the wrong element of a collection of the right type, else the value itself."""
    for part in _parts(hint):
        if _is_several(part) and get_args(part) and isinstance(value, list | tuple | Set):
            element = _taker(get_args(part)[0])
            return next((it for it in value if element(it) is _NO), value)
    return value


def is_whole(value: object, least: int) -> bool:
    """Tell whether a value is an integer of at least a minimum; ``bool`` does not count.

    >>> is_whole(3, least=1), is_whole(True, least=1), is_whole(2.0, least=1)
    (True, False, False)
    """
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def shown(value: object) -> str:
    """Return a short text for a value, on one line, for messages."""
    try:
        text = " ".join(repr(value).split())
    except Exception:
        text = ""
    if len(text) > _MAX_SHOWN or not text:
        text = f"{text[:_MAX_SHOWN]}… ({type(value).__name__})" if text else f"an object of {type(value).__name__}"
    return text
