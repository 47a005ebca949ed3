"""xlsx: one workbook with one sheet per table of the csv format, for users of spreadsheets."""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
from contextlib import suppress
from typing import IO, TYPE_CHECKING, cast

from ecomgraph.errors import MissingDependencyError
from ecomgraph.exchange.cells import LANGUAGE_MARK, from_ooxml, neutral, to_ooxml
from ecomgraph.exchange.export_report import Format
from ecomgraph.exchange.framework import Identity
from ecomgraph.exchange.rights import all_rights, as_text
from ecomgraph.exchange.table_layout import LOST, rows, tables_of
from ecomgraph.spelling import counted

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from ecomgraph.exchange.content import Content
    from ecomgraph.exchange.lint import Ledger
    from ecomgraph.exchange.sink import Sink
    from ecomgraph.exchange.table_layout import Cell, Table

__all__ = ["FORMAT", "write"]

FORMAT = Format(
    name="xlsx",
    tool="Excel 2007 and later, LibreOffice, Google Sheets",
    filename="careers.xlsx",
    derived=False,
    lost=LOST,
)
MAX_ROWS = 1_048_576
MAX_CHARACTERS = 32_767
_WIDTHS = {"definition": 70, "note": 40, "label": 36, "id": 36, "iri": 60}


def write(content: Content, sink: Sink, ledger: Ledger) -> None:
    """Write the workbook: header row frozen, with filters, IRIs in the last column."""
    try:
        from openpyxl import Workbook
    except ImportError:
        raise MissingDependencyError("openpyxl", "The xlsx export", "xlsx") from None
    book = Workbook(write_only=True)
    try:
        _write(book, content, sink, ledger)
    except Exception as error:
        _abandon(book)
        # If lxml is installed, openpyxl writes with it, and lxml raises its own error for a full disk.
        if type(error).__name__ == "SerialisationError":
            raise OSError(f"no room for temporary files ({error})") from None
        raise


def _write(book: Workbook, content: Content, sink: Sink, ledger: Ledger) -> None:
    for table in tables_of(content):
        _fill(book, table, content, ledger)
    identity = Identity(content)
    book.properties.title = to_ooxml(ledger.text(identity.title, "title"))
    # Otherwise openpyxl would write its own name.
    book.properties.keywords = f"{LANGUAGE_MARK}{content.language}"
    book.properties.creator = to_ooxml(ledger.text(identity.publisher, "publisher"))
    if said := as_text(all_rights(content), ledger):
        book.properties.description = to_ooxml(said)
    with tempfile.TemporaryFile() as scratch, sink.binary(FORMAT.filename) as file:
        book.save(scratch)
        _without_times(scratch, file)


def _abandon(book: Workbook) -> None:
    """Close the writers of the sheets, which otherwise print an error when they are deleted."""
    for sheet in book.worksheets:
        with suppress(Exception):
            sheet.close()


def _fill(book: Workbook, table: Table, content: Content, ledger: Ledger) -> None:
    from openpyxl.utils import get_column_letter

    # openpyxl's write-only worksheets have these attributes, but its type stubs lack them.
    sheet = cast("Worksheet", book.create_sheet(table.name.replace("-", " ").capitalize()))
    sheet.freeze_panes = "A2"
    for at, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(column.name.partition("@")[0], 24)
    sheet.append([column.name for column in table.columns])
    for cells in rows(content, table, ledger):
        where = f"{table.kind or table.name} {cells[0]}"
        named = zip(table.columns, cells, strict=True)
        sheet.append([_cell(sheet, cell, where, column.name, ledger) for column, cell in named])
        ledger.records[table.name] += 1
    last = ledger.records[table.name] + 1
    if last > MAX_ROWS:
        ledger.problem(table.name, f"{last} rows, a sheet has {MAX_ROWS}", "export csv, or a part with --role")
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{last}"


def _cell(sheet: Worksheet, cell: Cell, where: str, column: str, ledger: Ledger) -> object:
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(cell, str):
        return cell
    if not cell:
        return None
    text = to_ooxml(neutral(cell))
    if text != cell:
        ledger.repair(where, "a text that spreadsheets would run or cannot hold was escaped")
    if len(text) > MAX_CHARACTERS:
        text = _cut(text)
        cut = len(cell) - len(from_ooxml(text))
        ledger.lose(f"{where}, {column}", f"{counted(cut, 'characters')} of a text over {MAX_CHARACTERS}; csv has all")
    if not text.startswith("#"):
        return text
    # openpyxl would write "#N/A" and the like as error values.
    found = WriteOnlyCell(sheet, text)
    found.data_type = "s"
    return found


def _cut(text: str) -> str:
    """Return a text cut to the size of a cell, without splitting an escape sequence."""
    return re.sub(r"_(x[0-9A-Fa-f]{0,4})?$", "", text[:MAX_CHARACTERS])


def _without_times(source: IO[bytes], target: IO[bytes]) -> None:
    """Copy a workbook without timestamps, so that the same content gives the same bytes."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with old.open(name) as reader, new.open(entry, "w", force_zip64=False) as writer:
                if name == "docProps/core.xml":
                    writer.write(
                        re.sub(
                            rb"(<dcterms:(created|modified)[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", reader.read()
                        )
                    )
                else:
                    shutil.copyfileobj(reader, writer)
