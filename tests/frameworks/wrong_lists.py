"""Wrong exports of OSMT and Moodle."""

from __future__ import annotations

from tests.frameworks.others import (
    FRAMEWORK,
    MOODLE_HEADER,
    OSMT,
    A,
    B,
    C,
)
from tests.frameworks.wrong_files import Wrong

__all__ = ["WRONG"]
HTML = "<html><body>Please sign in</body></html>"


WRONG = {
    "osmt": [
        Wrong(
            "a space in a URL",
            "table.csv",
            OSMT + "x y,SQL,,,,,,,\n",
            'table.csv:2: Canonical URL "x y" is not an absolute IRI, such as https://example.org/1',
        ),
        Wrong(
            "a name for an alignment",
            "table.csv",
            OSMT + ",SQL,,,,,,one,\n",
            'table.csv:2: Alignment URL "one" is not an absolute IRI, such as https://example.org/1',
        ),
        Wrong(
            "a skill without a name",
            "table.csv",
            OSMT + ",,,Asks.,,,,,\n",
            "table.csv:2: there is no RSD Name; every skill needs one",
        ),
        Wrong(
            "a skill twice",
            "table.csv",
            OSMT + ",SQL,,,,,,,\n,sql,,,,,,,\n",
            'table.csv:3: the RSD Name "sql" occurs twice; rename one, because names identify skills',
        ),
        Wrong(
            "two names of one id",
            "table.csv",
            OSMT + ",R D,,,,,,,\n,R-D,,,,,,,\n",
            'table.csv:3: "R-D" and "R D" of table.csv:2 have the same IRI; change one of the names or of the '
            "Canonical URLs",
        ),
        Wrong(
            "more cells than the header has",
            "table.csv",
            OSMT + ",SQL,,,,,,,,,x\n",
            "table.csv:2: 11 cells, but the header has 9; put texts with the separator in quotation marks",
        ),
        Wrong(
            "no skills",
            "table.csv",
            OSMT,
            "table.csv: is empty: there is no row or triple to import; check the file, or name its format with --as",
        ),
        Wrong(
            "a column renamed",
            "table.csv",
            OSMT.replace("RSD Name", "Skill name") + ",SQL,,,,,,,\n",
            "table.csv:1: there is no column 'RSD Name'; there are Canonical URL, Skill name, Authors, Skill "
            "Statement, Category, Keywords, Certifications, Alignment URL, Alignment 2 URL",
            {"format": "osmt"},
        ),
        Wrong(
            "a quotation mark that does not end",
            "table.csv",
            OSMT + ',"SQL,,,,,,,\n',
            "table.csv:2: unexpected end of data; check the quotation marks from here on",
        ),
        Wrong(
            "Windows text",
            "table.csv",
            (OSMT + ",Café,,,,,,,\n").encode("cp1252"),
            "table.csv:2:5: byte 0xE9 is not valid in UTF-8; save the file as UTF-8 (CSV UTF-8 in Excel), or "
            "name its encoding, as in --encoding windows-1252",
        ),
        Wrong(
            "a column twice",
            "table.csv",
            OSMT.replace("Keywords", "Category") + ",SQL,,,,,,,\n",
            "table.csv:1: column 'Category' occurs 2 times; keep one",
        ),
        Wrong(
            "an empty file",
            "table.csv",
            "\n",
            "table.csv: the file is empty; it needs at least a header",
            {"format": "osmt"},
        ),
        Wrong(
            "a web page",
            "table.csv",
            HTML,
            "table.csv: is a web page (HTML), which is not read; download the file itself, or open it in a "
            "spreadsheet program, and save it as .xlsx",
            {"format": "osmt"},
        ),
    ],
    "moodle": [
        Wrong(
            "a parent that is not there",
            "table.csv",
            MOODLE_HEADER + FRAMEWORK + B,
            'table.csv:3: the parent "A" is not an ID number in the file; Moodle drops such a row',
        ),
        Wrong(
            "a cross-reference to nothing",
            "table.csv",
            MOODLE_HEADER + FRAMEWORK + A,
            'table.csv:3: the cross-reference "B" is not an ID number in the file; correct or remove it',
        ),
        Wrong(
            "an ID number twice",
            "table.csv",
            MOODLE_HEADER + FRAMEWORK + C.replace("B", "") + C.replace("B", ""),
            'table.csv:4: the ID number "C" occurs twice; Moodle keeps the last one only',
        ),
        Wrong(
            "a competency without a name",
            "table.csv",
            MOODLE_HEADER + FRAMEWORK + C.replace("Feed", "").replace("B", ""),
            "table.csv:3: there is no Short name; every competency needs one",
        ),
        Wrong(
            "a competency without an ID number",
            "table.csv",
            MOODLE_HEADER + FRAMEWORK + C.replace(",C", ",").replace("B", ""),
            "table.csv:3: there is no ID number; every competency needs one",
        ),
        Wrong(
            "two frameworks",
            "table.csv",
            MOODLE_HEADER + FRAMEWORK + FRAMEWORK.replace("F1", "F2"),
            "table.csv: 2 rows are frameworks; a file may have one; split it",
        ),
        Wrong(
            "settings of the scale cut off",
            "table.csv",
            MOODLE_HEADER + FRAMEWORK.replace('[{""scaleid', '[""scaleid'),
            "table.csv: the Scale configuration of the framework is not JSON",
        ),
        Wrong(
            "a column renamed",
            "table.csv",
            MOODLE_HEADER.replace("Short name", "Name") + A,
            "table.csv:1: there is no column 'Short name'; there are Parent ID number, ID number, Name, "
            "Description, Description format, Scale values, Scale configuration, Rule type (optional), Rule "
            "outcome (optional), Rule config (optional), Cross-referenced competency ID numbers, Exported ID "
            "(optional), Is framework, Taxonomy",
        ),
        Wrong(
            "a quotation mark that does not end",
            "table.csv",
            MOODLE_HEADER + '"',
            "table.csv:2: unexpected end of data; check the quotation marks from here on",
        ),
        Wrong(
            "no competencies",
            "table.csv",
            MOODLE_HEADER,
            "table.csv: is empty: there is no row or triple to import; check the file, or name its format with --as",
        ),
        Wrong(
            "parents in a circle",
            "table.csv",
            MOODLE_HEADER + FRAMEWORK + "D,C,Feed,,1,,,,,,,,,\nC,D,Wash,,1,,,,,,,,,\n",
            "table.csv:3: Found the skill skill:c to be broader than itself, over one or more steps of "
            "skos:broader; expected a hierarchy without cycles. Remove one skos:broader of the cycle, so that "
            "each skill is below wider ones only.",
        ),
        Wrong(
            "Windows text",
            "table.csv",
            (MOODLE_HEADER + FRAMEWORK.replace("Nursing", "Pflegekräfte")).encode("cp1252"),
            "table.csv:2:13: byte 0xE4 is not valid in UTF-8; save the file as UTF-8 (CSV UTF-8 in Excel), or "
            "name its encoding, as in --encoding windows-1252",
        ),
    ],
}
