"""Evidence of links: axioms of OWL, also blank ones, and ``rdf:Statement``, which is made an axiom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import rdflib

import ecomgraph
from ecomgraph.web.pages.description import Describer
from ecomgraph.web.pages.links import Links

if TYPE_CHECKING:
    from pathlib import Path

PREFIXES = """
@prefix : <https://example.org/> .
@prefix basis: <https://w3id.org/ecomgraph/basis/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
:baker a ecg:Role ; skos:prefLabel "Baker"@en ; ecg:hasResponsibility :oven .
:oven a ecg:Responsibility ; skos:prefLabel "Oven"@en ; ecg:hasBasis basis:curated ; skos:editorialNote "Bread."@en ;
  ecg:hasEvidence :page .
:page a ecg:Passage ; dcterms:isPartOf :book ; ecg:inSection "ovens" ; ecg:ordinal 1 ; ecg:startOffset 0 ;
  ecg:endOffset 9 ; ecg:textDigest "0123456789abcdef" .
:book a ecg:SourceDocument ; skos:prefLabel "Book"@en ; dcterms:title "Book"@en ; dcterms:extent 99 ;
  ecg:textDigest "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" .
"""
SAID = "ecg:hasBasis basis:stated ; ecg:hasEvidence :page ."
AXIOM = "a owl:Axiom ; owl:annotatedSource :baker ; owl:annotatedProperty ecg:hasResponsibility ; owl:annotatedTarget"
STATEMENT = "a rdf:Statement ; rdf:subject :baker ; rdf:predicate ecg:hasResponsibility ; rdf:object"
FORMS = {
    "axiom": f":why {AXIOM} :oven ; {SAID}",
    "blank axiom": f"[] {AXIOM} :oven ; {SAID}",
    "statement": f":why {STATEMENT} :oven ; {SAID}",
    "blank statement": f"[] {STATEMENT} :oven ; {SAID}",
}


def loaded(folder: Path, text: str) -> ecomgraph.CareerGraph:
    """Load a file with the prefixes, a role and a text."""
    path = folder / "ours.ttl"
    path.write_text(PREFIXES + text, encoding="utf-8")
    return ecomgraph.load(path)


@pytest.mark.parametrize("form", FORMS)
def test_each_form_says_what_a_link_stands_on(tmp_path: Path, form: str) -> None:
    graph = loaded(tmp_path, FORMS[form])
    assert graph.responsibilities("baker")[0].basis == "stated"
    assert ecomgraph.load(rdflib.Graph().parse(tmp_path / "ours.ttl")).responsibilities("baker")[0].basis == "stated"
    described = Describer(graph, Links("")).describe("https://example.org/baker")
    (section,) = [it for it in described.says if it.anchor == "says-hasResponsibility"]
    assert section.items[0].grounds.basis_name == "stated"
    assert graph.sparql("ASK { ?s a rdf:Statement }") is False


def test_an_import_turns_statements_into_axioms_and_counts_them(tmp_path: Path) -> None:
    path = tmp_path / "ours.ttl"
    path.write_text(PREFIXES + FORMS["statement"], encoding="utf-8")
    report = ecomgraph.import_framework(path, tmp_path / "o.nt")
    assert report.violations == ()
    assert "ours.ttl: 1 rdf:Statement converted to owl:Axiom, with the same evidence" in report.notes
    text = (tmp_path / "o.nt").read_text(encoding="utf-8")
    assert (
        "<https://example.org/why> <http://www.w3.org/2002/07/owl#annotatedTarget> <https://example.org/oven>" in text
    )
    assert "Statement" not in text


def test_only_axioms_about_links_are_rows_of_the_table_of_statements(tmp_path: Path) -> None:
    others = """
        [] a owl:Axiom ; owl:annotatedSource :oven ; owl:annotatedProperty rdfs:label ; owl:annotatedTarget "Oven" .
        [] a owl:Axiom ; owl:annotatedSource :oven ; owl:annotatedProperty skos:closeMatch ;
            owl:annotatedTarget :stove .
        :oven rdfs:label "Oven" ; skos:closeMatch :stove .
    """
    loaded(tmp_path, FORMS["axiom"] + others).export("csv", tmp_path / "tables")
    lines = (tmp_path / "tables" / "statements.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[:4] for line in lines[1:]] == [
        ["why", "role:baker", "hasResponsibility", "responsibility:oven"]
    ]
