"""The roles or levels in the columns of matrices, and the promotions between them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ecomgraph.exchange.importers.matrix_scales import named_rows, names_of
from ecomgraph.spelling import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecomgraph.exchange.importers.import_options import ImportOptions
    from ecomgraph.exchange.importers.made_tables import MadeTables
    from ecomgraph.exchange.importers.matrix_cells import Meaning
    from ecomgraph.exchange.importers.matrix_layout import MatrixColumn, MatrixLayout
    from ecomgraph.exchange.importers.problems import Problems
    from ecomgraph.exchange.importers.sheets import Sheet

__all__ = ["Need", "Node", "Nodes"]

# Values of --role: one role for each sheet, or one for each heading above the columns.
SHEET, HEADER = "@sheet", "@header"
# Default names of sheets, which say nothing about their content.
_PLAIN = re.compile(r"(sheet|tabelle|feuille?|hoja|planilha|foglio|matrix)[ _-]?[0-9]*", re.IGNORECASE)


class Need(NamedTuple):
    """The requirement in a cell, with its text and place."""

    skill: str
    meaning: Meaning
    text: str
    place: str


@dataclass(slots=True, kw_only=True)
class Node:
    """The role or profile of a column: ``ref`` is its reference in tables, ``needs`` are its requirements by skill."""

    ref: str
    label: str
    where: str
    line: int
    level: str = ""
    role: str = ""
    others: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    builds_on: list[str] = field(default_factory=list)
    needs: dict[str, Need] = field(default_factory=dict)


class Nodes:
    """The roles and profiles of the columns of all matrices."""

    def __init__(
        self,
        layouts: list[tuple[str, MatrixLayout]],
        tables: dict[str, Sheet],
        options: ImportOptions,
        problems: Problems,
        made: MadeTables,
    ) -> None:
        self._options = options
        self._problems = problems
        self._made = made
        self._tables = tables
        self._nodes: dict[str, Node] = {}
        self._of: dict[tuple[str, int], Node] = {}
        self._levels: dict[str, list[str]] = {}
        self._known = {name: self._names(tables, name) for name in ("roles", "profiles", "levels")}
        self._several = len(layouts) > 1
        for name, layout in layouts:
            for column in layout.columns:
                self._add(name, layout, column)

    @staticmethod
    def _names(tables: dict[str, Sheet], name: str) -> set[str]:
        rows = [row for _, row in named_rows(tables[name])] if name in tables else []
        return {folded(it) for row in rows for it in names_of(row)}

    def of(self, layout: MatrixLayout, index: int) -> Node:
        """Return the role or profile of a column."""
        return self._of[layout.sheet.where, index]

    def what(self, layout: MatrixLayout) -> str:
        """Return the description of a matrix's columns for messages."""
        nodes = [self.of(layout, it.index) for it in layout.columns]
        roles = list(dict.fromkeys(it.role for it in nodes if it.role))
        return f"levels of {', '.join(roles[:6])}" if roles else "roles"

    def _add(self, name: str, layout: MatrixLayout, column: MatrixColumn) -> None:
        where, line = layout.sheet.where, layout.header[-1]
        role = self._role(name, layout, column)
        if role and folded(column.label) not in self._known["profiles"]:
            label = column.label if folded(role) in folded(column.label) else f"{role} ({column.label})"
            node = Node(ref=f"profile:{label}", label=label, where=where, line=line, level=column.label, role=role)
            levels = self._levels.setdefault(role, [])
            if column.label not in levels:
                levels.append(column.label)
        elif role or (folded(column.label) in self._known["profiles"] - self._known["roles"]):
            node = Node(ref=f"profile:{column.label}", label=column.label, where=where, line=line)
        else:
            node = Node(ref=f"role:{column.label}", label=column.label, where=where, line=line)
        given = self._nodes.setdefault(folded(node.ref), node)
        if given.where == where and given is not node:
            what = f'the column "{given.label}" occurs twice; put a heading above each, or merge them'
            self._problems.add(f"{where}:{line}", what)
        if column.other:
            given.others.append(column.other)
        if column.above and not role:
            given.notes.append(column.above)
        sheet = name.rpartition(" - ")[2]
        if self._several and not role and not column.above and not _PLAIN.fullmatch(sheet):
            given.notes.append(sheet)
        self._of[where, column.index] = given

    def _role(self, name: str, layout: MatrixLayout, column: MatrixColumn) -> str:
        """Return the role of a column that is a level, else ``""``."""
        option = self._options.role
        if option == SHEET:
            return name.rpartition(" - ")[2]
        if option == HEADER or (not option and layout.repeats):
            if not column.above:
                self._problems.add(
                    f"{layout.sheet.where}:{layout.header[0]}", "no heading above the columns names a role"
                )
            return column.above
        if option and self._several:
            what = (
                f"--role {option} is for one matrix, and there are several; --role {SHEET} reads each sheet as a role"
            )
            self._problems.add(layout.sheet.where, what)
        return option

    # ------------------------------------------------------------------ tables

    def make(self, layouts: list[MatrixLayout]) -> None:
        """Make the rows of all nodes and of the transitions between them."""
        options = self._options
        if options.ladder or options.cumulative:
            for layout in layouts:
                for ladder in self._ladders(layout):
                    self._steps(ladder)
        used = {id(self.of(layout, it.index)) for layout in layouts for it in layout.columns}
        nodes = [it for it in self._nodes.values() if id(it) in used]
        self._make_levels(nodes)
        for node in nodes:
            self._make_node(node)
        self._tell_shared(layouts)

    def _ladders(self, layout: MatrixLayout) -> Iterator[list[Node]]:
        """Yield the nodes of a matrix in order, separately for each heading or role."""
        groups: dict[str, list[Node]] = {}
        for column in layout.columns:
            node = self.of(layout, column.index)
            groups.setdefault(node.role or folded(column.above), []).append(node)
        yield from groups.values()

    def _steps(self, ladder: list[Node]) -> None:
        for before, after in pairwise(ladder):
            # Level-ups within a role are derived from its levels.
            if not after.role:
                self._made.add(
                    "transitions", after.where, after.line, **{"from": before.ref, "to": after.ref, "kind": "promotion"}
                )
            if self._options.cumulative:
                after.builds_on.append(before.ref)
                self._tell_falls(before, after)
        names = " → ".join(it.label for it in ladder)
        kind = "level-ups" if ladder[0].role else "promotions"
        built = ", each builds on the one before" if self._options.cumulative else ""
        if len(ladder) > 1:
            self._problems.understood.append(f"{ladder[0].where}: {kind} {names}{built}")

    def _tell_falls(self, before: Node, after: Node) -> None:
        for skill in (it for it in before.needs if it in after.needs):
            one, two = before.needs[skill], after.needs[skill]
            if _height(two.meaning) < _height(one.meaning):
                there, here = one.place.rpartition("!")[2], two.place.rpartition("!")[2]
                note = f'{before.where}: {one.skill} falls from "{one.text}" ({there}) to "{two.text}" ({here})'
                self._problems.note(f"{note}; {after.label} builds on {before.label}, so the higher level counts")

    def _make_levels(self, nodes: list[Node]) -> None:
        """Make the levels of roles, with ranks in the common order of all matrices."""
        if not self._levels:
            return
        order = _merged(list(self._levels.values()))
        if not order:
            first = nodes[0]
            orders = " and ".join(" → ".join(levels) for levels in self._levels.values())
            self._problems.add(f"{first.where}:{first.line}", f"levels are in different orders, {orders}; correct one")
            return
        place = next(it for it in nodes if it.role)
        for rank, level in enumerate(order, start=1):
            if folded(level) not in self._known["levels"]:
                self._made.add("levels", place.where, place.line, label=level, rank=str(rank))
        for role, levels in self._levels.items():
            if folded(role) not in self._known["roles"]:
                self._made.add("roles", place.where, place.line, label=role, levels=levels)

    def _make_node(self, node: Node) -> None:
        key = folded(node.label)
        table = "profiles" if node.ref.startswith("profile:") else "roles"
        if key in self._known[table]:
            if node.builds_on:
                what = (
                    f"{node.label} is in the table {table}; write the nodes it builds on there, in the column builds_on"
                )
                self._problems.add(f"{node.where}:{node.line}", what)
            return
        notes = list(dict.fromkeys(node.notes))
        self._made.add(
            table,
            node.where,
            node.line,
            label=node.label,
            alt_labels=[it for it in dict.fromkeys(node.others) if folded(it) != key],
            # A role in several sheets belongs to none of them.
            scope_notes=notes if len(notes) == 1 else (),
            role=node.role,
            level=node.level,
            builds_on=node.builds_on,
        )

    def _tell_shared(self, layouts: list[MatrixLayout]) -> None:
        """Report columns of several sheets that are read as one role."""
        counts: dict[int, int] = {}
        for layout in layouts:
            for node in {id(self.of(layout, it.index)) for it in layout.columns}:
                counts[node] = counts.get(node, 0) + 1
        shared = [it.label for it in self._nodes.values() if counts.get(id(it), 0) > 1]
        if shared:
            names = ", ".join(shared[:6])
            what = f"columns with the same name in several sheets are read as one role: {names}"
            self._problems.understood.append(f"{what}; if each sheet is a role, use --role {SHEET}")


def _height(meaning: Meaning) -> float:
    """Return the degree that a cell requires, for comparisons within one skill."""
    if meaning.level is not None:
        return meaning.level.rank
    return float(meaning.proficiency) if meaning.proficiency else 0.0


def _merged(orders: list[list[str]]) -> list[str]:
    """Return one order consistent with all given ones; an empty one if there is none.

    >>> _merged([["Junior", "Senior"], ["Junior", "Mid", "Senior"]]), _merged([["a", "b"], ["b", "a"]])
    (['Junior', 'Mid', 'Senior'], [])
    """
    from graphlib import CycleError, TopologicalSorter

    sorter: TopologicalSorter[str] = TopologicalSorter()
    for levels in orders:
        for number, level in enumerate(levels):
            sorter.add(level, *levels[max(number - 1, 0) : number])
    try:
        return list(sorter.static_order())
    except CycleError:
        return []
