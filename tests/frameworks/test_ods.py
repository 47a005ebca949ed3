"""OpenDocument spreadsheets: the same tables and matrices, and what their reader does not tell."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pytest
from openpyxl import Workbook

from ecomgraph import SourceError
from tests.frameworks.read_forms import read, refused

if TYPE_CHECKING:
    from pathlib import Path

NAMES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
CALCEXT = ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
MANIFEST = """<?xml version="1.0"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""


def cell(value: object, attributes: str = "") -> str:
    """A cell as LibreOffice writes it; text that begins with < is a cell already."""
    if isinstance(value, str) and value.startswith("<"):
        return value
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, bool):
        return f'<table:table-cell office:value-type="boolean" office:boolean-value="{str(value).lower()}"/>'
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"{attributes}/>'
    text = f"<text:p>{escape(str(value))}</text:p>"
    return f'<table:table-cell office:value-type="string"{attributes}>{text}</table:table-cell>'


def write_ods(path: Path, **sheets: list[list[object]]) -> Path:
    """Write a spreadsheet without styles."""
    tables = ""
    for name, rows in sheets.items():
        lines = ("".join(map(cell, row)) for row in rows)
        body = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
        tables += f'<table:table table:name="{name}">{body}</table:table>'
    content = f'<?xml version="1.0"?><office:document-content{NAMES}{CALCEXT} office:version="1.3"><office:body>'
    content += f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
    return path


PERCENT = '<table:table-cell office:value-type="percentage" office:value="%s"/>'


def test_tables_come_in(tmp_path: Path) -> None:
    roles: list[list[object]] = [["id", "label"], [101, "Baker"]]
    path = write_ods(tmp_path / "ours.ods", Roles=roles, Skills=[["label"], ["Kneading"]])
    found = read(path)
    assert sorted(found.of("Role")) == ["Baker"]
    assert found.reading.account[0].part == "ours.ods:Roles"


def test_check_boxes_percentages_and_merged_groups_of_a_matrix(tmp_path: Path) -> None:
    merged = cell("Craft", ' table:number-rows-spanned="2" table:number-columns-spanned="1"')
    rows: list[list[object]] = [
        ["Group", "Skill", "Baker", "Clerk"],
        [merged, "Kneading", True, PERCENT % "1"],
        ["<table:covered-table-cell/>", "Selling", PERCENT % "0.4", False],
        [None, "Counting", 1, 2],
    ]
    found = read(write_ods(tmp_path / "ours.ods", Matrix=rows))
    assert found.needs == {
        "Baker": {"Kneading": "x", "Selling": "0.4", "Counting": "1"},
        "Clerk": {"Kneading": "1", "Counting": "2"},
    }
    assert [it.get("broader") for it in found.of("Skill").values()].count(["Craft"]) == 2


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (
            '<table:table-cell table:formula="of:=1/2"/>',
            "ours.ods!B2: the formula =1/2 has no stored value; open and save",
        ),
        (
            '<table:table-cell table:formula="of:=1/0" office:value-type="string" calcext:value-type="error">'
            "<text:p>#DIV/0!</text:p></table:table-cell>",
            "ours.ods!B2: #DIV/0! is not a value; correct the formula or the text",
        ),
    ],
)
def test_cells_without_a_value_are_refused(wrong: str, problem: str, tmp_path: Path) -> None:
    path = write_ods(tmp_path / "ours.ods", Matrix=[["Skill", "Baker", "Clerk"], ["SQL", wrong, 1]])
    assert refused(path)[0].startswith(problem)


def test_what_is_said_once_counts_for_each_row_that_it_stands_for(tmp_path: Path) -> None:
    row = '<table:table-row table:number-rows-repeated="2"><table:table-cell table:formula="of:=1"/></table:table-row>'
    path = write_ods(tmp_path / "ours.ods", Roles=[["label"], ["Baker"], ["Clerk"]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["content.xml"] = parts["content.xml"].replace(b"</table:table>", row.encode() + b"</table:table>")
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert [it.partition(":")[0] for it in refused(path)] == ["ours.ods!A4", "ours.ods!A5"]


def test_a_spreadsheet_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    far = '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    row = f'<table:table-row table:number-rows-repeated="1000000">{far}</table:table-row>'
    path = write_ods(tmp_path / "ours.ods", Roles=[["label"], ["Baker"]])
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml").decode()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content.replace("</table:table>", f"{row}</table:table>"))
    with pytest.raises(SourceError, match=r"spans [0-9]+ cells; clear the cells far away from the table"):
        read(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", content[:200])
    with pytest.raises(SourceError, match=r"is not a workbook that can be read: content\.xml"):
        read(path)


def test_percentages_of_excel_are_no_ranks(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Matrix"
    for row in (["Skill", "Baker", "Clerk"], ["Kneading", 1, 0.25], ["Counting", 2, 1]):
        sheet.append(row)
    sheet["B2"].number_format = sheet["C2"].number_format = "0%"
    book.save(tmp_path / "ours.xlsx")
    found = read(tmp_path / "ours.xlsx")
    assert found.needs == {"Baker": {"Kneading": "1", "Counting": "2"}, "Clerk": {"Kneading": "0.25", "Counting": "1"}}
    needs = found.of("SkillRequirement").values()
    assert sorted(it.get("proficiency", [""])[0] for it in needs) == ["", "", "0.25", "1"]


def test_hidden_rows_and_columns_are_told(tmp_path: Path) -> None:
    path = write_ods(tmp_path / "team.ods", Team=[["Skill", "A", "B", "C"], ["SQL", 1, 2, 1], ["R", 2, 1, 1]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    column = '<table:table-column table:number-columns-repeated="2"{}/>'
    columns = column.format("") + column.format(' table:visibility="collapse"')
    before, name, after = parts["content.xml"].partition('table:name="Team">')
    last, row = '<table:table-row table:visibility="filter">', "<table:table-row>"
    parts["content.xml"] = before + name + columns + last.join(after.rsplit(row, 1))
    with zipfile.ZipFile(path, "w") as archive:
        for part, text in parts.items():
            archive.writestr(part, text)
    assert "team.ods: 1 hidden row and 2 hidden columns read like the others" in read(path).notes
