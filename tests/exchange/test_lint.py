"""What a tool would drop, cut or refuse is found before anything is written; what can be repaired is repaired."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ecomgraph
from ecomgraph.exchange.cells import from_ooxml, join, neutral, plain, split, to_ooxml
from ecomgraph.namespace import ECG
from tests.exchange import reread_data as data
from tests.exchange import reread_hr as hr
from tests.exchange import reread_odoo
from tests.exchange.facts import Facts

Load = Callable[..., ecomgraph.CareerGraph]
HEADER = """
@prefix : <https://bakery.example/> .
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix importance: <https://w3id.org/ecomgraph/importance/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix transition-kind: <https://w3id.org/ecomgraph/transition-kind/> .
:baker a ecg:Role ; skos:prefLabel "Baker" ; ecg:hasSkillRequirement :needs-kneading .
:needs-kneading a ecg:SkillRequirement ; ecg:requiredSkill :kneading ; ecg:importance importance:essential .
:kneading a ecg:Skill ; skos:prefLabel "Kneading"@en .
"""


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Load a baker who kneads, and more."""

    def load_with(*turtle: str) -> ecomgraph.CareerGraph:
        path = tmp_path / "graph.ttl"
        path.write_text(HEADER + "\n".join(turtle), encoding="utf-8")
        return ecomgraph.load(path)

    return load_with


def add(graph: ecomgraph.CareerGraph, turtle: str) -> None:
    """Add what no file may have: things without an IRI."""
    graph.dataset.add(ox.parse(HEADER + turtle, format=ox.RdfFormat.TURTLE))


def problems(graph: ecomgraph.CareerGraph, name: str, folder: Path) -> tuple[str, ...]:
    """Why a graph is refused."""
    with pytest.raises(ecomgraph.ExportError) as caught:
        graph.export(name, folder / "out")
    assert not (folder / "out").exists()
    return caught.value.problems


