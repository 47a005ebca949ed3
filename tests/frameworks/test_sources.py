"""Frameworks of others: what becomes of O*NET, ESCO, CASE and RDF, and how a source is told for what it is."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

import ecomgraph
from ecomgraph import FrameworkError, ImportOptions, ParseError, QueryResult, SourceError, import_framework
from ecomgraph.exchange.importers.onet_groups import group_lines
from tests.frameworks.miniatures import ESCO, ESCO_FILES, ONET, write_tables

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from ecomgraph import CareerGraph

WEB = "https://www.onetonline.org/"


def imported(source: Path, **options: object) -> CareerGraph:
    target = source.parent / "career.db"
    report = import_framework(source, target, options=ImportOptions(**options))  # type: ignore[arg-type]
    assert report.accepted, report.violations
    return ecomgraph.open(target, framework=report.framework.name)


def rows(graph: CareerGraph, query: str) -> list[tuple[str, ...]]:
    answer = graph.sparql(query)
    assert isinstance(answer, QueryResult)
    return [tuple(str(value) for value in row) for row in answer]


# ------------------------------------------------------------------ O*NET


@pytest.mark.long
def test_occupations_are_roles_and_related_ones_a_way_that_is_no_promotion(onet: Path) -> None:
    graph = imported(onet)
    assert graph.role("CEO").iri == f"{WEB}link/summary/11-1011.00"
    path = graph.find_path("Online Merchants", "Chief Executives")
    assert [it.kind for it in path.transitions] == ["related", "related"]
    assert [node.label for node in path.nodes] == ["Online Merchants", "Sales Managers", "Chief Executives"]
    assert rows(graph, "SELECT ?from ?to { ?from ecg:advancesTo ?to }") == []
    assert rows(graph, "SELECT ?note { ?transition a ecg:Transition ; skos:note ?note } ORDER BY ?note") == [
        ("Primary-Short, 1",),
        ("Supplemental, 12",),
    ]


@pytest.mark.long
def test_ratings_are_requirements_unless_low_suppressed_or_not_relevant(onet: Path) -> None:
    graph = imported(onet)
    found = rows(
        graph,
        "SELECT ?role ?skill ?importance ?level { ?role ecg:hasSkillRequirement ?it ."
        " ?it ecg:requiredSkill/skos:prefLabel ?skill ; ecg:importance/skos:prefLabel ?importance"
        " OPTIONAL { ?it ecg:proficiency ?level } } ORDER BY ?role ?skill",
    )
    assert found == [
        (f"{WEB}link/summary/11-1011.00", "Mathematics (knowledge)", "Essential", "1"),
        (f"{WEB}link/summary/11-1011.00", "Mathematics (skill)", "Essential", "0.5"),
        (f"{WEB}link/summary/13-1199.06", "Mathematics (skill)", "Optional", "None"),
    ]
    groups = {it.skill.label: it.group and it.group.label for it in graph.skills("Chief Executives")}
    assert groups == {"Mathematics (knowledge)": "Mathematics and Science", "Mathematics (skill)": "Basic Skills"}


def test_groups_of_the_content_model_have_names_of_their_own() -> None:
    lines = list(group_lines("urn:base/", ["2.C.3.b", "2.C.3.c", "2.C.10", "2.B.1.a"], {"Engineering and Technology"}))
    labels = [line for line in lines if "prefLabel" in line]
    assert [line.split('"')[1] for line in labels] == ["Social Skills", "Engineering and Technology (group)"]
    assert [line.split()[0] for line in lines if "broader" in line] == [
        f"<{WEB}find/descriptor/result/{element}>" for element in ("2.B.1.a", "2.C.3.b", "2.C.3.c")
    ]


@pytest.mark.long
def test_people_are_told_once_what_degrees_of_o_net_mean(onet: Path, run: Callable[..., Result]) -> None:
    graph = imported(onet)
    [framework] = graph.frameworks()
    told = "Degrees are on O*NET's level scale, 0 to 7, as percentages: 7 is 100%."
    assert framework.grading.startswith(told)
    database = onet.parent / "career.db"
    for command in (
        ("show", "CEO"),
        ("skills", "CEO"),
        ("gap", "Online Merchants", "CEO"),
        ("plan", "CEO"),
        ("plan", "CEO", "--format", "html"),
    ):
        text = run(*command, "--db", database).stdout.replace("&#39;", "'")
        assert text.count(told) == 1, command
    assert told not in run("skills", "Sales Managers", "--db", database).stdout


@pytest.mark.long
def test_what_was_left_out_is_counted(onet: Path, tmp_path: Path) -> None:
    report = import_framework(onet, tmp_path / "career.db")
    assert report.notes == (
        "Skills.txt: 1 row left out: importance below 2.5",
        "Skills.txt: 1 row left out: importance of what is not relevant",
        "Skills.txt: 2 rows left out: level of what is not needed",
        "Skills.txt: 1 row left out: level that O*NET recommends to suppress",
        "Knowledge.txt: 1 row left out: importance that O*NET recommends to suppress",
        "Knowledge.txt: 1 row left out: level of what is not needed",
    )


@pytest.mark.long
def test_job_zones_are_ranked_levels(onet: Path) -> None:
    graph = imported(onet)
    assert [(level.label, level.rank) for level in graph.levels("Chief Executives")] == [("Job zone 5", 5)]
    assert [level.rank for level in graph.levels()] == [3, 5]


@pytest.mark.long
def test_licence_and_attribution_travel_with_o_net(onet: Path, tmp_path: Path) -> None:
    graph = imported(onet)
    graph.export("turtle", tmp_path / "out.ttl")
    text = (tmp_path / "out.ttl").read_text(encoding="utf-8")
    assert 'dcterms:title "O*NET 29.2 Database"' in text
    assert "dcterms:license <https://creativecommons.org/licenses/by/4.0/>" in text
    assert "O*NET is a trademark of USDOL/ETA." in text
    again = import_framework(tmp_path / "out.ttl", tmp_path / "again.db")
    assert again.framework.title == "O*NET 29.2 Database"
    assert again.framework.license == "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.long
def test_o_net_comes_back_from_its_export_as_tables(onet: Path, tmp_path: Path) -> None:
    graph = imported(onet)
    graph.export("csv", tmp_path / "tables")
    again = import_framework(tmp_path / "tables", tmp_path / "again.db")
    assert again.accepted
    assert again.framework.license == "https://creativecommons.org/licenses/by/4.0/"
    assert "O*NET is a trademark of USDOL/ETA." in again.framework.attribution
    path = ecomgraph.open(tmp_path / "again.db").find_path("Online Merchants", "Chief Executives")
    assert [it.kind for it in path.transitions] == ["related", "related"]


@pytest.mark.long
def test_proposed_transitions_come_back_from_an_export_as_tables(esco: Path, tmp_path: Path) -> None:
    graph = imported(esco, propose=0.6)
    graph.export("csv", tmp_path / "tables")
    assert import_framework(tmp_path / "tables", tmp_path / "again.db").accepted
    transitions = ecomgraph.open(tmp_path / "again.db").transitions()
    assert [(it.kind, it.basis) for it in transitions] == [("similar-skills", "derived")] * 2


@pytest.mark.long
def test_the_excel_files_of_o_net_hold_the_same(onet: Path, tmp_path: Path) -> None:
    import_framework(onet, tmp_path / "text.nt")
    (tmp_path / "excel").mkdir()
    for name, text in ONET.items():
        book = Workbook()
        for number, line in enumerate(text.splitlines()):
            cells = line.split("\t")
            # The Excel files have further columns, empty cells, and numbers that are numbers.
            typed = [float(it) if it.replace(".", "").isdigit() and number else it for it in cells]
            book.worksheets[0].append([cells[0], *("" if it == "n/a" else it for it in typed[1:])])
        book.save(tmp_path / "excel" / f"{name}.xlsx")
    import_framework(tmp_path / "excel", tmp_path / "excel.nt")
    as_text, as_excel = (
        [line for line in (tmp_path / name).read_text().splitlines() if "graph/framework" not in line]
        for name in ("text.nt", "excel.nt")
    )
    assert as_text == as_excel


def test_an_occupation_that_is_not_described_is_told(onet: Path, tmp_path: Path) -> None:
    (onet / "Job Zones.txt").write_text("O*NET-SOC Code\tJob Zone\n99-9999.00\t4\n11-1011.00\t6\n", encoding="utf-8")
    with pytest.raises(FrameworkError) as caught:
        import_framework(onet, tmp_path / "career.db")
    assert caught.value.problems == (
        'Job Zones.txt:2: occupation "99-9999.00" is not in Occupation Data; use files of one release',
        'Job Zones.txt:3: job zone "6" is not a number from 1 to 5',
    )


def test_a_file_without_the_columns_of_o_net_is_told(onet: Path, tmp_path: Path) -> None:
    (onet / "Related Occupations.txt").write_text("O*NET-SOC Code\tCareer Changers\n", encoding="utf-8")
    with pytest.raises(
        FrameworkError, match="there is no column 'Relatedness Tier'; there are O\\*NET-SOC Code, Career"
    ):
        import_framework(onet, tmp_path / "career.db")


# ------------------------------------------------------------------ ESCO


def test_esco_keeps_its_iris_and_labels(esco: Path) -> None:
    graph = imported(esco)
    assert graph.role("e-commerce manager").iri == f"{ESCO}occupation/1"
    assert graph.role("online manager").label == "eBusiness manager"
    assert [role.label for role in graph.roles()] == ["commercial director", "eBusiness manager"]
    assert rows(graph, "SELECT ?match { ?role skos:broadMatch ?match } ORDER BY ?match") == [
        (f"{ESCO}isco/C1221",),
        (f"{ESCO}isco/C2431",),
    ]


def test_a_skill_called_for_twice_is_essential_and_labels_are_told_apart(esco: Path) -> None:
    graph = imported(esco)
    assert [(it.skill.label, it.importance) for it in graph.skills("eBusiness manager")] == [
        ("web analytics (knowledge)", "essential"),
        ("plan sales", "optional"),
    ]
    assert graph.skill("web analytics (skill)").broader == (f"{ESCO}skill/c",)
    assert rows(graph, "SELECT ?a ?b { ?a skos:related ?b }") == [(f"{ESCO}skill/b", f"{ESCO}skill/a")]


def test_what_is_left_out_of_esco_is_said(esco: Path, tmp_path: Path) -> None:
    assert import_framework(esco, tmp_path / "career.db").notes == (
        "broaderRelationsOccPillar_en.csv is not in the folder, so nothing was read from it",
        "occupations_en.csv: 1 row left out: status is not released",
        "occupationSkillRelations_en.csv: 1 row left out: a pair that is there already, essential where either is",
        "broaderRelationsSkillPillar_en.csv: 1 row left out: about groups or others, neither occupations nor skills",
        "skillSkillRelations_en.csv: 1 row left out: one of the two is broader than the other",
    )


@pytest.mark.long
def test_esco_has_no_transitions_but_those_that_are_asked_for(esco: Path) -> None:
    assert imported(esco, name="plain").transitions() == ()
    graph = imported(esco, propose=0.6)
    assert {(it.source.label, it.target.label, it.kind, it.basis) for it in graph.transitions()} == {
        ("eBusiness manager", "commercial director", "similar-skills", "derived"),
        ("commercial director", "eBusiness manager", "similar-skills", "derived"),
    }
    # Essential for both, and optional for one: 1 of 1.5.
    score = "SELECT DISTINCT ?score ?rule { ?transition sssom:similarity_score ?score ; prov:wasGeneratedBy ?rule }"
    assert rows(graph, score) == [("0.6667", "https://w3id.org/ecomgraph/rule/shared-skills")]


def test_no_transition_is_proposed_below_the_threshold(esco: Path) -> None:
    assert imported(esco, propose=0.7).transitions() == ()


def test_no_transition_is_proposed_where_the_source_has_one(tmp_path: Path) -> None:
    (tmp_path / "roles.csv").write_text("id,label\na,A\nb,B\n")
    (tmp_path / "skills.csv").write_text("id,label\ns,S\n")
    (tmp_path / "requirements.csv").write_text("holders,skill,importance\na,s,essential\nb,s,essential\n")
    (tmp_path / "transitions.csv").write_text("from,to,kind\na,b,promotion\n")
    transitions = {(it.source.id, it.target.id, it.kind) for it in imported(tmp_path, propose=0.5).transitions()}
    assert transitions == {("a", "b", "promotion"), ("b", "a", "similar-skills")}


def test_the_language_of_esco_files_is_that_of_their_names(esco: Path, tmp_path: Path) -> None:
    for name, text in ESCO_FILES.items():
        (esco / f"{name.removesuffix('_en')}_de.csv").write_text(
            text.replace("plan sales", "Verkauf"), encoding="utf-8"
        )
    with pytest.raises(SourceError, match="is in de, en; choose one with --language"):
        import_framework(esco, tmp_path / "career.db")
    graph = imported(esco, language="de")
    assert rows(graph, f"SELECT (LANG(?label) AS ?tag) {{ <{ESCO}skill/c> skos:prefLabel ?label }}") == [("de",)]
    with pytest.raises(SourceError, match=r"has no occupations_fr\.csv; there is de, en"):
        import_framework(esco, tmp_path / "other.db", options=ImportOptions(language="fr"))


def test_a_relation_to_nothing_is_told(esco: Path, tmp_path: Path) -> None:
    path = esco / "occupationSkillRelations_en.csv"
    path.write_text(path.read_text(encoding="utf-8") + f"{ESCO}occupation/9,vital,,{ESCO}skill/a\n", encoding="utf-8")
    with pytest.raises(FrameworkError) as caught:
        import_framework(esco, tmp_path / "career.db")
    assert caught.value.problems == (
        f'occupationSkillRelations_en.csv:6: occupationUri "{ESCO}occupation/9" is not in occupations_en.csv',
        'occupationSkillRelations_en.csv:6: relationType "vital" is neither essential nor optional',
    )


# ------------------------------------------------------------------ CASE


@pytest.mark.slow
def test_a_case_package_comes_back(tmp_path: Path) -> None:
    bundled = ecomgraph.load()
    bundled.export("case", tmp_path / "case.json")
    graph = imported(tmp_path / "case.json")
    assert [role.iri for role in graph.roles()] == [role.iri for role in bundled.roles()]
    assert len(graph.find_path("ecommerce-manager", "CDO")) == 4
    for node in (*bundled.roles(), *bundled.profiles()):
        required = [(it.skill.iri, it.importance) for it in bundled.skills(node)]
        assert [(it.skill.iri, it.importance) for it in graph.skills(node.iri)] == required, node.id
    transitions = {(it.source.iri, it.target.iri, it.kind) for it in bundled.transitions()}
    assert {(it.source.iri, it.target.iri, it.kind) for it in graph.transitions()} == transitions


def test_associations_that_lead_nowhere_or_have_no_place_are_told(tmp_path: Path) -> None:
    path = tmp_path / "ours.json"

    def link(uri: str) -> dict[str, str]:
        return {"title": uri, "identifier": uri.removeprefix("urn:"), "uri": uri}

    items = [
        {"identifier": name, "uri": f"urn:{name}", "fullStatement": name.title(), "CFItemType": kind}
        for name, kind in (("baker", "Job"), ("baking", "Competency"))
    ]
    related = {
        "associationType": "isRelatedTo",
        "originNodeURI": link("urn:baker"),
        "destinationNodeURI": link("urn:baking"),
    }
    exemplar = {**related, "associationType": "exemplar"}
    package = {
        "CFDocument": {"uri": "urn:doc", "title": "Ours"},
        "CFItems": items,
        "CFAssociations": [related, exemplar],
    }
    path.write_text(json.dumps(package), encoding="utf-8")
    assert import_framework(path, tmp_path / "ours.ttl").notes == (
        "requirements without an importance were read as essential",
        "ours.json: 1 association left out: exemplar from role to skill has no place in the model",
    )
    package["CFAssociations"] = [{**related, "destinationNodeURI": link("urn:nothing")}]
    path.write_text(json.dumps(package), encoding="utf-8")
    assert import_framework(path, tmp_path / "other.ttl").notes == (
        "ours.json: 1 association left out: isRelatedTo leads out of the package",
    )


# ------------------------------------------------------------------ RDF


@pytest.mark.long
@pytest.mark.parametrize("form", ["turtle", "trig", "ntriples", "jsonld", "rdfxml"])
def test_every_rdf_format_holds_the_same(bakery: Path, tmp_path: Path, form: str) -> None:
    name = {"turtle": "x.ttl", "trig": "x.trig", "ntriples": "x.nt", "jsonld": "x.jsonld", "rdfxml": "x.rdf"}[form]
    ecomgraph.load(bakery).export(form, tmp_path / name)
    import_framework(tmp_path / name, tmp_path / "out.nt", options=ImportOptions(name="bakery"))
    import_framework(bakery, tmp_path / "straight.nt", options=ImportOptions(name="bakery"))
    one, two = (
        [line for line in (tmp_path / it).read_text().splitlines() if "graph/framework" not in line]
        for it in ("out.nt", "straight.nt")
    )
    assert one == two


def test_graphs_become_one_and_those_that_are_made_anew_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "ours.trig"
    path.write_text(
        """@prefix ecg: <https://w3id.org/ecomgraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <urn:g> { <urn:baker> a ecg:Role ; skos:prefLabel "Baker" }
        <urn:h> { <urn:master> a ecg:Role ; skos:prefLabel "Master" }
        <https://w3id.org/ecomgraph/graph/derived> { <urn:baker> ecg:advancesTo <urn:master> }""",
        encoding="utf-8",
    )
    report = import_framework(path, tmp_path / "career.db")
    assert report.notes == (
        "ours.trig: its graphs were merged into the graph of the framework",
        "ours.trig: 1 triple left out: in the graphs derived or vocabulary, which are made anew",
    )
    graph = ecomgraph.open(tmp_path / "career.db")
    assert rows(graph, "SELECT ?node { ?any ecg:advancesTo ?node }") == []
    assert rows(graph, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s a ecg:Role } } GROUP BY ?g") == [
        ("https://w3id.org/ecomgraph/graph/framework/ours", "2")
    ]


