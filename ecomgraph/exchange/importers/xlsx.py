"""Read a workbook: the tables of ``ecomgraph template FILE.xlsx``, one sheet each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.exchange.importers.import_options import SourceKind
from ecomgraph.exchange.importers.tables import read_workbook_tables

if TYPE_CHECKING:
    from pathlib import Path

    from ecomgraph.exchange.importers.import_options import ImportOptions, Reading
    from ecomgraph.exchange.importers.problems import Problems

__all__ = ["KIND", "read"]

KIND = (
    SourceKind(name="ods", what="tables: an OpenDocument spreadsheet"),
    SourceKind(name="xlsx", what="tables: a workbook"),
)


def read(path: Path, options: ImportOptions, problems: Problems) -> Reading:
    """Read the sheets of a workbook."""
    return read_workbook_tables(path, options, problems, options.base)
