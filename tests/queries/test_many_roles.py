"""Stored queries about one skill take time in proportion to the roles that require it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

import ecomgraph

if TYPE_CHECKING:
    from pathlib import Path

ROLES = 400
HEAD = """
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix importance: <https://w3id.org/ecomgraph/importance/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <https://many.example/> .
:skill a ecg:Skill ; skos:prefLabel "Skill"@en .
"""
ROLE = """
:role{0} a ecg:Role ; skos:prefLabel "Role {0}"@en ; ecg:hasSkillRequirement :need{0} .
:need{0} a ecg:SkillRequirement ; ecg:requiredSkill :skill ; ecg:importance importance:essential ; ecg:proficiency {1} .
"""


@pytest.mark.long
def test_roles_that_ask_for_more_of_a_skill(tmp_path: Path) -> None:
    data = HEAD + "".join(ROLE.format(number, f"{(number + 1) / ROLES:.4f}") for number in range(ROLES))
    (tmp_path / "many.ttl").write_text(data, encoding="utf-8")
    graph = ecomgraph.load(tmp_path / "many.ttl")
    started = time.process_time()
    found = list(graph.query("who-asks-more", skill="skill", node="role9"))
    assert len(found) == ROLES - 10
    # Comparing every two requirements takes ten times as long.
    assert time.process_time() - started < 0.35