@pytest.mark.long
def test_blank_nodes_of_two_frameworks_stay_apart(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.ttl").write_text(
            '[ a <urn:x:Thing> ; <http://www.w3.org/2004/02/skos/core#prefLabel> "x" ] .'
            f"<urn:{name}> a <https://w3id.org/ecomgraph/ns#Skill> ;"
            '<http://www.w3.org/2004/02/skos/core#prefLabel> "Baking" .',
            encoding="utf-8",
        )
        import_framework(tmp_path / f"{name}.ttl", tmp_path / "career.db")
    graph = ecomgraph.open(tmp_path / "career.db")
    assert rows(graph, "SELECT (COUNT(?it) AS ?n) { ?it skos:prefLabel 'x' }") == [("2",)]


def test_a_remote_context_is_not_fetched(tmp_path: Path) -> None:
    (tmp_path / "x.jsonld").write_text('{"@context": "https://evil.example/c.jsonld", "name": "a"}', encoding="utf-8")
    with pytest.raises(ParseError, match="remote context"):
        import_framework(tmp_path / "x.jsonld", tmp_path / "career.db")
    assert not (tmp_path / "career.db").exists()


@pytest.mark.long
def test_billion_laughs_are_refused(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    (tmp_path / "x.rdf").write_text(
        f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a0 "ha">{laughs}]>'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:s="urn:s:">'
        '<rdf:Description rdf:about="urn:a"><s:p>&a9;</s:p></rdf:Description></rdf:RDF>',
        encoding="utf-8",
    )
    with pytest.raises(ParseError, match="its entities make it more than 10 times as long"):
        import_framework(tmp_path / "x.rdf", tmp_path / "career.db")


