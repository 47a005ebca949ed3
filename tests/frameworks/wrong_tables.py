"""Wrong tables: folders of CSV files, workbooks and OpenDocument spreadsheets."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from tests.frameworks.made_workbooks import Rows, book
from tests.frameworks.miniatures import TABLES
from tests.frameworks.test_ods import write_ods
from tests.frameworks.wrong_files import Wrong, zipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl import Workbook

__all__ = ["WRONG"]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
OLD_BOOK = OLE + "Workbook".encode("utf-16-le") + bytes(100)
LOCKED_BOOK = OLE + "EncryptedPackage".encode("utf-16-le") + bytes(100)
HTML = "<html><head><title>Report</title></head><body><table><tr><td>Role</td></tr></table></body></html>"


def tables(**changed: str) -> dict[str, str | bytes]:
    return {f"{name}.csv": text for name, text in {**TABLES, **changed}.items() if text}


ROLES: Rows = [["id", "label", "definition"], ["clerk", "Clerk", "Serves"], ["boss", "Boss", "Leads"]]
SKILLS: Rows = [["id", "label"], ["tact", "Tact"]]
NEEDS: Rows = [["holders", "skill", "importance", "proficiency"], ["clerk", "tact", "essential", 0.5]]


def sheets(change: Callable[[Workbook], object] = lambda _: None, /, **changed: Rows) -> Callable[[Path], object]:
    made: dict[str, Rows] = {"Roles": ROLES, "Skills": SKILLS, "Requirements": NEEDS, **changed}
    return lambda path: book(path, change, **{name: rows for name, rows in made.items() if rows})


def ods(**changed: Rows) -> Callable[[Path], object]:
    made: dict[str, Rows] = {"Roles": ROLES, "Skills": SKILLS, "Requirements": NEEDS, **changed}
    return partial(write_ods, **{name: rows for name, rows in made.items() if rows})


def put(sheet: str, place: str, value: object, kind: str = "") -> Callable[[Workbook], object]:
    def change(made: Workbook) -> None:
        made[sheet][place].value = value
        if kind:
            made[sheet][place].data_type = kind

    return change


def cut(path: Path) -> None:
    sheets()(path)
    path.write_bytes(path.read_bytes()[:-400])


def protected_ods(path: Path) -> None:
    manifest = (
        "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )
    zipped(
        mimetype="application/vnd.oasis.opendocument.spreadsheet",
        content_xml=b"\x9a\x01\x7f" * 50,
        **{"META-INF__manifest_xml": manifest},
    )(path)


WRONG = {
    "csv": [
        Wrong(
            "a role with a typing error",
            "ours",
            tables(requirements="holders,skill,importance\nBakr,kneading,essential\n"),
            "",
        ),
        Wrong("a misspelt column", "ours", tables(roles="id,lable\nbaker,Baker\n"), ""),
        Wrong(
            "over 100 percent",
            "ours",
            tables(requirements="holders,skill,importance,proficiency\nbaker,kneading,essential,140%\n"),
            "",
        ),
        Wrong(
            "words of one's own for the importance",
            "ours",
            tables(requirements="holders,skill,importance\nbaker,kneading,must have\n"),
            "",
        ),
        Wrong(
            "words of one's own for the kind of a transition",
            "ours",
            tables(transitions="from,to,kind\nbaker,master,promoted\n"),
            "",
        ),
        Wrong(
            "saved by Excel on Windows without UTF-8",
            "ours",
            {**tables(), "roles.csv": "id,label\napprentice,A\nbaker,Bäcker\nmaster,M\n".encode("cp1252")},
            "",
        ),
        Wrong("a header in German", "ours", tables(roles="Nummer,Bezeichnung\nbaker,Bäcker\n"), ""),
        Wrong(
            "a table twice, once as Google Sheets calls it",
            "ours",
            {**tables(), "Model - Roles.csv": "id,label\nboss,Boss\n"},
            "",
        ),
        Wrong(
            "a quotation mark that does not end",
            "ours",
            tables(roles='id,label\napprentice,"Apprentice\nbaker,Baker\nmaster,M\n'),
            "",
        ),
        Wrong(
            "a comma in a text without quotation marks",
            "ours",
            tables(roles="id,label,definition\nbaker,Baker,Kneads, bakes\napprentice,A,\nmaster,M,\n"),
            "",
        ),
        Wrong(
            "a level of no scale",
            "ours",
            tables(requirements="holders,skill,importance,required_level\nbaker,kneading,essential,Advanced\n"),
            "",
        ),
        Wrong(
            "a requirement without a skill",
            "ours",
            tables(requirements="holders,skill,importance\nbaker,,essential\n"),
            "",
        ),
        Wrong("a row without a label", "ours", tables(roles="id,label\napprentice,A\nbaker,\nmaster,M\n"), ""),
        Wrong(
            "promotions in a circle",
            "ours",
            tables(transitions="from,to,kind\napprentice,baker,promotion\nbaker,apprentice,promotion\n"),
            "",
        ),
        Wrong(
            "a date where a number belongs",
            "ours",
            tables(transitions="from,to,kind,months\napprentice,baker,promotion,03/2024\n"),
            "",
        ),
        Wrong(
            "one id for two roles",
            "ours",
            tables(roles="id,label\napprentice,A\nbaker,Baker\nbaker,Baker 2\nmaster,M\n"),
            "",
        ),
        Wrong("two roles of one name", "ours", tables(roles="id,label\napprentice,Baker\nbaker,Baker\nmaster,M\n"), ""),
        Wrong("headers without rows", "ours", {"roles.csv": "id,label\n", "skills.csv": "id,label\n"}, ""),
        Wrong("a folder of documents", "ours", {"career paths.docx": "x", "notes.pdf": "y"}, ""),
        Wrong(
            "a look-alike letter",
            "ours",
            tables(requirements="holders,skill,importance\nbaker,kneаding,essential\n"),
            "",
        ),
    ],
    "xlsx": [
        Wrong(
            "no sheet of a framework",
            "ours.xlsx",
            sheets(Roles=[], Skills=[], Requirements=[], Salaries=[["name", "amount"], ["A", 1]]),
            "",
        ),
        Wrong("an empty workbook", "ours.xlsx", sheets(Roles=[], Skills=[], Requirements=[], Sheet1=[[None]]), ""),
        Wrong("a formula that was never calculated", "ours.xlsx", sheets(put("Requirements", "D2", "=1/2")), ""),
        Wrong("an error in a cell", "ours.xlsx", sheets(put("Roles", "C3", "#REF!", "e")), ""),
        Wrong("merged cells in a table", "ours.xlsx", sheets(lambda it: it["Roles"].merge_cells("C2:C3")), ""),
        Wrong("protected by a password", "ours.xlsx", LOCKED_BOOK, ""),
        Wrong("an old workbook called .xlsx", "ours.xlsx", OLD_BOOK, ""),
        Wrong("a web page called .xlsx", "ours.xlsx", HTML, ""),
        Wrong("a CSV file called .xlsx", "ours.xlsx", "Skill,Baker\nSQL,3\n", ""),
        Wrong("a download that broke off", "ours.xlsx", cut, ""),
        Wrong("a date where a number belongs", "ours.xlsx", sheets(put("Requirements", "D2", date(2024, 5, 1))), ""),
        Wrong("a sheet renamed", "ours.xlsx", sheets(Roles=[], Rollen=ROLES), ""),
        Wrong("a misspelt column", "ours.xlsx", sheets(put("Roles", "B1", "lable")), ""),
        Wrong("a percentage over 100", "ours.xlsx", sheets(put("Requirements", "D2", 1.4)), ""),
        Wrong("a document of Word called .xlsx", "ours.xlsx", zipped(word__document_xml="<w/>"), ""),
        Wrong(
            "a spreadsheet of Numbers called .xlsx",
            "ours.xlsx",
            zipped(Index__Document_iwa=b"x", Metadata__Properties_plist=b"x"),
            "",
        ),
    ],
    "ods": [
        Wrong(
            "no sheet of a framework",
            "ours.ods",
            ods(Roles=[], Skills=[], Requirements=[], Salaries=[["name", "amount"], ["A", 1]]),
            "",
        ),
        Wrong(
            "a formula that was never calculated",
            "ours.ods",
            ods(Roles=[["id", "label"], ["clerk", '<table:table-cell table:formula="of:=1/2"/>']]),
            "",
        ),
        Wrong(
            "an error in a cell",
            "ours.ods",
            ods(
                Roles=[
                    ["id", "label"],
                    [
                        "clerk",
                        '<table:table-cell table:formula="of:=1/0" office:value-type="string" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>',
                    ],
                ]
            ),
            "",
        ),
        Wrong("protected by a password", "ours.ods", protected_ods, ""),
        Wrong("a CSV file called .ods", "ours.ods", "Skill,Baker\nSQL,3\n", ""),
        Wrong(
            "a text document called .ods",
            "ours.ods",
            zipped(mimetype="application/vnd.oasis.opendocument.text", content_xml="<office:document-content/>"),
            "",
        ),
        Wrong("a sheet renamed", "ours.ods", ods(Roles=[], Rollen=ROLES), ""),
        Wrong("a misspelt column", "ours.ods", ods(Roles=[["id", "lable"], ["clerk", "Clerk"]]), ""),
        Wrong(
            "an unknown reference",
            "ours.ods",
            ods(Requirements=[["holders", "skill", "importance"], ["clrk", "tact", "essential"]]),
            "",
        ),
        Wrong("a header in French", "ours.ods", ods(Roles=[["Numéro", "Intitulé"], ["clerk", "Vendeur"]]), ""),
        Wrong(
            "a number out of range",
            "ours.ods",
            ods(Requirements=[["holders", "skill", "importance", "proficiency"], ["clerk", "tact", "essential", 3]]),
            "",
        ),
        Wrong("an empty spreadsheet", "ours.ods", ods(Roles=[], Skills=[], Requirements=[], Sheet1=[[None]]), ""),
        Wrong("a workbook of Excel called .ods", "ours.ods", OLD_BOOK, ""),
    ],
}
