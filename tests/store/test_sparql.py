"""The guard before queries: what reaches out or would exhaust the parser is refused, and nothing else."""

import pytest

import ecomgraph
from ecomgraph.store.query_guard import check_query, variables, where_begins

PREFIX = "PREFIX ex: <http://example.org/> PREFIX SERVICEex: <http://example.org/> PREFIX : <http://example.org/>\n"

# The native parser takes all of these for SERVICE; each has been seen to open a connection.
REACHING_OUT = [
    "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }",
    "SELECT * { service silent <http://example.org/> { ?s ?p ?o } }",
    "SELECT * { SERVICE ?where { ?s ?p ?o } }",
    "SELECT * { SERVICE<http://example.org/>{ ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<http://example.org/> { ?s ?p ?o } }",
    "SELECT * { SERVICE#\n<http://example.org/> { ?s ?p ?o } }",
    "SELECT * { # a comment ends at a carriage return \rSERVICE <http://example.org/> { ?s ?p ?o } }",
    "SELECT * { { SELECT * { ?s ?p ?o OPTIONAL { } SERVICE <http://example.org/> { } } } }",
    "SELECT * { FILTER EXISTS { SERVICE <http://example.org/> { } } }",
    "ASK { MINUS { GRAPH ?g { SERVICE <http://example.org/> { } } } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE<http://example.org/> { } }",
    "SELECT * { ?s ?p trueSERVICE<http://example.org/> { } }",
    "SELECT * { ?s ?p 'it'SERVICE<http://example.org/> { } }",
    PREFIX + "SELECT * { SERVICEex:sparql { } }",
    PREFIX + "SELECT * { SERVICE:sparql { } }",
    PREFIX + "SELECT * { ?s ?p 1.SERVICE:sparql { } }",
    "SELECT * { VALUES ?x { 1 } SERVICE <http://example.org/> { } }",
    "SELECT * { ?s <http://example.org/\\u0041#> ?o . SERVICE <http://example.org/> { } }",
]


@pytest.mark.parametrize("text", REACHING_OUT)
def test_service_is_refused_wherever_it_stands(text: str) -> None:
    with pytest.raises(ecomgraph.QueryError, match=r"^line \d+: SERVICE is refused: a query may not leave this graph$"):
        check_query(text)


@pytest.mark.parametrize(
    "text",
    [
        # To the native parser: 1 is less than 2, then SERVICE, then a comment.
        PREFIX + "SELECT * { FILTER(1<2)SERVICE#>\n ex:sparql { } }",
        PREFIX + "SELECT * { FILTER(<urn:a><2)SERVICE#>\n ex:sparql { } }",
        PREFIX + "SELECT * { FILTER(?a<?b#>'''\n) SERVICE ex:sparql { } #'''\n }",
    ],
)
def test_a_comparison_that_looks_like_an_iri_is_refused(text: str) -> None:
    with pytest.raises(ecomgraph.QueryError, match=r"may be a comparison and a comment; write a space after <$"):
        check_query(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?service ?from ?insert . $delete ?load ?clear }",
        "SELECT * { ?s rdfs:label 'SERVICE <http://example.org/> {' , \"FROM <urn:x>\" , '''INSERT\n DATA''' }",
        'SELECT * { ?s ?p "an escaped \\" SERVICE <urn:x> { }" }',
        'SELECT * { ?s ?p """one " and "" two SERVICE <urn:x> { }""" }',
        "SELECT * { ?s ?p 'text'@en-service } # SERVICE <http://example.org/> { } FROM <urn:x>",
        "SELECT * { <http://example.org/SERVICE#FROM> ?p <http://example.org/service/(x)> }",
        "SELECT * { skill:customer-service ?p skill:from . skill:insert ?p ?o }",
        "PREFIX service: <urn:s> PREFIX from: <urn:f> PREFIX delete: <urn:d> SELECT * { service:a from:b delete:c }",
        "SELECT * { VALUES (?a ?b) { (<urn:a#b> <urn:c#d>) } FILTER(?a < ?b && ?b > 1) FILTER(?a IN (<urn:a#b>)) }",
        "SELECT (COUNT(*) AS ?load) { ?s ?p ?o } GROUP BY ?clear ORDER BY ?drop",
    ],
)
def test_words_in_strings_comments_names_and_iris_do_not_count(text: str) -> None:
    assert check_query(text) == ()


