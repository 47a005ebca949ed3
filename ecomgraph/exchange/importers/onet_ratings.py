"""Read a table of O*NET that rates elements, such as skills, for occupations."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from ecomgraph.exchange.importers.joining_lines import requirement_lines
from ecomgraph.exchange.importers.ntriples_text import decimal, ecg, iri
from ecomgraph.exchange.importers.sheets import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ecomgraph.exchange.importers.problems import Problems
    from ecomgraph.exchange.importers.sheets import Sheet

__all__ = ["ELEMENT", "ESSENTIAL", "GRADING", "OCCUPATION", "OPTIONAL", "RATED", "Ratings"]

# On the importance scale, from 1 to 5, "important" is 3. The level scale is from 0 to 7.
ESSENTIAL, OPTIONAL = 3.0, 2.5
TOP_IMPORTANCE, TOP_LEVEL = 5, 7
GRADING = (
    f"Degrees are on O*NET's level scale, 0 to {TOP_LEVEL}, as percentages: {TOP_LEVEL} is 100%."
    f" Essential is what O*NET rates {ESSENTIAL:g} or more on its importance scale, 1 to {TOP_IMPORTANCE},"
    f" optional what it rates below that, from {OPTIONAL:g} up."
)
OCCUPATION = "https://www.onetonline.org/link/summary/"
ELEMENT = "https://www.onetonline.org/find/descriptor/result/"
RATED = (
    "O*NET-SOC Code",
    *("Element ID", "Element Name", "Scale ID", "Data Value", "Recommend Suppress", "Not Relevant"),
)
_ELEMENT = re.compile(r"[A-Za-z0-9]+(\.[A-Za-z0-9]+)*")


class _Rating(NamedTuple):
    value: float
    suppressed: bool
    irrelevant: bool
    line: int


class Ratings:
    """The importance and level ratings of one table, by occupation and element."""

    def __init__(self, sheet: Sheet, problems: Problems) -> None:
        self.where = sheet.where
        self.elements: dict[str, str] = {}
        self._problems = problems
        self._importance: dict[tuple[str, str], _Rating] = {}
        self._level: dict[tuple[str, str], _Rating] = {}
        self._left: Counter[str] = Counter()
        code_at, element_at, name_at, scale_at, value_at, suppress_at, relevant_at = sheet.positions(*RATED)
        for line, row in sheet.rows:
            code, element = text_of(row[code_at]), text_of(row[element_at])
            value = _value(row[value_at])
            if value is None:
                what = f'Data Value "{row[value_at]}" is not a number from 0 to {TOP_LEVEL}'
                problems.add(f"{sheet.where}:{line}", what)
                continue
            if not _ELEMENT.fullmatch(element):
                problems.add(f"{sheet.where}:{line}", f'Element ID "{element}" is not an ID such as 2.A.1.e')
                continue
            rating = _Rating(value, row[suppress_at] == "Y", row[relevant_at] == "Y", line)
            found = {"IM": self._importance, "LV": self._level}.get(str(row[scale_at]))
            if found is None:
                self._left["on another scale than IM and LV"] += 1
                continue
            self._left["rated again in a later row"] += (code, element) in found
            found[code, element] = rating
            if found is self._importance:
                self.elements[element] = str(row[name_at])

    def requirements(self, base: str, known: Iterable[str]) -> Iterator[str]:
        """Yield the triples of requirements, and count the ratings that make none."""
        rated, proficiency = map(ecg, ("importanceRating", "proficiency"))
        for (code, element), (rating, level) in self._relevant(known, OPTIONAL):
            requirement = f"{base}requirement/{code}--{element}"
            importance = "essential" if rating.value >= ESSENTIAL else "optional"
            yield from requirement_lines(requirement, OCCUPATION + code, ELEMENT + element, importance)
            subject = iri(requirement)
            yield f"{subject} {rated} {decimal(f'{(rating.value - 1) / (TOP_IMPORTANCE - 1):.4f}')} .\n"
            if level is not None:
                yield f"{subject} {proficiency} {decimal(f'{level.value / TOP_LEVEL:.4f}')} .\n"
                self._problems.account.read(self.where, "rows")

    def important(self, known: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield pairs of occupation and important element, and count the others."""
        for pair, (_, level) in self._relevant(known, ESSENTIAL):
            if level is not None:
                self._left["level of an activity, which the model cannot hold"] += 1
            yield pair
        self._leave()

    def _relevant(
        self, known: Iterable[str], least: float
    ) -> Iterator[tuple[tuple[str, str], tuple[_Rating, _Rating | None]]]:
        """Yield the relevant importance ratings, each with its level if relevant."""
        account, left = self._problems.account, self._left
        codes = set(known)
        for (code, element), rating in self._importance.items():
            if code not in codes:
                what = f'occupation "{code}" is not in Occupation Data; use files of one release'
                self._problems.add(f"{self.where}:{rating.line}", what)
                continue
            level = self._level.pop((code, element), None)
            if reason := _why_not(rating, level, least):
                left[reason] += 1
                left["level of an element that is not needed"] += level is not None
                continue
            account.read(self.where, "rows")
            if level is not None and (level.suppressed or level.value == 0):
                left["level that O*NET recommends to suppress"] += 1
                level = None
            yield (code, element), (rating, level)
        left["level without a rating of importance"] += len(self._level)
        self._leave()

    def _leave(self) -> None:
        for reason, count in self._left.items():
            self._problems.account.leave(self.where, "rows", reason, count)
        self._left.clear()


def _why_not(rating: _Rating, level: _Rating | None, least: float) -> str:
    if rating.suppressed:
        return "importance that O*NET recommends to suppress"
    if level is not None and (level.irrelevant or (level.value == 0 and not level.suppressed)):
        return "importance of an element that is not relevant"
    return f"importance below {least}" if rating.value < least else ""


def _value(cell: object) -> float | None:
    try:
        value = float(cell)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return value if 0 <= value <= TOP_LEVEL else None
