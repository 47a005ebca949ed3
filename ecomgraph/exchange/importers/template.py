"""Write an empty framework to fill in, or the bundled one as an example, in the layout of the csv and xlsx exports."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ecomgraph.arguments import checked
from ecomgraph.exchange.importers.tables import PACKAGE
from ecomgraph.exchange.registry import Options, export
from ecomgraph.exchange.table_layout import TABLES
from ecomgraph.store.dataset import ASSERTED, Dataset
from ecomgraph.store.scratch import NEW, scratch_folder
from ecomgraph.store.streams import is_written_in_place, shown
from ecomgraph.store.write import new_file, new_folder

if TYPE_CHECKING:
    from ecomgraph.exchange.table_layout import Column, Table

__all__ = ["write_template"]


@checked
def write_template(path: str | os.PathLike[str], *, example: bool = False, force: bool = False) -> tuple[str, ...]:
    """Write a workbook if the path ends with ``.xlsx``, else a folder of CSV files; return the written paths.

    Standard output (``-``), pipes and devices get a workbook.

    Under each header a row that begins with ``#`` describes each column; import skips it. ``example`` fills the tables
    with the bundled framework. An existing target is an error unless ``force`` is true.
    """
    target = Path(path)
    dataset = Dataset()
    if example:
        dataset.add_packaged("data", ASSERTED)
    form = "xlsx" if target.suffix.lower() == ".xlsx" or is_written_in_place(path) else "csv"
    with scratch_folder(Path(tempfile.gettempdir())) as scratch:
        (scratch / NEW).mkdir()
        written = scratch / NEW / f"template.{form}"
        export(dataset, form, written, Options(derived=False))
        if form == "xlsx":
            with new_file(path, replace=force) as file:
                file.write(_commented_book(written))
            return (str(target),)
        with new_folder(path, replace=force) as folder:
            for table in TABLES:
                name = f"{table.name}.csv"
                (folder / name).write_bytes(_commented_table(table, (written / name).read_bytes()))
            package = (written / PACKAGE).read_text(encoding="utf-8")
            (folder / PACKAGE).write_text(package if example else _named(package, target), encoding="utf-8")
        return tuple(sorted(str(target / name) for name in (PACKAGE, *(f"{table.name}.csv" for table in TABLES))))


def _named(package: str, folder: Path) -> str:
    """Return a data package titled like its folder; the title becomes the framework's unless the user edits it."""
    name = shown(folder.resolve().name)
    told = {**json.loads(package), "name": "career-framework", "title": name}
    return f"{json.dumps(told, indent=2, ensure_ascii=False)}\n"


def _comments(table: Table) -> list[str]:
    first, *others = map(_comment, table.columns)
    return [f"# {table.about}. {first}", *others]


def _comment(column: Column) -> str:
    if column.name == "label":
        return f"{column.about}; for further languages add columns such as label@fr, definition@fr"
    return f"{column.about} (several: semicolons between)" if column.many else column.about


def _commented_table(table: Table, data: bytes) -> bytes:
    header, _, rows = data.partition(b"\n")
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\n").writerow(_comments(table))
    return header + b"\n" + line.getvalue().encode() + rows


def _commented_book(path: Path) -> bytes:
    from openpyxl import load_workbook
    from openpyxl.styles import Alignment, Font

    book = load_workbook(path)
    for sheet, table in zip(book.worksheets, TABLES, strict=True):
        sheet.insert_rows(2)
        for at, comment in enumerate(_comments(table), start=1):
            cell = sheet.cell(row=2, column=at, value=comment)
            cell.font = Font(italic=True, color="808080")
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.auto_filter.ref = sheet.dimensions
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
