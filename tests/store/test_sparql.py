"""What the query guard lets through, what it refuses, and what the engine gets."""

import re

import pyoxigraph as ox
import pytest
from rdflib import Literal, URIRef
from rdflib.plugins.sparql import prepareQuery

import ecomgraph
from ecomgraph.namespace import PREFIXES
from ecomgraph.store.query_guard import check_query
from ecomgraph.store.syntax_error import explained

PREFIX = "PREFIX ex: <http://example.org/> PREFIX SERVICEex: <http://example.org/> PREFIX : <http://example.org/>\n"
NO_SERVICE = r"^line \d+: SERVICE is refused: a query must not contact other endpoints$"

# The engine takes each of these for SERVICE where it reads the user's text.
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
    "ASK { ?s ?p ?o LATERAL { SERVICE <http://example.org/> { } } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE<http://example.org/> { } }",
    "SELECT * { ?s ?p trueSERVICE<http://example.org/> { } }",
    "SELECT * { ?s ?p 'it'SERVICE<http://example.org/> { } }",
    "SELECT * { SERVICE:sparql { } }",
    "SELECT * { SERVICE:a\u00b7{ } }",
    "SELECT * { ?s ?p 1.SERVICE:sparql { } }",
    "SELECT * { VALUES ?x { 1 } SERVICE <http://example.org/> { } }",
    "SELECT * { ?s <http://example.org/\\u0041#> ?o . SERVICE <http://example.org/> { } }",
    "\ufeffSELECT * { SERVICE <http://example.org/> { } }",
]
OPERANDS = [
    *("true", "false", "TRUE", "1", "2.5", ".5", "1e0", "?a", "$a", "?a\u00b7", "?a\u203f1", "?é", "'a'", '"a"', "''"),
    *("'''a'''", "'a'@en", "'a'@en--ltr", "'a'^^xsd:string", "<urn:a>", "<urn:a#b>", "ecg:a", "ecg:a\u00b7", "(1)"),
    *("EXISTS {}", "NOT EXISTS {}", "BOUND(?a)", "<<( ?s ecg:a ?o )>>", "<urn:f>(1)", "xsd:integer('1')", "NOW()"),
]


@pytest.mark.parametrize("text", REACHING_OUT)
def test_service_is_refused_wherever_it_stands(text: str) -> None:
    with pytest.raises(ecomgraph.QueryError, match=NO_SERVICE):
        check_query(text)


@pytest.mark.parametrize("operand", OPERANDS)
@pytest.mark.parametrize("quotes", ["'''", '"""'])
def test_a_comparison_and_a_comment_hide_nothing(operand: str, quotes: str) -> None:
    """By the grammar the quotes are part of a comment; who takes <ecg:a#> for an IRI sees SERVICE within a string."""
    text = f"SELECT * {{ FILTER(COALESCE({operand} <ecg:a#> {quotes}\n ,true)) SERVICE <urn:x> {{ }} #{quotes}\n}}"
    with pytest.raises(ecomgraph.QueryError, match=NO_SERVICE):
        check_query(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { FILTER(1<'''>''') SERVICE ex:a { } #'''\n }",
        "SELECT * { ?s ?p <<ecg:s#>'''\n ecg:p 1 >> . SERVICE ex:a { } #'''\n }",
        "SELECT * { FILTER(1<2)SERVICE#>\n ex:sparql { } }",
        "SELECT * { FILTER(<urn:a><2)SERVICE#>\n ex:sparql { } }",
        "SELECT * { FILTER(?a<?b#>'''\n) SERVICE ex:sparql { } #'''\n }",
        "SELECT * { FILTER(?a<ex:b#'>\n) SERVICE ex:sparql { } #'\n }",
        "SELECT * { ?s ?p '\\u0027 . SERVICE ex:a { } #' }",
        "SELECT * { <urn:\\u003E> ?p ?o . SERVICE ex:a { } }",
        "SELECT * { SERVICEex:sparql { } }",
        "PREFIX SERVICE: <urn:s> SELECT * { SERVICE:a\u00b7{ } }",
        "SELECT * { ?s ?p ?o }# '''\r SERVICE ex:sparql { } #'''\n }",
        "SELECT * { SERV\\u0049CE <urn:x> { } }",
    ],
)
def test_what_may_be_read_in_two_ways_calls_nothing(text: str) -> None:
    """It is refused, or SERVICE is not in what the engine gets."""
    try:
        rendering = check_query(PREFIX + text).rendering
    except ecomgraph.QueryError:
        return
    assert "service" not in rendering.lower()


