"""A framework of one's own, as a folder of CSV files: what is understood, and what is said about mistakes."""

from __future__ import annotations

import re
from json import dumps, loads
from typing import TYPE_CHECKING

import pytest

import ecomgraph
from ecomgraph import FrameworkError, ImportOptions, SourceError, import_framework
from tests.frameworks.miniatures import write_tables

if TYPE_CHECKING:
    from pathlib import Path

BASE = "https://w3id.org/ecomgraph/framework/bakery/"


def problems_of(folder: Path) -> list[str]:
    """Import a folder that cannot be imported, and return what is said about it."""
    target = folder.parent / "never.ttl"
    with pytest.raises(FrameworkError) as caught:
        import_framework(folder, target)
    assert not target.exists()
    return list(caught.value.problems)


def test_a_few_tables_are_a_framework(tables: Path, tmp_path: Path) -> None:
    report = import_framework(tables, tmp_path / "career.db")
    assert report.accepted
    assert report.applied
    graph = ecomgraph.open(tmp_path / "career.db")
    path = graph.find_path("Apprentice", "Master baker")
    assert [node.iri for node in path.nodes] == [f"{BASE}role/{it}" for it in ("apprentice", "baker", "master")]
    assert path.transitions[0].months == 36
    assert graph.skill("Search engine optimization").iri == f"{BASE}skill/SEO"
    assert [(it.skill.id, it.importance) for it in graph.skills("master")] == [
        ("kneading", "essential"),
        ("SEO", "optional"),
    ]
    assert graph.role("bread maker").label == "Baker"


def test_names_of_all_kinds_refer_to_a_row(tmp_path: Path) -> None:
    requirements = (
        "holders,skill,importance\nMaster baker,Search engine optimization,optional\nrole:Journeyman,SEO,optional\n"
    )
    folder = write_tables(tmp_path / "bakery", requirements=requirements)
    import_framework(folder, tmp_path / "career.db")
    graph = ecomgraph.open(tmp_path / "career.db")
    assert [it.skill.id for it in graph.skills("baker")] == ["SEO"]


@pytest.mark.long
def test_rows_without_ids_are_called_by_their_labels(tmp_path: Path) -> None:
    folder = write_tables(
        tmp_path / "x", roles="label\nHead of Café\nBaker\n", transitions="from,to,kind\nBaker,Head of Café,promotion\n"
    )
    (folder / "requirements.csv").unlink()
    import_framework(folder, tmp_path / "career.db", options=ImportOptions(base="https://hr.example/"))
    assert ecomgraph.open(tmp_path / "career.db").role("Head of Café").iri == "https://hr.example/role/head-of-café"


def test_an_unknown_reference_is_told_with_its_place_and_the_nearest_name(tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "bakery", requirements="holders,skill,importance\n#,,\nbaker,SOE,essential\n")
    assert problems_of(folder) == ['requirements.csv:3: skill "SOE" is not in skills.csv; did you mean "SEO"?']


def test_a_statement_has_a_property_of_the_vocabulary_as_its_predicate(tmp_path: Path) -> None:
    rows = "subject,predicate,object\nrole:baker,hasLevl,role:master\nrole:baker,Facet,role:master\n"
    assert problems_of(write_tables(tmp_path / "bakery", statements=rows)) == [
        'statements.csv:2: predicate "hasLevl" is not a property of the vocabulary; did you mean "hasLevel"?',
        'statements.csv:3: predicate "Facet" is not a property of the vocabulary; did you mean "facet"?',
    ]


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    folder = write_tables(
        tmp_path / "bakery",
        roles="id,label\napprentice,Apprentice\nbaker,Baker\nmaster,Master baker\nbaker,Second baker\n,\n,,\n",
        skills="id,label,type\nkneading,Kneading,skil\nSEO,SEO,knowledge\n",
        requirements="holders,skill,importance,proficiency\nbakr,kneading,vital,high\n,SEO,optional,\n",
        transitions="from,to,kind,months\nbaker,master,,3.x\n",
    )
    assert problems_of(folder) == [
        'roles.csv:5: id "baker" is already in roles.csv:3; merge the two rows, or give one another id',
        "requirements.csv:3: holders is empty; write an id of roles or profiles or responsibilities or activities",
        "transitions.csv:2: kind is empty; write promotion, level-up or specialization-change",
        'skills.csv:2: type "skil" is not known; did you mean "skill"?',
        'requirements.csv:2: holders "bakr" is not in roles.csv or transitions.csv; did you mean "baker"?',
        'requirements.csv:2: importance "vital" is not known; write one of essential, optional',
        'requirements.csv:2: proficiency "high" is not a number, such as 0.4 or 40%',
        'transitions.csv:2: months "3.x" is not a number, such as 0.75',
    ]


