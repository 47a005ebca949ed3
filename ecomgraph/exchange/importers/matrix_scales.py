"""The possible scales of a matrix's cells: from tables, from a legend, or from its numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ecomgraph.exchange.cells import split
from ecomgraph.exchange.importers.matrix_words import LEGEND_COLUMNS, LEGEND_EITHER, LEGENDS
from ecomgraph.exchange.importers.sheets import column_name, filled, text_of
from ecomgraph.spelling import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ecomgraph.exchange.importers.problems import Problems
    from ecomgraph.exchange.importers.sheets import Sheet

__all__ = [
    "MatrixLevel",
    "MatrixScale",
    "is_legend",
    "legend_scale",
    "named_rows",
    "named_scale",
    "names_of",
    "numbered_scale",
    "table_scales",
]

_ONE_CELL = re.compile(r"([0-9]{1,9}|\w)\s*[=:\u2013\u2014-]\s*(\S.*)", re.DOTALL)
_WHOLE = re.compile(r"[0-9]{1,9}")


@dataclass(slots=True, kw_only=True)
class MatrixLevel:
    """A level: ``ref`` is its reference in tables, ``names`` are its folded names in cells."""

    ref: str
    label: str
    rank: int
    scale: str
    names: set[str] = field(default_factory=set)
    definition: str = ""
    notation: str = ""
    line: int = 1


@dataclass(slots=True, kw_only=True)
class MatrixScale:
    """A scale: ``ref`` is its reference in tables, ``names`` are its names in cells, ``made`` is its origin."""

    ref: str
    label: str
    levels: list[MatrixLevel]
    names: set[str] = field(default_factory=set)
    made: str = ""

    @property
    def by_rank(self) -> dict[int, MatrixLevel]:
        """The levels by rank."""
        return {it.rank: it for it in self.levels}

    def shown(self) -> str:
        """Return the scale for messages, with ranks and labels of its levels in order."""
        levels = sorted(self.levels, key=lambda it: it.rank)
        plain = all(it.label == str(it.rank) for it in levels)
        return ", ".join(str(it.rank) if plain else f"{it.rank} {it.label}" for it in levels)


def named_rows(sheet: Sheet) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the line and the cells by column of each row that is not a comment."""
    header = [column_name(name) for name in sheet.header]
    for line, cells in sheet.rows:
        first = text_of(cells[0]) if cells else ""
        if first != "#" and not (first.startswith("#") and first[1:2].isspace()):
            yield (
                line,
                {
                    name: text_of(cell).strip()
                    for name, cell in zip(header, cells, strict=False)
                    if name and filled(cell)
                },
            )


def names_of(row: dict[str, str]) -> list[str]:
    """Return the names of a row: id, labels in all languages, other names."""
    labels = [cell for name, cell in row.items() if name.partition("@")[0] == "label"]
    others = [text for name, cell in row.items() if name.partition("@")[0] == "alt_labels" for text in split(cell)]
    return [it for it in (row.get("id", ""), *labels, *others) if it]


def table_scales(sheets: dict[str, Sheet]) -> list[MatrixScale]:
    """Return the scales in tables, with their levels that have a rank."""
    scales: dict[str, MatrixScale] = {}
    if "proficiency-scales" in sheets:
        for _, row in named_rows(sheets["proficiency-scales"]):
            names = names_of(row)
            if names:
                scale = MatrixScale(ref=names[0], label=row.get("label", names[0]), levels=[])
                scale.names = set(map(folded, names))
                scales[names[0]] = scale
    if "proficiency-levels" in sheets:
        for line, row in named_rows(sheets["proficiency-levels"]):
            names = names_of(row)
            wanted = folded(row.get("scale", ""))
            found = next((it for it in scales.values() if wanted in it.names), None)
            rank = row.get("rank", "").removesuffix(".0")
            if not names or not _WHOLE.fullmatch(rank) or found is None:
                # The reader of tables reports the problem of such a row.
                continue
            level = MatrixLevel(
                ref=names[0], label=row.get("label", names[0]), rank=int(rank), scale=found.ref, line=line
            )
            level.notation = row.get("notation", "")
            level.names = {folded(it) for it in (*names, level.notation) if it}
            found.levels.append(level)
    return [scale for scale in scales.values() if scale.levels]


def numbered_scale(top: int, where: str) -> MatrixScale:
    """Return an unnamed scale for a matrix of numbers, from 1 to the greatest."""
    ref = f"scale-1-to-{top}"
    levels = [
        MatrixLevel(ref=f"{ref}-level-{rank}", label=str(rank), rank=rank, scale=ref, names={str(rank)})
        for rank in range(1, top + 1)
    ]
    return MatrixScale(ref=ref, label=f"1 to {top}", levels=levels, made=where)


