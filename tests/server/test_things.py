"""Every IRI leads to documents about its thing, in the format that the client likes best."""

import json
from pathlib import Path
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest

from ecomgraph import CareerGraph, ImportOptions, import_framework
from ecomgraph.namespace import BASE, ECG, PREFIXES
from ecomgraph.store.dataset import ASSERTED, DERIVED
from ecomgraph.web.pages import assets
from tests.server.conftest import running

ROLE = BASE + "role/vp-of-ecommerce"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
TYPES = {
    "html": "text/html; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
}
# What Protégé's library asks for.
OWL_API = "application/rdf+xml, application/xml; q=0.7, text/xml; q=0.6, text/plain; q=0.1, */*; q=0.09"


@pytest.mark.parametrize(
    ("accept", "ending"),
    [
        (BROWSER, "html"),
        ("", "html"),
        ("*/*", "html"),
        ("text/turtle", "ttl"),
        ("application/ld+json, text/turtle;q=0.9", "jsonld"),
        ("application/n-triples", "nt"),
        ("text/html;q=0.1, text/turtle;q=0.2", "ttl"),
        ("application/trig, text/turtle;q=0.8, */*;q=0.1", "ttl"),
        (OWL_API, "rdf"),
    ],
)
def test_a_thing_leads_to_a_document(client: httpx.Client, accept: str, ending: str) -> None:
    response = client.get("/role/vp-of-ecommerce", headers={"Accept": accept})
    assert response.status_code == 303
    assert response.headers["location"] == f"/role/vp-of-ecommerce.{ending}"
    assert response.headers["vary"] == "Accept"
    document = client.get(response.headers["location"])
    assert document.status_code == 200
    assert document.headers["content-type"] == TYPES[ending]


@pytest.mark.long
@pytest.mark.parametrize("ending", FORMATS)
def test_a_document_says_what_the_graph_says(client: httpx.Client, graph: CareerGraph, ending: str) -> None:
    data = client.get(f"/role/vp-of-ecommerce.{ending}").content
    told = {quad.triple for quad in ox.parse(data, format=FORMATS[ending])}
    own = {quad.triple for quad in graph.dataset.store.quads_for_pattern(ox.NamedNode(ROLE), None, None, None)}
    assert own <= told
    assert told <= set(graph.dataset.triples())
    required = {triple.object for triple in told if triple.predicate.value == ECG.requiredSkill}
    assert {ox.NamedNode(it.skill.iri) for it in graph.skills("vp-of-ecommerce")} & required


def test_every_kind_of_thing_has_a_page(client: httpx.Client, graph: CareerGraph) -> None:
    """One thing of each class."""
    things: dict[str, str] = {}
    for quad in graph.dataset.store.quads_for_pattern(
        None, ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), None, None
    ):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            things[quad.object.value] = max(things.get(quad.object.value, ""), quad.subject.value)
    assert len(things) > 25
    for iri in sorted(things.values()):
        if iri.startswith(BASE) and "#" not in iri:
            response = client.get(iri.removeprefix(BASE[:-1]), follow_redirects=True, headers={"Accept": "text/html"})
        else:
            response = client.get("/resource", params={"iri": iri}, headers={"Accept": "text/html"})
        assert response.status_code == 200, iri
        assert response.headers["content-type"] == TYPES["html"]


@pytest.mark.parametrize("ending", TYPES)
def test_the_vocabulary(client: httpx.Client, ending: str) -> None:
    """A term's IRI is that of the vocabulary with a fragment, which clients keep to themselves."""
    response = client.get("/ns", headers={"Accept": TYPES[ending].split(";")[0]})
    varies = ["Accept", *(["Accept-Language"] if ending == "html" else []), "Accept-Encoding"]
    assert (response.status_code, response.headers["vary"]) == (200, ", ".join(varies))
    assert response.headers["content-type"] == TYPES[ending]
    assert response.headers["content-location"] == f"/ns.{ending}"
    assert client.get(f"/ns.{ending}").content == response.content
    if ending == "html":
        assert 'id="requiresSkill"' in response.text
    else:
        subjects = {quad.subject for quad in ox.parse(response.content, format=FORMATS[ending])}
        assert ox.NamedNode(ECG.requiresSkill) in subjects


