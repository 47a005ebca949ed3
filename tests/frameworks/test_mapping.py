"""Mapping files: what they say of somebody's layout, both ways, and what is told where they or the source are wrong."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from openpyxl import Workbook

import ecomgraph
from ecomgraph import ArgumentError, ExportError, FrameworkError, ImportOptions, SourceError, import_framework
from ecomgraph.exchange.mapping_file import SHIPPED, read_mapping
from tests.frameworks.miniatures import write_tables
from tests.frameworks.read_forms import Read, read, refused

FLAT = """\
title: From the HR system
map:
- table: roles
  file: jobs.csv
  where: {Kind: ROLE}
  columns: {Code: id, Job title: label, Also: {field: alt_labels, split: "|"}}
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
JOBS = """\
HR export
Kind,Code,Job title,Also,Grade
FAMILY,F1,Bakery,,
ROLE,R1,Baker,Bread maker|Panadero,7
ROLE,R2,Clerk,,
"""
NEEDS = "Code,Skill,Must\nR1,Kneading,1\nR1,Selling,0\nR2,Selling,1\n"


FILES = "map:\n- {table: roles, columns: {title: label}, ladder: true%s}\n"


def write(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name.replace('_', '.')}").write_text(text, encoding="utf-8")
    return folder


def mapped(tmp_path: Path, mapping: str, **files: str) -> Read:
    (tmp_path / "map.yaml").write_text(mapping, encoding="utf-8")
    return read(write(tmp_path / "ours", **files), format="mapping", map=tmp_path / "map.yaml", name="ours")


def wrong(tmp_path: Path, mapping: str, **files: str) -> list[str]:
    (tmp_path / "map.yaml").write_text(mapping, encoding="utf-8")
    source = write(tmp_path / "ours", **(files or {"jobs_csv": JOBS, "needs_csv": NEEDS}))
    return refused(source, format="mapping", map=tmp_path / "map.yaml", name="ours")


def test_columns_constants_and_values_of_csv_files(tmp_path: Path) -> None:
    found = mapped(tmp_path, FLAT, jobs_csv=JOBS, needs_csv=NEEDS)
    assert found.reading.title == "From the HR system"
    assert found.needs == {"Baker": {"Kneading": "x", "Selling": "x"}, "Clerk": {"Selling": "x"}}
    assert found.of("Role")["Baker"]["altLabel"] == ["Bread maker", "Panadero"]
    assert sorted(found.of("Skill")) == ["Kneading", "Selling"]
    assert {it["importance"][0] for it in found.of("SkillRequirement").values()} == {"essential", "optional"}
    assert found.notes == (
        'jobs.csv: 1 cell left out: "Grade": the mapping does not use it',
        'jobs.csv: 2 cells left out: in a row without Kind "ROLE", which the mapping requires',
        "jobs.csv: 1 cell left out: line 1 is above the header",
    )
    assert found.reading.understood == (
        "jobs.csv: 2 rows of roles",
        "needs.csv: 2 rows of skills",
        "needs.csv: 3 rows of requirements",
    )


def test_sheets_of_a_workbook_are_mapped(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].title = "Jobs"
    for row in (["Name", "Level"], ["Baker", 1], ["Master", 2]):
        book.worksheets[0].append(row)
    folder = write(tmp_path / "ours")
    book.save(folder / "ours.xlsx")
    (tmp_path / "map.yaml").write_text(
        "map:\n- {table: roles, file: jobs, columns: {Name: label, Level: note}, ladder: yes, cumulative: yes}\n",
        encoding="utf-8",
    )
    found = read(folder / "ours.xlsx", format="mapping", map=tmp_path / "map.yaml")
    assert found.transitions == [("Baker", "promotion", "Master")]
    assert found.of("Role")["Master"]["buildsOn"] == ["Baker"]


LADDER = "map:\n- {table: roles, file: a.yml, rows: families/roles, columns: {name: label}, ladder: true%s}\n"


