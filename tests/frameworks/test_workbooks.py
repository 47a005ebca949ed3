"""A framework in a workbook: the same tables, and what a workbook can do to a reader."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

import ecomgraph
from ecomgraph import FrameworkError, ImportOptions, SourceError, import_framework, write_template
from ecomgraph.exchange.importers.file_signatures import WAYS
from tests.frameworks.made_workbooks import book, unchanged
from tests.frameworks.miniatures import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def write_book(path: Path, change: Callable[[Workbook], object] = unchanged) -> Path:
    sheets = {name.capitalize(): list(csv.reader(io.StringIO(text))) for name, text in TABLES.items()}
    return book(path, change, **sheets)


def rewritten(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """Write a workbook anew, with some of its parts changed."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, change(name, data))
    return path


def test_a_workbook_holds_the_same_as_the_folder(tables: Path, tmp_path: Path) -> None:
    import_framework(tables, tmp_path / "one.nt", options=ImportOptions(name="bakery"))
    book = write_book(tmp_path / "bakery.xlsx")
    import_framework(book, tmp_path / "two.nt", options=ImportOptions(name="bakery"))
    one, two = (
        [line for line in (tmp_path / name).read_text().splitlines() if "graph/framework/" not in line]
        for name in ("one.nt", "two.nt")
    )
    assert one == two


@pytest.mark.slow
def test_the_template_of_the_bundled_framework_comes_back_whole(tmp_path: Path) -> None:
    write_template(tmp_path / "example.xlsx", example=True)
    import_framework(tmp_path / "example.xlsx", tmp_path / "career.db")
    ecomgraph.open(tmp_path / "career.db").export("csv", tmp_path / "again")
    ecomgraph.load().export("csv", tmp_path / "first")
    for path in (tmp_path / "first").glob("*.csv"):
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name
    # Whose a framework is stands beside the tables: a template is for a framework of one's own.
    about = [json.loads((tmp_path / name / "datapackage.json").read_bytes()) for name in ("first", "again")]
    assert [about[0].pop(key) for key in ("licenses", "sources")]
    # The framework that was imported has a name of its own.
    assert [it.pop("name") for it in about] == ["career-framework", "ecomgraph-example"]
    assert about[1].pop("title") == "example"
    assert about[0] == about[1]


def test_a_problem_is_told_with_sheet_and_row(tmp_path: Path) -> None:
    def misspell(book: Workbook) -> None:
        book["Requirements"]["B3"] = "SOE"

    with pytest.raises(FrameworkError) as caught:
        import_framework(write_book(tmp_path / "ours.xlsx", misspell), tmp_path / "career.db")
    assert caught.value.problems == (
        'ours.xlsx:Requirements:3: skill "SOE" is not in ours.xlsx:Skills; did you mean "SEO"?',
    )


def test_numbers_are_numbers_and_control_characters_come_back(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        book["Requirements"]["D2"] = 0.25
        book["Transitions"]["D2"] = 18
        book["Roles"]["B2"] = "Appren_x0041_tice"

    import_framework(write_book(tmp_path / "ours.xlsx", fill), tmp_path / "career.db")
    graph = ecomgraph.open(tmp_path / "career.db")
    assert graph.role("apprentice").label == "ApprenAtice"
    assert graph.find_path("apprentice", "baker").transitions[0].months == 18
    assert [str(row[0]) for row in graph.sparql("SELECT ?p { ?r ecg:proficiency ?p }")] == ["0.25"]  # type: ignore[union-attr]


def test_merged_cells_are_told(tmp_path: Path) -> None:
    def merge(book: Workbook) -> None:
        book["Roles"].merge_cells("B2:B3")

    with pytest.raises(FrameworkError) as caught:
        import_framework(write_book(tmp_path / "ours.xlsx", merge), tmp_path / "career.db")
    assert caught.value.problems == ("ours.xlsx:Roles:2: cells B2:B3 are merged; unmerge them and fill in each",)


def test_a_sheet_that_is_no_table_is_left_out_and_named(tmp_path: Path) -> None:
    book = write_book(tmp_path / "ours.xlsx", lambda book: book.create_sheet("Remarks").append(["anything"]))
    report = import_framework(book, tmp_path / "career.db")
    assert report.notes == ("ours.xlsx:Remarks was left out: none of the tables has this name",)


# ------------------------------------------------------------------ workbooks that mean harm


def refusal(path: Path, named: str = "") -> str:
    with pytest.raises(SourceError) as caught:
        import_framework(path, path.parent / "career.db", options=ImportOptions(format=named))
    assert not (path.parent / "career.db").exists()
    return caught.value.reason


@pytest.mark.long
def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = write_book(tmp_path / "ours.xlsx")
    rewritten(path, lambda name, data: b" " * 50_000_000 if name == "xl/styles.xml" else data)
    assert refusal(path).startswith("looks like a zip bomb: xl/styles.xml unpacks to ")


def test_a_zip_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = rewritten(
        write_book(tmp_path / "ours.xlsx"), lambda name, data: b" " * 900_000 if name == "xl/styles.xml" else data
    )
    true, false = (900_000).to_bytes(4, "little"), (900).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(true, false))
    assert refusal(path) == "is damaged: xl/styles.xml has 900000 bytes, not 900"


@pytest.mark.parametrize("cell", ["XFD1048576", "A99999999", "XFD99999"])
def test_a_cell_far_away_is_refused_before_a_table_is_made_of_it(tmp_path: Path, cell: str) -> None:
    row = int(re.sub("[A-Z]", "", cell))
    far = f'<row r="{row}"><c r="{cell}"><v>1</v></c></row></sheetData>'.encode()
    path = rewritten(
        write_book(tmp_path / "ours.xlsx"),
        lambda name, data: data.replace(b"</sheetData>", far) if name.endswith("sheet1.xml") else data,
    )
    for named in ("", "xlsx"):
        assert re.fullmatch(
            r"spans \d+ cells; clear the cells far away from the table, or use CSV", refusal(path, named)
        )


def test_one_long_text_in_a_great_many_cells_is_refused(tmp_path: Path) -> None:
    many = b"<row>" + b'<c t="s"><v>0</v></c>' * 1000 + b"</row>"
    text = b"<sst><si><t>" + b"long text " * 20_000 + b"</t></si></sst>"

    def change(name: str, data: bytes) -> bytes:
        if name.endswith("sheet1.xml"):
            return data.replace(b"</sheetData>", many * 15 + b"</sheetData>")
        return data

    path = rewritten(write_book(tmp_path / "ours.xlsx"), change)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", text)
    assert refusal(path).startswith("spans 19040 cells")


def test_what_is_no_workbook_is_told(tmp_path: Path) -> None:
    path = tmp_path / "ours.xlsx"
    path.write_bytes(b"PK\x03\x04 and so on")
    assert refusal(path) == "is a part of a zip archive or a workbook; download or save it again"
    path.write_text("id,label\n", encoding="utf-8")
    assert refusal(path) == (
        f"does not match its extension .xlsx: it seems to be plain text, which is not read; {WAYS}"
    )


def test_a_workbook_without_tables_is_refused(tmp_path: Path) -> None:
    book = Workbook()
    book.save(tmp_path / "ours.xlsx")
    reason = "has no sheet of a framework, such as Roles, but 'Sheet', and none with the header Skill above its skills"
    assert refusal(tmp_path / "ours.xlsx").startswith(reason)
