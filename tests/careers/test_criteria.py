"""What a criterion of another distribution may cost, and what is said of one that is wrong."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import ecomgraph
from ecomgraph.careers.criteria import CRITERIA, Criterion, _check, criterion, criterion_names
from ecomgraph.graph import CareerGraph

PLAIN = Criterion(name="tolls", label="Fewest tolls", help="Tolls.", unit="toll", edge_cost=lambda *_: 1)
# Two transitions, or one.
LADDER = """
@prefix ecg: <https://w3id.org/ecomgraph/ns#> . @prefix : <https://example.org/> .
:a a ecg:Role . :b a ecg:Role . :c a ecg:Role .
:ab a ecg:Transition ; ecg:transitionFrom :a ; ecg:transitionTo :b .
:ac a ecg:Transition ; ecg:transitionFrom :a ; ecg:transitionTo :c .
:bc a ecg:Transition ; ecg:transitionFrom :b ; ecg:transitionTo :c .
"""


@pytest.fixture
def ladder(tmp_path: Path) -> CareerGraph:
    path = tmp_path / "ladder.ttl"
    path.write_text(LADDER, encoding="utf-8")
    return ecomgraph.load(path)


def add(monkeypatch: pytest.MonkeyPatch, costs: Any) -> None:
    """Add a criterion by which transition ``ab``, ``ac`` or ``bc`` has its own cost."""

    def cost(request: Any, edge: int) -> Any:
        found = costs[request.network.transition_iris[edge].removeprefix("https://example.org/")]
        if isinstance(found, Exception):
            raise found
        return found

    monkeypatch.setattr(CRITERIA, "_all", {**CRITERIA, "tolls": replace(PLAIN, edge_cost=cost)})


@pytest.mark.parametrize(
    ("direct", "cost", "steps"),
    [(1, 0.3, 2), (0.29, 0.29, 1), (Decimal("0.3"), 0.3, 1), (Fraction(1, 3), 0.3, 2), (0, 0, 1)],
)
def test_costs_are_exact_numbers_of_any_type(
    direct: Any, cost: float, steps: int, ladder: CareerGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(monkeypatch, {"ab": 0.1, "bc": 0.2, "ac": direct})
    path = ladder.find_path("a", "c", minimize="tolls")
    assert (path.cost, len(path)) == (cost, steps)
    front = ladder.pareto_paths("a", "c", ("steps", "tolls"))
    assert len(front) == (1 if steps == 1 else 2)
    ranked = [len(it) for it in ladder.find_paths("a", "c", minimize="tolls", max_steps=2)]
    assert ranked == ([1, 2] if steps == 1 else [2, 1])


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (-1, "the cost of https://example.org/ac by tolls must be a number from 0 up to 1e100, not -1"),
        (float("nan"), "the cost of https://example.org/ac by tolls must be a number from 0 up to 1e100, not nan"),
        ("1", "the cost of https://example.org/ac by tolls must be a number from 0 up to 1e100, not '1'"),
        (True, "the cost of https://example.org/ac by tolls must be a number from 0 up to 1e100, not True"),
        (ZeroDivisionError("by\nzero"), "the criterion 'tolls' failed: ZeroDivisionError: by zero"),
        (None, "paths cannot be compared by tolls: it gives no cost for https://example.org/ac"),
    ],
)
def test_a_criterion_that_gives_no_cost_is_told_in_a_sentence(
    wrong: Any, message: str, ladder: CareerGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(monkeypatch, {"ab": 1, "bc": 1, "ac": wrong})
    for find in (
        lambda: ladder.find_path("a", "c", minimize="tolls"),
        lambda: ladder.pareto_paths("a", "c", ("steps", "tolls")),
    ):
        with pytest.raises(ecomgraph.EcomgraphError) as caught:
            find()
        assert str(caught.value) == message


def test_an_unknown_cost_that_is_not_on_the_answer_does_no_harm(
    ladder: CareerGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(monkeypatch, {"ab": None, "bc": 3, "ac": 1})
    assert ladder.find_path("a", "c", minimize="tolls").cost == 1


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (PLAIN, ()),
        ("tolls", ("is not an ecomgraph.careers.criteria.Criterion",)),
        (
            replace(PLAIN, name="tolls,paid"),
            ("has a name, 'tolls,paid', with other characters than a-z, 0-9, _ and -",),
        ),
        (replace(PLAIN, unit=""), ("has no label, help or unit",)),
        (replace(PLAIN, edge_cost=None), ("has no edge_cost(request, edge)",)),
    ],
)
def test_what_is_no_criterion_is_left_out(value: object, reason: tuple[str, ...]) -> None:
    assert _check(value) == reason


def test_a_criterion_that_nobody_has_is_refused_with_all_names() -> None:
    with pytest.raises(ecomgraph.ArgumentError, match=f"by {', '.join(criterion_names())}, not by 'tolls'"):
        criterion("tolls")