def test_a_ladder_of_a_file_for_each_role_goes_by_numbers(tmp_path: Path) -> None:
    ranks = {"A": 3, "B": 1, "C": 2}
    files = {f"{name.lower()}_json": f'{{"title": "{name}", "rank": {rank}}}' for name, rank in ranks.items()}
    found = mapped(tmp_path, FILES % ", order: rank", **files)
    assert sorted(found.transitions) == [("B", "promotion", "C"), ("C", "promotion", "A")]
    assert wrong(tmp_path, FILES % "", **files) == [
        "a.json:1: which of A and B is higher is not stated; name a column with numbers as order"
    ]


def test_a_ladder_that_is_not_in_one_order_needs_numbers(tmp_path: Path) -> None:
    two = "families:\n- roles: [{name: a}, {name: b}]\n- roles: [{name: c}]\n"
    assert mapped(tmp_path, LADDER % "", a_yml=two).transitions == [("a", "promotion", "b")]
    by = LADDER.replace("ladder: true", "ladder: k") % ""
    unsaid = "families:\n- roles: [{name: a, k: x}, {name: b, k: x}]\n- roles: [{name: a, k: x}, {name: c, k: x}]\n"
    assert wrong(tmp_path, by, a_yml=unsaid) == [
        "a.yml:2: which of b and c is higher is not stated; name a column with numbers as order"
    ]
    turned = "families:\n- roles: [{name: a, k: x}, {name: b, k: x}]\n- roles: [{name: b, k: x}, {name: a, k: x}]\n"
    assert wrong(tmp_path, by, a_yml=turned)[0] == (
        "a.yml:2: the lists of a ladder are in different orders; name a column with numbers as order"
    )
    numbers = LADDER % ", order: rank"
    ranked = "families:\n- roles: [{name: a, rank: 10}, {name: b, rank: 9}]\n"
    assert mapped(tmp_path, numbers, a_yml=ranked).transitions == [("b", "promotion", "a")]
    assert wrong(tmp_path, numbers, a_yml=ranked.replace("9", "x"))[0].startswith(
        "a.yml:2: the order of a ladder is not a number"
    )


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "Job title: label",
            "Job titel: label",
            'map.yaml:6: there is no column "Job titel" in jobs.csv; did you mean "Job ti',
        ),
        (
            "Job title: label",
            "Job title: lable",
            'map.yaml:6: there is no column "lable" in roles; did you mean "label',
        ),
        ("table: roles", "table: role", 'map.yaml:3: "role" is not a table; did you mean "roles"?'),
        ("file: jobs.csv", "file: job.csv", 'map.yaml:3: no file or sheet has the name "job.csv"; there are jobs.csv'),
        ("Kind: ROLE", "Sort: ROLE", 'map.yaml:3: there is no column "Sort" in jobs.csv; there are Kind'),
        (
            '"1": essential',
            '"2": essential',
            'needs.csv:2: "1" is not among the values of Must in map.yaml; it has 2, 0',
        ),
        ("where:", "were:", 'map.yaml:5: there is no "were" in an entry; did you mean "where"?'),
        ("split:", "splitt:", 'map.yaml:6: there is no "splitt" in a column; did you mean "split"?'),
        ("map:", "maps:", "map.yaml:1: the key map is missing; it lists tables and maps their columns"),
        ("title: From", "titel: From", '"titel" is neither map nor a table nor one of title'),
        ("columns: {Skill: label}", "columns: [Skill]", "map.yaml:7: columns is missing"),
        ("columns: {Skill: label}", "columns: {Skill: [[label]]}", 'map.yaml:9: "Skill" is neither the name'),
        ("where: {Kind: ROLE}", "where: ROLE", "map.yaml:5: where is not a mapping from texts to texts"),
        ("where: {Kind: ROLE}", "header: ROLE", "map.yaml:5: header is not a list of texts"),
        (
            "where: {Kind: ROLE}",
            "set: {lable: x}",
            'map.yaml:3: there is no column "lable" in roles; did you mean "label',
        ),
        ("where: {Kind: ROLE}", "delimiter: tab", "map.yaml:3: the delimiter 'tab' is none of , ; | and a tab"),
        ("where: {Kind: ROLE}", "unpivot: '* *'", "map.yaml:3: unpivot has more than one *"),
        ("where: {Kind: ROLE}", "rows: [a]", "map.yaml:5: rows is not text"),
        (
            "columns: {Skill: label}",
            "columns: {Skill: label}\n  ladder: yes",
            "map.yaml:7: ladder and cumulative are for roles",
        ),
        ("{Skill: label}", "{Skill: {field: label, pattern: x}}", 'map.yaml:9: "x" must have exactly one {}'),
        ("{Skill: label}", "{Skill: {field: label, part: 0}}", 'map.yaml:9: part "0" is not a whole number'),
        ("{Skill: label}", "{Skill: {field: label, by: name}}", 'map.yaml:9: "name" is neither id nor label (by)'),
        (
            "{Skill: label}",
            "{Skill: {field: label, pattern: 's-{}'}}",
            'needs.csv:2: "Kneading" does not have the form s-…',
        ),
        ("Code: holders", "Code: [holders, importance]", "needs.csv:2: importance has several values"),
        ("- table: roles", "- roles\n- table: roles", "map.yaml:3: an entry of map is not a mapping"),
    ],
)
def test_a_wrong_mapping_is_told_by_line(old: str, new: str, problem: str, tmp_path: Path) -> None:
    assert old in FLAT
    assert problem in wrong(tmp_path, FLAT.replace(old, new, 1))[0]


