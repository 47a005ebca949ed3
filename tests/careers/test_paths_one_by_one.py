"""Paths that are found when they are asked for, on a small network and on the bundled graph."""

from __future__ import annotations

import tracemalloc
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest

import ecomgraph
from ecomgraph.careers.search.effort import Effort

if TYPE_CHECKING:
    from pathlib import Path

    from ecomgraph import CareerGraph, CareerPath


class TestOneByOne:
    """Paths that are found when they are asked for."""

    @pytest.mark.long
    @pytest.mark.parametrize("criterion", ["steps", "new_skills", "learning"])
    def test_they_are_those_of_find_paths_in_the_same_order(self, graph: CareerGraph, criterion: Any) -> None:
        paths = graph.iter_paths("ecommerce-manager", "CDO", minimize=criterion)
        wanted = graph.find_paths("ecommerce-manager", "CDO", 60, minimize=criterion)
        assert tuple(islice(paths, 60)) == wanted
        assert len(set(wanted)) == 60

    def test_they_end_with_the_last_one_however_many_are_asked_for(self, kitchen: CareerGraph) -> None:
        every = tuple(kitchen.iter_paths("porter", "chef"))
        assert len(every) > 1
        assert kitchen.find_paths("porter", "chef", 10**30) == every

    def test_arguments_are_refused_at_once_and_a_missing_path_with_the_first(self, kitchen: CareerGraph) -> None:
        with pytest.raises(ecomgraph.ArgumentError):
            kitchen.iter_paths("porter", "chef", max_steps=-1)
        paths = kitchen.iter_paths("chef", "porter")
        with pytest.raises(ecomgraph.NoPathError):
            next(paths)

    def test_paths_before_one_without_months_are_given(self, kitchen_file: Path, tmp_path: Path) -> None:
        more = """
            :t7 ecg:transitionFrom :porter ; ecg:transitionTo :waiter ; ecg:typicalMonths 40 .
            :t8 ecg:transitionFrom :waiter ; ecg:transitionTo :baker .
        """
        file = tmp_path / "more.ttl"
        file.write_text(kitchen_file.read_text(encoding="utf-8") + more, encoding="utf-8")
        paths = ecomgraph.load(file).iter_paths("porter", "baker", minimize="months")
        assert [path.cost for path in islice(paths, 3)] == [15, 18, 30]
        with pytest.raises(ecomgraph.MissingMonthsError, match="t8 has no"):
            next(paths)

    @pytest.mark.long
    @pytest.mark.parametrize("conditions", [{}, {"max_steps": 12}, {"minimize": "learning"}])
    def test_what_was_found_before_the_limit_is_given(
        self, graph: CareerGraph, conditions: dict[str, Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        wanted = graph.find_paths("ecommerce-manager", "CDO", 400, **conditions)
        monkeypatch.setattr("ecomgraph.careers.paths.Effort", lambda: Effort(200_000))
        paths = graph.iter_paths("ecommerce-manager", "CDO", **conditions)
        found: list[CareerPath] = []
        with pytest.raises(ecomgraph.LimitError, match=r"limit of 200,000 comparisons, with \d+ paths? found: ") as it:
            found.extend(paths)
        assert 1 <= len(found) < 400
        assert f"with {len(found)} path" in str(it.value)
        assert tuple(found) == wanted[: len(found)]

    @pytest.mark.slow
    def test_a_path_keeps_little(self, graph: CareerGraph) -> None:
        paths = graph.iter_paths("ecommerce-manager", "CDO")
        for _ in islice(paths, 100):
            pass
        tracemalloc.start()
        try:
            for _ in islice(paths, 3_000):
                pass
            kept, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        # Paths of one cost wait together to be put in order by what is learnt on them.
        assert kept / 3_000 < 3_000
