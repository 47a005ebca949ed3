"""What skills weigh: exact numbers, so that equal costs are equal."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import isfinite, lcm
from numbers import Rational
from typing import NamedTuple

from ecomgraph.errors import ArgumentError

__all__ = ["STANDARD", "Number", "Weights", "plain"]

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
        """Take over two numbers; 0.1 is one tenth. Raises :class:`~ecomgraph.ArgumentError`."""
        one, other = _exact(essential, "essential"), _exact(optional, "optional")
        unit = lcm(one.denominator, other.denominator)
        return cls(int(one * unit), int(other * unit), unit)

    def weigh(self, essential: int, optional: int) -> int:
        """Return the weight of two disjoint sets of skills, given as bits, in units."""
        return self.essential * essential.bit_count() + self.optional * optional.bit_count()


def _exact(value: Number, name: str) -> Fraction:
    number = isinstance(value, int | float | Decimal | Rational) and not isinstance(value, bool)
    if not number or not isfinite(value) or value < 0:
        raise ArgumentError(f"the weight of {name} skills must be a number from 0 up, not {value!r}")
    return Fraction(str(value))


def plain(value: Fraction) -> float:
    """Return a number as an ``int`` where it is whole, else as a ``float``.

    >>> plain(Fraction(4, 2)), plain(Fraction(1, 4))
    (2, 0.25)
    """
    return int(value) if value.denominator == 1 else float(value)


STANDARD = Weights.of()