def test_what_is_nowhere_in_a_document_is_told(tmp_path: Path) -> None:
    text = "levels:\n- {name: Junior}\n"
    entry = "map:\n- table: roles\n  rows: %s\n  columns: {%s: label}\n"
    told = wrong(tmp_path, entry % ("levls", "name"), a_yml=text)
    assert told[0] == 'map.yaml:2: there are no rows at "levls"; did you mean "levels"?'
    told = wrong(tmp_path, entry % ("levels", "label"), a_yml=text)
    assert told[0] == 'map.yaml:4: no row has "label"; there are name'


def test_no_source_and_no_mapping_file(tmp_path: Path) -> None:
    folder = write(tmp_path / "ours", note_docx="x")
    with pytest.raises(SourceError, match="holds no table and no YAML or JSON document"):
        read(folder, format="mapping", map="flat")
    with pytest.raises(SourceError, match="needs a mapping file"):
        read(folder, format="mapping")
    with pytest.raises(SourceError, match=r"is not a mapping file; .*flat, successfactors, totara"):
        read(folder, format="mapping", map=tmp_path / "none.yaml")
    (tmp_path / "list.json").write_text("[]", encoding="utf-8")
    with pytest.raises(FrameworkError, match="is not a mapping file; it needs the key map"):
        read(folder, format="mapping", map=tmp_path / "list.json")
    (tmp_path / "latin.yaml").write_bytes(b"\xe9")
    with pytest.raises(SourceError, match="save the mapping file as UTF-8"):
        read(folder, format="mapping", map=tmp_path / "latin.yaml")


# ------------------------------------------------------------------ export


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> ecomgraph.CareerGraph:
    folder = tmp_path_factory.mktemp("bakery")
    import_framework(write_tables(folder / "bakery"), folder / "bakery.ttl")
    return ecomgraph.load(folder / "bakery.ttl")


def table(path: Path, delimiter: str = ",") -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def exported(graph: ecomgraph.CareerGraph, tmp_path: Path, mapping: str) -> ecomgraph.ExportReport:
    (tmp_path / "map.yaml").write_text(mapping, encoding="utf-8")
    return graph.export("mapping", tmp_path / "out", map=tmp_path / "map.yaml")


