"""Weights as people read them: exact where a short number is, and parts that add up to their whole as shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["amount", "shares"]

# Fractions with a greater denominator say less to a reader than two decimals.
_GREATEST = 60
_ERROR = 1e-9
# Less than this rounds to nothing, but is not said to be nothing.
_LEAST = 0.005
_TINY = 0.001


def amount(weight: float) -> str:
    """Return a weight exactly, as a number of up to two decimals or as a fraction, else rounded to two decimals.

    Levels are fractions of a skill, such as a third, so most weights are. A tiny one is not said to be nothing.

    >>> amount(8), amount(0.5), amount(1 / 3), amount(30 + 5 / 6), amount(0.4286), amount(0.001), amount(0)
    ('8', '0.5', '1/3', '30 5/6', '0.43', '<0.01', '0')
    """
    if not _in_hundredths(weight) and (denominator := _denominator(weight)):
        whole, parts = divmod(round(weight * denominator), denominator)
        return f"{whole} {parts}/{denominator}" if whole else f"{parts}/{denominator}"
    return f"{weight:.2f}".rstrip("0").rstrip(".") if not 0 < weight < _LEAST else f"<{2 * _LEAST}"


def shares(parts: Sequence[float], whole: float) -> list[float]:
    """Return parts for :func:`amount` that add up to their whole as shown.

    These are the parts themselves where all can be shown exactly, as well as the whole. Otherwise they are rounded to
    hundredths so that they add up to the whole rounded likewise (largest remainder method): each is within a hundredth
    of the exact part; those with the largest remainders are rounded up, of equal ones the first. Parts that do not add
    up to the whole are each rounded by themselves.

    >>> shares([0.404, 0.304], 0.708), shares([0.25, 2], 2.25)
    ([0.41, 0.3], [0.25, 2])
    """
    if all(_in_hundredths(it) or _denominator(it) for it in (*parts, whole)):
        return list(parts)
    exact = [round(part * 100, 6) for part in parts]
    found = [int(it) for it in exact]
    missing = round(round(whole, 2) * 100) - sum(found)
    if not 0 <= missing <= len(found):
        return [round(part, 2) for part in parts]
    for at in sorted(range(len(found)), key=lambda at: (found[at] - exact[at], at))[:missing]:
        found[at] += 1
    return [_TINY if not cents and part else cents / 100 for cents, part in zip(found, parts, strict=True)]


def _in_hundredths(number: float) -> bool:
    return abs(round(number, 2) - number) < _ERROR


def _denominator(number: float) -> int:
    """Return the denominator of the fraction that a number is, 0 if that is too great."""
    tried = range(3, _GREATEST + 1)
    return next((it for it in tried if abs(round(number * it) / it - number) < _ERROR), 0)
