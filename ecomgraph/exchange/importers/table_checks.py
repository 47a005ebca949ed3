"""Conflicts between table rows: cycles, levels of another scale, duplicate ranks, two requirements of one skill.

The shapes report the same for any graph; this reports row, column and value, before anything is derived.
"""

from __future__ import annotations

from decimal import Decimal
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import TYPE_CHECKING

from ecomgraph.namespace import ECG
from ecomgraph.reading.names import slug_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ecomgraph.exchange.importers.problems import Problems
    from ecomgraph.exchange.importers.table_rows import Row
    from ecomgraph.exchange.table_layout import Column

__all__ = ["check_rows", "out_of_bounds"]

# The columns of each kind that must not form a cycle; those of one entry are checked together.
_ACYCLIC: tuple[tuple[tuple[str, str], ...], ...] = (
    (("skill", "broader"),),
    (("responsibility", "broader"),),
    (("function", "broader"),),
    (("role", "builds_on"), ("profile", "builds_on"), ("profile", "inherits_from"), ("profile", "role")),
)
_ADVANCES = ("promotion", "level-up")
# Columns with a proficiency level of the skills in the column "skill".
_LEVELS = {"requirement": "required_level", "level-descriptor": "level", "learning-resource": "level"}
# The maximum difference between a number and the degree of its level.
_NEAR = Decimal("0.01")


def out_of_bounds(column: Column, kind: str, number: Decimal) -> str:
    """Return the remedy for a number out of the range of a column; ``""`` if it is in range."""
    match column.predicate:
        case ECG.proficiency if not 0 < number <= 1:
            return "write a number above 0 and up to 1, or a percentage up to 100%; leave out what is not needed at all"
        case ECG.importanceRating if not 0 <= number <= 1:
            return "write a number from 0 to 1, or a percentage up to 100%"
        case ECG.typicalMonths if number <= 0:
            return "write a number of months above 0, or leave the cell empty"
        case ECG.rank if kind == "proficiency-level" and number < 1:
            return "count from 1, and leave out a level that means no mastery at all"
        case ECG.ordinal if number < 1:
            return "count from 1"
        case ECG.startOffset | ECG.endOffset if number < 0:
            return "count from 0"
        case _:
            return ""


def check_rows(rows: Sequence[Row], problems: Problems) -> None:
    """Report conflicts between rows, each for the last of the rows."""
    for edges in _hierarchies(rows):
        _check_cycles(edges, problems)
    scales = {it.iri: it.targets.get("scale", ("",))[0] for it in rows if it.table.kind == "proficiency-level"}
    _check_ranks(rows, problems)
    _check_scales(rows, scales, problems)
    _check_degrees(rows, scales, problems)
    _check_requirements(rows, problems)


# ------------------------------------------------------------------ cycles

_Edges = dict[tuple[str, str], tuple["Row", str]]


def _hierarchies(rows: Sequence[Row]) -> Iterator[_Edges]:
    """Yield the links of each hierarchy: source, target, row and column."""
    for columns in _ACYCLIC:
        edges: _Edges = {}
        for row in rows:
            for kind, column in columns:
                if row.table.kind == kind and row.iri:
                    edges |= {(row.iri, target): (row, column) for target in row.targets.get(column, ())}
        yield edges
    yield {
        (tail, head): (row, "to")
        for row in rows
        if row.table.kind == "transition"
        for tail in row.targets.get("from", ())
        for head in row.targets.get("to", ())
        if tail == head or row.cell("kind").strip() in _ADVANCES
    }


