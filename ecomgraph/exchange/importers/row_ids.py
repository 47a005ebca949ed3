"""The ids of table rows: how they are made, and which rows claim the same one."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ecomgraph.schema import KINDS
from ecomgraph.spelling import folded, slug

if TYPE_CHECKING:
    from ecomgraph.exchange.importers.problems import Problems
    from ecomgraph.exchange.importers.table_rows import Row

__all__ = ["RowIds", "made_id"]


# Cached, because consecutive rows often join the same things.
_slug = lru_cache(4096)(slug)


def made_id(row: Row) -> str:
    """Return an id for a row without a name, made from the names of the things it joins; ``""`` if there are none."""
    parts = list(map(_slug, _joined(row)))
    return "--".join(parts) if all(parts) else ""


def _joined(row: Row) -> list[str]:
    if KINDS[row.table.kind].named:
        return []
    links = [column for column in row.table.columns if column.shape in ("holders", "ref", "term") and column.predicate]
    ends = KINDS[row.table.kind].join or ()
    needed = [it for it in links if it.needed or it.predicate in ends or row.table.kind == "statement"]
    return [row.cell(column.name) for column in needed]


def _stated(row: Row) -> str:
    """Return the id or the label of a row; ``""`` if its id is made from the things it joins."""
    return row.cell("id") or next(iter(row.texts("label")), "")


def _name(row: Row) -> str:
    return _stated(row) or " / ".join(_joined(row))


class RowIds:
    """The ids and IRIs given so far, each with the row that has it."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._by_id: dict[str, dict[str, Row]] = {}
        self._by_iri: dict[str, Row] = {}
        self._clashes = False

    def is_taken(self, row: Row, ident: str) -> bool:
        """Return whether an earlier row has the id or the IRI, and report it; otherwise register them for this row."""
        by_id = self._by_id.setdefault(row.table.kind, {})
        for what, rows, key in (("id", by_id, ident), ("IRI", self._by_iri, row.iri)):
            other = rows.setdefault(key, row)
            if other is not row:
                self._tell(row, other, what, key)
                return True
        return False

    def _tell(self, row: Row, other: Row, what: str, key: str) -> None:
        name, known = _name(row), _name(other)
        if folded(name) == folded(known):
            remedy = "merge the two rows, or give one another id" if what == "id" else "give one another id"
            self._problems.add(row.where, f'{what} "{key}" is already in {other.where}; {remedy}')
        elif _stated(row) or not self._clashes:
            remedy = "rename one, give one an id of its own, or merge the two rows"
            said = f'"{name}" and "{known}" of {other.where} both give the {what} "{key}"; {remedy}'
            self._problems.add(row.where, said)
            self._clashes = True
        # Otherwise it joins things with conflicting ids, which are reported for them.
