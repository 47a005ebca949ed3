"""Parameters of the API: their types, and how they are read from a URL."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from ecomgraph.errors import ArgumentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Parameter", "flag", "number", "one_of", "read", "several", "text"]

_TRUTH = {"": True, "0": False, "1": True, "false": False, "true": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter of an endpoint; with ``many`` it may be repeated, or with ``commas`` be a list in one value."""

    name: str
    summary: str
    kind: Literal["string", "number", "integer", "boolean"] = "string"
    required: bool = False
    many: bool = False
    commas: bool = False
    choices: tuple[str, ...] = ()
    default: Any = None
    minimum: float | None = None
    maximum: float | None = None

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the values."""
        one: dict[str, Any] = {"type": self.kind}
        one |= {"enum": list(self.choices)} if self.choices else {}
        one |= {"minimum": self.minimum} if self.minimum is not None else {}
        one |= {"maximum": self.maximum} if self.maximum is not None else {}
        one |= {"default": self.default} if self.default is not None else {}
        return {"type": "array", "items": one} if self.many else one


def text(name: str, summary: str, *, required: bool = False) -> Parameter:
    """Return a text parameter."""
    return Parameter(name=name, summary=summary, required=required)


def one_of(name: str, summary: str, choices: tuple[str, ...], *, default: str) -> Parameter:
    """Return a parameter with a fixed set of values."""
    return Parameter(name=name, summary=summary, choices=choices, default=default)


def several(name: str, summary: str, *, commas: bool = False) -> Parameter:
    """Return a repeatable parameter."""
    return Parameter(name=name, summary=summary, many=True, commas=commas)


def flag(name: str, summary: str) -> Parameter:
    """Return a boolean parameter."""
    return Parameter(name=name, summary=summary, kind="boolean", default=False)


def number(
    name: str,
    summary: str,
    *,
    default: float | None = None,
    whole: bool = False,
    minimum: float | None = None,
    maximum: float | None = None,
) -> Parameter:
    """Return a numeric parameter."""
    kind: Literal["number", "integer"] = "integer" if whole else "number"
    return Parameter(name=name, summary=summary, kind=kind, default=default, minimum=minimum, maximum=maximum)


def read(parameters: Sequence[Parameter], fields: Iterable[tuple[str, str]], *, more: bool = False) -> dict[str, Any]:
    """Return the parameter values by name, with defaults; ``more`` keeps unknown parameters unchanged.

    Raises :class:`~ecomgraph.ArgumentError` for an invalid or missing value, or an unknown parameter.

    >>> read([several("have", "", commas=True)], [("have", "SEO, PPC")])
    {'have': ['SEO', 'PPC']}
    """
    given: dict[str, list[str]] = {}
    for name, value in fields:
        given.setdefault(name, []).append(value)
    known = {parameter.name for parameter in parameters}
    values: dict[str, Any] = {}
    for name, found in given.items():
        if name not in known and not more:
            raise ArgumentError(f"there is no parameter {name!r}; there are {', '.join(sorted(known)) or 'none'}")
        if name not in known:
            values[name] = _single(name, found)
    for parameter in parameters:
        value = _value(parameter, given.get(parameter.name, []))
        if value is not None:
            values[parameter.name] = value
    return values


def _value(parameter: Parameter, given: list[str]) -> Any:
    if parameter.many:
        parts = [part.strip() for value in given for part in (value.split(",") if parameter.commas else [value])]
        return [part for part in parts if part]
    value = _single(parameter.name, given) if given else None
    if value is None or (value == "" and parameter.kind != "boolean"):
        if parameter.required:
            raise ArgumentError(f"{parameter.name} is missing: {parameter.summary}")
        return parameter.default
    if parameter.choices and value not in parameter.choices:
        raise ArgumentError(f"{parameter.name} must be one of {', '.join(parameter.choices)}, not {value!r}")
    if parameter.kind == "boolean":
        return _truth(parameter, value)
    return value if parameter.kind == "string" else _number(parameter, value)


def _single(name: str, given: list[str]) -> str:
    if len(given) > 1:
        raise ArgumentError(f"{name} is given more than once")
    return given[0]


def _truth(parameter: Parameter, value: str) -> bool:
    try:
        return _TRUTH[value.lower()]
    except KeyError:
        raise ArgumentError(f"{parameter.name} must be true or false, not {value!r}") from None


def _number(parameter: Parameter, value: str) -> float | int:
    try:
        number = int(value) if parameter.kind == "integer" else float(value)
    except ValueError:
        raise ArgumentError(f"{parameter.name} must be a number, not {value!r}") from None
    low, high = parameter.minimum, parameter.maximum
    if not math.isfinite(number) or (low is not None and number < low) or (high is not None and number > high):
        bounds = f"at least {low}" if high is None else f"from {low} to {high}"
        raise ArgumentError(f"{parameter.name} must be a number {bounds}, not {value}")
    return number