def named_scale(names: list[str], where: str, line: int) -> MatrixScale:
    """Return the scale whose levels are some columns, lowest first."""
    levels = [
        MatrixLevel(ref="", label=name, rank=rank, scale="skill-levels", names={folded(name)}, line=line)
        for rank, name in enumerate(names, start=1)
    ]
    for level in levels:
        level.ref = level.label
    return MatrixScale(ref="skill-levels", label="Skill levels", levels=levels, made=where)


# ------------------------------------------------------------------ legends


def is_legend(name: str) -> bool:
    """Tell by the name of a sheet whether it is a legend of levels.

    >>> is_legend("Legend"), is_legend("Bakery - Key"), is_legend("Roles")
    (True, True, False)
    """
    return folded(name.rpartition(" - ")[2].replace("-", " ").replace("_", " ")) in LEGENDS


def legend_scale(name: str, sheet: Sheet, problems: Problems) -> MatrixScale | None:
    """Return the scale of a legend: one level per row, with a number or a short symbol before its name.

    Cells that are not read are counted; so is a level 0, which means not required.
    """
    rows = [*sheet.above, *sheet.rows]
    title = text_of(name).strip()
    scale = MatrixScale(ref="legend", label=title, levels=[], names={"legend", folded(title)}, made=sheet.where)
    account, where = problems.account, sheet.where
    at: dict[str, int] = {}
    numbered = next((line for line, cells in rows if _is_numbered(cells)), 0)
    for line, cells in rows:
        texts = {index: " ".join(text_of(cell).split()) for index, cell in enumerate(cells) if filled(cell)}
        account.find(where, "cells", len(texts))
        header = _legend_header(texts)
        if header and not scale.levels:
            at = header
            account.read(where, "cells", len(texts))
            continue
        if line < numbered and not at:
            account.leave(where, "cells", f"line {line} is above the first level with a number", len(texts))
            continue
        level, taken = _legend_level(texts, at, len(scale.levels) + 1)
        if level is None:
            account.leave(where, "cells", f"line {line} names no level", len(texts))
        elif level.rank == 0:
            account.leave(where, "cells", "0 means not required", len(texts))
        else:
            account.read(where, "cells", taken)
            account.leave(where, "cells", "neither number, name nor meaning of a level", len(texts) - taken)
            level.line, level.scale = line, scale.ref
            level.ref = level.label
            scale.levels.append(level)
    for rank in {it.rank for it in scale.levels}:
        same = [it for it in scale.levels if it.rank == rank]
        if len(same) > 1:
            problems.add(f"{where}:{same[1].line}", f"{rank} is already the level of line {same[0].line}; keep one")
    return scale if scale.levels else None


def _is_numbered(cells: Sequence[object]) -> bool:
    """Tell whether a row of a legend begins with an integer."""
    first = next((text_of(cell).strip() for cell in cells if filled(cell)), "")
    one = _ONE_CELL.fullmatch(first)
    return bool(_WHOLE.fullmatch(one[1] if one else first.removesuffix(".0")))


def _legend_header(texts: dict[int, str]) -> dict[str, int]:
    """Return the positions of the columns, if a row names at least two of them."""
    names = {index: folded(text) for index, text in texts.items()}
    found = {key: index for key, its in LEGEND_COLUMNS.items() for index, name in names.items() if name in its}
    for index, name in names.items():
        if name in LEGEND_EITHER:
            found.setdefault("sign" if "sign" not in found else "label", index)
    return found if len(found) > 1 else {}


def _legend_level(texts: dict[int, str], at: dict[str, int], number: int) -> tuple[MatrixLevel | None, int]:
    """Return the level in a row of a legend, and the number of its cells that were read."""
    if len(texts) == 1 and (one := _ONE_CELL.fullmatch(next(iter(texts.values())))):
        sign, label, definition, taken = one[1], one[2].strip(), "", 1
    else:
        columns = at or dict(zip(("sign", "label", "definition"), sorted(texts), strict=False))
        sign, label, definition = (texts.get(columns.get(key, -1), "") for key in ("sign", "label", "definition"))
        taken = sum(map(bool, (sign, label, definition)))
        if not label and sign and not _WHOLE.fullmatch(sign):
            sign, label = "", sign
        elif not label:
            label, definition = definition, ""
    if not label or (len(texts) == 1 and not at and taken == 1 and not sign):
        # A single text without a symbol may be a title.
        return None, 0
    sign = sign.removesuffix(".0")
    rank = int(sign) if _WHOLE.fullmatch(sign) else number
    level = MatrixLevel(ref="", label=label, rank=rank, scale="", definition=definition)
    level.notation = "" if _WHOLE.fullmatch(sign) else sign
    level.names = {folded(it) for it in (label, level.notation) if it}
    return level, taken
