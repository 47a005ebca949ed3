"""Programs of others read what is exported: an OWL API, skosify and sssom-py."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ecomgraph import load
from ecomgraph.store.packaged import packaged_files
from tests.exchange.small_graphs import FRENCH, LADDER, graph_of

if TYPE_CHECKING:
    from pathlib import Path

    import ecomgraph

pytestmark = pytest.mark.slow


def test_owl_api_sees_relations_and_no_violation(graph: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    """The file alone is OWL 2 DL, and what joins things are object property assertions."""
    pytest.importorskip("jpype")
    from tools.check_general_tools import JARS, check_owl_api

    if not (JARS / "owlapi-distribution.jar").exists():
        pytest.skip("libowlapi-java is not installed")
    graph.export("rdfxml", tmp_path / "o.rdf")
    counts, problems = check_owl_api(tmp_path / "o.rdf")
    assert problems == []
    assert int(counts.partition(" ")[0]) > 3000


def test_skosify_finds_nothing_to_mend(tmp_path: Path) -> None:
    pytest.importorskip("skosify")
    import rdflib

    from tools.check_general_tools import check_skosify

    graph_of(tmp_path, LADDER).export("skos", tmp_path / "o.ttl")
    found = rdflib.Graph().parse(tmp_path / "o.ttl")
    (scheme,) = found.subjects(rdflib.RDF.type, rdflib.SKOS.ConceptScheme)
    _, problems = check_skosify(found, str(scheme))
    assert problems == []


@pytest.mark.parametrize("text", [FRENCH, LADDER])
@pytest.mark.filterwarnings("ignore")
def test_others_count_what_was_written(text: str, tmp_path: Path) -> None:
    """igraph, networkx, rdflib, Frictionless and openpyxl; nodes, edges, levels, degrees, triples and rows."""
    pytest.importorskip("igraph")
    pytest.importorskip("frictionless")
    from lab.consumers import read_by_others

    rows = list(read_by_others("ours", graph_of(tmp_path, text), tmp_path / "exports"))
    assert {"Frictionless", "igraph", "networkx", "openpyxl", "rdflib"} <= {program for _, _, program, _, _ in rows}
    assert [row for row in rows if row[-1] != row[-2]] == []


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("form", ["tsv", "rdf"])
def test_sssom_py_reads_every_mapping(form: str, tmp_path: Path) -> None:
    """It says nothing of what it leaves out, so the rows are counted."""
    parsers = pytest.importorskip("sssom.parsers")
    if form == "tsv":
        source = tmp_path / "m.sssom.tsv"
        report = load(alignments=True).export("sssom", source, role="ecommerce-manager")
        count = dict(report.records)["mappings"]
        found = parsers.parse_sssom_table(source)
    else:
        source = next(path for path in packaged_files("alignments") if path.stem == "roles-onet")
        count = source.read_text("utf-8").count("a owl:Axiom")
        found = parsers.parse_sssom_rdf(source, serialisation="turtle")
    assert count > 2
    assert len(found.df) == count
    assert set(found.df["predicate_id"]) <= {"skos:closeMatch", "skos:broadMatch", "skos:relatedMatch"}
    assert all(0 < it <= 1 for it in found.df["confidence"])
    assert found.df["comment"].notna().any()
    assert found.metadata["license"] == "https://creativecommons.org/licenses/by/4.0/"
