"""Make table rows from sources in another layout, according to a mapping file."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from ecomgraph.exchange.cells import join
from ecomgraph.exchange.document_tree import Fields, Text, leaves
from ecomgraph.exchange.importers.mapped_ladder import Ladder
from ecomgraph.exchange.importers.mapped_rows import MappedRow, rows_at
from ecomgraph.exchange.importers.problems import nearest
from ecomgraph.exchange.mapping_file import column_of
from ecomgraph.spelling import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ecomgraph.exchange.document_tree import Node
    from ecomgraph.exchange.importers.made_tables import MadeTables
    from ecomgraph.exchange.importers.mapped_rows import MappedSource
    from ecomgraph.exchange.importers.problems import Problems
    from ecomgraph.exchange.mapping_file import ColumnRule, Mapping, MappingEntry

__all__ = ["MappedTables"]

_SHOWN = 6
_UNTAKEN = "the mapping does not use it"


class MappedTables:
    """Table rows made by the entries of a mapping from sources; ``framework`` is the value of its name in patterns."""

    def __init__(self, mapping: Mapping, framework: str, problems: Problems, made: MadeTables) -> None:
        self._mapping = mapping
        self._framework = framework
        self._problems = problems
        self._made = made
        self._seen: set[tuple[str, tuple[tuple[str, str], ...]]] = set()
        # Rows, by id(), that some entry uses, and rows that the conditions of all entries exclude.
        self._inside: set[int] = set()
        self._outside: dict[int, str] = {}

    def read(self, sources: list[MappedSource]) -> None:
        """Make the rows of all entries, and count what no entry uses."""
        for entry in self._mapping.entries:
            matching = [it for it in sources if it.matches(entry.file)]
            if not matching:
                there = ", ".join(it.name for it in sources[:_SHOWN])
                self._add(entry.line, f'no file or sheet has the name "{entry.file}"; there are {there}')
                continue
            rows = [row for source in matching for row in self._rows(entry, source)]
            self._check_sources(entry, matching, rows)
            if not rows and entry.where:
                self._tell_excluded(entry, matching)
            taken = self._take(entry, rows)
            names = ", ".join(dict.fromkeys(it.where for it in matching[:_SHOWN]))
            at = f", at {entry.rows}" if entry.rows else ""
            self._problems.understood.append(f"{names}{at}: {counted(taken, 'rows')} of {entry.table.name}")
        for source in sources:
            self._account(source)

    def _add(self, line: int, what: str) -> None:
        self._problems.add(f"{self._mapping.name}:{line}", what)

    def _rows(self, entry: MappingEntry, source: MappedSource) -> Iterator[MappedRow]:
        for row in rows_at(source, entry.rows):
            if all(self._text_at(row, name) == value for name, value in entry.where.items()):
                self._outside.pop(id(row.node), None)
                self._inside.add(id(row.node))
                yield from _unpivoted(row, entry.unpivot) if entry.unpivot else (row,)
            elif id(row.node) not in self._inside:
                asked = " and ".join(f'{name} "{value}"' for name, value in entry.where.items())
                self._outside.setdefault(id(row.node), f"in a row without {asked}, which the mapping requires")

    @staticmethod
    def _text_at(row: MappedRow, name: str) -> str:
        found = row.values(name) or []
        for it in found:
            it.used = True
        return " ".join(it.text.strip() for it in found)

    def _check_sources(self, entry: MappingEntry, matching: list[MappedSource], rows: list[MappedRow]) -> None:
        """Report rows, columns or keys that no source has."""
        if all(it.table for it in matching):
            self._check_columns(entry, matching)
            return
        if not rows:
            if entry.rows:
                self._add(entry.line, f'there are no rows at "{entry.rows}"{_keys(matching, entry.rows)}')
            return
        for rule in entry.columns:
            for name in rule.sources:
                if all(row.values(name) is None for row in rows):
                    known = dict.fromkeys(key for row in rows for key in _names(row.node))
                    advice = nearest(name, known) or _there(known)
                    self._add(rule.line, f'no row has "{name}"{advice}')

    def _tell_excluded(self, entry: MappingEntry, matching: list[MappedSource]) -> None:
        """Report conditions on existing columns that no row meets."""
        every = [row for source in matching for row in rows_at(source, entry.rows)]
        for name, value in entry.where.items():
            there = dict.fromkeys(self._text_at(row, name) for row in every if row.values(name) is not None)
            if there and value not in there:
                advice = nearest(value, there) or _there(there)
                self._add(entry.line, f'no row of {matching[0].where} has {name} "{value}"{advice}')

    def _check_columns(self, entry: MappingEntry, matching: list[MappedSource]) -> None:
        known = dict.fromkeys(name for it in matching for name in it.columns)
        names = [(rule.line, name) for rule in entry.columns for name in rule.sources]
        names += [(entry.line, name) for name in entry.where]
        for line, name in names:
            if name not in known and not name.startswith("@"):
                where = ", ".join(it.where for it in matching[:_SHOWN])
                self._add(line, f'there is no column "{name}" in {where}{nearest(name, known) or _there(known)}')

    def _take(self, entry: MappingEntry, rows: list[MappedRow]) -> int:
        """Make distinct rows of a table, record their ladders, and return the number of source rows used."""
        found = [(row, cells) for row in rows if (cells := self._cells(entry, row))]
        for _, cells in found:
            cells |= {name: value for name, value in entry.fixed.items() if name not in cells}
            if entry.table.name == "requirements":
                cells.setdefault("importance", "essential")
        if entry.ladder:
            self._climb(entry, found)
        taken = 0
        for row, cells in found:
            key = (entry.table.name, tuple(sorted(cells.items())))
            if key not in self._seen:
                self._seen.add(key)
                self._made.add_row(entry.table.name, row.source.where, row.line, cells)
                taken += 1
        return taken

    def _climb(self, entry: MappingEntry, found: list[tuple[MappedRow, dict[str, str]]]) -> None:
        """Make the transitions of ladders, and the links to the nodes built on."""
        kind = entry.table.kind
        ladders: dict[object, Ladder] = {}
        parts = [id(row.parent.node) if row.parent is not None else row.source.where for row, _ in found]
        # With one file per role, no list gives the order, so only numbers can.
        alone = len(set(parts)) == len(parts)
        for part, (row, cells) in zip(parts, found, strict=True):
            name = f"{kind}:{cells.get('id') or cells.get('label', '')}"
            key = ("" if alone else part) if entry.ladder == "@all" else self._text_at(row, entry.ladder)
            number = self._text_at(row, entry.order) if entry.order else ""
            ladders.setdefault(key, Ladder()).add(name, part, number, row)
        before: dict[str, str] = {}
        for ladder in ladders.values():
            for last, name in pairwise(ladder.ordered(self._problems)):
                row = ladder.rows[name]
                before[name] = last
                # Promotions between levels of a role are derived from its levels.
                if kind == "role":
                    transition = {"from": last, "to": name, "kind": "promotion"}
                    self._made.add("transitions", row.source.where, row.line, **transition)
        for _, cells in found if entry.cumulative else ():
            name = f"{kind}:{cells.get('id') or cells.get('label', '')}"
            if name in before:
                cells.setdefault("builds_on", join([before[name]]))

    # ------------------------------------------------------------------ cells

    def _cells(self, entry: MappingEntry, row: MappedRow) -> dict[str, str]:
        found: dict[str, list[str]] = {}
        for rule in entry.columns:
            values = self._combined(rule, row) if rule.combined else self._values(rule, row, rule.source)
            values = [rule.text.replace("{}", it) if rule.text else it for it in values if it]
            if values:
                found.setdefault(rule.target, []).extend(values)
        cells: dict[str, str] = {}
        for name, texts in found.items():
            column = column_of(entry.table, name)
            assert column is not None
            if column.many:
                cells[name] = join(dict.fromkeys(texts))
            elif column.shape == "text" and name != "label":
                cells[name] = "\n".join(dict.fromkeys(texts))
            else:
                cells[name] = texts[0]
                if len(set(texts)) > 1:
                    shown = ", ".join(f'"{it}"' for it in texts[:_SHOWN])
                    what = (
                        f"{name} has several values, {shown}; give one, or name the list in rows, with . as the column"
                    )
                    self._problems.add(f"{row.source.where}:{row.line}", what)
        return cells

    def _combined(self, rule: ColumnRule, row: MappedRow) -> list[str]:
        text = rule.source
        for name in rule.sources:
            values = self._values(rule, row, name)
            if not values:
                return []
            text = text.replace(f"{{{name}}}", values[0])
        return [text]

    def _values(self, rule: ColumnRule, row: MappedRow, name: str) -> list[str]:
        texts = row.values(name) or []
        found = []
        for text in texts:
            text.used = True
            parts = [it.strip() for it in (text.text.split(rule.split) if rule.split else [text.text])]
            if rule.part:
                parts = parts[rule.part - 1 : rule.part]
            found += [self._value(rule, row, it) for it in parts if it]
        return found

    def _value(self, rule: ColumnRule, row: MappedRow, text: str) -> str:
        if rule.pattern:
            before, after = rule.pattern.replace("{framework}", self._framework).split("{}")
            if not (text.startswith(before) and text.endswith(after) and len(text) > len(before) + len(after)):
                what = f'"{text}" does not have the form {before}…{after} ({rule.source})'
                remedy = f"correct it, or the pattern in {self._mapping.name}"
                self._problems.add(f"{row.source.where}:{row.line}", f"{what}; {remedy}")
                return ""
            text = text[len(before) : len(text) - len(after)]
        if not rule.values or text in rule.values:
            return rule.values.get(text, text)
        if rule.other is not None:
            return rule.other
        known = list(rule.values)
        advice = nearest(text, known) or f"; it has {', '.join(known[:_SHOWN])}"
        what = f'"{text}" is not among the values of {rule.source} in {self._mapping.name}{advice}'
        self._problems.add(f"{row.source.where}:{row.line}", what)
        return ""

    # ------------------------------------------------------------------ the account

    def _account(self, source: MappedSource) -> None:
        account, part, unit = self._problems.account, source.where, source.unit
        written = {name for entry in self._mapping.entries if source.matches(entry.file) for name in entry.constants}
        left: Counter[str] = Counter()
        count = 0
        for document in source.documents:
            outside = self._outside.get(id(document))
            for path, leaf in leaves(document):
                count += 1
                if not leaf.used:
                    how = "the mapping only writes it" if path in written else _UNTAKEN
                    left[outside or f'"{path or "text"}": {how}'] += 1
        account.find(part, unit, count)
        account.read(part, unit, count - sum(left.values()))
        for reason, number in left.items():
            account.leave(part, unit, reason, number)


def _unpivoted(row: MappedRow, pattern: str) -> Iterator[MappedRow]:
    """Yield a row for each column with a name that matches a pattern with one ``*``, if its cell is not empty."""
    before, star, after = pattern.partition("*")
    for name, value in row.node.fields.items() if isinstance(row.node, Fields) else ():
        fits = name == pattern if not star else name.startswith(before) and name.endswith(after)
        if fits and len(name) >= len(before) + len(after) and isinstance(value, Text) and value.text.strip():
            match = name[len(before) : len(name) - len(after)] if star else name
            yield MappedRow(row.node, row.source, row.parent, row.key, row.index, (name, match.strip(), value))


def _keys(sources: list[MappedSource], path: str) -> str:
    """Return the advice for a path without a match: the existing keys."""
    first = path.partition("/")[0]
    known = dict.fromkeys(key for it in sources for document in it.documents for key in _names(document))
    return nearest(first, known) or _there(known)


def _names(node: Node) -> Iterable[str]:
    return node.fields if isinstance(node, Fields) else ()


def _there(known: dict[str, None]) -> str:
    names = [it for it in known if it]
    more = " and more" if len(names) > _SHOWN else ""
    return f"; there are {', '.join(names[:_SHOWN])}{more}" if names else ""
