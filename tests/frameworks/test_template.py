"""The template: empty tables with a word about each column, which fill in to a framework."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

import ecomgraph
from ecomgraph import SourceError, import_framework, write_template
from ecomgraph.exchange.table_layout import TABLES

if TYPE_CHECKING:
    from pathlib import Path


def test_the_template_has_every_table_and_says_what_goes_where(tmp_path: Path) -> None:
    written = write_template(tmp_path / "ours")
    assert written == tuple(sorted(str(path) for path in (tmp_path / "ours").iterdir()))
    for table in TABLES:
        with (tmp_path / "ours" / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            header, comment = csv.reader(file)
        assert header == [column.name for column in table.columns]
        assert comment[0].startswith(f"# {table.about}. ")
        assert all(column.about in said for column, said in zip(table.columns, comment, strict=True))


@pytest.mark.long
def test_the_workbook_has_the_same(tmp_path: Path) -> None:
    write_template(tmp_path / "ours.xlsx")
    book = load_workbook(tmp_path / "ours.xlsx")
    for sheet, table in zip(book.worksheets, TABLES, strict=True):
        header, comment = ([cell.value for cell in row] for row in sheet.iter_rows())
        assert header == [column.name for column in table.columns]
        assert str(comment[0]).startswith(f"# {table.about}. ")
        assert sheet.freeze_panes == "A2"


@pytest.mark.parametrize("name", ["ours", "ours.xlsx"])
def test_an_empty_template_has_nothing_to_import(tmp_path: Path, name: str) -> None:
    write_template(tmp_path / name)
    with pytest.raises(SourceError, match="is empty: there is no row or triple to import"):
        import_framework(tmp_path / name, tmp_path / "career.db")


def test_a_template_that_is_filled_in_is_a_framework(tmp_path: Path) -> None:
    write_template(tmp_path / "ours")
    with (tmp_path / "ours" / "roles.csv").open("a", encoding="utf-8", newline="") as file:
        file.write("clerk,Clerk\nlead,Team lead\n")
    with (tmp_path / "ours" / "transitions.csv").open("a", encoding="utf-8", newline="") as file:
        file.write(",clerk,lead,promotion\n")
    report = import_framework(tmp_path / "ours", tmp_path / "career.db")
    assert report.framework.title == "ours"
    path = ecomgraph.open(tmp_path / "career.db").find_path("Clerk", "Team lead")
    assert [it.kind for it in path.transitions] == ["promotion"]


@pytest.mark.long
@pytest.mark.parametrize("name", ["ours", "ours.xlsx"])
def test_what_is_there_is_not_replaced_unasked(tmp_path: Path, name: str) -> None:
    write_template(tmp_path / name)
    with pytest.raises(SourceError, match="already exists"):
        write_template(tmp_path / name)
    assert write_template(tmp_path / name, example=True, force=True)
