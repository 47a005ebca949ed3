"""The fuzz of the query guard and the runner of W3C's queries, in small."""

import time
from pathlib import Path

import pytest

from ecomgraph.store import query_guard as sparql
from ecomgraph.store import sparql_tokens
from ecomgraph.store.dataset import Dataset
from lab import run_w3c_queries
from lab.fuzz_guard import Listener, _guarded, _raw, main, sample_store
from lab.guard_queries import query


@pytest.mark.long
def test_nothing_is_heard_and_no_process_dies(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--count", "400", "--seed", "7"]) == 0
    assert "connections heard: 0; of one SERVICE without the guard: " in capsys.readouterr().out


@pytest.mark.parametrize("number", [632, 679, 682, 712])
def test_the_fuzz_makes_queries_that_call_a_service_behind_a_comparison(number: int) -> None:
    listener, control = Listener(), Listener()
    _raw(sample_store(), query(0, number, control.address))
    _guarded(Dataset(sample_store()), query(0, number, listener.address))
    time.sleep(0.1)
    assert control.heard > 0
    assert listener.heard == 0


def test_a_query_depends_on_seed_and_number_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--seed", "3", "--show", "5"]) == 0
    assert capsys.readouterr().out == query(3, 5, "http://127.0.0.1:1/") + "\n"


def test_queries_of_a_suite_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "data.ttl").write_text("<s> <p> 1, 2 .", encoding="utf-8")
    for name, text in {
        "good": "SELECT ?o { <s> <p> ?o FILTER(?o<2&&3>?o) }",
        "bad": "SELECT ?o { <s> <p> }",
        "service": "SELECT * { SERVICE <urn:x> { } }",
    }.items():
        (tmp_path / f"{name}.rq").write_text(text, encoding="utf-8")
    assert run_w3c_queries.main([str(tmp_path)]) == 0
    assert capsys.readouterr().out == "3 queries: 2 alike, 1 with SERVICE refused, 0 differ\n"


def test_a_query_that_only_the_guard_refuses_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "glued.rq"
    path.write_text("SELECTDISTINCT * { }", encoding="utf-8")
    assert run_w3c_queries.main([str(tmp_path)]) == 1
    assert capsys.readouterr().out.startswith(
        f"{path}: refused by the guard alone: line 2: SELECTDISTINCT is not a SPARQL"
    )


@pytest.mark.parametrize("number", [632, 679, 682, 712])
def test_nothing_is_heard_where_the_guard_takes_a_comparison_for_an_iri(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rendering is safe whatever the guard has read."""
    monkeypatch.setattr(sparql, "AFTER_OPERAND", sparql_tokens.TOKEN)
    sparql.check_query.cache_clear()
    listener = Listener()
    _guarded(Dataset(sample_store()), query(0, number, listener.address))
    sparql.check_query.cache_clear()
    time.sleep(0.1)
    assert listener.heard == 0
