"""The SPARQL 1.1 Protocol for queries, case by case as in W3C's test suite."""

import io
import json

import httpx
import pytest
import rdflib

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
ASSERTED = "https://w3id.org/ecomgraph/graph/asserted"
DERIVED = "https://w3id.org/ecomgraph/graph/derived"
VOCABULARY = "https://w3id.org/ecomgraph/graph/vocabulary"
ROLE = "role:ecommerce-manager"


def truth(response: httpx.Response) -> bool:
    assert response.status_code == 200, response.text
    return bool(response.json()["boolean"])


def ask(client: httpx.Client, query: str, **fields: str | list[str]) -> bool:
    return truth(client.get("/sparql", params={"query": query, **fields}))


# ------------------------------------------------------------------ what has to work


def test_query_get(client: httpx.Client) -> None:
    response = client.get("/sparql", params={"query": "ASK {}"})
    assert truth(response)
    assert response.headers["content-type"] == "application/sparql-results+json"


def test_query_post_form(client: httpx.Client) -> None:
    assert truth(client.post("/sparql", data={"query": "ASK {}"}))


def test_query_post_direct(client: httpx.Client) -> None:
    assert truth(client.post("/sparql", content="ASK {}", headers=DIRECT))


def test_query_post_direct_with_charset_and_fields_in_the_address(client: httpx.Client) -> None:
    headers = {"Content-Type": "application/sparql-query; charset=UTF-8"}
    response = client.post(f"/sparql?default-graph-uri={ASSERTED}", content=f"ASK {{ {ROLE} a ?c }}", headers=headers)
    assert truth(response)


def test_query_dataset_default_graph(client: httpx.Client) -> None:
    query = f"ASK {{ {ROLE} ecg:advancesTo ?role }}"
    fields = {"query": query, "default-graph-uri": DERIVED}
    assert truth(client.get("/sparql", params=fields))
    assert truth(client.post("/sparql", data=fields))
    assert not ask(client, query, **{"default-graph-uri": ASSERTED})


def test_query_dataset_default_graphs(client: httpx.Client) -> None:
    query = f"ASK {{ {ROLE} a ecg:Role ; ecg:advancesTo ?role }}"
    assert ask(client, query, **{"default-graph-uri": [ASSERTED, DERIVED]})
    assert not ask(client, query, **{"default-graph-uri": [ASSERTED, VOCABULARY]})


def test_query_dataset_named_graphs(client: httpx.Client) -> None:
    query = f"ASK {{ GRAPH ?one {{ {ROLE} a ecg:Role }} GRAPH ?other {{ {ROLE} ecg:advancesTo ?role }} }}"
    assert ask(client, query)
    assert ask(client, query, **{"named-graph-uri": [ASSERTED, DERIVED]})
    assert not ask(client, query, **{"named-graph-uri": [ASSERTED, VOCABULARY]})
    assert not ask(client, f"ASK {{ {ROLE} ?p ?o }}", **{"named-graph-uri": [ASSERTED]})


def test_query_dataset_full(client: httpx.Client) -> None:
    query = f"ASK {{ {ROLE} a ecg:Role GRAPH <{DERIVED}> {{ {ROLE} ecg:advancesTo ?role }} }}"
    assert ask(client, query, **{"default-graph-uri": [ASSERTED], "named-graph-uri": [DERIVED]})
    assert not ask(client, query, **{"default-graph-uri": [DERIVED], "named-graph-uri": [ASSERTED]})


def test_query_multiple_dataset(client: httpx.Client) -> None:
    """The protocol's choice of graphs wins over FROM."""
    query = f"ASK FROM <{VOCABULARY}> {{ {ROLE} a ecg:Role }}"
    assert not ask(client, query)
    assert ask(client, query, **{"default-graph-uri": ASSERTED})


@pytest.mark.parametrize(
    ("query", "media_type"),
    [
        ("SELECT ?x { VALUES ?x { 1 } }", media_type)
        for media_type in (
            "application/sparql-results+json",
            "application/sparql-results+xml",
            "text/csv",
            "text/tab-separated-values",
            "application/json",
            "application/xml",
        )
    ]
    + [("ASK {}", "application/sparql-results+xml"), ("ASK {}", "application/sparql-results+json")]
    + [
        (f"{form} {{ {ROLE} ecg:hasLevel ?l }}", media_type)
        for form in ("CONSTRUCT WHERE", f"DESCRIBE {ROLE} WHERE")
        for media_type in (
            "text/turtle",
            "application/n-triples",
            "application/ld+json",
            "application/rdf+xml",
            "application/trig",
            "application/n-quads",
            "text/n3",
        )
    ],
)
def test_query_content_type(client: httpx.Client, query: str, media_type: str) -> None:
    for response in (
        client.get("/sparql", params={"query": query}, headers={"Accept": media_type}),
        client.post("/sparql", data={"query": query}, headers={"Accept": f"{media_type}, */*;q=0.1"}),
    ):
        assert response.status_code == 200, response.text
        assert response.headers["content-type"].split(";")[0] == media_type
        assert "Accept" in response.headers["vary"]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_formats_of_triples_hold_the_same(client: httpx.Client) -> None:
    query = "CONSTRUCT { ?s ?p ?o } WHERE { BIND(role:ecommerce-director AS ?s) ?s ?p ?o }"
    sizes = set()
    for media_type in ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"):
        response = client.get("/sparql", params={"query": query}, headers={"Accept": media_type})
        sizes.add(len(rdflib.Graph().parse(data=response.text, format=media_type)))
    assert len(sizes) == 1
    assert sizes.pop() > 50