def test_shapes_are_described_with_the_vocabulary_and_given_as_data(client: httpx.Client) -> None:
    assert client.get("/shape", headers={"Accept": BROWSER}).headers["location"] == "/ns.html"
    assert client.get("/shape", headers={"Accept": "image/png"}).status_code == 406
    response = client.get("/shape", headers={"Accept": "text/turtle"})
    assert (response.status_code, response.headers["location"]) == (303, "/shape.ttl")
    told = {quad.triple for quad in ox.parse(client.get("/shape.ttl").content, format=FORMATS["ttl"])}
    node_shape = ox.NamedNode("http://www.w3.org/ns/shacl#NodeShape")
    assert ox.NamedNode(BASE + "shape#Role") in {it.subject for it in told if it.object == node_shape}
    assert client.get("/shape.ttl").content == client.get("/shape.ttl").content


def _kinds(graph: CareerGraph) -> dict[str, list[str]]:
    """IRIs below the base of all subjects, predicates, objects and graphs, by the first part of their path."""
    found: dict[str, set[str]] = {}
    for quad in graph.dataset.store:
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, ox.NamedNode) and term.value.startswith(BASE):
                path = term.value.removeprefix(BASE)
                found.setdefault(path.partition("#")[0].partition("/")[0], set()).add(path.partition("#")[0])
    return {kind: sorted(paths) for kind, paths in found.items()}


@pytest.mark.long
def test_iris_of_every_kind_lead_to_each_format(client: httpx.Client, graph: CareerGraph) -> None:
    """The first two and the last of each kind, and all graphs, distributions, files and deprecated IRIs."""
    kinds = _kinds(graph)
    assert {"graph", "dataset", "distribution", "data", "ns", "scheme", "statement", "rule", ""} < kinds.keys()
    store, subject = graph.dataset.store, "deprecated"
    kinds[subject] = [
        quad.subject.value.removeprefix(BASE).partition("#")[0]
        for quad in store.quads_for_pattern(None, ox.NamedNode(PREFIXES["owl"] + "deprecated"), None, None)
        if isinstance(quad.subject, ox.NamedNode)
    ]
    assert len(kinds[subject]) > 20
    turns = 0
    for kind, paths in kinds.items():
        few = paths if kind in {"graph", "distribution", "data"} else sorted({*paths[:2], paths[-1]})
        for path in few:
            for ending in TYPES if kind in {"graph", "dataset"} else [*TYPES, *TYPES][turns % 5 : turns % 5 + 2]:
                turns += 1
                response = client.get(f"/{path}", headers={"Accept": TYPES[ending].split(";")[0]})
                if path in {"", "ns"} or kind == "data":
                    assert response.status_code == 200, path
                    continue
                assert (response.status_code, response.headers["vary"]) == (303, "Accept"), path
                document = client.get(response.headers["location"])
                assert (document.status_code, document.headers["content-type"]) == (200, TYPES[ending]), path
                if ending in FORMATS:
                    triples = {quad.triple for quad in ox.parse(document.content, format=FORMATS[ending])}
                    assert any(BASE + path in (str(it.subject)[1:-1], str(it.object)[1:-1]) for it in triples), path
            assert kind in {"", "data"} or client.get(f"/{path}", headers={"Accept": "image/png"}).status_code == 406


def test_description_of_the_dataset_is_where_void_puts_it(client: httpx.Client) -> None:
    response = client.get("/.well-known/void")
    assert (response.status_code, response.headers["location"]) == (303, "/dataset/ecomgraph")


def test_downloads_hold_the_whole_graph(client: httpx.Client, graph: CareerGraph) -> None:
    for path, form in (("careers.nt", ox.RdfFormat.N_TRIPLES), ("careers.trig", ox.RdfFormat.TRIG)):
        response = client.get(f"/data/{path}")
        found = {quad.triple for quad in ox.parse(response.content, format=form)}
        own = {
            it.triple
            for it in graph.dataset.store
            if it.graph_name == ASSERTED or (it.graph_name == DERIVED and form == ox.RdfFormat.TRIG)
        }
        assert own <= found
    for path in ("careers.xml", "vocabulary/nothing.ttl", "rules/role.ttl", "csv/roles.csv", ""):
        assert client.get(f"/data/{path}").status_code == 404, path


