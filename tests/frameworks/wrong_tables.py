"""Wrong tables: folders of CSV files, and workbooks."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.frameworks.made_workbooks import Rows, book
from tests.frameworks.miniatures import TABLES
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


def put(sheet: str, place: str, value: object, kind: str = "") -> Callable[[Workbook], object]:
    def change(made: Workbook) -> None:
        made[sheet][place].value = value
        if kind:
            made[sheet][place].data_type = kind

    return change


def cut(path: Path) -> None:
    sheets()(path)
    path.write_bytes(path.read_bytes()[:-400])


WRONG = {
    "csv": [
        Wrong(
            "a role with a typing error",
            "ours",
            tables(requirements="holders,skill,importance\nBakr,kneading,essential\n"),
            'requirements.csv:2: holders "Bakr" is not in roles.csv or transitions.csv; did you mean "Baker"?',
        ),
        Wrong(
            "a misspelt column",
            "ours",
            tables(roles="id,lable\nbaker,Baker\n"),
            'roles.csv:1: there is no column "lable" in roles; did you mean "label"?',
        ),
        Wrong(
            "over 100 percent",
            "ours",
            tables(requirements="holders,skill,importance,proficiency\nbaker,kneading,essential,140%\n"),
            'requirements.csv:2: proficiency "140%" is out of range; write a number above 0 and up to 1, or a '
            "percentage up to 100%; leave out what is not needed at all",
        ),
        Wrong(
            "words of one's own for the importance",
            "ours",
            tables(requirements="holders,skill,importance\nbaker,kneading,must have\n"),
            'requirements.csv:2: importance "must have" is not known; write one of essential, optional',
        ),
        Wrong(
            "words of one's own for the kind of a transition",
            "ours",
            tables(transitions="from,to,kind\nbaker,master,promoted\n"),
            'transitions.csv:2: kind "promoted" is not known; did you mean "promotion"?',
        ),
        Wrong(
            "a kind of a transition that is like none of those known",
            "ours",
            tables(transitions="from,to,kind\nbaker,master,sideways\n"),
            'transitions.csv:2: kind "sideways" is not known; write one of level-up, promotion, specialization-change, '
            "related, similar-skills",
        ),
        Wrong(
            "saved by Excel on Windows without UTF-8",
            "ours",
            {**tables(), "roles.csv": "id,label\napprentice,A\nbaker,Bäcker\nmaster,M\n".encode("cp1252")},
            "roles.csv:3:8: byte 0xE4 is not valid in UTF-8; save the file as UTF-8 (CSV UTF-8 in Excel), or "
            "name its encoding, as in --encoding windows-1252",
        ),
        Wrong(
            "a header in German",
            "ours",
            tables(roles="Nummer,Bezeichnung\nbaker,Bäcker\n"),
            'roles.csv:1: none of the columns "Nummer", "Bezeichnung" is one of roles; rename them to id, '
            "label, alt_labels or the like, or map them with --map",
        ),
        Wrong(
            "a table twice, once as Google Sheets calls it",
            "ours",
            {**tables(), "Model - Roles.csv": "id,label\nboss,Boss\n"},
            "roles.csv: is the table roles, as is Model - Roles.csv; keep one of them",
        ),
        Wrong(
            "a quotation mark that does not end",
            "ours",
            tables(roles='id,label\napprentice,"Apprentice\nbaker,Baker\nmaster,M\n'),
            "roles.csv:2: unexpected end of data; check the quotation marks from here on",
        ),
        Wrong(
            "a comma in a text without quotation marks",
            "ours",
            tables(roles="id,label,definition\nbaker,Baker,Kneads, bakes\napprentice,A,\nmaster,M,\n"),
            "roles.csv:2: 4 cells, but the header has 3; put texts with the separator in quotation marks",
        ),
        Wrong(
            "a level of no scale",
            "ours",
            tables(requirements="holders,skill,importance,required_level\nbaker,kneading,essential,Advanced\n"),
            'requirements.csv:2: required_level "Advanced" is not in the table proficiency-levels, which is '
            "missing; add a file, sheet or key of that name",
        ),
        Wrong(
            "a requirement without a skill",
            "ours",
            tables(requirements="holders,skill,importance\nbaker,,essential\n"),
            "requirements.csv:2: skill is empty; write an id of skills",
        ),
        Wrong(
            "a row without a label",
            "ours",
            tables(roles="id,label\napprentice,A\nbaker,\nmaster,M\n"),
            "roles.csv:3: label: Found a role without a label; expected at least one label. Add its job title as "
            "label.",
        ),
        Wrong(
            "promotions in a circle",
            "ours",
            tables(transitions="from,to,kind\napprentice,baker,promotion\nbaker,apprentice,promotion\n"),
            'transitions.csv:3: to "apprentice" leads back to its start over transitions.csv:2; remove one '
            "of these links",
        ),
        Wrong(
            "a date where a number belongs",
            "ours",
            tables(transitions="from,to,kind,months\napprentice,baker,promotion,03/2024\n"),
            'transitions.csv:2: months "03/2024" is not a number, such as 0.75',
        ),
        Wrong(
            "one id for two roles",
            "ours",
            tables(roles="id,label\napprentice,A\nbaker,Baker\nbaker,Baker 2\nmaster,M\n"),
            'roles.csv:4: id "baker" is already in roles.csv:3; merge the two rows, or give one another id',
        ),
        Wrong(
            "headers without rows",
            "ours",
            {"roles.csv": "id,label\n", "skills.csv": "id,label\n"},
            "ours: is empty: there is no row or triple to import; check the file, or name its format with --as",
        ),
        Wrong(
            "a folder of documents",
            "ours",
            {"career paths.docx": "x", "notes.pdf": "y"},
            "ours: holds 'career paths.docx', 'notes.pdf', but no framework in a known format, which would have"
            " roles.csv and the like, framework.jsonld of CTDL-ASN, ESCO's occupations_en.csv or O*NET's "
            "'Occupation Data'; import one of the files by itself, or see 'ecomgraph template' for the tables, "
            "or --map for other layouts",
        ),
        Wrong(
            "a look-alike letter",
            "ours",
            tables(requirements="holders,skill,importance\nbaker,kne\u0430ding,essential\n"),
            "requirements.csv:2: skill \"kne\u0430ding\" is not in skills.csv; did you mean 'kneading', not "
            "'kne\\u0430ding'?",
        ),
    ],
    "xlsx": [
        Wrong(
            "no sheet of a framework",
            "ours.xlsx",
            sheets(Roles=[], Skills=[], Requirements=[], Salaries=[["name", "amount"], ["A", 1]]),
            "ours.xlsx: has no sheet of a framework, such as Roles, but 'Salaries', and none with the header "
            "Skill above its skills and roles beside it, as a matrix has; see 'ecomgraph template'",
        ),
        Wrong(
            "an empty workbook",
            "ours.xlsx",
            sheets(Roles=[], Skills=[], Requirements=[], Sheet1=[[None]]),
            "ours.xlsx: has no sheet of a framework, such as Roles, but 'Sheet1', and none with the header Skill "
            "above its skills and roles beside it, as a matrix has; see 'ecomgraph template'",
        ),
        Wrong(
            "a formula that was never calculated",
            "ours.xlsx",
            sheets(put("Requirements", "D2", "=1/2")),
            "ours.xlsx:Requirements!D2: the formula =1/2 has no stored value; open and save the workbook in a "
            "spreadsheet program, or write the value",
        ),
        Wrong(
            "an error in a cell",
            "ours.xlsx",
            sheets(put("Roles", "C3", "#REF!", "e")),
            "ours.xlsx:Roles!C3: #REF! is not a value; correct the formula or the text",
        ),
        Wrong(
            "merged cells in a table",
            "ours.xlsx",
            sheets(lambda it: it["Roles"].merge_cells("C2:C3")),
            "ours.xlsx:Roles:2: cells C2:C3 are merged; unmerge them and fill in each",
        ),
        Wrong(
            "protected by a password",
            "ours.xlsx",
            LOCKED_BOOK,
            "ours.xlsx: is a file protected by a password, which is not read; save a copy without the password, "
            "or each sheet as CSV",
        ),
        Wrong(
            "an old workbook called .xlsx",
            "ours.xlsx",
            OLD_BOOK,
            "ours.xlsx: is an old workbook of Excel (.xls), which is not read; open it in a spreadsheet program, "
            "and save it as .xlsx, or each sheet as CSV",
        ),
        Wrong(
            "a web page called .xlsx",
            "ours.xlsx",
            HTML,
            "ours.xlsx: is a web page (HTML), which is not read; download the file itself, or open it in a "
            "spreadsheet program, and save it as .xlsx",
        ),
        Wrong(
            "a CSV file called .xlsx",
            "ours.xlsx",
            "Skill,Baker\nSQL,3\n",
            "ours.xlsx: does not match its extension .xlsx: it seems to be a table separated by commas; rename "
            "it to .csv, or use --as matrix",
        ),
        Wrong(
            "a download that broke off",
            "ours.xlsx",
            cut,
            "ours.xlsx: is a part of a zip archive or a workbook; download or save it again",
        ),
        Wrong(
            "a date where a number belongs",
            "ours.xlsx",
            sheets(put("Requirements", "D2", date(2024, 5, 1))),
            'ours.xlsx:Requirements:2: proficiency "2024-05-01" is not a number, such as 0.4 or 40%',
        ),
        Wrong(
            "a sheet renamed",
            "ours.xlsx",
            sheets(Roles=[], Rollen=ROLES),
            'ours.xlsx:Requirements:2: holders "clerk" is not in the table roles, which is missing; add a file, '
            "sheet or key of that name",
        ),
        Wrong(
            "a misspelt column",
            "ours.xlsx",
            sheets(put("Roles", "B1", "lable")),
            'ours.xlsx:Roles:1: there is no column "lable" in roles; did you mean "label"?',
        ),
        Wrong(
            "a percentage over 100",
            "ours.xlsx",
            sheets(put("Requirements", "D2", 1.4)),
            'ours.xlsx:Requirements:2: proficiency "1.4" is out of range; write a number above 0 and up to 1, or '
            "a percentage up to 100%; leave out what is not needed at all",
        ),
        Wrong(
            "a document of Word called .xlsx",
            "ours.xlsx",
            zipped(word__document_xml="<w/>"),
            "ours.xlsx: is a Word document, which is not read; make one table with skills as rows and roles as "
            "columns (a matrix), or fill the tables of 'ecomgraph template'",
        ),
        Wrong(
            "a spreadsheet of Numbers called .xlsx",
            "ours.xlsx",
            zipped(Index__Document_iwa=b"x", Metadata__Properties_plist=b"x"),
            "ours.xlsx: is a document of Numbers, Pages or Keynote, which is not read; export it as Excel "
            "(.xlsx) or CSV, which Numbers does",
        ),
    ],
}