def test_after_fifty_problems_reading_stops(tmp_path: Path) -> None:
    rows = "".join(f"baker,unknown-{number},essential\n" for number in range(200))
    found = problems_of(write_tables(tmp_path / "bakery", requirements=f"holders,skill,importance\n{rows}"))
    assert len(found) == 51
    assert found[-1] == "there may be more: reading stopped after 50 problems"


def test_a_name_that_may_be_two_things_has_to_be_made_clear(tmp_path: Path) -> None:
    folder = write_tables(
        tmp_path / "bakery",
        activities="id,label\nbaker,Baking bread\n",
        requirements="holders,skill,importance\nbaker,SEO,optional\n",
    )
    assert problems_of(folder) == [
        'requirements.csv:2: holders "baker" may be activity:baker or role:baker; write which'
    ]


def test_what_the_shapes_object_to_is_told_by_row_and_column(tmp_path: Path) -> None:
    folder = write_tables(
        tmp_path / "bakery",
        skills="id,label,type\nSEO,Search,skill\nkneading,Kneading,skill\nmixing,Kneading,skill\n",
        profiles="id,label,role\nyoung-baker,Young baker,baker\n",
    )
    report = import_framework(folder, tmp_path / "career.db")
    assert not report.accepted
    assert not report.applied
    assert not (tmp_path / "career.db").exists()
    assert [re.sub(r"; expected.*", "", violation) for violation in report.violations] == [
        "profiles.csv:2: Found a profile with neither level nor specialization",
        "skills.csv:4: label: Found the two skills skill:kneading and skill:mixing under one label, 'Kneading'",
    ]


# ------------------------------------------------------------------ what spreadsheets make of CSV


def as_bytes(folder: Path, name: str, data: bytes) -> Path:
    (folder / f"{name}.csv").write_bytes(data)
    return folder


@pytest.mark.long
def test_a_semicolon_file_with_byte_order_mark_and_decimal_commas_is_read_and_said(
    tables: Path, tmp_path: Path
) -> None:
    text = '\ufeffholders;skill;importance;proficiency\r\n"baker; master";kneading;essential;0,75\r\n'
    as_bytes(tables, "requirements", text.encode())
    report = import_framework(tables, tmp_path / "career.db")
    assert report.notes == ("requirements.csv: read with semicolons as separators",)
    proficiency = ecomgraph.open(tmp_path / "career.db").sparql("SELECT ?p { ?r ecg:proficiency ?p }")
    assert [str(row[0]) for row in proficiency] == ["0.75"]  # type: ignore[union-attr]


@pytest.mark.long
def test_the_separator_line_of_excel_is_understood(tables: Path, tmp_path: Path) -> None:
    as_bytes(tables, "roles", b"sep=;\nid;label\napprentice;Apprentice\nbaker;Baker\nmaster;Ma,ster\n")
    import_framework(tables, tmp_path / "career.db")
    assert ecomgraph.open(tmp_path / "career.db").role("master").label == "Ma,ster"


@pytest.mark.long
def test_utf_16_is_read_where_the_first_bytes_say_so(tables: Path, tmp_path: Path) -> None:
    as_bytes(tables, "roles", "id\tlabel\napprentice\tLehrling\nbaker\tBäcker\nmaster\tMeister\n".encode("utf-16"))
    report = import_framework(tables, tmp_path / "career.db")
    assert "roles.csv: read as UTF-16, because of its byte order mark" in report.notes
    assert ecomgraph.open(tmp_path / "career.db").role("baker").label == "Bäcker"


@pytest.mark.long
def test_a_wrong_encoding_is_told_with_byte_and_place_and_can_be_named(tables: Path, tmp_path: Path) -> None:
    as_bytes(tables, "roles", "id,label\napprentice,Lehrling\nbaker,Bäcker\nmaster,Meister\n".encode("cp1252"))
    assert problems_of(tables) == [
        "roles.csv:3:8: byte 0xE4 is not valid in UTF-8; save the file as UTF-8 (CSV UTF-8 in Excel), or name its"
        " encoding, as in --encoding windows-1252"
    ]
    import_framework(tables, tmp_path / "career.db", options=ImportOptions(encoding="windows-1252"))
    assert ecomgraph.open(tmp_path / "career.db").role("baker").label == "Bäcker"


