"""Licence and attribution of what was imported are in every export, where its reader finds them."""

from __future__ import annotations

import csv
import io
import json
from functools import partial
from html import unescape
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import networkx as nx
import openpyxl
import pyoxigraph as ox
import pytest

import ecomgraph
from ecomgraph.exchange.exporters.moodle import HEADER
from ecomgraph.exchange.importers import ImportOptions, import_framework
from ecomgraph.exchange.registry import FORMATS
from ecomgraph.namespace import PREFIXES
from tests.exchange.rereaders import rereaders
from tests.frameworks.miniatures import ONET, write_tables
from tests.samples import sampled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CC_BY = "https://creativecommons.org/licenses/by/4.0/"
OWN = "https://example.org/terms"
BAKERS = "Guild of Bakers <& friends>"
RDF = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> ecomgraph.CareerGraph:
    """Two frameworks of one database: O*NET, whose importer knows its licence, and tables with one of their own."""
    tmp_path = tmp_path_factory.mktemp("imported")
    onet = tmp_path / "onet"
    onet.mkdir()
    for name, text in ONET.items():
        (onet / f"{name}.txt").write_text(text, encoding="utf-8")
    import_framework(onet, tmp_path / "career.db")
    options = ImportOptions(license=OWN, attribution=BAKERS)
    import_framework(write_tables(tmp_path / "bakery"), tmp_path / "career.db", options=options)
    return ecomgraph.open(tmp_path / "career.db")


@pytest.fixture(scope="module")
def onet_and_more(imported: ecomgraph.CareerGraph, tmp_path_factory: pytest.TempPathFactory) -> ecomgraph.CareerGraph:
    """A framework with a licence of its own whose role leads to one of O*NET."""
    folder = tmp_path_factory.mktemp("more")
    database = folder / "career.db"
    onet = folder / "onet"
    onet.mkdir()
    for name, text in ONET.items():
        (onet / f"{name}.txt").write_text(text, encoding="utf-8")
    import_framework(onet, database)
    target = imported.role("Online Merchants").iri
    source = folder / "more.ttl"
    source.write_text(
        f"""@prefix ecg: <https://w3id.org/ecomgraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <urn:clerk> a ecg:Role ; skos:prefLabel "Clerk"@en ; ecg:hasSkillRequirement <urn:needs> .
        <urn:needs> a ecg:SkillRequirement ; ecg:requiredSkill <urn:tact> ;
            ecg:importance <https://w3id.org/ecomgraph/importance/essential> .
        <urn:tact> a ecg:Skill ; skos:prefLabel "Tact"@en .
        <urn:up> a ecg:Transition ; ecg:transitionFrom <urn:clerk> ; ecg:transitionTo <{target}> ;
            ecg:transitionKind <https://w3id.org/ecomgraph/transition-kind/promotion> .""",
        encoding="utf-8",
    )
    report = import_framework(source, database, options=ImportOptions(license=OWN, attribution=BAKERS))
    assert report.framework.bases == ("onet",)
    return ecomgraph.open(database)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def case(path: Path) -> str:
    package = json.loads(path.read_bytes())
    licenses = {it["uri"] for it in package["CFDefinitions"]["CFLicenses"]}
    return f"{licenses} {package['CFDocument']['creator']} {package['CFDocument']['notes']}"


def csv_tables(path: Path) -> str:
    package = json.loads((path / "datapackage.json").read_bytes())
    return f"{[it['path'] for it in package['licenses']]} {[it['title'] for it in package['sources']]}"


def gexf(path: Path) -> str:
    found = ElementTree.parse(path).find("{*}meta/{*}description")  # noqa: S314
    assert found is not None
    return str(found.text)


def graphml(path: Path) -> str:
    return str(nx.read_graphml(path).graph["rights"])


def moodle(path: Path) -> str:
    framework = rows(path)[0]
    assert tuple(framework) == HEADER
    return unescape(framework["Description"])


def osmt(path: Path) -> str:
    return "".join(row["Authors"] for row in rows(path))


def notice(path: Path) -> str:
    return (path / "license.txt").read_text(encoding="utf-8")


def schema_org(path: Path) -> str:
    (terms,) = (it for it in json.loads(path.read_bytes())["@graph"] if it["@type"] == "DefinedTermSet")
    return f"{terms['license']} {terms['creditText']}"