@pytest.mark.long
def test_graphs_of_a_database_are_described(tmp_path: Path, bakery: Path) -> None:
    import_framework(bakery, tmp_path / "o.db", options=ImportOptions(name="bakery"))
    kitchen = tmp_path / "kitchen.ttl"
    kitchen.write_text(
        f'<https://k.example/cook> a <{ECG.Role}> ; <{PREFIXES["skos"]}prefLabel> "Cook" .', encoding="utf-8"
    )
    import_framework(kitchen, tmp_path / "o.db")
    with (
        running("--db", tmp_path / "o.db") as address,
        httpx.Client(base_url=address, timeout=60, follow_redirects=True) as client,
    ):
        for path in (
            *("graph/framework/bakery", "graph/derived/bakery", "graph/catalog", "framework/bakery"),
            *("graph/framework/kitchen", "graph/derived/kitchen", "framework/kitchen"),
        ):
            for ending, media_type in TYPES.items():
                response = client.get(f"/{path}", headers={"Accept": media_type.split(";")[0]})
                assert (response.status_code, response.headers["content-type"]) == (200, media_type), path
                assert path in response.text or ending == "ttl"
        derived = client.get("/graph/derived/bakery", headers={"Accept": "application/n-triples"}).text
        assert f"<{PREFIXES['prov']}wasDerivedFrom> <{BASE}graph/framework/bakery>" in derived
        assert "<http://rdfs.org/ns/void#triples>" in derived
        assert client.get("/graph/framework/nobody").status_code == 404
        part = client.get("/data/careers.nt", params={"framework": "bakery"})
        assert b"bakery.example" in part.content
        assert b"k.example" not in part.content


@pytest.mark.long
def test_what_xml_cannot_hold_is_not_acceptable(tmp_path: Path) -> None:
    odd = tmp_path / "odd.ttl"
    odd.write_text(
        f'<{BASE}role/odd> a <{ECG.Role}> ; <{PREFIXES["skos"]}prefLabel> "bell\\u0007" .\n'
        f'<{BASE}role/even> a <{ECG.Role}> ; <{PREFIXES["skos"]}prefLabel> "b" ; <https://a.example/1> "x" .\n',
        encoding="utf-8",
    )
    with running("--graph", odd) as address, httpx.Client(base_url=address, timeout=60) as client:
        for name in ("odd", "even"):
            response = client.get(f"/role/{name}", headers={"Accept": "application/rdf+xml"})
            assert (response.status_code, response.headers["vary"]) == (406, "Accept")
            assert "ask for text/turtle" in response.text
            assert client.get(f"/role/{name}.nt").status_code == 200


@pytest.mark.long
def test_things_from_elsewhere_are_given_by_their_iri(tmp_path: Path, bakery: Path) -> None:
    odd = tmp_path / "odd.ttl"
    strange = [
        "https://w3id.org/ecomgraph//evil.example",
        "https://w3id.org/ecomgraph/Role/Upper_Case",
        "https://w3id.org/ecomgraph/role/caf%C3%A9",
        "javascript:alert(1)",
        "urn:x:y?a=b&c=d",
    ]
    odd.write_text(
        "\n".join(f'<{iri}> a <{ECG.Role}> ; <http://www.w3.org/2000/01/rdf-schema#label> "x" .' for iri in strange),
        encoding="utf-8",
    )
    with (
        running("--graph", bakery, "--graph", odd) as address,
        httpx.Client(base_url=address, timeout=30) as client,
    ):
        baker = "https://bakery.example/baker"
        response = client.get("/resource", params={"iri": baker}, headers={"Accept": "text/turtle"})
        assert (response.status_code, response.headers["vary"]) == (200, "Accept")
        assert response.headers["content-location"] == f"/resource?iri={quote(baker, safe='')}&format=ttl"
        assert "Journeyman" in response.text
        assert "Journeyman" in client.get(response.headers["content-location"]).text
        for iri in strange:
            for ending, media_type in TYPES.items():
                response = client.get("/resource", params={"iri": iri, "format": ending})
                assert (response.status_code, response.headers["content-type"]) == (200, media_type), iri
            assert 'href="javascript:' not in client.get("/resource", params={"iri": iri, "format": "html"}).text
        # What is below the base, and no plain path, is sent to where it cannot be another site's address.
        for iri in strange[:2]:
            response = client.send(client.build_request("GET", address + "/" + iri.removeprefix(BASE)))
            assert response.status_code == 303, iri
            assert response.headers["location"] == f"/resource?iri={quote(iri, safe='')}&format=html"


