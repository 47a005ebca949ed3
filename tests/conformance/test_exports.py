"""Official schemas and real loaders judge what is exported."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ecomgraph.namespace import ECG

if TYPE_CHECKING:
    import ecomgraph

FORMATS = Path(__file__).resolve().parents[3] / "shared" / "formats"


def official(name: str) -> Path:
    """A file that a format's owner publishes, if it is at hand."""
    path = FORMATS / name
    if not path.exists():
        pytest.skip(f"the official schema is not at {path}")
    return path


def case_errors(package: dict[str, Any]) -> list[str]:
    """What 1EdTech's JSON Schema finds wrong, formats such as URI and date among it."""
    import jsonschema

    schema = json.loads(official("case-v1p0-cfpackage-schema.json").read_text(encoding="utf-8"))
    checker = jsonschema.Draft7Validator.FORMAT_CHECKER
    validator = jsonschema.Draft7Validator(schema, format_checker=checker)
    return [error.message for error in validator.iter_errors(package)]


@pytest.mark.slow
def test_case_conforms_to_the_official_schema(graph: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    graph.export("case", tmp_path / "case.json")
    package = json.loads((tmp_path / "case.json").read_text(encoding="utf-8"))
    assert case_errors(package) == []
    del package["CFAssociations"][1:]
    package["CFItems"][0]["uri"] = "no uri"
    del package["CFItems"][1]["fullStatement"]
    package["CFAssociations"][0]["associationType"] = "follows"
    assert len(case_errors(package)) == 3


def gexf_schema() -> Any:
    """The schema of the Gephi project."""
    from lxml import etree

    return etree.XMLSchema(etree.parse(str(official("gexf-1.2draft/gexf.xsd"))))


@pytest.mark.long
@pytest.mark.parametrize("options", [{}, {"derived": False}, {"role": "ecommerce-manager"}])
def test_gexf_is_valid_against_the_official_schema(
    options: dict[str, Any], graph: ecomgraph.CareerGraph, tmp_path: Path
) -> None:
    from lxml import etree

    graph.export("gexf", tmp_path / "careers.gexf", **options)
    # Version 1.3, whose schema is not at hand, adds the kind of an edge.
    text = (tmp_path / "careers.gexf").read_text("utf-8").replace("http://gexf.net/1.3", "http://www.gexf.net/1.2draft")
    text = re.sub(r'(<edge [^>]*) kind="[^"]*"', r"\1", text).replace('version="1.3"', 'version="1.2"')
    document = etree.ElementTree(etree.fromstring(text.encode()))
    schema = gexf_schema()
    schema.assertValid(document)
    (element,) = document.getroot().iter("{*}graph")
    element.set("name", "careers")
    assert not schema.validate(document)


@pytest.mark.slow
@pytest.mark.parametrize("derived", [False, True])
def test_tables_are_a_valid_data_package(derived: bool, graph: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    """Types, keys and references between tables, checked by Frictionless; and a broken reference is found."""
    folder = tmp_path / "tables"
    graph.export("csv", folder, derived=derived)
    assert frictionless_errors(folder) == []
    requirements = folder / "requirements.csv"
    text = requirements.read_text(encoding="utf-8")
    requirements.write_text(text.replace(",web-analytics,", ",web-analysis,"), encoding="utf-8", newline="")
    assert set(frictionless_errors(folder)) == {"foreign-key"}


def frictionless_errors(folder: Path) -> list[str]:
    """The kinds of errors that the frictionless package finds."""
    import warnings

    with warnings.catch_warnings():
        # Of what the package imports.
        warnings.simplefilter("ignore")
        from frictionless import Package

        report = Package(str(folder / "datapackage.json")).validate()
    return [error.type for task in report.tasks for error in task.errors] + [error.type for error in report.errors]


@pytest.mark.slow
def test_property_graph_is_loaded_and_queried_by_ladybug(
    graph: ecomgraph.CareerGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The script that comes with the files is run as it is."""
    ladybug = pytest.importorskip("ladybug")
    report = graph.export("property-graph", tmp_path / "out", version="ladybug")
    monkeypatch.chdir(tmp_path / "out")
    connection = ladybug.Connection(ladybug.Database(str(tmp_path / "db")))
    for statement in (tmp_path / "out" / "load.cypher").read_text("utf-8").splitlines():
        connection.execute(statement)

    def rows(query: str) -> list[tuple[Any, ...]]:
        result = connection.execute(query)
        found = []
        while result.has_next():
            found.append(tuple(result.get_next()))
        return found

    ladder = rows(
        "MATCH p = (:Role {id: 'role:ecommerce-manager'})-[m:TRANSITION* 1..6 (r, n | WHERE r.kind = 'promotion' AND"
        " n.kind = 'role')]->(:Role {id: 'role:chief-digital-officer'}) RETURN list_transform(nodes(p), x -> x.label)"
    )
    path = graph.find_path("ecommerce-manager", "chief-digital-officer")
    assert ladder == [([node.label for node in path.nodes],)]
    needed = rows("MATCH (n:Role)-[l:REQUIRES_SKILL]->(s:Skill) RETURN n.iri, s.iri, l.importance, l.degree")
    assert set(needed) == {
        (role.iri, it.skill.iri, it.importance, it.degree) for role in graph.roles() for it in graph.skills(role)
    }
    ranks = rows("MATCH (l:ExperienceLevel) RETURN l.label, l.rank")
    assert dict(ranks) == {level.label: level.rank for level in graph.levels()}
    counts = rows("MATCH (n) RETURN count(n)") + rows("MATCH ()-[r]->() RETURN count(r)")
    assert sum(count for (count,) in counts) == sum(count for _, count in report.records)


@pytest.mark.long
@pytest.mark.filterwarnings("ignore:.*is deprecated, use Dataset:DeprecationWarning:rdflib")
@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning:rdflib")
@pytest.mark.parametrize("name", ["jsonld", "turtle"])
def test_rdflib_reads_the_same_triples(name: str, graph: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    """Another parser than the one that wrote it, fetching nothing: the context is in the file."""
    import rdflib

    graph.export(name, tmp_path / "out", role="ecommerce-manager")
    found = rdflib.Dataset(default_union=True)
    found.parse(data=(tmp_path / "out").read_bytes(), format={"jsonld": "json-ld"}.get(name, name))
    graph.export("ntriples", tmp_path / "out.nt", role="ecommerce-manager")
    wanted = rdflib.Graph().parse(data=(tmp_path / "out.nt").read_bytes(), format="nt")
    assert {quad[:3] for quad in found.quads()} == set(wanted)
    assert (rdflib.URIRef("https://w3id.org/ecomgraph/role/ecommerce-manager"), None, rdflib.URIRef(ECG.Role)) in wanted
