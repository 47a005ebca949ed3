"""CASE and RDF of others: what becomes of them, and how a source is told for what it is."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

import ecomgraph
from ecomgraph import ImportOptions, ParseError, SourceError, import_framework
from tests.frameworks.import_outcomes import imported, rows
from tests.frameworks.miniatures import write_tables

if TYPE_CHECKING:
    from pathlib import Path


WEB = "https://www.onetonline.org/"


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
        "ours.json: 1 association left out: isRelatedTo has an end outside the package",
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
        "ours.trig: 1 triple left out: in the graphs derived or vocabulary, which are generated again",
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
            "does not match its extension .ttl: it is XML; rename it to .rdf if it is RDF/XML",
        ),
        (
            "ours.rdf",
            "@prefix : <urn:> .",
            "does not match its extension .rdf: it seems to be Turtle; rename it to .ttl",
        ),
        ("ours.csv", "id,label\n", "is one table with the columns id, label; a framework is a folder of them"),
        ("ours.dat", "<urn:a> <urn:b> <urn:c> .", "seems to be Turtle; rename it to .ttl, or use --as turtle"),
        ("ours.dat", "roles:\n- id: baker\n", "seems to be YAML; rename it to .yaml, or use --as yaml"),
        ("ours.dat", "skill\tBaker\nbread\t3\n", "seems to be a table separated by tabs; rename it to .csv"),
        (
            "ours.dat",
            "Bakers bake bread.",
            "seems to be plain text, which is not read; make one table with skills as rows and roles as columns",
        ),
        ("ours.dat", "\x00\x01\x02", "is binary data of no known format; save it as .xlsx"),
        ("ours.json", '{"a": 1}', "is JSON, but neither JSON-LD nor a CASE package"),
        ("ours.json", '{"CFDocument": {}, "@context": {}}', "may be case or jsonld; say which with --as"),
        ("ours.json", '{"CFDocument": ', "is not JSON: Expecting value"),
        ("ours.json", '{"CFDocument": {"x": NaN}}', "is not JSON: NaN is not a JSON number"),
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