# ------------------------------------------------------------------ what is what


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("ours.ttl", "", "is empty"),
        (
            "ours.ttl",
            "<?xml version='1.0'?><a/>",
            "is not what .ttl promises: it is XML; call it .rdf if it is RDF/XML",
        ),
        ("ours.rdf", "@prefix : <urn:> .", "is not what .rdf promises: it seems to be Turtle; call it .ttl"),
        ("ours.csv", "id,label\n", "is one table with the columns id, label; a framework is a folder of them"),
        ("ours.dat", "<urn:a> <urn:b> <urn:c> .", "seems to be Turtle; call it .ttl, or say --as turtle"),
        ("ours.dat", "roles:\n- id: baker\n", "seems to be YAML; call it .yaml, or say --as yaml"),
        ("ours.dat", "skill\tBaker\nbread\t3\n", "seems to be a table with tabs between its cells; call it .csv"),
        (
            "ours.dat",
            "Bakers bake bread.",
            "seems to be plain text, which is not read; put skills down and roles across",
        ),
        ("ours.dat", "\x00\x01\x02", "is binary data of no format known here; save it as .xlsx"),
        ("ours.json", '{"a": 1}', "is JSON, but neither JSON-LD nor a CASE package"),
        ("ours.json", '{"CFDocument": {}, "@context": {}}', "may be case or jsonld; say which with --as"),
        ("ours.json", '{"CFDocument": ', "is not JSON: Expecting value"),
        ("ours.json", '{"CFDocument": {"x": NaN}}', "is not JSON: NaN is no number"),
        ("ours.jsonld", '{"a":' * 100_000, "is nested too deeply"),
        ("ours.json", '{"CFDocument": {}, "CFItems": [1]}', "is not a CASE package: CFItems is not a list of objects"),
    ],
)
def test_a_file_that_is_not_clear_is_refused(tmp_path: Path, name: str, content: str, reason: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises((ParseError, SourceError)) as caught:
        import_framework(tmp_path / name, tmp_path / "career.db")
    assert isinstance(caught.value, (ParseError, SourceError))
    assert caught.value.reason.startswith(reason)


def test_a_number_of_endless_digits_is_refused_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "ours.json").write_text('{"CFDocument":\n {"x": ' + "9" * 5_000 + "}}", encoding="utf-8")
    with pytest.raises(
        ParseError, match=r"ours\.json:2:8: is not JSON: a number has 5,000 digits, and 1,000 is the limit"
    ):
        import_framework(tmp_path / "ours.json", tmp_path / "career.db")


