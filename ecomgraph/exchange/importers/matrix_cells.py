"""The meaning of a cell of a matrix: nothing, a requirement, or a requirement with a level or degree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from ecomgraph.exchange.importers.matrix_words import NO, YES
from ecomgraph.exchange.importers.problems import nearest
from ecomgraph.spelling import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ecomgraph.exchange.importers.matrix_scales import MatrixLevel, MatrixScale

__all__ = ["CellReading", "Meaning", "meaning_of", "number_in"]

_NUMBER = re.compile(r"([+-]?[0-9]{1,9}(?:\.[0-9]{1,9})?) ?(%?)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\b")
# A cell with this many words is a text.
_TEXT = 3
_DECIMAL_COMMA = re.compile(r"(?<=[0-9]),(?=[0-9])")


@dataclass(frozen=True, slots=True)
class Meaning:
    """The meaning of a cell: not required (``none``), required (``mark``), at a level, or to a proficiency.

    A cell that cannot be interpreted is ``wrong``; see :func:`meaning_of` for the values of ``what``.
    """

    what: Literal["none", "mark", "level", "proficiency", "wrong"]
    level: MatrixLevel | None = None
    proficiency: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellReading:
    """How cells are read: ``scales`` are those of their skill; with ``fractions``, numbers up to 1 are degrees."""

    scales: Sequence[MatrixScale]
    fractions: bool = False


def number_in(text: str, *, percent: bool = False, decimal_comma: bool = False) -> tuple[Decimal, bool] | None:
    """Return the number in a cell, 0.4 for 40 %, and whether it is a percentage; ``None`` for any other text.

    >>> number_in("40 %"), number_in("3"), number_in("0,5", decimal_comma=True), number_in("3 of 5")
    ((Decimal('0.4'), True), (Decimal('3'), False), (Decimal('0.5'), False), None)
    """
    found = _NUMBER.fullmatch(_DECIMAL_COMMA.sub(".", text) if decimal_comma else text)
    if found is None:
        return None
    number = Decimal(found[1])
    if found[2]:
        return number / 100, True
    return number, percent


def meaning_of(text: str, number: tuple[Decimal, bool] | None, how: CellReading) -> Meaning:
    """Return the meaning of a cell.

    >>> meaning_of("✓", None, CellReading(scales=())).what, meaning_of("n/a", None, CellReading(scales=())).what
    ('mark', 'none')
    """
    wanted = folded(text)
    if number is not None:
        return _of_number(*number, how)
    found = [level for scale in how.scales for level in scale.levels if wanted in level.names]
    if len(found) > 1:
        ways = " or ".join(f"{it.label} of {it.scale}" for it in found)
        return Meaning("wrong", why=f"may be {ways}; name the scale of the skill in a column scale")
    if found:
        return Meaning("level", level=found[0])
    if wanted in NO:
        return Meaning("none")
    if wanted in YES:
        return Meaning("mark")
    if _DATE.match(text):
        return Meaning("wrong", why="is a date, to which spreadsheets convert 2-3 or 1/2; format the cell as text")
    if len(wanted.split()) >= _TEXT and not any(len(it.split()) >= _TEXT for it in _names(how.scales)):
        return Meaning("wrong", why="is a text, not a level; --descriptors reads texts as level descriptors")
    return Meaning("wrong", why=f"is neither a level nor a mark{_advice(text, how.scales)}")


def _advice(text: str, scales: Iterable[MatrixScale]) -> str:
    levels = [level for scale in scales for level in sorted(scale.levels, key=lambda it: it.rank)]
    near = nearest(text, _names(scales))
    if near or not levels:
        return near or "; write a number, a percentage or x, or name the levels on a sheet Legend, lowest first"
    return f"; the levels are {', '.join(it.label for it in levels[:10])}"


def _names(scales: Iterable[MatrixScale]) -> list[str]:
    return [name for scale in scales for it in scale.levels for name in (it.label, it.notation) if name]


def _of_number(number: Decimal, is_percent: bool, how: CellReading) -> Meaning:
    if number == 0:
        return Meaning("none")
    if number < 0:
        return Meaning("wrong", why="is below 0; write a rank, a percentage or x")
    whole = number == number.to_integral_value()
    if is_percent or (how.fractions and number <= 1) or (not whole and number < 1 and how.scales):
        if number > 1:
            return Meaning("wrong", why="is more than 100 %; write a percentage of full mastery")
        return Meaning("proficiency", proficiency=f"{number.normalize():f}")
    if how.fractions:
        return Meaning(
            "wrong", why="is above 1, while other numbers are fractions; write all as fractions, or all as ranks"
        )
    if not whole:
        return Meaning("wrong", why="is not a whole number; write the rank of a level")
    if len(how.scales) != 1:
        names = ", ".join(it.label for it in how.scales)
        return Meaning("wrong", why=f"may be a rank of {names}; name the scale of the skill in a column scale")
    scale = how.scales[0]
    level = scale.by_rank.get(int(number))
    if level is None:
        return Meaning("wrong", why=f"is not a rank of the scale {scale.label}, which has {scale.shown()}")
    return Meaning("level", level=level)
