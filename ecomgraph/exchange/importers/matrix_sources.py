"""Find the matrices in a source, and the legend of their levels."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ecomgraph.errors import ArgumentError
from ecomgraph.exchange.importers.matrices import Matrices
from ecomgraph.exchange.importers.matrix_layout import find_layout, is_matrix
from ecomgraph.exchange.importers.matrix_scales import is_legend, legend_scale, named_rows, table_scales
from ecomgraph.exchange.importers.matrix_words import LEADING
from ecomgraph.exchange.importers.problems import Problems
from ecomgraph.exchange.importers.sheets import Sheet, read_workbook, text_rows
from ecomgraph.spelling import folded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ecomgraph.exchange.importers.import_options import ImportOptions
    from ecomgraph.exchange.importers.matrix_scales import MatrixScale

__all__ = ["holds_matrix", "matrix_of", "read_matrices"]


def matrix_of(path: Path, options: ImportOptions, problems: Problems) -> Sheet:
    """Return a text file that is a matrix as an unanalysed sheet."""
    rows, delimiter = text_rows(path, problems, encoding=options.encoding, known=[*LEADING])
    decimal_comma = delimiter in {";", "\t"}
    return Sheet(where=path.name, header=(), rows=rows[1:], above=tuple(rows[:1]), decimal_comma=decimal_comma)


def holds_matrix(path: Path, max_size: int) -> bool:
    """Tell whether a sheet of a workbook has the header of a matrix."""
    sheets = read_workbook(path, Problems(path.name), known=lambda name: None, max_size=max_size)  # noqa: ARG005
    return any(find_layout(sheet) is not None for _, sheet in sheets)


def read_matrices(
    others: Sequence[tuple[str, Sheet]], tables: dict[str, Sheet], options: ImportOptions, problems: Problems
) -> tuple[list[tuple[str, Sheet]], list[tuple[str, Sheet]]]:
    """Return the rows made from matrices, and the sheets that are neither a matrix nor its legend.

    ``others`` are sheets other than tables, by name; ``tables`` are the tables. A legend with the name of a table is
    removed from these.
    """
    named = [it for it in others if is_matrix(it[0]) or options.format == "matrix"]
    # Beside a table of requirements, a sheet with another name is probably a list that begins with skills.
    candidates = named or ([] if "requirements" in tables else others)
    layouts = {name: layout for name, sheet in candidates if (layout := find_layout(sheet))}
    for name, sheet in named:
        if name not in layouts:
            problems.add(sheet.where, "has no header with the cell skill and a column for each role beside it")
        elif not layouts[name].rows:
            problems.add(sheet.where, "has no skills below its header; write one in each row")
    if not layouts:
        if (options.ladder or options.cumulative or options.role or options.top or options.descriptors) and not named:
            raise ArgumentError(
                "--ladder, --cumulative, --role, --top and --descriptors are for a matrix; there is none"
            )
        return [], list(others)
    rest = [(name, sheet) for name, sheet in others if name not in layouts]
    scales = table_scales(tables)
    if not scales and (legend := _legend(rest, tables, options, problems)):
        scales = [legend]
    work = Matrices(list(layouts.items()), scales, tables, options, problems)
    work.run()
    return list(work.made.sheets()), rest


def _legend(
    rest: list[tuple[str, Sheet]], tables: dict[str, Sheet], options: ImportOptions, problems: Problems
) -> MatrixScale | None:
    """Return the scale of the legend beside a matrix, and remove that sheet from the others."""
    for name, sheet in list(rest):
        if is_legend(name) and (found := legend_scale(name, sheet, problems)):
            rest.remove((name, sheet))
            return found
    for name in ("proficiency-levels", "levels"):
        if name in tables and _names_levels_of_skills(name, tables, options):
            sheet = tables[name]
            whole = [(sheet.top, sheet.header), *sheet.rows]
            if found := legend_scale(name.capitalize(), replace(sheet, header=(), rows=whole), problems):
                del tables[name]
                return found
    return None


def _names_levels_of_skills(name: str, tables: dict[str, Sheet], options: ImportOptions) -> bool:
    """Tell whether a table is in fact a legend: nothing in the tables has experience levels, or a scale."""
    if name == "proficiency-levels":
        return "proficiency-scales" not in tables and "scale" not in map(folded, tables[name].header)
    has_levels = "roles" in tables and any(row.get("levels") for _, row in named_rows(tables["roles"]))
    return "profiles" not in tables and not has_levels and not options.role