def _check_cycles(edges: _Edges, problems: Problems) -> None:
    """Report cycles, one after the other, each without the links of earlier ones."""
    order = {link: number for number, link in enumerate(edges)}
    while True:
        sorter: TopologicalSorter[str] = TopologicalSorter()
        for tail, head in edges:
            sorter.add(tail, head)
        try:
            sorter.prepare()
        except CycleError as error:
            nodes = error.args[1]
        else:
            return
        # In the cycle, each node is the target of the next one.
        links = [(tail, head) for head, tail in pairwise(nodes)][::-1]
        at = max(range(len(links)), key=lambda place: order[links[place]])
        last, rest = links[at], links[at + 1 :] + links[:at]
        row, column = edges[last]
        others = [edges[link][0].where for link in rest]
        over = f" over {', '.join(dict.fromkeys(others[:5]))}" if others else ""
        more = f" and {len(others) - 5} more" if len(others) > 5 else ""
        shown = slug_of(last[1])
        back = "back to its start" if others else "to itself"
        problems.add(row.where, f'{column} "{shown}" leads {back}{over}{more}; remove one of these links')
        for link in links:
            del edges[link]


# ------------------------------------------------------------------ scales


def _check_ranks(rows: Iterable[Row], problems: Problems) -> None:
    seen: dict[tuple[str, Decimal], Row] = {}
    for row in rows:
        if row.table.kind == "proficiency-level" and "rank" in row.numbers:
            for scale in row.targets.get("scale", ()):
                other = seen.setdefault((scale, row.numbers["rank"]), row)
                if other is not row:
                    shown = f'rank "{row.cell("rank").strip()}" is already that of {other.where} on the scale'
                    problems.add(row.where, f'{shown} "{slug_of(scale)}"; give each level a different rank')


def _check_scales(rows: Sequence[Row], scales: dict[str, str], problems: Problems) -> None:
    """Report levels of another scale than that of their skill: the one it names, else that of the first level."""
    of_skill = {
        row.iri: (row.targets["scale"][0], row)
        for row in rows
        if row.table.kind == "skill" and row.iri and "scale" in row.targets
    }
    for row in rows:
        column = _LEVELS.get(row.table.kind, "")
        for level in row.targets.get(column, ()) if column else ():
            for skill in row.targets.get("skill", ()):
                scale = scales.get(level, "")
                if not scale:
                    continue
                known, first = of_skill.setdefault(skill, (scale, row))
                if known != scale:
                    problems.add(
                        row.where,
                        f'{column} "{row.cell(column).strip()}" is a level of the scale "{slug_of(scale)}", but'
                        f' "{slug_of(skill)}" is measured on "{slug_of(known)}" ({first.where}); write a level of that'
                        " scale",
                    )


def _check_degrees(rows: Sequence[Row], scales: dict[str, str], problems: Problems) -> None:
    """Report proficiencies that differ from the degree of the level in the same row."""
    levels = [row for row in rows if row.table.kind == "proficiency-level" and "rank" in row.numbers]
    rank = {row.iri: row.numbers["rank"] for row in levels}
    top: dict[str, Decimal] = {}
    for level, number in rank.items():
        top[scales[level]] = max(number, top.get(scales[level], number))
    for row in rows:
        for level in row.targets.get("required_level", ()) if "proficiency" in row.numbers else ():
            if level in rank and abs(rank[level] / top[scales[level]] - row.numbers["proficiency"]) > _NEAR:
                shown = f'proficiency "{row.cell("proficiency").strip()}" differs from that of the required_level'
                stands = f"which is {rank[level]}/{top[scales[level]]}"
                told = f'{shown} "{row.cell("required_level").strip()}", {stands}; leave one of the two cells empty'
                problems.add(row.where, told)


def _check_requirements(rows: Iterable[Row], problems: Problems) -> None:
    seen: dict[tuple[str, str], Row] = {}
    for row in rows:
        if row.table.kind != "requirement" or not row.iri:
            continue
        for holder in row.targets.get("holders", ()):
            for skill in row.targets.get("skill", ()):
                other = seen.setdefault((holder, skill), row)
                if other is not row:
                    shown = f'skill "{row.cell("skill").strip()}" is already required of "{slug_of(holder)}"'
                    problems.add(row.where, f"{shown} in {other.where}; keep the row with the higher requirement")
