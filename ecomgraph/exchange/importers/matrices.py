"""Make tables from matrices: skills in the first column, and one column per role, or per level of a role."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ecomgraph.errors import ArgumentError
from ecomgraph.exchange.importers.made_tables import MadeTables
from ecomgraph.exchange.importers.matrix_cells import CellReading, Meaning, meaning_of
from ecomgraph.exchange.importers.matrix_layout import cell_range, filled_down, text_at
from ecomgraph.exchange.importers.matrix_nodes import Need, Nodes
from ecomgraph.exchange.importers.matrix_numbers import Numbers, number_at
from ecomgraph.exchange.importers.matrix_scales import (
    MatrixScale,
    named_rows,
    named_scale,
    names_of,
)
from ecomgraph.exchange.importers.matrix_words import NO, YES
from ecomgraph.exchange.importers.sheets import Sheet, filled, letters
from ecomgraph.spelling import counted, folded

if TYPE_CHECKING:
    from ecomgraph.exchange.importers.import_options import ImportOptions
    from ecomgraph.exchange.importers.matrix_layout import MatrixLayout, MatrixRow
    from ecomgraph.exchange.importers.matrix_scales import MatrixLevel
    from ecomgraph.exchange.importers.problems import Problems

__all__ = ["Matrices"]

# Default names of sheets, which say nothing about their content.
_SHOWN = 6


@dataclass(slots=True)
class _Count:
    """Counts of the cells of a matrix."""

    required: int = 0
    none: int = 0
    lines: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)


class Matrices:
    """Makes table rows from matrices, collected in ``made``."""

    def __init__(
        self,
        layouts: list[tuple[str, MatrixLayout]],
        scales: list[MatrixScale],
        tables: dict[str, Sheet],
        options: ImportOptions,
        problems: Problems,
    ) -> None:
        self.made = MadeTables()
        self._layouts = layouts
        self._scales = scales
        self._options = options
        self._problems = problems
        self._known_skills = self._skills_in(tables)
        self._skills: dict[str, tuple[str, int]] = {}
        self._told: dict[str, dict[str, str]] = {}
        self._groups: dict[str, str] = {}
        self._stated: dict[tuple[str, str], tuple[Meaning, str]] = {}
        self._described: dict[tuple[str, str], tuple[str, str]] = {}
        self._nodes = Nodes(layouts, tables, options, problems, self.made)
        self._fractions = False

    @staticmethod
    def _skills_in(tables: dict[str, Sheet]) -> dict[str, dict[str, str]]:
        rows = [row for _, row in named_rows(tables["skills"])] if "skills" in tables else []
        return {folded(name): row for row in rows for name in names_of(row)}

    # ------------------------------------------------------------------ scales

    def run(self) -> None:
        """Make the rows of all matrices."""
        texts = [it for it in self._layouts if self._describes(it[1])]
        values = [it for it in self._layouts if it not in texts]
        if self._options.descriptors and not texts and self._scales:
            where = self._layouts[0][1].sheet.where
            shown = self._scales[0].shown()
            self._problems.add(where, f"its columns are not the levels that are declared ({shown}); correct either")
            return
        if self._options.top and self._scales:
            raise ArgumentError("--top is for a matrix of numbers without a scale; this source declares one")
        if values and not self._scales:
            self._scale_of_numbers([layout for _, layout in values])
        for scale in self._scales:
            self._make_scale(scale)
        # Descriptors first, since they declare skills with their definitions.
        for _, layout in texts:
            self._read(layout, texts=True)
        for _, layout in values:
            self._read(layout, texts=False)
        nodes = [it for it in self._layouts if it in values or self._states_levels]
        self._nodes.make([layout for _, layout in nodes])

    @property
    def _states_levels(self) -> bool:
        """Whether columns of descriptors are also roles that need the skills in them."""
        options = self._options
        return options.descriptors and bool(options.role or options.ladder or options.cumulative)

    def _describes(self, layout: MatrixLayout) -> bool:
        """Tell whether the columns of a matrix are levels of skills, which --descriptors requests."""
        names = [it.label for it in layout.columns]
        if self._scales:
            return len(names) > 1 and all(self._level_named(name) for name in names)
        if self._options.descriptors:
            self._scales = [named_scale(names, layout.sheet.where, layout.header[-1])]
            return True
        return False

    def _level_named(self, name: str) -> MatrixLevel | None:
        text = folded(name)
        number = text.rpartition(" ")[2]
        for scale in self._scales:
            for level in scale.levels:
                if text in level.names or number == text == str(level.rank) or text == f"level {level.rank}":
                    return level
        return None

    def _scale_of_numbers(self, layouts: list[MatrixLayout]) -> None:
        """Read numbers as ranks up to the highest, or, if one is between 0 and 1, as fractions."""
        numbers, where = Numbers.of(layouts), layouts[0].sheet.where
        if numbers.fractions and not self._options.top:
            self._fractions = True
            self._problems.understood.append(f"{where}: numbers up to 1 are fractions of full mastery")
        elif scale := numbers.scale(self._options.top, where, self._problems):
            self._scales = [scale]

    def _make_scale(self, scale: MatrixScale) -> None:
        if not scale.made:
            self._problems.understood.append(f"levels of {scale.label}: {scale.shown()}, as the tables declare")
            return
        self.made.add("proficiency-scales", scale.made, 1, id=scale.ref, label=scale.label)
        numbered = scale.ref.startswith("scale-1-to-")
        if not numbered:
            self._problems.understood.append(f"{scale.made}: levels are {scale.shown()}, lowest first")
        for level in scale.levels:
            self.made.add(
                "proficiency-levels",
                scale.made,
                level.line,
                id=level.ref if numbered else "",
                label=level.label,
                scale=scale.ref,
                rank=str(level.rank),
                notation=level.notation,
                definition=level.definition,
            )

    # ------------------------------------------------------------------ rows and cells

    def _read(self, layout: MatrixLayout, *, texts: bool) -> None:
        account, sheet = self._problems.account, layout.sheet
        self._account_above(layout)
        count = _Count()
        seen: dict[str, int] = {}
        for row in layout.rows:
            account.find(sheet.where, "cells", sum(map(filled, row.cells)))
            if not row.skill:
                self._without_skill(layout, row)
                continue
            if folded(row.skill) in seen:
                first = seen[folded(row.skill)]
                what = f'the skill "{row.skill}" is already in line {first}; merge the two rows'
                self._problems.add(f"{sheet.where}:{row.line}", what)
                continue
            seen[folded(row.skill)] = row.line
            self._leave_beside(layout, row)
            skill = self._skill(layout, row)
            scales = self._scales_of(layout, row)
            how = CellReading(scales=scales, fractions=self._fractions)
            for column in layout.columns:
                if texts:
                    self._descriptor(layout, row, column.index, skill, count)
                else:
                    self._value(layout, row, column.index, skill, how, count)
        self._tell(layout, count, texts=texts)

    def _account_above(self, layout: MatrixLayout) -> None:
        """Count the header, the rows above it, the headings of groups, and cells without a value."""
        account, sheet = self._problems.account, layout.sheet
        first = max(layout.leading.values()) + 1
        for line, cells in [*sheet.above, *sheet.rows]:
            count = sum(map(filled, cells))
            if line in layout.headings or line in layout.header:
                account.find(sheet.where, "cells", count)
            if line in layout.headings:
                account.read(sheet.where, "cells", count)
            elif line in layout.header:
                names = {it.index for it in layout.columns}
                used = sum(filled(cell) for index, cell in enumerate(cells) if index < first or index in names)
                account.read(sheet.where, "cells", used)
                account.leave(sheet.where, "cells", f"line {line} is the header", count - used)
        for row in layout.sums:
            count = sum(map(filled, row.cells))
            account.find(sheet.where, "cells", count)
            account.leave(sheet.where, "cells", f'line {row.line} is "{row.skill}", not a skill', count)
        for line, cells in layout.above:
            count = sum(map(filled, cells))
            shown = next(text_at(cells, index) for index, cell in enumerate(cells) if filled(cell))
            account.find(sheet.where, "cells", count)
            account.leave(sheet.where, "cells", f'line {line}, "{shown[:40]}", is above the header', count)
        for (line, index), reason in sorted(sheet.unread.items()):
            self._problems.add(sheet.cell(line, index), reason)
        values = [it for it in sheet.merged if it[1][1] >= first and it[1][0] > layout.header[-1]]
        for (top, left), (bottom, right) in values:
            if top not in layout.headings or bottom > top:
                place = cell_range([top, bottom], [left, right])
                self._problems.add(f"{sheet.where}:{top}", f"cells {place} are merged; unmerge them and fill in each")

    def _leave_beside(self, layout: MatrixLayout, row: MatrixRow) -> None:
        """Count cells in columns without a header."""
        lines = [*layout.sheet.above, *layout.sheet.rows]
        named = {*layout.leading.values(), *(it.index for it in layout.columns)}
        for index, cell in enumerate(row.cells):
            if index not in named and filled(cell):
                header = text_at(next(it for line, it in lines if line == layout.header[-1]), index)
                what = f'is "{header}", not a role' if header else "has no header"
                reason = f"column {letters(index)} {what}"
                self._problems.account.leave(layout.sheet.where, "cells", reason)

    def _without_skill(self, layout: MatrixLayout, row: MatrixRow) -> None:
        place = next(index for index, cell in enumerate(row.cells) if filled(cell))
        shown = text_at(row.cells, place)
        column = layout.sheet.column(layout.leading["skill"])
        what = f'"{shown[:40]}" is in a row without a skill; name the skill in {column}'
        self._problems.add(layout.sheet.cell(row.line, place), what)

    def _skill(self, layout: MatrixLayout, row: MatrixRow) -> str:
        """Declare the skill of a row with its group, unless it is known, and return how tables refer to it."""
        account, where = self._problems.account, layout.sheet.where
        key = folded(row.skill)
        told = {
            name: text_at(row.cells, index) for name, index in layout.leading.items() if name in ("definition", "type")
        }
        leading = [index for index in layout.leading.values() if index < len(row.cells) and filled(row.cells[index])]
        if key in self._known_skills or key in self._skills:
            account.read(where, "cells", len(leading) - self._leave_known(layout, row, key, told))
            return row.skill
        self._skills[key] = (where, row.line)
        self._told[key] = dict(told)
        account.read(where, "cells", len(leading))
        group = self._group(layout, row)
        told |= {"scale": self._scale_cell(layout, row)}
        self.made.add("skills", where, row.line, label=row.skill, broader=[group] if group else "", **told)
        if group:
            self._groups[key] = group
        return row.skill

    def _leave_known(self, layout: MatrixLayout, row: MatrixRow, key: str, told: dict[str, str]) -> int:
        """Count cells that contradict the declaration of a skill elsewhere, and return their number."""
        where, left = layout.sheet.where, 0
        known = self._known_skills.get(key, self._told.get(key, {}))
        there = "the table skills" if key in self._known_skills else "another matrix"
        for name, text in told.items():
            if text and known.get(name, "") != text:
                self._problems.account.leave(where, "cells", f"{there} declares the skill, where its {name} belongs")
                left += 1
        group_at = layout.leading.get("group", -1)
        group = row.group if text_at(row.cells, group_at) else ""
        stated = folded(known.get("broader", "") or self._groups.get(key, ""))
        if group and folded(group) != stated:
            self._problems.account.leave(where, "cells", f"{there} declares the skill, where its group belongs")
            left += 1
        return left

    def _group(self, layout: MatrixLayout, row: MatrixRow) -> str:
        group = row.group
        key = folded(group)
        if not group or key == folded(row.skill):
            return ""
        if key not in self._known_skills and key not in self._skills:
            self._skills[key] = (layout.sheet.where, row.line)
            self.made.add("skills", layout.sheet.where, row.line, label=group)
        return group

    def _scale_cell(self, layout: MatrixLayout, row: MatrixRow) -> str:
        return text_at(row.cells, layout.leading.get("scale", -1))

    def _scales_of(self, layout: MatrixLayout, row: MatrixRow) -> list[MatrixScale]:
        """Return the scales for the cells of a row: that of the skill, if it names one, else all."""
        known = self._known_skills.get(folded(row.skill), {})
        name = folded(self._scale_cell(layout, row) or known.get("scale", ""))
        return [it for it in self._scales if name in it.names] if name else self._scales

    def _value(
        self, layout: MatrixLayout, row: MatrixRow, index: int, skill: str, how: CellReading, count: _Count
    ) -> None:
        if index >= len(row.cells) or not filled(row.cells[index]):
            return
        sheet, account = layout.sheet, self._problems.account
        text = text_at(row.cells, index)
        meaning = meaning_of(text, number_at(layout, row, index), how)
        if meaning.what == "wrong":
            shown = text if len(text) <= 60 else f"{text[:57]}..."
            self._problems.add(sheet.cell(row.line, index), f'"{shown}" {meaning.why}')
            return
        account.read(sheet.where, "cells")
        if meaning.what == "none":
            count.none += 1
            return
        count.required += 1
        count.lines.append(row.line)
        count.columns.append(index)
        self._require(layout, row, index, skill, meaning)

    def _require(self, layout: MatrixLayout, row: MatrixRow, index: int, skill: str, meaning: Meaning) -> None:
        node = self._nodes.of(layout, index)
        place = layout.sheet.cell(row.line, index)
        before = self._stated.setdefault((node.ref, folded(skill)), (meaning, place))
        if before[1] != place:
            if before[0] != meaning:
                what = f"{node.label} has another requirement for {skill} in {before[1]}; keep one"
                self._problems.add(place, what)
            return
        node.needs[folded(skill)] = Need(skill, meaning, text_at(row.cells, index), place)
        self.made.add(
            "requirements",
            layout.sheet.where,
            row.line,
            holders=[node.ref],
            skill=skill,
            importance="essential",
            required_level=meaning.level.ref if meaning.level else "",
            proficiency=meaning.proficiency,
        )

    def _descriptor(self, layout: MatrixLayout, row: MatrixRow, index: int, skill: str, count: _Count) -> None:
        if index >= len(row.cells) or not filled(row.cells[index]):
            return
        account, where = self._problems.account, layout.sheet.where
        text = str(row.cells[index]).strip()
        label = next(it.label for it in layout.columns if it.index == index)
        level = self._level_named(label)
        assert level is not None
        if folded(text) in NO:
            account.read(where, "cells")
            return
        if folded(text) in YES:
            account.leave(where, "cells", "a mark does not describe a level")
            return
        account.read(where, "cells")
        count.required += 1
        count.lines.append(row.line)
        count.columns.append(index)
        place = layout.sheet.cell(row.line, index)
        first = self._described.setdefault((folded(skill), level.ref), (text, place))
        if first[1] == place:
            self.made.add("level-descriptors", where, row.line, skill=skill, level=level.ref, definition=text)
        elif first[0] != text:
            what = f'"{skill}" at {level.label} has another description in {first[1]}'
            self._problems.add(place, f"{what}; write the same text in both, or give this skill another name")
        if self._states_levels:
            self._require(layout, row, index, skill, Meaning("level", level=level))

    # ------------------------------------------------------------------ the detected layout

    def _tell(self, layout: MatrixLayout, count: _Count, *, texts: bool) -> None:
        where, told = layout.sheet.where, self._problems.understood
        rows = [it for it in layout.rows if it.skill]
        lines = [it.line for it in rows] or [layout.header[-1]]
        told.append(f"{where}: {counted(len(rows), 'skills')} in {cell_range(lines, [layout.leading['skill']])}")
        used = {*count.lines}
        if count.lines and (bare := [it for it in rows if it.line not in used]):
            shown = ", ".join(f"line {it.line} ({it.skill[:40]})" for it in bare[:_SHOWN])
            told.append(f"{where}: {counted(len(bare), 'skills')} without a requirement: {shown}")
        if "group" in layout.leading:
            told.append(f"{where}: groups in {cell_range(lines, [layout.leading['group']])}{filled_down(layout)}")
        if layout.headings:
            told.append(f"{where}: groups in lines {', '.join(map(str, layout.headings[:_SHOWN]))}, merged across")
        columns = [it.index for it in layout.columns]
        what = "levels of skills" if texts and not self._states_levels else self._nodes.what(layout)
        names = [self._nodes.of(layout, it.index).label if not texts else it.label for it in layout.columns]
        shown = ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
        told.append(f"{where}: {counted(len(columns), what)} in {cell_range(layout.header, columns)}: {shown}")
        if texts and (unused := [it for it in layout.columns if it.index not in count.columns]):
            none = ", ".join(it.label for it in unused[:_SHOWN])
            told.append(f"{where}: no text in {cell_range(layout.header, [it.index for it in unused])}: {none}")
        block = f" in {cell_range(count.lines, count.columns)}" if count.lines else ""
        if texts:
            told.append(f"{where}: {counted(count.required, 'descriptions')}{block}")
        else:
            rest = f", {counted(count.none, 'cells')} that say not required" if count.none else ""
            told.append(f"{where}: {counted(count.required, 'requirements')}{block}{rest}")
