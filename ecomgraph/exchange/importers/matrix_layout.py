"""Find the skills, groups and role columns of a matrix, below a title and with one or two header lines."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ecomgraph.exchange.importers.matrix_words import BESIDE, LEADING, NO, SUMS, YES
from ecomgraph.exchange.importers.sheets import filled, letters, text_of
from ecomgraph.spelling import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ecomgraph.exchange.importers.sheets import Sheet

__all__ = [
    "MatrixColumn",
    "MatrixLayout",
    "MatrixRow",
    "cell_range",
    "filled_down",
    "find_layout",
    "is_matrix",
    "text_at",
]

# The header may follow a title and the like, but must be among this many rows.
_LOOKED_AT = 10
# The maximum number of ranges of empty cells that are listed.
_RUNS = 6
# Cell values other than the names of levels.
_VALUE = re.compile(rf"[0-9]+([.,][0-9]+)? ?%?|{'|'.join(map(re.escape, YES | NO - {''}))}", re.IGNORECASE)


@dataclass(slots=True, kw_only=True)
class MatrixColumn:
    """A column for a role or a level: its name, the heading above it, and its other names."""

    index: int
    label: str
    above: str = ""
    other: str = ""


@dataclass(slots=True, kw_only=True)
class MatrixRow:
    """A row for a skill: its line, its cells, and its group."""

    line: int
    cells: Sequence[object]
    skill: str
    group: str = ""


@dataclass(slots=True, kw_only=True)
class MatrixLayout:
    """The positions of the parts of a matrix.

    ``leading`` has the positions of the columns before those of roles, ``header`` the lines of the header, ``above``
    the rows before it, ``filled`` the lines of empty cells that take the group above them, and ``headings`` the lines
    with only a group. ``sums`` are rows of totals and the like.
    """

    sheet: Sheet
    leading: dict[str, int]
    header: tuple[int, ...]
    columns: list[MatrixColumn]
    rows: list[MatrixRow] = field(default_factory=list)
    filled: list[int] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    above: list[tuple[int, Sequence[object]]] = field(default_factory=list)
    sums: list[MatrixRow] = field(default_factory=list)

    @property
    def repeats(self) -> bool:
        """Whether columns below different headings share a name, as do the levels of several roles."""
        names = Counter(folded(it.label) for it in self.columns)
        return any(count > 1 for count in names.values()) and all(it.above for it in self.columns)


def is_matrix(name: str) -> bool:
    """Tell by the name of a sheet, or of a file without extension, whether it is a matrix.

    >>> is_matrix("Matrix"), is_matrix("Bakery - Matrix"), is_matrix("Roles")
    (True, True, False)
    """
    return folded(name.rpartition(" - ")[2]) == "matrix"


def text_at(cells: Sequence[object], index: int) -> str:
    """Return the text of a cell of a row, on one line; "" beyond its end."""
    return " ".join(text_of(cells[index]).split()) if 0 <= index < len(cells) else ""


def find_layout(sheet: Sheet) -> MatrixLayout | None:
    """Return the layout; ``None`` if no row near the top is a header with a cell for the skill and cells beside it."""
    rows = [*sheet.above, *sheet.rows]
    for at, (_, cells) in enumerate(rows[:_LOOKED_AT]):
        leading = _leading(cells)
        if "skill" not in leading:
            continue
        first = max(leading.values()) + 1
        two = _two_lines(rows, at, first, leading["skill"])
        lines = [rows[it] for it in two]
        columns = _columns(sheet, lines, first, upper_named=two[0] == at)
        if columns:
            found = MatrixLayout(
                sheet=sheet, leading=leading, header=tuple(number for number, _ in lines), columns=columns
            )
            found.above = [(number, row) for number, row in rows[: two[0]]]
            _read_rows(found, rows[two[-1] + 1 :])
            return found
    return None


def _leading(cells: Sequence[object]) -> dict[str, int]:
    """Return the columns at the beginning of a header that are not for roles."""
    found: dict[str, int] = {}
    for index in range(len(cells)):
        text = folded(text_at(cells, index))
        name = LEADING.get(text, "")
        if (name and name not in found) or text in BESIDE or (not filled(cells[index]) and not found):
            if name:
                found[name] = index
        else:
            break
    return found


def _two_lines(rows: Sequence[tuple[int, Sequence[object]]], at: int, first: int, skill: int) -> tuple[int, ...]:
    """Return the rows of the header: the one with the word skill, and the next or previous one if it has names, too."""
    line = rows[at][0]
    if at + 1 < len(rows) and rows[at + 1][0] == line + 1:
        below = rows[at + 1][1]
        names = [text_at(below, index) for index in range(first, len(below)) if filled(below[index])]
        before = [text_at(below, index) for index in range(first)]
        if not text_at(below, skill) and not any(before) and names and not any(map(_VALUE.fullmatch, names)):
            return at, at + 1
    if at and rows[at - 1][0] == line - 1:
        above = rows[at - 1][1]
        there = [index for index, cell in enumerate(above) if filled(cell)]
        below_ends = max((index for index, cell in enumerate(rows[at][1]) if filled(cell)), default=0)
        if there and there[0] == first and there[-1] <= below_ends and (len(there) > 1 or below_ends > first):
            return at - 1, at
    return (at,)


def _columns(
    sheet: Sheet, lines: Sequence[tuple[int, Sequence[object]]], first: int, *, upper_named: bool
) -> list[MatrixColumn]:
    upper, lower = lines[0][1], lines[-1][1]
    width = max(len(upper), len(lower))
    if len(lines) == 1:
        named = ((index, text_at(upper, index)) for index in range(first, width))
        return [MatrixColumn(index=index, label=label) for index, label in named if label and not _is_beside(label)]
    headings = _across(sheet, lines[0], first, width)
    pairs = [(index, headings[index], text_at(lower, index)) for index in range(first, width)]
    pairs = [it for it in pairs if (it[1] or it[2]) and not _is_beside(it[2] or it[1])]
    own = [text_at(upper, index) for index, _, _ in pairs]
    if upper_named and all(own) and len(set(map(folded, own))) == len(own):
        # Each column has a name in the first line, and a level or the like in the second.
        return [MatrixColumn(index=index, label=one, other=two) for index, one, two in pairs]
    return [MatrixColumn(index=index, label=two or one, above=one if two else "") for index, one, two in pairs]


def _is_beside(label: str) -> bool:
    return folded(label) in BESIDE or folded(label) in SUMS


def _across(sheet: Sheet, row: tuple[int, Sequence[object]], first: int, width: int) -> dict[int, str]:
    """Return the heading above each column; a heading extends over its merged cells, else up to the next heading."""
    line, cells = row
    spans = [(left, right) for (top, left), (bottom, right) in sheet.merged if top <= line <= bottom and right >= first]
    found, last = {}, ""
    for index in range(first, width):
        own = text_at(cells, index)
        if spans:
            span = next((it for it in spans if it[0] <= index <= it[1]), (index, index))
            found[index] = text_at(cells, span[0])
        else:
            last = found[index] = own or last
    return found


def _read_rows(layout: MatrixLayout, rows: Sequence[tuple[int, Sequence[object]]]) -> None:
    """Find the skills and their groups."""
    sheet, skill_at, group_at = layout.sheet, layout.leading["skill"], layout.leading.get("group", -1)
    first = max(layout.leading.values()) + 1
    wide = {top for (top, left), (_, right) in sheet.merged if left <= skill_at and right >= first}
    tall = {
        line: top
        for (top, left), (bottom, right) in sheet.merged
        if left <= group_at <= right and bottom > top
        for line in range(top + 1, bottom + 1)
    }
    group, heading = "", ""
    for line, cells in rows:
        texts = [index for index, cell in enumerate(cells) if filled(cell)]
        if line in wide and len(texts) == 1:
            heading = text_at(cells, texts[0])
            layout.headings.append(line)
            continue
        own = text_at(cells, group_at) if group_at >= 0 else ""
        if own:
            group = own
        elif group_at >= 0 and (line in tall or (not tall and group)):
            layout.filled.append(line)
        elif group_at >= 0:
            group = ""
        skill = text_at(cells, skill_at)
        row = MatrixRow(line=line, cells=cells, skill=skill, group=(group if group_at >= 0 else "") or heading)
        (layout.sums if folded(skill) in SUMS else layout.rows).append(row)


def cell_range(lines: Sequence[int], columns: Sequence[int]) -> str:
    """Return the spreadsheet reference of a block of cells.

    >>> cell_range([2, 3, 9], [1, 4])
    'B2:E9'
    """
    one = f"{letters(min(columns))}{min(lines)}"
    other = f"{letters(max(columns))}{max(lines)}"
    return one if one == other else f"{one}:{other}"


def filled_down(layout: MatrixLayout) -> str:
    """Return which empty cells take the group above them, for the description of the detected layout."""
    if not layout.filled:
        return ""
    at = layout.leading["group"]
    shown = ", ".join(_runs(layout.filled, at))
    return f"; empty cells take the group above them: {shown}"


def _runs(lines: list[int], at: int) -> Iterator[str]:
    begin = before = lines[0]
    number = 0
    for line in [*lines[1:], None]:
        if line is not None and line == before + 1:
            before = line
            continue
        number += 1
        if number > _RUNS:
            yield "and so on"
            return
        yield cell_range([begin, before], [at])
        begin = before = line if line is not None else begin