def test_what_the_engine_gets_can_be_read_in_one_way_only() -> None:
    text = (
        PREFIX
        + """SELECT ?service (1<2 AS ?b) { # one
        ?s ex:customer-service 'it\\'s', "a\\"#b", '''two
        lines, # SERVICE <urn:x> {'''@en , SERVICEex:x ; <urn:a#b>+/:p? 1.5 . FILTER(?s<?o&&?o> <urn:SERVICE#x>) }"""
    )
    rendering = check_query(text).rendering

    assert rendering.isascii()
    assert rendering.isprintable()
    assert "#" not in rendering
    assert "'" not in rendering
    assert [token for token in rendering.split(" ") if "service" in token.lower()] == ["?service"]
    assert re.findall(r"<(?!\\u[0-9A-F]{4}\S*>| )", rendering) == []
    strings = [token for token in rendering.split(" ") if '"' in token]
    assert len(strings) == 3
    assert all(re.fullmatch(r'"(?:[^"\\\s]|\\.)*"', token) for token in strings)
    answer = ox.Store().query(rendering)
    assert isinstance(answer, ox.QuerySolutions)
    assert [it.value for it in answer.variables] == ["service", "b"]


@pytest.mark.parametrize("after", ["#face", "#facade12", "(beef)", "#fac", "#SERVICE", "\u0451deadbeef"])
def test_rdflib_reads_what_the_engine_gets_the_same_way(after: str) -> None:
    """rdflib takes up to eight hexadecimal digits after a backslash and u."""
    text = f"SELECT * {{ <facade:x> <http://example.org/a{after}> 'x{after}' }}"
    algebra = prepareQuery(check_query(text).rendering).algebra
    assert algebra.p.p.triples == [(URIRef("facade:x"), URIRef(f"http://example.org/a{after}"), Literal(f"x{after}"))]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?service ?from ?insert . $delete ?load ?clear }",
        "SELECT * { ?s rdfs:label 'SERVICE <http://example.org/> {' , \"FROM <urn:x>\" , '''INSERT\n DATA''' }",
        'SELECT * { ?s ?p "an escaped \\" SERVICE <urn:x> { }" }',
        'SELECT * { ?s ?p """one " and "" two SERVICE <urn:x> { }""" }',
        "SELECT * { ?s ?p 'text'@en-service } # SERVICE <http://example.org/> { } FROM <urn:x>",
        "SELECT * { <http://example.org/SERVICE#FROM> ?p <http://example.org/service/(x)> }",
        "SELECT * { skill:customer-service ?p skill:from . skill:insert ?p _:service }",
        "PREFIX service: <urn:s> PREFIX from: <urn:f> PREFIX delete: <urn:d> SELECT * { service:a from:b delete:c }",
        "PREFIX service: <urn:s> PREFIX myservice: <urn:> SELECT*{ GRAPH service:a { ?s a myservice:B { ?s ?p 1 } } }",
        "PREFIX from: <urn:f> DESCRIBE from:a",
        "SELECT * { VALUES (?a ?b) { (<urn:a#b> <urn:c#d>) } FILTER(?a < ?b && ?b > 1) FILTER(?a IN (<urn:a#b>)) }",
        "SELECT * { ?s ?p ( 1 <urn:a#b> ?x <urn:c#d> 'a'@en <urn:e#f> ) } ORDER BY (?a<?b) xsd:integer(?a)",
        "CONSTRUCT { ?s ?p (<urn:a#b> <urn:c#d>) } WHERE { ?s ?p ?o FILTER(?s<?o&&?o>?s) }",
        "SELECT (COUNT(*) AS ?load) { ?s ?p ?o } GROUP BY ?clear ORDER BY ?drop",
        "\ufeffSELECT*WHERE{?s^rdfs:label|!(a|^rdf:type)*/rdf:rest+/rdf:first? ?o.FILTER NOT EXISTS{?s?p 1.}}",
        "SELECT * { ?s ?p -1 , +2.5 , .5e-3 FILTER(?o-1 = 2+3) FILTER(BNODE() = CONCAT ('a', 'b')) }",
        "SELECT * { << ?s ?p ?o ~ ?r >> ?q <<( ?s ?p ?o )>> . ?s ?p ?o {| ?q 'a'@en--rtl |} }",
    ],
)
def test_what_only_looks_like_it_is_answered(text: str) -> None:
    checked = check_query(text)
    assert checked.graphs == ()
    ox.Store().query(checked.rendering)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (
            r"'tab\t, line\n, quote\", backslash\\u0041, \u0041\U0001F600'",
            'tab\t, line\n, quote", backslash\\u0041, A😀',
        ),
        ("'''it's ''two''\r\n\"lines\"'''", "it's ''two''\r\n\"lines\""),
        ('"""a "" b \\""""', 'a "" b "'),
        ('"# no comment <urn:a> SERVICE \u00e9 \u2028"', "# no comment <urn:a> SERVICE \u00e9 \u2028"),
        ('""', ""),
        ("''''''", ""),
    ],
)
def test_a_string_keeps_its_value(written: str, value: str) -> None:
    answer = ox.Store().query(check_query(f"SELECT ({written} AS ?x) {{}}").rendering)
    assert isinstance(answer, ox.QuerySolutions)
    assert [row["x"] for row in answer] == [ox.Literal(value)]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("<http://a.example/x#y>", "http://a.example/x#y"),
        ("<http://a.example/\\u00e9?q='1'>", "http://a.example/é?q='1'"),
        ("ex:a\\#b.c-d", "http://example.org/a#b.c-d"),
        ("ex:a%23service", "http://example.org/a%23service"),
        ("ex:", "http://example.org/"),
        ("<b/../c#d>", "http://b.example/a/c#d"),
        ("skos:broader", PREFIXES["skos"] + "broader"),
    ],
)
def test_an_iri_keeps_its_value(written: str, value: str) -> None:
    text = f"BASE <http://b.example/a/> PREFIX ex: <http://example.org/> SELECT ({written} AS ?x) {{}}"
    answer = ox.Store().query(check_query(text).rendering)
    assert isinstance(answer, ox.QuerySolutions)
    assert [row["x"] for row in answer] == [ox.NamedNode(value)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SELECT * {\n SERV\\u0049CE <urn:x> { } }", "line 2: SERV is not a SPARQL keyword"),
        ("SELECT * { \\u0041 }", "line 1: a backslash is outside strings and IRIs"),
        ("SELECT * { ?s zz:p ?o }", "line 1: the prefix zz: is not declared"),
        ("SELECT * {\r\n ?s ?p <a> }", "line 2: <a> is not an absolute IRI, and there is no BASE"),
        ("SELECT * { ?s ?p <http://a b> }", "line 1: the IRI that begins with < is not complete"),
        ("SELECT * { ?s ?p <http://a\\u0020b> }", "line 1: <http://a b> is not an absolute IRI"),
        ("SELECT * { ?s ?p 'abc }", "line 1: the string that begins here is not closed"),
        ('SELECT * { ?s ?p """abc" }', "line 1: the string that begins here is not closed"),
        ("SELECT * { ?s ?p 'a\\q' }", "line 1: \\q is not an escape sequence"),
        ("SELECT * { ?s ?p '\\uD83D\\uDE00' }", "line 1: \\uD83D is not a character"),
        ("SELECT * { ?s ?p '\ud83d' }", "line 1: the string has a lone surrogate"),
        ("SELECT * { ?s ?p ?o", "line 1: } is missing at the end"),
        ("SELECT * { ?s ?p (?o } )", "line 1: } is found where ) is missing"),
        ("SELECT * { ?s ?p ?o }\n}", "line 2: } closes nothing"),
        ("SELECTDISTINCT * { ?s ?p ?o }", "line 1: SELECTDISTINCT is not a SPARQL keyword"),
        ("WHERE { ?s ?p ?o }", "line 1: a query begins with SELECT, CONSTRUCT, DESCRIBE or ASK, not with WHERE"),
        ("# nothing", "line 1: there is no query"),
        (
            "SELECT * { ?s ?p ?o } PREFIX a: <urn:a>",
            "line 1: PREFIX is incomplete, or not at the beginning",
        ),
        ("SELECT * { ?s ?p\u00a0?o }", "line 1: '\\xa0' does not start a SPARQL token"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, reason: str) -> None:
    with pytest.raises(ecomgraph.QueryError) as failure:
        check_query(text)
    assert str(failure.value).startswith(reason)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT * {\n ?s ?p ?o FILTER(1 1) }", "line 2, column 20: 1 is not expected after 1"),
        ("# a comment\nSELECT *\r\n{ ?s ?p 'a\\n b' . ?s }", "line 3, column 22: } is not expected after ?s"),
        ("SELECT * { ?s ?p '''two\nlines''' ,, }", "line 2, column 11: , is not expected after ,"),
        ("SELECT * { ?s ?p '''two\nlines''' 1 }", "line 2, column 10: 1 is not expected after '''two lines'''"),
        (f"SELECT * {{ ?s ?p '{'a' * 99}' 1 }}", f"line 1, column 120: 1 is not expected after '{'a' * 38}…"),
        (
            "PREFIX ex: <http://example.org/>\n\nSELECT ?s WHERE { ?s ex:service ex:b ex:c }",
            "line 3, column 38: ex:c is not expected after ex:b",
        ),
        # Keywords that the engine looks for at each place reach behind the wrong token, or behind the end.
        ("SELECT * { FILTER(?x = ) ?a ?b ?c }", "line 1, column 24: ) is not expected after ="),
        ("SELECT { ?x ?y ?z }", "line 1, column 8: { is not expected after SELECT"),
        ("SELECT * { ?x ?y }", "line 1, column 18: } is not expected after ?y"),
        ("ASK { BIND(1+ AS ?x) }", "line 1, column 15: AS is not expected after +"),
        ("SELECT ?s WHERE { ?s ?p ?o } LIMIT", "line 1, column 35: the query is not complete"),
        ("ASK # nothing", "line 1, column 4: the query is not complete"),
        (
            "SELECT ?z (COUNT(?x) AS ?n) { ?x ?y ?z }",
            "line 1, column 41: SELECT names a variable that has no value: the pattern or GROUP BY does not have it",
        ),
        (
            "SELECT * { ?x ?y ?z } GROUP BY ?x",
            "line 1, column 34: SELECT * cannot be used with GROUP BY; name the columns",
        ),
        (
            "SELECT * {VALUES (?x ?y) {(1)} }",
            "line 1, column 30: a row of VALUES does not have one value for each variable",
        ),
        (
            "SELECT * { BIND(1 AS ?x) BIND(2 AS ?x) }",
            "line 1, column 40: } is not expected after ); BIND needs a variable that its group does not have",
        ),
        (
            "SELECT * {{ _:a ?y ?z } { _:a ?b ?c }}",
            "line 1, column 27: _:a is not expected after {; a blank node can be used in one group only",
        ),
    ],
)
def test_a_syntax_error_is_said_in_words_with_its_place_in_the_text_of_the_user(
    text: str, said: str, graph: ecomgraph.CareerGraph
) -> None:
    with pytest.raises(ecomgraph.QueryError) as failure:
        graph.sparql(text)
    assert str(failure.value) == f"not a SPARQL query: {said}"


