"""Every format, exported and read again, says what the graph says: for the bundled graph and for hostile ones."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

import ecomgraph
from ecomgraph.exchange import exporters
from ecomgraph.exchange.registry import FORMATS
from tests.exchange import reread_data as data
from tests.exchange import reread_hr as hr
from tests.exchange.facts import SKOS, Facts, clean, line
from tests.exchange.hostile import frameworks, quick
from tests.exchange.rereaders import rereaders
from tests.exchange.small_graphs import FRENCH, LADDER, graph_of

if TYPE_CHECKING:
    from collections.abc import Callable

    Check = Callable[[ecomgraph.CareerGraph, Path], ecomgraph.ExportReport]

CHECKS: dict[str, Check] = {
    "case": hr.case,
    "csv": data.csv_tables,
    "esco": hr.esco,
    "gexf": data.gexf,
    "graphml": data.graphml,
    "moodle": hr.moodle,
    "osmt": hr.osmt,
    "property-graph": data.property_graph,
    "schema-org": hr.schema_org,
    "xlsx": data.xlsx,
    **{name: partial(data.rdf, name=name) for name in data.RDF_FORMATS},
    **{name: module.check for name, module in rereaders().items()},
}
# The others are tried among the slow tests, and all with the two small frameworks.
FEW = {"turtle"}


def refused(name: str, graph: ecomgraph.CareerGraph) -> bool:
    """Whether a tool could not take a graph whole, so that the export has to say so."""
    facts = Facts(graph)
    skills = facts.iris("skill")
    if name == "moodle":
        return any("," in line(facts.label(iri)) for iri in facts.iris("level"))
    if name == "osmt":
        names = [line(facts.label(iri)).casefold() for iri in skills]
        values = {text for iri in skills for text in facts.texts(iri, SKOS + "altLabel")}
        values |= {facts.label(broader) for iri in skills for broader in facts.to(iri, SKOS + "broader")}
        return len(set(names)) < len(names) or any(";" in value for value in values)
    if name == "rdfxml":
        literals = (quad.object.value for quad in graph.dataset.store if hasattr(quad.object, "datatype"))
        return any("\r" in text or clean(text) != text for text in literals)
    return False


def test_there_is_a_check_for_every_format() -> None:
    missing = [f"tests/exchange/reread_{name.replace('-', '_')}.py" for name in FORMATS.keys() - CHECKS.keys()]
    assert not missing, f"write {', '.join(missing)}, as tests/exchange/rereaders.py says"
    assert CHECKS.keys() == FORMATS.keys()


def test_each_module_among_the_exporters_is_a_format() -> None:
    modules = {path.stem for path in Path(exporters.__path__[0]).glob("*.py")} - {"__init__"}
    others = modules - {name.replace("-", "_") for name in FORMATS}
    assert not others, f"define FORMAT, with the name of the module, in {', '.join(sorted(others))}"


@pytest.mark.parametrize("name", [pytest.param(it, marks=[] if it in FEW else pytest.mark.slow) for it in CHECKS])
def test_bundled_graph_comes_back_whole(name: str, graph: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    report = CHECKS[name](graph, tmp_path / "out")
    assert report.format == name
    assert report.repaired == ()
    assert all(count > 0 for _, count in report.records)


@pytest.mark.long
@pytest.mark.parametrize("text", [pytest.param(FRENCH, id="french"), pytest.param(LADDER, id="ladder")])
def test_french_framework_and_ladder_with_degrees_come_back_whole(text: str, tmp_path: Path) -> None:
    graph = graph_of(tmp_path, text)
    for name, check in CHECKS.items():
        report = check(graph, tmp_path / name)
        assert sum(count for _, count in report.records) > 0, name


@pytest.mark.long
@pytest.mark.parametrize("name", ["csv", pytest.param("xlsx", marks=pytest.mark.slow)])
def test_tables_of_all_that_is_derived_come_back_whole(name: str, graph: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    check = data.csv_tables if name == "csv" else data.xlsx
    report = check(graph, tmp_path / "out", derived=True)
    assert dict(report.records)["profiles"] == len(graph.profiles())


@pytest.mark.slow
@quick
@given(frameworks())
def test_hostile_graphs_come_back_whole_or_are_refused(graph: ecomgraph.CareerGraph) -> None:
    for name, check in CHECKS.items():
        with tempfile.TemporaryDirectory() as folder:
            destination = Path(folder) / "out"
            if refused(name, graph):
                with pytest.raises(ecomgraph.ExportError):
                    check(graph, destination)
                assert list(Path(folder).iterdir()) == []
            else:
                check(graph, destination)
