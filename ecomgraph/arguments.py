"""Check the types of arguments at public functions, by their annotations.

A decorated function raises :class:`~ecomgraph.ArgumentTypeError`, which names the argument, before its body runs.
Annotations are evaluated at the first call, so that importing the package costs nothing.
"""

from __future__ import annotations

import builtins
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import wraps
from inspect import CO_VARARGS, unwrap
from itertools import chain, repeat
from numbers import Integral, Real
from types import FunctionType, NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from ecomgraph.errors import ArgumentError, ArgumentTypeError

__all__ = ["checked", "hints_of", "is_resolved"]

_T = TypeVar("_T")
_Taker = Callable[[Any], Any]

# What a taker returns for a value that a parameter does not take.
_NO = object()
_MAX_SHOWN = 60


def checked(it: _T) -> _T:
    """Check arguments of a function, or of all public methods and the constructor of a class, against annotations.

    ``bool`` is no number here. Numbers of other libraries, such as NumPy's, arrive as Python's; iterators arrive as
    tuples where their elements are checked.

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
        # What functools.cache makes of a function is no function, but has the annotations of one.
        return _checked_function(it, it.__name__)  # type: ignore[arg-type, attr-defined, return-value]
    for name, member in list(vars(it).items()):
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
    """The type of what stands for libraries that are not imported, and for their classes, which have no instances."""

    def __getattr__(cls, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return _NotImported(f"{cls.__name__}.{name}", (), {})

    def __getitem__(cls, parts: object) -> type:
        return cls


class _Scope(dict[str, Any]):
    """The names that an annotation may use: those of its module, built-in ones, and imported libraries."""

    def __missing__(self, name: str) -> object:
        return getattr(builtins, name, None) or sys.modules.get(name) or _NotImported(name, (), {})


def _checked_function(function: Callable[..., Any], label: str) -> Callable[..., Any]:
    code = unwrap(function).__code__  # type: ignore[attr-defined]
    count = code.co_argcount + code.co_kwonlyargcount
    named = frozenset(code.co_varnames[code.co_posonlyargcount : count])
    # The names of positional arguments, the last of which may stand for any number more.
    places = (*code.co_varnames[: code.co_argcount], *code.co_varnames[count:][: bool(code.co_flags & CO_VARARGS)])
    takers: dict[str, _Taker] = {}
    positional: list[_Taker] = []

    def prepare() -> None:
        found = {name: _taker(hint) for name, hint in hints_of(function).items()}
        takers.update((name, taker) for name, taker in found.items() if name in named)
        positional.extend(found.get(name, _anything) for name in places)

    def refuse(name: str, value: object) -> object:
        """Raise the error, unless a library whose value this is was imported after the annotation was evaluated."""
        hint = hints_of(function)[name]
        found = _taker(hint)(value)
        if found is _NO:
            raise ArgumentTypeError(label, name, _expected(hint), _shown(_culprit(value, hint)))
        return found

    def place(at: int) -> str:
        return places[min(at, len(places) - 1)]

    @wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        if not positional:
            prepare()
        name, changed = "", {}
        # What does not fit the signature is left to the call itself, whose error says so.
        order = positional if len(args) <= len(positional) else chain(positional, repeat(positional[-1]))
        try:
            for at, (taker, value) in enumerate(zip(order, args, strict=False)):
                found = taker(value)
                if found is not value:
                    changed[at] = found
            for name, value in kwargs.items():
                if name in takers:
                    found = takers[name](value)
                    if found is not value:
                        kwargs[name] = refuse(name, value) if found is _NO else found
        except _Unfit as error:
            raise ArgumentError(f"{label}(): {name or place(at)} {error}") from None
        if changed:
            given = list(args)
            for at, found in changed.items():
                given[at] = refuse(place(at), given[at]) if found is _NO else found
            args = tuple(given)
        return function(*args, **kwargs)

    return wrapper


# ---------------------------------------------------------------------- what a parameter takes


class _Unfit(Exception):  # noqa: N818 - never leaves this module
    """A value of the right type that will not do."""


def _taker(hint: Any) -> _Taker:
    """Return a function that gives a value as the parameter takes it, or ``_NO``."""
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
    try:
        name = os.fsencode(value)
    except UnicodeEncodeError:
        raise _Unfit(f"is no path that this system can have: {_shown(value)}") from None
    if b"\0" in name:
        raise _Unfit(f"is no path, because it holds a null character: {_shown(value)}")
    return value


def _either(parts: tuple[Any, ...]) -> _Taker:
    # Exact numbers, such as fractions, stay what they are where they are named beside others.
    paths = os.PathLike in map(get_origin, parts)
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
        values = tuple(value) if isinstance(value, Iterator) else value
        found = [element(it) for it in values]
        if any(it is _NO for it in found):
            return _NO
        return values if all(one is other for one, other in zip(found, values, strict=False)) else tuple(found)

    return several


# ---------------------------------------------------------------------- what errors say


def _expected(hint: Any) -> str:
    """Return what an annotation takes, in words: ``str or Skill, or several of these``."""
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
    """Return the element that is wrong in a collection of the right sort, or else the value itself."""
    for part in _parts(hint):
        if _is_several(part) and get_args(part) and isinstance(value, list | tuple | Set):
            element = _taker(get_args(part)[0])
            return next((it for it in value if element(it) is _NO), value)
    return value


def _shown(value: object) -> str:
    """Return a value for people, on one line and short."""
    try:
        text = " ".join(repr(value).split())
    except Exception:
        text = ""
    if len(text) > _MAX_SHOWN or not text:
        text = f"{text[:_MAX_SHOWN]}… ({type(value).__name__})" if text else f"an object of {type(value).__name__}"
    return text
