"""Wrong matrices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.frameworks.wrong_files import Wrong
from tests.frameworks.wrong_tables import sheets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.frameworks.made_workbooks import Rows

__all__ = ["WRONG"]

LEVELS: Rows = [["1", "Aware"], ["2", "Working"], ["3", "Expert"]]
HEADER: list[object] = ["Skill", "Junior", "Senior"]


def matrix(*rows: list[object], **more: Rows) -> Callable[[Path], object]:
    return sheets(Roles=[], Skills=[], Requirements=[], Matrix=[HEADER, *rows], **more)


WRONG = {
    "matrix": [
        Wrong(
            "an unknown level",
            "team.csv",
            "Competence,Baker\nSQL,perhaps\n",
            'team.csv!B2: "perhaps" is neither a level nor a mark; write a number, a percentage or x, or name '
            "the levels on a sheet Legend, lowest first",
        ),
        Wrong(
            "the level of a legend misspelt",
            "team.xlsx",
            matrix(["SQL", "Awre", "Expert"], Legend=LEVELS),
            'team.xlsx:Matrix!B2: "Awre" is neither a level nor a mark; did you mean "Aware"?',
        ),
        Wrong(
            "another heading above the skills",
            "matrix.csv",
            "Thing,Baker\nSQL,x\n",
            "matrix.csv: is one table with the columns Thing, Baker; a framework is a folder of them (see "
            "'ecomgraph template'); a matrix has the header Skill above its skills, and the names of roles "
            "beside it; any other layout needs --map",
        ),
        Wrong(
            "no roles",
            "matrix.csv",
            "skill\nSQL\n",
            "matrix.csv: is one table with the columns skill; a framework is a folder of them (see 'ecomgraph "
            "template'); a matrix has the header Skill above its skills, and the names of roles beside it; any "
            "other layout needs --map",
        ),
        Wrong(
            "a row without a skill",
            "matrix.csv",
            "skill,Baker\n,x\n",
            'matrix.csv!B2: "x" is in a row without a skill; name the skill in column 1',
        ),
        Wrong(
            "a skill in two rows",
            "matrix.csv",
            "skill,Baker\nSQL,x\nsql,x\n",
            'matrix.csv:3: the skill "sql" is already in line 2; merge the two rows',
        ),
        Wrong(
            "a role in two columns",
            "matrix.csv",
            "skill,Baker,baker\nSQL,x,1\n",
            'matrix.csv:1: the column "Baker" occurs twice; put a heading above each, or merge them',
        ),
        Wrong(
            "years instead of levels",
            "matrix.csv",
            "skill,Baker\nSQL,2024\n",
            "matrix.csv!B2: a scale from 1 to 2024 has too many levels; declare its levels in "
            "proficiency-levels, or write percentages",
        ),
        Wrong(
            "a number over the greatest level",
            "team.xlsx",
            matrix(["SQL", 2, 5], Legend=LEVELS),
            'team.xlsx:Matrix!C2: "5" is not a rank of the scale Legend, which has 1 Aware, 2 Working, 3 Expert',
        ),
        Wrong(
            "merged cells",
            "team.xlsx",
            sheets(
                lambda it: it["Matrix"].merge_cells("B2:C2"),
                Roles=[],
                Skills=[],
                Requirements=[],
                Matrix=[HEADER, ["SQL", 2, None]],
            ),
            "team.xlsx:2: cells B2:C2 are merged; unmerge them and fill in each",
        ),
        Wrong(
            "a date in a cell",
            "matrix.csv",
            "skill,Baker\nSQL,2024-05-01\n",
            'matrix.csv!B2: "2024-05-01" is a date, to which spreadsheets convert 2-3 or 1/2; format the cell as text',
        ),
        Wrong(
            "a level between two",
            "matrix.csv",
            "skill,Baker,Clerk\nSQL,2-3,1\n",
            'matrix.csv!B2: "2-3" is neither a level nor a mark; the levels are 1',
        ),
        Wrong(
            "fractions and ranks in one matrix",
            "matrix.csv",
            "skill,Baker,Clerk\nSQL,0.5,3\n",
            'matrix.csv!C2: "3" is above 1, while other numbers are fractions; write all as fractions, or all as ranks',
        ),
        Wrong(
            "a percentage over 100",
            "matrix.csv",
            "skill,Baker\nSQL,140%\n",
            'matrix.csv!B2: "140%" is more than 100 %; write a percentage of full mastery',
        ),
        Wrong(
            "a legend with one number twice",
            "team.xlsx",
            matrix(["SQL", 1, 2], Key=[["1", "Aware"], ["1", "Working"]]),
            "team.xlsx:Key:2: 1 is already the level of line 1; keep one",
        ),
        Wrong(
            "texts where levels are expected",
            "matrix.csv",
            "skill,Junior,Senior\nSQL,Writes simple queries,Designs schemas\n",
            'matrix.csv!B2: "Writes simple queries" is a text, not a level; --descriptors reads texts as level '
            "descriptors",
        ),
        Wrong(
            "nothing but a header",
            "matrix.csv",
            "skill,Baker\n",
            "matrix.csv: has no skills below its header; write one in each row",
        ),
        Wrong(
            "an empty file",
            "matrix.csv",
            "\n",
            "matrix.csv: has no text in its first line; write a header there, such as Skill and the names of roles",
        ),
        Wrong(
            "roles down and skills across",
            "matrix.csv",
            "Role,SQL,SEO\nBaker,1,2\n",
            "matrix.csv: seems to have roles as rows; a matrix has skills as rows, below the header Skill, and "
            "roles as columns: transpose it (paste special); any other layout needs --map",
        ),
        Wrong(
            "Windows text",
            "matrix.csv",
            "skill,Bäcker\nSQL,1\n".encode("cp1252"),
            "matrix.csv:1:8: byte 0xE4 is not valid in UTF-8; save the file as UTF-8 (CSV UTF-8 in Excel), or "
            "name its encoding, as in --encoding windows-1252",
        ),
    ],
}
