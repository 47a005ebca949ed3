"""Wrong mapping files."""

from __future__ import annotations

from tests.frameworks.wrong_files import Wrong

__all__ = ["WRONG"]
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
    "mapping": [
        mapped(
            "a source column misspelt",
            'map.yaml:6: there is no column "Job titel" in jobs.csv; did you mean "Job title"?',
            "Job title: label",
            "Job titel: label",
        ),
        mapped(
            "a column of ours misspelt",
            'map.yaml:6: there is no column "lable" in roles; did you mean "label"?',
            "Job title: label",
            "Job title: lable",
        ),
        mapped(
            "a table misspelt",
            'map.yaml:3: "role" is not a table; did you mean "roles"?',
            "table: roles",
            "table: role",
        ),
        mapped(
            "a file misspelt",
            'map.yaml:3: no file or sheet has the name "job.csv"; there are jobs.csv, needs.csv',
            "file: jobs.csv",
            "file: job.csv",
        ),
        mapped(
            "a condition on no column",
            'map.yaml:3: there is no column "Sort" in jobs.csv; there are Kind, Code, Job title, Grade',
            "Kind: ROLE",
            "Sort: ROLE",
        ),
        mapped(
            "a value without a translation",
            'needs.csv:2: "1" is not among the values of Must in map.yaml; it has 2, 0',
            '"1": essential',
            '"2": essential',
        ),
        mapped(
            "a key misspelt", 'map.yaml:5: there is no "were" in an entry; did you mean "where"?', "where:", "were:"
        ),
        mapped(
            "no list of tables",
            "map.yaml:1: the key map is missing; it lists tables and maps their columns",
            "map:",
            "maps:",
        ),
        mapped(
            "a title misspelt",
            'map.yaml:1: "titel" is neither map nor a table nor one of title, version, publisher, language, '
            "license, attribution, base",
            "title: From",
            "titel: From",
        ),
        mapped(
            "a list instead of a mapping",
            "map.yaml:7: columns is missing; it maps source columns to columns of skills",
            "columns: {Skill: label}",
            "columns: [Skill]",
        ),
        mapped(
            "a word for the tab",
            "map.yaml:3: the delimiter 'tab' is none of , ; | and a tab",
            "where: {Kind: ROLE}",
            "delimiter: tab",
        ),
        mapped(
            "a ladder of skills",
            "map.yaml:7: ladder and cumulative are for roles and profiles, not for skills",
            "columns: {Skill: label}",
            "columns: {Skill: label}\n  ladder: true",
        ),
        mapped(
            "two values for one column",
            'needs.csv:2: importance has several values, "R1", "essential"; give one, or name the list in rows, '
            "with . as the column",
            "Code: holders",
            "Code: [holders, importance]",
        ),
        mapped(
            "tabs instead of spaces",
            "map.yaml:4:1: is not YAML: found a tab character that violates indentation; indent with spaces, not "
            "tabs, and put texts with a colon or # in quotation marks",
            "  file: jobs.csv",
            "\tfile: jobs.csv",
        ),
        mapped(
            "a role that no file declares",
            'needs.csv:5: holders "R9" is not in jobs.csv; the existing ids are R1, R2',
            "title: From the HR system",
            "title: x",
            needs_csv=NEEDS + "R9,Selling,1\n",
        ),
        mapped(
            "all rows excluded",
            'map.yaml:3: no row of jobs.csv has Kind "Role"; did you mean "ROLE"?',
            "Kind: ROLE",
            "Kind: Role",
        ),
        Wrong(
            "no mapping file of this name",
            "hr",
            FILES,
            "hr.yaml: is not a mapping file; name one, or one that comes with ecomgraph: flat, successfactors, totara",
            {"map": "hr.yaml"},
        ),
        Wrong(
            "documents only",
            "hr",
            {"jobs.docx": "x"},
            "hr: holds no table and no YAML or JSON document that can be mapped",
            {"map": "flat"},
        ),
    ],
}
