"""The limits of the query guard: what they stop, and what they let through."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import ecomgraph
from ecomgraph.store.query_guard import check_query
from ecomgraph.store.query_limits import MAX_DEPTH, MAX_OPERATORS, MAX_PATTERNS, MAX_REREAD

ROOT = Path(__file__).resolve().parents[2]
NESTED = rf"^line 1: more than {MAX_DEPTH} nested brackets and negations; "
OPERATORS = (
    rf"^line 1: more than {MAX_OPERATORS:,} operators, such as UNION, OPTIONAL, FILTER, \|\| and \+, in one query; "
)
JOINED = rf"^line 1: more than {MAX_PATTERNS} triple patterns, path steps, VALUES and groups joined in one group \("
TYPED = "'@'^^xsd:integer"
REREAD = rf"^line 1: more than {MAX_REREAD} nested REGEX, REPLACE, SUBSTR, GROUP_CONCAT, EXISTS and !; "


def _each(template: str, count: int, between: str = " ") -> str:
    return between.join(template.replace("@", str(number)) for number in range(count))


# Each query in two sizes: the greatest that passes, and one that does not.
SIZED: dict[str, tuple[Callable[[int], str], int, int, str]] = {
    "parentheses": (lambda n: "SELECT * { FILTER(" + "(" * n + "1" + ")" * n + ") }", 126, 127, NESTED),
    "braces": (lambda n: "SELECT * " + "{" * n + "}" * n, 128, 129, NESTED),
    "negations": (lambda n: "SELECT * { FILTER(" + "!" * n + "true) }", 126, 127, NESTED),
    "if": (lambda n: "SELECT (" + "IF(1=1,2," * n + "3" + ")" * n + " AS ?x) {}", 127, 128, NESTED),
    "exists": (lambda n: "SELECT * { " + "FILTER EXISTS { ?s ?p ?o " * n + "}" * n + "}", 127, 128, NESTED),
    "triple terms": (lambda n: "SELECT * { ?a ?b " + "<<( ?s ?p " * n + "1" + " )>>" * n + " }", 127, 128, NESTED),
    "path": (lambda n: "SELECT * { ?s " + "(" * n + "<urn:p>" + ")" * n + " ?o }", 127, 128, NESTED),
    "inverse": (lambda n: "SELECT * { ?s <urn:p>|" + "^(" * n + "<urn:p>" + ")" * n + " ?o }", 127, 128, NESTED),
    "property lists": (lambda n: "SELECT * { " + "[ ?p " * n + "1" + " ]" * n + " }", 100, 101, rf"{JOINED}|{NESTED}"),
    "closures": (lambda n: "SELECT * { ?s " + "(" * n + "<urn:p>" + ")*" * n + " ?o }", 127, 128, NESTED),
    "or": (lambda n: f"SELECT * {{ FILTER({_each('?s = @', n, ' || ')}) }}", 1000, 1001, OPERATORS),
    "sum": (lambda n: f"SELECT * {{ FILTER({_each('@', n, '+')}) }}", 1000, 1001, OPERATORS),
    "filters": (lambda n: f"SELECT * {{ ?s ?p ?o {_each('FILTER(?s != @)', n)} }}", 1000, 1001, OPERATORS),
    "optional": (lambda n: f"SELECT * {{ {_each('OPTIONAL { ?s ?p @ }', n)} }}", 1000, 1001, OPERATORS),
    "union": (lambda n: f"SELECT * {{ {_each('{ ?s <urn:@> ?o }', n, ' UNION ')} }}", 1001, 1002, OPERATORS),
    "bind": (lambda n: f"SELECT * {{ {_each('BIND(@ AS ?v@)', n)} }}", 1000, 1001, OPERATORS),
    "columns": (lambda n: f"SELECT {_each('(@ AS ?v@)', n)} {{}}", 1000, 1001, OPERATORS),
    "alternatives": (lambda n: f"SELECT * {{ ?s {_each('<urn:@>', n, '|')} ?o }}", 1001, 1002, OPERATORS),
    "described": (lambda n: f"DESCRIBE {_each('<urn:@>', n)}", 1000, 1001, OPERATORS),
    "patterns": (lambda n: f"SELECT * {{ {_each('<urn:s> <urn:@> @ .', n)} }}", 100, 101, JOINED),
    "no last point": (lambda n: f"SELECT * {{ {_each('<urn:s> <urn:@> @', n, ' . ')} }}", 100, 101, JOINED),
    "filters between": (lambda n: f"SELECT * {{ {_each('<urn:s> <urn:@> @ FILTER(1)', n)} }}", 100, 101, JOINED),
    "predicates": (lambda n: f"SELECT * {{ <urn:s> {_each('<urn:@> @', n, ' ; ')} }}", 100, 101, JOINED),
    "objects": (lambda n: f"SELECT * {{ <urn:s> a {_each('@', n, ' , ')} }}", 100, 101, JOINED),
    "typed": (lambda n: f"SELECT * {{ <urn:s> a {_each(TYPED, n, ' , ')} }}", 100, 101, JOINED),
    "collection": (lambda n: f"SELECT * {{ ({_each('@', n)}) }}", 50, 51, JOINED),
    "typed items": (lambda n: f"SELECT * {{ ({_each(TYPED, n)}) }}", 50, 51, JOINED),
    "collection as object": (lambda n: f"SELECT * {{ ?s ?p ({_each('<urn:@>', n)}) }}", 49, 50, JOINED),
    "nested collections": (lambda n: "SELECT * { " + "(" * n + "1" + ")" * n + " }", 50, 51, rf"{JOINED}|{NESTED}"),
    "collections in one": (lambda n: f"SELECT * {{ ({'(1)' * n}) }}", 25, 26, JOINED),
    "collection of blank nodes": (lambda n: f"SELECT * {{ ({'[]' * n}) }}", 50, 51, JOINED),
    "reified": (lambda n: f"SELECT * {{ {_each('<< ?s ?p @ >> ?q ?r', n, ' . ')} }}", 50, 51, JOINED),
    "reifiers": (lambda n: f"SELECT * {{ {_each('?s ?p @ ~ ?r', n, ' . ')} }}", 50, 51, JOINED),
    "annotations": (lambda n: f"SELECT * {{ {_each('?s ?p @ {| a 1 |}', n, ' . ')} }}", 33, 34, JOINED),
    "steps": (lambda n: f"SELECT * {{ ?s {_each('<urn:@>', n, '/')} ?o }}", 100, 101, JOINED),
    "bracketed steps": (lambda n: f"SELECT * {{ ?s {_each('(<urn:@>)', n, '/')} ?o }}", 100, 101, JOINED),
    "values": (lambda n: f"SELECT * {{ {_each('VALUES ?v@ { @ }', n)} }}", 100, 101, JOINED),
    "columns of values": (lambda n: f"SELECT * {{ {_each('VALUES (?v@ ?w@) { (@ 1) }', n)} }}", 100, 101, JOINED),
    "subgroups": (lambda n: f"SELECT * {{ {_each('{ ?s <urn:@> ?o . }', n)} }}", 100, 101, JOINED),
    "empty groups": (lambda n: f"SELECT * {{ {'{}' * n} }}", 100, 101, JOINED),
    "subqueries": (lambda n: f"SELECT * {{ {_each('{ SELECT * { ?s a @ ; a ?t } }', n)} }}", 100, 101, JOINED),
    "unions": (lambda n: f"SELECT * {{ {_each('{ ?s a @ ; a ?t } UNION { ?s a ?u }', n)} }}", 99, 100, JOINED),
    "path after a call": (
        lambda n: "SELECT * { FILTER xsd:boolean(1) ?s " + "(" * n + "<urn:p>" + ")" * n + " ?o }",
        127,
        128,
        NESTED,
    ),
    "subgroups of two": (lambda n: f"SELECT * {{ {_each('{ ?s <urn:@> ?o ; a ?t }', n)} }}", 50, 51, JOINED),
    "replace": (lambda n: "SELECT (" + "REPLACE(" * n + "'a'" + ",'b','c')" * n + " AS ?x) {}", 12, 13, REREAD),
    "not of brackets": (lambda n: "SELECT * { FILTER(" + "!(" * n + "true" + ")" * n + ") }", 12, 13, REREAD),
}


@pytest.mark.parametrize("name", SIZED)
def test_what_would_overflow_the_native_stack_is_refused(name: str) -> None:
    build, passes, fails, reason = SIZED[name]
    check_query(build(passes))
    for size in (fails, 20 * fails):
        with pytest.raises(ecomgraph.QueryError, match=reason):
            check_query(build(size))


@pytest.mark.long
@pytest.mark.parametrize(
    "text",
    [
        f"SELECT ?s {{ ?s a ?t FILTER(?t IN (ecg:Role, {_each('<http://a.example/@>', 4000, ', ')})) }} ORDER BY ?s",
        "SELECT (" + _each("IF(69 = @, 'r@', ", 70) + "'z'" + ")" * 70 + " AS ?x) {}",
        f"CONSTRUCT {{ {_each('?s <http://a.example/@> @ .', 1200)} }} WHERE {{ ?s a ecg:Role }}",
        f"SELECT ?s {{ ?s !({_each('<http://a.example/@>', 3000, '|')}) ecg:Role }}",
        f"SELECT (COUNT(*) AS ?n) {{ VALUES (?a ?b) {{ {_each('(@ <urn:a#b>)', 20_000)} }} }}",
        f"SELECT ?s {{ {_each('{ ?s a <urn:@> . ?s a ecg:Role }', 400, ' UNION ')} UNION {{ ?s a ecg:Role }} }}",
    ],
    ids=["in", "if", "template", "negated set", "values", "union"],
)
def test_what_programs_write_is_answered(text: str, graph: ecomgraph.CareerGraph) -> None:
    answer = graph.sparql(text)

    assert not isinstance(answer, bool)
    assert len(answer) > 0


@pytest.mark.parametrize("quotes", ["'''", '"""'])
def test_depth_cannot_be_hidden(quotes: str) -> None:
    deep = f"FILTER({'(' * 20_000}1{')' * 20_000})"
    text = f"SELECT * {{ FILTER(COALESCE(true <ecg:a#> {quotes}\n ,true)) {deep} #{quotes}\n}}"
    with pytest.raises(ecomgraph.QueryError, match=f"^line 2: more than {MAX_DEPTH} nested brackets"):
        check_query(text)


DEEPEST = """
import sys, threading
from ecomgraph.store.dataset import Dataset

def run():
    for text in sys.stdin.read().split("\\0"):
        print(sum(1 for _ in Dataset().query(text)))

threading.stack_size(4 << 20)
thread = threading.Thread(target=run)
thread.start()
thread.join()
"""


@pytest.mark.slow
def test_the_deepest_queries_that_pass_leave_half_of_the_stack() -> None:
    """They run in a thread with a stack of 4 MiB, half of what processes have on Linux."""
    mixed = (
        "SELECT * { "
        + _each("BIND(@ AS ?v@)", 480)
        + "OPTIONAL { " * 60
        + "FILTER("
        + "1+" * 450
        + "1)"
        + "}" * 60
        + "}"
    )
    slow = {"or", "filters", "union", "optional"}  # their time grows with the square
    texts = [build(passes) for name, (build, passes, _, why) in SIZED.items() if why != JOINED and name not in slow]
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", DEEPEST],
        input="\0".join([*texts, mixed]),
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.split()) == len(texts) + 1