def test_a_syntax_error_of_a_very_long_query_is_what_the_engine_says() -> None:
    query = check_query("SELECT * { VALUES ?x { " + "1 " * 20_000 + "} LIMIT }")
    assert explained(query, "error at 1:7: expected\n1") == "error at 1:7: expected 1"


@pytest.mark.parametrize(
    "keyword", ["ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH", "insert"]
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
        ("FROM <derived#x>", ("http://b.example/derived#x",)),
    ],
)
def test_from_is_reported_in_full(clause: str, graphs: tuple[str, ...]) -> None:
    base = "BASE <http://b.example/> " if "derived#" in clause else ""
    assert check_query(f"{base}SELECT * {clause} {{ ?s ?p ?o }}").graphs == graphs


def test_a_prefix_of_the_query_itself_is_expanded_after_from() -> None:
    text = "PREFIX f: <file:///etc/> SELECT * FROM f:hostname { }"
    assert check_query(text).graphs == ("file:///etc/hostname",)


@pytest.mark.parametrize(
    ("clause", "reason"),
    [
        ("FROM <hostname>", "<hostname> is not an absolute IRI, and there is no BASE"),
        ("FROM nowhere:x", "the prefix nowhere: is not declared"),
        ("FROM ?where", "FROM must be followed by an IRI"),
        ("FROM WHERE", "FROM must be followed by an IRI, not WHERE"),
        ("FROMgraph:derived", "the prefix FROMgraph: is not declared"),
    ],
)
def test_from_something_else_is_refused(clause: str, reason: str) -> None:
    with pytest.raises(ecomgraph.QueryError, match=f"^line 1: {reason}$"):
        check_query(f"SELECT * {clause} {{ ?s ?p ?o }}")


