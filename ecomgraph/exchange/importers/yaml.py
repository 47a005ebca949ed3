"""Read one YAML or JSON file with the tables: its keys are table names, its values lists of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.exchange.document_text import read_json, read_yaml
from ecomgraph.exchange.importers.import_options import SourceKind
from ecomgraph.exchange.importers.made_tables import MadeTables
from ecomgraph.exchange.importers.sheets import decode
from ecomgraph.exchange.importers.table_document import TableDocument
from ecomgraph.store.parse import read_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from ecomgraph.exchange.importers.import_options import ImportOptions, Reading
    from ecomgraph.exchange.importers.problems import Problems

__all__ = ["KIND", "read"]

KIND = (
    SourceKind(name="json", what="tables: one JSON file, keys are names of tables"),
    SourceKind(name="yaml", what="tables: one YAML file, keys are names of tables"),
)


def read(path: Path, options: ImportOptions, problems: Problems) -> Reading:
    """Read a file; several documents in it are combined."""
    where = path.name
    text = decode(read_bytes(path), where, options.encoding, problems)
    documents = read_yaml(text, where) if options.format == "yaml" else [read_json(text, where)]
    made = MadeTables()
    tables = TableDocument(where, problems, made, options.language)
    for document in documents:
        tables.read(document)
    if not tables.tables:
        problems.add(where, "has no table, such as roles or skills, as a key; see --map for files in another layout")
    return tables.reading(options)
