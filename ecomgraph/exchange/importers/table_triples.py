"""Make triples from the rows of tables: ids, references between rows, numbers and controlled values."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from ecomgraph.exchange.cells import split
from ecomgraph.exchange.importers.import_options import Reading
from ecomgraph.exchange.importers.kinds import KNOWN_KINDS, SHARED_SKILLS, SIMILAR, declaration, rule_declaration
from ecomgraph.exchange.importers.ntriples_text import A, decimal, integer, iri, is_iri, literal, term
from ecomgraph.exchange.importers.problems import nearest
from ecomgraph.exchange.importers.row_ids import RowIds, made_id
from ecomgraph.exchange.importers.row_names import RowNames
from ecomgraph.exchange.importers.table_checks import check_rows, out_of_bounds
from ecomgraph.exchange.importers.table_rows import Row, rows_of, with_columns_for_languages
from ecomgraph.exchange.table_layout import REQUIRED, TABLES
from ecomgraph.namespace import BASE, ECG, PROPERTIES
from ecomgraph.reading.names import slug_of
from ecomgraph.schema import KINDS
from ecomgraph.spelling import slug
from ecomgraph.store.packaged import packaged_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ecomgraph.exchange.importers.problems import Problems
    from ecomgraph.exchange.importers.sheets import Sheet
    from ecomgraph.exchange.table_layout import Column

__all__ = ["read_tables"]

_BY_NAME = {table.name: table for table in TABLES}
_TABLE_OF = {table.kind: table.name for table in TABLES}
_RULES = {
    "profile": "profiles",
    "promotion": "promotions",
    "level-up": "level-ups",
    "specialization-change": "specialization-changes",
    SIMILAR: SHARED_SKILLS,
}
# Columns of numbers that may be written as percentages.
_FRACTIONS = {ECG.proficiency, ECG.importanceRating}
# The maximum number of digits that the store keeps.
_DIGITS = 18
_PLAIN = re.compile(rf"[+-]?[0-9]{{1,{_DIGITS}}}(?:\.[0-9]{{1,{_DIGITS}}})?")
_PERCENT = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?) ?%")
_SLUG = re.compile(r"[\w.~-]+")


def read_tables(
    sheets: dict[str, Sheet],
    problems: Problems,
    base: str,
    language: str,
    unescape: Callable[[str], str] | None = None,
    made: Sequence[tuple[str, Sheet]] = (),
) -> Reading:
    """Make triples from the rows of all tables; IRIs that are not given start with ``base``.

    ``made`` are rows that an importer made from another layout and has counted already.
    """
    if required := sheets.pop(REQUIRED.name, None):
        problems.account.find(required.where, "rows", len(required.rows))
        reason = "the rules derive it again from the other tables"
        problems.account.leave(required.where, "rows", reason, len(required.rows))
    aside = problems.uncounted()
    given = [(name, sheet, problems, unescape) for name, sheet in sheets.items()]
    parts = [*given, *((name, sheet, aside, None) for name, sheet in made)]
    reader = _Reader(problems, base, language, {name: sheet.where for name, sheet, *_ in reversed(parts)})
    rows = [
        (row, told)
        for name, sheet, told, way in sorted(parts, key=lambda part: list(_BY_NAME).index(part[0]))
        for row in rows_of(with_columns_for_languages(_BY_NAME[name], sheet, told), sheet, told, way)
    ]
    # Free the memory: the rows have all cells of the sheets.
    sheets.clear()
    del given, parts
    for row, _ in rows:
        reader.register(row)
    for row, told in rows:
        reader.emit(row)
        row.account(told)
    check_rows([row for row, _ in rows], problems)
    columns = {column.predicate: column.name for table in TABLES for column in table.columns if column.predicate}
    return Reading(lines=reader.lines, language=language, places=reader.places, columns=columns)


# Usual numbers of levels in a scale.
_FEW = 9
_ELSEWHERE = "; for a thing of another framework, add a row with its IRI in the column iri, and import with --extends"


class _Reader:
    def __init__(self, problems: Problems, base: str, language: str, sheets: dict[str, str]) -> None:
        self.lines: list[str] = []
        self.places: dict[str, str] = {}
        self._problems = problems
        self._base = base
        self._language = language
        self._sheets = sheets
        self._names: dict[str, RowNames] = {table.kind: RowNames() for table in TABLES}
        self._ids = RowIds(problems)
        self._values = _controlled_values()
        self._declared: set[str] = set()

    def register(self, row: Row) -> None:
        """Assign an IRI to a row, and register its names."""
        kind, where = row.table.kind, row.where
        complete = self._has_all_needed(row)
        given, labels = row.cell("id"), row.texts("label")
        ident = given or (slug(labels[0]) if labels else "") or made_id(row)
        row.iri = row.cell("iri").strip()
        if not ident and not row.iri:
            if complete:
                self._problems.add(where, "neither id nor label nor iri; give the row an id")
            return
        ident = ident or slug_of(row.iri)
        if row.iri and not is_iri(row.iri):
            self._problems.add(where, f'iri "{row.iri}" is not an absolute IRI, such as https://example.org/{ident}')
            row.iri = ""
            return
        row.iri = row.iri or f"{self._base}{kind}/{ident if _SLUG.fullmatch(ident) else slug(ident)}"
        if self._ids.is_taken(row, ident):
            row.iri = ""
            return
        self._names[kind].add(row.iri, ident, labels, row.texts("alt_labels"))
        self.places[row.iri] = where

    def _has_all_needed(self, row: Row) -> bool:
        empty = [
            column
            for column, cell in zip(row.table.columns, row.cells, strict=True)
            if column.needed and not cell.strip()
        ]
        for column in empty:
            self._problems.add(row.where, f"{column.name} is empty; {_remedy(column)}")
        return not empty

    def emit(self, row: Row) -> None:
        """Add the triples of a row."""
        if not row.iri:
            return
        subject = iri(row.iri)
        self.lines.append(f"{subject} {A} <{KINDS[row.table.kind].classes[0]}> .\n")
        for at, (column, cell) in enumerate(zip(row.table.columns, row.cells, strict=True)):
            if not cell.strip():
                continue
            before = len(self.lines)
            if column.shape == "holders":
                for holder in self._refs(row, column, split(cell)):
                    self.lines.append(f"{holder} <{column.predicate}> {subject} .\n")
            elif column.shape not in ("id", "iri"):
                for value in self._terms(row, column, cell):
                    self.lines.append(f"{subject} <{column.predicate}> {value} .\n")
            # The subject contains id and IRI.
            if len(self.lines) > before or column.shape in ("id", "iri"):
                row.used |= 1 << at
        if row.cell("basis") == "derived":
            self._name_rule(row)

    def _name_rule(self, row: Row) -> None:
        """Add the rule that derived a row, for which the tables have no column."""
        rule = _RULES.get(row.cell("kind") or row.table.kind, "")
        if rule == SHARED_SKILLS and rule not in self._declared:
            self._declared.add(rule)
            self.lines += rule_declaration()
        if rule:
            self.lines.append(f"{iri(row.iri)} {term('prov', 'wasGeneratedBy')} {term('rule', rule)} .\n")

    def _terms(self, row: Row, column: Column, cell: str) -> Iterator[str]:
        match column.shape:
            case "text" | "texts":
                tag = column.language or ("" if column.predicate.startswith(ECG.NAMESPACE) else self._language)
                for text in dict.fromkeys(split(cell)) if column.many else [cell.strip()]:
                    yield literal(text, tag)
            case "ref":
                yield from self._refs(row, column, [cell])
            case "refs":
                yield from self._refs(row, column, split(cell))
            case "integer" | "number":
                yield from self._number(row, column, cell.strip())
            case _:
                for value in split(cell):
                    yield from self._value(row, column, value)

    def _number(self, row: Row, column: Column, cell: str) -> Iterator[str]:
        number = _number_in(cell, percents=column.predicate in _FRACTIONS)
        whole = number is not None and number == int(number)
        if number is None or (column.shape == "integer" and not whole):
            example = "0.4 or 40%" if column.predicate in _FRACTIONS else "0.75"
            what = "a whole number" if column.shape == "integer" else f"a number, such as {example}"
            self._problems.add(row.where, f'{column.name} "{cell}" is not {what}')
        elif remedy := out_of_bounds(column, row.table.kind, number):
            self._problems.add(row.where, f'{column.name} "{cell}" is out of range; {remedy}')
        else:
            row.numbers = {**row.numbers, column.name: number}
            yield integer(int(number)) if whole else decimal(f"{number:f}")

    def _value(self, row: Row, column: Column, value: str) -> Iterator[str]:
        if "://" in value or column.shape == "iris":
            if is_iri(value):
                yield iri(value)
            else:
                self._problems.add(
                    row.where, f'{column.name} "{value}" is not an absolute IRI, such as https://example.org/1'
                )
            return
        if column.shape == "term":
            if value in PROPERTIES:
                yield iri(ECG.NAMESPACE + value)
            else:
                advice = nearest(value, list(PROPERTIES))
                self._problems.add(row.where, f'{column.name} "{value}" is not a property of the vocabulary{advice}')
            return
        (vocabulary,) = column.targets
        known = self._values[vocabulary]
        if vocabulary == "transition-kind" and value in KNOWN_KINDS and value not in self._declared:
            self._declared.add(value)
            self.lines += declaration(value)
        if value not in known and value not in self._declared:
            known = [*known, *(KNOWN_KINDS if vocabulary == "transition-kind" else ())]
            advice = nearest(value, known) or f"; write one of {', '.join(known)}"
            self._problems.add(row.where, f'{column.name} "{value}" is not known{advice}')
        else:
            yield iri(f"{BASE}{vocabulary}/{value}")

    # ------------------------------------------------------------------ references

    def _refs(self, row: Row, column: Column, names: Sequence[str]) -> Iterator[str]:
        kinds = tuple(self._names) if "*" in column.targets else column.targets
        for name in names:
            found = self._find(name, kinds)
            if len(found) == 1:
                row.targets[column.name] = (*row.targets.get(column.name, ()), found[0])
                yield iri(found[0])
            elif found:
                ways = " or ".join(sorted(self._spelled(it, kinds) for it in found))
                self._problems.add(row.where, f'{column.name} "{name}" may be {ways}; write which')
            else:
                known = [ident for kind in kinds for ident in self._names[kind].spellings()]
                advice = _ELSEWHERE if "://" in name else nearest(name, known) or self._few(kinds)
                self._problems.add(row.where, f'{column.name} "{name}" is not in {self._shown(kinds)}{advice}')

    def _find(self, name: str, kinds: tuple[str, ...]) -> list[str]:
        kind, colon, ident = name.partition(":")
        if colon and kind in kinds:
            return self._names[kind].find(ident.strip()) or self._names[kind].find(ident)
        return list(dict.fromkeys(found for kind in kinds for found in self._names[kind].find(name)))

    def _spelled(self, target: str, kinds: tuple[str, ...]) -> str:
        for kind in kinds:
            for ident, found in self._names[kind].ids.items():
                if found == target:
                    return f"{kind}:{ident}"
        return target

    def _few(self, kinds: tuple[str, ...]) -> str:
        """Return the existing ids as advice, if they are few."""
        ids = [ident for kind in kinds for ident in self._names[kind].ids]
        return f"; the existing ids are {', '.join(ids)}" if 0 < len(ids) <= _FEW else ""

    def _shown(self, kinds: tuple[str, ...]) -> str:
        """Return the existing tables among those in which a reference should be."""
        names = [_TABLE_OF[kind] for kind in kinds]
        there = [self._sheets[name] for name in names if name in self._sheets]
        return (
            " or ".join(there)
            if there
            else f"the table {names[0]}, which is missing; add a file, sheet or key of that name"
        )


def _number_in(cell: str, *, percents: bool) -> Decimal | None:
    """Return the number in a cell; ``None`` for any other text."""
    if percents and (percent := _PERCENT.fullmatch(cell)):
        return Decimal(percent[1]) / 100
    return Decimal(cell) if _PLAIN.fullmatch(cell) else None


def _remedy(column: Column) -> str:
    if column.shape == "value":
        return f"write {column.about}"
    return f"write an id of {' or '.join(_TABLE_OF[kind] for kind in column.targets[:4])}"


def _controlled_values() -> dict[str, list[str]]:
    """Return the controlled values of the vocabulary, sorted, by IRI prefix."""
    found: dict[str, list[str]] = {kind.key: [] for kind in KINDS.values() if kind.controlled}
    pattern = re.compile(r"^([a-z-]+):([\w-]+)$", re.MULTILINE)
    for file in packaged_files("vocabulary"):
        for prefix, value in pattern.findall(file.read_text(encoding="utf-8")):
            if prefix in found:
                found[prefix].append(value)
    return {name: sorted(values) for name, values in found.items()}
