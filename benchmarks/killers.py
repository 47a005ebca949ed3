"""Queries that would take a server down, or one of its processors for a long time, if nothing stopped them."""

from __future__ import annotations

__all__ = ["KILLERS", "PARSER_KILLERS"]

_ANY = "(!<urn:x>|^!<urn:x>)"
_DOUBLED = " ".join(f"BIND(CONCAT(?x{step},?x{step}) AS ?x{step + 1})" for step in range(40))
_ROWS = " ".join(f'"{number}"' for number in range(20_000))

KILLERS = {
    "cartesian product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "path closure": f"SELECT (COUNT(*) AS ?n) {{ ?a {_ANY}* ?b }}",
    "nested closures": f"SELECT (COUNT(*) AS ?n) {{ ?a {'(' * 20}{_ANY}{')*' * 20} ?b }}",
    "regular expressions": 'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?a), STR(?f)), "'
    + "([a-z]*.){1,30}#" * 4
    + '")) }',
    "doubled string": f'SELECT (STRLEN(?x40) AS ?n) {{ BIND("0123456789abcdef" AS ?x0) {_DOUBLED} }}',
    "replaced string": "SELECT (STRLEN(?x9) AS ?n) { BIND('aaaaaaaaaa' AS ?x0) "
    + " ".join(f"BIND(REPLACE(?x{step}, 'a', 'aaaaaaaaaa') AS ?x{step + 1})" for step in range(9))
    + "}",
    "sorted product": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c",
    "joined product": "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?f))) AS ?all) { ?a ?b ?c . ?d ?e ?f }",
    "distinct product": "SELECT DISTINCT ?a ?d ?c ?f { ?a ?b ?c . ?d ?e ?f }",
    "constructed product": "CONSTRUCT { ?a ?e ?f } WHERE { ?a ?b ?c . ?d ?e ?f }",
    "values": f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {_ROWS} }} VALUES ?b {{ {_ROWS} }} VALUES ?c {{ {_ROWS} }} }}",
    "optionals": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c OPTIONAL { ?d ?e ?f FILTER(?c != ?f) } OPTIONAL { ?g ?h ?i } }",
    "rows": "SELECT * { ?a ?b ?c . ?d ?e ?f }",
}

# Queries that the guard refuses, because they would crash the native parser.
PARSER_KILLERS = {
    "parentheses": f"SELECT * {{ BIND({'(' * 5000}1{')' * 5000} AS ?x) }}",
    "braces": f"SELECT * {{ {'{' * 5000} ?s ?p ?o {'}' * 5000} }}",
    "path": f"SELECT * {{ ?s {'(' * 50_000}<urn:p>{')*' * 50_000} ?o }}",
    "negations": f"SELECT * {{ FILTER({'!' * 50_000}true) }}",
}