def xlsx(path: Path) -> str:
    return str(openpyxl.load_workbook(io.BytesIO(path.read_bytes()), read_only=True).properties.description)


def rdf(path: Path, rdf_format: ox.RdfFormat) -> str:
    """What is said in the terms that catalogs use."""
    terms = {f"{PREFIXES['dcterms']}{name}" for name in ("license", "rights", "creator")}
    quads = ox.parse(path.read_bytes(), format=rdf_format)
    return " ".join(str(getattr(it.object, "value", "")) for it in quads if it.predicate.value in terms)


READERS: dict[str, Callable[[Path], str]] = {
    "case": case,
    "csv": csv_tables,
    "esco": notice,
    "gexf": gexf,
    "graphml": graphml,
    "moodle": moodle,
    "osmt": osmt,
    "property-graph": notice,
    "schema-org": schema_org,
    "xlsx": xlsx,
    **{name: partial(rdf, rdf_format=rdf_format) for name, rdf_format in RDF.items()},
    **{name: module.rights for name, module in rereaders().items()},
}


def test_there_is_a_reader_for_every_format() -> None:
    missing = [f"tests/exchange/reread_{name.replace('-', '_')}.py" for name in FORMATS.keys() - READERS.keys()]
    assert not missing, f"define rights in {', '.join(missing)}, as tests/exchange/rereaders.py says"
    assert READERS.keys() == FORMATS.keys()


@pytest.mark.parametrize("name", READERS)
def test_a_framework_is_named_with_its_own_licence(name: str, imported: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    for framework, rights, others in (("onet", (CC_BY, "O*NET"), (OWN, BAKERS)), ("bakery", (OWN, BAKERS), (CC_BY,))):
        imported.export(name, tmp_path / framework, framework=framework)
        said = READERS[name](tmp_path / framework)
        assert all(text in said for text in rights)
        assert not any(text in said for text in others)


@pytest.mark.parametrize("name", [name for name, it in FORMATS.items() if it.several])
def test_a_file_of_several_frameworks_names_each(name: str, imported: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    imported.export(name, tmp_path / "out")
    said = READERS[name](tmp_path / "out")
    assert all(text in said for text in (CC_BY, "O*NET", OWN, BAKERS))


@pytest.mark.long
@pytest.mark.parametrize("name", sampled(READERS, 4))
def test_part_of_the_bundled_graph_has_its_licence(name: str, graph: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    graph.export(name, tmp_path / "out", role="ecommerce-director", level="mid")
    said = READERS[name](tmp_path / "out")
    assert CC_BY in said
    assert "The ecomgraph authors" in said


@pytest.mark.parametrize("name", RDF)
def test_part_of_what_was_imported_has_its_licence(name: str, imported: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    imported.export(name, tmp_path / "out", role="Online Merchants")
    assert CC_BY in READERS[name](tmp_path / "out")


@pytest.mark.long
@pytest.mark.parametrize("name", ["odoo", "osmt"])
def test_what_is_read_one_by_one_names_only_its_own_framework(
    name: str, onet_and_more: ecomgraph.CareerGraph, tmp_path: Path
) -> None:
    onet_and_more.export(name, tmp_path / "out", framework="more")
    if name == "odoo":
        said = {row["name"]: unescape(row["description"]) for row in rows(tmp_path / "out" / "hr.job.csv")}
    else:
        said = {row["RSD Name"]: row["Authors"] for row in rows(tmp_path / "out")}
    assert {(CC_BY in it, OWN in it) for it in said.values()} == {(True, False), (False, True)}


def test_graph_without_a_licence_gets_none(bakery: Path, tmp_path: Path) -> None:
    ecomgraph.load(bakery).export("esco", tmp_path / "out")
    assert not (tmp_path / "out" / "license.txt").exists()


@pytest.mark.long
@pytest.mark.parametrize("name", ["case", "csv", "trig"])
def test_licence_comes_back_with_an_import(name: str, tmp_path: Path) -> None:
    """Through a tool that keeps it, an exported framework still says whose it is."""
    import_framework(write_tables(tmp_path / "bakery"), tmp_path / "a.db", options=ImportOptions(license=OWN))
    suffix = {"case": ".json", "csv": "", "trig": ".trig"}[name]
    target = tmp_path / f"again{suffix}"
    ecomgraph.open(tmp_path / "a.db").export(name, target)
    report = import_framework(target, tmp_path / "b.db")
    assert report.framework.license == OWN
