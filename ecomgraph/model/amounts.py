"""Weights and durations formatted for people; the displayed parts of a weight add up to the displayed total."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Amounts", "amount", "months_text"]

# Above this denominator, two decimals are easier to read than a fraction.
_GREATEST = 60
_ERROR = 1e-9
# Smaller amounts would round to 0; they are shown as "<0.01".
_LEAST = 0.005
_TINY = 0.001


def amount(weight: float) -> str:
    """Return a weight exactly, as a number of up to three decimals or as a fraction, else rounded to two decimals.

    Most weights are fractions, because a level is a fraction of a skill, such as a third. A tiny weight is never shown
    as 0.

    >>> amount(8), amount(0.375), amount(1 / 3), amount(30 + 5 / 6), amount(0.4286), amount(0.0012), amount(0)
    ('8', '0.375', '1/3', '30 5/6', '0.43', '<0.01', '0')
    """
    if not _is_short(weight) and (denominator := _denominator(weight)):
        whole, parts = divmod(round(weight * denominator), denominator)
        return f"{whole} {parts}/{denominator}" if whole else f"{parts}/{denominator}"
    return _decimal(weight, 3 if _is_short(weight) else 2)


class Amounts:
    """The number format for the weights of one answer: all exact if possible, else all rounded to two decimals.

    Displayed parts add up to their displayed total. If they are rounded, each is within a hundredth of the exact part
    (largest remainder method): the parts with the largest remainders are rounded up, on a tie the first ones. Parts
    that do not add up to the total are rounded individually.

    >>> shown = Amounts([0.4044, 0.3044, 0.7088])
    >>> [shown.text(it) for it in shown.shares([0.4044, 0.3044], 0.7088)], shown.text(0.7088)
    (['0.41', '0.3'], '0.71')
    """

    def __init__(self, weights: Iterable[float]) -> None:
        self._exact = all(_is_short(it) or _denominator(it) for it in weights)

    def text(self, weight: float) -> str:
        """Return a weight as it is displayed."""
        return amount(weight) if self._exact else _decimal(weight, 2)

    def shares(self, parts: Sequence[float], whole: float) -> list[float]:
        """Return the displayed parts, which add up to the displayed total."""
        if self._exact:
            return list(parts)
        exact = [round(part * 100, 6) for part in parts]
        found = [int(it) for it in exact]
        missing = round(round(whole, 2) * 100) - sum(found)
        if not 0 <= missing <= len(found):
            return [round(part, 2) for part in parts]
        for at in sorted(range(len(found)), key=lambda at: (round(found[at] - exact[at], 6), at))[:missing]:
            found[at] += 1
        return [_TINY if not cents and part else cents / 100 for cents, part in zip(found, parts, strict=True)]


def _decimal(number: float, decimals: int) -> str:
    return f"<{2 * _LEAST}" if 0 < number < _LEAST else f"{number:.{decimals}f}".rstrip("0").rstrip(".")


def _is_short(number: float) -> bool:
    return abs(round(number, 3) - number) < _ERROR


def _denominator(number: float) -> int:
    """Return the denominator if a number is a fraction with a small one, otherwise 0."""
    tried = range(3, _GREATEST + 1)
    return next((it for it in tried if abs(round(number * it) / it - number) < _ERROR), 0)


def months_text(months: float | None) -> str:
    """Return a duration in words; ``""`` where there is none.

    >>> months_text(18), months_text(1), months_text(None)
    ('18 months', '1 month', '')
    """
    return "" if months is None else f"{months:g} month{'s' * (months != 1)}"