@pytest.mark.parametrize(
    "keyword", ["ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "insert"]
)
def test_updates_are_refused_by_name(keyword: str) -> None:
    with pytest.raises(ecomgraph.QueryError, match=f"^line 2: {keyword.upper()} is an update;"):
        check_query(f"PREFIX ex: <http://example.org/>\n{keyword} ex:a")


@pytest.mark.parametrize(
    ("clause", "graphs"),
    [
        ("FROM <urn:a>", ("urn:a",)),
        ("from <urn:a> from named <urn:b>", ("urn:a", "urn:b")),
        ("FROM<urn:a>FROM NAMED<urn:b>", ("urn:a", "urn:b")),
        ("FROM graph:derived", ("https://w3id.org/ecomgraph/graph/derived",)),
    ],
)
def test_from_is_reported_in_full(clause: str, graphs: tuple[str, ...]) -> None:
    assert check_query(f"SELECT * {clause} {{ ?s ?p ?o }}") == graphs


def test_a_prefix_of_the_query_itself_is_expanded_after_from() -> None:
    assert check_query("PREFIX f: <file:///etc/> SELECT * FROM f:hostname { }") == ("file:///etc/hostname",)


@pytest.mark.parametrize(
    ("clause", "reason"),
    [
        ("FROM <hostname>", "FROM <hostname> is refused: it is not the full IRI of a graph"),
        ("FROM nowhere:x", "FROM nowhere:x is refused: it is not the full IRI of a graph"),
        ("FROM ?where", r"FROM \?where is refused: it is not the full IRI of a graph"),
        ("FROMgraph:derived", "write FROM and what follows it apart"),
        ("FROM NAMEDgraph:derived", "FROM NAMEDgraph:derived is refused: it is not the full IRI of a graph"),
    ],
)
def test_from_something_else_is_refused(clause: str, reason: str) -> None:
    with pytest.raises(ecomgraph.QueryError, match=f"^line 1: {reason}$"):
        check_query(f"SELECT * {clause} {{ ?s ?p ?o }}")


def test_from_reads_one_graph_of_this_dataset(graph: ecomgraph.CareerGraph) -> None:
    transitions = "SELECT ?t FROM {} WHERE {{ ?t a ecg:Transition }}"

    asserted = graph.sparql(transitions.format("graph:asserted"))
    derived = graph.sparql(transitions.format("graph:derived"))

    assert isinstance(asserted, ecomgraph.QueryResult)
    assert isinstance(derived, ecomgraph.QueryResult)
    assert len(asserted) + len(derived) == len(graph.transitions())


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * " + "{" * 65 + "}" * 65,
        "SELECT * { ?s ?p ?o FILTER(" + "(" * 20_000,
        "SELECT * { ?s ?p ?o FILTER(" + "!" * 20_000 + "?o) }",
        "SELECT * { ?s ?p ?o FILTER(" + "?o+" * 20_000 + "?o) }",
        "SELECT * { ?s " + "<urn:p>/" * 20_000 + "<urn:p> ?o }",
        "SELECT * { ?s ?p (" + "1 " * 20_000 + ") }",
        "SELECT * { " + "OPTIONAL { ?s ?p ?o } " * 20_000 + "}",
        "SELECT * { " + "{} UNION " * 20_000 + "{} }",
        "SELECT * { VALUES ?x { 1 } " + "?s ?p ?o . " * 20_000 + "}",
    ],
    ids=["braces", "parentheses", "negations", "sum", "path", "list", "optional", "union", "after values"],
)
def test_what_would_overflow_the_native_stack_is_refused(text: str) -> None:
    with pytest.raises(ecomgraph.QueryError, match=r"^line 1: the query is nested too deeply or too long$"):
        check_query(text)


def test_data_may_be_long(graph: ecomgraph.CareerGraph) -> None:
    rows = "(1 2) " * 10_000
    counted = graph.sparql(f"SELECT (COUNT(*) AS ?n) {{ VALUES (?a ?b) {{ {rows} }} }}")

    assert isinstance(counted, ecomgraph.QueryResult)
    assert counted.rows == ((10_000,),)


def test_a_stray_backslash_is_refused() -> None:
    with pytest.raises(ecomgraph.QueryError, match=r"^line 1: a backslash stands outside of strings and IRIs$"):
        check_query("SELECT * { SERV\\u0049CE <urn:x> { } }")


def test_lines_are_counted_over_strings_and_comments() -> None:
    with pytest.raises(ecomgraph.QueryError, match=r"^line 4: SERVICE"):
        check_query("SELECT * { # one\n ?s ?p '''two\nthree''' .\n SERVICE <urn:x> { } }")


def test_variables_are_those_of_the_code() -> None:
    assert variables("SELECT ?a { $b <urn:?c> '?d' } # ?e") == {"a", "b"}


def test_where_begins_after_the_first_brace_of_the_query_itself() -> None:
    text = "SELECT (EXISTS { ?s ?p ?o } AS ?any) { }"

    assert text[where_begins(text) :] == " }"


def test_a_query_without_braces_has_no_group() -> None:
    with pytest.raises(ecomgraph.QueryError, match="the query has no braces"):
        where_begins("ASK")
