"""The order of roles or profiles on a ladder, merged from lists, or from numbers."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ecomgraph.exchange.importers.mapped_rows import MappedRow
    from ecomgraph.exchange.importers.problems import Problems

__all__ = ["Ladder"]


class Ladder:
    """The nodes of one ladder, by list."""

    def __init__(self) -> None:
        # The first row of each node, where problems are reported.
        self.rows: dict[str, MappedRow] = {}
        self._parts: dict[object, list[str]] = {}
        self._numbers: dict[str, str] = {}

    def add(self, name: str, part: object, number: str, row: MappedRow) -> None:
        """Append a node to a list, with its order number, if any."""
        self.rows.setdefault(name, row)
        names = self._parts.setdefault(part, [])
        if name not in names:
            names.append(name)
        if number:
            self._numbers.setdefault(name, number)

    def ordered(self, problems: Problems) -> list[str]:
        """Return the nodes from lowest to highest; an undetermined order is reported as a problem."""
        first = next(iter(self.rows.values()))
        place = f"{first.source.where}:{first.line}"
        if self._numbers:
            try:
                return sorted(self.rows, key=lambda name: Decimal(self._numbers[name]))
            except (InvalidOperation, KeyError):
                problems.add(place, "the order of a ladder is not a number in every row; name a column with numbers")
                return []
        sorter: TopologicalSorter[str] = TopologicalSorter()
        steps = {step for names in self._parts.values() for step in pairwise(names)}
        for name in self.rows:
            sorter.add(name)
        for before, after in steps:
            sorter.add(after, before)
        try:
            found = list(sorter.static_order())
        except CycleError:
            problems.add(place, "the lists of a ladder are in different orders; name a column with numbers as order")
            return []
        unsaid = next((step for step in pairwise(found) if step not in steps), None)
        if unsaid is not None:
            names = " and ".join(name.partition(":")[2] for name in sorted(unsaid))
            problems.add(place, f"which of {names} is higher is not stated; name a column with numbers as order")
            return []
        return found
