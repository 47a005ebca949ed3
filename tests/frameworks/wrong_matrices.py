"""Wrong matrices, and wrong YAML, JSON and mapping files."""

from __future__ import annotations

from itertools import pairwise

from tests.frameworks.wrong_files import Wrong
from tests.frameworks.wrong_tables import sheets

__all__ = ["WRONG"]

LEVELS = [["1", "Aware"], ["2", "Working"], ["3", "Expert"]]
HEADER = ["Skill", "Junior", "Senior"]


def bomb() -> str:
    names = "abcdefgh"
    made = [f"{it}: &{it} [{', '.join(f'*{before}' for _ in range(9))}]" for before, it in pairwise(names)]
    return "\n".join(["a: &a [x, x]", *made])


def matrix(*rows: list[object], **more: list[list[object]]) -> object:
    return sheets(Roles=[], Skills=[], Requirements=[], Matrix=[HEADER, *rows], **more)


JOBS = "Kind,Code,Job title,Grade\nFAMILY,F1,Bakery,\nROLE,R1,Baker,7\nROLE,R2,Clerk,\n"
NEEDS = "Code,Skill,Must\nR1,Kneading,1\nR1,Selling,0\nR2,Selling,1\n"
FILES: dict[str, str | bytes] = {"jobs.csv": JOBS, "needs.csv": NEEDS}
MAPPING = """\
title: From the HR system
map:
- table: roles
  file: jobs.csv
  where: {Kind: ROLE}
  columns: {Code: id, Job title: label}
- table: skills
  file: needs.csv
  columns: {Skill: label}
- table: requirements
  file: needs.csv
  columns:
    Code: holders
    Skill: skill
    Must: {field: importance, values: {"1": essential, "0": optional}}
"""


def mapped(mistake: str, message: str, old: str, new: str, **files: str) -> Wrong:
    """Return what is said if something in the mapping file above is changed."""
    assert old in MAPPING
    content = {**FILES, **{name.replace("_", "."): text for name, text in files.items()}}
    return Wrong(mistake, "hr", content, message, {"map": MAPPING.replace(old, new, 1)})


