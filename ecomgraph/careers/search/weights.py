"""The weights of skills, as exact numbers, so that equal costs compare as equal."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import lcm
from numbers import Rational
from typing import Any, NamedTuple

from ecomgraph.arguments import shown
from ecomgraph.errors import ArgumentError

__all__ = ["STANDARD", "Number", "Weights", "exact", "plain"]

# Sums of weights have to fit into a float.
_MOST = 1e100

Number = int | float | Fraction | Decimal


class Weights(NamedTuple):
    """The weight of an essential and of an optional skill, as whole numbers of ``1 / unit``.

    >>> Weights.of(1, 0.5)
    Weights(essential=2, optional=1, unit=2)
    """

    essential: int
    optional: int
    unit: int

    @classmethod
    def of(cls, essential: Number = 1, optional: Number = 0.5) -> Weights:
        """Return two numbers as weights; 0.1 is exactly one tenth.

        Raises :class:`~ecomgraph.ArgumentError` for anything but a number from 0 up to 1e100.
        """
        one, other = (
            exact(weight, f"the weight of {name} skills")
            for weight, name in ((essential, "essential"), (optional, "optional"))
        )
        unit = lcm(one.denominator, other.denominator)
        return cls(int(one * unit), int(other * unit), unit)

    def weigh(self, essential: int, optional: int) -> int:
        """Return the weight, in units, of disjoint sets of essential and of optional skills, given as bits."""
        return self.essential * essential.bit_count() + self.optional * optional.bit_count()


def exact(value: Any, what: str) -> Fraction:
    """Return a number as a fraction; 0.1 is exactly one tenth.

    Raises :class:`~ecomgraph.ArgumentError` for anything but a number from 0 up to 1e100.

    >>> exact(0.1, "the price")
    Fraction(1, 10)
    """
    if not isinstance(value, int | float | Decimal | Rational) or isinstance(value, bool):
        raise ArgumentError(f"{what} must be a number from 0 up to 1e100, not {shown(value)}")
    # A signaling NaN cannot even be compared.
    number: Any = value
    if (isinstance(value, Decimal) and value.is_nan()) or not 0 <= number <= _MOST:
        raise ArgumentError(f"{what} must be a number from 0 up to 1e100, not {shown(value)}")
    return Fraction(str(value))


def plain(value: Fraction) -> float:
    """Return a number as an ``int`` if it is whole, else as a ``float``.

    >>> plain(Fraction(4, 2)), plain(Fraction(1, 4))
    (2, 0.25)
    """
    return int(value) if value.denominator == 1 else float(value)


STANDARD = Weights.of()