@pytest.mark.parametrize(
    ("media_type", "written"), [("application/sparql-results+xml", b"a&#xD;\nb"), ("text/csv", b'"a\r\nb"')]
)
def test_line_ends_in_values_are_kept(client: httpx.Client, media_type: str, written: bytes) -> None:
    query = "\ufeffSELECT ?x { VALUES ?x { 'a\\r\\nb' } }"
    response = client.get("/sparql", params={"query": query}, headers={"Accept": media_type})
    assert written in response.content


def test_a_character_that_xml_cannot_hold_is_told(client: httpx.Client) -> None:
    query = "SELECT ?x { VALUES ?x { '\\u0001' } }"
    response = client.get("/sparql", params={"query": query}, headers={"Accept": "application/sparql-results+xml"})
    assert (response.status_code, "U+0001" in response.text) == (400, True)


def test_formats_of_tables_hold_the_same(client: httpx.Client) -> None:
    query = "SELECT ?x ?y { VALUES (?x ?y) { (1 'é'@fr) (UNDEF <urn:a>) } }"
    answers = {
        media_type: client.get("/sparql", params={"query": query}, headers={"Accept": media_type})
        for media_type in ("application/sparql-results+json", "application/sparql-results+xml")
    }
    tables = [rdflib.query.Result.parse(io.BytesIO(it.content), content_type=name) for name, it in answers.items()]
    assert tables[0].bindings == tables[1].bindings
    csv = client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
    assert csv.content.decode().splitlines() == ["x,y", "1,é", ",urn:a"]
    assert csv.headers["content-type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/sparql-results+json"),
        ("text/csv;q=0.4, application/sparql-results+xml;q=0.6", "application/sparql-results+xml"),
        ("text/*", "text/xml"),
        ("text/*, text/xml;q=0", "text/csv"),
        ("application/sparql-results+json;q=0, */*", "application/json"),
        ("text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8", "application/xml"),
        ("TEXT/CSV ; Q=1.0", "text/csv"),
    ],
)
def test_the_best_liked_format_is_sent(client: httpx.Client, accept: str, media_type: str) -> None:
    response = client.get("/sparql", params={"query": "SELECT * {} LIMIT 1"}, headers={"Accept": accept})
    assert response.headers["content-type"].split(";")[0] == media_type


def test_the_usual_prefixes_are_declared(client: httpx.Client) -> None:
    rows = client.get("/sparql", params={"query": "SELECT ?l { role:senior-director skos:prefLabel ?l }"}).json()
    assert rows["results"]["bindings"] == [{"l": {"type": "literal", "value": "Senior Director", "xml:lang": "en"}}]


def test_head_has_the_headers_and_no_body(client: httpx.Client) -> None:
    response = client.head("/sparql", params={"query": "ASK {}"})
    assert response.status_code == 200
    assert response.content == b""
    assert int(response.headers["content-length"]) > 0


def test_options_say_what_is_possible(client: httpx.Client) -> None:
    response = client.options("/sparql")
    assert response.status_code == 204
    assert response.headers["allow"] == "GET, HEAD, OPTIONS, POST"