@pytest.mark.long
def test_an_apostrophe_before_a_formula_is_not_part_of_the_text(tables: Path, tmp_path: Path) -> None:
    as_bytes(tables, "roles", b"id,label\napprentice,'=Apprentice\nbaker,'tis\nmaster,M\n")
    import_framework(tables, tmp_path / "career.db")
    graph = ecomgraph.open(tmp_path / "career.db")
    assert [graph.role(it).label for it in ("apprentice", "baker")] == ["=Apprentice", "'tis"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "roles.csv: the file is empty; it needs at least a header"),
        (b'id,label\nbaker,"Baker\nmaster,M\n', r"roles.csv:2: unexpected end of data; check the quotation marks"),
        (b"id,label\nbaker" + b",x" * 100_000, "roles.csv:2: 100,001 cells, but the header has 2"),
        (b"id,label,label\nbaker,B,B\n", "roles.csv:1: column 'label' occurs 2 times; keep one"),
        (b"id,lable\nbaker,B\n", 'roles.csv:1: there is no column "lable" in roles; did you mean "label"?'),
        (b"id,label\nbaker,\0\n", "roles.csv:2: a NUL character; the file is not text, or not in UTF-8"),
        (b"id,label,iri\nbaker,B,no iri\n", 'roles.csv:2: iri "no iri" is not an absolute IRI'),
    ],
    ids=["empty", "open quotation", "100,000 columns", "column twice", "misspelt column", "nul", "no iri"],
)
def test_broken_tables_are_refused(tables: Path, data: bytes, said: str) -> None:
    as_bytes(tables, "roles", data)
    assert problems_of(tables)[0].startswith(said)


def test_unknown_columns_and_files_are_left_out_and_named(tables: Path, tmp_path: Path) -> None:
    as_bytes(tables, "roles", b"id,label,Remarks for HR\napprentice,A,x\nbaker,B,\nmaster,M,\n")
    as_bytes(tables, "salaries", b"id,amount\nbaker,1\n")
    report = import_framework(tables, tmp_path / "career.db")
    assert report.notes == (
        "salaries.csv: 1 row left out: none of the tables has this name",
        'roles.csv: 1 cell left out: the column "Remarks for HR" is not known',
    )


def test_a_framework_without_rows_is_refused(tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    (tmp_path / "nothing" / "roles.csv").write_text("id,label\n", encoding="utf-8")
    with pytest.raises(SourceError, match="is empty: there is no row"):
        import_framework(tmp_path / "nothing", tmp_path / "career.db")


@pytest.mark.slow
def test_the_export_of_an_import_is_the_import(tmp_path: Path) -> None:
    bundled = ecomgraph.load()
    bundled.export("csv", tmp_path / "first")
    import_framework(tmp_path / "first", tmp_path / "career.db")
    ecomgraph.open(tmp_path / "career.db").export("csv", tmp_path / "second")
    names = sorted(path.name for path in (tmp_path / "first").iterdir())
    assert names == sorted(path.name for path in (tmp_path / "second").iterdir())
    for name in names:
        first, second = ((tmp_path / folder / name).read_text(encoding="utf-8") for folder in ("first", "second"))
        if name == "datapackage.json":
            # The framework that was imported has a name of its own.
            assert "ecomgraph-first" in second
            first, second = (dumps({**loads(it), "name": "", "title": ""}, sort_keys=True) for it in (first, second))
        assert first == second, name


@pytest.mark.long
def test_header_with_too_many_columns_is_refused(tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "wide", roles="id,label" + ",x" * 100_000 + "\nbaker,Baker\n")
    with pytest.raises(
        FrameworkError, match=r"^roles.csv:1: 100002 columns; at most 1000 are allowed; keep those that"
    ):
        import_framework(folder, tmp_path / "career.db")
    assert not (tmp_path / "career.db").exists()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("ours.yaml", "skills: [{label: A/B}, {label: A B}]", '"A B" and "A/B" of ours.yaml:1 both give the id "a-b"'),
        (
            "ours.yaml",
            "roles: [{label: .NET}, {label: dotnet}]",
            'both give the id "dotnet"; rename one, give one an id',
        ),
        ("ours.yaml", "roles: [{id: A/B}, {id: A B}]", '"A B" and "A/B" of ours.yaml:1 both give the IRI "'),
        ("ours.yaml", "roles: [{label: A}, {label: a}]", 'id "a" is already in ours.yaml:1; merge the two rows'),
        ("matrix.csv", "skill,Baker\nA/B,x\nA B,x\n", '"A B" and "A/B" of matrix.csv:2 both give the id "a-b"; rename'),
        ("matrix.csv", "skill,R One,R-One\nA,x,x\n", '"R-One" and "R One" of matrix.csv:1 both give the id "r-one"'),
    ],
)
def test_two_names_that_give_one_id_are_both_named(tmp_path: Path, name: str, text: str, said: str) -> None:
    """What joins them, such as a requirement, is not a problem of its own."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(FrameworkError) as caught:
        import_framework(tmp_path / name, tmp_path / "career.db")
    assert [said in problem for problem in caught.value.problems] == [True], caught.value.problems


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("ours.yaml", "roles: [{label: a, alt_labels: %s}]" % ("b;" * 100_001), "alt_labels holds more than 100,000"),
        ("matrix.csv", "skill,Baker\nSQL,x%s\n" % ("," * 200_000), "has 200,002 cells, and 200,000 is the limit"),
    ],
)
def test_values_of_a_cell_and_cells_of_a_row_have_a_limit(tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(FrameworkError) as caught:
        import_framework(tmp_path / name, tmp_path / "career.db")
    assert said in caught.value.problems[0]
