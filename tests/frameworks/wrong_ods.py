"""Wrong tables in OpenDocument spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.frameworks.test_ods import write_ods
from tests.frameworks.wrong_files import Wrong, zipped
from tests.frameworks.wrong_tables import NEEDS, OLD_BOOK, ROLES, SKILLS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.frameworks.made_workbooks import Rows

__all__ = ["WRONG"]


def ods(**changed: Rows) -> Callable[[Path], object]:
    made: dict[str, Rows] = {"Roles": ROLES, "Skills": SKILLS, "Requirements": NEEDS, **changed}
    return lambda path: write_ods(path, **{name: [list(row) for row in rows] for name, rows in made.items() if rows})


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
    "ods": [
        Wrong(
            "no sheet of a framework",
            "ours.ods",
            ods(Roles=[], Skills=[], Requirements=[], Salaries=[["name", "amount"], ["A", 1]]),
            "ours.ods: has no sheet of a framework, such as Roles, but 'Salaries', and none with the header "
            "Skill above its skills and roles beside it, as a matrix has; see 'ecomgraph template'",
        ),
        Wrong(
            "a formula that was never calculated",
            "ours.ods",
            ods(Roles=[["id", "label"], ["clerk", '<table:table-cell table:formula="of:=1/2"/>']]),
            "ours.ods:Roles!B2: the formula =1/2 has no stored value; open and save the workbook in a "
            "spreadsheet program, or write the value",
        ),
        Wrong(
            "an error in a cell",
            "ours.ods",
            ods(
                Roles=[
                    ["id", "label"],
                    [
                        "clerk",
                        '<table:table-cell table:formula="of:=1/0" office:value-type="string"'
                        ' calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>',
                    ],
                ]
            ),
            "ours.ods:Roles!B2: #DIV/0! is not a value; correct the formula or the text",
        ),
        Wrong(
            "protected by a password",
            "ours.ods",
            protected_ods,
            "ours.ods: is a file protected by a password, which is not read; save a copy without the password, "
            "or each sheet as CSV",
        ),
        Wrong(
            "a CSV file called .ods",
            "ours.ods",
            "Skill,Baker\nSQL,3\n",
            "ours.ods: does not match its extension .ods: it seems to be a table separated by commas; rename it to "
            ".csv, or use --as matrix",
        ),
        Wrong(
            "a text document called .ods",
            "ours.ods",
            zipped(mimetype="application/vnd.oasis.opendocument.text", content_xml="<office:document-content/>"),
            "ours.ods: is a text document (.odt), which is not read; make one table with skills as rows and "
            "roles as columns (a matrix), or fill the tables of 'ecomgraph template'",
        ),
        Wrong(
            "a sheet renamed",
            "ours.ods",
            ods(Roles=[], Rollen=ROLES),
            'ours.ods:Requirements:2: holders "clerk" is not in the table roles, which is missing; add a file, '
            "sheet or key of that name",
        ),
        Wrong(
            "a misspelt column",
            "ours.ods",
            ods(Roles=[["id", "lable"], ["clerk", "Clerk"]]),
            'ours.ods:Roles:1: there is no column "lable" in roles; did you mean "label"?',
        ),
        Wrong(
            "an unknown reference",
            "ours.ods",
            ods(Requirements=[["holders", "skill", "importance"], ["clrk", "tact", "essential"]]),
            'ours.ods:Requirements:2: holders "clrk" is not in ours.ods:Roles; did you mean "clerk"?',
        ),
        Wrong(
            "a header in French",
            "ours.ods",
            ods(Roles=[["Numéro", "Intitulé"], ["clerk", "Vendeur"]]),
            'ours.ods:Roles:1: none of the columns "Numéro", "Intitulé" is one of roles; rename them to id, '
            "label, alt_labels or the like, or map them with --map",
        ),
        Wrong(
            "a number out of range",
            "ours.ods",
            ods(Requirements=[["holders", "skill", "importance", "proficiency"], ["clerk", "tact", "essential", 3]]),
            'ours.ods:Requirements:2: proficiency "3" is out of range; write a number above 0 and up to 1, or a '
            "percentage up to 100%; leave out what is not needed at all",
        ),
        Wrong(
            "an empty spreadsheet",
            "ours.ods",
            ods(Roles=[], Skills=[], Requirements=[], Sheet1=[[None]]),
            "ours.ods: has no sheet of a framework, such as Roles, but 'Sheet1', and none with the header Skill "
            "above its skills and roles beside it, as a matrix has; see 'ecomgraph template'",
        ),
        Wrong(
            "a workbook of Excel called .ods",
            "ours.ods",
            OLD_BOOK,
            "ours.ods: is an old workbook of Excel (.xls), which is not read; open it in a spreadsheet program, "
            "and save it as .xlsx, or each sheet as CSV",
        ),
    ],
}
