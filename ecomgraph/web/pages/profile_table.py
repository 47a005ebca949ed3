"""The table of a role's profiles on the map: which profile is in which cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.model import RoleProfile
from ecomgraph.reading.reader import by_label
from ecomgraph.web.pages.arrange import Grid

if TYPE_CHECKING:
    from ecomgraph.model import CareerNode
    from ecomgraph.web.pages.arrange import Box

__all__ = ["ProfileTable"]


class ProfileTable:
    """A role's profiles by level (columns) and specialization (rows).

    A profile with only a level or only a specialization is the heading of its column or row.
    """

    def __init__(self, members: list[CareerNode]) -> None:
        profiles = [node for node in members if isinstance(node, RoleProfile)]
        levels = {it.level.iri: it.level for it in profiles if it.level}
        fields = {it.specialization.iri: it.specialization for it in profiles if it.specialization}
        self._column = {
            level.iri: at for at, level in enumerate(sorted(levels.values(), key=lambda it: (it.rank, it.iri)))
        }
        self._row = {field.iri: at for at, field in enumerate(by_label(fields.values()))}
        self.columns: list[tuple[str, str | None]] = [(levels[iri].label, None) for iri in self._column]
        self.rows: list[tuple[str, str | None]] = [(fields[iri].label, None) for iri in self._row]
        self._at: dict[str, tuple[int | None, int | None]] = {}
        taken: set[tuple[int | None, int | None]] = set()
        for profile in profiles:
            column = self._column[profile.level.iri] if profile.level else None
            row = self._row[profile.specialization.iri] if profile.specialization else None
            place = (column, row)
            if place in taken or place == (None, None):
                place = (None, len(self.rows))
                self.rows.append((profile.label, None))
            taken.add(place)
            self._at[profile.iri] = place
            if place[0] is None and place[1] is not None:
                self.rows[place[1]] = (self.rows[place[1]][0], profile.iri)
            elif place[1] is None and place[0] is not None:
                self.columns[place[0]] = (self.columns[place[0]][0], profile.iri)
        self.grid = Grid(len(self.columns), len(self.rows), headed=bool(self.rows))

    def boxes(self, unit: str) -> dict[str, Box]:
        """Return the boxes of the role and of each profile in the table, in reading order."""
        found = {}
        for iri, (column, row) in self._at.items():
            if column is None:
                found[iri] = self.grid.row(row or 0)
            else:
                found[iri] = self.grid.column(column) if row is None else self.grid.cell(column, row)
        return {unit: self.grid.title} | dict(sorted(found.items(), key=lambda it: (it[1].y, it[1].x)))
