"""Read a file or a folder of tables, YAML or JSON in any layout, according to a mapping file (``--map``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.errors import SourceError
from ecomgraph.exchange.cells import plain
from ecomgraph.exchange.document_text import read_front_matter, read_json, read_yaml
from ecomgraph.exchange.document_tree import Fields, Text
from ecomgraph.exchange.importers.detect import look
from ecomgraph.exchange.importers.import_options import SourceKind
from ecomgraph.exchange.importers.made_tables import MadeTables
from ecomgraph.exchange.importers.mapped import MappedTables
from ecomgraph.exchange.importers.mapped_rows import MappedSource
from ecomgraph.exchange.importers.sheets import decode, filled, read_workbook, text_of, text_rows
from ecomgraph.exchange.importers.table_document import TableDocument
from ecomgraph.exchange.mapping_file import read_mapping
from ecomgraph.store.parse import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ecomgraph.exchange.document_tree import Node
    from ecomgraph.exchange.importers.import_options import ImportOptions, Reading
    from ecomgraph.exchange.importers.problems import Problems
    from ecomgraph.exchange.mapping_file import Mapping

__all__ = ["KIND", "read"]

KIND = SourceKind(name="mapping", what="any layout of CSV, workbooks, YAML or JSON, with a mapping file (--map)")

_TABLES = {".csv", ".tsv", ".tab", ".txt"}
_BOOKS = {".xlsx", ".ods"}
_PROSE = {".md", ".markdown"}


def read(path: Path, options: ImportOptions, problems: Problems) -> Reading:
    """Read all files of a source according to the mapping file in the options."""
    if not options.map:
        raise SourceError(str(path), "needs a mapping file for its columns; name it with --map")
    mapping = read_mapping(options.map)
    sources = [
        source for file in look(path, options.max_size).files for source in _sources(file, mapping, options, problems)
    ]
    if not sources:
        raise SourceError(str(path), "holds no table and no YAML or JSON document that can be mapped")
    made = MadeTables()
    stated = TableDocument(mapping.name, problems, made, options.language)
    stated.read(mapping.document, besides={"map"})
    MappedTables(mapping, options.name, problems, made).read(sources)
    return stated.reading(options)


def _sources(file: Path, mapping: Mapping, options: ImportOptions, problems: Problems) -> Iterator[MappedSource]:
    """Yield the mappable sources in a file; other files are counted."""
    ending = file.suffix.lower()
    if ending in _TABLES:
        known = [name for entry in mapping.entries for rule in entry.columns for name in rule.sources]
        rows, _ = text_rows(file, problems, encoding=options.encoding, known=known)
        yield _table(file.name, file, rows, known, problems)
    elif ending in _BOOKS:
        yield from _book(file, mapping, options, problems)
    elif ending in {".yaml", ".yml"}:
        documents = read_yaml(decode(read_bytes(file), file.name, options.encoding, problems), file.name)
        yield MappedSource(where=file.name, name=file.name, stem=file.stem, documents=documents)
    elif ending in {".json", ".jsonl", ".ndjson"}:
        yield _json(file, options, problems)
    elif ending in _PROSE and (matter := _matter(file, options, problems)) is not None:
        yield MappedSource(where=file.name, name=file.name, stem=file.stem, documents=[matter])
    else:
        problems.account.find(file.name, "files")
        problems.account.leave(file.name, "files", "no table, workbook, YAML or JSON")


def _json(file: Path, options: ImportOptions, problems: Problems) -> MappedSource:
    text = decode(read_bytes(file), file.name, options.encoding, problems)
    if file.suffix.lower() == ".json":
        documents = [read_json(text, file.name)]
    else:
        lines = enumerate(text.splitlines(), start=1)
        documents = [read_json(line, f"{file.name}:{at}") for at, line in lines if line.strip()]
    return MappedSource(where=file.name, name=file.name, stem=file.stem, documents=documents)


def _matter(file: Path, options: ImportOptions, problems: Problems) -> Node | None:
    return read_front_matter(decode(read_bytes(file), file.name, options.encoding, problems), file.name)


def _book(file: Path, mapping: Mapping, options: ImportOptions, problems: Problems) -> Iterator[MappedSource]:
    known = [name for entry in mapping.entries for rule in entry.columns for name in rule.sources]
    for name, sheet in read_workbook(file, problems, known=lambda _: None, max_size=options.max_size):
        for (line, index), reason in sorted(sheet.unread.items()):
            problems.add(sheet.cell(line, index), reason)
        found = _table(sheet.where, file, [*sheet.above, *sheet.rows], known, problems)
        found.sheet = name
        yield found


def _table(
    where: str, file: Path, rows: Sequence[tuple[int, Sequence[object]]], known: Sequence[str], problems: Problems
) -> MappedSource:
    """Return a table; its header is the first of the top rows with a column of the mapping, else the first row."""
    scores = [len({text_of(cell).strip() for cell in cells} & {*known}) for _, cells in rows[:10]]
    at = scores.index(max(scores)) if any(scores) else 0
    for line, cells in rows[:at]:
        count = sum(map(filled, cells))
        problems.account.find(where, "cells", count)
        problems.account.leave(where, "cells", f"line {line} is above the header", count)
    header = [text_of(cell).strip() for cell in rows[at][1]] if rows else []
    documents: list[Node] = []
    for name in {it for it in header if it and header.count(it) > 1}:
        problems.add(f"{where}:{rows[at][0]}", f'column "{name}" occurs {header.count(name)} times; keep one')
    for line, cells in rows[at + 1 :]:
        found = Fields({}, line)
        for index, cell in enumerate(cells):
            name = header[index] if index < len(header) else ""
            if filled(cell) or name:
                found.fields[name or f"column {index + 1}, which has no header"] = Text(plain(text_of(cell)), line)
        documents.append(found)
    columns = tuple(filter(None, header))
    return MappedSource(where=where, name=file.name, stem=file.stem, documents=documents, table=True, columns=columns)
