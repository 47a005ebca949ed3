"""Read a column of names, such as skills or job titles, from a table or a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecomgraph.errors import FrameworkError
from ecomgraph.exchange.importers.detect import look
from ecomgraph.exchange.importers.places import read_again
from ecomgraph.exchange.importers.problems import Problems, nearest
from ecomgraph.exchange.importers.sheets import column_name, decode, read_text_table, read_workbook, text_of
from ecomgraph.spelling import folded
from ecomgraph.store.streams import shown

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from ecomgraph.exchange.importers.sheets import Sheet

__all__ = ["NameList", "read_names"]

# Usual headers of columns with names of skills or roles, most likely first.
_COLUMNS = {
    "skill": ("skill", "skills", "competency", "competence", "name", "label", "title"),
    "role": ("role", "job_title", "job", "position", "occupation", "title", "name", "label"),
}
_LEVEL, _PERSON = "level", "person"
_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class NameList:
    """Names and their stated levels, in the order of the file, and notes for the user.

    ``people`` has one person for each name, or is empty.
    """

    rows: tuple[tuple[str, str], ...]
    people: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read_names(
    path: str | os.PathLike[str], kind: str, *, column: str = "", encoding: str = "", max_size: int
) -> NameList:
    """Read the names in a column of a CSV file or a workbook, or in a ``.txt`` file with one name per line.

    Without ``column`` it is the one with a usual header for names of that kind, or the only column. If the first line
    of an only column is no usual header, it counts as a name, and a note says so. Empty cells are left out. Raises
    :class:`~ecomgraph.FrameworkError` and :class:`~ecomgraph.SourceError`.
    """
    with read_again(path, max_size) as file:
        source = look(file, max_size)
        problems = Problems(shown(path))
        people: tuple[str, ...] = ()
        if file.suffix.lower() == ".txt" and not column:
            text = decode(file.read_bytes(), source.name, encoding, problems)
            rows = tuple((line.strip(), "") for line in text.splitlines() if line.strip())
        else:
            rows, people = _of_table(_sheet(file, kind, encoding, problems, max_size), kind, column, problems)
        problems.close()
    return NameList(rows=rows, people=people, notes=problems.told())


def _sheet(file: Path, kind: str, encoding: str, problems: Problems, max_size: int) -> Sheet:
    known = (*_COLUMNS[kind], _LEVEL, _PERSON)
    if file.suffix.lower() in {".xlsx", ".ods"}:
        sheets = read_workbook(file, problems, known=lambda _: known, max_size=max_size)
        found = next((sheet for _, sheet in sheets), None)
        if found is None:
            raise FrameworkError(file.name, [f"{file.name}: the workbook is empty"])
        return found
    return read_text_table(file, problems, encoding=encoding, known=known)


def _of_table(
    sheet: Sheet, kind: str, column: str, problems: Problems
) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    names = [column_name(name) for name in sheet.header]
    at = _position(sheet, names, kind, column)
    first = sheet.header[at]
    headless = not column and names[at] not in _COLUMNS[kind]
    if headless:
        problems.note(f"line {sheet.top} counts as a name; if {first!r} is a header, say so with --column")
    level, person = (names.index(it) if it in names else -1 for it in (_LEVEL, _PERSON))
    for (line, index), reason in sorted(sheet.unread.items()):
        if index in {at, level, person}:
            problems.add(sheet.cell(line, index), reason)
    cells = [
        tuple(text_of(row[index]).strip() if index >= 0 else "" for index in (at, level, person))
        for _, row in sheet.rows
    ]
    found = [*([(first.strip(), "", "")] if headless else []), *(row for row in cells if row[0])]
    return tuple((name, held) for name, held, _ in found), tuple(it for _, _, it in found) if person >= 0 else ()


def _position(sheet: Sheet, names: list[str], kind: str, column: str) -> int:
    if column:
        exact = [folded(name) for name in sheet.header]
        if folded(column) in exact:
            return exact.index(folded(column))
        there = ", ".join(filter(None, sheet.header[:_SHOWN]))
        reason = f"there is no column {column!r}; there are {there}{nearest(column, sheet.header)}"
        raise FrameworkError(sheet.where, [f"{sheet.where}:{sheet.top}: {reason}"])
    found = next((names.index(name) for name in _COLUMNS[kind] if name in names), None)
    if found is None and sum(map(bool, names)) == 1:
        found = next(index for index, name in enumerate(names) if name)
    if found is None:
        there = ", ".join(filter(None, sheet.header[:_SHOWN])) or "none"
        reason = f"the column with the names is not clear; name it with --column; there are {there}"
        raise FrameworkError(sheet.where, [f"{sheet.where}:{sheet.top}: {reason}"])
    return found