def test_the_service_describes_itself(client: httpx.Client, address: str) -> None:
    response = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert response.headers["content-type"] == "text/turtle; charset=utf-8"
    graph = rdflib.Graph().parse(data=response.text, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    assert set(graph.subjects(rdflib.RDF.type, sd.Service)) == {rdflib.URIRef(f"{address}/sparql")}
    assert {str(name) for name in graph.objects(None, sd.name)} == {ASSERTED, DERIVED, VOCABULARY}
    assert len(set(graph.objects(None, sd.resultFormat))) == 11
    assert json.loads(client.get("/sparql", headers={"Accept": "application/ld+json"}).text)


def test_text_is_utf_8(client: httpx.Client) -> None:
    query = 'SELECT ?x { BIND("Bäcker 面包 🥐" AS ?x) }'
    for response in (
        client.get("/sparql", params={"query": query}),
        client.post("/sparql", data={"query": query}),
        client.post("/sparql", content=query.encode(), headers=DIRECT),
    ):
        assert response.json()["results"]["bindings"][0]["x"]["value"] == "Bäcker 面包 🥐"


# ------------------------------------------------------------------ what has to fail


def failure(response: httpx.Response, status: int) -> str:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.text.count("\n") == 1
    return response.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_bad_query_method(client: httpx.Client, method: str) -> None:
    response = client.request(method, "/sparql", params={"query": "ASK {}"})
    failure(response, 405)
    assert response.headers["allow"] == "GET, HEAD, OPTIONS, POST"


def test_bad_multiple_queries(client: httpx.Client) -> None:
    assert "more than one" in failure(client.get("/sparql", params={"query": ["ASK {}", "SELECT * {}"]}), 400)
    assert "more than one" in failure(client.post("/sparql?query=ASK{}", content="ASK {}", headers=DIRECT), 400)


def test_bad_query_wrong_media_type(client: httpx.Client) -> None:
    response = client.post("/sparql", content="ASK {}", headers={"Content-Type": "text/plain"})
    assert "application/sparql-query" in failure(response, 415)
    assert response.headers["accept-post"] == "application/x-www-form-urlencoded, application/sparql-query"


def test_bad_query_missing_form_type(client: httpx.Client) -> None:
    failure(client.post("/sparql", content="query=ASK%20%7B%7D"), 415)


def test_bad_query_missing_direct_type(client: httpx.Client) -> None:
    failure(client.post("/sparql", content="ASK {}"), 415)


def test_bad_query_non_utf8(client: httpx.Client) -> None:
    text = "SELECT * { ?s ?p 'é' }"
    assert "not UTF-8" in failure(client.post("/sparql", content=text.encode("latin-1"), headers=DIRECT), 400)
    assert "not UTF-8" in failure(client.post("/sparql", content=text.encode("utf-16"), headers=DIRECT), 400)
    assert "not UTF-8" in failure(client.post("/sparql", content=b"query=ASK%20%7B%7D%E9", headers=FORM), 400)
    assert "not UTF-8" in failure(client.get("/sparql?query=ASK%20%7B%7D%23%FF"), 400)
    utf16 = {"Content-Type": "application/sparql-query; charset=UTF-16"}
    assert "UTF-8" in failure(client.post("/sparql", content=text.encode("utf-16"), headers=utf16), 415)


def test_bad_query_syntax(client: httpx.Client) -> None:
    message = failure(client.get("/sparql", params={"query": "SELECT *\nWHERE {\n  ?s ?p\n}"}), 400)
    assert message == "not a SPARQL query: line 4, column 1: } is not expected after ?p\n"


def test_no_query(client: httpx.Client) -> None:
    assert "no query" in failure(client.get("/sparql?format=json"), 400)
    assert "no query" in failure(client.post("/sparql", data={"x": "y"}), 400)
    failure(client.post("/sparql", content="", headers=DIRECT), 400)


def test_not_acceptable(client: httpx.Client) -> None:
    for query in ("ASK {}", "SELECT * {}", "CONSTRUCT WHERE { ?s ?p ?o }"):
        message = failure(client.get("/sparql", params={"query": query}, headers={"Accept": "image/png"}), 406)
        assert "available as" in message
    failure(client.get("/sparql", headers={"Accept": "text/html"}), 406)


@pytest.mark.parametrize(
    "update",
    ["INSERT DATA { <urn:a> <urn:b> 1 }", "DELETE WHERE { ?s ?p ?o }", "LOAD <urn:a>", "CLEAR ALL"],
)
def test_updates_are_refused(client: httpx.Client, update: str) -> None:
    failure(client.get("/sparql", params={"query": update}), 400)
    assert "updates" in failure(client.get("/sparql", params={"update": update}), 400)
    assert "updates" in failure(client.post("/sparql", data={"update": update}), 400)
    headers = {"Content-Type": "application/sparql-update"}
    assert "updates" in failure(client.post("/sparql", content=update, headers=headers), 415)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT ?x { ?s ?p ?o } }",
        "SELECT * FROM <http://127.0.0.1:1/> { ?s ?p ?o }",
        "SELECT * FROM NAMED <file:///etc/passwd> { ?s ?p ?o }",
    ],
)
def test_what_is_elsewhere_is_refused(client: httpx.Client, query: str) -> None:
    assert "is refused" in failure(client.get("/sparql", params={"query": query}), 400)


@pytest.mark.parametrize("field", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize(
    "graph", ["http://127.0.0.1:1/", "file:///etc/passwd", "javascript:alert(1)", " ", "not an IRI"]
)
def test_other_datasets_are_refused(client: httpx.Client, field: str, graph: str) -> None:
    response = client.get("/sparql", params={"query": "ASK {}", field: graph})
    assert "has no such graph" in failure(response, 400)
