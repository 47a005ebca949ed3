"""Programs of others read what is exported: an OWL API, skosify and sssom-py."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from ecomgraph.store.packaged import packaged_files
from tests.exchange.small_graphs import LADDER, graph_of

if TYPE_CHECKING:
    from pathlib import Path

    import ecomgraph

pytestmark = pytest.mark.slow


def test_owl_api_sees_relations_and_no_violation(graph: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    """The file alone is OWL 2 DL, and what joins things are object property assertions."""
    pytest.importorskip("jpype")
    from tools.check_general_tools import JARS, check_owl_api

    if not (JARS / "owlapi-distribution.jar").exists():
        pytest.skip("there is no libowlapi-java here")
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


@pytest.mark.parametrize("form", ["tsv", "rdf"])
def test_sssom_py_reads_every_mapping(form: str, tmp_path: Path) -> None:
    """It says nothing of what it leaves out, so the rows are counted."""
    pytest.importorskip("sssom")
    from ecomgraph import load

    source = next(path for path in packaged_files("alignments") if path.stem == "roles-onet")
    count = source.read_text("utf-8").count("a owl:Axiom")
    if form == "tsv":
        source = tmp_path / "m.sssom.tsv"
        report = load(alignments=True).export("sssom", source, role="ecommerce-manager")
        count = dict(report.records)["mappings"]
    target = tmp_path / "again.tsv"
    command = [sys.executable, "-m", "sssom.cli", "parse", "-I", form, str(source), "-o", str(target)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)  # noqa: S603
    assert "not well-formed" not in done.stdout + done.stderr
    rows = [line for line in target.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert len(rows) == count + 1
    assert count > 2
