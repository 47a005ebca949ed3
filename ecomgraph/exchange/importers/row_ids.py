"""The ids of rows of tables: what they are made from, and which rows claim the same one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.schema import KINDS
from ecomgraph.spelling import folded, slug

if TYPE_CHECKING:
    from ecomgraph.exchange.importers.problems import Problems
    from ecomgraph.exchange.importers.table_rows import Row

__all__ = ["RowIds", "made_id"]


def made_id(row: Row) -> str:
    """Return the id of a row without a name, made from the names of what it joins; ``""`` if there is none."""
    parts = list(map(slug, _joined(row)))
    return "--".join(parts) if all(parts) else ""


def _joined(row: Row) -> list[str]:
    if KINDS[row.table.kind].named:
        return []
    links = [column for column in row.table.columns if column.shape in ("holders", "ref", "term") and column.predicate]
    ends = KINDS[row.table.kind].join or ()
    needed = [it for it in links if it.needed or it.predicate in ends or row.table.kind == "statement"]
    return [row.cell(column.name) for column in needed]


class RowIds:
    """The ids and IRIs given so far, each with the row that has it and the name that it was made from."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._rows: dict[tuple[str, str], tuple[str, str]] = {}
        self._clashes = False

    def is_taken(self, row: Row, ident: str, *, named: str) -> bool:
        """Return whether an earlier row has the id or the IRI, and say so; else this row has them from here on.

        ``named`` is the id or the label that the row states, ``""`` if its id is made from what it joins.
        """
        name = named or " / ".join(_joined(row))
        for what, key in (("id", (row.table.kind, ident)), ("IRI", ("", row.iri))):
            if key not in self._rows:
                self._rows[key] = row.where, name
                continue
            place, other = self._rows[key]
            if folded(name) == folded(other):
                remedy = "make the two one row, or give one another id" if what == "id" else "give one another id"
                self._problems.add(row.where, f'{what} "{key[1]}" is in {place} already; {remedy}')
            elif named or not self._clashes:
                remedy = "rename one, give one an id of its own, or make the two one row"
                said = f'"{name}" and "{other}" of {place} both give the {what} "{key[1]}"; {remedy}'
                self._problems.add(row.where, said)
                self._clashes = True
            # Otherwise it joins things that clash, which is told of them.
            return True
        return False
