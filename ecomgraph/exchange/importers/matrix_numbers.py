"""Decide what the numbers of matrices mean if no scale is declared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecomgraph.exchange.importers.matrix_cells import number_in
from ecomgraph.exchange.importers.matrix_layout import text_at
from ecomgraph.exchange.importers.matrix_scales import numbered_scale

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from ecomgraph.exchange.importers.matrix_layout import MatrixLayout, MatrixRow
    from ecomgraph.exchange.importers.matrix_scales import MatrixScale
    from ecomgraph.exchange.importers.problems import Problems

__all__ = ["Numbers", "number_at"]

# The maximum number of levels of a scale made from the numbers in a matrix.
_MOST_LEVELS = 100


def number_at(layout: MatrixLayout, row: MatrixRow, index: int) -> tuple[Decimal, bool] | None:
    """Return the number in a cell, and whether it is a percentage; ``None`` for anything else."""
    sheet = layout.sheet
    percent = (row.line, index) in sheet.percent
    return number_in(text_at(row.cells, index), percent=percent, decimal_comma=sheet.decimal_comma)


@dataclass(frozen=True, slots=True)
class Numbers:
    """All numbers of some matrices: the ``greatest`` integer and its ``place``, and whether any is a fraction."""

    greatest: int
    place: str
    fractions: bool

    @classmethod
    def of(cls, layouts: Sequence[MatrixLayout]) -> Numbers:
        """Read all cells in role columns."""
        greatest, place, fractions = 0, "", False
        for number, where in _plain_numbers(layouts):
            if 0 < number < 1:
                fractions = True
            elif number == number.to_integral_value() and number > greatest:
                greatest, place = int(number), where
        return cls(greatest, place, fractions)

    def scale(self, top: int, where: str, problems: Problems) -> MatrixScale | None:
        """Return the scale whose ranks the integers are, up to ``top`` or the greatest; ``None`` without integers."""
        if self.greatest > top > 0:
            problems.add(self.place, f"{self.greatest} is above {top}, the top of the scale (--top)")
        last = max(top, self.greatest)
        if last > _MOST_LEVELS:
            remedy = "declare its levels in proficiency-levels, or write percentages"
            problems.add(self.place or where, f"a scale from 1 to {last} has too many levels; {remedy}")
        if not self.greatest or last > _MOST_LEVELS:
            return None
        told = "--top" if top else f"the greatest number, {self.place.rpartition('!')[2]}"
        problems.understood.append(f"{where}: numbers are ranks of one scale from 1 to {last} ({told})")
        return numbered_scale(last, where)


def _plain_numbers(layouts: Sequence[MatrixLayout]) -> Iterator[tuple[Decimal, str]]:
    """Yield the numbers that are not percentages, with their places."""
    for layout in layouts:
        for row in layout.rows:
            for column in layout.columns:
                found = number_at(layout, row, column.index)
                if found is not None and not found[1]:
                    yield found[0], layout.sheet.cell(row.line, column.index)