@pytest.mark.parametrize(
    "path",
    [
        "/role/cfo",
        "/role/cfo.html",
        "/role/cfo.ttl",
        "/nothing",
        "/resource?iri=urn:none",
        "/resource?iri=not%20an%20iri",
        "/resource?iri=%00",
        "/resource?iri=",
        "/role/%00",
        "/role/a%0d%0aSet-Cookie:%20x=y",
        "/role/%E2%80%AE",
        "/role/../role/cfo",
        "/..%2f..%2fetc%2fpasswd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//evil.example/",
        "/ns.xml",
        "/api/nothing",
        "/assets/nothing.js",
        "/assets/..%2f__init__.py",
        "/assets/../__init__.py",
        "/assets/%2e%2e/links.py",
        "/assets/",
        "/assets/..\\__init__.py",
    ],
)
def test_what_is_not_there(client: httpx.Client, address: str, path: str) -> None:
    response = client.get(httpx.URL(address).copy_with(raw_path=path.encode()))
    assert response.status_code in {400, 404}, response.text
    assert "set-cookie" not in response.headers
    assert response.headers["content-type"] in {"text/plain; charset=utf-8", "application/json"}
    assert "root:" not in response.text
    assert "import" not in response.text


@pytest.mark.parametrize(
    "path", ["/resource", "/resource?iri=a:b&iri=c:d", "/resource?iri=a:b&format=exe", "/resource?iri=%FF"]
)
def test_what_is_no_question(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 400


@pytest.mark.parametrize("path", ["/", "/ns", "/role/vp-of-ecommerce", "/assets/style.css", "/api", "/api/roles"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_things_can_only_be_read(client: httpx.Client, path: str, method: str) -> None:
    response = client.request(method, path)
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, HEAD"


def test_a_format_that_there_is_not(client: httpx.Client) -> None:
    for path in ("/role/vp-of-ecommerce", "/ns", f"/resource?iri={ROLE}"):
        assert client.get(path, headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("path", ["/", "/query", "/api", "/ns.html"])
def test_pages(client: httpx.Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"] == TYPES["html"]
    assert response.text.startswith("<!doctype html>")
    assert client.head(path).headers["etag"] == response.headers["etag"]


def test_assets(client: httpx.Client) -> None:
    for name, data in assets().items():
        response = client.get(f"/assets/{name}")
        assert response.content == data
        assert response.headers["content-type"].split("/")[0] in {"text", "image", "font", "application"}
    assert client.get("/assets/style.css").headers["content-type"] == "text/css; charset=utf-8"
    assert client.get("/assets/all-pages.js").headers["content-type"] == "text/javascript; charset=utf-8"


@pytest.mark.parametrize(
    "path", ["/", "/assets/style.css", "/role/vp-of-ecommerce.ttl", "/api/roles", "/sparql?query=ASK{}"]
)
def test_what_a_client_has_already_is_not_sent_again(client: httpx.Client, path: str) -> None:
    first = client.get(path)
    tag = first.headers["etag"]
    for known in (tag, f'"other", W/{tag}', "*"):
        again = client.get(path, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    assert client.get(path, headers={"If-None-Match": '"other"'}).content == first.content


def test_formats_have_different_tags(client: httpx.Client) -> None:
    tags = {client.get(f"/role/vp-of-ecommerce.{ending}").headers["etag"] for ending in TYPES}
    assert len(tags) == len(TYPES)


def test_json_ld_needs_nothing_from_elsewhere(client: httpx.Client) -> None:
    document = json.loads(client.get("/role/vp-of-ecommerce.jsonld").text)
    assert isinstance(document.get("@context", {}), dict)