def first_rows(path: Path) -> list[list[str]]:
    """All rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


# ---------------------------------------------------------------- problems


@pytest.mark.parametrize(
    "name", ["case", "csv", "esco", "gexf", "graphml", "moodle", "odoo", "osmt", "property-graph", "schema-org", "xlsx"]
)
def test_required_skill_that_is_not_described(name: str, load: Load, tmp_path: Path) -> None:
    graph = load(":needs-kneading ecg:requiredSkill :sourdough .")
    found = problems(graph, name, tmp_path)
    assert any("needs-kneading" in problem and "<https://bakery.example/sourdough>" in problem for problem in found)


@pytest.mark.parametrize("name", ["case", "moodle"])
def test_skills_that_are_broader_than_each_other(name: str, load: Load, tmp_path: Path) -> None:
    """No tree has a place for them: the importers would leave both out without a word."""
    graph = load(":kneading skos:broader :shaping . :shaping a ecg:Skill ; skos:broader :kneading .")
    assert problems(graph, name, tmp_path) == (
        "skill kneading: broader leads back to itself; remove one of the broader links",
        "skill shaping: broader leads back to itself; remove one of the broader links",
    )


@pytest.mark.parametrize("name", ["case", "csv", "gexf", "graphml", "property-graph", "xlsx"])
def test_transition_to_nowhere(name: str, load: Load, tmp_path: Path) -> None:
    graph = load(
        ":rise a ecg:Transition ; ecg:transitionFrom :baker ; ecg:transitionTo :nowhere ;"
        " ecg:transitionKind transition-kind:promotion ."
    )
    found = problems(graph, name, tmp_path)
    assert found
    assert all("https://bakery.example/nowhere" in problem for problem in found)


def test_all_problems_are_told_at_once(load: Load, tmp_path: Path) -> None:
    levels = " ".join(
        f':l{at} a ecg:ExperienceLevel ; skos:prefLabel "Level, {at}" ; ecg:rank {at} .' for at in range(12)
    )
    with pytest.raises(ecomgraph.ExportError) as caught:
        load(levels).export("moodle", tmp_path / "out")
    assert len(caught.value.problems) == 12
    assert caught.value.problems[0] == (
        "level Level, 0: the name has a comma, which separates the values of a scale; rename it"
    )
    assert str(caught.value).endswith("rename it; and 2 more")


def test_semicolons_in_skill_descriptors(load: Load, tmp_path: Path) -> None:
    (problem,) = problems(load(':kneading skos:altLabel "by hand; by machine" .'), "osmt", tmp_path)
    assert problem == "skill kneading: 'by hand; by machine' has a semicolon, which separates values here; rename it"


def test_two_skill_descriptors_of_one_name(load: Load, tmp_path: Path) -> None:
    (problem,) = problems(load(':hand a ecg:Skill ; skos:prefLabel "kneading" .'), "osmt", tmp_path)
    assert problem.startswith("skill kneading: is called 'Kneading' like skill hand")


def test_odoo_without_any_skill(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text("<https://a.example/cook> a <https://w3id.org/ecomgraph/ns#Role> .", encoding="utf-8")
    (problem,) = problems(ecomgraph.load(path), "odoo", tmp_path)
    assert problem == "skill types: there is no skill, and a skill type needs one; add skills to the graph"


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_two_values_where_a_column_takes_one(name: str, load: Load, tmp_path: Path) -> None:
    graph = load(":needs-kneading ecg:importance importance:optional .")
    assert problems(graph, name, tmp_path) == (
        "requirement needs-kneading: 2 values for importance, one is allowed; remove the others",
    )


@pytest.mark.parametrize("name", ["csv", "gexf", "moodle", "odoo"])
def test_number_that_is_none(name: str, load: Load, tmp_path: Path) -> None:
    (problem,) = problems(load(':needs-kneading ecg:proficiency "much" .'), name, tmp_path)
    assert problem.startswith("requirement needs-kneading: proficiency is 'much', which is not a number")


def test_text_that_xml_cannot_hold_is_not_changed_in_rdf(load: Load, tmp_path: Path) -> None:
    (problem,) = problems(load(r':kneading skos:definition "a\u0001b" .'), "rdfxml", tmp_path)
    assert problem.endswith("the text has the character U+0001; remove it, or export turtle")


def test_property_that_is_no_element_name(load: Load, tmp_path: Path) -> None:
    (problem,) = problems(load(":kneading <https://bakery.example/12> 1 ."), "rdfxml", tmp_path)
    assert "the property's IRI does not end with a valid XML name" in problem


# ---------------------------------------------------------------- repairs


@pytest.mark.parametrize(
    ("label", "short"),
    [
        ("0", "0 (kneading)"),
        ("a <b> c", "a &lt;b> c"),
        ("&lt; & co", "&amp;lt; & co"),
        ("by \\hand\\", "by &#92;hand&#92;"),
        ("n" * 101, "n" * 99 + "…"),
        ("two\nlines", "two lines"),
    ],
)
def test_short_names_that_moodle_would_drop_or_cut(label: str, short: str, tmp_path: Path) -> None:
    graph = ecomgraph.load(_relabelled(tmp_path, label))
    report = graph.export("moodle", tmp_path / "out.csv")
    (row,) = [row for row in first_rows(tmp_path / "out.csv") if row[1] == "skill-kneading"]
    assert row[2] == short
    assert row[3].startswith("<h4>Full name</h4>")
    assert "skill kneading: the short name changed" in report.repaired[0]
    hr.moodle(graph, tmp_path / "again.csv")


def _relabelled(folder: Path, label: str) -> Path:
    path = folder / "relabelled.ttl"
    path.write_text(HEADER.replace('"Kneading"', json.dumps(label)), encoding="utf-8")
    return path


def test_moodle_numbers_with_an_encoded_comma_are_found_again(load: Load, tmp_path: Path) -> None:
    graph = load(
        '<https://bakery.example/a%2Cb> a ecg:Skill ; skos:prefLabel "A" .'
        '<https://bakery.example/a,b> a ecg:Skill ; skos:prefLabel "B" .'
        " :kneading skos:related <https://bakery.example/a%2Cb>, <https://bakery.example/a,b> ."
    )
    hr.moodle(graph, tmp_path / "out.csv")
    (row,) = [row for row in first_rows(tmp_path / "out.csv") if row[1] == "skill-kneading"]
    assert row[10] == "skill-a%2cb,skill-a%2Cb"


def test_odoo_ids_that_differ_in_punctuation_alone(load: Load, tmp_path: Path) -> None:
    graph = load(
        '<https://w3id.org/ecomgraph/skill/hand-work> a ecg:Skill ; skos:prefLabel "By hand" .'
        '<https://bakery.example/hand_work> a ecg:Skill ; skos:prefLabel "Hand work" .'
    )
    reread_odoo.check(graph, tmp_path / "out")
    ids = {row[6] for row in first_rows(tmp_path / "out" / "hr.skill.type.csv")[1:] if row[6]}
    assert {it.partition(".")[2] for it in ids} == {"skill_kneading", "skill_hand_work", "skill_hand_work_2200261c"}


@pytest.mark.long
def test_external_ids_of_the_bundled_graph(graph: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    graph.export("odoo", tmp_path / "out")
    ids = {row[0] for row in first_rows(tmp_path / "out" / "hr.job.csv")}
    assert "ecomgraph.role_ecommerce_director" in ids
    assert "ecomgraph.profile_ecommerce_director_mid_analytics" in ids


def test_control_characters_are_taken_out_and_told(load: Load, tmp_path: Path) -> None:
    report = load(r':kneading skos:definition "a\u0007b" .').export("gexf", tmp_path / "out")
    assert report.repaired == ("skill kneading: invisible control characters removed (U+0007)",)


def test_formulas_are_neutralized_for_spreadsheets_and_told_of_to_others(tmp_path: Path) -> None:
    graph = ecomgraph.load(_relabelled(tmp_path, "=cmd()"))
    report = graph.export("csv", tmp_path / "csv")
    assert ["kneading", "'=cmd()"] in [row[:2] for row in first_rows(tmp_path / "csv" / "skills.csv")]
    assert report.repaired == ("skill kneading: an apostrophe added before a text that spreadsheets would run",)
    report = graph.export("esco", tmp_path / "esco")
    assert report.warnings == ("skill kneading: begins with '=': import the file, do not open it in a spreadsheet",)


@settings(max_examples=40)
@given(st.text())
def test_cells_are_read_as_they_were_written(text: str) -> None:
    assert plain(neutral(text)) == text
    assert not neutral(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert from_ooxml(to_ooxml(text)) == text
    assert split(join([text, "x"])) == ([text.strip()] if text.strip() else []) + ["x"]


# ---------------------------------------------------------------- what is lost, and what is not


def test_requirement_of_nobody_is_told_as_lost(load: Load, tmp_path: Path) -> None:
    graph = load(":odd a ecg:SkillRequirement ; ecg:requiredSkill :kneading ; ecg:importance importance:optional .")
    for name in ("case", "esco", "gexf", "moodle", "odoo", "osmt", "schema-org"):
        assert "requirement odd: it does not join two things" in graph.export(name, tmp_path / name).lost
    assert ["odd", ""] in [row[:2] for row in _table(graph, tmp_path, "requirements")]


def _table(graph: ecomgraph.CareerGraph, folder: Path, name: str) -> list[list[str]]:
    graph.export("csv", folder / "tables")
    return first_rows(folder / "tables" / f"{name}.csv")


def test_blank_nodes_have_rows_without_iri(load: Load, tmp_path: Path) -> None:
    graph = load()
    turtle = ":baker ecg:hasSkillRequirement [ a ecg:SkillRequirement ; ecg:requiredSkill :kneading ;"
    add(graph, f"{turtle} ecg:importance importance:optional ] .")
    rows = _table(graph, tmp_path, "requirements")
    assert [[row[1], row[2], row[3], row[-1]] for row in rows[1:]] == [
        ["role:baker", "kneading", "optional", ""],
        ["role:baker", "kneading", "essential", "https://bakery.example/needs-kneading"],
    ]
    for name in data.RDF_FORMATS:
        data.rdf(graph, tmp_path / name, name)


@pytest.mark.parametrize("name", data.RDF_FORMATS)
def test_rdf_keeps_values_that_nobody_expects(name: str, load: Load, tmp_path: Path) -> None:
    """Numbers as they were written, texts where links belong and the other way round, lists, types of all kinds."""
    graph = load(
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .",
        ':kneading ecg:rank "01"^^xsd:integer , 1 , 1.0 , "1" , 99999999999999999999 , :one , "one"@en .',
        ':kneading skos:prefLabel "token"^^xsd:token , :label , 1 ; ecg:requiredSkill "text" , "text"@en , [] .',
        ':kneading a "text" , [] , :Odd ; :odd ( 1 "two" :three ) , true ; ecg:inSection "part" , "part"@en .',
        ':kneading ecg:proficiency "0.50"^^xsd:decimal , "half" ; :date "2026-01-31+02:00"^^xsd:date .',
    )
    data.rdf(graph, tmp_path / "out", name)


def test_numbers_that_javascript_would_round_are_strings(load: Load, tmp_path: Path) -> None:
    load(":kneading ecg:rank 9007199254740993 .").export("jsonld", tmp_path / "out")
    assert '"rank": {"@value": "9007199254740993"' in (tmp_path / "out").read_text(encoding="utf-8")


def test_language_chooses_labels(load: Load, tmp_path: Path) -> None:
    graph = load(':kneading skos:prefLabel "Kneten"@de ; skos:definition "Teig wird bearbeitet."@de .')
    graph.export("esco", tmp_path / "out", language="de")
    (row,) = hr.rows_of(tmp_path / "out" / "skills_de.csv")
    assert (row["preferredLabel"], row["description"]) == ("Kneten", "Teig wird bearbeitet.")


@pytest.mark.long
def test_asserted_only_says_what_is_said_of_the_role_itself(graph: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    everything = dict(graph.export("esco", tmp_path / "derived").records)
    asserted = dict(graph.export("esco", tmp_path / "asserted", derived=False).records)
    assert asserted["occupations"] < everything["occupations"]
    own = {
        (row["occupationUri"], row["skillUri"])
        for row in hr.rows_of(tmp_path / "asserted" / "occupationSkillRelations_en.csv")
    }
    facts = Facts(graph, derived=False)
    nodes = facts.iris("role", "profile")
    assert own == {
        (node, skill)
        for node in nodes
        for requirement in facts.to(node, ECG.hasSkillRequirement)
        for skill in facts.to(requirement, ECG.requiredSkill)
    }


@pytest.mark.long
def test_alignments_become_codes(tmp_path: Path) -> None:
    graph = ecomgraph.load(alignments=True)
    hr.osmt(graph, tmp_path / "osmt.csv")
    data.csv_tables(graph, tmp_path / "tables")
    graph.export("schema-org", tmp_path / "out.jsonld")
    document = json.loads((tmp_path / "out.jsonld").read_text(encoding="utf-8"))
    codes = {code["inCodeSet"] for entry in document["@graph"] for code in entry.get("occupationalCategory", [])}
    assert codes == {"ESCO", "O*NET-SOC"}
    keywords = {row["Alignment Framework"] for row in hr.rows_of(tmp_path / "osmt.csv")}
    assert keywords == {"", "ESCO"}


@pytest.mark.long
def test_title_and_date_are_used_where_tools_want_them(graph: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    graph.export("case", tmp_path / "case.json", title="Ecommerce careers", date="2026-01-31")
    package = json.loads((tmp_path / "case.json").read_text(encoding="utf-8"))
    assert package["CFDocument"]["title"] == "Ecommerce careers"
    assert package["CFItems"][0]["lastChangeDateTime"] == "2026-01-31T00:00:00Z"
    graph.export("moodle", tmp_path / "moodle.csv", title="Ecommerce careers")
    assert first_rows(tmp_path / "moodle.csv")[1][2] == "Ecommerce careers"


@pytest.mark.long
def test_part_does_not_pass_for_the_whole(graph: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    """A registry would otherwise replace one by the other."""
    identifiers = set()
    for name, options in {"all": {}, "one": {"role": "ecommerce-manager"}, "mid": {"level": "mid"}}.items():
        graph.export("case", tmp_path / name, **options)  # type: ignore[arg-type]
        identifiers.add(json.loads((tmp_path / name).read_text(encoding="utf-8"))["CFDocument"]["identifier"])
    assert len(identifiers) == 3


def test_a_link_to_itself_is_told_as_lost(load: Load, tmp_path: Path) -> None:
    """OpenSALT would refuse an association of an item with itself, and with it the whole framework."""
    graph = load(":rise a ecg:Transition ; ecg:transitionFrom :baker ; ecg:transitionTo :baker .")
    report = graph.export("case", tmp_path / "out.json")
    assert any("leads back to its start" in lost for lost in report.lost)


def test_esco_takes_skills_with_iris_under_skills_only(load: Load, tmp_path: Path) -> None:
    graph = load(":kneading skos:broader :baker .")
    add(graph, '[] a ecg:Skill ; skos:prefLabel "Nameless" .')
    found = problems(graph, "esco", tmp_path)
    assert [problem.partition(";")[0] for problem in found] == [
        "skill c14n0: has no IRI, by which ESCO identifies concepts",
        "skill kneading: <https://bakery.example/baker> above it is not a skill of the graph",
    ]


def test_moodle_says_what_a_skill_is_mapped_to(load: Load, tmp_path: Path) -> None:
    graph = load(":kneading skos:closeMatch <https://elsewhere.example/kneading> .")
    graph.export("moodle", tmp_path / "out.csv")
    assert "https://elsewhere.example/kneading" in (tmp_path / "out.csv").read_text(encoding="utf-8")
