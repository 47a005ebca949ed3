"""Sources as programs and people really save them: what is told, counted, mapped or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

import ecomgraph
from ecomgraph import EcomgraphError, FrameworkError, SourceError, import_framework
from tests.frameworks.import_outcomes import graph_of, labels, notes_of, problems_of
from tests.frameworks.made_workbooks import Rows, book
from tests.frameworks.miniatures import ESCO

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


ROLES, SKILLS = "id,label\nclerk,Clerk\n", "id,label\ntact,Tact\n"
NEEDS = "holders,skill,importance\nclerk,Tact,essential\n"
PREFIXES = (
    "@prefix ecg: <https://w3id.org/ecomgraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> ."
    " @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix : <https://shop.example/> . "
)


def folder_of(folder: Path, **texts: str) -> Path:
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


# ------------------------------------------------------------------ tables


def book_of(path: Path, change: Callable[[Workbook], object], roles: str = "Roles") -> Path:
    tables: dict[str, Rows] = {
        roles: [["id", "label", "definition"], ["clerk", "Clerk", "Serves"], ["boss", "Boss", "Leads"]],
        "Skills": [["id", "label", "broader"], ["tact", "Tact", None]],
        "Requirements": [["holders", "skill", "importance", "proficiency"], ["clerk", "tact", "essential", 0.5]],
    }
    return book(path, change, **tables)


def put(book: Workbook, sheet: str, place: str, value: str, kind: str = "f") -> None:
    cell = book[sheet][place]
    cell.value, cell.data_type = value, kind


@pytest.mark.parametrize(
    ("sheet", "place", "value", "kind", "said"),
    [
        ("Requirements", "D2", "=1/2", "f", "the formula =1/2 has no stored value"),
        ("Roles", "C3", '="Leads "&"all"', "f", "has no stored value"),
        ("Skills", "A3", '="extra"', "f", 'the formula ="extra" has no stored value'),
        ("Requirements", "D2", "#N/A", "e", "#N/A is not a value"),
        ("Roles", "C3", "#REF!", "e", "#REF! is not a value"),
    ],
)
def test_cells_without_a_value_are_told_one_by_one(
    tmp_path: Path, sheet: str, place: str, value: str, kind: str, said: str
) -> None:
    book = book_of(tmp_path / "ours.xlsx", lambda book: put(book, sheet, place, value, kind))
    (problem,) = problems_of(book)
    assert problem.startswith(f"ours.xlsx:{sheet}!{place}: ")
    assert said in problem


def test_cells_without_a_value_in_columns_that_are_not_read_are_counted(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        put(book, "Roles", "D1", "Cost", "s")
        put(book, "Roles", "D2", "=1+1")
        put(book, "Roles", "E3", "#N/A", "e")

    assert notes_of(book_of(tmp_path / "ours.xlsx", change)) == (
        "ours.xlsx:Roles: 1 cell left out: column E has no header",
        'ours.xlsx:Roles: 1 cell left out: the column "Cost" is not known',
    )


def test_labels_and_ids_may_begin_with_a_hash(tmp_path: Path) -> None:
    ours = folder_of(
        tmp_path / "ours",
        roles="id,label\n#101,Clerk\n# a comment,of ours\n",
        skills="label,type\n#hashtag marketing,skill\n",
        requirements="holders,skill,importance\n#101,#hashtag marketing,essential\n",
    )
    assert notes_of(ours) == ("roles.csv: 2 cells left out: comments in line 3",)
    graph = ecomgraph.load(tmp_path / "out.ttl")
    assert labels(it.skill for it in graph.skills("Clerk")) == ["#hashtag marketing"]


@pytest.mark.parametrize("header", ["", "  "])
def test_cells_under_no_header_are_counted(tmp_path: Path, header: str) -> None:
    ours = folder_of(tmp_path / "ours", roles=f"id,label,{header},definition\nclerk,Clerk,Shop assistant,Serves\n")
    assert notes_of(ours) == ("roles.csv: 1 cell left out: column 3 has no header",)


def test_a_renamed_sheet_is_named_beside_the_problem_that_it_causes(tmp_path: Path) -> None:
    with pytest.raises(FrameworkError, match="is not in the table roles, which is missing") as caught:
        import_framework(book_of(tmp_path / "ours.xlsx", Workbook.close, roles="Rollen"), tmp_path / "out.ttl")
    assert caught.value.notes == ("ours.xlsx:Rollen: 2 rows left out: none of the tables has this name",)


def test_an_unknown_column_is_named_beside_the_problem(tmp_path: Path) -> None:
    roles = "id,label,Abteilung\nk,Kassierer,Verkauf\n"
    with pytest.raises(FrameworkError) as caught:
        import_framework(folder_of(tmp_path / "ours", roles=roles, requirements=NEEDS), tmp_path / "out.ttl")
    assert caught.value.notes == ('roles.csv: 1 cell left out: the column "Abteilung" is not known',)


def test_files_named_by_web_spreadsheets_are_read(tmp_path: Path) -> None:
    names = {"Model 2024 - Roles": ROLES, "Model 2024 - Skills": SKILLS, "Model 2024 - Requirements": NEEDS}
    assert labels(it.skill for it in graph_of(folder_of(tmp_path / "ours", **names)).skills("Clerk")) == ["Tact"]


def test_two_files_of_one_table_are_refused(tmp_path: Path) -> None:
    ours = folder_of(tmp_path / "ours", roles=ROLES, **{"Model - Roles": "id,label\nboss,Boss\n"})
    assert problems_of(ours) == ("roles.csv: is the table roles, as is Model - Roles.csv; keep one of them",)


@pytest.mark.parametrize("above", ["Our roles in 2024\n", "Our roles,,\n\n", "Our roles;2024\n1 May\n\n"])
def test_lines_above_the_header_are_counted(tmp_path: Path, above: str) -> None:
    ours = folder_of(tmp_path / "ours", roles=above + "id,label,definition\nclerk,Clerk,Serves\n")
    notes = notes_of(ours)
    assert '"Our roles' in notes[0]
    assert "is above the header" in notes[0]
    assert labels(ecomgraph.load(tmp_path / "out.ttl").roles()) == ["Clerk"]


def test_a_title_above_the_header_of_a_sheet_may_be_merged(tmp_path: Path) -> None:
    rows: Rows = [["Our roles in 2024"], ["id", "label", "definition"], ["clerk", "Clerk", "Serves"]]
    book(tmp_path / "title.xlsx", lambda it: it["Roles"].merge_cells("A1:C1"), Roles=rows)
    assert notes_of(tmp_path / "title.xlsx") == (
        'title.xlsx: 1 cell left out: line 1, "Our roles in 2024", is above the header',
    )


def test_a_header_without_a_known_column_is_refused(tmp_path: Path) -> None:
    (problem,) = problems_of(folder_of(tmp_path / "ours", roles="Titel,Art\nKassierer,fest\n"))
    assert problem.startswith(
        'roles.csv:1: none of the columns "Titel", "Art" is one of roles; rename them to id, label'
    )


def test_a_file_of_tabs_may_have_decimal_commas(tmp_path: Path) -> None:
    needs = "holders\tskill\timportance\tproficiency\nclerk\ttact\tessential\t0,5\n"
    ours = folder_of(tmp_path / "ours", roles=ROLES, skills=SKILLS)
    (ours / "requirements.csv").write_bytes(needs.encode("utf-16"))
    assert [it.proficiency for it in graph_of(ours).skills("clerk")] == [0.5]


@pytest.mark.parametrize(
    ("skill", "reference"),
    [
        ("Kasse bedienen", "Kasse\u00a0bedienen"),
        ('"Kasse\nbedienen"', "Kasse  bedienen"),
        ("Kasse", "KASSE"),
        ("Café", "Cafe\u0301"),
    ],
)
def test_white_space_capitals_and_composition_do_not_count_in_references(
    tmp_path: Path, skill: str, reference: str
) -> None:
    needs = f"holders,skill,importance\nclerk,{reference},essential\n"
    graph = graph_of(folder_of(tmp_path / "ours", roles=ROLES, skills=f"id,label\n,{skill}\n", requirements=needs))
    assert len(graph.skills("clerk")) == 1


# ------------------------------------------------------------------ ESCO


def test_untranslated_concepts_are_left_out_with_what_is_about_them(esco: Path) -> None:
    skills = (esco / "skills_en.csv").read_text(encoding="utf-8").replace("plan sales", "")
    (esco / "skills_en.csv").write_text(skills, encoding="utf-8")
    notes = notes_of(esco)
    assert "skills_en.csv: 1 row left out: no preferredLabel in en" in notes
    assert "occupationSkillRelations_en.csv: 1 row left out: about concepts that were left out" in notes


def test_relations_of_older_esco_releases_have_no_language_in_their_name(esco: Path) -> None:
    for path in esco.glob("*Relations*_en.csv"):
        path.rename(path.with_name(path.name.replace("_en", "")))
    assert not any("is not in the folder" in note for note in notes_of(esco) if "OccPillar" not in note)


def test_occupations_may_be_below_occupations_and_other_files_are_counted(esco: Path) -> None:
    hierarchy = f"conceptUri,broaderUri\n{ESCO}occupation/2,{ESCO}occupation/1\n{ESCO}isco/C1,{ESCO}isco/C2\n"
    (esco / "broaderRelationsOccPillar_en.csv").write_text(hierarchy, encoding="utf-8")
    (esco / "ISCOGroups_en.csv").write_text(f"conceptUri,code\n{ESCO}isco/C1,1\n{ESCO}isco/C2,2\n", encoding="utf-8")
    notes = notes_of(esco)
    assert "ISCOGroups_en.csv: 2 rows left out: no place in the model" in notes
    assert "broaderRelationsOccPillar_en.csv: 1 row left out: about groups or other concepts" in " ".join(notes)
    graph = ecomgraph.load(esco.parent / "out.ttl")
    assert graph.sparql(f"ASK {{ <{ESCO}occupation/2> skos:broader <{ESCO}occupation/1> }}") is True


# ------------------------------------------------------------------ RDF


def rdf_of(path: Path, text: str) -> Path:
    path.write_text(PREFIXES + text, encoding="utf-8")
    return path


def test_rdf_without_a_role_or_a_skill_is_refused_with_its_types(tmp_path: Path) -> None:
    path = rdf_of(tmp_path / "ours.ttl", ":s a :Shop . :a a skos:Collection . :b a skos:Collection .")
    with pytest.raises(SourceError, match=r"but 2 skos:Collection, 1 https://shop.example/Shop; type"):
        import_framework(path, tmp_path / "out.ttl")
    path = rdf_of(path, ":a a skos:Concept ; skos:prefLabel 'Tact' . skos:Concept rdfs:subClassOf ecg:Skill .")
    assert graph_of(path).skill("Tact").iri == "https://shop.example/a"


def test_a_scheme_of_which_nothing_can_be_read_is_refused_with_the_reasons(tmp_path: Path) -> None:
    path = rdf_of(tmp_path / "ours.ttl", ":s a skos:ConceptScheme . :a a skos:Concept . [] a skos:Concept .")
    said = "that can be imported: 1 triple left out: about concepts without a label, and 1 reason more"
    with pytest.raises(SourceError, match=said):
        import_framework(path, tmp_path / "out.ttl")


def test_tables_without_a_role_or_a_skill_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no role and no skill, but 1 ecg:ExperienceLevel; add roles or skills"):
        import_framework(folder_of(tmp_path / "ours", levels="id,label,rank\nentry,Entry,1\n"), tmp_path / "out.ttl")


CLERK = (
    ":clerk a ecg:Role ; skos:prefLabel 'Clerk' . :boss a ecg:Role ; skos:prefLabel 'Boss' ."
    " :tact a ecg:Skill ; skos:prefLabel 'Tact' . "
)
GROUNDS = (
    ":n a ecg:SkillRequirement ; ecg:requiredSkill :tact ;"
    " ecg:importance <https://w3id.org/ecomgraph/importance/essential> . :clerk ecg:hasSkillRequirement :n ."
    " :m a ecg:Transition ; ecg:transitionFrom :clerk ; ecg:transitionTo :boss ;"
    " ecg:transitionKind <https://w3id.org/ecomgraph/transition-kind/promotion> . "
)


@pytest.mark.long
@pytest.mark.parametrize(
    "claim",
    [
        ":clerk ecg:requiresSkill :tact",
        ":clerk ecg:requiresEssentialSkill :tact",
        ":clerk ecg:advancesTo :boss",
        ":clerk ecg:leadsTo :boss",
    ],
)
def test_derived_properties_count_only_if_the_rules_conclude_them(tmp_path: Path, claim: str) -> None:
    name = claim.split()[1]
    path = rdf_of(tmp_path / "ours.ttl", f"{CLERK}{GROUNDS}{claim} .")
    assert notes_of(path) == (f"ours.ttl: 1 triple left out: for rules to derive ({name})",)
    assert labels(it.skill for it in ecomgraph.load(path).skills("Clerk")) == ["Tact"]
    path = rdf_of(path, f"{CLERK}{claim} .")
    report = import_framework(path, tmp_path / "other.ttl")
    assert not report.accepted
    assert f": {name} <https://shop.example/" in report.violations[0]
    with pytest.raises(FrameworkError, match=f"{name} .* is for rules to derive, and they do not; state a?"):
        ecomgraph.load(path)


def test_optional_and_collaboration_shortcuts_are_refused_by_name(tmp_path: Path) -> None:
    path = rdf_of(tmp_path / "ours.ttl", f"{CLERK}:clerk ecg:requiresOptionalSkill :tact ; ecg:worksWith :it .")
    found = import_framework(path, tmp_path / "other.ttl").violations
    assert [text.split()[1] for text in found[:2]] == ["ecg:requiresOptionalSkill", "ecg:worksWith"]


def test_values_that_the_store_spells_in_another_way_are_told(tmp_path: Path) -> None:
    path = rdf_of(tmp_path / "ours.ttl", f"{CLERK}:clerk skos:note 1.50 , 7 .")
    assert notes_of(path) == ('ours.ttl: 1 value normalized by the store, with the same meaning, such as "1.50"',)


# ------------------------------------------------------------------ other files


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("roles.md", b"| role |\n", "is Markdown, which is not read"),
        ("roles.pdf", b"%PDF-1.7", "is a PDF document, which is not read"),
        ("deep.jsonld", b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "is nested too deeply"),
        ("skills.csv", b"taxonomy,x\n", "is a competency framework of Moodle in another layout, which is not read"),
        ("one.csv", b"id,label\n", "is one table"),
    ],
)
def test_a_file_that_is_not_read_is_called_what_it_is(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(EcomgraphError, match=said):
        import_framework(tmp_path / name, tmp_path / "out.ttl")
