"""mapping: CSV files in any layout that a mapping file describes (``--map``)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import product
from typing import TYPE_CHECKING

from ecomgraph.errors import ArgumentError
from ecomgraph.exchange.cells import safe_cell, split
from ecomgraph.exchange.export_report import Format
from ecomgraph.exchange.framework import Identity
from ecomgraph.exchange.mapping_file import read_mapping
from ecomgraph.exchange.rights import NOTICE, write_notice
from ecomgraph.exchange.table_layout import TABLES, rows, with_languages
from ecomgraph.spelling import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ecomgraph.exchange.content import Content, Thing
    from ecomgraph.exchange.lint import Ledger
    from ecomgraph.exchange.mapping_file import ColumnRule, Mapping, MappingEntry
    from ecomgraph.exchange.sink import Sink
    from ecomgraph.exchange.table_layout import Cell, Column

__all__ = ["FORMAT", "write"]

DEFAULT = "flat"
FORMAT = Format(
    name="mapping",
    tool="any tool that reads CSV files in the layout of a mapping file; without --map a plain one",
    files=("*.csv", NOTICE),
    derived=False,
    lost=(
        "tables and columns that the mapping file does not name",
        "the language of texts: name it with --language if the files are imported",
    ),
)


def write(content: Content, sink: Sink, ledger: Ledger) -> None:
    """Write the files of a mapping, each with a header; a column with one value per cell makes one row per value.

    Raises :class:`~ecomgraph.ArgumentError` for a mapping that only works for import.
    """
    mapping = read_mapping(content.mapping or DEFAULT)
    files: dict[str, list[MappingEntry]] = {}
    for entry in mapping.entries:
        _require_writable(mapping, entry)
        files.setdefault(entry.file, []).append(entry)
    framework = _framework(content)
    for name, entries in files.items():
        header = _header(entries)
        with sink.rows(name, header, delimiter=entries[0].delimiter) as row:
            for entry in entries:
                for cells in _Rows(content, entry, framework, ledger).all():
                    row([cells.get(column, "") for column in header])
                    ledger.records[entry.table.name] += 1
    named = {entry.table.name for entry in mapping.entries}
    for table in TABLES:
        count = len(content.keys(table.kind)) if table.name not in named else 0
        if count:
            ledger.lose(table.name, f"{counted(count, 'rows')}, for which the mapping has no file")
    write_notice(content, sink, ledger)


def _framework(content: Content) -> str:
    """Return the value of ``{framework}``: the name of the framework, as in identifiers of other formats."""
    return content.framework.name if content.framework else Identity(content).id


def _require_writable(mapping: Mapping, entry: MappingEntry) -> None:
    place = f"{mapping.name}:{entry.line}"
    if entry.rows or entry.unpivot:
        what = "rows" if entry.rows else "unpivot"
        raise ArgumentError(f"{place}: an entry with {what} can be read but not written; leave it out of the file")
    if set(entry.file) & {"*", "?", "[", "/", "\\"} or not entry.file.endswith(".csv"):
        raise ArgumentError(f"{place}: file {entry.file!r} is not the name of a file to write, such as roles.csv")
    for rule in entry.columns:
        if rule.combined or rule.part or rule.source.startswith("@"):
            raise ArgumentError(
                f"{mapping.name}:{rule.line}: {rule.source!r} can be read but not written; name one column"
            )


def _header(entries: Sequence[MappingEntry]) -> list[str]:
    """Return the columns of a file in the order that an entry gives, followed by the others."""
    named = [name for entry in entries for name in entry.header]
    ruled = [name for entry in entries for name in (*(it.source for it in entry.columns), *entry.where)]
    return list(dict.fromkeys([*named, *ruled, *(name for entry in entries for name in entry.constants)]))


@dataclass(slots=True)
class _Rows:
    """The rows of one entry."""

    content: Content
    entry: MappingEntry
    framework: str
    ledger: Ledger
    left: Counter[str] = field(default_factory=Counter)

    def all(self) -> Iterator[dict[str, Cell]]:
        """Yield rows as cells by column, ordered by the IRIs of the things."""
        entry = self.entry
        wanted = [*(it.target for it in entry.columns), *entry.fixed]
        whole = with_languages(entry.table, wanted)
        table = replace(whole, columns=tuple(it for it in whole.columns if it.name in wanted))
        at = {column.name: index for index, column in enumerate(table.columns)}
        constants = {
            name: text.replace("{framework}", self.framework)
            for name, text in {**entry.where, **entry.constants}.items()
        }
        things = self.content.things(entry.table.kind)
        for thing, cells in zip(things, rows(self.content, table, self.ledger), strict=True):
            other = next((it for it, value in entry.fixed.items() if str(cells[at[it]]) != value), "")
            if other:
                self.left[f"{other} is not {entry.fixed[other]}"] += 1
                continue
            found = [
                (rule.source, self._values(thing, rule, table.columns[at[rule.target]], cells[at[rule.target]]))
                for rule in entry.columns
            ]
            if any(values is None for _, values in found):
                continue
            for chosen in product(*(values or [""] for _, values in found)):
                safe = (safe_cell(it, thing.where, self.ledger) for it in chosen)
                yield {**constants, **dict(zip((name for name, _ in found), safe, strict=True))}
        for reason, count in self.left.items():
            self.ledger.lose(entry.table.name, f"{counted(count, 'rows')} in which {reason}")

    def _values(self, thing: Thing, rule: ColumnRule, column: Column, cell: Cell) -> list[Cell] | None:
        """Return the values of a target column, one per row; ``None`` if the thing makes no row."""
        if not isinstance(cell, str) and not rule.values and not rule.pattern and not rule.limit:
            return [cell]
        texts = self._labels(thing, column) if rule.by == "label" and column.targets else _parts(column, str(cell))
        own = [it for text in texts if (it := self._without_text(rule, text)) is not None]
        if texts and not own:
            self.left[f"{rule.target} does not have the form {rule.text}"] += 1
            return None
        if len(own) < len(texts):
            self.ledger.lose(thing.where, f"values of {rule.target} that do not have the form {rule.text}")
        theirs: list[Cell] = [self._theirs(thing, rule, it) for it in own]
        if not rule.split:
            return theirs
        for text in theirs:
            if rule.split in str(text):
                self.ledger.problem(
                    thing.where, f"{rule.target} contains the separator {rule.split!r}", "choose another split"
                )
        return [rule.split.join(map(str, theirs))]

    @staticmethod
    def _without_text(rule: ColumnRule, text: str) -> str | None:
        if not rule.text:
            return text
        before, after = rule.text.split("{}")
        fits = text.startswith(before) and text.endswith(after) and len(text) >= len(before) + len(after)
        return text[len(before) : len(text) - len(after)] if fits else None

    def _theirs(self, thing: Thing, rule: ColumnRule, text: str) -> str:
        if rule.values:
            inverse = {ours: theirs for theirs, ours in reversed(rule.values.items())}
            if text in inverse:
                text = inverse[text]
            elif rule.other is None:
                remedy = f"add it to the values of {rule.source}"
                what = f"{rule.target} {text!r} is not among the values of the mapping"
                self.ledger.problem(thing.where, what, remedy)
        if rule.pattern:
            text = rule.pattern.replace("{framework}", self.framework).replace("{}", text)
        if rule.limit and len(text) > rule.limit:
            what = f"{rule.source} has {len(text)} characters; at most {rule.limit} are allowed"
            self.ledger.problem(thing.where, what, f"shorten {rule.target}")
        return text

    def _labels(self, thing: Thing, column: Column) -> list[str]:
        """Return the labels of the things that a thing refers to."""
        if column.shape == "holders":
            keys = self.content.holders(column.predicate, thing.key)
        else:
            keys = thing.keys(column.predicate)
        return [self.content.label(key) for key in keys]


def _parts(column: Column, cell: str) -> list[str]:
    return split(cell) if column.many else [cell] if cell else []