LAYOUT = """\
map:
- table: requirements
  file: needs.csv
  delimiter: ";"
  columns:
    Job: {field: holders, text: "role:{}", pattern: "J-{}"}
    Skill: {field: skill, by: label}
    Must: {field: importance, values: {"1": essential, "0": optional}}
  constants: {System: "hr-{framework}"}
  header: [System, Job]
- table: roles
  file: jobs.csv
  columns: {Code: {field: id, pattern: "J-{}"}, Title: label, Also: {field: alt_labels, split: "|"}}
  where: {Kind: ROLE}
- table: skills
  file: skills.csv
  columns: {Skill: label}
  set: {type: skill}
"""


def test_an_own_layout_is_written_and_read_again(graph: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    report = exported(graph, tmp_path, LAYOUT)
    assert table(tmp_path / "out" / "needs.csv", ";") == [
        ["System", "Job", "Skill", "Must"],
        ["hr-bakery", "J-baker", "Kneading", "1"],
        ["hr-bakery", "J-master", "Kneading", "1"],
        ["hr-bakery", "J-master", "Search engine optimization", "0"],
    ]
    assert table(tmp_path / "out" / "jobs.csv")[2] == ["J-baker", "Baker", "Bread maker|Journeyman", "ROLE"]
    assert table(tmp_path / "out" / "skills.csv") == [["Skill"], ["Baking"], ["Kneading"]]
    assert "skills: 1 row in which type is not skill" in report.lost
    assert any(it.startswith("transitions: 2 rows, for which the mapping has no file") for it in report.lost)
    assert any("ecg:typicalMonths" in it for it in report.lost)
    found = mapped(
        tmp_path,
        LAYOUT.replace("  set: {type: skill}\n", ""),
        **{
            f"{path.stem}_csv": path.read_text(encoding="utf-8")
            + ("Search engine optimization\n" if path.stem == "skills" else "")
            for path in (tmp_path / "out").glob("*.csv")
        },
    )
    assert found.needs == {
        "Baker": {"Kneading": "x"},
        "Master baker": {"Kneading": "x", "Search engine optimization": "x"},
    }
    assert found.of("Role")["Baker"]["altLabel"] == ["Bread maker", "Journeyman"]
    assert found.notes[-1] == 'needs.csv: 3 cells left out: "System": the mapping only writes it'


@pytest.mark.parametrize("name", SHIPPED)
def test_layouts_that_ship_are_written(name: str, graph: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    graph.export("mapping", tmp_path / "out", map=name)
    for entry in read_mapping(name).entries:
        header, *rows = table(tmp_path / "out" / entry.file)
        assert header[: len(entry.header)] == list(entry.header)
        assert all(len(row) == len(header) for row in rows)
        assert rows or "scale" in entry.table.name or "level" in entry.table.name


def test_what_totara_gets_is_known_by_ids_of_the_framework(graph: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    graph.export("mapping", tmp_path / "out", map="totara")
    rows = table(tmp_path / "out" / "comp.csv")
    assert rows[3][:2] + rows[3][4:6] == ["bakery-skill-kneading", "Kneading", "bakery", "bakery-skill-baking"]
    found = read(tmp_path / "out", format="mapping", map="totara", name="bakery")
    assert found.of("Skill")["Kneading"]["broader"] == ["Baking"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("  file: jobs.csv", "  file: '*.csv'", "is not the name of a file to write, such as roles.csv"),
        ("  file: jobs.csv", "  file: ../jobs.csv", "is not the name of a file to write"),
        ("  file: jobs.csv", "  file: jobs.csv\n  rows: a", "an entry with rows can be read but not written"),
        ("Title: label", '"{Title} {Code}": label', "can be read but not written; name one column"),
    ],
)
def test_a_mapping_that_only_reads_is_refused(
    old: str, new: str, problem: str, graph: ecomgraph.CareerGraph, tmp_path: Path
) -> None:
    assert old in LAYOUT
    with pytest.raises(ArgumentError, match=problem):
        exported(graph, tmp_path, LAYOUT.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"0": optional', '"0": perhaps', "importance 'optional' is not among the values of the mapping"),
        ("Title: label", "Title: {field: label, limit: 3}", "Title has 5 characters; at most 3 are allowed"),
        ('split: "|"', 'split: " "', "alt_labels contains the separator ' '"),
    ],
)
def test_values_without_a_place_are_refused(
    old: str, new: str, problem: str, graph: ecomgraph.CareerGraph, tmp_path: Path
) -> None:
    assert old in LAYOUT
    with pytest.raises(ExportError) as caught:
        exported(graph, tmp_path, LAYOUT.replace(old, new))
    assert any(problem in it for it in caught.value.problems)


def test_rows_of_other_forms_are_lost(graph: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    report = exported(graph, tmp_path, LAYOUT.replace('"role:{}"', '"profile:{}"'))
    assert "requirements: 2 rows in which holders does not have the form profile:{}" in report.lost


def test_a_mapping_is_for_its_own_format(graph: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match="--map is for the format mapping, not for csv"):
        graph.export("csv", tmp_path / "out", map="flat")


def test_import_takes_a_mapping_as_an_option(tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text(FLAT, encoding="utf-8")
    source = write(tmp_path / "ours", jobs_csv=JOBS, needs_csv=NEEDS)
    report = import_framework(source, tmp_path / "o.nt", options=ImportOptions(map=tmp_path / "map.yaml"), dry_run=True)
    assert report.framework.format == "mapping"
    assert report.understood[0] == "jobs.csv: 2 rows of roles"


def test_the_mapping_files_in_the_documentation_are_right(tmp_path: Path) -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "frameworks.md").read_text(encoding="utf-8")
    blocks = [it for it in re.findall(r"```yaml\n(.*?)```", text, flags=re.DOTALL) if "map:" in it]
    assert len(blocks) >= 5
    for number, block in enumerate(blocks):
        path = tmp_path / f"{number}.yaml"
        path.write_text(block, encoding="utf-8")
        assert read_mapping(path).entries


def test_values_of_a_mapping_and_documents_a_line(tmp_path: Path) -> None:
    mapping = (
        'map:\n- {table: roles, rows: jobs/*, columns: {"@key": id, title: label, names/*: alt_labels}, ladder: yes}'
    )
    text = '{"jobs": {"b": {"title": "Baker", "names": {"fr": "Boulanger"}}, "c": {"title": "Clerk"}}}\n\n{}\n'
    found = mapped(tmp_path, mapping, jobs_jsonl=text, page_md="# No front matter\n")
    assert found.of("Role")["Baker"]["altLabel"] == ["Boulanger"]
    assert found.transitions == [("Baker", "promotion", "Clerk")]
    assert "page.md: 1 file left out: no table, workbook, YAML or JSON" in found.notes


def test_columns_without_a_name_or_twice_and_cells_without_a_value(tmp_path: Path) -> None:
    mapping = "map:\n- {table: roles, columns: {Job: label}}\n"
    assert wrong(tmp_path, mapping, a_csv="Job,Job\nBaker,Clerk\n")[0] == (
        'a.csv:1: column "Job" occurs 2 times; keep one'
    )
    found = mapped(tmp_path, mapping, a_csv="Job,\nBaker,7\n")
    assert found.notes == ('a.csv: 1 cell left out: "column 2, which has no header": the mapping does not use it',)
    book = Workbook()
    for row in (["Job"], ["=1/2"]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "ours.xlsx")
    told = refused(tmp_path / "ours.xlsx", format="mapping", map=tmp_path / "map.yaml")
    assert told[0].startswith("ours.xlsx!A2: the formula =1/2 has no stored value")
