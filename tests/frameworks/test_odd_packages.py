"""CASE packages as registries really publish them: what is told, counted, mapped or refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import ecomgraph
from ecomgraph import QueryResult, import_framework
from tests.frameworks.import_outcomes import graph_of, labels, notes_of, problems_of

if TYPE_CHECKING:
    from pathlib import Path


def link(identifier: str, uri: str = "") -> dict[str, str]:
    return {"title": identifier, "identifier": identifier, "uri": uri or f"https://salt.example/uri/{identifier}"}


def association(name: str, origin: dict[str, str], target: dict[str, str]) -> dict[str, object]:
    return {"associationType": name, "originNodeURI": origin, "destinationNodeURI": target}


def package_of(path: Path, *associations: dict[str, object], **fields: object) -> Path:
    items = [
        {"identifier": "i1", "uri": "https://salt.example/uri/i1", "fullStatement": "Runs campaigns", **fields},
        {"identifier": "i2", "fullStatement": "Clerk", "CFItemTypeURI": {**link("t1"), "title": "Job"}, **link("i2")},
    ]
    document = {"identifier": "d1", "uri": "https://salt.example/uri/d1", "title": "Retail", "creator": "Board"}
    package = {"CFDocument": document, "CFItems": items, "CFAssociations": list(associations)}
    path.write_text(json.dumps(package), encoding="utf-8")
    return path


def test_fields_of_case_items_have_their_places(tmp_path: Path) -> None:
    path = package_of(
        tmp_path / "case.json",
        abbreviatedStatement="Campaigning",
        alternativeLabel="Advertising",
        humanCodingScheme="S.1",
        notes="Paid media only.",
        language="de-AT",
        conceptKeywords="ads, promotion",
        educationLevel=["12"],
    )
    assert notes_of(path) == (
        "case.json: items: 1 field left out: educationLevel has no place in the model",
        "case.json: items: 1 field left out: title has no place in the model",
    )
    graph = ecomgraph.load(tmp_path / "out.ttl")
    said = graph.sparql(
        "SELECT ?p (LANG(?o) AS ?tag) ?o { <https://salt.example/uri/i1> ?p ?o"
        " FILTER(isLiteral(?o) && ?p != rdfs:label) } ORDER BY ?p STR(?o)"
    )
    assert isinstance(said, QueryResult)
    found = [(str(p).rpartition("#")[2], str(tag), str(o)) for p, tag, o in said]
    assert found == [
        ("altLabel", "de-at", "Advertising"),
        ("altLabel", "de-at", "ads"),
        ("altLabel", "de-at", "promotion"),
        ("definition", "de-at", "Runs campaigns"),
        ("notation", "", "S.1"),
        ("prefLabel", "de-at", "Campaigning"),
        ("scopeNote", "de-at", "Paid media only."),
    ]
    assert labels(graph.roles()) == ["Clerk"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"fullStatement": None}, "item 1: there is no fullStatement"),
        ({"fullStatement": 5}, "item 1: fullStatement is not a text but 5"),
        ({"language": "de_AT"}, 'item 1: language "de_AT" is not a language tag'),
    ],
)
def test_a_case_item_that_cannot_be_read_is_told(tmp_path: Path, fields: dict[str, object], said: str) -> None:
    assert said in problems_of(package_of(tmp_path / "case.json", **fields))[0]


OUTSIDE = link("x9", "https://other.example/uri/x9")


@pytest.mark.parametrize(
    "name",
    ["isRelatedTo", "isPeerOf", "isPartOf", "isChildOf", "replacedBy", "exemplar", "isTranslationOf", "precedes"],
)
def test_links_out_of_a_package_are_counted(tmp_path: Path, name: str) -> None:
    out = association(name, link("i1"), OUTSIDE)
    back = association(name, OUTSIDE, link("i1"))
    notes = notes_of(package_of(tmp_path / "case.json", out, back))
    assert f"case.json: 2 associations left out: {name} has an end outside the package" in notes


def test_an_exact_match_out_of_a_package_is_a_mapping_from_either_end(tmp_path: Path) -> None:
    back = association("exactMatchOf", OUTSIDE, link("i1"))
    graph = graph_of(package_of(tmp_path / "case.json", back))
    assert graph.sparql("ASK { <https://salt.example/uri/i1> skos:exactMatch <https://other.example/uri/x9> }") is True


@pytest.mark.parametrize(
    "uri",
    [
        "https://salt.example/ims/case/v1p0/CFDocuments/d1",
        "https://salt.example/uri/d1/",
        "urn:uuid:d1",
    ],
)
def test_the_document_is_known_by_all_its_addresses(tmp_path: Path, uri: str) -> None:
    child = association("isChildOf", link("i1"), {"title": "Retail", "identifier": "d1", "uri": uri})
    bare = association("isChildOf", link("i2"), {"uri": uri} if "ims" not in uri else link("d1", uri))
    assert not any("association" in note for note in notes_of(package_of(tmp_path / "case.json", child, bare)))


@pytest.mark.long
def test_two_packages_of_a_registry_lie_side_by_side(tmp_path: Path) -> None:
    for name, statement in (("a", "Runs campaigns"), ("b", "Runs paid campaigns")):
        path = package_of(tmp_path / f"{name}.json", fullStatement=statement)
        assert import_framework(path, tmp_path / "career.db").accepted
    found = [
        ecomgraph.open(tmp_path / "career.db", framework=name).skill("https://salt.example/uri/i1") for name in "ab"
    ]
    assert labels(found) == ["Runs campaigns", "Runs paid campaigns"]
