"""Read a folder of CSV files: the tables of ``ecomgraph template``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.exchange.importers.import_options import SourceKind
from ecomgraph.exchange.importers.matrix_layout import is_matrix
from ecomgraph.exchange.importers.tables import PACKAGE, TEXT_TABLES, is_sheet, read_folder

if TYPE_CHECKING:
    from pathlib import Path

    from ecomgraph.exchange.importers.detect import Source
    from ecomgraph.exchange.importers.import_options import ImportOptions, Reading
    from ecomgraph.exchange.importers.problems import Problems

__all__ = ["KIND", "read"]


def _fits(source: Source) -> bool:
    stems = {file.stem.lower() for file in source.files if file.suffix.lower() in TEXT_TABLES - {".txt"}}
    # Spreadsheet programs also write .txt, as do some publishers.
    stems |= {it.stem.lower() for it in source.files if it.suffix.lower() == ".txt" and _is_ours(it.stem)}
    has_package = PACKAGE in {file.name.lower() for file in source.files}
    return any(is_sheet(stem) or is_matrix(stem) for stem in stems) or (has_package and bool(stems))


def _is_ours(stem: str) -> bool:
    return is_matrix(stem) or stem.lower().rpartition(" - ")[2] == "roles"


KIND = SourceKind(
    name="csv", what="tables: a folder of CSV files", folder=True, holds="roles.csv and the like", fits=_fits
)


def read(path: Path, options: ImportOptions, problems: Problems) -> Reading:
    """Read all tables; ``datapackage.json`` may give title, language and licence."""
    return read_folder(path, options, problems, options.base)
