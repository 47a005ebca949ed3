"""Clients that people use get their rows."""

import io
import json
from typing import Any

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from ecomgraph import CareerGraph

QUERY = "SELECT ?role ?label { ?role a ecg:Role ; skos:prefLabel ?label } ORDER BY ?role"
SHAPES = "CONSTRUCT { ?role skos:prefLabel ?label } WHERE { ?role a ecg:Role ; skos:prefLabel ?label }"


@pytest.fixture
def wrapper(address: str) -> Any:
    return SPARQLWrapper(f"{address}/sparql")


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("returned", ["json", "xml", "csv"])
def test_rdflib_sparql_store(address: str, graph: CareerGraph, method: str, returned: str) -> None:
    store = SPARQLStore(f"{address}/sparql", method=method, returnFormat=returned)
    view = rdflib.Graph(store)
    rows = list(view.query(QUERY))
    assert [(str(role), str(label)) for role, label in rows] == [  # type: ignore[misc]
        (role.iri, role.label) for role in sorted(graph.roles(), key=lambda it: it.iri)
    ]
    role = rdflib.URIRef(graph.role("vp-of-ecommerce").iri)
    advances_to = rdflib.URIRef("https://w3id.org/ecomgraph/ns#advancesTo")
    assert [str(it) for it in view.objects(role, advances_to)] == [graph.role("CDO").iri]
    if returned != "csv":
        assert view.query("ASK { role:vp-of-ecommerce ecg:advancesTo ?role }").askAnswer


def test_rdflib_sparql_store_constructs(address: str, graph: CareerGraph) -> None:
    view = rdflib.Graph(SPARQLStore(f"{address}/sparql"))
    result = view.query(SHAPES)
    assert result.graph is not None
    assert len(result.graph) == len(graph.roles())


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_tables(wrapper: Any, graph: CareerGraph, method: str) -> None:
    wrapper.setMethod(method)
    wrapper.setQuery(QUERY)
    wrapper.setReturnFormat(JSON)
    rows = wrapper.queryAndConvert()["results"]["bindings"]
    assert {row["label"]["value"] for row in rows} == {role.label for role in graph.roles()}
    wrapper.setReturnFormat(XML)
    assert len(wrapper.queryAndConvert().getElementsByTagName("result")) == len(rows)
    for form in (CSV, TSV):
        wrapper.setReturnFormat(form)
        assert len(wrapper.queryAndConvert().decode().splitlines()) == len(rows) + 1


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize("form", [TURTLE, N3, RDFXML, JSONLD])
def test_sparqlwrapper_triples(wrapper: Any, graph: CareerGraph, form: str) -> None:
    wrapper.setMethod(POST)
    wrapper.setRequestMethod(POSTDIRECTLY)
    wrapper.setQuery(SHAPES)
    wrapper.setReturnFormat(form)
    found = wrapper.queryAndConvert()
    if isinstance(found, bytes):
        found = rdflib.Graph().parse(io.BytesIO(found), format="turtle")
    assert len(found) == len(graph.roles())


def test_sparqlwrapper_asks(wrapper: Any) -> None:
    wrapper.setQuery("ASK { role:vp-of-ecommerce ecg:advancesTo role:chief-digital-officer }")
    wrapper.setReturnFormat(JSON)
    assert wrapper.queryAndConvert()["boolean"] is True


def test_sparqlwrapper_chooses_graphs(wrapper: Any) -> None:
    wrapper.setQuery("ASK { ?a ecg:advancesTo ?b }")
    wrapper.setReturnFormat(JSON)
    wrapper.addDefaultGraph("https://w3id.org/ecomgraph/graph/asserted")
    assert wrapper.queryAndConvert()["boolean"] is False


def test_sparqlwrapper_is_told_what_is_wrong(wrapper: Any) -> None:
    wrapper.setQuery("SELECT * {\n ?s ?p }")
    with pytest.raises(QueryBadFormed, match="line 2, column 8: } is not expected"):
        wrapper.query()


def test_standard_library(address: str) -> None:
    from urllib.request import Request, urlopen

    data = b"query=ASK%20%7B%7D"
    with urlopen(Request(f"{address}/sparql", data)) as response:  # noqa: S310
        assert json.loads(response.read()) == {"head": {}, "boolean": True}