@pytest.mark.long
def test_a_folder_that_is_not_clear_is_refused(esco: Path, tmp_path: Path) -> None:
    (esco / "roles.csv").write_text("id,label\n", encoding="utf-8")
    with pytest.raises(SourceError, match="may be csv or esco; say which with --as"):
        import_framework(esco, tmp_path / "career.db")
    assert import_framework(esco, tmp_path / "career.db", options=ImportOptions(format="esco")).applied
    (tmp_path / "nothing").mkdir()
    with pytest.raises(SourceError, match="is an empty folder"):
        import_framework(tmp_path / "nothing", tmp_path / "career.db")


def test_the_format_that_is_said_is_taken(tmp_path: Path) -> None:
    (tmp_path / "ours.dat").write_text(
        '<urn:a> a <https://w3id.org/ecomgraph/ns#Role> ; <http://www.w3.org/2004/02/skos/core#prefLabel> "A" .',
        encoding="utf-8",
    )
    assert import_framework(tmp_path / "ours.dat", tmp_path / "x.nt", options=ImportOptions(format="turtle")).applied
    with pytest.raises(ecomgraph.UnknownNameError, match="no format is called 'excel'"):
        import_framework(tmp_path / "ours.dat", tmp_path / "y.nt", options=ImportOptions(format="excel"))
    with pytest.raises(SourceError, match="is a file, which onet is not"):
        import_framework(tmp_path / "ours.dat", tmp_path / "y.nt", options=ImportOptions(format="onet"))


def test_a_source_that_is_too_large_is_refused(tables: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="raise the limit with --max-size"):
        import_framework(tables, tmp_path / "career.db", options=ImportOptions(max_size=100))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have no names on this system")
def test_a_pipe_in_a_folder_is_refused_and_not_read(tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "bakery", skills="", requirements="")
    os.mkfifo(folder / "skills.csv")
    for named in ("", "csv"):
        with pytest.raises(SourceError, match=r"skills\.csv: is a pipe or a device, not a file"):
            import_framework(folder, tmp_path / "o.db", options=ImportOptions(format=named))
    (folder / "skills.csv").rename(folder / ".skills.csv")
    assert import_framework(folder, tmp_path / "o.db").applied