def test_from_reads_one_graph_of_this_dataset(graph: ecomgraph.CareerGraph) -> None:
    transitions = "SELECT ?t FROM {} WHERE {{ ?t a ecg:Transition }}"

    asserted = graph.sparql(transitions.format("graph:asserted"))
    derived = graph.sparql("BASE <https://w3id.org/ecomgraph/graph/>" + transitions.format("<derived>"))

    assert isinstance(asserted, ecomgraph.QueryResult)
    assert isinstance(derived, ecomgraph.QueryResult)
    assert len(asserted) + len(derived) == len(graph.transitions())


def test_variables_are_those_of_the_code() -> None:
    assert check_query("SELECT ?a { $b <urn:?c> '?d' } # ?e").variables == {"a", "b"}


def test_where_begins_after_the_first_brace_of_the_query_itself() -> None:
    text = "SELECT (EXISTS { ?s ?p ?o } AS ?any) { }"

    assert text[check_query(text).where_begins :] == " }"
    assert check_query("DESCRIBE <urn:a>").where_begins == -1


def test_the_iris_of_a_template_and_of_the_pattern_are_told_apart() -> None:
    checked = check_query(
        "PREFIX e: <urn:> CONSTRUCT { ?s e:a [ e:b <urn:c> ] } WHERE { ?s e:d/^e:a 'e:f'^^e:g # e:h\n }"
    )

    assert checked.template == {"urn:a", "urn:b", "urn:c"}
    assert checked.pattern == {"urn:d", "urn:a", "urn:g"}


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("SELECT * { ?z ?b ?a }", "z b a"),
        ("SELECT DISTINCT * { ?z ?b ?a OPTIONAL { ?a ?y ?d } } LIMIT 1", "z b a y d"),
        ("BASE <http://x.example/> SELECT * { ?z <a>* ?a . ?z <b>? ?c }", "z a c"),
        ("# ?first\nSELECT * { { SELECT ?m ?b { ?m ?b ?q } } } LIMIT 1", "m b"),
        ("SELECT * { VALUES (?y ?x) { ('?z' 2) } }", "y x"),
        ("SELECT ?z ?a { ?z ?a ?c } LIMIT 1", "z a"),
        ("SELECT (COUNT(*) AS ?z) ?a { ?z2 ?a ?c } GROUP BY ?a LIMIT 1", "z a"),
        ("SELECT * { }", ""),
    ],
)
def test_columns_are_in_the_order_of_the_query(graph: ecomgraph.CareerGraph, query: str, columns: str) -> None:
    found = graph.dataset.query(query)
    assert isinstance(found, ox.QuerySolutions)
    assert " ".join(it.value for it in found.variables) == columns
