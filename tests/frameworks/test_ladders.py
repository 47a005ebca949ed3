"""Ladders in the forms in which they are published: what gap, path and plan say of them is what they state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import ecomgraph
from ecomgraph import ImportOptions, import_framework
from tests.frameworks import ladders
from tests.frameworks.ladders import STEPS

if TYPE_CHECKING:
    from pathlib import Path

THIRD = 1 / 3
# What is missing and what has to be raised from the first step to the last, with degrees held and needed.
MISSING = {"Coaching": 2 * THIRD, "Strategy": THIRD}
RAISED = {"Delivery": (THIRD, 1), "SQL": (THIRD, 2 * THIRD)}
# On pages the level of a topic is the job level, and what is new there is all that stands there.
PAGES_MISSING = {"Coaching": 1, "Strategy": 1}
PAGES_RAISED = {"Delivery": (THIRD, 1), "SQL": (THIRD, 1)}

NODES = {
    "cells": STEPS,
    "topics": [f"{it} engineer" for it in STEPS],
    "pages": [f"Engineer {it}" for it in "123"],
    "wide": STEPS,
    "workbook": STEPS,
}


@pytest.mark.parametrize("form", NODES)
def test_a_ladder_answers_as_it_is_written(form: str, tmp_path: Path) -> None:
    steps, options = NODES[form], ImportOptions(ladder=True)
    missing, raised = (PAGES_MISSING, PAGES_RAISED) if form == "pages" else (MISSING, RAISED)
    if form == "workbook":
        source = ladders.workbook(tmp_path / "ours.xlsx")
    else:
        make, mapping = ladders.MAPPED[form]
        source = make(tmp_path / "ours")
        (tmp_path / "ladder.yaml").write_text(mapping, encoding="utf-8")
        options = ImportOptions(map=tmp_path / "ladder.yaml")
    report = import_framework(source, tmp_path / "o.ttl", options=options)
    assert report.accepted, report.violations
    assert [it for it in report.account if not it.balanced] == []
    assert report.understood
    graph = ecomgraph.load(tmp_path / "o.ttl")
    gap = graph.skill_gap(steps[0], steps[2])
    assert {it.skill.label: it.degree for it in gap.missing} == pytest.approx(missing)
    assert {it.skill.label: it.degree for it in gap.raises} == pytest.approx(
        {it: two for it, (_, two) in raised.items()}
    )
    weight = sum(missing.values()) + sum(two - one for one, two in raised.values())
    assert gap.weight == pytest.approx(weight)
    path = graph.find_path(steps[0], steps[2], minimize="learning")
    assert path is not None
    assert [it.target.label for it in path.transitions] == list(steps[1:])
    assert path.cost == pytest.approx(weight)
    plan = graph.plan({"Delivery": "40%"}, steps[2], source=steps[1])
    lessons = [it for step in plan.steps for it in step.lessons]
    assert {it.skill.label for it in lessons} == {"Delivery", "SQL", *missing}
    assert sum(it.weight for it in lessons) == pytest.approx(plan.cost)
    assert plan.cost == pytest.approx((7 if form == "pages" else 4) * THIRD)
