"""Queries of the user's own: what a header may say, and what is refused before anything runs."""

from pathlib import Path

import pytest

import ecomgraph
from ecomgraph.queries import StoredQuery, read_query

SELECT = "SELECT ?role ?skill WHERE { ?role ecg:requiresSkill ?skill } ORDER BY ?skill\n"


def test_a_file_with_a_header_is_run_like_a_stored_query(graph: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("#+ params: {role: {kind: iri, of: role}}\n#+ returns: [skill]\n" + SELECT, encoding="utf-8")

    result = graph.query(read_query(path), role="cdo")

    assert result.columns == ("skill",)
    assert len(result) == len(graph.skills("cdo"))


def test_a_file_without_a_header_returns_all_columns_and_takes_no_parameters(
    graph: ecomgraph.CareerGraph, tmp_path: Path
) -> None:
    path = tmp_path / "mine.rq"
    path.write_text(SELECT, encoding="utf-8")

    assert graph.query(read_query(path)).columns == ("role", "skill")
    with pytest.raises(ecomgraph.ParameterError, match="parameter 'role': no such parameter; it has none"):
        graph.query(read_query(path), role="cdo")


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("#+ summary: [", "header: line 2: "),
        ("#+ returns: [skill]\n#+ returns: [role]", "header: line 2: 'returns' is a duplicate key"),
        ("#+ just words", "header: not a mapping of keys to values"),
        (
            "#+ retruns: [skill]",
            "header: unknown key 'retruns'; there are cq, engines, example, labels, needs",
        ),
        ("#+ returns: skill", "header: 'returns' must be a list of names"),
        ("#+ returns: [skill, skill]", "header: 'returns' has a duplicate name"),
        ("#+ returns: [label]", "header: column 'label' does not occur in the query as ?label"),
        ("#+ summary: {a: b}", "header: 'summary' must be text"),
        ("#+ needs: [esco]", "header: 'needs' can name alignments, not 'esco'"),
        ("#+ params: [role]", "header: 'params' must be a mapping of names to values"),
        (
            "#+ params: {role: iri}",
            "header: parameter 'role' must be a name with a mapping such as",
        ),
        ("#+ params: {role: {}}", "header: parameter 'role' must have one of the kinds iri, string, integer, decimal"),
        ("#+ params: {role: {kind: uri}}", "header: parameter 'role' must have one of the kinds iri, string, integer"),
        ("#+ params: {role: {kind: iri, type: x}}", "header: parameter 'role': unknown key 'type'"),
        (
            "#+ params: {role: {kind: iri, of: rolle}}",
            "header: parameter 'role': 'of' requires kind iri",
        ),
        ("#+ params: {role: {kind: string, of: role}}", "header: parameter 'role': 'of' requires kind iri"),
        ("#+ params: {role: {kind: iri, required: perhaps}}", "header: parameter 'role': 'required' is true or false"),
        (
            "#+ params: {role: {kind: iri, default: [a]}}",
            "header: parameter 'role': ['a'] is neither text",
        ),
        ("#+ params: {rolle: {kind: iri}}", "header: parameter 'rolle' does not occur in the query as ?rolle"),
        ("#+ example: {params: {skill: seo}}", "header: the example sets 'skill', which is not a parameter"),
        ("#+ example: {rows: many}", "header: 'rows' of the example must be a number of rows"),
        ("#+ summary: !!python/object/apply:os.getcwd []", "header: line 1: could not determine a constructor"),
        ("#+ summary: " + "x" * 20_000, "header: longer than 16000 characters"),
        ("#+ summary: " + "[" * 15_000, "header: "),
    ],
)
def test_a_broken_header_is_refused_by_what_is_wrong(header: str, reason: str) -> None:
    with pytest.raises(ecomgraph.QueryError) as failure:
        StoredQuery.parse("mine.rq", f"{header}\n{SELECT}")

    assert str(failure.value).startswith(f"mine.rq: {reason}")


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("INSERT DATA { <urn:a> <urn:b> 1 }", "line 1: INSERT is an update; only queries are supported"),
        ("SELECT * {\n  SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "line 2: SERVICE is refused"),
        ("SELECT * { { SELECT * { OPTIONAL { SERVICE ?where { } } } } }", "line 1: SERVICE is refused"),
        (
            "SELECT * { FILTER(" + "(" * 200 + "1" + ")" * 200 + ") }",
            "line 1: more than 128 nested brackets and negations",
        ),
        (
            "SELECT * { ?s ?p ?o FILTER(" + "!" * 5000 + "?o) }",
            "line 1: more than 128 nested brackets and negations",
        ),
    ],
)
def test_a_query_that_may_not_run_is_refused_when_it_is_read(query: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text(query, encoding="utf-8")

    with pytest.raises(ecomgraph.QueryError) as failure:
        read_query(path)

    assert str(failure.value).startswith(f"{path}: {reason}")


@pytest.mark.parametrize("source", ["<file:///etc/hostname>", "NAMED <file:///etc/hostname>", "<http://127.0.0.1/>"])
def test_from_elsewhere_is_refused(source: str, graph: ecomgraph.CareerGraph) -> None:
    query = StoredQuery.parse("mine.rq", "SELECT * FROM " + source + " WHERE { ?s ?p ?o }")  # noqa: S608 - from the list above

    with pytest.raises(ecomgraph.QueryError, match=r"FROM <.*> is refused: the dataset has no such graph"):
        graph.query(query)


def test_a_parameter_that_is_not_selected_is_refused_rather_than_ignored(graph: ecomgraph.CareerGraph) -> None:
    header = "#+ params: {role: {kind: iri, of: role}}\n"
    query = StoredQuery.parse("mine.rq", header + "SELECT ?skill { ?role ecg:requiresSkill ?skill } ORDER BY ?skill")

    with pytest.raises(ecomgraph.QueryError, match=r"^mine\.rq: .* \?role in its SELECT projection"):
        graph.query(query, role="cdo")


@pytest.mark.parametrize("query", ["ASK { }", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"])
def test_only_a_select_is_a_stored_query(query: str, graph: ecomgraph.CareerGraph) -> None:
    with pytest.raises(ecomgraph.QueryError, match=r"mine\.rq: a stored query is a SELECT"):
        graph.query(StoredQuery.parse("mine.rq", query))


def test_a_syntax_error_says_so(graph: ecomgraph.CareerGraph) -> None:
    with pytest.raises(ecomgraph.QueryError, match=r"^mine\.rq: not a SPARQL query: line 1, column 7: the query is"):
        graph.query(StoredQuery.parse("mine.rq", "SELECT"))


def test_files_that_are_missing_empty_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(ecomgraph.SourceError, match="cannot be read: No such file or directory"):
        read_query(tmp_path / "none.rq")
    path = tmp_path / "mine.rq"
    path.write_bytes(b"")
    with pytest.raises(ecomgraph.QueryError, match="the file is empty"):
        read_query(path)
    path.write_bytes(b"SELECT \xff")
    with pytest.raises(ecomgraph.ParseError, match=r"mine\.rq:1: not UTF-8 text; save the file as UTF-8"):
        read_query(path)
