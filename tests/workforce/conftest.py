"""What tests of many people share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.workforce.made_people import random_graph, written

if TYPE_CHECKING:
    from pathlib import Path

    from ecomgraph import CareerGraph


@pytest.fixture
def team(tmp_path: Path) -> tuple[CareerGraph, Path, Path]:
    graph = random_graph(tmp_path / "graph.ttl", 1)
    skills = [
        *(("ann", " art  1", "Aware"), ("ann", "https://team.example/s1", "Expert"), ("bob", "SKILL 2", "")),
        *(("bob", "Skil 2", ""), ("bob", "", ""), ("eve", "s1", "")),
    ]
    people = [("bob", "Role 1", 31), ("ann", "Rule 1", 45), ("cid", "", 50)]
    one = written(tmp_path / "skills.csv", ("Person", "Skill", "Level"), *skills)
    return graph, one, written(tmp_path / "people.csv", ("person", "role", "age"), *people)