WRONG = {
    "matrix": [
        Wrong("an unknown level", "team.csv", "Competence,Baker\nSQL,perhaps\n", ""),
        Wrong("the level of a legend misspelt", "team.xlsx", matrix(["SQL", "Awre", "Expert"], Legend=LEVELS), ""),
        Wrong("another heading above the skills", "matrix.csv", "Thing,Baker\nSQL,x\n", ""),
        Wrong("no roles", "matrix.csv", "skill\nSQL\n", ""),
        Wrong("a row without a skill", "matrix.csv", "skill,Baker\n,x\n", ""),
        Wrong("a skill in two rows", "matrix.csv", "skill,Baker\nSQL,x\nsql,x\n", ""),
        Wrong("a role in two columns", "matrix.csv", "skill,Baker,baker\nSQL,x,1\n", ""),
        Wrong("years instead of levels", "matrix.csv", "skill,Baker\nSQL,2024\n", ""),
        Wrong("a number over the greatest level", "team.xlsx", matrix(["SQL", 2, 5], Legend=LEVELS), ""),
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
            "",
        ),
        Wrong("a date in a cell", "matrix.csv", "skill,Baker\nSQL,2024-05-01\n", ""),
        Wrong("a level between two", "matrix.csv", "skill,Baker,Clerk\nSQL,2-3,1\n", ""),
        Wrong("fractions and ranks in one matrix", "matrix.csv", "skill,Baker,Clerk\nSQL,0.5,3\n", ""),
        Wrong("a percentage over 100", "matrix.csv", "skill,Baker\nSQL,140%\n", ""),
        Wrong("more cells than the header has", "matrix.csv", "skill,Baker\nSQL,1,2\n", ""),
        Wrong(
            "levels of a role that are sheets",
            "team.xlsx",
            matrix(["SQL", 1, 2], Other=[HEADER, ["SEO", 1, 2]]),
            "",
            {"role": "Baker"},
        ),
        Wrong("an option for another form", "matrix.csv", "skill,Baker\nSQL,x\n", "", {"top": -1}),
        Wrong(
            "a legend with one number twice",
            "team.xlsx",
            matrix(["SQL", 1, 2], Key=[["1", "Aware"], ["1", "Working"]]),
            "",
        ),
        Wrong(
            "texts where levels are expected",
            "matrix.csv",
            "skill,Junior,Senior\nSQL,Writes simple queries,Designs schemas\n",
            "",
        ),
        Wrong("nothing but a header", "matrix.csv", "skill,Baker\n", ""),
        Wrong("an empty file", "matrix.csv", "\n", ""),
        Wrong("roles down and skills across", "matrix.csv", "Role,SQL,SEO\nBaker,1,2\n", ""),
        Wrong("Windows text", "matrix.csv", "skill,Bäcker\nSQL,1\n".encode("cp1252"), ""),
    ],
    "yaml": [
        Wrong("aliases of aliases", "ours.yml", bomb(), ""),
        Wrong("a key twice", "ours.yml", "roles:\n- label: a\n  label: b\n", ""),
        Wrong("a tag of another language", "ours.yml", "a: !!python/name:os.system x", ""),
        Wrong("an alias without an anchor", "ours.yml", "roles: *a", ""),
        Wrong("tabs instead of spaces", "ours.yml", "roles:\n\t- a\n", ""),
        Wrong("a bracket that does not end", "ours.yml", "roles: [\n", ""),
        Wrong("a table misspelt", "ours.yml", "role: [Baker]", ""),
        Wrong("a list without a table", "ours.yml", "- Baker", ""),
        Wrong("another layout", "ours.yml", "team: Data\n", ""),
        Wrong("a text instead of a list", "ours.yml", "roles: Baker", ""),
        Wrong("a column misspelt", "ours.yml", "roles:\n- labl: a\n", ""),
        Wrong(
            "a reference to nothing",
            "ours.yml",
            "skills: [a]\nrequirements:\n- {holders: b, skill: a, importance: essential}",
            "",
        ),
        Wrong("a colon in a text", "ours.yml", "roles:\n- label: Baker: senior\n", ""),
        Wrong("wrong indentation", "ours.yml", "roles:\n- label: Baker\n definition: Bakes\n", ""),
        Wrong("an empty file", "ours.yml", "# to do\n", ""),
        Wrong("Windows text", "ours.yml", "roles: [Bäcker]\n".encode("cp1252"), ""),
        Wrong("levels instead of names", "ours.yml", "roles: [{label: [a, b]}]", ""),
    ],
    "json": [
        Wrong("a key twice", "ours.json", '{"roles": [\n {"label": "a", "label": "b"}]}', ""),
        Wrong("a value that is no number", "ours.json", '{"roles": [NaN]}', ""),
        Wrong("half of a character", "ours.json", '{"roles": ["\\ud83d"]}', ""),
        Wrong("a text instead of a list", "ours.json", '{"roles": "Baker"}', ""),
        Wrong("one id twice", "ours.json", '{"roles": [\n{"id": "a"},\n{"id": "a"}]}', ""),
        Wrong("brackets without end", "ours.json", f'{{"roles": {"[" * 70}{"]" * 70}}}', ""),
        Wrong("a comma too many", "ours.json", '{"roles": [\n"Baker",\n]}', ""),
        Wrong("quotation marks of a word processor", "ours.json", "{“roles”: [“Baker”]}", ""),
        Wrong("single quotation marks", "ours.json", "{'roles': ['Baker']}", ""),
        Wrong("a comment", "ours.json", '{"roles": ["Baker"] // ours\n}', ""),
        Wrong("a table misspelt", "ours.json", '{"role": ["Baker"], "skills": ["SQL"]}', ""),
        Wrong("another layout", "ours.json", '{"employees": [{"name": "A"}]}', ""),
        Wrong("cut off", "ours.json", '{"roles": ["Baker"', ""),
        Wrong("a column misspelt", "ours.json", '{"roles": [{"labl": "a"}]}', ""),
        Wrong(
            "a number out of range",
            "ours.json",
            '{"roles": ["a"], "skills": ["b"], "requirements": [{"holders": "a", "skill": "b", "importance": "essential", "proficiency": 4}]}',
            "",
        ),
        Wrong("an empty object", "ours.json", "{}", ""),
    ],
    "mapping": [
        mapped("a source column misspelt", "", "Job title: label", "Job titel: label"),
        mapped("a column of ours misspelt", "", "Job title: label", "Job title: lable"),
        mapped("a table misspelt", "", "table: roles", "table: role"),
        mapped("a file misspelt", "", "file: jobs.csv", "file: job.csv"),
        mapped("a condition on no column", "", "Kind: ROLE", "Sort: ROLE"),
        mapped("a value without a translation", "", '"1": essential', '"2": essential'),
        mapped("a key misspelt", "", "where:", "were:"),
        mapped("no list of tables", "", "map:", "maps:"),
        mapped("a title misspelt", "", "title: From", "titel: From"),
        mapped("a list instead of a mapping", "", "columns: {Skill: label}", "columns: [Skill]"),
        mapped("a word for the tab", "", "where: {Kind: ROLE}", "delimiter: tab"),
        mapped("a ladder of skills", "", "columns: {Skill: label}", "columns: {Skill: label}\n  ladder: true"),
        mapped("two values for one column", "", "Code: holders", "Code: [holders, importance]"),
        mapped("tabs instead of spaces", "", "  file: jobs.csv", "\tfile: jobs.csv"),
        mapped(
            "a role that no file declares",
            "",
            "title: From the HR system",
            "title: x",
            needs_csv=NEEDS + "R9,Selling,1\n",
        ),
        mapped("all rows excluded", "", "Kind: ROLE", "Kind: Role"),
        Wrong("no mapping file of this name", "hr", FILES, "", {"map": "hr.yaml"}),
        Wrong("documents only", "hr", {"jobs.docx": "x"}, "", {"map": "flat"}),
    ],
}
