"""Questions about paths that cannot be answered are refused in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import ecomgraph

if TYPE_CHECKING:
    from collections.abc import Collection

    from ecomgraph import CareerGraph


class TestRefusals:
    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ({"minimize": "effort"}, "not by 'effort'"),
            ({"essential": -1}, "the weight of essential skills must be a number from 0 up to 1e100, not -1"),
            ({"optional": "much"}, "optional must be int, float, fractions.Fraction or decimal.Decimal, not 'much'"),
            ({"optional": float("nan")}, "not nan"),
            ({"max_steps": -1}, "max_steps must be a whole number of at least 0"),
            ({"max_steps": True}, "max_steps must be int or None, not True"),
            ({"max_steps": 1.5}, "max_steps must be int or None, not 1.5"),
            ({"k": 0}, "k, the number of paths, must be a whole number of at least 1, not 0"),
            ({"k": True}, "not True"),
        ],
    )
    def test_useless_arguments(self, kitchen: CareerGraph, arguments: dict[str, Any], message: str) -> None:
        with pytest.raises(ecomgraph.ArgumentError, match=message):
            kitchen.find_paths("porter", "chef", **arguments)

    def test_unknown_names(self, kitchen: CareerGraph) -> None:
        with pytest.raises(ecomgraph.UnknownNameError, match="'promote'; did you mean 'level-up' or 'promotion'"):
            kitchen.find_path("porter", "chef", kinds="promote")
        with pytest.raises(ecomgraph.UnknownNameError, match="no kind of transition is called 'x'"):
            kitchen.find_path("porter", "chef", kinds="x")
        with pytest.raises(ecomgraph.UnknownNameError, match="no skill is called 'chopin'"):
            kitchen.find_path("porter", "chef", known="chopin")
        with pytest.raises(ecomgraph.UnknownNameError, match="no career node"):
            kitchen.find_path("porter", "chef", through="captain")

    def test_criteria_are_named_once(self, kitchen: CareerGraph) -> None:
        for criteria in ((), ("steps", "steps")):
            with pytest.raises(ecomgraph.ArgumentError, match="at least one criterion, and each only once"):
                kitchen.pareto_paths("porter", "chef", criteria)

    def test_no_path_names_what_is_nearest(self, kitchen: CareerGraph) -> None:
        with pytest.raises(ecomgraph.NoPathError, match=r"to 'Waiter'; the nearest .* is 'Chef'") as caught:
            kitchen.find_path("porter", "waiter")
        assert caught.value.nearest == "https://kitchen.example/chef"
        with pytest.raises(ecomgraph.NoPathError, match="nothing can be reached from there") as caught:
            kitchen.find_path("chef", "porter")
        assert (caught.value.nearest, caught.value.exit_code) == ("", 1)
        with pytest.raises(ecomgraph.NoPathError, match=r"to 'Waiter'; the nearest .* is 'Chef'"):
            kitchen.pareto_paths("porter", "waiter")

    def test_conditions_that_cannot_be_met(self, kitchen: CareerGraph) -> None:
        with pytest.raises(ecomgraph.NoPathError, match="through 'Waiter'; there is one without the nodes to go thr"):
            kitchen.find_path("porter", "chef", through="waiter")
        with pytest.raises(ecomgraph.NoPathError, match=r"in 1 step or fewer; the nearest .* is 'Commis'"):
            kitchen.find_path("porter", "chef", max_steps=1)
        with pytest.raises(ecomgraph.NoPathError, match=r"through 'Baker'; the nearest .* is 'Baker'"):
            kitchen.find_path("porter", "porter", through="baker")
        with pytest.raises(ecomgraph.NoPathError, match="to 'Chef' in 0 steps or fewer; nothing can be reached"):
            kitchen.find_path("porter", "chef", max_steps=0)
        conditions = "avoiding 'Commis' avoiding 'Baker' by level-up or promotion only; nothing"
        with pytest.raises(ecomgraph.NoPathError, match=conditions):
            kitchen.find_path("porter", "chef", avoid=["commis", "baker"], kinds=["promotion", "level-up"])


@pytest.mark.parametrize("kinds", [[], (), frozenset[str]()])
def test_no_kind_of_transition_at_all_is_refused_in_a_sentence(kitchen: CareerGraph, kinds: Collection[str]) -> None:
    for ask in (
        lambda: kitchen.find_path("commis", "chef", kinds=kinds),
        lambda: kitchen.reachable("commis", kinds=kinds),
        lambda: kitchen.pareto_paths("commis", "chef", kinds=kinds),
    ):
        with pytest.raises(ecomgraph.ArgumentError, match="kinds is empty, which allows no transition: name"):
            ask()
