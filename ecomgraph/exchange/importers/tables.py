"""Read a framework in the tables of the csv and xlsx exports, as a folder or a workbook."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

from ecomgraph.exchange.cells import LANGUAGE_MARK, from_ooxml
from ecomgraph.exchange.importers.json_text import load_json
from ecomgraph.exchange.importers.matrix_layout import is_matrix
from ecomgraph.exchange.importers.matrix_sources import matrix_of, read_matrices
from ecomgraph.exchange.importers.ntriples_text import is_language
from ecomgraph.exchange.importers.problems import nearest
from ecomgraph.exchange.importers.sheets import read_text_table, read_workbook, rows_in
from ecomgraph.exchange.importers.table_triples import read_tables
from ecomgraph.exchange.table_layout import REQUIRED, TABLES
from ecomgraph.store.parse import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ecomgraph.exchange.importers.import_options import ImportOptions, Reading
    from ecomgraph.exchange.importers.problems import Problems
    from ecomgraph.exchange.importers.sheets import Sheet

__all__ = ["PACKAGE", "TEXT_TABLES", "is_sheet", "read_folder", "read_sheets", "read_workbook_tables"]

PACKAGE = "datapackage.json"
# The parts of workbooks with keywords: OOXML, OpenDocument.
_PROPERTIES = {"docProps/core.xml", "meta.xml"}
# File extensions of tables.
TEXT_TABLES = {".csv", ".tab", ".tsv", ".txt"}
_BY_NAME = {table.name: table for table in (*TABLES, REQUIRED)}


def is_sheet(name: str) -> bool:
    """Tell by the name of a sheet, or of a file without extension, whether it is a table.

    >>> is_sheet("Team roles"), is_sheet("team-roles"), is_sheet("Sheet1")
    (True, True, False)
    """
    return _table_name(name) in _BY_NAME


def _table_name(name: str) -> str:
    """Return the name of a table; web spreadsheets prefix it with their title and a hyphen."""
    names = ["-".join(part.lower().split()) for part in (name, name.rpartition(" - ")[2])]
    return next((it for it in names if it in _BY_NAME), names[0])


def _known(name: str) -> list[str] | None:
    table = _BY_NAME.get(_table_name(name))
    return [column.name for column in table.columns] if table else None


def read_folder(folder: Path, options: ImportOptions, problems: Problems, base: str) -> Reading:
    """Read a folder of CSV files; ``datapackage.json`` may give title, language and licence."""
    sheets: dict[str, Sheet] = {}
    others: list[tuple[str, Sheet]] = []
    for path in sorted(folder.iterdir()):
        columns = _known(path.stem)
        if path.name.startswith((".", "~$")):
            continue
        is_table = path.suffix.lower() in TEXT_TABLES and (columns is not None or is_matrix(path.stem))
        if (path.suffix.lower() != ".csv" and not is_table) or not path.is_file():
            if path.name != PACKAGE:
                problems.account.find(path.name, "files")
                problems.account.leave(path.name, "files", "no table")
        elif is_matrix(path.stem):
            others.append((path.stem, matrix_of(path, options, problems)))
        elif columns is None:
            _leave_table(path.name, rows_in(path), problems)
        else:
            sheet = read_text_table(path, problems, encoding=options.encoding, known=columns)
            _add_sheet(sheets, path.stem, sheet, problems)
    package = _package(folder / PACKAGE, problems)
    language = options.language or package.get("language", "") or "en"
    reading = read_sheets(sheets, others, replace(options, language=language), problems, base)
    reading.title, reading.license = package.get("title", ""), package.get("license", "")
    reading.attribution, reading.version = package.get("attribution", ""), package.get("version", "")
    return reading


def read_workbook_tables(path: Path, options: ImportOptions, problems: Problems, base: str) -> Reading:
    """Read the sheets of a workbook."""
    sheets: dict[str, Sheet] = {}
    others: list[tuple[str, Sheet]] = []
    for name, sheet in read_workbook(path, problems, known=_known, max_size=options.max_size):
        if is_sheet(name):
            _add_sheet(sheets, name, sheet, problems)
        else:
            others.append((name, sheet))
    language = options.language or _language(path)
    return read_sheets(sheets, others, replace(options, language=language), problems, base, unescape=from_ooxml)


def _language(path: Path) -> str:
    """Return the language in the keywords of a workbook, where exports write it; ``""`` if there is none."""
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(name) for name in archive.namelist() if name in _PROPERTIES]
    found = re.search(rb"%b([A-Za-z0-9-]{2,35})<" % LANGUAGE_MARK.encode(), b"".join(parts))
    return found[1].decode() if found and is_language(found[1].decode()) else ""


def read_sheets(
    sheets: dict[str, Sheet],
    others: list[tuple[str, Sheet]],
    options: ImportOptions,
    problems: Problems,
    base: str,
    unescape: Callable[[str], str] | None = None,
) -> Reading:
    """Read tables and matrices; other sheets are counted."""
    made, rest = read_matrices(others, sheets, options, problems)
    for _, sheet in rest:
        _leave_table(sheet.where, len(sheet.rows), problems)
    return read_tables(sheets, problems, base, options.language or "en", unescape, made)


def _add_sheet(sheets: dict[str, Sheet], name: str, sheet: Sheet, problems: Problems) -> None:
    other = sheets.setdefault(_table_name(name), sheet)
    if other is not sheet:
        problems.add(sheet.where, f"is the table {_table_name(name)}, as is {other.where}; keep one of them")


def _leave_table(where: str, rows: int, problems: Problems) -> None:
    """Count a sheet or file that is not a table."""
    advice = f"none of the tables has this name{nearest(where.rpartition(':')[2].removesuffix('.csv'), _BY_NAME)}"
    problems.account.find(where, "rows", rows)
    problems.account.leave(where, "rows", advice, rows)
    if not rows:
        problems.note(f"{where} was left out: {advice}")


def _package(path: Path, problems: Problems) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        package = load_json(read_bytes(path))
        licenses = package.get("licenses") or [{}]
        sources = package.get("sources") or [{}]
        found = {
            "title": package.get("title", ""),
            "version": package.get("version", ""),
            "language": package.get("language", ""),
            "license": licenses[0].get("path", ""),
            "attribution": sources[0].get("title", ""),
        }
    except (ValueError, AttributeError, LookupError, TypeError, RecursionError) as error:
        problems.add(path.name, f"is not a data package: {error}; correct it or remove it")
        return {}
    return {name: value for name, value in found.items() if isinstance(value, str)}
